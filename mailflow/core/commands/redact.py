"""`/hapus-isi`: words disappear from a mail, and from everything kept about it."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.commands.command import ANYTHING, ASKED_YOU, Argument, Call, Decided, MailCommand, May
from mailflow.core.redacting import words_of
from mailflow.core.replies.cards import without_signature
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

REDACT = "redact"
WHICH_MAIL, FEW, NOT_THERE, ONLY_WORDS = "redact-which-mail", "redact-few", "redact-not-there", "redact-other-lines"


def _redact(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """Which mail, and whether it has the words, flow has found; nothing happens before a yes."""
    return Decided(call.redacts or WHICH_MAIL, refused=True)


def words_named(lines: Sequence[tuple[str, str]], below: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The words behind the command and below it, without the author's signature (`names` are his)."""
    behind = [argument for name, argument in lines if name in COMMANDS[0].names]
    said = without_signature(f".\n{below}", names).removeprefix(".")
    return words_of("\n".join((*behind, said)))


COMMANDS = (
    MailCommand(
        words=("hapus-isi", "redact"),
        may=May.OWNER_OR_PIC,
        argument=Argument(
            ANYTHING.read, ("kata-kata, juga di bawahnya, satu sebaris", "words, also below, one a line")
        ),
        example=("/hapus-isi 482913", "/redact 482913"),
        decide=_redact,
        help=(
            "menghapus kata-kata itu (PIN, kata sandi) dari email yang Anda balas dan dari semua yang tersimpan, "
            "sesudah Anda menjawab ya",
            "removes these words (a PIN, a password) from the email you reply to and from everything kept, after your "
            "yes",
        ),
        results={
            ASKED_YOU: (
                "belum dijalankan: kami bertanya dulu kepada Anda di email tersendiri; balas ya di sana",
                "not done yet: we ask you first, in an email of its own; reply yes to that",
            ),
            WHICH_MAIL: (
                "ditolak: dari email yang mana? Kirim perintah ini sebagai balasan atas email itu sendiri, atau atas "
                "pemberitahuan yang memuatnya",
                "refused: from which email? Send this in reply to that email itself, or to the notice that carries it",
            ),
            FEW: (
                "ditolak: tulis di belakang perintah ini atau di bawahnya apa yang harus hilang, satu di tiap baris, "
                "masing-masing 3 sampai 200 huruf, paling banyak dua puluh",
                "refused: behind this command or below it write what must go, one a line, each of 3 to 200 characters, "
                "twenty at most",
            ),
            NOT_THERE: (
                "ditolak: email itu tidak memuat kata-kata itu seperti yang Anda tulis; tidak ada yang berubah",
                "refused: that email does not have these words as you write them; nothing was changed",
            ),
            ONLY_WORDS: (
                "ditolak: kirim perintah ini sendirian, supaya jelas apa yang harus hilang",
                "refused: send this command alone, so that it is clear what must go",
            ),
        },
        asks_first=REDACT,
        takes_text=True,
        on_over=True,
    ),
)
