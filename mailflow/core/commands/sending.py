"""When an answer leaves: `/kirim` sends the text below now or at a moment."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.commands.command import Argument, Call, Decided, MailCommand, May
from mailflow.core.commands.records import UNCLEAR_MOMENT
from mailflow.core.held import CUSTOMER_WROTE
from mailflow.core.replies.questions import asked_in
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.when.moment import Unclear, read_moment

LATER, HELD_NOW, HINTED, NO_TEXT, NO_CUSTOMER = "later", "held-now", "held-hint", "no-text", "no-customer-here"
_WHEN = Argument(lambda written: written, ("[Senin 08.00, besok, 2 hari]", "[Monday 08:00, tomorrow, 2 days]"))


def _send(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """Without a moment the text below is an answer like any other; it is decided beside the commands."""
    if ticket.requester is None:
        return Decided(NO_CUSTOMER, refused=True)
    moment = read_moment(call.argument, call.at, rules.working_hours) if call.argument else None
    if isinstance(moment, Unclear):
        readings = (reading.isoformat() for reading in moment.readings)
        return Decided(UNCLEAR_MOMENT, refused=True, detail=" ".join((moment.why, *readings)))
    if not call.text:
        return Decided(NO_TEXT, refused=True)
    if moment is None or moment.at <= call.at:
        return Decided("passed-on", answers=True)
    return _later(call, moment.at, rules)


def _later(call: Call, due: datetime, rules: Rules) -> Decided:
    if call.unread and rules.hold:
        held = ev.AnswerHeld(call.author, call.at, call.text, CUSTOMER_WROTE, files=call.files)
        return Decided(HELD_NOW, (held,))
    if call.hint[0]:
        why, found = call.hint
        return Decided(HINTED, (ev.AnswerHeld(call.author, call.at, call.text, why, files=call.files, detail=found),))
    scheduled = ev.AnswerScheduled(call.author, call.at, call.text, due, files=call.files, asks=asked_in(call.text))
    return Decided(LATER, (scheduled,), detail=due.isoformat())


COMMANDS = (
    MailCommand(
        words=("kirim", "send"),
        may=May.OWNER,
        argument=_WHEN,
        example=("/kirim Senin 08.00", "/send Monday 08:00"),
        decide=_send,
        help=(
            "mengirim tulisan di bawahnya ke pelanggan, sekarang atau pada waktu itu",
            "sends the text below to the customer, now or at that moment",
        ),
        results={
            "passed-on": (
                "tulisan di bawahnya kami perlakukan sebagai jawaban untuk pelanggan",
                "the text below is taken as an answer to the customer",
            ),
            LATER: (
                "dikirim ke pelanggan pada {since}; sampai saat itu pelanggan masih menunggu, dan emailnya menahan "
                "jawaban ini",
                "goes to the customer on {since}; until then the customer still waits, and an email of the customer "
                "holds it",
            ),
            HELD_NOW: (
                "ditahan: pelanggan menulis lagi; pemberitahuannya menyusul",
                "held: the customer has written again; see the notice about it",
            ),
            HINTED: (
                "ditahan: ada yang perlu Anda lihat dulu; pemberitahuannya menyusul",
                "held: there is something you should see first; a notice about it follows",
            ),
            NO_TEXT: (
                "ditolak: tidak ada tulisan di bawah perintah ini",
                "refused: there is no text below this command",
            ),
            NO_CUSTOMER: (
                "ditolak: alamat pelanggan tiket ini tidak diketahui",
                "refused: nobody knows an address of this ticket's customer",
            ),
        },
        claims=True,
        takes_text=True,
    ),
)
