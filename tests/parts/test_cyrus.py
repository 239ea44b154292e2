"""A mailbox on a Cyrus: folders below INBOX, IDLE and MOVE as it does them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from imapclient.exceptions import IMAPClientError

from tests.parts import cyrus
from tests.parts.conftest import MAILFLOW_COMMAND
from tests.parts.programs import Program, until

RULES = f"""\
desk: {{name: iDuHelp, address: iduhelp@desk.example, language: id}}
admin: admin@staff.example
operators: [{{name: Budi, address: budi@staff.example}}]
pic: {{name: Dewi, address: dewi@staff.example}}
mailboxes:
  - imap: "imap+insecure://{cyrus.USER}@{cyrus.HOST}:{cyrus.IMAP}/INBOX"
    password: {cyrus.PASSWORD}
    after: "move:INBOX/Processed"
outgoing: {{maildir: var/out}}
trust: {{operators: aligned, authserv: mx.desk.example}}
"""
REQUEST = """From: Ani <ani@customer.example>
To: iduhelp@desk.example
Subject: Pulsa belum masuk
Message-ID: <a{number}@customer.example>

Mohon dibantu.
"""


def test_a_mail_is_taken_in_while_idling_and_moved(tmp_path: Path) -> None:
    """What was there before is history; what comes while mailflow idles is answered; both are found below INBOX."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    with cyrus.Cyrus() as server:
        daemon = Program([str(MAILFLOW_COMMAND), "--home", str(tmp_path), "run"], tmp_path / "run.log")
        try:
            for number in (1, 2):
                if number == 2:
                    until(lambda: "settled inbox=1 outcome=history " in daemon.log.read_text(), "the first mail")
                server.deliver(REQUEST.format(number=number))
            until(lambda: "settled inbox=2 outcome=request " in daemon.log.read_text(), "the second mail")
            until(lambda: len(server.folder("INBOX/Processed")) == 2, "both mails in the folder they are moved to")
            assert server.folder("INBOX") == []
        finally:
            daemon.stop()
    letters = [file.read_text() for file in (tmp_path / "var/out/new").iterdir()]
    assert sum("<ani@customer.example>" in letter.partition("\n\n")[0] for letter in letters) == 1


def test_its_mails_show_how_tickets_stand(tmp_path: Path) -> None:
    """Keywords and copies, below INBOX as its namespace wants it; once, though it is looked at twice."""
    mirror = RULES.replace(
        '    after: "move:INBOX/Processed"\n', '    since: all\n    mirror: {folders: "Tiket/{owner}"}\n'
    )
    (tmp_path / "rules.yaml").write_text(mirror, encoding="utf-8")
    home = [str(MAILFLOW_COMMAND), "--home", str(tmp_path)]
    with cyrus.Cyrus() as server:
        server.deliver(REQUEST.format(number=1))
        for words in (["run", "--once"], ["run", "--once"], ["assign", "1", "Budi"], ["run", "--once"]):
            subprocess.run([*home, *words], check=True, capture_output=True, timeout=60)
            if words[0] == "run":
                shown = [flag for flag in _flags(server, "INBOX") if flag.startswith("$")]
                copies = {name: len(server.folder(name)) for name in _folders(server)}
                expected = ("$mf_new", "belum-diambil") if "Budi" not in str(copies) else ("$mf_owner_budi", "Budi")
                assert (shown, sum(copies.values())) == ([expected[0]], 1)
                assert copies[f"INBOX/Tiket/{expected[1]}"] == 1
    assert "INBOX/Tiket/Budi" in copies


def test_a_folder_that_takes_no_more_keywords(tmp_path: Path) -> None:
    """Its hundred names are used up by other people's labels: ours that is new is left out, what no longer holds
    is taken off, and it is said once for both mails of the ticket."""
    (tmp_path / "rules.yaml").write_text(
        RULES.replace('    after: "move:INBOX/Processed"\n', "    since: all\n    mirror: true\n"), encoding="utf-8"
    )
    home = [str(MAILFLOW_COMMAND), "--home", str(tmp_path)]
    with cyrus.Cyrus() as server:
        for number in (1, 2):
            server.deliver(REQUEST.format(number=number))
        subprocess.run([*home, "run", "--once"], check=True, capture_output=True, timeout=60)
        subprocess.run([*home, "run", "--once"], check=True, capture_output=True, timeout=60)
        assert _flags(server, "INBOX").count("$mf_new") == 2
        _use_up(server)
        subprocess.run([*home, "assign", "1", "Budi"], check=True, capture_output=True, timeout=60)
        ran = subprocess.run([*home, "run", "--once"], check=True, capture_output=True, text=True, timeout=60)
        assert [flag for flag in _flags(server, "INBOX") if flag.startswith("$")] == []
    assert ran.stderr.count("refuses the keyword $mf_owner_budi: it is left out") == 1


def _use_up(server: cyrus.Cyrus) -> None:
    """Names for labels, until the folder has no more."""
    with server.login() as client:
        client.select_folder("INBOX")
        (first, *_) = client.search("ALL")
        with pytest.raises(IMAPClientError, match="Too many user flags"):
            for number in range(101):
                client.add_flags([first], [f"label{number}"])


def _flags(server: cyrus.Cyrus, folder: str) -> list[str]:
    with server.login() as client:
        client.select_folder(folder, readonly=True)
        return [
            flag.decode() for one in client.fetch(client.search("ALL"), ["FLAGS"]).values() for flag in one[b"FLAGS"]
        ]


def _folders(server: cyrus.Cyrus) -> list[str]:
    with server.login() as client:
        return [name for _, _, name in client.list_folders("", "INBOX/Tiket/*")]
