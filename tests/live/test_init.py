"""`mailflow init` asks, with a real Dovecot and a server that judges mail: from nothing to a desk that answers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.desk import Desk, typed
from tests.live.dovecot import PASSWORD, Dovecot
from tests.servers import Received, SmtpSink

pytestmark = pytest.mark.live


class Judge(SmtpSink):
    """A mail server that writes Authentication-Results, and delivers to Dovecot what is for the desk."""

    def __init__(self, dovecot: Dovecot, user: str) -> None:
        super().__init__(login=(user, PASSWORD))
        self._dovecot, self._user = dovecot, user

    def keep(self, letter: Received) -> None:
        if f"{self._user}@desk.example" in letter.rcpts:
            judged = b"Authentication-Results: mx.kampus.example; dmarc=none header.from=desk.example\r\n"
            self._dovecot.deliver(self._user, judged + letter.data)


def answers(user: str, dovecot: Dovecot, sink: SmtpSink, password: str, *after: str) -> str:
    """What somebody types; `after` follows the first password."""
    imap = f"imaps://{user}@127.0.0.1:{dovecot.imaps_port}/INBOX"
    return "\n".join([
        "en", f"{user}@desk.example", "IT Help", imap, sink.url, password, *after,
        "Budi budi@desk.example", "not a person", "Sari <sari@desk.example>", "",
        "Dewi dewi@desk.example", "", "", "mon-fri 07:30-16:00", "Asia/Makassar", "",
    ])  # fmt: skip


def test_from_nothing_to_a_desk_that_answers(
    dovecot: Dovecot, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password is refused with what to do; the authserv name is learned from the first mail."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.cafile))
    home = tmp_path / "desk"
    with Judge(dovecot, user) as sink:
        said = typed("init", str(home), "--ask", stdin=answers(user, dovecot, sink, "wrong", "again", PASSWORD))
        assert said.status == 0, said.err
        assert f"login refused for {user}" in said.err
        assert "the user is mostly the whole address (cPanel" in said.err
        assert "the first mail came back" in said.err
        assert "calls itself mx.kampus.example" in said.err
        assert stat.S_IMODE((home / ".env").stat().st_mode) == 0o600
        rules = (home / "rules.yaml").read_text(encoding="utf-8")
        assert '  authserv: "mx.kampus.example"' in rules
        assert "password: ${MAILFLOW_IMAP_PASSWORD}" in rules
        assert "# (1) the shared address" not in rules
        assert "One or several ways" in rules  # the comments stay
        desk = Desk(home)
        checked = desk.type("check", "--connect")
        assert "mails in INBOX" in checked.out
        assert "warning: rules.yaml" not in checked.err
        dovecot.deliver(user, b"From: Ani <ani@mail.example>\r\nTo: x\r\nSubject: Pulsa\r\n\r\nBelum masuk.\r\n")
        desk.once()
        [ticket] = desk.json("list")["tickets"]
        assert ticket["subject"] == "Pulsa"
        assert any("budi@desk.example" in letter.rcpts for letter in sink.letters)


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    """Before the first question."""
    (tmp_path / "rules.yaml").write_text("desk: {}\n")
    said = typed("init", str(tmp_path), "--ask", stdin="")
    assert (said.status, said.out) == (1, "")
    assert [path.name for path in tmp_path.iterdir()] == ["rules.yaml"]
