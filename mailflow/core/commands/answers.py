"""`/balas` answers with a canned letter."""

from __future__ import annotations

from mailflow.core.commands.command import Call, Decided, MailCommand, May, some
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket


def _canned(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """The letter itself goes like the operator's own words (operators.py)."""
    offered = call.canned.offered if call.canned else ""
    if not call.argument:
        return Decided("letters", refused=bool(call.text), detail=offered)
    if call.canned is None or not call.canned.name:
        return Decided("which-letter", refused=True, detail=offered)
    if ticket.requester is None:
        return Decided("no-customer", refused=True)
    if call.direct:
        return Decided("to-desk-only", refused=True)
    return Decided("sent", detail=call.canned.name)


COMMANDS = (
    MailCommand(
        words=("balas", "canned"),
        may=May.OWNER,
        argument=some("JAWABAN", "LETTER", optional=True),
        example=("/balas pulsa-cek", "/canned pulsa-cek"),
        decide=_canned,
        help=(
            "mengirim jawaban siap pakai kepada pelanggan, dengan kata-kata di bawahnya; tanpa nama: daftarnya",
            "sends a canned letter to the customer, with the words below it; without a name: the list of them",
        ),
        results={
            "sent": ("jawaban {detail} dikirim kepada pelanggan", "the letter {detail} is sent to the customer"),
            "letters": ("jawaban yang ada: {detail}", "the letters there are: {detail}"),
            "which-letter": (
                "ditolak: jawaban itu tidak ada. Mungkin: {detail}",
                "refused: there is no such letter. Perhaps: {detail}",
            ),
            "to-desk-only": (
                "ditolak: pelanggan ada di antara penerima email ini. Kirim perintahnya kepada kami saja",
                "refused: the customer is among the recipients of this email. Send the command to us only",
            ),
        },
        claims=True,
        sends=True,
    ),
)
