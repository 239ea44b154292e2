# ruff: noqa: E501 - tables of words are read by kind, not by width
"""Words of signatures and of the formulas above them, in Indonesian and English; and words no signature has."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A closing formula is a short line of nothing but FORMULA words, one of which is a STRONG or WEAK one.
STRONG = _set(
    """hormat wassalam wasalam wassalaam wassalamu wassalamualaikum wasalamualaikum wassalamu'alaikum wasalamu'alaikum
    wassalaamu'alaikum wassalaamualaikum takzim regards regard rgds wishes sincerely faithfully respectfully cordially
    hangat grüßen grüße gruß cordialement atentamente saludos groet groeten salutations wr warahmatullahi santih"""
)
WEAK = _set("salam best cheers truly yours kr br bests warmly")
_BESIDE = _set(
    """kami saya sejahtera sukses selalu sehat dengan penuh teriring dan terima kasih dari semua untuk kita mu'alaikum alaikum
    'alaikum mualaikum wb warahmatullah wabarakatuh wabarakatuhu warohmatullahi wabarokatuh kebajikan budaya lestari om shanti
    all the very kind kindest warm warmest with many thanks thank you and my our personal mit freundlichen viele liebe beste
    schöne bien à vous met vriendelijke hartelijke cordiali distinti saluti un cordial perkenalan"""
)
FORMULA = STRONG | WEAK | _BESIDE
THANKS = _set(
    "terima kasih terimakasih makasih trims thanks thank you many banyak sekali dan atas perhatiannya kerjasamanya"
)

# What a line of a card is about, and what its label may be.
ROLES = _set(
    """manager manajer staff staf admin administrator customer care service services support helpdesk help desk layanan pelanggan
    bagian divisi unit tim team kepala ketua koordinator coordinator direktur director direktorat departemen department dept
    universitas university kampus campus fakultas faculty institut sekolah pt cv ud tbk inc ltd llc gmbh corp company toko
    yayasan dinas kantor office pusat center centre lembaga biro operator operasional operations supervisor spv officer
    engineer sales marketing finance keuangan it ti teknologi technology informasi information humas sekretaris secretary
    bantuan pengaduan teknis teknik technical akademik kemahasiswaan pelayanan penanggung jawab leader lead head chief
    assistant asisten agen agent konsultan consultant specialist analyst representative executive account relations hrd hr
    personalia logistik gudang petugas wakil lab laboratorium perpustakaan sistem system network jaringan"""
)
# whom an office is for: beside a word of ROLES only
SERVED = _set(
    """mahasiswa mahasiswi dosen siswa guru karyawan pegawai warga anggota nasabah masyarakat publik umum students student
    lecturers teachers employees members everyone public offline online daring luring bagi 24 jam hours terpadu"""
)
SMALL = _set(
    "dan untuk di dari pada ke of and the for at in & - bin binti bt van der de del la al el und des von y e d/a u.p. c/o"
)
# Words of answers: a line that has one is no name and no office.
ANSWERS = _set(
    """sudah udah telah belum selesai beres done ok oke okay siap sip proses diproses cek dicek berhasil gagal masuk terkirim
    kirim dikirim tunggu ditunggu mohon silakan silahkan tolong ya tidak bisa ada akan sedang baik noted yes no please check
    checked sent resolved fixed closed solved ini itu besok kemarin nanti tadi pukul aktif diaktifkan nonaktif coba dicoba
    ulang lagi segera will be is are was has have been your anda bapak ibu pak bu kak
    ambil diambil ditutup tutup refund dikembalikan hubungi restart try again setuju"""
)

_LABELS = (
    r"telp\w{0,4}|tel|ph|phone|p|t|hp|h\.p|mobile|mob|m|cell|wa|w\.a|whatsapp|whats app|fax\w{0,2}|faks\w{0,5}|f|ext|ekst|office|off|o|direct|hotline|"
    r"call ?cent(?:er|re)|contact|kontak|cp|e-?mail|e|surel|mail|web|website|w|situs|site|url|alamat|address|addr|a|ig|instagram|twitter|x|fb|facebook|linkedin|"
    r"telegram|tg|line|skype|youtube|tiktok|jam (?:layanan|kerja|operasional|buka)|office hours|hours|working hours|nip|npp"
)
LABEL = LazyPattern(rf"(?:{_LABELS})(?:\s?[/&]\s?(?:{_LABELS})){{0,2}}\.?\s{{0,3}}[:.]?\s{{0,3}}", re.IGNORECASE)
NUMBER = re.compile(r"[+(]?\d[\d ()./+–-]{3,28}(?:\s{0,2}(?:ext|ekst|pes|x)\.?\s{0,2}\d{1,6})?")
EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
LINK = re.compile(r"(?:https?://|www\.)\S{3,200}|[\w-]{2,40}(?:\.[\w-]{2,40}){1,4}(?:/\S{0,150})?", re.IGNORECASE)
HANDLE = re.compile(r"@[\w.]{2,40}")
PLACE = LazyPattern(
    r"(?:jl|jln|jalan|gedung|gd|ged|kampus|komplek|kompleks|komp|ruko|rukan|perum|perumahan|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|menara|wisma|plaza|graha|lantai|lt|"
    r"blok|blk|rt|gang|gg|po box|kotak pos|suite|floor|building|bldg|level)\b.{1,100}|.{2,90}\b(?:street|st|road|rd|avenue|ave|building|tower|floor|lantai)\b.{0,60}|"
    r"[^\d:;=]{3,60},? \d{5}(?:, ?[^\W\d][\w ]{2,30})?\.?",
    re.IGNORECASE,
)
HOURS = LazyPattern(
    r"(?:(?:jam (?:layanan|kerja|operasional|buka)|(?:office|opening|working|business) hours|hours)\b.{0,80}|(?:senin|monday|mon|sen)\b.{0,80}\d{1,2}[:.]\d{2}.{0,30})",
    re.IGNORECASE,
)
# Data somebody was asked for, or asks for: never part of a card, whoever's name stands above.
DATA = LazyPattern(
    r"\s{0,4}(?:(?:no(?:mor)?\.?\s{0,2})?(?:rekening|rek|norek|virtual account|va|kartu|pesanan|order|tiket|resi|transaksi|referensi|ref|seri|tujuan|meteran|token|id)\b|"
    r"(?:bank\s)?(?:bca|bni|bri|btn|bsi|bjb|mandiri|cimb|cimb niaga|permata|danamon|ocbc|muamalat|maybank|jago|jenius|ovo|gopay|dana|shopeepay|linkaja|qris|paypal)\b.{0,40}\d{3}|"
    r"bank\b.{0,40}\d{5}|a\.?\s?n\.?\s|atas nama|account|iban|swift|(?:kata )?sandi|password|passwd|pass|pengguna|user(?: ?name| ?id)?|login|kode|code|pin|otp|voucher|sn|serial|imei|"
    r"(?:rp|idr|usd)\.?\s?\d|nominal|harga|total|saldo|tagihan|invoice|faktur|nim|nik|ktp|npm|nisn|npwp|tanggal lahir|host|server|smtp|imap|pop3?|ip|port|ssid|wi-?fi|dns|gateway)"
    r"\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"[;{}]\s{0,3}$|^\s{0,8}(?:[$#>]\s|//|--\s?\S|</?\w|[\w.]{1,40}\s?=\s?\S|(?:select|update|insert|delete|create|alter|drop|begin|commit|sudo|curl|apt|pip|def|import)\b\s)",
    re.IGNORECASE,
)
LIST_ITEM = re.compile(r"\s{0,6}(?:[-*+•]|\d{1,3}[.)])\s+\S")
PARTS = re.compile(r"\s*[|•·│]\s*|\s+[-–—/]\s+|\t+|\s{3,}")
