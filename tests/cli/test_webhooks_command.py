"""`mailflow webhooks`: what it shows, and what it sends."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from standardwebhooks import Webhook as Verifier

from tests.cli.desk import Desk, typed
from tests.receiver import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


def hooked(desk: Desk, receiver: Receiver) -> None:
    block = f"webhooks: [{{name: chat, url: '{receiver.url}', secret: {SECRET}, allow: 127.0.0.1}}]"
    desk.edit("admin:", f"{block}\nadmin:")


def test_a_secret_is_one_that_others_take() -> None:
    """An independent implementation signs with it."""
    said = typed("webhooks", "secret")
    assert said.status == 0
    assert Verifier(said.out.strip()).sign is not None
    assert ".env" in said.err
    assert typed("webhooks", "secret", "--json").json["secret"] != said.out.strip()


def test_a_sample_is_sent_signed(asked: Desk, receiver: Receiver) -> None:
    """And what came back is said."""
    hooked(asked, receiver)
    assert asked.type("webhooks", "test", "chat").out.startswith("taken: 127.0.0.1: HTTP 204")
    [one] = receiver.told
    assert Verifier(SECRET).verify(one.body.decode(), one.headers)["type"] == "claimed"
    assert one.headers["webhook-id"].startswith("msg_test_")


def test_a_sample_that_is_not_taken_is_a_failure(asked: Desk, receiver: Receiver) -> None:
    """Exit status 1, with the words of the receiver."""
    hooked(asked, receiver)
    receiver.answer = lambda told: (401, {})
    assert "not taken: 127.0.0.1: HTTP 401" in asked.type("webhooks", "test", "chat", status=1).out
    assert asked.json("webhooks", "test", "chat", status=1)["ok"] is False


def test_a_dry_run_sends_nothing(asked: Desk, receiver: Receiver) -> None:
    """The body alone."""
    hooked(asked, receiver)
    assert json.loads(asked.type("webhooks", "test", "chat", "--dry-run").out)["type"] == "claimed"
    assert receiver.told == []


def test_the_list_says_how_each_is_doing(asked: Desk, receiver: Receiver) -> None:
    """From before it begins to what it was told; `run --once` tells too."""
    assert "no webhooks" in asked.type("webhooks").out
    hooked(asked, receiver)
    assert asked.json("webhooks", "list")["webhooks"][0]["state"] == "not begun"
    asked.once()
    asked.mail("ani", "Token", "Belum masuk.")
    asked.once()
    [found] = asked.json("webhooks", "list")["webhooks"]
    assert (found["state"], found["waiting"]) == ("ok", 0)
    assert found["sent"] >= 1
    assert "ok; " in asked.type("webhooks").out
    assert "webhooks" not in [one["check"] for one in asked.json("doctor", "--offline")["findings"]]


def test_retry_tries_at_once(asked: Desk, receiver: Receiver) -> None:
    """After the receiver was mended."""
    hooked(asked, receiver)
    asked.once()
    receiver.answer = lambda told: (500, {})
    asked.mail("ani", "Token", "Belum masuk.")
    asked.once()
    assert asked.json("webhooks")["webhooks"][0]["state"] == "failing"
    doctor = asked.json("doctor", "--offline")
    assert any("HTTP 500" in one["what"] for one in doctor["findings"] if one["check"] == "webhooks")
    receiver.answer = lambda told: (200, {})
    asked.type("webhooks", "retry", "chat")
    asked.once()
    assert asked.json("webhooks")["webhooks"][0]["state"] == "ok"


def test_a_name_that_is_none_is_refused(asked: Desk, receiver: Receiver) -> None:
    """With the ones there are."""
    hooked(asked, receiver)
    assert "there is chat" in asked.type("webhooks", "test", "slack", status=1).err


def test_unmute_drop_drops_events_too(asked: Desk, receiver: Receiver) -> None:
    """A restored desk tells nothing of what the other has told already."""
    hooked(asked, receiver)
    asked.once()
    asked.mail("ani", "Token", "Belum masuk.")
    asked.type("run", "--once", "--mute", "--quiet")
    assert receiver.told == []
    asked.type("unmute", "--drop")
    asked.once()
    assert receiver.told == []
