"""The result of a command line, in words: those of its command, else those of all commands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core import held
from mailflow.core.commands.carry_out import ALONE, SENT
from mailflow.core.commands.command import (
    ASKED_YOU,
    BAD_ARGUMENT,
    LET_GO,
    NEARLY,
    NOT_YOURS,
    ONLY_OPERATOR,
    ONLY_PIC,
    PROPOSED,
    TWO_MEANINGS,
    UNKNOWN,
    Words,
)
from mailflow.core.commands.records import UNCLEAR_MOMENT
from mailflow.core.commands.sending import LATER
from mailflow.core.commands.table import BY_WORD
from mailflow.core.priority import PRIORITY_WORDS
from mailflow.core.wording import in_language, say

UNDO: Words = ("/batal", "/undo")
_REOPEN: Words = ("/buka", "/reopen")
# An answer is on its way to the customer: it can be taken back for as long as it waits.
ANSWERS = frozenset({SENT, "passed-on", LATER, held.SENT, held.SENT_NEW, held.SENT_LATER})
# What takes back a result, whichever command or reply it came from.
_TAKEN_BACK: Mapping[str, Words] = MappingProxyType(
    {"closed": _REOPEN, "verdict-closed": _REOPEN, **dict.fromkeys(ANSWERS, UNDO)}
)
NO_ARGUMENT = "no-argument"
MORE_NEEDED = "more-needed"
_NOT_LIKE_THAT = "not-like-that"  # a number, a name: no list of words to choose from
NOT_AT_TOP = "not-at-top"
SEEN_BY_CUSTOMER = "seen-by-customer"
NOT_SENT = "words-not-sent"
CLAIM_FIRST = "words-claim-first"
NO_TICKET = "no-ticket"
TOO_LATE = "too-late"
UNDONE_BY = "undone-by"
WHICH_TICKET = "which-ticket"
YOU_ASKED = "you-asked"

# "{argument}": the text after the name, "{takes}": what may follow it, "{detail}": what was decided
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        NOT_YOURS: ("ditolak: tiket ini milik {detail}", "refused: the ticket is {detail}'s"),
        LET_GO: (
            "ditolak: baris sebelumnya mengembalikan tiket ini",
            "refused: a line above gives this ticket back",
        ),
        PROPOSED: (
            "ditolak: baris sebelumnya mengusulkan penutupan tiket ini",
            "refused: a line above proposes to close this ticket",
        ),
        ONLY_PIC: ("ditolak: ini hanya untuk PIC", "refused: this is for the PIC alone"),
        ONLY_OPERATOR: ("ditolak: ini hanya untuk operator", "refused: this is for operators alone"),
        UNKNOWN: (
            "perintah tidak dikenal; /bantuan mengirimkan daftarnya",
            "not a command; /help sends the list of them",
        ),
        NEARLY: (
            "perintah tidak dikenal; maksud Anda {detail}? /bantuan mengirimkan daftarnya",
            "not a command; did you mean {detail}? /help sends the list of them",
        ),
        BAD_ARGUMENT: (
            "kata setelah perintah tidak dikenal; yang ada: {takes}",
            "the word after the command is not known; there are: {takes}",
        ),
        _NOT_LIKE_THAT: (
            "ditolak: “{argument}” tidak bisa berdiri di belakang perintah ini; tulis misalnya {example}",
            "refused: “{argument}” cannot stand behind this command; write for example {example}",
        ),
        MORE_NEEDED: (
            "ditolak: di belakang perintah ini tulis: {takes}",
            "refused: behind this command write: {takes}",
        ),
        NO_ARGUMENT: (
            "ditolak: di belakang perintah ini tidak boleh ada kata lain",
            "refused: nothing may stand behind this command",
        ),
        TWO_MEANINGS: (
            "ditolak: angka itu bisa berarti tiket, bisa juga email yang ditahan. Untuk tiket tulis #{argument} di "
            "belakang nama perintahnya; untuk email yang ditahan, balas ringkasan yang memuatnya",
            "refused: that number may be a ticket's or a held email's. For the ticket write #{argument} behind the "
            "command's name; for a held email reply to the digest that lists it",
        ),
        ALONE: (
            "tidak dijawab di sini: satu email mendapat satu balasan. Kirim lagi sendiri",
            "not answered here: one email gets one letter. Send it again by itself",
        ),
        UNCLEAR_MOMENT: ("ditolak: kapan maksudnya?", "refused: when is that?"),
        "is-closed": (
            "ditolak: tiket ini sudah ditutup; /buka membukanya lagi",
            "refused: this ticket is closed already; /reopen opens it again",
        ),
        "is-discarded": (
            "ditolak: tiket ini sudah dibuang; /buka membukanya lagi",
            "refused: this ticket was discarded; /reopen opens it again",
        ),
        "is-merged": (
            "ditolak: tiket ini sudah digabung ke tiket {detail}. Kalau itu yang dimaksud, tulis #{detail} di belakang "
            "nama perintahnya",
            "refused: this ticket was merged into ticket {detail}. If you mean that one, write #{detail} behind the "
            "command's name",
        ),
        TOO_LATE: (
            "belum dijalankan: email Anda ini baru sampai sesudah pelanggan membalasnya. Kirim lagi bila masih perlu",
            "not carried out: this email of yours came only after the customer had replied to it. Send it again if it "
            "is still wanted",
        ),
        UNDONE_BY: (
            "{detail} membatalkan perintah terakhirnya di tiket ini",
            "{detail} has taken back the last command on this ticket",
        ),
        ASKED_YOU: (
            "belum dijalankan: kami bertanya dulu kepada Anda di email tersendiri; balas ya di sana",
            "not done yet: we ask you first, in an email of its own; reply yes to that",
        ),
        NO_TICKET: (
            "ditolak: tidak ada tiket {detail}; /daftar mengirimkan yang masih berjalan",
            "refused: there is no ticket {detail}; /list sends those that are not over",
        ),
        WHICH_TICKET: (
            "ditolak: tiket mana? Balas email tiketnya, atau tulis nomornya di belakang nama perintah: #12",
            "refused: which ticket? Reply to an email of the ticket, or write its number behind the command: #12",
        ),
        YOU_ASKED: (
            "ditolak: di tiket ini Anda pelanggannya",
            "refused: you are the customer of this ticket",
        ),
        NOT_AT_TOP: (
            "tidak dijalankan: perintah harus ada di baris paling atas, sebelum kata lain",
            "not carried out: a command must stand at the top, before any other word",
        ),
        NOT_SENT: (
            "Tulisan Anda yang lain tidak kami kirim ke pelanggan; ada di bawah ini. Kalau itu jawaban, kirim lagi "
            "tanpa baris perintah yang keliru.",
            "The rest of your email was not sent to the customer; it stands below. If it is an answer, send it again "
            "without the line that is wrong.",
        ),
        CLAIM_FIRST: (
            "Tulisan Anda yang lain tidak kami kirim ke pelanggan; ada di bawah ini. Tiket diambil dulu, baru dijawab "
            "dari tanda terimanya.",
            "The rest of your email was not sent to the customer; it stands below. A ticket is taken first, and then "
            "answered from its receipt.",
        ),
        "words-noted": (
            "Kata-kata Anda yang lain kami simpan sebagai catatan untuk pemegang tiketnya.",
            "Your other words are kept as a note for the ticket's owner.",
        ),
        SEEN_BY_CUSTOMER: (
            "perhatian: pelanggan ikut menerima email Anda beserta baris perintahnya",
            "note: the customer was among the recipients and saw the command line",
        ),
    }
)


def undone_by(line: str, result: str) -> Words | None:
    """The line that takes back what `line` has done; None when it has done nothing, or nothing takes it back."""
    command = BY_WORD.get(line.removeprefix("/").partition(" ")[0]) if line.startswith("/") else None
    if command is not None and result in command.done:
        return command.undo
    return _TAKEN_BACK.get(result)


def result_words(line: str, result: str, language: str, since: str = "", detail: str = "") -> str:
    """The words for the `result` of `line` ("/selesai puas"; "" or a PIC's own words when it was not a command).
    `since`: as for `say`, which has the results common to all commands."""
    name, _, argument = line.removeprefix("/").partition(" ")
    command = BY_WORD.get(name) if line.startswith("/") else None
    takes = in_language(command.argument.shown, language) if command else ""
    if result == BAD_ARGUMENT and not takes:
        result = NO_ARGUMENT
    if result == BAD_ARGUMENT and not argument:
        result = MORE_NEEDED
    example = in_language(command.example, language).partition("\n")[0] if command else ""
    if result == BAD_ARGUMENT and "," not in takes and example:
        result = _NOT_LIKE_THAT
    words = (command.results if command else {}).get(result) or WORDS.get(result)
    if words is None:
        return say(result, language, since, detail)
    said = {"{argument}": argument, "{takes}": takes, "{since}": since, "{detail}": detail, "{example}": example}
    said["{priority}"] = in_language(PRIORITY_WORDS.get(detail, (detail, detail)), language)
    found = in_language(words, language)
    for name, value in said.items():
        found = found.replace(name, value)
    return found
