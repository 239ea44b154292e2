"""The end of a ticket: `/selesai` proposes to close (step 8), `/tutup` closes, which only a PIC may do, `/close` is
either, by who gives it; `/buang` ends what is no request, `/buka` undoes an end."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.closing import close
from mailflow.core.commands import effects
from mailflow.core.commands.command import ONLY_PIC, Argument, Call, Decided, MailCommand, May, one_of, some
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket

_HOW = one_of(("puas", "satisfied"), ("tanpa-tanggapan", "no-feedback"), default="satisfied")
FITTING = "fitting"  # the closing text that fits
_WAYS = one_of(("puas", "satisfied"), ("tanpa-tanggapan", "no-feedback"), default=FITTING)
_HOW_CLOSED = Argument(_WAYS.read, (f"[N …] {_WAYS.shown[0]}", f"[N …] {_WAYS.shown[1]}"))

# "A closing statement counts from new (it claims), open and waiting" (procedure.md, "States").
CAN_STATE = (Status.NEW, Status.OPEN, Status.WAITING)


def _propose(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    if ticket.status is Status.CLOSING:
        return Decided("already-closing")
    if ticket.status not in CAN_STATE:
        return Decided(f"is-{ticket.status.value}", refused=True)
    closing = "satisfied" if call.argument == FITTING else call.argument
    stated = ev.ClosingStated(call.author, call.at, closing, "command", call.text, sent=False)
    return Decided("closing", () if call.closes else (stated,))


def _closing(call: Call) -> dict[str, str]:
    return {} if call.argument == FITTING else {"closing": call.argument}


_close = effects.mailed(close, "close", "closed", _closing)


def _either(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """English has one word for both: a PIC closes, anybody else proposes it."""
    return (_close if rules.is_pic(call.author) else _propose)(ticket, call, rules)


_PROPOSED = {
    "closing": (
        "tercatat: pernyataan penutupan diteruskan ke PIC",
        "done: your closing statement waits for the PIC",
    ),
    "already-closing": ("tiket ini sudah menunggu PIC", "this ticket waits for the PIC already"),
}
_CLOSED = {
    "closed": (
        "tiketnya sudah ditutup; pelanggan menerima email penutup",
        "the ticket is closed; the customer gets the closing letter",
    ),
    "customer-waits": (
        "ditolak: pelanggan menunggu jawaban sejak {since}. Jawab dulu, atau /buang kalau ini bukan permintaan",
        "refused: the customer waits for an answer since {since}. Answer first, or /discard what is no request",
    ),
    "customer-waits-again": (
        "ditolak: pelanggan menulis lagi setelah pernyataan penutupan, dan menunggu jawaban sejak {since}",
        "refused: the customer wrote after the closing statement, and waits for an answer since {since}",
    ),
    "customer-wrote-since": (
        "ditolak: pelanggan menulis lagi setelah pernyataan penutupan; minta pemegangnya mengirim /selesai lagi",
        "refused: the customer wrote after the closing statement; ask the owner to send /close again",
    ),
}

COMMANDS = (
    MailCommand(
        words=("selesai", ""),
        may=May.OWNER,
        argument=_HOW,
        decide=_propose,
        help=("mengusulkan penutupan; PIC yang menutup", "proposes to close; the PIC closes"),
        results=_PROPOSED,
        done=("closing",),
        last=True,
        claims=True,
    ),
    MailCommand(
        words=("tutup", ""),
        may=May.PIC,
        argument=_HOW_CLOSED,
        decide=_close,
        help=("menutup tiket; pelanggan menerima email penutup", "closes; the customer gets the closing letter"),
        results=_CLOSED
        | {
            ONLY_PIC: (
                "ditolak: hanya PIC yang menutup tiket; /selesai mengusulkannya",
                "refused: only the PIC closes tickets; /close proposes it",
            ),
        },
        last=True,
    ),
    MailCommand(
        words=("", "close"),
        may=May.OWNER_OR_PIC,
        argument=_HOW_CLOSED,
        decide=_either,
        help=("/tutup bagi PIC, /selesai bagi yang lain", "closes for the PIC, proposes it for anybody else"),
        results=_PROPOSED | _CLOSED,
        done=("closing",),
        last=True,
        claims=True,
    ),
    MailCommand(
        words=("buang", "discard"),
        may=May.OWNER_OR_PIC,
        argument=some("alasan", "reason"),
        example=("/buang spam", "/discard spam"),
        decide=effects.mailed(effects.discard, "discard", "discarded", lambda call: {"why": call.argument}),
        help=(
            "mengakhiri tiket yang bukan permintaan; tidak ada yang diberi tahu",
            "ends a ticket that is no request; nobody is written to",
        ),
        results={
            "discarded": ("tiket ini dibuang; pelanggan tidak dikirimi email", "discarded; the customer is not told")
        },
        done=("discarded",),
        mails=True,
    ),
    MailCommand(
        words=("buka", "reopen"),
        may=May.OWNER_OR_PIC,
        argument=some("alasan", "reason", optional=True),
        example=("/buka refund belum masuk", "/reopen the refund did not arrive"),
        decide=effects.mailed(effects.reopen, "reopen", "reopened", lambda call: {"why": call.argument}),
        help=("membuka lagi tiket yang sudah ditutup atau dibuang", "reopens what was closed or discarded"),
        results={
            "reopened": ("tiket ini dibuka lagi", "the ticket is open again"),
            "is-imported": (
                "ditolak: tiket ini dari arsip lama; balasan pelanggan membuka tiket baru",
                "refused: this ticket is from an old archive; a reply of the customer opens a new one",
            ),
            **{
                f"is-{state}": ("tidak perlu: tiket ini masih berjalan", "no need: the ticket is not over")
                for state in ("new", "open", "waiting", "escalated", "closing")
            },
        },
        done=("reopened",),
        on_over=True,
    ),
)
