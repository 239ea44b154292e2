"""MaildirSource: what is particular to folders. What every source must do is in conformance.py."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from _pytest.logging import LogCaptureFixture

from mailflow.errors import TryLater
from mailflow.mail.sources.after import After, parse_after
from mailflow.mail.sources.maildir import MaildirSource, headers_of, maildir_folder
from tests.mail.sources.conformance import Inbox, mail

OLD = datetime(2026, 11, 1, 8, tzinfo=UTC)


class Counting(MaildirSource):
    """Counts its listings."""

    listings = 0

    def _list(self) -> dict[str, Path]:
        self.listings += 1
        return super()._list()


def put(folder: Path, name: str, raw: bytes = b"Subject: x\r\n\r\n", *, part: str = "new", at: datetime = OLD) -> Path:
    for each in ("tmp", "new", "cur"):
        (folder / each).mkdir(parents=True, exist_ok=True)
    path = folder / part / name
    path.write_bytes(raw)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def settle(folder: Path) -> None:
    """As if nothing had changed in the folder for a while."""
    for part in ("new", "cur"):
        os.utime(folder / part, (OLD.timestamp(), OLD.timestamp()))


def read(source: MaildirSource, inbox: Inbox) -> list[str]:
    uids = []
    for batch in source.fetch():
        inbox.store(batch)
        source.done(batch)
        uids += [arrival.uid for arrival in batch]
    return uids


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "in"


def test_a_folder_of_ours_is_made_when_missing_and_that_is_said(folder: Path, caplog: LogCaptureFixture) -> None:
    """By whoever reads, not by whoever only looks."""
    source = MaildirSource(folder, Inbox())
    assert "there is no such folder yet" in source.probe()
    assert list(source.uids()) == []
    assert not folder.exists()
    assert read(source, Inbox()) == []
    assert sorted(path.name for path in folder.iterdir()) == ["cur", "new", "tmp"]
    assert caplog.messages == [f"made {folder}, for there was no such folder: does mail come into it?"]


def test_somebody_elses_folder_must_be_there(folder: Path) -> None:
    """A slip of the pen, or a disk that is not mounted: an empty folder in its place would hide that."""
    source = MaildirSource(folder, Inbox(), ours=False)
    for look in (source.probe, source.uids, lambda: read(source, Inbox())):
        with pytest.raises(TryLater, match="there is no such folder; make it, mount its disk"):
            look()
    assert not folder.exists()
    folder.mkdir()  # without new/, cur/ and tmp/, as `mkdir` leaves it
    assert read(source, Inbox()) == []


def test_a_file_is_no_folder(folder: Path) -> None:
    folder.write_text("x")
    with pytest.raises(TryLater, match="is no folder"):
        MaildirSource(folder, Inbox()).probe()


def test_the_moment_of_arrival_is_the_files(folder: Path) -> None:
    put(folder, "1.a.host", at=OLD)
    inbox = Inbox()
    read(MaildirSource(folder, inbox), inbox)
    assert inbox.arrivals[0].arrived_at == OLD


def test_the_oldest_comes_first_wherever_it_lies(folder: Path) -> None:
    put(folder, "3", at=OLD.replace(hour=10))
    put(folder, "2:2,S", part="cur", at=OLD.replace(hour=9))
    put(folder, "1", at=OLD.replace(hour=11))
    inbox = Inbox()
    assert read(MaildirSource(folder, inbox), inbox) == ["2", "3", "1"]


def test_a_half_written_mail_in_tmp_is_not_read(folder: Path) -> None:
    put(folder, "1", part="tmp")
    put(folder, ".hidden")
    (folder / "new" / "folder").mkdir()
    assert read(MaildirSource(folder, Inbox()), Inbox()) == []


def test_a_file_without_a_byte_waits_for_its_words(folder: Path) -> None:
    """`cp mail.eml var/in/new/` makes the file first. What stays empty is a mail without words."""
    source, inbox, now = MaildirSource(folder, Inbox()), Inbox(), datetime.now(UTC)
    path = put(folder, "1.a", b"", at=now)
    put(folder, "2.b", b"", at=OLD)
    assert read(source, inbox) == ["2.b"]
    path.write_bytes(mail(1))
    assert read(source, inbox) == ["1.a"]


def test_a_mail_that_a_reader_moves_and_flags_is_the_same_mail(folder: Path) -> None:
    inbox = Inbox()
    source = MaildirSource(folder, inbox)
    path = put(folder, "1.a.host")
    assert read(source, inbox) == ["1.a.host"]
    path.rename(folder / "cur" / "1.a.host:2,RS")
    assert read(source, inbox) == []
    assert read(MaildirSource(folder, inbox), inbox) == []


def test_seen_keeps_the_flags_a_person_gave(folder: Path) -> None:
    inbox = Inbox()
    source = MaildirSource(folder, inbox, after="seen")
    put(folder, "1:2,F", part="cur")
    put(folder, "2")
    read(source, inbox)
    assert sorted(path.name for path in (folder / "cur").iterdir()) == ["1:2,F", "2:2,S"]


def test_after_finds_a_mail_that_was_moved_meanwhile(folder: Path) -> None:
    inbox = Inbox()
    source = MaildirSource(folder, inbox, after="delete")
    path = put(folder, "1")
    for batch in source.fetch():
        path.rename(folder / "cur" / "1:2,S")
        source.done(batch)
    assert list(folder.glob("*/*")) == []


def test_a_moved_mail_leaves_the_number_a_synchroniser_gave_it_behind(folder: Path) -> None:
    """mbsync: in the next folder another mail has that UID, and it would stop (and lose the server's copies)."""
    inbox = Inbox()
    source = MaildirSource(folder, inbox, after="move:Done")
    for name in ("1.host,U=7", "2.host,U=8:2,F", "1.host,S=12,U=9"):
        put(folder, name, part="cur", raw=f"Subject: {name}\r\n\r\n".encode())
    put(folder / ".Done", "2.host:2,S", part="cur", raw=b"another")
    read(source, inbox)
    moved = {path.name for path in (folder / ".Done" / "cur").iterdir()}
    assert moved == {"1.host:2,S", "1.host,S=12:2,S", "2.host:2,S", "2.host_:2,FS"}
    assert (folder / ".Done" / "cur" / "2.host:2,S").read_bytes() == b"another"


def test_a_mail_that_is_gone_before_done_is_no_trouble(folder: Path) -> None:
    inbox = Inbox()
    source = MaildirSource(folder, inbox, after="seen")
    path = put(folder, "1")
    for batch in source.fetch():
        path.unlink()
        source.done(batch)
    assert read(source, inbox) == []


def test_names_that_are_not_utf8_have_a_uid_a_database_takes(folder: Path) -> None:
    put(folder, "x")
    os.rename(os.fsencode(folder / "new" / "x"), os.fsencode(folder / "new") + b"/caf\xe9")  # noqa: PTH104 - bytes
    inbox = Inbox()
    source = MaildirSource(folder, inbox, after="delete")
    assert read(source, inbox) == ["caf\\xe9"]
    assert list((folder / "new").iterdir()) == []


def test_an_unchanged_folder_is_not_listed_again(folder: Path) -> None:
    inbox = Inbox()
    source = Counting(folder, inbox)
    put(folder, "1")
    settle(folder)
    read(source, inbox)
    read(source, inbox)
    assert source.listings == 1
    put(folder, "2")
    assert read(source, inbox) == ["2"]


def test_a_folder_that_has_just_changed_is_looked_at_again(folder: Path) -> None:
    """Two mails within one tick of the file system's clock leave the same time behind."""
    inbox = Inbox()
    source = MaildirSource(folder, inbox)
    put(folder, "1")
    assert read(source, inbox) == ["1"]
    times = (folder / "new").stat()
    put(folder, "2")
    os.utime(folder / "new", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert source.wait(5)
    assert read(source, inbox) == ["2"]


def test_what_was_not_stored_is_looked_for_although_the_folder_did_not_change(folder: Path) -> None:
    inbox = Inbox()
    source = MaildirSource(folder, inbox)
    put(folder, "1")
    settle(folder)
    assert len(list(source.fetch())) == 1
    assert read(source, inbox) == ["1"]


def test_known_mails_cost_one_question_for_a_thousand(folder: Path) -> None:
    inbox = Inbox()
    for number in range(1500):
        put(folder, f"{number:05}")
    read(MaildirSource(folder, inbox), inbox)
    inbox.asked = 0
    source = MaildirSource(folder, inbox)
    assert read(source, inbox) == []
    assert inbox.asked == 1500
    put(folder, "new")
    assert read(source, inbox) == ["new"]
    assert inbox.asked == 1501


def test_a_thousand_mails_are_read_in_well_under_a_second(folder: Path) -> None:
    for number in range(1000):
        put(folder, f"{number:05}", mail(number, size=4000))
    inbox = Inbox()
    source = MaildirSource(folder, inbox)
    begun = monotonic()
    assert len(read(source, inbox)) == 1000
    assert monotonic() - begun < 1


def test_the_safety_poll_looks_without_a_change(folder: Path) -> None:
    inbox = Inbox()
    source = MaildirSource(folder, inbox, poll=0.4)
    read(source, inbox)
    settle(folder)
    source.close()
    read(source, inbox)
    assert source.wait(10)


def test_a_mail_that_cannot_be_removed_does_not_stop_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    put(folder, "1")
    read(MaildirSource(folder, inbox), inbox)
    put(folder, "2")
    source = MaildirSource(folder, inbox, after="delete")

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "1":
            raise PermissionError(1, "Operation not permitted")
        os.unlink(path)  # noqa: PTH108 - this is Path.unlink

    monkeypatch.setattr(Path, "unlink", refuse)
    assert read(source, inbox) == ["2"]
    assert "left 1 in" in caplog.text


def test_a_mail_that_cannot_be_read_does_not_stop_the_others_and_is_not_forgotten(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    source = Counting(folder, inbox, poll=0.3)
    put(folder, "1")
    put(folder, "2")
    settle(folder)

    def refuse(path: str, *args: Any, **kwargs: Any) -> Any:
        if path.endswith("/1"):
            raise OSError(5, "Input/output error")
        return open(path, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr("mailflow.mail.sources.maildir.open", refuse, raising=False)
        assert read(source, inbox) == ["2"]
        assert read(source, inbox) == []
        assert source.listings == 1
        assert source.wait(10)
        assert read(source, inbox) == []
    assert caplog.text.count("left 1 in") == 1
    assert source.wait(10)
    assert read(source, inbox) == ["1"]


@pytest.mark.parametrize(("name", "folder"), [("Done", ".Done"), ("A/B", ".A.B"), ("../../etc", ".etc"), (".x.", ".x")])
def test_no_folder_name_leads_out_of_the_mailbox(name: str, folder: str) -> None:
    assert maildir_folder(name) == folder


def test_the_headers_of_a_large_mail() -> None:
    assert headers_of(b"a: b\r\n\r\nc\n\nd") == b"a: b\r\n\r\n"
    assert headers_of(b"a: b\n\nc\r\n\r\n") == b"a: b\n\n"
    assert headers_of(b"a: b") == b"a: b"


def test_after_in_words() -> None:
    assert parse_after("move: Done ") == After("move", "Done")
    assert [parse_after(word).what for word in ("keep", "seen", "delete")] == ["keep", "seen", "delete"]
    for bad in ("", "move", "move:", "Seen", "seen:x", "move:a\nb"):
        with pytest.raises(ValueError):
            parse_after(bad)
