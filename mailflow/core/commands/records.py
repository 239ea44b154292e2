"""What colleagues keep with a ticket: `/catatan`, `/kategori`, `/prioritas`, `/tunda`, `/alasan`."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from mailflow.core.commands import effects
from mailflow.core.commands.command import ANYTHING, Argument, Call, Decided, MailCommand, May, one_of, some
from mailflow.core.events import Categorized
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.when.moment import NOT_UNDERSTOOD, Moment, Unclear, read_moment
from mailflow.lazy_dataclasses import replace
from mailflow.suggest import nearest

UNCLEAR_MOMENT = "unclear-moment"
_SAYS_PRIORITY = ("prioritized", "same-priority")
_AS_HIGH = MappingProxyType(dict.fromkeys("urgent urgen mendesak darurat penting".split(), "high"))

TEXT = Argument(ANYTHING.read, ("kata-kata, juga di bawahnya", "words, also below"))


def words_of(call: Call) -> str:
    """The words of a command that takes a text: those behind it and those below."""
    return "\n".join(part for part in (call.argument, call.text) if part)


def _with_words(effect: effects.Effect, name: str, done: str) -> Callable[[Ticket, Call, Rules], Decided]:
    """The decision of a command that needs a text."""
    mailed = effects.mailed(effect, name, done, lambda call: {"text": words_of(call)})

    def decide(ticket: Ticket, call: Call, rules: Rules) -> Decided:
        return mailed(ticket, call, rules) if words_of(call) else Decided("empty", refused=True)

    return decide


def _categorize(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    decided = effects.mailed(effects.categorize, "category", "categorized", lambda call: {"category": call.argument})(
        ticket, call, rules
    )
    known = effects.categories(rules)
    if decided.result == "unknown-category":
        return replace(decided, detail=nearest(call.argument, known) or ", ".join(known))
    named = next((one.category for one in decided.events if isinstance(one, Categorized)), ticket.category or "")
    return replace(decided, detail=named)


def _prioritize(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    args = {"priority": call.argument}
    decided = effects.mailed(effects.prioritize, "priority", "prioritized", lambda call: args)(ticket, call, rules)
    return replace(decided, detail=call.argument) if decided.result in _SAYS_PRIORITY else decided


def _until(call: Call, rules: Rules) -> Moment | Unclear:
    """The moment, behind whose comma a reason may stand: "Rabu jam 10, bank tutup"."""
    whole = found = read_moment(call.argument, call.at, rules.working_hours)
    before = call.argument
    while isinstance(found, Unclear) and found.why == NOT_UNDERSTOOD and "," in before:
        before = before.rpartition(",")[0]
        found = read_moment(before, call.at, rules.working_hours)
    return whole if isinstance(found, Unclear) else found


def _snooze(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """A moment that is none, has passed, or may be two, is refused with what was understood."""
    found = _until(call, rules)
    if isinstance(found, Unclear):
        readings = (reading.isoformat() for reading in found.readings)
        return Decided(UNCLEAR_MOMENT, refused=True, detail=" ".join((found.why, *readings)))
    args = {"until": found.at.isoformat()}
    decided = effects.mailed(effects.snooze, "snooze", "snoozed", lambda call: args)(ticket, call, rules)
    return decided if decided.refused else replace(decided, detail=args["until"])


COMMANDS = (
    MailCommand(
        words=("catatan", "note"),
        may=May.COLLEAGUE,
        argument=TEXT,
        example=("/catatan sudah ditelepon, tidak diangkat", "/note called him, no answer"),
        decide=_with_words(effects.note, "note", "noted"),
        help=("catatan untuk rekan kerja; pelanggan tidak menerimanya", "a note for colleagues; reaches no customer"),
        results={
            "noted": ("dicatat; pelanggan tidak menerimanya", "noted; the customer does not get it"),
            "empty": (
                "ditolak: catatannya kosong. Tulis di belakang perintah ini, atau di bawahnya",
                "refused: the note is empty. Write it behind the command, or below it",
            ),
        },
        takes_text=True,
        on_over=True,
    ),
    MailCommand(
        done=("categorized",),
        words=("kategori", "category"),
        may=May.COLLEAGUE,
        argument=some("NAMA", "NAME"),
        example=("/kategori pulsa", "/category top-up"),
        decide=_categorize,
        help=(
            "memberi tiket kategori, yang dihitung laporan",
            "files the ticket under a category, which reports count",
        ),
        results={
            "categorized": ("kategorinya sekarang {detail}", "its category is {detail} now"),
            "same-category": ("tidak perlu: kategorinya memang {detail}", "no need: its category is {detail}"),
            "unknown-category": (
                "ditolak: kategori itu tidak ada. Mungkin: {detail}",
                "refused: there is no such category. Perhaps: {detail}",
            ),
        },
        on_over=True,
    ),
    MailCommand(
        done=("prioritized",),
        words=("prioritas", "priority"),
        may=May.COLLEAGUE,
        argument=one_of(("tinggi", "high"), ("biasa", "normal"), ("rendah", "low"), also=_AS_HIGH),
        example=("/prioritas tinggi", "/priority high"),
        decide=_prioritize,
        help=(
            "menentukan prioritas; yang tinggi berada paling atas di /daftar",
            "sets the priority; what is high stands first in /list",
        ),
        results={
            "prioritized": ("prioritasnya sekarang {priority}", "its priority is {priority} now"),
            "same-priority": ("tidak perlu: prioritasnya memang {priority}", "no need: its priority is {priority}"),
        },
    ),
    MailCommand(
        done=("snoozed",),
        words=("tunda", "snooze"),
        may=May.OWNER,
        argument=some("KAPAN", "WHEN"),
        example=("/tunda besok 09.00", "/snooze tomorrow 09:00"),
        decide=_snooze,
        help=(
            "tidak ada pengingat untuk Anda sebelum waktu itu; PIC tetap diberi tahu, keterlambatan tetap dihitung",
            "no reminder to you before then; the PIC is still told, and a breach still counts",
        ),
        results={
            "snoozed": (
                "Anda tidak diingatkan sebelum {since}; PIC tetap diberi tahu, keterlambatan tetap dihitung",
                "you are not reminded before {since}; the PIC is still told, and a breach still counts",
            ),
            "is-new": ("ditolak: tiket ini belum ada pemegangnya", "refused: nobody has this ticket"),
        },
    ),
    MailCommand(
        done=("excused-now",),
        words=("alasan", "excuse"),
        may=May.PIC,
        argument=TEXT,
        example=("/alasan bank tutup karena libur nasional", "/excuse the bank was closed, a national holiday"),
        decide=_with_words(effects.excuse, "excuse", "excused-now"),
        help=(
            "memberi alasan atas keterlambatan; laporan menunjukkan kedua angkanya",
            "excuses the ticket's breach; the report shows both figures",
        ),
        results={
            "excused-now": (
                "dicatat: keterlambatannya punya alasan; laporan menunjukkan kedua angkanya",
                "noted: its breach has an excuse; the report shows both figures",
            ),
            "empty": (
                "ditolak: alasannya kosong. Tulis di belakang perintah ini, atau di bawahnya",
                "refused: there is no excuse. Write it behind the command, or below it",
            ),
            "no-breach": ("tidak perlu: tiket ini tidak terlambat", "no need: this ticket has no breach"),
            "excused": ("tidak perlu: sudah ada alasannya", "no need: it has an excuse already"),
        },
        takes_text=True,
        on_over=True,
    ),
)
