"""init, check, letters: a home is made, examined and read."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailflow.cli.common import called
from mailflow.config.loader import load
from mailflow.demo import stage
from mailflow.errors import CannotDo
from tests.cli.desk import ROOT, Desk, process, typed
from tests.servers import SmtpSink


def test_init_makes_a_home_that_passes_check(tmp_path: Path) -> None:
    """A new home is good as it stands."""
    made = typed("init", str(tmp_path / "new"), "--json").json
    assert made["home"] == str(tmp_path / "new")
    assert "rules.yaml" in made["made"]
    assert typed("check", "--home", made["home"]).status == 0


def test_init_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without DIR; and what it says to type next works as it stands."""
    monkeypatch.chdir(tmp_path)
    done = process("init", stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    said = b"".join(done.communicate(timeout=30)).decode()
    assert done.returncode == 0
    assert (tmp_path / "rules.yaml").is_file()
    assert "good" in typed_by_a_stranger(said, tmp_path)[0]


def typed_by_a_stranger(said: str, folder: Path) -> list[str]:
    """What the commands print that a text suggests, on indented lines of their own, pasted into a shell that knows no
    `mailflow`."""
    lines = [line.strip() for line in said.splitlines() if re.match(r"    \S.*--home ", line)]
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    return [subprocess.run(line, shell=True, cwd=folder, env=environ, check=True, capture_output=True, text=True).stdout
            for line in lines]  # fmt: skip


def test_what_the_demo_suggests_can_be_pasted(tmp_path: Path) -> None:
    """However it was started: `why`, `show`, `letters`, `verify`."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    done = process("demo", "--folder", "a desk", cwd=tmp_path, **pipes)
    said, _ = done.communicate(timeout=100)
    assert done.returncode == 0
    found = typed_by_a_stranger(said.decode(), tmp_path)
    assert len(found) == 4
    assert all(found)


def test_the_demo_waits_for_its_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes before it answers: begun while the first try was refused, or never."""
    waited: list[float] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        monkeypatch.setattr(stage, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=lambda s: listener.listen()))
        stage._wait_for(port)
        monkeypatch.setattr(stage, "time", SimpleNamespace(monotonic=lambda: len(waited) * 21.0, sleep=waited.append))
    with pytest.raises(CannotDo, match=f"port {port} did not answer"):
        stage._wait_for(port)
    assert len(waited) == 1


def test_how_it_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name where the shell finds it, else by the way from here; a checkout's cli.py with its Python."""
    program = tmp_path / "my venv" / "bin" / "mailflow"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(program)])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    assert called() == "'my venv/bin/mailflow'"
    monkeypatch.chdir("/usr")
    assert called() == f"'{program}'"
    monkeypatch.setenv("PATH", f"/usr/bin:{program.parent}")
    assert called() == "mailflow"
    monkeypatch.setattr("sys.argv", ["cli.py"])
    monkeypatch.setattr("sys.executable", "/usr/bin/python3")
    assert called() == "bin/python3 cli.py"


def test_init_keeps_what_is_there(desk: Desk) -> None:
    """A second init changes nothing and says why."""
    before = (desk.home / "rules.yaml").read_bytes()
    said = typed("init", str(desk.home))
    assert (said.status, said.out) == (1, "")
    assert "exists already" in said.err
    assert (desk.home / "rules.yaml").read_bytes() == before


def test_check_tells_all_faults_of_rules_and_letters_at_once(desk: Desk) -> None:
    """Exit status 2; each fault with file and line."""
    desk.edit("claim: any-reply", "claim: any-repyl")
    (desk.home / "templates" / "canned" / "closed.id.txt").write_text("Subject: x\n\nHalo {{ nobody }}\n")
    found = desk.json("check", status=2)
    assert not found["ok"]
    files = [fault["place"].split(":")[0] for fault in found["faults"]]
    assert files == ["rules.yaml", "templates/canned/closed.id.txt"]
    said = desk.type("check", status=2)
    assert said.out == ""
    assert "any-reply" in said.err


def test_check_insists_on_secrets_that_list_can_do_without(desk: Desk) -> None:
    """`${NAME}` that is not set is a fault for check, not for list."""
    desk.edit("admin: admin@desk.example", "admin: admin@desk.example\nsecret: ${MAILFLOW_TEST_NOT_SET}")
    assert "MAILFLOW_TEST_NOT_SET" in desk.type("check", status=2).err
    desk.type("list")


def test_check_warns_that_the_mailbox_must_receive_the_lists_mail(desk: Desk) -> None:
    """With `announce: list` claims sent to the list must reach the desk; a warning is no failure."""
    desk.edit("  # list: operator@lists.desk.example ", "  list: operator@lists.desk.example # ")
    desk.edit("# announce: list ", "announce: list # ")
    assert "itself receives the list's mail" in desk.type("check").err
    assert any("list" in warning["what"] for warning in desk.json("check")["warnings"])


@pytest.mark.parametrize(
    ("survey", "road", "words"),
    [
        ("", "mail", "asks for a digit from 1 to 5 by reply"),
        ('survey: {link: "https://survey.example/?ticket={number}&key={token}"}', "link", "has the link"),
        ("survey: {by_mail: false}", "none", "nobody is asked"),
    ],
)
def test_check_says_how_customers_are_asked(desk: Desk, survey: str, road: str, words: str) -> None:
    """A home without a survey link asks by mail, and whoever sets one up reads it."""
    rules = desk.home / "rules.yaml"
    rules.write_text(f"{rules.read_text()}\n{survey}\n")
    assert desk.json("check")["survey"] == road
    assert words in desk.type("check").out


def test_check_speaks_indonesian_where_the_locale_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its lines; JSON stays as programs know it."""
    english = desk.type("check", "--connect").out.splitlines()
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    indonesian = desk.type("check", "--connect").out.splitlines()
    assert len(indonesian) == len(english) and not set(indonesian) & set(english)
    assert any(line.startswith("terbuka: siapa pun boleh membuka tiket") for line in indonesian)
    assert any("may open tickets" in sentence for sentence in desk.json("check")["open"])


def test_check_connect_asks_every_server(desk: Desk) -> None:
    """Folders answer; a port where nothing listens does not, and is named."""
    assert [probe["ok"] for probe in desk.json("check", "--connect")["probes"]] == [True, True]
    desk.edit("  maildir: var/out", "  smtp: smtp+insecure://127.0.0.1:1  #")
    found = desk.json("check", "--connect", status=1)
    assert [probe["ok"] for probe in found["probes"]] == [True, False]
    assert "127.0.0.1" in desk.type("check", "--connect", status=1).err


def test_check_connect_asks_the_way_of_alarms_too(desk: Desk) -> None:
    """It is used only when something is wrong, which is no time to find out; the doctor asks it as well."""
    with SmtpSink(login=("desk", "secret")) as sink:
        route = f"alarm: {{smtp: {sink.url}, password: PASSWORD}}\n"
        rules = (desk.home / "rules.yaml").read_text()
        (desk.home / "rules.yaml").write_text(rules + route.replace("PASSWORD", "secret"))
        probes = desk.json("check", "--connect")["probes"]
        assert "logged in as desk" in probes[-1]["words"]
        assert probes[-1]["name"].startswith("alarm: ")
        (desk.home / "rules.yaml").write_text(rules + route.replace("PASSWORD", "wrong"))
        assert "alarm: " in desk.type("check", "--connect", status=1).err
        assert any("login refused" in one["what"] for one in desk.json("doctor", status=1)["findings"])


def test_a_refused_login_names_the_line_and_the_variable(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the admin mends it: the line of rules.yaml, and the name in .env, or that the environment goes before."""
    with SmtpSink(login=("desk", "secret")) as sink:
        desk.edit("  maildir: var/out", f"  smtp: {sink.url}\n  password: ${{SMTP_PASSWORD}}  #")
        (desk.home / ".env").write_text("SMTP_PASSWORD=old-one\n")
        lines = (desk.home / "rules.yaml").read_text().split("\n")
        line = next(n for n, words in enumerate(lines, 1) if "${SMTP_PASSWORD}" in words)
        said = desk.type("check", "--connect", status=1).err
        assert f"(its password: rules.yaml:{line}, ${{SMTP_PASSWORD}} of .env)" in said
        monkeypatch.setenv("SMTP_PASSWORD", "older-one")
        assert "${SMTP_PASSWORD} of the environment)" in desk.type("check", "--connect", status=1).err


@pytest.mark.parametrize(
    ("line", "package", "extra"),
    [
        ("web: {listen: 127.0.0.1:8099}", "waitress", "web"),
        ("database: postgresql://desk@127.0.0.1:1/desk", "psycopg", "postgres"),
    ],
)
def test_check_names_what_is_not_installed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, line: str, package: str, extra: str
) -> None:
    """Before `run` refuses to start."""
    with (desk.home / "rules.yaml").open("a") as rules:
        rules.write(f"{line}\n")
    desk.type("check")
    monkeypatch.setitem(sys.modules, package, None)
    assert f"pip install 'mailflow[{extra}]'" in desk.type("check", status=2).err


def test_looking_begins_no_desk(desk: Desk) -> None:
    """Neither check nor list nor explain creates the database."""
    mail = desk.mail("ani", "x", "y")
    for words in ("check --connect", "list", "report", "doctor", "verify", "inbox", f"explain {mail}"):
        desk.type(*words.split())
    assert not (desk.home / "mailflow.db").exists()


def test_since_init_counts_from_init(desk: Desk) -> None:
    """What came between `init` and the first run is answered, what came before is history. Once: where the database is
    lost later, only what comes from then on."""
    now = time.time()
    (desk.home / ".mailflow" / "init").write_text(datetime.fromtimestamp(now - 3600, UTC).isoformat())
    desk.edit("  - maildir: var/in ", "  - {maildir: var/in, since: init} #")
    for hours, subject in ((2.0, "Sebelum"), (0.5, "Di antaranya")):
        os.utime(desk.mail("ani", subject, "Belum masuk."), (now - hours * 3600,) * 2)
    desk.once()
    assert [ticket["subject"] for ticket in desk.json("list", "--all")["tickets"]] == ["Di antaranya"]
    (desk.home / "mailflow.db").unlink()
    desk.once()
    assert desk.json("list", "--all")["tickets"] == []


def test_letters_lists_every_letter_with_its_languages(desk: Desk) -> None:
    """Named alone, `letters` lists."""
    listed = desk.json("letters")["letters"]
    assert listed == desk.json("letters", "list")["letters"]
    closed = next(letter for letter in listed if letter["name"] == "closed")
    assert closed["languages"] == ["en", "id"]
    assert "survey-line" not in [letter["name"] for letter in listed]  # a piece of letters, none itself
    assert "closing-satisfied" in desk.type("letters").out


def test_letters_show_is_the_letter_as_written(desk: Desk) -> None:
    """With its placeholders, in the language asked for."""
    shown = desk.json("letters", "show", "closed", "--language", "en")
    assert shown["language"] == "en"
    assert "{{ ticket.number }}" in shown["body"]
    assert "did you mean 'closed'" in desk.type("letters", "show", "closd", status=1).err


def test_letters_publish_writes_one_page_of_the_public_ones(desk: Desk, tmp_path: Path) -> None:
    """Ordered, without greetings, with nothing from elsewhere; none is public unless its head says so."""
    page = tmp_path / "jawaban.html"
    assert "public: yes" in desk.type("letters", "publish", "--output", str(page), status=1).err
    folder, own = desk.home / "templates" / "canned", ROOT / "templates" / "canned"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("answer-pulsa-data.id", "answer-pulsa-nomor.id"):
        text = (own / f"{name}.txt").read_text(encoding="utf-8")
        (folder / f"{name}.txt").write_text(f"public: yes\n{text}", encoding="utf-8")
    (folder / "jadwal.id.txt").write_text(
        "public: yes\nSubject: x\ntitle: <Jam> & libur\n\nHalo,\n\nKami buka 8 > 7.\n"
    )
    shown = desk.json("letters", "publish", "--output", str(page))
    assert shown["letters"] == ["answer-pulsa-nomor", "answer-pulsa-data", "jadwal"]
    text = page.read_text(encoding="utf-8")
    assert "<h3>&lt;Jam&gt; &amp; libur</h3>\n<p>Kami buka 8 &gt; 7.</p>" in text
    assert "Matikan data seluler sekarang juga" in text
    assert "Halo" not in text
    assert "Salam hangat" not in text
    assert "http" not in text
    assert "Mohon tulis kepada iduhelp@desk.example: apakah data seluler menyala" in text
    assert "balas email ini" not in text
    (folder / "jadwal.id.txt").write_text("public: yes\nSubject: x\n\nHalo {{ customer.nam }},\n\nKami buka.\n")
    assert "jadwal.id.txt:4" in desk.type("letters", "publish", "--output", str(page)).err


def test_letters_preview_is_the_letter_as_read(asked: Desk) -> None:
    """With invented facts, or those of a ticket."""
    invented = asked.json("letters", "preview", "closed", "--language", "en")
    assert "{{" not in invented["text"]
    real = asked.json("letters", "preview", "claim-receipt", "--ticket", "1")
    assert "Pulsa saya belum masuk." in real["text"]
    assert "no ticket 9" in asked.type("letters", "preview", "closed", "--ticket", "9", status=1).err


@pytest.mark.parametrize(
    ("letter", "to", "greets"),
    [
        ("closing-satisfied", "ani@mail.example", "Halo Ani"),
        ("customer-wrote", "sari@desk.example", "Sari"),
        ("handover", "sari@desk.example", "Halo Sari"),
        ("reopened", "sari@desk.example", "Halo Sari"),
        ("digest", "dewi@desk.example", "Halo Dewi"),
        ("closing-notice", "dewi@desk.example", "Sari"),
        ("announcement", "budi@desk.example", "Pulsa saya belum masuk."),
        ("admin-alert", "admin@desk.example", ""),
    ],
)
def test_letters_preview_greets_whom_it_is_sent_to(asked: Desk, letter: str, to: str, greets: str) -> None:
    """The customer, the owner, the PIC: whoever would get it on that ticket; nothing odd is invented about it."""
    asked.type("assign", "1", "Sari", "--as", "Dewi")
    told = asked.json("letters", "preview", letter, "--ticket", "1")
    assert told["to"] == to
    assert greets in told["text"]
    assert "DMARC" not in told["text"]
    assert "To: " in asked.type("letters", "preview", letter).out


def test_letters_preview_of_the_admins_own(asked: Desk) -> None:
    """One that a ladder sends is for whom the ladder names; any other is for the customer."""
    folder = asked.home / "templates" / "canned"
    for name in ("answer-kartu", "tegur"):
        (folder / f"{name}.id.txt").write_text("Subject: Re: {{ ticket.subject }}\n\nHalo {{ recipient.name }}.\n")
    step = "{after: 36h, letter: tegur, to: pic}"
    asked.edit("    - {after: 48h, letter: escalation-claim, to: pic}", f"    - {step}")
    assert asked.json("letters", "preview", "answer-kartu", "--ticket", "1")["to"] == "ani@mail.example"
    assert asked.json("letters", "preview", "tegur", "--ticket", "1")["to"] == "dewi@desk.example"


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_demo_speaks_both_languages_and_is_short(tmp_path: Path, language: str) -> None:
    """All of it in one of them, people's mails too, in no more lines than somebody reads."""
    done = process("demo", "--language", language, "--folder", str(tmp_path / "desk"), stdout=subprocess.PIPE)
    out = done.communicate(timeout=120)[0].decode()
    assert done.returncode == 0
    assert len(out.splitlines()) <= 250
    words = {"en": "Thank you for contacting us", "id": "Terima kasih telah menghubungi kami"}
    assert [spoken for spoken, has in words.items() if has in out] == [language]
    report, page = re.findall(r"(?:file|http)://\S+", out)[-2:]
    html = Path(report.removeprefix("file://")).read_text(encoding="utf-8")
    assert html.count("<svg") > 10
    assert page.removesuffix("/") == load(tmp_path / "desk").web.url
