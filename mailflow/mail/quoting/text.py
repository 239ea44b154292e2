"""The new words of a plain text reply (mail.md 8): they decide whether it is empty, and what it means.

Cuts boldly: any quotation, any signature. The text relayed to the customer is cut by relay.py.
"""

from __future__ import annotations

from mailflow.core.message import Cut
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting import attribution, card, heads, introductions, learned, placeholders, quotes
from mailflow.mail.quoting.banner import without_head
from mailflow.mail.quoting.html import SIGNED
from mailflow.mail.quoting.initials import without_initials
from mailflow.mail.quoting.known import NOTHING, Known
from mailflow.mail.quoting.lines import cut, ink, last_inked, stripped
from mailflow.mail.quoting.quotes import BLANK, INTRO, QUOTE, REPEAT, TEXT
from mailflow.mail.quoting.repeated import mark_repeated, repeated_until, words_below
from mailflow.mail.quoting.tail import is_sure_tail, without_tail

MAX_LINES = 20_000
MAX_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class New:
    """The remaining text, and what was cut."""

    text: str
    cuts: tuple[Cut, ...] = ()
    ending: str = ""  # its last lines, signature included: signatures are learned from them

    @property
    def cut(self) -> bool:
        """Whether a quotation was found."""
        return any(one.what == "quotation" for one in self.cuts)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text's lines without what surrounds the author's: where both ways of cutting begin."""

    lines: list[str]
    cuts: list[Cut]
    repeated: int = 0  # where the mail ends that the text repeats without marks; 0: it repeats none


def new_words(text: str, separator: str = "", *, forward: bool = False, known: Known = NOTHING) -> New:
    """What the author typed now. `forward`: the mail is a forward or not a reply; its quoted block is kept when there
    are no words above it."""
    return new_words_in(prepared(text, separator, known), known, forward=forward)


def new_words_in(text: Prepared, known: Known, *, forward: bool) -> New:
    """As `new_words`."""
    lines, kinds, more = without_end(text, known)
    cuts = [*text.cuts, *more]
    if forward and TEXT not in kinds and _forwarded_in_quotes(lines):
        # Apple Mail marks the whole forwarded mail as a quotation: without words above, it is the message
        return New(shown_as_text([attribution.unmarked(line) for line in lines]))
    kept, quoted = without_quotations(lines, kinds, known, forward=forward)
    cuts += quoted
    if any(one.what == "quotation" for one in cuts):
        kept, more = tail_cut(kept, known)
        cuts += more
    ended = learned.ending(kept)
    kept, more = _without_card(kept, known, replies=known.reply or bool(quoted))
    return New(shown_as_text(kept), tuple(cuts + more), ended)


# ---- before anything is quoted


def prepared(text: str, separator: str, known: Known) -> Prepared:
    """The lines of a text without what surrounds the author's: our separator, a list's footer, marked signatures, PGP
    armour, banners."""
    lines, cuts = known.memory.of(
        ("prepared", text, separator, known.author, known.lists, known.list_endings),
        lambda: _bare(text[:MAX_TEXT], separator, known),
    )
    repeated = 0 if known.said is None else repeated_until(lines, kinds_of(lines, known), known.said)
    return Prepared(lines, cuts, repeated)


def _bare(text: str, separator: str, known: Known) -> tuple[list[str], list[Cut]]:
    cuts: list[Cut] = []
    if separator and separator in text:
        start = text.rfind("\n", 0, text.index(separator)) + 1
        cuts.append(cut("quotation", "the separator line of our letters", text[start:].split("\n")[:MAX_LINES]))
        text = text[:start]
    lines = without_initials(text.split("\n")[:MAX_LINES])
    if known.lists:
        lines = _without_footer(lines, known, cuts)
    if SIGNED in text:
        signed = [line for line in lines if line.startswith(SIGNED)]
        lines = [line for line in lines if not line.startswith(SIGNED)]
        cuts.append(cut("signature", "the mail program's mark in HTML", signed))
    lines, more = without_head(_without_armour(lines))
    return lines, cuts + more


def _without_footer(lines: list[str], known: Known, cuts: list[Cut]) -> list[str]:
    keep = learned.footer(lines, known.author, known.list_endings, known.lists)
    if keep < len(lines):
        by = learned.ENDS_OTHERS if known.list_endings else learned.NAMES_LIST
        cuts.append(cut("footer", by, lines[keep:]))
    return lines[:keep]


def _without_armour(lines: list[str]) -> list[str]:
    """The text of an inline PGP signature (RFC 9580 §7) without its frame."""
    if "-----BEGIN PGP SIGNED MESSAGE-----" not in lines:
        return lines
    start = lines.index("-----BEGIN PGP SIGNED MESSAGE-----")
    text = start + 1
    while text < len(lines) and lines[text].strip():  # Hash: SHA256
        text += 1
    end = next((i for i in range(text, len(lines)) if lines[i].startswith("-----BEGIN PGP SIGNATURE-----")), len(lines))
    close = next((i for i in range(end, len(lines)) if lines[i].startswith("-----END PGP SIGNATURE-----")), len(lines))
    plain = [line.removeprefix("- ") for line in lines[text:end]]
    return [*lines[:start], *plain, *lines[close + 1 :]]


def _forwarded_in_quotes(lines: list[str]) -> bool:
    """Whether the first quoted line announces a forwarded mail or begins its header block."""
    bare = [attribution.unmarked(line) for line in lines[:20]]
    start = next((index for index, line in enumerate(bare) if ink(line)), len(bare))
    return start < len(bare) and (heads.forwarded(bare[start]) or heads.header_block(bare, start) > 0)


def without_end(text: Prepared, known: Known, *, careful: bool = False) -> tuple[list[str], list[str], list[Cut]]:
    """The lines and their kinds, without what follows the author's words (tail.py)."""
    below, cuts = tail_cut(text.lines[text.repeated :], known, careful=careful)
    lines = text.lines[: text.repeated] + below
    return lines, kinds_of(lines, known), cuts


# ---- what is found once for all readings of a mail


def tail_cut(lines: list[str], known: Known, *, careful: bool = False) -> tuple[list[str], list[Cut]]:
    """As `without_tail`. What is cut boldly is cut carefully, too, where nothing of it is in doubt: most mails have one
    end, found once."""
    names = known.names
    kept, cuts = known.memory.of(("tail", names, *lines), lambda: without_tail(lines, names))
    if careful and not is_sure_tail(lines, cuts):
        kept, cuts = known.memory.of(("careful", names, *lines), lambda: without_tail(lines, names, careful=True))
    return list(kept), list(cuts)


def kinds_of(lines: list[str], known: Known) -> list[str]:
    """As `quotes.kinds_of`."""
    return list(known.memory.of(("kinds", *lines), lambda: quotes.kinds_of(lines)))


def end_of_words(lines: list[str], kinds: list[str], known: Known, *, forward: bool = False) -> quotes.End:
    """As `quotes.end_of_words`, which changes both lists."""

    def find() -> tuple[quotes.End, list[str], list[str]]:
        new_lines, new_kinds = list(lines), list(kinds)
        return quotes.end_of_words(new_lines, new_kinds, forward=forward), new_lines, new_kinds

    end, lines[:], kinds[:] = known.memory.of(("end", forward, *lines, *kinds), find)
    return end


def card_at_end(lines: list[str], known: Known) -> card.Card | None:
    """As `card.at_end`."""
    return known.memory.of(("card", known.names, *lines), lambda: card.at_end(lines, known.names)) if lines else None


# ---- quotations


def without_quotations(
    lines: list[str], kinds: list[str], known: Known, *, forward: bool = False
) -> tuple[list[str], list[Cut]]:
    """Without earlier text of others. In an interleaved reply the quotations stay, because the answers need them."""
    mark_repeated(lines, kinds, known.said, parts=not known.colleague)
    end = end_of_words(lines, kinds, known, forward=forward)
    end = _answered_below(lines, kinds, end, known)
    cuts = [cut("quotation", end.by, lines[end.at :])] if end.at < len(lines) else []
    lines, kinds = _above(lines, kinds, end.at)
    if not any(kind in kinds for kind in (QUOTE, INTRO, REPEAT)):
        return lines, cuts
    quotes.adopt_broken_lines(lines, kinds)
    _adopt_introductions(lines, kinds, known)
    needed = quotes.within(lines, kinds)
    keep = [kind in (TEXT, BLANK) or needed[index] for index, kind in enumerate(kinds)]
    found: list[Cut] = []
    for start, stop in quotes.runs(kinds):
        keep[start:stop] = needed[start:stop]
        gone = [lines[index] for index in range(start, stop) if not keep[index]]
        found += [cut("quotation", quotes.sign_of(lines, kinds, start, stop), gone)] if any(map(ink, gone)) else []
    return without_gaps(lines, kinds, keep), found + cuts


def _adopt_introductions(lines: list[str], kinds: list[str], known: Known) -> None:
    """Text that introduces a quotation in unknown words, when the quotation is in earlier texts."""
    if known.said is None:
        return
    for start, stop in quotes.runs(kinds):
        first, above = introductions.introducing(lines, kinds, start)
        if first < above and all(known.said.knows([line for line in lines[start:stop] if ink(line)][:3])):
            kinds[first:above] = [INTRO] * (above - first)


def _answered_below(lines: list[str], kinds: list[str], end: quotes.End, known: Known) -> quotes.End:
    """Treat an unmarked quotation like a marked one when the answer is below it (mail.md 8.11)."""
    if end.at == len(lines):
        return end
    if TEXT not in kinds[: end.at] and QUOTE in kinds[end.at :]:
        below = kinds.index(QUOTE, end.at)
    else:
        below = words_below(lines, kinds, end.at, known.said)
        if below == len(lines):
            return end
    start = quotes.drawn_above(lines, end.at)
    kinds[start:below] = [INTRO if kind != BLANK else BLANK for kind in kinds[start:below]]
    return quotes.End(len(lines))


def _above(lines: list[str], kinds: list[str], end: int) -> tuple[list[str], list[str]]:
    """What precedes the end, without the line drawn there."""
    cut_off = end < len(lines)
    lines, kinds = lines[:end], kinds[:end]
    while cut_off and lines and kinds[-1] not in (QUOTE, REPEAT) and (quotes.drawn(lines[-1]) or kinds[-1] == BLANK):
        lines.pop()
        kinds.pop()
    return lines, kinds


def without_gaps(lines: list[str], kinds: list[str], keep: list[bool]) -> list[str]:
    """The lines to keep, without doubled blank lines where others were removed."""
    kept: list[str] = []
    for index, line in enumerate(lines):
        if not keep[index]:
            continue
        if kinds[index] == BLANK and index and not keep[index - 1] and kept and not ink(kept[-1]):
            keep[index] = False
        else:
            kept.append(line)
    return kept


# ---- cards


def _without_card(lines: list[str], known: Known, *, replies: bool) -> tuple[list[str], list[Cut]]:
    """Without the card at the end. When there are no other words and no quotation, a formula may be the message."""
    lines = stripped(lines)
    keep, mails = learned.card(lines, known.endings, known.names)
    if mails:
        return stripped(lines[:keep]), [cut("learned card", learned_by(mails), lines[keep:])]
    found = card_at_end(lines, known)
    if found is not None and (replies if last_inked(lines, found.start) < 0 else found.rich):
        above = lines[: found.start]
        keep = placeholders.at_end(above)  # the logo stands above the name in some cards
        return stripped(above[:keep]), [cut("signature", found.by, lines[keep:])]
    return _without_picture(lines), []


def learned_by(mails: int) -> str:
    return f"it stood at the end of {mails} earlier mails"


def _without_picture(lines: list[str]) -> list[str]:
    return [*lines[:-1], placeholders.without_token(lines[-1])] if lines else lines


def shown_as_text(lines: list[str]) -> str:
    text = "\n".join(lines).replace("\ue000", "").replace("\ue001", "> ")
    return text.strip("\n\r \t\xa0\u200b\ufeff") if any(map(ink, lines)) else ""
