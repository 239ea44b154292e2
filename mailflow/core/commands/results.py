"""The result of a command line, in words: those of its command, else those of all commands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.commands.command import BAD_ARGUMENT, NOT_YOURS, ONLY_PIC, UNKNOWN, Words
from mailflow.core.commands.table import BY_WORD, for_operators
from mailflow.core.wording import in_language, say

NO_ARGUMENT = "no-argument"
NOT_AT_TOP = "not-at-top"
SEEN_BY_CUSTOMER = "seen-by-customer"
NOT_SENT = "words-not-sent"

# "{argument}": the text after the name, "{takes}": what may follow it
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        NOT_YOURS: ("ditolak: tiket ini milik operator lain", "refused: another operator owns this ticket"),
        ONLY_PIC: ("ditolak: ini hanya untuk PIC", "refused: this is for the PIC alone"),
        UNKNOWN: (
            f"perintah tidak dikenal; yang ada: {for_operators()}",
            f"not a command; there are: {for_operators()}",
        ),
        BAD_ARGUMENT: (
            "kata setelah perintah tidak dikenal; yang ada: {takes}",
            "the word after the command is not known; there are: {takes}",
        ),
        NO_ARGUMENT: (
            "ditolak: di belakang perintah ini tidak boleh ada kata lain",
            "refused: nothing may stand behind this command",
        ),
        NOT_AT_TOP: (
            "tidak dijalankan: perintah harus ada di baris paling atas, sebelum kata lain",
            "not carried out: a command must stand at the top, before any other word",
        ),
        NOT_SENT: (
            "Tulisan Anda yang lain tidak kami kirim ke pelanggan; ada di bawah ini. Kalau itu jawaban, kirim lagi "
            "tanpa baris perintah yang keliru.",
            "The rest of your mail was not sent to the customer; it stands below. If it is an answer, send it again "
            "without the line that is wrong.",
        ),
        SEEN_BY_CUSTOMER: (
            "perhatian: pelanggan ikut menerima email Anda beserta baris perintahnya",
            "note: the customer was among the recipients and saw the command line",
        ),
    }
)


def result_words(line: str, result: str, language: str, since: str = "") -> str:
    """The words for the `result` of `line` ("/selesai puas"; "" or a PIC's own words when it was not a command).
    `since`: as for `say`, which has the results common to all commands."""
    name, _, argument = line.removeprefix("/").partition(" ")
    command = BY_WORD.get(name) if line.startswith("/") else None
    takes = in_language(command.argument.shown, language) if command else ""
    if result == BAD_ARGUMENT and not takes:
        result = NO_ARGUMENT
    words = (command.results if command else {}).get(result) or WORDS.get(result)
    if words is None:
        return say(result, language, since)
    return in_language(words, language).replace("{argument}", argument).replace("{takes}", takes)
