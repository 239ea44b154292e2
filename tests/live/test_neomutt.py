"""Each mail command once from neomutt, in both languages, above the quotation and below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.core.commands.table import COMMANDS
from mailflow.core.message import OurAddresses
from mailflow.mail.command_lines import command_lines
from mailflow.mail.understand import understand
from tests.live.conftest import missing
from tests.live.neomutt import PROGRAM, Neomutt
from tests.scripts.desk import Desk, Seen

pytestmark = [pytest.mark.live, pytest.mark.timeout(180)]

OURS = OurAddresses(desk=("iduhelp@desk.example",))
LETTER = (
    b"From: iDuHelp <iduhelp@desk.example>\r\nTo: Budi <budi@desk.example>\r\nSubject: Re: [#1] Pulsa\r\n"
    b"Message-ID: <1.receipt@desk.example>\r\nDate: Mon, 02 Nov 2026 09:00:00 +0700\r\n\r\n"
    b"Tiket ini sekarang milik Anda: offline nomor 1, Operator Budi.\r\n\r\n> Pulsa saya belum masuk.\r\n"
)
LINES = [
    (command.example[language] or f"/{command.words[language]}").split("\n", 1)
    for command in COMMANDS
    for language in (0, 1)
    if command.words[language]
]


@pytest.fixture
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Neomutt:
    if PROGRAM is None:
        missing(request, "neomutt")
    return Neomutt(tmp_path / "neomutt", "Budi", "budi@desk.example")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_each_command_is_read(client: Neomutt, line: list[str]) -> None:
    """Its line is found, with the words below it and nothing of the quotation or the signature."""
    name, _, argument = line[0].removeprefix("/").partition(" ")
    words = "\n\n".join([line[0], *(part.strip() for part in line[1:])])
    for below, flowed in ((False, False), (True, True)):
        message = understand(client.reply(LETTER, words, below=below, flowed=flowed), OURS)
        found = command_lines(message.reply_text, ("Budi",))
        assert found.commands == ((name, argument),)
        assert found.words.split() == " ".join(line[1:]).split()


def test_a_conversation(client: Neomutt, tmp_path: Path) -> None:
    """A claim, a note, an answer, its taking back, a proposal to close: the customer sees the words meant for her."""
    with Desk(tmp_path) as desk:
        desk.start()
        desk.write_rules({"announce": "operators", "undo_within": "60s", "desk": {"list": None}})
        asks = b"From: Ani <ani@mail.example>\r\nTo: iduhelp@desk.example\r\nSubject: Pulsa\r\n\r\nBelum masuk.\r\n"
        desk.put(asks, "mailbox1")
        desk.look()

        def says(kind: str, words: str, **how: bool) -> str:
            uid = desk.put(client.reply(_newest(desk, kind).received.data, words, **how), "mailbox1")
            desk.look()
            return desk.outcome(uid)[0]

        assert says("announcement", "/ambil") == "command"
        assert says("claim-receipt", "/catatan\n\nSudah ditelepon.", below=True) == "command"
        assert says("claim-receipt", "Halo Bu, coba matikan data seluler dulu.", flowed=True) == "answer"
        assert says("claim-receipt", "/batal") == "command"
        assert says("claim-receipt", "Halo Bu, sudah kami isi ulang.\n\n/selesai", below=True) in (
            "answer",
            "closing-statement",
        )
        desk.pass_time(desk.clock.now().replace(hour=23))
        told = [one for one in desk.world if "ani@" in one.received.rcpts[0]]
        text = "\n".join(one.text for one in told[1:])
        assert "sudah kami isi ulang" in text
        assert "matikan data" not in text and "/selesai" not in text and "ditelepon" not in text


def _newest(desk: Desk, kind: str) -> Seen:
    return next(one for one in reversed(desk.world) if one.kind == kind and "budi@" in one.received.rcpts[0])
