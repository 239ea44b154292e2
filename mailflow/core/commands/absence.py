"""Who is here: `/absen` and `/hadir`. They are about their author, not about a ticket; typed, about whom they name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailflow.core.absence import Absence
from mailflow.core.commands.command import (
    BAD_ARGUMENT,
    NOTHING,
    Argument,
    Call,
    Decided,
    MailCommand,
    May,
)
from mailflow.core.commands.person_meant import person_meant
from mailflow.core.commands.records import UNCLEAR_MOMENT
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.rules import Person, Rules
from mailflow.core.stand_ins import colleague, reads_for
from mailflow.core.ticket import Ticket
from mailflow.core.when import vocabulary as v
from mailflow.core.when.hasty import HASTY
from mailflow.core.when.moment import NOT_UNDERSTOOD, Unclear, read_moment
from mailflow.lazy_dataclasses import dataclass, replace

_UNTIL = v.UNTIL | {"s/d", "s.d", "through", "thru"}  # a day named is its end, so "through Friday" is until Friday
_DEPUTY = frozenset("pengganti penggantinya pengganti: digantikan diganti deputy deputy: cover: covered".split())
_FROM = frozenset("mulai dari from starting since sejak per".split())
_NOW = frozenset({"", "hari ini", "sekarang", "saat ini", "today", "now", "tadi", "kini"})
_REASONS = frozenset(
    "cuti sakit izin ijin dinas libur tugas tahunan rapat pelatihan training melahirkan umroh umrah haji karena leave "
    "sick vacation holiday ill off on annual because of".split()
)
_SPAN = LazyPattern(r"\S.{0,30}?\s?[-\u2013]\s?\S.*")  # "Rabu-Jumat", "3-5 Nov"
_LINKS = frozenset("oleh by saya adalah yaitu is : =".split())
_AROUND = " ,.;"
_POLITE = frozenset("ya yah dulu dong tolong mohon please thanks".split())


@dataclass(frozen=True, slots=True)
class PresenceDecided:
    """What is said about somebody: `word` is None when nothing changes."""

    person: Person
    result: str  # a key of the command's `results`
    detail: str = ""  # a moment (ISO), a name, or both with a blank between
    word: Absence | None = None
    refused: bool = False


def away_said(person: Person, argument: str, at: datetime, rules: Rules) -> PresenceDecided:
    """`/absen ARGUMENT` of that colleague: until when, and who stands in."""
    said = _parts(argument)
    refused = _Refusal(person)
    if said is None:
        return refused(BAD_ARGUMENT)
    meant = person_meant(said["deputy"], rules.colleagues) if said["deputy"] else None
    if meant is not None and meant.person is None:
        return refused("who", meant.offered)
    if said["from"].casefold() not in _NOW:
        return refused("later")
    until = said["until"] or (meant.rest if meant else "")
    found = read_moment(until, at, rules.working_hours) if until else None
    if isinstance(found, Unclear):  # "hari ini, anak sakit": its end, not its beginning
        day = until.partition(",")[0]
        ends = (read_moment(words, at, rules.working_hours) for words in (day, f"{day} 23.59"))
        found = next((one for one in ends if not isinstance(one, Unclear)), found)
    if isinstance(found, Unclear) and found.why == NOT_UNDERSTOOD and _SPAN.fullmatch(until):
        return refused("later")
    if isinstance(found, Unclear):
        return refused(UNCLEAR_MOMENT, " ".join((found.why, *(one.isoformat() for one in found.readings))))
    deputy = meant.person if meant else None
    if deputy is not None and deputy.name == person.name:
        return refused("yourself")
    if deputy is not None and deputy.name in rules.absent:
        return refused("deputy-away", deputy.name)
    word = Absence(person.name, at, found.until if found else None, deputy.name if deputy else "")
    return _noted(person, word, rules)


def _noted(person: Person, word: Absence, rules: Rules) -> PresenceDecided:
    """With who reads for him then; that may be somebody whom nobody named."""
    then = replace(rules, absent={**rules.absent, person.name: word})
    reader = reads_for(person, then)
    result = "away" + ("-until" if word.until else "") + ("-read" if reader else "")
    end = word.last(rules.desk.timezone)
    parts = (end.isoformat() if end else "", reader.name if reader else "")
    detail = " ".join(part for part in parts if part)
    return PresenceDecided(person, result, detail, word)


@dataclass(frozen=True, slots=True)
class _Refusal:
    person: Person

    def __call__(self, result: str, detail: str = "") -> PresenceDecided:
        return PresenceDecided(self.person, result, detail, refused=True)


def back_said(person: Person, at: datetime, rules: Rules) -> PresenceDecided:
    """`/hadir` of that colleague."""
    if person.name not in rules.absent:
        return PresenceDecided(person, "here-already")
    return PresenceDecided(person, "back", word=Absence(person.name, at, how="back"))


def _parts(argument: str) -> Mapping[str, str] | None:
    """ "sampai Senin, pengganti Sari" → {"until": "Senin", "deputy": "Sari"}, in any order; a moment may stand alone,
    and what stands before "sampai" is when it begins. None: one of them is said twice, or is empty."""
    found: dict[str, list[str]] = {"": []}
    key = ""
    for word in argument.split():
        bare = word.casefold().strip(_AROUND)
        bare = HASTY.get(bare, bare)
        named = _key(bare)
        if named:
            key = named
            if key in found:
                return None
            found[key] = []
        elif bare not in _POLITE and bare not in _REASONS and not (key and not found[key] and bare in _LINKS):
            found[key].append(word)
    said = {name: " ".join(words).strip(_AROUND) for name, words in found.items()}
    alone = said.pop("")
    if not all(said.values()) or (alone and "until" in said and "from" in said):
        return None
    begins = said.get("from", "") or (alone if "until" in said else "")
    return {"until": said.get("until", "") or alone, "deputy": said.get("deputy", ""), "from": begins}


def _key(word: str) -> str:
    return "until" if word in _UNTIL else "deputy" if word in _DEPUTY else "from" if word in _FROM else ""


def moment_of(argument: str) -> str:
    """The words that say until when, as a refusal repeats them."""
    said = _parts(argument)
    return (said["until"] if said else "") or argument


def said_by(name: str, argument: str, call: Call, rules: Rules) -> PresenceDecided:
    """What the line `/name argument` says of its author, a colleague."""
    person = colleague(call.author, rules)
    assert person is not None
    if name in AWAY.names:
        return away_said(person, argument, call.at, rules)
    bad = NOTHING.read(argument) is None
    return PresenceDecided(person, BAD_ARGUMENT, refused=True) if bad else back_said(person, call.at, rules)


def told_of(name: str, argument: str, said: PresenceDecided) -> tuple[str, ...]:
    """The line's row in the letter back."""
    return (f"/{name} {argument}".strip(), said.result, *([said.detail] if said.detail else []))


def _away(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    return _decided(said_by(AWAY.names[0], call.argument, call, rules))


def _back(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    return _decided(said_by(BACK.names[0], call.argument, call, rules))


def _decided(said: PresenceDecided) -> Decided:
    return Decided(said.result, refused=said.refused, detail=said.detail)


_NO_NEWS = ("Pengumuman tidak lagi dikirim kepada Anda", "Announcements no longer reach you")
_NOBODY = (
    "; belum ada pengganti, jadi pengingat tiket Anda sampai juga ke PIC",
    "; nobody stands in, so reminders of your tickets reach the PIC too",
)
_READ = ("; pengingat tiket Anda dibaca {detail}", "; {detail} gets the reminders of your tickets")
_OPEN = ("dicatat: Anda tidak hadir, sampai Anda mengirim /hadir. ", "noted: you are away, until you send /back. ")
_TO = ("dicatat: Anda tidak hadir sampai {since}. ", "noted: you are away until {since}. ")


def _said(*parts: tuple[str, str]) -> tuple[str, str]:
    return "".join(part[0] for part in parts), "".join(part[1] for part in parts)


AWAY = MailCommand(
    words=("absen", "away"),
    may=May.COLLEAGUE,
    argument=Argument(lambda written: written, ("[sampai KAPAN] [pengganti NAMA]", "[until WHEN] [deputy NAME]")),
    example=("/absen sampai Senin pengganti Sari", "/away until Monday deputy Sari"),
    decide=_away,
    help=(
        "Anda tidak hadir: tidak ada pengumuman kepada Anda, pengingat Anda dibaca pengganti",
        "you are away: no announcements to you, your reminders go to your deputy",
    ),
    results={
        "away": _said(_OPEN, _NO_NEWS, _NOBODY),
        "away-read": _said(_OPEN, _NO_NEWS, _READ),
        "away-until": _said(_TO, _NO_NEWS, _NOBODY),
        "away-until-read": _said(_TO, _NO_NEWS, _READ),
        "who": (
            "ditolak: siapa penggantinya tidak jelas. Tulis nama rekan: {detail}",
            "refused: it is not clear who stands in. Name a colleague: {detail}",
        ),
        "later": (
            "ditolak: yang dicatat perintah ini mulai saat email Anda tiba. Kirim /absen sampai … pada hari itu, atau "
            "minta admin menulisnya sekarang di away: (rules.yaml)",
            "refused: what this line notes begins when your mail arrives. Send /away until … on that day, or ask the "
            "admin to write it under away: (rules.yaml) now",
        ),
        "yourself": (
            "ditolak: Anda tidak bisa menjadi pengganti diri sendiri. Tulis nama rekan lain",
            "refused: you cannot stand in for yourself. Name somebody else",
        ),
        "deputy-away": (
            "ditolak: {detail} sendiri sedang tidak hadir. Tulis nama rekan lain",
            "refused: {detail} is away as well. Name somebody else",
        ),
    },
    done=("away", "away-read", "away-until", "away-until-read"),
    undo=("/hadir", "/back"),
    on_over=True,
)
BACK = MailCommand(
    words=("hadir", "back"),
    may=May.COLLEAGUE,
    argument=NOTHING,
    decide=_back,
    help=("mencatat bahwa Anda hadir lagi", "notes that you are here again"),
    results={
        "back": (
            "dicatat: Anda hadir lagi; pengumuman dan pengingat kembali kepada Anda",
            "noted: you are here again; announcements and reminders reach you as before",
        ),
        "here-already": ("tidak perlu: Anda memang tercatat hadir", "no need: you are not noted as away"),
    },
    on_over=True,
)
COMMANDS = (AWAY, BACK)
OF_PRESENCE = frozenset((*AWAY.names, *BACK.names))
