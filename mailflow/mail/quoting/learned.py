"""What is learned from earlier mails: the signature at the end of each of an author's mails, the footer a list adds.

Text a person might type each time ("Silakan dicek kembali.") is not a signature, and a bank account at the end of every
answer is what the customer needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailflow.core.replies.words import words_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting import card_words as w
from mailflow.mail.quoting.card import Kind, is_name, is_own_name, kind
from mailflow.mail.quoting.lines import ink, last_inked, leads_in, rule

MAX_LINES = 20  # lines of an ending that are kept and compared
MAX_TEXT = 4_000
MAILS = 8  # earlier mails that are compared, newest first

ENDS_OTHERS = "it ends the other mails of this list"
NAMES_LIST = "it names the list the mail came by"

LEARNED_FROM = 2  # mails that must end with a card that has a name or an office
UNSIGNED_FROM = 3  # the same for a card without


@dataclass(frozen=True, slots=True)
class Ending:
    """The last lines of an earlier mail."""

    text: str
    author: str = ""  # address, case-folded

    @property
    def lines(self) -> list[str]:
        return [_same(line) for line in self.text.split("\n") if line]


def ending(lines: Sequence[str]) -> str:
    """The part of a mail's last lines worth storing."""
    inked: list[str] = []
    for line in reversed(lines):
        if len(inked) == MAX_LINES:
            break
        if ink(line):
            inked.append(line.strip()[:200])
    return "\n".join(reversed(inked))[-MAX_TEXT:]


def card(lines: list[str], earlier: Sequence[Ending], names: Sequence[str] = ()) -> tuple[int, int]:
    """(lines to keep without the card at the end, number of earlier mails that ended with it); (all, 0) when none was
    learned."""
    if len(earlier) < LEARNED_FROM:
        return len(lines), 0
    last = last_inked(lines, len(lines))
    if last < 0 or not _may_end_with(_same(lines[last]), earlier):
        return len(lines), 0
    places = [index for index, line in enumerate(lines) if ink(line)][-MAX_LINES:]
    mine = [_same(lines[index]) for index in places]
    for count, mails in _common(mine, _different(earlier)):
        begin = _begin(lines, places[len(places) - count :], mails, names)
        if begin is not None:
            return begin, mails
    return len(lines), 0


def _may_end_with(last: str, earlier: Sequence[Ending]) -> bool:
    """Whether enough of these mails have the same last line: what is learned from them begins with that."""
    texts = {one.text for one in earlier[:MAILS] if one.text}
    return sum(_same(text.rstrip("\n").rpartition("\n")[2]) == last for text in texts) >= LEARNED_FROM


def _different(earlier: Sequence[Ending]) -> list[tuple[list[str], bool]]:
    """Each different ending of the author's mails, and whether it was the whole mail: the same answer twice teaches
    nothing."""
    texts = {one.text: one.lines for one in reversed(earlier[:MAILS]) if one.text}
    return [(lines, len(lines) < MAX_LINES) for lines in texts.values()]


def _common(mine: list[str], theirs: list[tuple[list[str], bool]]) -> list[tuple[int, int]]:
    """(lines, mails): endings shared with earlier mails, longest first. At least half of them must have it, and at
    least one must have other text above it, otherwise it is an answer given repeatedly."""
    shared = [(_suffix(mine, lines), whole and len(lines) == _suffix(mine, lines)) for lines, whole in theirs]
    found = []
    for count in sorted({count for count, _ in shared if count}, reverse=True):
        having = [whole for size, whole in shared if size >= count]
        alone = all(whole and size == count for size, whole in shared if size >= count)
        if len(having) >= LEARNED_FROM and 2 * len(having) >= len(shared) and not alone:
            found.append((count, len(having)))
    return found


def _suffix(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _same(line: str) -> str:
    return " ".join(line.split()).strip("*_ ")


def _begin(lines: list[str], places: list[int], mails: int, names: Sequence[str]) -> int | None:
    """Where the card begins in the lines that are always there; None when they are not a card."""
    kinds = [kind(lines[place]) for place in places]
    first = max((at for at, one in enumerate(kinds) if one is Kind.DATA), default=-1) + 1
    while first < len(places) and not _opens(lines[places[first]], kinds[first], mails, names):
        first += 1
    if first == len(places):
        return None
    block = [lines[place] for place in places[first:]]
    above = last_inked(lines, places[first])
    announced = above >= 0 and leads_in(lines[above])
    apart = above < 0 or above < places[first] - 1 or rule(block[0])
    if announced or not _is_signed(block, kinds[first:], mails, names, apart=apart):
        return None
    return places[first]


def _opens(line: str, what: Kind, mails: int, names: Sequence[str]) -> bool:
    """Whether a card may begin with this line: a sentence repeated above it is not part of it."""
    return what is not Kind.WORDS or _names_somebody(line, names) or (mails >= UNSIGNED_FROM and not _may_be_said(line))


def _may_be_said(line: str) -> bool:
    """Whether a line may be an answer, or part of one."""
    words = words_of(line)
    return line.rstrip()[-1:] in "?:" or any(word in w.ANSWERS or word.isdigit() for word in words)


def _names_somebody(line: str, names: Sequence[str]) -> bool:
    """It contains the author's name or a desk, and nothing typical of an answer."""
    said = set(words_of(line))
    called = {words_of(name)[0] for name in names if words_of(name)}
    return not said & w.ANSWERS and (bool(said & called) or bool(said & w.ROLES) or is_own_name(line, names))


def _is_signed(block: list[str], kinds: list[Kind], mails: int, names: Sequence[str], *, apart: bool) -> bool:
    """Whether these lines are a signature: they name the author or the desk; or they ended three mails, stand apart,
    and are nothing that would be written as an answer."""
    if kinds[0] is Kind.FORMULA or any(_names_somebody(line, names) for line in block):
        return True
    if any(one is Kind.CONTACT or (one is Kind.NAME and is_name(line)) for one, line in zip(kinds, block, strict=True)):
        return mails >= UNSIGNED_FROM and apart
    return mails >= UNSIGNED_FROM and apart and not any(map(_may_be_said, block)) and kinds[0] is not Kind.THANKS


# ---- lists


def footer(lines: list[str], author: str, others: Sequence[Ending], lists: Iterable[str] = ()) -> int:
    """How many lines to keep without a list's footer; all when there is none that is known.

    Other mails of the list, by other people, end the same; or the mail is the first one, and its last line says how to
    unsubscribe.
    """
    places = [index for index, line in enumerate(lines) if ink(line)][-MAX_LINES:]
    mine = [_same(lines[index]) for index in places]
    count = _shared_by_all(mine, author, others)
    while count and _is_personal(lines[places[-count]]):
        count -= 1
    count = count or (1 if places and _tells_to_leave(lines[places[-1]], tuple(lists)) else 0)
    if not count:
        return len(lines)
    begin = places[-count]
    above = last_inked(lines, begin)
    return above if above >= 0 and (rule(lines[above]) or lines[above].strip() in ("--", "-- ")) else begin


def _shared_by_all(mine: list[str], author: str, others: Sequence[Ending]) -> int:
    """How many lines at the end all other mails of the list share (nine of ten are enough: some programs hide
    them)."""
    theirs = [(_suffix(mine, one.lines), one) for one in others if one.text]
    having = [(count, one) for count, one in theirs if count]
    if not having or 10 * len(having) < 9 * len(theirs):
        return 0
    count = min(count for count, _ in having)
    if len(having) < LEARNED_FROM and len(words_of(" ".join(mine[-count:]))) < 3:
        return 0
    told = any(len(one.lines) > count for _, one in having)  # otherwise two people may have written the same by chance
    return count if told and (len(having) >= LEARNED_FROM or any(one.author != author for _, one in having)) else 0


def footer_of(others: Sequence[Ending]) -> str:
    """The common ending of all these mails of a list; "" when they are fewer than two, or identical."""
    endings = [one.lines for one in others if one.text]
    if len(endings) < LEARNED_FROM:
        return ""
    count = min(_suffix(endings[0], other) for other in endings[1:])
    return "\n".join(endings[0][len(endings[0]) - count :]) if any(len(one) > count for one in endings) else ""


def _is_personal(line: str) -> bool:
    """What two people may well write independently as their last line."""
    return kind(line) in (Kind.THANKS, Kind.FORMULA, Kind.NAME)


_LEAVE = frozenset(
    """unsubscribe unsubscribing subscribed berhenti berlangganan langganan milis list mailing listinfo archive archives
    arsip help bantuan leave keluar owner listhelp""".split()
)


def _tells_to_leave(line: str, lists: tuple[str, ...]) -> bool:
    """The list's own address or page, together with a word typical of such lines."""
    lowered = line.lower()
    if "@" not in lowered and "://" not in lowered:
        return False
    if not _LEAVE & set(words_of(lowered.replace("+", " ").replace("-", " "))):
        return False
    return any(_belongs(lowered, one) for one in lists)


def _belongs(line: str, named: str) -> bool:
    """`operator.lists.desk.example` names the list of operator@lists.desk.example and operator+unsubscribe@…"""
    bare = named.strip("<> ").lower()
    local, _, domain = bare.partition("@" if "@" in bare else ".")
    return bool(domain) and len(local) > 1 and domain in line and local in line
