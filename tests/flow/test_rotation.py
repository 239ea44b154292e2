"""`mailflow secret rotate`: what the old secret signed counts for a stated time, and then not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailflow.core.secret import Secret
from mailflow.mail import identity
from mailflow.store.desk import keyring, meta
from mailflow.store.desk.keyring import KNOWN_BEFORE, Key, Keyring, secret_at
from tests.flow.conftest import Office

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def rotated(desk: Office, fresh: str, valid: timedelta) -> None:
    """As the command does it; then it signs."""
    with desk.parts.db.transaction():
        keyring.rotate(desk.parts.db, fresh, desk.clock.now(), valid)
    desk.parts.ring._read_at = float("-inf")  # type: ignore[union-attr]  # a few seconds later
    desk.pass_time(desk.clock.now() + KNOWN_BEFORE)


def test_every_token_of_the_old_secret_counts_beside_the_new_one() -> None:
    """Message-IDs, what stands for them, reply addresses with a person in them, loop marks; and no other's."""
    old, new = b"old secret", b"new secret"
    both = Secret(new, (old,))
    for signs in (old, new):
        message_id = identity.mint(signs, 7, "abc", "desk.example")
        assert identity.verify(both, message_id) == 7
        stand_in = identity.stand_in(signs, message_id, "desk.example") or ""
        assert identity.stood_for(both, stand_in, "desk.example") == message_id
        address = identity.reply_address(signs, "d@desk.example", 7, "ani@mail.example")
        assert identity.verify_reply_address(both, address) == 7
        assert identity.reply_address_is_of(both, address, "ani@mail.example")
        assert not identity.reply_address_is_of(both, address, "eve@mail.example")
        assert identity.is_personal(both, address)
        assert identity.marked_id(both, f"{identity.loop_mark(signs)} {message_id}") == message_id
    assert identity.verify(both, identity.mint(b"forged", 7, "abc", "desk.example")) is None
    assert not identity.is_loop_mark(both, identity.loop_mark(b"forged"))
    assert identity.mint(both, 7, "abc", "desk.example") == identity.mint(new, 7, "abc", "desk.example")


def test_which_secret_signs_and_which_counts_at_a_moment() -> None:
    """Every process knows the new one before anybody signs with it; the old one ends at its time."""
    found = (Key("old", until=NOW + DAY), Key("new", since=NOW))
    at = {
        NOW - KNOWN_BEFORE - DAY: (b"old", ()),
        NOW - KNOWN_BEFORE: (b"old", (b"new",)),
        NOW: (b"new", (b"old",)),
        NOW + DAY: (b"new", ()),
    }
    for moment, (signs, older) in at.items():
        secret = secret_at(found, moment)
        assert (bytes(secret), secret.older) == (signs, older), moment


def test_replies_to_older_letters_go_on_for_a_while(desk: Office) -> None:
    """From another address, which only the signature lets in; a letter written since is signed anew."""
    desk.mail("ani")
    desk.look()
    rotated(desk, "b" * 64, 30 * DAY)
    uid = desk.mail("Ani <ani@rumah.example>", body="Masih belum masuk juga.", reply_to="acknowledgement")
    desk.look()
    assert desk.outcome(uid)[0] == "customer-reply"
    desk.mail("joko", "Kartu hilang")
    desk.look()
    newest = str(desk.world[-1].message["Message-ID"])
    assert identity.verify(b"b" * 64, newest) is not None
    assert desk.faults() == []


def test_and_then_no_more(desk: Office) -> None:
    """Whoever is on the ticket still finds it, for its Message-IDs are filed; a stranger with a letter does not."""
    desk.mail("ani")
    desk.look()
    rotated(desk, "b" * 64, DAY)
    desk.pass_time(desk.clock.now() + DAY)
    stranger = desk.mail("Joko <joko@rumah.example>", body="Saya juga.", reply_to="acknowledgement")
    desk.look()
    his = desk.mail("ani", body="Masih belum masuk juga.", reply_to="acknowledgement")
    desk.look()
    assert desk.outcome(stranger)[0] == "request"
    assert desk.outcome(his)[0] == "customer-reply"
    assert desk.faults() == []


def test_a_running_daemon_follows(desk: Office) -> None:
    """It reads the database again every few seconds, and nobody signs before all have."""
    ring = Keyring(desk.parts.db)
    before = ring.at(desk.clock.now())
    with desk.parts.db.transaction():
        keyring.rotate(desk.parts.db, "c" * 64, desk.clock.now(), DAY)
    assert ring.at(desk.clock.now()) == before  # as it was read
    ring._read_at = float("-inf")
    assert ring.at(desk.clock.now()) == before
    assert ring.at(desk.clock.now() + KNOWN_BEFORE) == b"c" * 64
    assert KNOWN_BEFORE.total_seconds() > keyring.READ_EVERY


def test_half_a_rotation_is_none(desk: Office) -> None:
    """One transaction: who is killed within it has changed nothing."""
    before = keyring.keys(desk.parts.db)
    with pytest.raises(KeyboardInterrupt), desk.parts.db.transaction():
        keyring.rotate(desk.parts.db, "d" * 64, desk.clock.now(), DAY)
        raise KeyboardInterrupt
    assert keyring.keys(desk.parts.db) == before


def test_the_first_secret_is_that_of_the_database(desk: Office) -> None:
    """Desks from before know no others."""
    assert keyring.keys(desk.parts.db) == (Key(meta.secret(desk.parts.db)),)
