"""`/eskalasi` passes a ticket to the second tier (step 6), passes it on there, or sends it what is new."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core import second_tier as tier
from mailflow.core.commands import effects
from mailflow.core.commands.command import Call, Decided, MailCommand, May, some
from mailflow.core.request_labels import labels_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace
from mailflow.suggest import nearest

WORDS = ("eskalasi", "escalate")
SENT, SENT_MORE, PASSED_ON, WAITS, WAITS_ASKED = "form-sent", "more-sent", "passed-on-there", "data-asked", "data-waits"


def _args(call: Call) -> dict[str, str]:
    return {"where": call.argument, "text": call.own, **({"files": "yes"} if call.files else {})}


_given = effects.mailed(tier.escalate, tier.NAME, SENT, _args)


def _escalate(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """What is missing is asked of the customer, and it goes when that has arrived, with the words below."""
    decided = _given(ticket, call, rules)
    for event in decided.events:
        match event:
            case ev.EscalationWaits():
                missing = labels_of(event.missing, rules, call.author)
                return replace(decided, result=WAITS if event.asks else WAITS_ASKED, detail=missing)
            case ev.Escalated():
                result = PASSED_ON if event.passed_on else SENT_MORE if event.again else SENT
                return replace(decided, result=result, detail=event.to)
            case _:
                pass
    return replace(decided, detail=_offered(call.argument, rules)) if decided.result == tier.WHERE else decided


def _offered(written: str, rules: Rules) -> str:
    known = list(rules.second_tier.categories) if rules.second_tier is not None else []
    return nearest(written, known) or ", ".join(known) or "–"


COMMANDS = (
    MailCommand(
        words=WORDS,
        may=May.OWNER,
        argument=some("kategori atau alamat", "category or address", optional=True),
        example=("/eskalasi pulsa-tidak-masuk", "/escalate top-up-missing"),
        decide=_escalate,
        help=(
            "meneruskan ke lini kedua, dengan tulisan di bawahnya, kalau datanya lengkap; diulangi: mengalihkannya ke "
            "alamat lain di sana, atau mengirim yang baru",
            "passes it to the second tier, with the text below, if the data are complete; again: passes it on to "
            "another address there, or sends what is new",
        ),
        results={
            SENT: (
                "formulirnya dikirim ke {detail}; waktu pelanggan berhenti sampai ada jawaban dari sana. Jawabannya "
                "sampai kepada Anda, bukan kepada pelanggan",
                "the form is sent to {detail}; the customer's clock stands until an answer comes from there, which "
                "reaches you, not the customer",
            ),
            SENT_MORE: ("yang baru dikirim ke {detail}", "what is new is sent to {detail}"),
            PASSED_ON: ("dialihkan ke {detail}", "passed on to {detail}"),
            WAITS: (
                "ditolak: belum ada {detail}. Pelanggan kami tanyai; begitu datanya datang, eskalasinya berangkat "
                "sendiri dan Anda diberi tahu",
                "refused: still missing: {detail}. The customer is asked; when the data arrive it goes by itself, and "
                "you are told",
            ),
            WAITS_ASKED: (
                "ditolak: belum ada {detail}. Pelanggan sudah ditanyai dalam 24 jam terakhir dan tidak ditanyai lagi; "
                "begitu datanya datang, eskalasinya berangkat sendiri",
                "refused: still missing: {detail}. The customer was asked within the last 24 hours and is not asked "
                "again; when the data arrive it goes by itself",
            ),
            tier.GOES_NOW: (
                "datanya sudah lengkap: formulirnya berangkat ke {detail}",
                "the data are complete: the form goes to {detail}",
            ),
            tier.ASKED_IN_VAIN: (
                "batal: pelanggan sudah dua kali ditanyai, dan masih belum ada {detail}. Sekarang Anda menentukan: "
                "tanyakan sendiri, atau tulis nilainya (misalnya nominal: Rp 50.000) di bawah /catatan, lalu /eskalasi "
                "lagi",
                "given up: the customer was asked twice, and still missing: {detail}. You decide: ask him yourself, "
                "or write the value (such as amount: Rp 50.000) below /note and then /escalate again",
            ),
            tier.NO_TIER: (
                "ditolak: rules.yaml tidak menyebut lini kedua (second_tier)",
                "refused: rules.yaml names no second tier",
            ),
            tier.WHERE: (
                "ditolak: tidak ada kategori lini kedua bernama {argument}. Yang ada: {detail}; atau tulis alamatnya",
                "refused: the second tier has no category {argument}. There are: {detail}; or write an address",
            ),
            tier.NO_ADDRESS: (
                "ditolak: tidak ada alamat lini kedua untuk kategori tiket ini. Tulis kategorinya atau alamatnya di "
                "belakang perintah ini",
                "refused: the second tier has no address for this ticket's category. Write a category or an address "
                "behind this command",
            ),
            tier.NOT_OUTSIDE: (
                "ditolak: alamat itu milik kami atau pelanggannya, bukan lini kedua",
                "refused: that address is ours or the customer's, and no second tier",
            ),
            tier.TOO_OFTEN: (
                "ditolak: tiket ini sudah dialihkan di lini kedua sebanyak yang diperbolehkan (reassignments)",
                "refused: it was passed on within the second tier as often as allowed (reassignments)",
            ),
            tier.NOTHING_NEW: (
                "ditolak: tidak ada yang baru untuk lini kedua. Tulis di bawah perintah ini apa yang perlu diketahui",
                "refused: there is nothing new for the second tier. Write below this command what it should know",
            ),
            tier.NO_CUSTOMER: (
                "ditolak: datanya belum lengkap, dan tidak ada alamat pelanggan untuk menanyakannya",
                "refused: data are missing, and there is no address of the customer to ask",
            ),
        },
        claims=True,
        takes_text=True,
    ),
)
