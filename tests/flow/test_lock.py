"""No mail is parsed while the write lock is held, whoever needs it: what a transaction lacks is parsed without it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest

from mailflow.core.occasions import CommandGiven
from mailflow.flow.admin.explain import explain
from mailflow.flow.schedule import digest
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.mail import mime
from tests.flow.conftest import Office
from tests.flow.test_files import mail as with_files

AGAIN = "From: Ani <ani@mail.example>\r\nTo: iduhelp@desk.example\r\nSubject: Pulsa\r\n\r\nBelum.\r\n"


@contextmanager
def watched(desk: Office) -> Iterator[list[bool]]:
    """For each mail that is parsed inside: whether this thread held the lock."""
    found: list[bool] = []
    parser = mime.parse.__code__

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is parser:
            found.append(desk.parts.db.in_transaction)

    sys.setprofile(look)
    try:
        yield found
    finally:
        sys.setprofile(None)


@pytest.fixture
def asked(desk: Office) -> Office:
    """A request with three files, announced."""
    desk.write_rules({"announce": "operators", "digest": "07:30"})
    desk.put(with_files(3), "mailbox1")
    desk.look()
    return desk


def test_files_for_the_receipt_of_a_claim(asked: Office) -> None:
    """They are in the mail of the customer, which was settled long ago."""
    asked.mail("budi", body="", reply_to="announcement")
    with watched(asked) as found:
        asked.look()
    assert asked.kinds()[-1] == "claim-receipt" and asked.world[-1].message.is_multipart()
    assert found and not any(found)


def test_files_for_a_typed_command(asked: Office) -> None:
    """A claim given up is announced again, with the files."""
    asked.mail("budi", body="", reply_to="announcement")
    asked.look()
    with watched(asked) as found:
        carry_out(asked.parts, "1", CommandGiven("release", "Dewi", {}))
    asked.look()
    assert asked.kinds()[-1] == "announcement" and asked.world[-1].message.is_multipart()
    assert found and not any(found)


def test_mails_of_the_digest_and_those_it_releases(asked: Office) -> None:
    """Subject and first words of each held mail are shown, and a release says what becomes of it."""
    asked.mail("Rina", **{"X-Spam-Flag": "YES"})
    asked.look()
    asked.clock.set(asked.clock.now() + timedelta(hours=22, minutes=30))
    with watched(asked) as found:
        assert digest.write_if_due(asked.parts) == 1
        asked.look()
        asked.mail("dewi", body="lepas 2\nlanjut", reply_to="digest")
        asked.look()
    assert "digest-receipt" in asked.kinds()
    assert found and not any(found)


def test_an_earlier_copy_that_proves_less(desk: Office) -> None:
    """The list's copy is held as spam; the direct one is compared with it."""
    raw = b"Message-ID: <same@mail.example>\r\n" + AGAIN.encode()
    desk.put(b"X-Spam-Flag: YES\r\n" + raw, "mailbox1")
    desk.look()
    desk.put(raw, "mailbox2")
    with watched(desk) as found:
        desk.look()
    assert [row["outcome"] for row in desk.rows()] == ["quarantined", "request"]
    assert len(found) > 1 and not any(found)


def test_a_mail_that_is_explained(asked: Office) -> None:
    """The dry run holds the lock, too."""
    with watched(asked) as found:
        explain(asked.parts, with_files(2), asked.clock.now(), begun=True)
    assert found and not any(found)
