"""`mailflow init` asks, with a real Dovecot and a server that judges mail: from nothing to a desk that answers."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mailflow.lazy_dataclasses import replace
from mailflow.oauth.client import Provider as OAuthProvider
from mailflow.setup.providers import KnownProvider
from tests.cli.desk import Desk, typed
from tests.live.dovecot import PASSWORD, Dovecot
from tests.oauth_server import CLIENT, BearerSink, Provider
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
        assert " in INBOX" in checked.out
        assert "warning: rules.yaml" not in checked.err
        dovecot.deliver(user, b"From: Ani <ani@mail.example>\r\nTo: x\r\nSubject: Pulsa\r\n\r\nBelum masuk.\r\n")
        desk.once()
        [ticket] = desk.json("list")["tickets"]
        assert ticket["subject"] == "Pulsa"
        assert any("budi@desk.example" in letter.rcpts for letter in sink.letters)


class BearerJudge(BearerSink):
    """The same for tokens: a server that takes no passwords."""

    def __init__(self, dovecot: Dovecot, provider: Provider) -> None:
        super().__init__(provider, "XOAUTH2")
        self._dovecot = dovecot

    def keep(self, letter: Received) -> None:
        self._dovecot.deliver("desk1", letter.data)


def test_a_provider_without_passwords_is_logged_in_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code is shown, the token opens both servers, and rules.yaml has the client; the tables of providers name these
    servers instead of Microsoft's."""
    with Provider(user="desk1@desk.example", interval=0.01) as provider:
        where = ("device_code",), "mail", "mail", provider.url("token"), provider.url("device")
        known = KnownProvider(
            "Microsoft 365", ("desk.example",), (), "", "", ("ya", "yes"), "microsoft", passwords=False
        )
        monkeypatch.setattr("mailflow.oauth.client.PROVIDERS", {"microsoft": OAuthProvider(*where)})
        monkeypatch.setattr("mailflow.config.logins.PROVIDERS", {"microsoft": OAuthProvider(*where)})
        with Dovecot(provider.url("introspect")) as dovecot, BearerJudge(dovecot, provider) as sink:
            monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.cafile))
            imap = f"imaps://127.0.0.1:{dovecot.imaps_port}"
            table = replace(known, imap=imap, smtp=f"smtp+insecure://127.0.0.1:{sink.port}")
            monkeypatch.setattr("mailflow.setup.providers.KNOWN", (table,))
            said = typed("init", str(tmp_path / "desk"), "--ask", stdin="\n".join([
                "en", "desk1@desk.example", "IT", "", "", CLIENT, "", "Budi b@desk.example", "", "Dewi d@desk.example",
                "", "", "", "", "",
            ]))  # fmt: skip
            assert said.status == 0, said.err
            assert "enter the code WDJB-MJHT" in said.err
            assert "the first mail came back" in said.err
            checked = Desk(tmp_path / "desk").json("check", "--connect")
            assert [probe["ok"] for probe in checked["probes"]] == [True, True]
            assert f'client_id: "{CLIENT}"' in (tmp_path / "desk" / "rules.yaml").read_text(encoding="utf-8")
            assert not (tmp_path / "desk" / ".env").exists()


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    """Before the first question."""
    (tmp_path / "rules.yaml").write_text("desk: {}\n")
    said = typed("init", str(tmp_path), "--ask", stdin="")
    assert (said.status, said.out) == (1, "")
    assert [path.name for path in tmp_path.iterdir()] == ["rules.yaml"]
