"""Numbers that only the word before them explains: serial and reference numbers of receipts, student numbers; and
e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.finders.found import Found, Labels
from mailflow.core.finders.phone import find_phones
from mailflow.core.lazy_regex import LazyPattern

# A receipt's number: letters, digits, and what parts them; at least five characters, four of them digits.
_TOKEN = LazyPattern(r"(?<![\w@])(?:\d{4}(?: \d{4}){2,5}|[A-Za-z0-9]+(?:[./_\-][A-Za-z0-9]+)*)(?![\w@])")
_S_SLASH_N = LazyPattern(r"\bs/n\b", re.IGNORECASE)

_RECEIPT = Labels(
    own=frozenset(
        "sn seri serial reff ref refnum reference referensi trx trxid transaksi resi receipt struk voucher token "
        "stroom kwitansi transaction noref reffnya refnya snnya serialnya".split()
    ),
    other=frozenset("nik nim npm nrp ktp rek rekening order pesanan invoice hp wa telp".split()),
    passed=frozenset(
        "id no nomor nomer number num kode code nya adalah yaitu is the my saya pln listrik s n "
        "jne jnt sicepat anteraja pos tiki lion".split()
    ),
)
_STUDENT = Labels(
    own=frozenset("nim npm nrp nis nisn nomhs mahasiswa siswa student bp stambuk nirm nipd induk".split()),
    other=frozenset(
        "nik ktp kk npwp rek rekening norek va order pesanan invoice inv ref reff referensi resi sn seri serial trx "
        "transaksi kode voucher token pin otp hp wa telp telpon telepon ip versi version tahun pelanggan tagihan imei "
        "kartu card booking".split()
    ),
    passed=frozenset("no nomor nomer number id num induk saya adalah yaitu nya is my the dengan pokok".split()),
)
_RUN = LazyPattern(r"(?<![\w.,:/@#+\-])\d{8,12}(?![\w@])(?![.,:/\-]\d)")
_CUED_RUN = LazyPattern(r"(?<![\w@])[A-Z]?\d[\dA-Z]*(?:[./\-][A-Z]{0,3}\d*)*(?<=[\dA-Z])(?![\w@])")
_DAY_AS_DIGITS = LazyPattern(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4})?")

_EMAIL = LazyPattern(
    r"(?<![\w.+\-@])[\w.+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})){1,8}(?![\w@])"
)


def find_serials(text: str) -> tuple[Found, ...]:
    """Serial and reference numbers behind their name ("SN: 0812…", "no. ref 2026…", "kode voucher AB-12…"), without
    blanks."""
    return tuple(_serials(text))


def _serials(text: str) -> Iterator[Found]:
    text = _S_SLASH_N.sub("SN ", text)
    for match in _TOKEN.finditer(text):
        if match[0].isalpha():  # most are words
            continue
        value = match[0].replace(" ", "")
        if len(value) < 5 or sum(map(str.isdigit, value)) < 4:
            continue
        if _RECEIPT.claim(text, match.start()):
            yield Found(value, match.start(), match.end())


def find_student_numbers(text: str) -> tuple[Found, ...]:
    """Numbers that universities and schools give: behind NIM, NPM, NRP …, or eight to twelve digits that nothing else
    explains."""
    return tuple(_student_numbers(text))


def _student_numbers(text: str) -> Iterator[Found]:
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
        and not match[0].startswith("62")
        and not _DAY_AS_DIGITS.fullmatch(match[0])
    )


def find_emails(text: str) -> tuple[Found, ...]:
    """Every e-mail address, in lower case."""
    return tuple(Found(match[0].rstrip(".-").casefold(), match.start(), match.end()) for match in _EMAIL.finditer(text))
