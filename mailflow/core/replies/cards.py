"""Where the words of a short reply end and its author's signature begins, told by his own name.

Bold: only for the question what a reply means. What is sent on is cut elsewhere, and carefully (mail.md 8.11)."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.words import THANKS, unsigned, words_of

_SIGN_OFF = 6  # lines of a formula, blanks, a name and the desk's
_THANKS = THANKS | {"kasih"}
MOST_LINES = 12  # of a signature, the formula above it included
_FORMULA = frozenset(
    """salam hormat hormatku kami saya hangat wassalam wassalamualaikum wasalam wr wb regards regard best kind kindest
    warm warmest sincerely yours truly faithfully cheers br rgds thanks thank you terima kasih terimakasih makasih trims
    tks thx many with and dan ttd tertanda att attn atas nama an dari love take care sukses selalu sehat matur nuwun
    suwun nuhun hatur wassalamu'alaikum wassalamu'alaykum wassalaamu'alaikum mvg lg cordially respectfully mit
    freundlichen freundlichem viele liebe beste grüssen grüsse gruss cordialement bien à vous saludos atentamente met
    vriendelijke groet groeten""".split()
)
_OFFICE = frozenset(
    """tim team layanan pelanggan bagian staf staff admin cs customer service support care helpdesk help desk operator
    the unit terpadu pusat bantuan""".split()
)
_LABELS = frozenset(
    """t p m f e w d telp tel telepon phone ph hp hape mobile mob cell wa whatsapp fax faks email mail surel web website
    situs alamat address kantor office ext ekst line ig instagram twitter linkedin http https""".split()
)
_POSTSCRIPT = LazyPattern(r"\s*(?:p\.?s\.?|n\.?b\.?|catatan|note)\s*[:.]", re.IGNORECASE)
_DRAWN = " \t*_~-–—|/·•,.()"


def without_signature(text: str, author: tuple[str, ...], desk: str = "") -> str:
    """`text` without a sign-off, and without the card that begins with its author's own name; the first line stays."""
    lines = text.strip().split("\n")
    own, office = _words(*author), _OFFICE.union(words_of(desk))
    for at in range(max(1, len(lines) - MOST_LINES), len(lines)):
        below = office if _is_formula(lines, at - 1) else frozenset()
        if _names(lines[at], own, below) and not _tells(lines[at + 1 :]):
            lines = lines[: _begin(lines, at)]
            break
    return unsigned("\n".join(lines), author)


def without_own_name(text: str, author: tuple[str, ...], desk: str = "") -> str:
    """`text` without the sign-off below it, for a letter that signs for its author; the first line and thanks stay."""
    lines = text.rstrip().split("\n")
    for at in range(max(1, len(lines) - _SIGN_OFF), len(lines)):
        if lines[at].strip(_DRAWN) and is_signature("\n".join(lines[at:]), author, desk):
            thanks = [line for line in lines[at:] if is_formula(line) and not _THANKS.isdisjoint(words_of(line))]
            return "\n".join((*lines[:at], *thanks)).rstrip(" \n\t,-–—")
    return text


def is_signature(text: str, author: tuple[str, ...], desk: str = "") -> bool:
    """Nothing but his name, or a formula with a name: what a program put there, where its author typed nothing."""
    own, office = _words(*author), _words(desk)
    lines = _CREDENTIALS.sub(" ", text).strip().split("\n")
    words = words_of("\n".join(lines))
    wished = words_of(lines[0]) if len(lines) > 1 and _is_salam(lines[0]) else []
    named = any(word in own or (word in office and words[0] in _FORMULA) for word in words)
    initials = {name[:1] for name in own}  # "B. Santoso"
    return named and all(
        word in own | initials | office.union(wished) or word in _FORMULA or word in _OFFICE for word in words
    )


_CREDENTIALS = LazyPattern(r"\(?\b(?:nip|nik|nidn|npp|id)\b[\s.:]{0,3}[\d ./-]{4,30}\)?", re.IGNORECASE)


def _is_salam(line: str) -> bool:
    """ "Salam hangat dari Bandung,", "Salam olahraga": whatever he wishes, above his name."""
    words = words_of(line)
    return words[:1] == ["salam"] and len(words) <= _LONGEST_SALAM and not any(word.isdigit() for word in words)


_LONGEST_SALAM = 4  # words


def is_formula(line: str) -> bool:
    """ "Salam hangat,", "Best regards": a closing formula alone on its line."""
    return bool(words_of(line)) and all(word in _FORMULA for word in words_of(line))


def _words(*names: str) -> set[str]:
    return {word for name in names for word in words_of(name)}


def _begin(lines: list[str], at: int) -> int:
    """The formula above the name, and blanks between them, belong to the signature; the first line never does."""
    while at > 1 and (not lines[at - 1].strip(_DRAWN) or _is_formula(lines, at - 1)):
        at -= 1
    return at


def _is_formula(lines: list[str], at: int) -> bool:
    """ "Salam hangat,", "Thanks & Regards": this line, or the one above the blanks here."""
    while at > 0 and not lines[at].strip(_DRAWN):
        at -= 1
    return at > 0 and all(word in _FORMULA for word in words_of(lines[at]))


def _names(line: str, own: set[str], office: frozenset[str]) -> bool:
    """The author's name, perhaps with his titles and office behind it: "*Budi Santoso, S.Kom.* | iDuHelp".
    `office`: words of one, where a formula stands above the line; else none."""
    words = line.strip(_DRAWN).split()
    if not words or len(words) > MOST_LINES:
        return False
    first = (words_of(words[0]) or [""])[0]
    if first in own and not any(word.islower() for word in words[1:]):
        return True
    told = words_of(line)
    return bool(office and told) and (_is_abbreviated(told, own) or all(word in own or word in office for word in told))


def _is_abbreviated(words: list[str], own: set[str]) -> bool:
    """ "B.", "B. Santoso"."""
    initial = len(words[0]) == 1 and any(name.startswith(words[0]) for name in own)
    return initial and all(word in own for word in words[1:])


def _tells(lines: list[str]) -> bool:
    """Below a name there may stand what is no card: a question, a postscript, "Nomor token: 1234"."""
    return any("?" in line or _POSTSCRIPT.match(line) or _is_told(line) for line in lines)


def _is_told(line: str) -> bool:
    label, colon, _ = line.partition(":")
    return bool(colon) and (words_of(label) or [""])[-1] not in _LABELS


# below a customer's name, without which "thanks" would be more than thanks: "NIM 12345", "Fakultas Teknik", "HP: 0812…"
_IDENTITY = LazyPattern(
    r"\s*(?:nim|npm|nrp|nip|nidn|nisn|nik|id|no\.?\s?(?:hp|wa|telp)|hp|wa|whatsapp|telp\w*|phone|mobile|prodi"
    r"|program studi|jurusan|fakultas|fak|kelas|semester|smt|angkatan|universitas|kampus|alamat|email|ig"
    r"|student id|class|faculty)\b"
    r"[\s.:/-]*[^?!]{0,60}",
    re.IGNORECASE,
)


def without_identity(text: str) -> str:
    """`text` without a customer's name and the lines below it that only say who he is; the first line stays."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end > 2 and len(lines[end - 1]) < 100 and _IDENTITY.fullmatch(lines[end - 1]):
        end -= 1
    if end == len(lines) or len(lines) - end > MOST_LINES or not _is_full_name(lines[end - 1]):
        return text
    return "\n".join(lines[: end - 1]).rstrip()


def _is_full_name(line: str) -> bool:
    words = line.strip(_DRAWN).split()
    return 0 < len(words) <= 5 and all(word[0].isupper() and word.strip(".,").isalpha() for word in words)
