"""Whose a ticket is: `/ambil` claims it, `/lepas` gives it back to all, `/serahkan` hands it to one."""

from __future__ import annotations

from mailflow.core.commands import effects
from mailflow.core.commands.command import (
    NOTHING,
    Call,
    Decided,
    MailCommand,
    May,
    bare,
    some,
)
from mailflow.core.commands.person_meant import person_meant
from mailflow.core.events import ConfirmationAsked
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket


def _claim(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """The claim itself is recorded like one with other words (carry_out.py)."""
    if call.fresh:
        return Decided("taken")
    if ticket.owner == call.author:
        return Decided("yours-already")
    return _asked_back(ticket, call, rules)


def _asked_back(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """Another's ticket: its owner and the PICs are asked, and the yes of one of them gives it to the author."""
    owner = ticket.owner or ""
    readers = tuple(dict.fromkeys((owner, *(person.name for person in rules.pic if person.name != call.author))))
    args = {"tickets": str(ticket.n), "numbers": ticket.number, "owner": owner, "name": call.author}
    asked = ConfirmationAsked(call.author, "claim", tuple(args.items()), readers)
    return Decided("asked-back", (asked,), refused=True, detail=owner)


def _assign(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    meant = person_meant(call.argument, rules.operators)
    if meant.person is None:
        return Decided("who", refused=True, detail=meant.offered)
    args = {"operator": meant.person.name, "why": meant.rest if bare(meant.rest) else ""}
    decided = effects.mailed(effects.assign, "assign", "assigned", lambda call: args)(ticket, call, rules)
    away = decided.result == "assigned" and meant.person.name in rules.absent
    return Decided("assigned-away" if away else decided.result, decided.events, decided.refused, meant.person.name)


COMMANDS = (
    MailCommand(
        words=("ambil", "claim"),
        also=("take",),
        may=May.OPERATOR,
        argument=NOTHING,
        decide=_claim,
        help=("mengambil tiket yang belum ada pemegangnya", "takes a ticket that nobody has"),
        results={
            "taken": ("tiket ini sekarang milik Anda", "the ticket is yours now"),
            "yours-already": ("tiket ini sudah milik Anda", "the ticket is yours already"),
            "asked-back": (
                "tiket ini milik {detail}. {detail} dan PIC kami tanyai; kalau salah satu menjawab ya dalam satu jam, "
                "tiketnya menjadi milik Anda",
                "the ticket is {detail}'s. {detail} and the PIC are asked; if one of them says yes within the hour, it "
                "is yours",
            ),
        },
        done=("taken",),
        claims=True,
    ),
    MailCommand(
        words=("lepas", "release"),
        may=May.OWNER_OR_PIC,
        argument=some("alasan", "reason", optional=True),
        example=("/lepas saya cuti besok", "/release I am away tomorrow"),
        decide=effects.mailed(effects.release, "release", "released", lambda call: {"why": call.argument}),
        help=("mengembalikan tiket kepada semua operator", "gives the ticket back to all operators"),
        results={
            "released": (
                "tiket ini ditawarkan lagi kepada semua operator; waktu tunggu pelanggan tetap dihitung",
                "the ticket is offered to all operators again; the customer's waiting goes on counting",
            ),
            "is-new": ("tidak perlu: tiket ini memang belum ada pemegangnya", "no need: nobody has this ticket"),
        },
        done=("released",),
        mails=True,
    ),
    MailCommand(
        words=("serahkan", "assign"),
        may=May.OWNER_OR_PIC,
        argument=some("NAMA [alasan]", "NAME [reason]"),
        example=("/serahkan Sari saya cuti besok", "/assign Sari I am away tomorrow"),
        decide=_assign,
        help=("menyerahkan tiket kepada operator lain", "hands the ticket to another operator"),
        results={
            "assigned": (
                "diserahkan kepada {detail}, yang menerima rangkumannya; tenggatnya tidak berubah",
                "handed to {detail}, who gets a summary of it; its deadline stays",
            ),
            "assigned-away": (
                "diserahkan kepada {detail}, yang sedang tidak hadir: pengingatnya sampai kepada penggantinya, atau "
                "juga kepada PIC; tenggatnya tidak berubah",
                "handed to {detail}, who is away: the reminders go to the deputy, or to the PIC as well; its deadline "
                "stays",
            ),
            "owned-already": ("tidak perlu: tiket ini sudah milik {detail}", "no need: the ticket is {detail}'s"),
            "who": (
                "ditolak: siapa yang dimaksud tidak jelas. Tulis nama operator: {detail}",
                "refused: it is not clear who is meant. Name an operator: {detail}",
            ),
        },
        done=("assigned", "assigned-away"),
    ),
)
