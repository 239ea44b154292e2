"""`/tanya` asks somebody outside, such as a bank or a lecturer, in a thread of its own."""

from __future__ import annotations

from mailflow.core import third_party
from mailflow.core.commands import effects
from mailflow.core.commands.command import Call, Decided, MailCommand, May, Words, some
from mailflow.core.rules import Rules
from mailflow.core.third_party import REFUSALS, address_in, words_behind
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.lazy_dataclasses import replace

ASKED = "third-party-asked"


def _args(call: Call) -> dict[str, str]:
    text = "\n\n".join(part for part in (words_behind(call.argument), call.own) if part)
    return {"to": call.argument, "text": text, **({"files": "yes"} if call.files else {})}


_given = effects.mailed(third_party.ask, third_party.NAME, ASKED, _args)


def _ask(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    decided = _given(ticket, call, rules)
    return decided if decided.refused else replace(decided, detail=address_in(call.argument))


def _refused(why: str) -> Words:
    return f"ditolak: {say(why, 'id', detail='{detail}')}", f"refused: {say(why, 'en', detail='{detail}')}"


COMMANDS = (
    MailCommand(
        words=("tanya", "ask"),
        may=May.OWNER,
        argument=some("ALAMAT", "ADDRESS"),
        example=("/tanya cs@bank.example", "/ask support@bank.example"),
        decide=_ask,
        help=(
            "menanyai orang luar (bank, dosen, vendor) dengan tulisan di bawahnya; jawabannya sampai kepada Anda, "
            "tidak kepada pelanggan",
            "asks somebody outside (a bank, a lecturer, a vendor) with the text below; the answer reaches you, never "
            "the customer",
        ),
        results={
            ASKED: (
                "pertanyaan Anda dikirim ke {detail}, tanpa apa pun dari pelanggan; jawabannya sampai kepada Anda. "
                "Waktu pelanggan tetap dihitung",
                "your question is sent to {detail}, with nothing of the customer's; the answer reaches you. The "
                "customer's clock goes on",
            ),
            **{why: _refused(why) for why in REFUSALS},
        },
        takes_text=True,
    ),
)
