"""`/bukan-gangguan`: a ticket, or all of them, is no part of an incident after all."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.commands.command import Argument, Call, MailCommand, May, one_of
from mailflow.core.commands.effects import mailed
from mailflow.core.incidents import NO_INCIDENT, UNBIND, leave

ALL = "all"
_WHICH: Argument = one_of(("semua", ALL), default="this")


def _args(call: Call) -> Mapping[str, str]:
    return {"whole": "yes"} if call.argument == ALL else {}


COMMANDS = (
    MailCommand(
        words=("bukan-gangguan", "unbind"),
        may=May.OWNER_OR_PIC,
        argument=_WHICH,
        decide=mailed(leave, UNBIND, "unbound", _args),
        help=(
            "tiket ini bukan bagian dari gangguan; dengan semua: gangguannya bubar, setiap tiketnya tersendiri lagi",
            "this ticket is no part of an incident; with all: there is no incident, each of its tickets is by itself",
        ),
        results={
            "unbound": (
                "tidak lagi bagian dari gangguan; jawaban untuk tiket lain tidak lagi ditawarkan ke sini",
                "no part of an incident any more; answers on other tickets are not offered to it",
            ),
            NO_INCIDENT: (
                "tidak perlu: tiket ini memang bukan bagian dari gangguan",
                "no need: this ticket is no part of an incident",
            ),
        },
        done=("unbound",),
        on_over=True,
    ),
)
