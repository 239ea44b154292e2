"""Numbers that only the word before them explains: serial and reference numbers of receipts, student numbers; and
e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.finders.found import NEAR, OTHER_NUMBERS, Found, Labels, words_before
from mailflow.core.finders.phone import find_phones
from mailflow.core.lazy_regex import LazyPattern

# A receipt's number: letters, digits, and what parts them; at least five characters, four of them digits.
_TOKEN = LazyPattern(r"(?<![\w@])(?:\d{4}(?: \d{4}){2,5}|[A-Za-z0-9]+(?:[./_\-][A-Za-z0-9]+)*)(?![\w@])")
_SIGNS_WITHIN = LazyPattern(r"\b(?:s/n|s\.n\.|j&t)(?!\w)", re.IGNORECASE)  # names that would end at their sign
# Behind "voucher" and "transaksi" a price, a day or an hour may stand as well.
_PRICE = LazyPattern(r"(?:rp|idr)?\d{1,3}(?:\.\d{3})+|(?:rp|idr)\d+|[1-9]\d{1,3}000", re.IGNORECASE)
_GLUED_NAME = LazyPattern(r"trx\d{6,24}|(?:sn|reff?)(\d{8,24})", re.IGNORECASE)  # "TRX20261124190533", "SN12345678"
_DATE_OR_HOUR = LazyPattern(
    r"\d{1,2}([./\-])\d{1,2}\1(?:20)?\d\d|20\d\d([/\-])\d{1,2}\2\d{1,2}|\d{1,2}\.\d\d(?:\.\d\d)?|\d{1,2}[/\-]\d{1,2}"
)

_RECEIPT = Labels(
    own=frozenset(
        "sn seri serial reff ref refnum reference referensi trx trxid trxno transaksi rrn refno refid vocer "
        "voucer voc resi receipt struk voucher kupon token "
        "stroom kwitansi kuitansi bukti nota transaction noref reffnya refnya snnya serialnya "
        "jne jnt sicepat anteraja tiki spx tracking approval trace redeem".split()
    ),
    other=(OTHER_NUMBERS - {"resi", "struk"}) | {"rek", "rekening", "hp", "wa", "telp"},
    passed=frozenset(
        "id no nomor nomer number num kode code nya adalah yaitu is the my saya pln listrik s n "
        "pos lion bayar pembayaran transfer setor unik beli "
        "meter meteran kwh modem router perangkat alat kok cuma hanya tertera tercantum keluar muncul dari "
        "server yang yg terima diterima dapat dapet didapat di ada "
        "sudah udah ini itu tersebut tsb tadi salah "
        "pengiriman paket barang gopay ovo dana qris shopeepay linkaja".split()
    ),
    titled=True,
)
_STUDENT = Labels(
    own=frozenset("nim npm nrp nis nisn nomhs mahasiswa siswa student bp stambuk nirm nipd induk".split()),
    other=(OTHER_NUMBERS - {"nim", "npm", "nrp", "nis", "nisn"})
    | frozenset(
        "rek rekening ref reff referensi sn seri serial trx transaksi kode voucher token hp wa telp telpon telepon "
        "tahun pelanggan tagihan kartu card tanggal tgl".split()
    ),
    passed=frozenset("no nomor nomer number id num induk saya adalah yaitu nya is my the dengan pokok".split()),
)
# Beside these a bare number is somebody else's: an account, a line, a player.
_NOT_BARE = (
    _STUDENT.other
    | _RECEIPT.own
    | frozenset(
        "bca bni bri mandiri bsi cimb permata danamon btn btpn jenius jago seabank bpd norek atm bank transfer "
        "tf ditransfer "
        "internet indihome wifi layanan langganan game ml mlbb ff user player member pemain laporan pengaduan "
        "billing bayar "
        "password sandi bb uid saldo total rp idr meter meteran anggota file antri zoom no nomor nomer nmr "
        "number num id".split()
    )
)
_LONGEST_MOBILE, _SHORTEST_MOBILE = 14, 10  # digits, with the country code or without
_MOBILE = LazyPattern(r"(?:0|\+?62)8\d{2,11}(?:[.\-]\d{3,8}){0,3}")
_PREPAID_TOKEN = LazyPattern(r"\d{4}(?: \d{4}){4}")  # of electricity, whatever it is called
_OTHER_BEHIND = LazyPattern(  # "45012345678 (id pel)"
    r"[ \t]{0,2}[(,]?[ \t]?(?:no\.?[ \t]?)?(?:id ?pel|pelanggan|rek|rekening|meter|va|nik|ktp|kk|bpjs|npwp)\b",
    re.IGNORECASE,
)
_ACCOUNTS = frozenset("rek rekening norek account".split())
_CORRECTS = frozenset("harusnya seharusnya mestinya bukan jadi menjadi ke dan atau yang yg benar not and or".split())
_BARE_MOBILE = LazyPattern(r"8[1235789]\d{8,10}")  # without its 0
_WEAK_NAMES = frozenset({"trx", "transaksi", "transaction", "voucher", "voc", "token"})  # "trx 0812-3456-7890"
_NUMBER_WORDS = (("id",), ("kode",), ("no",), ("nomor",), ("nomer",))
_SERIAL_NAMES = frozenset("sn snnya seri serial ref reff referensi".split())
_VOUCHERS = frozenset({"voucher", "vocer", "voucer", "voc"})
_FAR_NAMES = _SERIAL_NAMES | _VOUCHERS | {"resi", "token", "stroom"}
_NO_THING = frozenset(
    "belum blm ga gak nggak tidak kosong dan atau untuk utk ke kepada sama dengan pada di no nomor kode id hp".split()
)
_METERS = frozenset({"meter", "meteran", "idpel", "pelanggan"})
_METER_DIGITS = (11, 12)
_LONG = 11  # characters
_LONG_NUMBER = LazyPattern(r"[A-Z]{0,8}\d{6,}[A-Z]{0,4}|[A-Z\d]{4}(?:-[A-Z\d]{4}){2,5}", re.IGNORECASE)
_NUMBERED = LazyPattern(r"\A(?:no|nmr|nomor)\.", re.IGNORECASE)  # "no.ref.12345678"
_LETTERS = LazyPattern(r"[^\W\d_]+")
_OWNER = LazyPattern(r"(?:/[a-z]{3,}\Z|(?<=\d{10})/[a-z].*)", re.IGNORECASE)  # "7654321098765432/BUDI/R1M/900VA"
_RUN = LazyPattern(r"(?<![\w.,:/@#*+\-])\d{8,12}(?![\w@])(?![.,:/\-]\d)")
_CUED_RUN = LazyPattern(r"(?<![\w@])[A-Z]?\d[\dA-Z]*(?:[./\-][A-Z]{0,3}\d*)*(?<=[\dA-Z])(?![\w@])")
_DAY_AS_DIGITS = LazyPattern(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4})?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
)

_GLUED_STUDENT = LazyPattern(r"(?<=[^\W\d_])\d{6,14}(?!\w)")  # "NIM2110952033"
_NAME_GLUED = LazyPattern(r"(?<!\w)(?:nim|npm|nrp|nisn|nobp|bp)\Z", re.IGNORECASE)

_EMAIL = LazyPattern(
    r"(?<![\w.+\-@])[\w.+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})){0,7}"
    r"\.[A-Za-z](?:[A-Za-z0-9\-]{0,62})(?![\w@])"
)


def find_serials(text: str) -> tuple[Found, ...]:
    """Serial and reference numbers behind their name ("SN: 0812…", "no. ref 2026…", "kode voucher AB-12…"), without
    blanks."""
    return tuple(_serials(text))


def _serials(text: str) -> Iterator[Found]:
    text = _SIGNS_WITHIN.sub(lambda match: "JNT" if match[0][1] == "&" else "SN".ljust(len(match[0])), text)
    for match in _TOKEN.finditer(text):
        if match[0].isalpha():  # most are words
            continue
        value = _OWNER.sub("", match[0].replace(" ", ""))
        name, dot, behind = _NUMBERED.sub("", value).partition(".")
        if dot and name.casefold() in _RECEIPT.own and sum(map(str.isdigit, behind)) >= 4:  # "Ref.12345678"
            yield Found(behind, match.end() - len(behind), match.end())
            continue
        if len(value) < 5 or not _has_digits(text, match.start(), value) or _is_price_or_moment(value):
            continue
        claimed = True if _PREPAID_TOKEN.fullmatch(match[0]) else _RECEIPT.claim(text, match.start())
        glued = _GLUED_NAME.fullmatch(value) if claimed is None else None
        if glued is not None:
            yield Found(glued[1] or value, match.start(), match.end())
        elif _is_named(text, match.start(), value, claimed):
            yield Found(value, match.start(), match.end())


def _has_digits(text: str, start: int, value: str) -> bool:
    """Four of them; two suffice behind "SN"."""
    digits = sum(map(str.isdigit, value))
    named = 2 <= digits < 4 and len(value) >= 8 and value.isalnum()
    return digits >= 4 or (named and not _SERIAL_NAMES.isdisjoint(words_before(text, start)[:2]))


def _is_named(text: str, start: int, value: str, claimed: bool | None) -> bool:
    far = claimed is None and _OTHER_BEHIND.match(text, start + len(value)) is None
    named = claimed or (far and _is_far(text, start, value))
    return named and not _is_target(text, start, value) and not _is_meter(text, start, value)


def _is_meter(text: str, start: int, value: str) -> bool:
    """Whether it is the number of an electricity meter, for which a token was bought: "token meter 14012345678"."""
    before = words_before(text, start)
    at = next((at for at, word in enumerate(before) if word in _METERS), len(before))
    bought = not {"token", "stroom"}.isdisjoint(before[at + 1 :])
    return bought and value.isdigit() and len(value) in _METER_DIGITS


def _is_far(text: str, start: int, value: str) -> bool:
    """Whether its name stands before another figure: "sn transaksi 2x: 7654321098765432", "voucher 5rb kode A-12"."""
    line = text.rfind("\n", max(0, start - NEAR), start) + 1
    clause = text[max(line, start - NEAR) : start].casefold().replace(";", ",").rpartition(",")[2]
    words = _LETTERS.findall(clause)
    if words[-1:] in (["kode"], ["code"]):
        return not _VOUCHERS.isdisjoint(words)
    if _MOBILE.fullmatch(value) is not None:
        return False
    if (
        value.isalnum() and len(words) > 1 and words[-2] in _SERIAL_NAMES and words[-1] not in _NO_THING
    ):  # "sn monitor CNK0812XYZ1"
        return words[-1] not in _RECEIPT.other
    if not _LONG_NUMBER.fullmatch(value) or len(value) < _LONG:
        return False
    telling = [word for word in words if word in _FAR_NAMES or word in _RECEIPT.other | _METERS]
    return bool(telling) and telling[-1] in _FAR_NAMES


def _is_target(text: str, start: int, value: str) -> bool:
    """Whether it is the telephone number that was topped up: "trx 0812-3456-7890", not "SN 0812…" or "id trx 0812…"."""
    if _MOBILE.fullmatch(value) is None or not _SHORTEST_MOBILE <= sum(map(str.isdigit, value)) <= _LONGEST_MOBILE:
        return False
    before = words_before(text, start)
    counted = before[:1] in _NUMBER_WORDS  # "transaksi nomor 0812…"
    name, title = (*before[counted:], "", "")[:2]
    return name in _WEAK_NAMES and (title,) not in _NUMBER_WORDS


def _is_price_or_moment(value: str) -> bool:
    return _PRICE.fullmatch(value) is not None or _DATE_OR_HOUR.fullmatch(value) is not None


def find_student_numbers(text: str) -> tuple[Found, ...]:
    """Numbers that universities and schools give: behind NIM, NPM, NRP …, or eight to twelve digits that nothing else
    explains."""
    return tuple(_student_numbers(text))


def _student_numbers(text: str) -> Iterator[Found]:
    for glued in _GLUED_STUDENT.finditer(text):
        if _NAME_GLUED.search(text, max(0, glued.start() - 5), glued.start()) is not None:
            yield Found(glued[0], glued.start(), glued.end())
    phones: tuple[Found, ...] | None = None
    for match in _CUED_RUN.finditer(text):
        if not 5 <= sum(map(str.isdigit, match[0])) <= 20:
            continue
        named = _STUDENT.claim(text, match.start())
        if named is False or not (named or _is_student_like(text, match)):
            continue
        phones = find_phones(text) if phones is None else phones
        if not any(phone.start <= match.start() < phone.end for phone in phones):
            yield Found(match[0], match.start(), match.end())


def _is_student_like(text: str, match: re.Match[str]) -> bool:
    run = _RUN.fullmatch(text, match.start(), match.end())
    return (
        run is not None
        and match[0][0] != "0"
        and _NOT_BARE.isdisjoint(words_before(text, match.start()))
        and not match[0].startswith("62")
        and not _BARE_MOBILE.fullmatch(match[0])
        and _OTHER_BEHIND.match(text, match.end()) is None
        and not _is_corrected_account(text, match.start())
        and not _DAY_AS_DIGITS.fullmatch(match[0])
    )


def _is_corrected_account(text: str, start: int) -> bool:
    """ "rek BCA 1234567890 harusnya |1234567891"."""
    words = _LETTERS.findall(text[max(0, start - NEAR) : start].casefold())
    return words[-1:] != [] and words[-1] in _CORRECTS and not _ACCOUNTS.isdisjoint(words)


def find_emails(text: str) -> tuple[Found, ...]:
    """Every e-mail address, in lower case."""
    return tuple(Found(match[0].rstrip(".-").casefold(), match.start(), match.end()) for match in _EMAIL.finditer(text))
