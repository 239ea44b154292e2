"""A running daemon follows its mailboxes, its outgoing server and its pages in rules.yaml, and says what it cannot."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from mailflow.errors import ConfigError, Fault
from mailflow.flow.daemon import Daemon
from mailflow.flow.ways import Companion, OpenMailbox
from mailflow.mail.transports import Transport
from mailflow.store.desk import holdings, meta
from mailflow.store.health import watching
from mailflow.web.serve import WebServer
from tests.flow.conftest import Office
from tests.flow.test_daemon import running, until
from tests.scripts.desk import patched
from tests.servers import SmtpSink


def edit(desk: Office, daemon: Daemon, patch: dict[str, Any]) -> None:
    """With `mailflow reload`; returns when the daemon has followed it: it has one look at a time, so a look that began
    later than the new rules were in force says that the one which took them has ended."""
    patched(desk._rules, patch)
    file = desk.home / "rules.yaml"
    file.write_text(yaml.safe_dump(desk._rules, sort_keys=False), encoding="utf-8")
    holdings.accept(desk.parts.db, sha256(file.read_bytes()).hexdigest())
    until(desk, lambda: file.read_text(encoding="utf-8") == desk.parts.policy.settings.text)
    looked_after(desk, daemon)


def looked_after(desk: Office, daemon: Daemon) -> None:
    """Wait until the daemon's own look for edits, which none but its scheduler begins, has begun once more."""
    [edits] = [loop for loop in daemon.loops.all if loop.name == "edits"]
    before = edits.noted
    until(desk, lambda: edits.noted != before)


def files(desk: Office) -> list[str]:
    """Mails in the first mailbox."""
    return [path.name for path in (desk.home / "var" / "in").rglob("*.script*")]


def deliver(maildir: Path, raw: bytes) -> None:
    """As a Maildir wants it: what lies in new/ is whole."""
    (maildir / "tmp" / "1.script").write_bytes(raw)
    (maildir / "tmp" / "1.script").rename(maildir / "new" / "1.script")


def test_letters_leave_by_the_new_server(desk: Office) -> None:
    """Also those that waited because nobody took them at the old one."""
    with SmtpSink() as other, running(desk) as daemon:
        desk.sink.stop()
        desk.mail("ani")
        until(desk, lambda: bool(daemon._circuit.words))
        edit(desk, daemon, {"outgoing": {"smtp": other.url}})
        [letter] = other.wait_for(1, 30)
        assert letter.rcpts == ("ani@mail.example",)
        until(desk, lambda: not daemon._circuit.words)
        desk.sink.start()


def test_letters_leave_into_a_folder(desk: Office) -> None:
    """From a server to a Maildir."""
    with running(desk) as daemon:
        until(desk, lambda: not daemon.ways.behind())
        edit(desk, daemon, {"outgoing": {"smtp": None, "maildir": "var/out"}})
        desk.mail("ani")
        until(desk, lambda: len(list((desk.home / "var" / "out").rglob("new/*"))) == 1)
    assert desk.sink.letters == []


def test_a_mailbox_that_is_added_is_read(desk: Office) -> None:
    """And rings nothing before it has been."""
    with running(desk) as daemon:
        until(desk, lambda: not daemon.ways.behind())
        edit(desk, daemon, {"mailboxes": [{"maildir": "var/in"}, {"maildir": "var/in2"}, {"maildir": "var/in3"}]})
        assert [receiver.name for receiver in daemon.ways.receivers][-1] == "maildir:var/in3"
        until(desk, lambda: (desk.home / "var" / "in3" / "cur").is_dir())
        raw = desk.client.write({"from": ["Ani"], "to": ["desk"], "subject": ["Pulsa"]}, ["Belum masuk."])
        deliver(desk.home / "var" / "in3", raw)
        letters = desk.sink.wait_for(2, 30)  # the announcement may be handed over first
    assert ("ani@mail.example",) in [letter.rcpts for letter in letters]


def test_a_mailbox_that_is_removed_is_left_alone(desk: Office) -> None:
    """Its thread ends, its lock is free, and nothing waits for it."""
    with running(desk) as daemon:
        until(desk, lambda: not daemon.ways.behind())
        [gone] = [receiver for receiver in daemon.ways.receivers if receiver.name == "maildir:var/in2"]
        edit(desk, daemon, {"mailboxes": [{"maildir": "var/in"}]})
        daemon.ways._threads["maildir:var/in2"].join(30)
        assert not daemon.ways._threads["maildir:var/in2"].is_alive()
        assert [receiver.name for receiver in daemon.ways.receivers] == ["maildir:var/in"]
        assert gone.loop not in daemon.loops.all
        until(desk, lambda: not daemon.ways.behind())


def test_a_mailbox_whose_words_change_is_opened_anew(desk: Office) -> None:
    """`after: delete` counts from then on; no other daemon is seen in our own."""
    with running(desk) as daemon:
        until(desk, lambda: not daemon.ways.behind())
        edit(desk, daemon, {"mailboxes": [{"maildir": "var/in", "after": "delete"}, {"maildir": "var/in2"}]})
        desk.mail("ani")
        desk.sink.wait_for(1, 30)
        until(desk, lambda: not files(desk))
        assert not any(receiver.stands_by for receiver in daemon.ways.receivers)


def test_pages_move_to_another_port_and_end(desk: Office) -> None:
    """Added, and taken away again."""
    with running(desk) as daemon:
        edit(desk, daemon, {"web": "127.0.0.1:0"})
        [web] = daemon.beside
        assert isinstance(web, WebServer)
        assert web.bound.wait(10)
        edit(desk, daemon, {"web": None})
        assert daemon.beside == []
        assert not web._thread.is_alive()


class Broken:
    """Opens nothing."""

    def mailboxes(self, names: Collection[str]) -> list[OpenMailbox]:
        raise ConfigError([Fault("rules.yaml: mailboxes", f"no way into {sorted(names)[0]}")])

    def transport(self) -> Transport:
        raise ConfigError([Fault("rules.yaml: outgoing", "no way out")])

    def companions(self) -> list[Companion]:
        return []


def test_what_cannot_be_opened_is_told_and_the_old_one_kept(desk: Office) -> None:
    """The admin reads what is wrong with it; mail goes on by the ways there are."""
    with running(desk) as daemon:
        until(desk, lambda: not daemon.ways.behind())
        daemon.ways.opener = Broken()
        edit(desk, daemon, {"outgoing": {"smtp": "smtp+insecure://127.0.0.1:1"}, "mailboxes": [{"maildir": "var/in3"}]})
        [letter] = desk.sink.wait_for(1, 30)
        assert letter.rcpts == ("admin@desk.example",)
        assert b"no way out" in letter.data
        assert b"no way into maildir:var/in" in letter.data
        desk.mail("ani")
        desk.sink.wait_for(2, 30)


def test_what_needs_a_restart_is_said(desk: Office) -> None:
    """In the log, to the admin, and to `doctor`, until it is taken back."""
    with running(desk) as daemon:
        until(desk, lambda: not daemon.ways.behind())
        edit(desk, daemon, {"secret": "another secret of the desk"})
        [letter] = desk.sink.wait_for(1, 30)
        assert letter.rcpts == ("admin@desk.example",)
        daemon.watch.note()
        words = "secret in rules.yaml: counts only after a restart of mailflow"
        assert [noted.trouble for noted in watching.loops(desk.parts.db, 0.0) if noted.trouble] == [words]
        edit(desk, daemon, {"secret": None})
        assert daemon.watch.rules.trouble == ""


def test_unmuted_while_it_runs(desk: Office) -> None:
    """Letters leave, and `after:` counts."""
    desk.write_rules({"mailboxes": [{"maildir": "var/in", "after": "delete"}, {"maildir": "var/in2"}]})
    with desk.parts.db.transaction():
        meta.mute(desk.parts.db, desk.clock.now())
    with running(desk):
        desk.mail("ani")
        until(desk, lambda: desk.parts.db.value("SELECT count(*) FROM letter WHERE state = 'waiting'") == 1)
        assert files(desk) != []
        assert desk.sink.letters == []
        with desk.parts.db.transaction():
            meta.unmute(desk.parts.db)
        desk.sink.wait_for(1, 30)
        until(desk, lambda: not files(desk))
