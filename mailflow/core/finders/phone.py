"""Telephone numbers as Indonesians write them: 0812-3456-7890, +62 812…, 62812…, (021) 5790-1234, "hp 812 3456 7890".

Digits alone prove little: a bank account, an order, an identity card look the same. So a number must have the prefix
and length of a telephone number (a mobile one 10 to 13 digits from its 0), and the word before it must not say that it
is something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from mailflow.core.finders.found import OTHER_NUMBERS, Found, Labels, words_before
from mailflow.core.finders.phone_spellings import SpokenDigits, plain_digits, spoken_digits
from mailflow.core.lazy_regex import LazyPattern

_ATOM = LazyPattern(r"\d+(?:\.\d+)*", re.ASCII)  # digits, or groups joined by dots
_MAY_BE = LazyPattern(r"\d(?:[^\d\n]{0,6}\d){7}", re.ASCII)  # as many digits as the shortest number has
_JOINT = LazyPattern(r"[ \t\u00a0]{0,2}[\-\u2010-\u2015_]{0,2}[ \t\u00a0]{0,2}|[ \t]?\)[ \t\-]?|[ \t]?\([ \t]?")
_UNIT_BEHIND = LazyPattern(
    r"[ \t]?(?:rb|ribu|rbu|k|jt|juta|%|[mgkt]b|kg|km|rupiah|perak|x)\b(?![ \t]*\d)",
    re.IGNORECASE,
)
_SPAN_BEHIND = LazyPattern(r"(?<!\d\d\d)[ \t]?(?:hari|jam|menit|kali|orang|bulan)\b(?![ \t]*\d)", re.IGNORECASE)
_LINK = LazyPattern(r"(?:wa\.me/|phone=|tel:|sms:)\+?\Z", re.IGNORECASE)
_OWNER = LazyPattern(r"nya(?!\w)", re.IGNORECASE)  # "081234567890nya belum aktif"
_GLUED = LazyPattern(r"([^\s(\"'*<\[{\u201c\u2018\u00ab|]*?)([.:=\-/,;>#@]*)\Z")
_LONGEST_CHAIN = 12  # groups
_SHORTEST = 8  # digits
_SHORTEST_ALONE = 10  # digits of a mobile number in one piece
_SHORTEST_WHOLE = 11  # digits in one piece; an identity card is parted after six, a bank card by fours
_ODD_GROUP, _WHOLE = 3, (11, 12)  # digits of a group too short, and of a whole number
_PREPAID_TOKEN = [4] * 5  # of electricity: five groups of four digits
_YEAR = LazyPattern(r"20\d\d", re.ASCII)  # neither provinces (identity cards) nor banks (ISO/IEC 7812) begin with 20

# What the nearest telling word before a number says of it.
_CALLS = frozenset(
    "hp handphone hape wa whatsapp whatsap telp tlp tlpn telpon telepon telephone phone mobile ponsel cell "
    "cellphone nope tujuan ke hubungi kontak contact call sms kontaknya hpnya wanya nomornya nomernya telegram fax "
    "faks msisdn simcard to via untuk utk buat gopay ovo dana linkaja shopeepay telkom".split()
)
_OTHER = (OTHER_NUMBERS - {"struk"}) | frozenset(  # "struk_081234567890.pdf" names whom it is for
    "rek rekening account acc akun ref reff referensi sn seri serial id kode code voucher token meteran "
    "meter induk tagihan rp idr perpustakaan".split()
)
_PASSED_OVER = frozenset(
    "no nomor nomer nmr nmer number num saya anda kak aku sy adalah yaitu nya is my the ini itu lama baru utama "
    "bca bri "
    "bni pelanggan kartu card mandiri bsi cimb jago jenius a n an atas nama of customer telkomsel indosat xl axis "
    "karyawan pegawai anggota kereta pesawat bus kapal tri three smartfren pln di pada aktif dan and atau or bayar "
    "pembayaran pesan trx transaksi jne jnt sicepat anteraja pos tiki "
    "spx".split()
)
_CARD = Labels(own=frozenset({"kartu", "card", "atm", "debit", "kredit", "credit"}), other=_CALLS, passed=_PASSED_OVER)

_LABELS = Labels(own=_CALLS, other=_OTHER, passed=_PASSED_OVER, titled=True)
_CARD_BEHIND = LazyPattern(r"[ \t(,]{0,3}(?:no(?:mor)?\s)?(?:kartu|card|atm|debit|kredit|credit)\b", re.IGNORECASE)
_NUMBER_WORDS = frozenset({"no", "nomor", "nomer"})
_NUMBERS = tuple((word,) for word in (*_NUMBER_WORDS, "nmr", "kode", "id"))
_REGISTERS = frozenset({"registrasi", "pendaftaran"})
_SIMS = frozenset("kartu card sim simcard perdana nomor nomer no".split())
_MOBILE = frozenset({"81", "82", "83", "85", "87", "88", "89"})
_SHORT_AREAS = ("21", "22", "24", "31", "61")  # cities with a code of two digits; all others have three
_COUNTRY = "62"


class _Atom(NamedTuple):
    """Digits, and what stands around them."""

    digits: str
    start: int
    end: int
    dotted: bool
    plus: bool
    joint: str  # what stands between it and the one before


@lru_cache(maxsize=4)  # student numbers are no telephone numbers: 11 % of a mail full of data (bench/finders.py)
def find_phones(text: str) -> tuple[Found, ...]:
    """Every telephone number in `text`, as "+" and digits (E.164)."""
    found = [number for run in spoken_digits(text) if (number := _spoken(text, run)) is not None]
    if _MAY_BE.search(text) is not None:
        text = plain_digits(text)
        found += (number for chain in _chains(text) for number in _in_chain(text, chain))
    return tuple(sorted(found, key=lambda one: one.start))


def mobile_operator(number: str) -> str | None:
    """Whose prefix an Indonesian mobile number ("+62812…") has; None for others. Numbers can be ported, so it says who
    gave it out."""
    return _OPERATORS.get(f"0{number[3:6]}") if number.startswith("+628") else None


def _spoken(text: str, run: tuple[SpokenDigits, ...]) -> Found | None:
    """The longest of the readings that is a number."""
    if _LABELS.claim(text, run[0].start) is False:
        return None
    for said in run:
        national = _national(said.digits, said.plus, None)
        if national is not None and _is_mobile(national):
            return Found(f"+62{national}", said.start, said.end)
    return None


# -- chains of digits


def _chains(text: str) -> Iterator[list[_Atom]]:
    """Groups of digits with nothing but blanks, dashes and brackets between them."""
    chain: list[_Atom] = []
    for match in _ATOM.finditer(text):
        atom = _atom(text, match, chain[-1].end if chain else None)
        if chain and (atom.plus or not _JOINT.fullmatch(atom.joint) or len(chain) == _LONGEST_CHAIN):
            yield chain
            chain = []
        if not _glued_behind(text, match.end()) or not chain:
            chain.append(atom)
    yield chain


def _atom(text: str, match: re.Match[str], before: int | None) -> _Atom:
    plus = text[max(0, match.start() - 1) : match.start()] == "+"
    joint = text[before : match.start()] if before is not None else ""
    return _Atom(match[0].replace(".", ""), match.start(), match.end(), "." in match[0], plus, joint)


def _glued_behind(text: str, end: int) -> bool:
    """Whether letters or a unit follow: "50rb", "2 GB"."""
    glued = text[end : end + 1].isalpha() and not _OWNER.match(text, end)
    return (
        glued or text[end : end + 1] == "@" or any(behind.match(text, end) for behind in (_UNIT_BEHIND, _SPAN_BEHIND))
    )


def _in_chain(text: str, chain: list[_Atom]) -> Iterator[Found]:
    total = sum(len(atom.digits) for atom in chain)
    if total < _SHORTEST or [len(atom.digits) for atom in chain] == _PREPAID_TOKEN or _is_other(text, chain[0]):
        return
    at = behind = 0  # a number has just ended there
    while at < len(chain):
        begins = at == 0 or _begins_in_chain(chain, at, total, behind_number=at == behind)
        found = _number_at(text, chain, at) if begins else None
        if found is None:
            at += 1
        else:
            at, number = found
            behind = at
            yield number


def _is_other(text: str, first: _Atom) -> bool:
    """Whether a chain begins with a few digits of another number, which holds the rest: "VA Mandiri 89508 0812 …"."""
    return len(first.digits) < _SHORTEST and _claim(text, first.start) is False


def _begins_in_chain(chain: list[_Atom], at: int, total: int, *, behind_number: bool) -> bool:
    """A number can begin behind another or a date, but not within the sixteen digits of an identity or bank card, and
    not in the midst of what dashes hold together ("ISBN 978-081-…")."""
    digits = chain[at].digits
    card = total == 16 and len(digits) < _SHORTEST_WHOLE and not _YEAR.fullmatch(chain[0].digits)
    held = chain[at].joint == "-" and not behind_number and not _is_date(chain[max(0, at - 3) : at])
    return not card and not held and digits.startswith(("08", "628"))


def _number_at(text: str, chain: list[_Atom], at: int) -> tuple[int, Found] | None:
    """The number that begins at this group, and the index behind it."""
    first = chain[at]
    if _is_date(chain[at : at + 3]) or not (at or _free_before(text, first)):
        return None
    called = _claim(text, first.start)
    if called is False or (_is_by_fours(chain) and _is_card(text, first.start, chain[-1].end)):
        return None
    ends = [end for end in range(at + 1, len(chain) + 1) if _fits_together(chain[at:end])]
    bare = called and any(atom.digits.startswith("08") for atom in chain[at + 1 :])  # "va dana 8528 0812 3456 7890"
    numbers = {end: number for end in ends if (number := _number(chain[at:end], called and not bare)) is not None}
    end = _best_end(chain, numbers)
    if end is None or _glued_behind(text, chain[end - 1].end):
        return None
    return end, Found(numbers[end], first.start - first.plus, chain[end - 1].end)


def _claim(text: str, start: int) -> bool | None:
    """What the words before say of it; "registrasi kartu 0812…" names a telephone number, "no. registrasi 0812…" does
    not."""
    called = _LABELS.claim(text, start)
    before = words_before(text, start) if called is not True else ()
    if called is None and before[1:2] == ("kode",):  # "kode referal 0812…"
        return False
    if called is not False:
        return called
    at = next((at for at, word in enumerate(before) if word in _OTHER), 0)
    registers = before[at] in _REGISTERS and _SIMS.intersection(before[:at]) and before[at + 1 : at + 2] not in _NUMBERS
    return None if registers else False


def _is_card(text: str, start: int, end: int) -> bool:
    return _CARD.claim(text, start) is True or _CARD_BEHIND.match(text, end) is not None


def _is_by_fours(chain: list[_Atom]) -> bool:
    """Parted as the number of a bank card is."""
    return [len(atom.digits) for atom in chain[:4]] == [4] * 4


def _fits_together(atoms: list[_Atom]) -> bool:
    """Groups joined by dots are a whole number, perhaps behind "+62"; never part of one with blanks and dashes."""
    rest = atoms[1:] if atoms[0].digits == _COUNTRY else atoms
    return not any(atom.dotted for atom in rest) or len(rest) == 1


def _best_end(chain: list[_Atom], numbers: Mapping[int, str]) -> int | None:
    """The longest number, but a complete one is not drawn out by a blank and a short group: "… 7890 12"."""
    best: int | None = None
    for end in sorted(numbers):
        if best is not None and not all(_continues(chain, at) for at in range(best, end)):
            break
        best = end
    return best


def _continues(chain: list[_Atom], at: int) -> bool:
    """Whether that group goes on with the number: one of three digits, or of two among pairs ("0896 12 34 56 78")."""
    atom, before = chain[at], chain[at - 1]
    if atom.digits.startswith(("08", "628")):
        return False
    paired = len(atom.digits) == len(before.digits) == 2
    digits = sum(len(one.digits) for one in chain[: at + 1])
    odd = _ODD_GROUP in (len(before.digits), len(chain[0].digits))
    left = len(atom.digits) == 1 and odd and digits in _WHOLE  # "0812 1111 222 3", "081 2345 6789 0"
    return left or paired or len(atom.digits) >= 3 or len(chain[0].digits) <= 2 or "-" in atom.joint


# -- what digits are


def _number(atoms: list[_Atom], called: bool | None) -> str | None:
    digits = "".join(atom.digits for atom in atoms)
    if atoms[0].plus and not digits.startswith(_COUNTRY):
        return _foreign(digits, atoms[0])
    national = _national(digits, atoms[0].plus, called)
    if national is None:
        return None
    if national[:2] in _MOBILE:
        return f"+62{national}" if _is_mobile(national) else None
    return f"+62{national}" if _is_landline(national, parted=len(atoms) > 1 or atoms[0].plus, called=called) else None


def _national(digits: str, plus: bool, called: bool | None) -> str | None:
    """Without country code and trunk prefix; None if it has neither and no word says that it is a telephone number."""
    if digits.startswith("0062"):
        return digits[4:].removeprefix("0")
    if digits.startswith(_COUNTRY) and (plus or digits[2:].removeprefix("0")[:2] in _MOBILE):
        return digits[2:].removeprefix("0")
    if digits.startswith("0"):
        return digits[1:]
    return digits if called and digits[:2] in _MOBILE else None


def _is_mobile(national: str) -> bool:
    return national[:2] in _MOBILE and 9 <= len(national) <= 12


def _foreign(digits: str, first: _Atom) -> str | None:
    return f"+{digits}" if 8 <= len(digits) <= 15 and digits[0] != "0" and not first.dotted else None


def _is_landline(national: str, *, parted: bool, called: bool | None) -> bool:
    """An area code and five to eight digits; without a word before it only where the groups are parted."""
    if national[:1] not in "2345679" or not (parted or called):
        return False
    area = 2 if national.startswith(_SHORT_AREAS) else 3
    return 5 <= len(national) - area <= 8


def _is_date(atoms: list[_Atom]) -> bool:
    """ "08-11-2026"."""
    if len(atoms) < 3:
        return False
    day, month, year = (atom.digits for atom in atoms[:3])
    return len(day) <= 2 and len(month) <= 2 and int(month) <= 12 and len(year) == 4 and year[:2] in ("19", "20")


def _free_before(text: str, first: _Atom) -> bool:
    """Whether nothing is glued to its front that makes it part of something else: "INV-0812…", "v0812", "/0812"."""
    at = first.start - first.plus
    while at > 0 and (text[at - 1] in "(+[{" or (text[at - 1] in "_~" and not text[max(0, at - 2) : at - 1].isalnum())):
        at -= 1
    glued = _GLUED.search(text, max(0, at - 40), at)
    if glued is None or _LINK.search(glued[0]) is not None:
        return True
    stem, joint = glued[1], glued[2]
    if not stem or stem.rpartition(".")[2].casefold() in _CALLS | _NUMBER_WORDS:
        return not joint.startswith(("-", "/", "#", "@"))
    if stem.isalpha() and joint in ("/", "-") and len(first.digits) >= _SHORTEST_ALONE:  # "Rina/0812…"
        return stem.casefold() not in _OTHER
    if stem[-1].isdigit():  # "0811…/0812…"
        return joint in ("/", ",", ";")
    return joint[-1:] in (":", "=", ";", ",", ">") or stem[-1] in ")]\u201d\u2019"


_OPERATORS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys("0811 0812 0813 0821 0822 0823 0851 0852 0853".split(), "Telkomsel")
    | dict.fromkeys("0814 0815 0816 0855 0856 0857 0858".split(), "Indosat")
    | dict.fromkeys("0817 0818 0819 0859 0877 0878 0879".split(), "XL")
    | dict.fromkeys("0831 0832 0833 0838".split(), "AXIS")
    | dict.fromkeys("0895 0896 0897 0898 0899".split(), "Tri")
    | dict.fromkeys("0881 0882 0883 0884 0885 0886 0887 0888 0889".split(), "Smartfren")
)
