"""`/batal` takes back its author's answer that has not left yet, or the last command on the ticket, as long as nobody
has built upon it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.commands.command import Call, Decided, MailCommand, May
from mailflow.core.events import AnswerTakenBack, CommandUndone
from mailflow.core.holding import UnsentAnswer
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.core.undoing import ANSWERED_ON, changed, restored, untouched
from mailflow.core.unsent import of_author

WORDS = ("batal", "undo")


# What cannot be taken back (names of events): the result that says why.
_STAYS: Mapping[str, str] = MappingProxyType(
    {
        "Merged": "merged-stays",
        "SplitOff": "split-stays",
        "Redacted": "words-stay-gone",
        "Closed": "letter-sent",
        "Escalated": "form-sent",
        "EscalationWaits": "data-asked-stays",
        "ThirdPartyAsked": "question-sent",
    }
)


def decide(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    last, unsent = call.undoable, of_author(ticket, call.author)
    if unsent is not None and (not unsent.scheduled or last is None or last.seq <= unsent.number):
        return _take_back(ticket, call, unsent)
    if last is None and unsent is None and ticket.unsent:
        return Decided("anothers", refused=True, detail=ticket.unsent[-1].operator)
    if last is None:
        return Decided("gone" if ticket.answered_at is not None else "nothing", refused=True)
    stays = next((why for kind, why in _STAYS.items() if kind in last.kinds), None)
    if stays is not None:
        return Decided(stays, refused=True)
    parts = changed(last)
    if not parts:
        return Decided("note-stays" if "NoteAdded" in last.kinds else "nothing", refused=True)
    if not untouched(ticket, last) or (
        call.direct and not ANSWERED_ON.isdisjoint(parts)
    ):  # what he sent builds upon it
        return Decided("changed-since", refused=True)
    return Decided("undone", (CommandUndone(call.author, last.seq, parts, restored(ticket, last), ticket.owner),))


def _take_back(ticket: Ticket, call: Call, unsent: UnsentAnswer) -> Decided:
    """An answer that can still be taken back leaves within a minute, so it comes before any command. On a ticket that
    was merged it can be as well: no letter of its end depends on it, and its question goes on in the other."""
    if ticket.status.over and ticket.status is not Status.MERGED and not unsent.scheduled:
        return Decided("over", refused=True)
    return Decided("taken-back", (AnswerTakenBack(call.author, unsent.number, call.at, unsent.text),))


COMMANDS = (
    MailCommand(
        words=WORDS,
        may=May.COLLEAGUE,
        example=("/batal #12", "/undo #12"),
        decide=decide,
        help=(
            "menarik kembali jawaban Anda yang belum berangkat, atau perintah terakhir Anda di tiket itu selama belum "
            "ada yang berubah lagi",
            "takes back your answer that has not left yet, or your last command on that ticket as long as nothing has "
            "changed since",
        ),
        results={
            "anothers": (
                "ditolak: jawaban yang menunggu itu milik {detail}; hanya {detail} yang bisa menariknya kembali",
                "refused: the answer that waits is {detail}'s; only {detail} can take it back",
            ),
            "undone": (
                "dibatalkan: perintah terakhir Anda di tiket ini tidak berlaku lagi",
                "taken back: your last command on this ticket does not count any more",
            ),
            "taken-back": (
                "jawaban Anda ditarik kembali; pelanggan tidak menerimanya, dan waktunya berjalan terus. Isinya ada "
                "di bawah",
                "your answer is taken back; the customer does not get it, and the clock goes on. It stands below",
            ),
            "over": (
                "ditolak: tiket ini sudah berakhir, jadi jawaban itu tetap berangkat sebelum email penutupnya",
                "refused: the ticket is over, so the answer still goes, before the letter that closes it",
            ),
            "gone": (
                "ditolak: jawaban yang sudah berangkat tidak bisa ditarik kembali. Kalau ada yang keliru, kirim "
                "ralatnya sebagai balasan atas tanda terima tiket ini",
                "refused: an answer that has left cannot be taken back. If it is wrong, send a correction in reply to "
                "this ticket's receipt",
            ),
            "nothing": (
                "tidak ada perintah Anda di tiket ini yang bisa dibatalkan, dan tidak ada jawaban Anda yang menunggu",
                "there is no command of yours on this ticket to take back, and no answer of yours that waits",
            ),
            "data-asked-stays": (
                "ditolak: pelanggan sudah ditanyai data yang kurang. Eskalasi yang menunggu data itu batal begitu Anda "
                "menjawab pelanggan sendiri",
                "refused: the customer has been asked for the missing data. The escalation that waits for them is void "
                "as soon as you answer the customer yourself",
            ),
            "question-sent": (
                "ditolak: pertanyaan Anda sudah dikirim ke luar. Untuk mengoreksinya: /tanya lagi dan penjelasannya",
                "refused: your question has been sent. To correct it: /ask again and what is right",
            ),
            "form-sent": (
                "ditolak: formulirnya sudah dikirim ke lini kedua. Untuk mengoreksinya: /eskalasi dan penjelasannya",
                "refused: the second tier has the form. /escalate with a word of explanation below corrects it",
            ),
            "letter-sent": (
                "ditolak: pelanggan sudah menerima email penutup. /buka membuka tiketnya lagi",
                "refused: the customer has the closing letter. /reopen opens the ticket again",
            ),
            "merged-stays": (
                "ditolak: tiket yang digabung tidak bisa dikembalikan. /pisah di balasan atas emailnya membuat tiket "
                "baru dari email itu",
                "refused: a merged ticket cannot be brought back. /split in reply to one of its emails makes a new "
                "ticket of that email",
            ),
            "split-stays": (
                "ditolak: pelanggan sudah menerima nomor tiket yang baru. /gabung mengembalikannya ke tiket ini",
                "refused: the customer has the number of the new ticket. /merge puts it back into this one",
            ),
            "words-stay-gone": (
                "ditolak: kata-kata itu sudah tidak tersimpan di mana pun",
                "refused: these words are kept nowhere any more",
            ),
            "note-stays": (
                "ditolak: catatan tetap tersimpan, tetapi pelanggan tidak menerimanya. Tulis catatan baru untuk "
                "membetulkannya",
                "refused: a note stays, but no customer gets it. Write another to correct it",
            ),
            "changed-since": (
                "ditolak: sesudah itu sudah ada yang berubah di tiket ini, jadi perintah Anda tidak bisa ditarik",
                "refused: the ticket has been changed since, so your command cannot be taken back",
            ),
        },
        on_over=True,
    ),
)
