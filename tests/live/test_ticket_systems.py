"""The second tier has a ticket system of its own: Roundup and django-helpdesk as PyPI has them, each in an environment
of its own. Its receipt is no answer, its number is quoted, what a person answers there reaches the owner alone."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.escalated import TIER, by_budi, escalated, home, sent, told
from tests.live.conftest import missing
from tests.scripts.desk import Desk

pytestmark = pytest.mark.live


def _environment(request: pytest.FixtureRequest, folder: Path, *packages: str) -> Path:
    """The folder of the programs of a new environment with these packages."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    argv = [str(folder / "bin" / "pip"), "--quiet", "--disable-pip-version-check", "install", *packages]
    if subprocess.run(argv, check=False).returncode != 0:
        missing(request, " ".join(packages))
    return folder / "bin"


class Roundup:
    """A tracker of its own: the mail gateway, and what it would send."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self.admin("install", "classic", "sqlite")
        path = folder / "desk" / "config.ini"
        ini = configparser.RawConfigParser()
        ini.read(path)
        ini["tracker"].update(web="http://localhost/desk/", email="rooster")
        ini["mail"].update(domain="vendor.example", host="localhost", debug=str(folder / "letters"))
        with path.open("w") as file:
            ini.write(file)
        self.admin("-u", "admin", "initialise", "password")
        for name, address in (("tono", "tono@vendor.example"), ("iduhelp", "iduhelp@desk.example")):
            self.admin("-u", "admin", "create", "user", f"username={name}", f"address={address}", "roles=User")

    def admin(self, *words: str) -> str:
        argv = [str(self._programs / "roundup-admin"), "-i", "desk", *words]
        return subprocess.run(argv, cwd=self._folder, env=self._env, capture_output=True, text=True, check=True).stdout

    def receives(self, raw: bytes) -> bytes:
        """The letter that one mail to the tracker makes it send; b"" for none."""
        letters = self._folder / "letters"
        letters.write_text("")
        argv = [str(self._programs / "roundup-mailgw"), "desk"]
        subprocess.run(argv, cwd=self._folder, env=self._env, input=raw, check=True)
        return b"\n".join(letters.read_bytes().splitlines()[3:])

    @property
    def _env(self) -> dict[str, str]:
        return {**os.environ, "HOME": str(self._folder)}


@pytest.fixture(scope="module")
def roundup_programs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _environment(request, tmp_path_factory.mktemp("roundup"), "roundup==2.6.0")


@pytest.fixture
def roundup(roundup_programs: Path, tmp_path: Path) -> Roundup:
    return Roundup(roundup_programs, tmp_path)


def test_roundup(roundup: Roundup, tmp_path: Path) -> None:
    """It takes the form for an issue; what Tono writes there, marked as bulk and with his own Message-ID, is an answer;
    our further letter is a message of the same issue."""
    with Desk(home(tmp_path, "home")) as desk:
        assert roundup.receives(escalated(desk).received.data) == b""
        assert "1: Eskalasi tiket 1: pulsa-tidak-masuk" in roundup.admin("list", "issue")
        said = b"From: tono@vendor.example\nTo: rooster@vendor.example\nMessage-ID: <1@vendor.example>\n"
        answer = roundup.receives(said + b"Subject: [issue1] Eskalasi tiket 1: pulsa-tidak-masuk\n\nSudah beres.\n")
        before = len(desk.world)
        uid = desk.put(answer, "mailbox1")
        desk.look()
        assert desk.outcome(uid)[0] == "second-tier"
        assert told(desk, before) == [("second-tier-answered", "budi@desk.example")]
        assert "Sudah beres." in desk.world[-1].text

        by_budi(desk, desk.world[-1], "/eskalasi\n\nMasih gagal.")
        further = sent(desk, "second-tier-form")
        assert str(further.message["Subject"]) == "Re: [issue1] Eskalasi tiket 1: pulsa-tidak-masuk"
        roundup.receives(further.received.data)
        assert roundup.admin("list", "issue").count("Eskalasi") == 1
        assert roundup.admin("get", "messages", "issue1").count("'") == 3 * 2


def test_a_question_of_roundup_comes_back_and_its_answer_goes_there(roundup: Roundup, tmp_path: Path) -> None:
    """The ticket is the owner's turn with its old clock; what he writes below `/eskalasi` is a message of the issue,
    and the second tier's clock runs again."""
    with Desk(home(tmp_path, "home")) as desk:
        roundup.receives(escalated(desk).received.data)
        before = len(desk.world)
        desk.put(roundup.receives(_by_tono("Nominalnya berapa, dan jam berapa transaksinya?")), "mailbox1")
        desk.look()
        ticket = desk.ticket(1)
        assert ticket is not None
        assert (told(desk, before), ticket.status) == ([("second-tier-answered", "budi@desk.example")], "open")

        by_budi(desk, desk.world[-1], "/eskalasi\n\nLima puluh ribu, jam 08.30.")
        ticket = desk.ticket(1)
        assert ticket is not None
        assert ticket.status == "escalated"
        roundup.receives(sent(desk, "second-tier-form").received.data)
        assert roundup.admin("list", "issue").count("Eskalasi") == 1
        before = len(desk.world)
        desk.put(roundup.receives(_by_tono("Sudah kami isi ulang.")), "mailbox1")
        desk.look()
        assert told(desk, before) == [("second-tier-answered", "budi@desk.example")]


def _by_tono(text: str) -> bytes:
    """What he writes to his tracker's issue."""
    head = f"From: tono@vendor.example\nTo: rooster@vendor.example\nMessage-ID: <{len(text)}@vendor.example>\n"
    return f"{head}Subject: [issue1] Eskalasi tiket 1: pulsa-tidak-masuk\n\n{text}\n".encode()


def test_passed_on_from_roundup_to_django_helpdesk(roundup: Roundup, helpdesk: Helpdesk, tmp_path: Path) -> None:
    """The other gets a form of its own, without the first one's number; only so often as `reassignments` allows. What
    the first still says reaches the owner."""
    with Desk(home(tmp_path, "home")) as desk:
        roundup.receives(escalated(desk, reassignments=1).received.data)
        before = len(desk.world)
        by_budi(desk, sent(desk, "second-tier-form"), "/eskalasi #1 noc@vendor.example\n\nMohon dicek di jaringan.")
        form = sent(desk, "second-tier-form")
        assert form.to == ["noc@vendor.example"]
        assert "issue1" not in str(form.message["Subject"])
        for receipt in helpdesk.receives(form.received.data):
            desk.put(receipt, "mailbox1")
        desk.look()
        by_budi(desk, sent(desk, "command-receipt"), "/eskalasi #1 lain@vendor.example")
        assert sent(desk, "second-tier-form") is form
        assert "ditolak: tiket ini sudah" in sent(desk, "command-receipt").text

        before = len(desk.world)
        desk.put(roundup.receives(_by_tono("Bukan bagian kami, mohon ke NOC.")), "mailbox1")
        desk.look()
        assert told(desk, before) == [("second-tier-answered", "budi@desk.example")]


def test_roundup_refuses_a_stranger(roundup: Roundup, tmp_path: Path) -> None:
    """It knows no such user, and sends the form back without any reference: its author has the ticket again."""
    roundup.admin("-u", "admin", "set", "user4", "address=other@desk.example")
    with Desk(home(tmp_path, "home")) as desk:
        letter = roundup.receives(escalated(desk).received.data)
        assert b"Failed issue tracker submission" in letter
        before = len(desk.world)
        uid = desk.put(letter, "mailbox1")
        desk.look()
        assert desk.outcome(uid)[0] == "second-tier"
        assert told(desk, before)[0] == ("letter-failed", "budi@desk.example")
        assert "not a registered user" in desk.world[before].text


class Helpdesk:
    """helpdesk_process.py under the Python of its environment."""

    def __init__(self, programs: Path, folder: Path) -> None:
        script = Path(__file__).with_name("helpdesk_process.py")
        argv = [str(programs / "python"), str(script), str(folder)]
        self._folder = folder
        self._process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._read() == "ready"

    def receives(self, raw: bytes) -> list[bytes]:
        (self._folder / "mail.eml").write_bytes(raw)
        return self._step(mail=str(self._folder / "mail.eml"))

    def answers(self, ticket: int, text: str) -> list[bytes]:
        return self._step(answer=ticket, text=text)

    def stop(self) -> None:
        self._process.communicate(timeout=20)

    def _step(self, **step: Any) -> list[bytes]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(step) + "\n")
        self._process.stdin.flush()
        done = self._read()
        assert done["tickets"] == 1
        return [letter.encode("utf-8", "surrogateescape") for letter in done["letters"]]

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@pytest.fixture(scope="module")
def helpdesk_programs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _environment(request, tmp_path_factory.mktemp("helpdesk"), "django-helpdesk==2.6.1", "Django==5.2.8")


@pytest.fixture
def helpdesk(helpdesk_programs: Path, tmp_path: Path) -> Iterator[Helpdesk]:
    started = Helpdesk(helpdesk_programs, tmp_path)
    yield started
    started.stop()


def test_django_helpdesk(helpdesk: Helpdesk, tmp_path: Path) -> None:
    """Its receipt is no answer; the agent's, which answers no Message-ID of ours, is found by its subject; our further
    letter stays on its ticket."""
    with Desk(home(tmp_path, "home")) as desk:
        for receipt in helpdesk.receives(escalated(desk).received.data):
            desk.put(receipt, "mailbox1")
        before = len(desk.world)
        desk.look()
        ticket = desk.ticket(1)
        assert ticket is not None
        assert (told(desk, before), ticket.status) == ([], "escalated")
        assert ticket.parties[0].their_number == "[rooster-1]"

        (answer,) = helpdesk.answers(1, "Sudah beres, silakan dicoba.")
        assert b"References" not in answer
        desk.put(answer, "mailbox1")
        desk.look()
        assert told(desk, before) == [("second-tier-answered", "budi@desk.example")]
        assert "Sudah beres, silakan dicoba." in desk.world[-1].text

        by_budi(desk, desk.world[-1], "/eskalasi\n\nMasih gagal.")
        further = sent(desk, "second-tier-form")
        assert str(further.message["Subject"]) == "Re: [rooster-1] Eskalasi tiket 1: pulsa-tidak-masuk"
        assert further.to == [TIER]
        helpdesk.receives(further.received.data)
