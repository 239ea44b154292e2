"""Sums of rupiah as Indonesians write them: 50rb, Rp 50.000, Rp50.000,-, 50 ribu, 100k, 1,5 jt, lima puluh ribu.

A bare number is a sum only with its thousands marked (50.000) or behind a word such as *nominal*; what is counted
("5 ribu orang", "50 rb km") and what only looks like it (an address of a machine, a version, a year) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from mailflow.core.finders.found import OTHER_NUMBERS, Found, Labels, words_before
from mailflow.core.finders.phone import find_phones
from mailflow.core.finders.spoken_number import spoken_number
from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

_NUMBER = (
    r"\d{1,3}(?:[ \u00a0]\d{3})+(?=[ \t]?(?:rupiah|perak|idr)\b|,-)"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d{1,2}(?!\.?\d))?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?"
)
_SCALE: Mapping[str, int] = MappingProxyType(
    dict.fromkeys("rb rbu rban ribu rebu rebuan ribuan ewu k thousand".split(), 1_000)
    | dict.fromkeys("jt jtan juta jutaan mio million".split(), 1_000_000)
    | dict.fromkeys("m miliar milyar billion".split(), 1_000_000_000)
)
_SCALE_WORDS = "|".join(_SCALE)
# "5 ratus ribu", "1 setengah juta"
_TIMES: Mapping[str, int] = MappingProxyType({"puluh": 10, "ratus": 100, "rts": 100})
_TIMES_WORDS = "|".join((*_TIMES, "setengah", "stengah"))
_SUM = LazyPattern(
    rf"(?:(?=[ri])(?P<currency>(?<![^\W\d_])(?:rp|idr|rupiah)[.:]?[ \t\u00a0]?)|(?=\d)"
    rf"(?:(?<![\w.,:])|(?<=\djt)|(?<=\djuta)|(?<=\dx)|(?<=[^\W\d_][:,])|(?<=\.\d{{3}},)))"
    rf"(?P<number>{_NUMBER})(?!\d)"
    rf"(?:(?:-?an)?(?:[ \t]?(?P<times>{_TIMES_WORDS})(?:an)?(?=[ \t]?(?:{_SCALE_WORDS})(?![^\W\d_])))?"
    rf"(?:[ \t]?\([^\W\d_][^()\d\n]{{2,40}}\)(?=[ \t]?(?:{_SCALE_WORDS})(?![^\W\d_])))?"
    rf"[ \t\u00a0]{{0,2}}[.\-]?(?P<scale>{_SCALE_WORDS})(?:(?<=[a-z]{{2}})(?:nya|ku|mu|lah|kah|an))?(?![^\W\d_]))?"
    rf"(?P<behind>[ \t]?(?:rupiah|perak|idr)\b)?",
    re.IGNORECASE | re.ASCII,
)
_PARTS = re.compile(r"[.,]")
_LETTER_ZEROS = LazyPattern(r"(?<=\d[.,])[oO]{3}(?!\w)")  # "50.OOO"
_BY_BLANKS = LazyPattern(r"(?:[ \u00a0]\d{3})+(?![\d.,]*\d)", re.ASCII)  # "Rp 25 000"
_REMAINDER = LazyPattern(
    r"(?:[ \t]?(?:(?P<all>[1-9]\d[05])|(?P<hundreds>[1-9])[ \t]?(?:ratus|rts))|(?<=\w)(?P<glued>[1-9]))"
    rf"(?![^\W_]|[.,:/\-]\d|[ \t]?(?:{_SCALE_WORDS}|gb|mb)\b)(?:[ \t]?(?:rupiah|perak)\b)?",
    re.ASCII | re.IGNORECASE,
)  # "12 ribu 500", "12rb5", "1jt 250", "2 juta 5 ratus"
_SPOKEN = LazyPattern(r"[^\W\d_]+(?:[ \t]+[^\W\d_]+)*")

_SLANG: Mapping[str, int] = MappingProxyType(
    {
        "goceng": 5_000,
        "ceban": 10_000,
        "noban": 20_000,
        "goban": 50_000,
        "seceng": 1_000,
        "gopek": 500,
        "cepek": 100,
        "noceng": 2_000,
        "cetiau": 1_000_000,
    }
)
_OF_CENG: Mapping[str, int] = MappingProxyType(  # "cepek ceng" is a hundred thousand
    {"cepek": 100, "cepe": 100, "nopek": 200, "gopek": 500, "gope": 500, "gocap": 50, "jigo": 25}
)
# Behind a number, these say that things are counted, not rupiah.
_COUNTED_THINGS = (
    r"va bytes? liter orang org kali pelanggan customers? users? people unit pcs buah biji langkah steps? likes? "
    r"followers? pengikut poin points? views? subscribers? penonton kata words? halaman pages? lembar menit "
    r"minutes? seconds? hours? days? years? mahasiswa siswa students? "
    r"transactions? lari race sms tiket mil miles? meter watt volt rpm [kmgt]b(?:ps)? k?wh k?m [cm]m kg gr(?:am)? m?l "
    r"pengguna peserta anggota warga penduduk jiwa dosen karyawan pegawai pendaftar pengunjung siswi responden "
    r"members? visitors? participants? downloads? unduhan accounts? eksemplar copies buku mah mdpl dpi px pixels? "
    r"lumen k?kal k?cal lux ppm k?va m2 m3 km2 hektar ha ton shares? komentar comments? runs? umat maaf terima "
    r"kursi suara kalori baris rows? lines? records? lulusan rumah keluarga desa sekolah guru murid penumpang pembaca "
    r"pendukung relawan pasien korban kasus foto gambar lagu judul karakter characters? huruf kalimat artikel jurnal "
    r"sitasi dokumen lembaran bungkus botol karung ekor pohon kotak kardus mobil motor kendaraan klik clicks? hits? "
    r"item items emails? entri"
).split()
# So do these, unless a moment or a new sentence begins with them: "50rb jam 9", "25rb bulan lalu",
# "10rb transaksi gagal".
_COUNTED_TIMES = (
    r"(?:jam|detik|hari|bulan|tahun)\b(?![ \t]*(?:\d|ini\b|itu\b|lalu\b|kemar[ei]n|"
    r"sen[ie]n|selasa|rabu|kamis|jum.?at|sabtu|"
    r"minggu|tadi\b|td\b))|transaksi\b(?![ \t]*(?:gagal|sukses|berhasil|pending|belum|blm|s?udah|"
    r"tidak|t?gl|jam|kemar|tadi|id\b|no))"
)
_COUNTED = LazyPattern(
    rf"[ \t]?(?:[%°]|x\b(?![ \t]*\d)|{_COUNTED_TIMES}|(?:{'|'.join(_COUNTED_THINGS)})\b(?![ \t:]{{0,3}}\d{{5}}))",
    re.IGNORECASE,
)
_BEFORE_K = LazyPattern(
    r"\b(?:lantai|lari|jarak|resolusi|resolution|video|tv|monitor|layar|kualitas|floor|kelas|followers?|pengikut|"
    r"subscribers?|viewers?|views?|likes?|members?|users?|pengguna|peserta)\s{1,3}\Z",
    re.IGNORECASE,
)
_ADDRESS = LazyPattern(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_PAID = frozenset(
    "nominal nom nmnl nml pls sebesar senilai seharga harga pulsa saldo bayar dibayar pembayaran transfer tf "
    "ditransfer topup top isi deposit denda tagihan biaya amount worth paid pay sejumlah jumlah total uang duit dana "
    "kirim admin ongkir ongkos refund kembali kembalian cashback bonus tarif potongan terpotong dipotong kepotong "
    "debet didebet pinjam hutang utang charged cost fee beli pembelian denom sewa gaji honor upah modal setoran iuran "
    "spp ukt cicilan angsuran dp premi pajak donasi sangu untung rugi kurang lebih sisa tinggal dapat dapet masuk "
    "terima diterima".split()
)
_PASSED_OVER = frozenset(
    "up ulang telkomsel simpati as indosat xl axis tri three smartfren byu token listrik pln gopay ovo dana "
    "shopeepay linkaja adalah yaitu nya saya is of was sudah udah rekening data uang voucher pos tiket "
    "ticket peserta ujian registrasi pendaftaran lama baru normal awal akhir jual".split()
)
_NOT_PAID = (OTHER_NUMBERS - {"tiket", "ticket", "peserta", "ujian", "registrasi", "pendaftaran"}) | frozenset(
    "v ver rek rekening ref reff sn id kode trx tahun year pasal nomor no nomer hp wa telp jam pukul pkl lantai gedung "
    "spbu ipk ips toefl skor score undian poin point points langkah steps kalori km views likes "
    "blok loket halte followers pengikut subscribers koordinat pulau kepulauan android ios windows kapasitas pendaftar "
    "pengunjung populasi penduduk anggota".split()
)
_BILLS = frozenset("invoice inv faktur order pesanan po".split())
_LABELS = Labels(own=_PAID, other=_NOT_PAID, passed=_PASSED_OVER, reach=3)
# No sum in words is without one of these.
_SIGNS = ("ribu", "rebu", "ewu", "ceng", "juta", "rupiah", "thousand", "million", " rb", " jt", *_SLANG)
_LARGEST = 10**13  # rupiah
_SMALLEST_COIN = 50
_ROUND = 500  # rupiah: what is sold for a sum without a sign of it
_LONGEST_PHONE = 24  # characters


@dataclass(frozen=True, slots=True)
class _Sum:
    rupiah: int
    start: int
    end: int
    scale: int  # 1: written out


def find_amounts(text: str) -> tuple[Found, ...]:
    """Every sum in `text`, in whole rupiah: "50rb" is "50000"."""
    if "OOO" in text or "ooo" in text:
        text = _LETTER_ZEROS.sub("000", text)
    sums = sorted([*_in_figures(text), *_in_words(text)], key=lambda one: one.start)
    return tuple(Found(str(one.rupiah), one.start, one.end) for one in _joined(text, sums))


def _in_figures(text: str) -> Iterator[_Sum]:
    behind = 0  # the sum before
    for match in _SUM.finditer(text):
        one = _sum(text, match) if match.start() >= behind else None
        if one is not None:
            behind = one.end
            yield one


def _sum(text: str, match: re.Match[str]) -> _Sum | None:
    scale = _SCALE.get((match["scale"] or "").casefold(), 1)
    value = _value(match["number"], scale, (match["times"] or "").casefold())
    marked = match["currency"] is not None or match["behind"] is not None
    end = match.end()
    if value is not None and match["currency"] is not None and len(match["number"]) <= 3 and scale == 1:
        value, end = _by_blanks(text, match, value)
    elif value is not None and scale in (1_000, 10**6) and match["behind"] is None:
        value, end = _with_remainder(text, end, value, scale)
    if value is None or not 0 <= value < _LARGEST or _is_glued(text, end, scale) or text[end : end + 1] == "@":
        return None
    if not marked and not _is_sum(text, match, scale, end):
        return None
    return _Sum(value, match.start(), end, scale)


def _is_glued(text: str, end: int, scale: int) -> bool:
    """Whether it goes on as no sum does: "50mbps", "8K3H12"."""
    behind = text[end : end + 1]
    return behind.isalpha() or (scale > 1 and behind.isdigit() and text[end - 1] in "kKmM")


def _by_blanks(text: str, match: re.Match[str], value: int) -> tuple[int, int]:
    """ "Rp 25 000": the value, and where it ends."""
    more = _BY_BLANKS.match(text, match.end())
    return (value, match.end()) if more is None else (int(f"{value}{re.sub('[^0-9]', '', more[0])}"), more.end())


def _with_remainder(text: str, end: int, value: int, scale: int) -> tuple[int, int]:
    """ "12 ribu 500", "12rb 5 ratus", "1jt2": the value, and where it ends."""
    more = _REMAINDER.match(text, end) if value % scale == 0 else None
    if more is None or _COUNTED.match(text, more.end()) is not None:
        return value, end
    rest = int(more["all"] or 100 * int(more["hundreds"] or more["glued"]))
    return value + rest * scale // 1_000, more.end()


def _is_sum(text: str, match: re.Match[str], scale: int, end: int) -> bool:
    """Whether a number without a currency is money."""
    number = match["number"]
    if _COUNTED.match(text, end) is not None:
        return False
    if not _may_follow(text, match, scale):
        return False
    if scale > 1:
        if (match["scale"] or "").casefold() == "k" and _BEFORE_K.search(
            text, max(0, match.start() - 20), match.start()
        ):
            return False
        return scale < 10**9 or _LABELS.claim(text, match.start("number")) is True
    if _is_machine_address(text, match.start("number")) or _goes_on(text, end):
        return False
    if "." in number or "," in number:
        told = _claim(text, match)
        return told is not False and not number.startswith("0") and len(_PARTS.split(number)[1]) == 3
    told = _LABELS.claim(text, match.start("number")) if _is_plain_sum(number) else False
    return told or (told is None and int(number) % _ROUND == 0 and _is_all_said(text, match.start("number"), end))


def _claim(text: str, match: re.Match[str]) -> bool | None:
    """What the words before say; behind "3 invoice: " thousands that are marked and round are sums."""
    told = _LABELS.claim(text, match.start("number"))
    if told is False and not int(re.sub("[.,]", "", match["number"])) % _SMALLEST_COIN:
        name = next(word for word in words_before(text, match.start("number")) if word.removesuffix("nya") in _NOT_PAID)
        return None if name in _BILLS else False
    return told


def _is_all_said(text: str, start: int, end: int) -> bool:
    """Whether the line has nothing else, or only the telephone number that it is for: "081234567890 50000", as people
    answer when they are asked for both."""
    line = text.rfind("\n", 0, start) + 1
    if text[end : end + 40].partition("\n")[0].strip(" .;|") or start - line > _LONGEST_PHONE:
        return False
    before = text[line:start].strip(" ,;|/-")
    phones = find_phones(before) if before else ()
    return not before or (len(phones) == 1 and phones[0].start == 0 and phones[0].end == len(before))


def _may_follow(text: str, match: re.Match[str], scale: int) -> bool:
    """Behind a dash or a slash only a sum behind a sum: "50.000-75.000", "50rb/100rb"."""
    before = text[max(0, match.start() - 4) : match.start()]
    if before[-1:] not in ("-", "/") or (before[-1:] == "-" and not before[-2:-1].strip()):  # "-50.000" of a statement
        return True
    return (scale > 1 or len(match["number"]) > 5) and re.search(r"(?:\d{3}|\d(?:rb|jt|k))[-/]\Z", before) is not None


def _is_plain_sum(digits: str) -> bool:
    """ "nominal 50000": five to nine digits, or four that are no year."""
    is_year = len(digits) == 4 and digits[:2] in ("19", "20") and digits != "2000"
    return 4 <= len(digits) <= 9 and digits[0] != "0" and not is_year


def _is_machine_address(text: str, start: int) -> bool:
    found = _ADDRESS.match(text, start)
    if found is None:
        return False
    return all(int(part) <= 255 and str(int(part)) == part for part in found[0].split("."))


def _goes_on(text: str, end: int) -> bool:
    """Whether a date, an hour or another number hangs on it: "24.11.2026", "10:30", "0812-345"."""
    return (
        re.match(r"[.:]\d|[,/]\d(?!\d{0,2}\.\d{3}\b)|[ \t]?:\d|-\d(?!\d{0,2}\.\d{3})", text[end : end + 8]) is not None
    )


def _value(number: str, scale: int, times: str) -> int | None:
    """ "1.250.000", "50,000.00", "1,5" (with a scale), "50 000"."""
    if times:
        return int(number) * _TIMES[times] * scale if times in _TIMES else int(number) * scale + scale // 2
    parts = _PARTS.split(re.sub(r"\s", "", number))
    if len(parts) == 1 and number[0] == "0" < number:  # "000 rupiah"
        return None
    if len(parts) > 1 and len(parts[-1]) <= 2:
        whole, fraction = "".join(parts[:-1]), parts[-1]
        exact = Decimal(f"{whole}.{fraction}") * scale
        return int(exact)
    if len(parts) == 2 and scale > 1 and len(parts[0]) <= 3 and scale >= 10**6:  # "1.250 juta"
        return int(Decimal(f"{parts[0]}.{parts[1]}") * scale)
    return int("".join(parts)) * scale


# -- words


def _in_words(text: str) -> Iterator[_Sum]:
    level = text.casefold()
    if any(sign in level for sign in _SIGNS):
        for line in _SPOKEN.finditer(text):
            yield from _spoken_in(text, line)


def _spoken_in(text: str, run: re.Match[str]) -> Iterator[_Sum]:
    words = [(found[0].casefold(), run.start() + found.start(), run.start() + found.end())
             for found in re.finditer(r"\S+", run[0])]  # fmt: skip
    at = 0
    while at < len(words):
        if words[at][0] in _OF_CENG and words[at + 1 : at + 2] and words[at + 1][0] == "ceng":
            yield _Sum(_OF_CENG[words[at][0]] * 1_000, words[at][1], words[at + 1][2], 1)
            at += 2
            continue
        if words[at][0] in _SLANG:
            yield _Sum(_SLANG[words[at][0]], words[at][1], words[at][2], 1)
            at += 1
            continue
        count, value = spoken_number([word for word, _, _ in words[at:]])
        if not count:
            at += 1
            continue
        start, end = words[at][1], words[at + count - 1][2]
        rupiah = at + count < len(words) and words[at + count][0] in ("rupiah", "perak")
        after_figure = re.search(r"(?<!\d)\d{1,3}[ \t]?\Z", text[max(0, start - 5) : start]) is not None  # "50 ribu"
        if not after_figure and (rupiah or _is_spoken_sum(text, value, start, end)):
            yield _Sum(value, start, words[at + count][2] if rupiah else end, 1_000_000 if value >= 10**6 else 1_000)
        at += count


def _is_spoken_sum(text: str, value: int, start: int, end: int) -> bool:
    """Round, or called a price: "dua ribu dua puluh enam" is a year, "seribu satu" many."""
    if value < 1_000 or _COUNTED.match(text, end) is not None:
        return False
    told = _LABELS.claim(text, start)
    return told or (told is None and value % _SMALLEST_COIN == 0)


def _joined(text: str, sums: list[_Sum]) -> list[_Sum]:
    """ "2 juta 500 ribu", "1jt 200rb": one sum."""
    joined: list[_Sum] = []
    for one in sums:
        last = joined[-1] if joined else None
        between = text[last.end : one.start] if last is not None else "x"
        if last is not None and not between.strip() and 1 < one.scale < last.scale and last.rupiah % last.scale == 0:
            joined[-1] = _Sum(last.rupiah + one.rupiah, last.start, one.end, one.scale)
        else:
            joined.append(one)
    return joined
