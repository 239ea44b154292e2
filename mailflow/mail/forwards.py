# ruff: noqa: E501 - the months are a table of words
"""The mail inside a forward (mail.md 7.5) that is written as a block into the text. Attached ones are read by
`understand`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from mailflow.core import subject_prefix
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, Message
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import addresses, dates, headers
from mailflow.mail.quoting import attribution, heads
from mailflow.mail.quoting.glued import unglued_forward
from mailflow.mail.quoting.text import new_words
from mailflow.mail.quoting.verbless import named_and_dated
from mailflow.mail.quoting.words import ADDRESS

MAX_LINES = 5_000


@dataclass(frozen=True, slots=True)
class ForwardedBlock:
    """A forwarded mail as mail programs write it into the text of another."""

    roles: dict[str, str]  # from, date, to, cc, subject: as written
    text: str  # the text below the head
    above: str  # what the forwarder wrote above it


def written_out(message: Message) -> Message | None:
    """The mail that is a block in the text of a forward; None without one that names its author. The forwarder can
    write anything, so nothing in it is authenticated."""
    found = block(message.text)
    if found is None:
        return None
    sender = _address(found.roles.get("from", ""))
    if sender is None:
        return None
    return Message(
        date=_date(found.roles.get("date", "")),
        subject=headers.one_line(found.roles["subject"])
        if "subject" in found.roles
        else subject_prefix.without_marks(message.subject),
        sender=sender,
        to=addresses.parse(found.roles.get("to", "").replace("[mailto:", "<").replace("]", ">")),
        text=found.text,
        reply_text=new_words(found.text).text,
        attachments=tuple(file for file in message.attachments if not file.logo),
        size=message.size,
    )


def block(text: str) -> ForwardedBlock | None:
    """The first forwarded block of a text: a separator line with a head below it, or a head alone."""
    lines = [part for line in text.split("\n")[:MAX_LINES] for part in unglued_forward(line)]
    bare = [re.sub(r"^[ \t]{0,3}>[ \t]?", "", line) for line in lines]
    for index, line in enumerate(bare):
        if not line.strip():
            continue
        if named := named_and_dated(line):
            return ForwardedBlock(dict(zip(("from", "date"), named, strict=True)), *_around(lines, bare, index, 1))
        start = index
        if heads.forwarded(line) or heads.original(line):
            start = next((i for i in range(index + 1, min(index + 5, len(bare))) if bare[i].strip()), index)
        elif ":" not in line and "：" not in line:
            continue
        count, roles = heads.head(bare, start)
        if count:
            return ForwardedBlock(roles, *_around(lines, bare, index, start + count - index))
    return None


def _around(lines: list[str], bare: list[str], at: int, count: int) -> tuple[str, str]:
    """(the text below a head of so many lines, without marks where each has one; the text above it)"""
    below = lines[at + count :]
    marked = [one for one in below if one.strip()]
    if marked and all(attribution.quoted(one) for one in marked):
        below = bare[at + count :]
    return "\n".join(below).strip(), "\n".join(lines[:at]).strip()


def _address(value: str) -> Address | None:
    """`Ani <ani@x>`, `Ani [mailto:ani@x]`, `ani@x`; Outlook writes only the name of people it knows."""
    value = re.sub(r"\[(?:mailto:)?([^\[\]\s]{3,254})\]", r"<\1>", value)
    value = re.sub(r"<mailto:([^<>]{3,254})>>?", "", value) if value.count("@") > 1 else value
    found = addresses.parse(value)
    if found:
        return found[0]
    bare = ADDRESS.search(value)
    email = addresses.addr_spec(bare[0]) if bare else ""
    return Address(email) if email else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        ["januari jan january januar janvier enero gennaio janeiro stycznia января січня ledna januára tammikuuta ocak január siječnja ianuarie ιανουαρίου януари ינואר يناير",
         "februari feb february februar février febrero febbraio fevereiro lutego февраля лютого února februára helmikuuta şubat február veljače februarie φεβρουαρίου февруари פברואר فبراير",
         "maret mar march märz mars marzo mac março marca марта березня března maaliskuuta mart március ožujka martie μαρτίου март מרץ مارس marts maart",
         "april apr avril abril aprile kwietnia апреля квітня dubna apríla huhtikuuta nisan április travnja aprilie απριλίου април אפריל أبريل",
         "mei may mai mayo maggio maio maja мая травня května mája toukokuuta mayıs május svibnja μαΐου май מאי مايو maj",
         "juni jun june juin junio giugno junho czerwca июня червня června júna kesäkuuta haziran június lipnja iunie ιουνίου юни יוני يونيو",
         "juli jul july juillet julio julai luglio julho lipca июля липня července júla heinäkuuta temmuz július srpnja iulie ιουλίου юли יולי يوليو",
         "agustus agu ags aug august août agosto ogos sierpnia августа серпня srpna augusta elokuuta ağustos augusztus kolovoza αυγούστου август אוגוסט أغسطس augusti augustus",
         "september sep sept septembre septiembre settembre setembro września сентября вересня září septembra syyskuuta eylül szeptember rujna septembrie σεπτεμβρίου септември ספטמבר سبتمبر",
         "oktober okt oct october octobre octubre ottobre outubro października октября жовтня října októbra lokakuuta lokak ekim október octombrie οκτωβρίου октомври אוקטובר أكتوبر",
         "november nov nopember novembre noviembre novembro ноября листопада listopada listopadu novembra marraskuuta kasım studenoga noiembrie νοεμβρίου ноември נובמבר نوفمبر",
         "desember des dec december dezember décembre diciembre disember dicembre dezembro grudnia декабря грудня prosince decembra joulukuuta aralık prosinca decembrie δεκεμβρίου декември דצמבר ديسمبر"], 1)
    for name in names.split()
}  # fmt: skip
_DAY = LazyPattern(
    r"(?:(\d{1,2})\.?\s+(?:de )?([^\W\d_]{3,12})\.?,?\s+(?:de )?(\d{4})|"
    r"([^\W\d_]{3,10})\.?\s+(\d{1,2}),?\s+(\d{4}))[^\d]{1,20}(\d{1,2})[:.](\d{2})\s?([ap]m)?",
    re.IGNORECASE,
)


_YEAR_FIRST = LazyPattern(
    r"(?<!\d)(\d{4})[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일](?:[^\d午오]|GMT[+-]\d{1,2}){0,12}(下午|午後|오후)?"
    r"(?:上午|午前|오전)?\s{0,2}(\d{1,2}):(\d{2})"
)
_FIGURES = LazyPattern(
    r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})[, ]{1,4}(\d{1,2})[.:](\d{2})(?!\d|\s?[ap]m)", re.IGNORECASE
)


def _date(value: str) -> datetime | None:
    """The date of a forwarded head; usually without a zone, then taken as UTC, for display only."""
    if exact := dates.parse(value):
        return exact
    if east := _YEAR_FIRST.search(value[:100]):
        afternoon = 12 if east[4] and int(east[5]) < 12 else 0
        return _moment(int(east[1]), int(east[2]), int(east[3]), int(east[5]) + afternoon, int(east[6]))
    if figures := _FIGURES.search(value[:100]):  # Samsung: `26/10/21  14.25  (GMT+07:00)`
        full = int(figures[3]) if len(figures[3]) == 4 else 2000 + int(figures[3])
        return _moment(full, int(figures[2]), int(figures[1]), int(figures[4]), int(figures[5]))
    found = _DAY.search(value[:200])
    if found is None:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    hour = int(found[7]) % 12 + (12 if found[9].lower() == "pm" else 0) if found[9] else int(found[7])
    return _moment(int(year), _MONTHS.get(month.lower(), 0), int(day), hour, int(found[8]))


def _moment(year: int, month: int, day: int, hour: int, minute: int) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
