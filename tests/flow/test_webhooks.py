"""What webhooks are told, in which order, and what becomes of it when the receiver fails: nothing is lost, nothing
waits for it, and words that were erased do not leave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from mailflow.core.occasions import CommandGiven
from mailflow.flow.admin import erase, webhooks
from mailflow.flow.health.alerts import tell_admin
from mailflow.flow.schedule.webhook_mark import marks
from mailflow.flow.schedule.webhooks import Webhooks
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.store.desk import meta
from mailflow.store.read import happened
from tests.flow.conftest import Office
from tests.receiver import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


def hooked(desk: Office, receiver: Receiver, **more: object) -> None:
    """The webhook `chat` begins now."""
    hook = {"name": "chat", "url": receiver.url, "secret": SECRET, "allow": "127.0.0.0/8", **more}
    desk.write_rules({"webhooks": [hook]})
    look(desk)


def look(desk: Office) -> int:
    """As a daemon that has just started."""
    follower = Webhooks(desk.parts, lambda: False, partial(tell_admin, desk.parts))
    try:
        return follower.look()
    finally:
        follower.close()


def asks(desk: Office, subject: str = "Pulsa", body: str = "Belum masuk.") -> None:
    desk.mail("Ani", subject, body, to="desk")
    desk.look()


def due(desk: Office) -> None:
    """The pause is over."""
    desk.sql("""UPDATE meta SET value = replace(value, '"not_before":', '"not_before":0,"x":') WHERE key LIKE 'web%'""")


def test_events_are_told_in_order_and_once(desk: Office, receiver: Receiver) -> None:
    """From now on, not what was before; each once, also for a daemon that starts anew."""
    asks(desk, "Sebelumnya")
    hooked(desk, receiver)
    desk.mail("Citra", to="desk")
    desk.look()
    desk.mail("Budi", reply_to="announcement", to="desk", body="Saya ambil")
    desk.look()
    assert look(desk) >= 2
    assert look(desk) == 0
    assert receiver.types[:2] == ["request-received", "claimed"]
    told = receiver.told[1].json
    assert told["data"]["ticket"]["number"] == "2"
    assert told["data"]["ticket"]["owner"] == "Budi"
    assert told["data"]["text"] == "[#2] Budi mengambil tiket ini"


def test_a_ticket_is_told_as_it_was_then(desk: Office, receiver: Receiver) -> None:
    """However late it is told."""
    hooked(desk, receiver)
    asks(desk)
    desk.mail("Budi", reply_to="announcement", to="desk", body="Saya ambil")
    desk.look()
    look(desk)
    states = [(one.json["type"], one.json["data"]["ticket"]["status"]) for one in receiver.told]
    assert states[:2] == [("request-received", "new"), ("claimed", "open")]
    assert receiver.told[0].json["data"]["ticket"]["owner"] is None


def test_what_is_told_is_signed(desk: Office, receiver: Receiver) -> None:
    """As an independent verifier checks it; by each secret, so that one can be changed for another."""
    hooked(desk, receiver, secret=[SECRET, OLD])
    asks(desk)
    look(desk)
    one = receiver.told[0]
    for secret in (SECRET, OLD):
        assert Verifier(secret).verify(one.body.decode(), one.headers) == one.json
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(one.body.decode() + " ", one.headers)
    with pytest.raises(WebhookVerificationError):
        Verifier("whsec_" + "A" * 32).verify(one.body.decode(), one.headers)


def test_a_signature_of_long_ago_is_none(desk: Office, receiver: Receiver) -> None:
    """Who records a request cannot send it again later, or with another moment or id."""
    hooked(desk, receiver)
    asks(desk)
    look(desk)
    one = receiver.told[0]
    late = str(int(one.headers["webhook-timestamp"]) - 600)
    for changed in ({"webhook-timestamp": late}, {"webhook-id": "msg_other"}):
        with pytest.raises(WebhookVerificationError):
            Verifier(SECRET).verify(one.body.decode(), {**one.headers, **changed})


def test_nothing_of_a_customer_is_told_unless_shown(desk: Office, receiver: Receiver) -> None:
    """Neither words, nor subject, nor address."""
    hooked(desk, receiver)
    asks(desk, "Rahasia pulsa", "PIN saya 4711.")
    carry_out(desk.parts, "1", CommandGiven("note", "Budi", {"text": "Ani menelepon, PIN 4711"}))
    look(desk)
    sent = b"".join(one.body for one in receiver.told).decode()
    assert "note-added" in sent
    assert [word for word in ("Rahasia", "4711", "ani@", "Ani", "menelepon") if word in sent] == []


def test_what_is_shown_is_told(desk: Office, receiver: Receiver) -> None:
    """Each by its own word."""
    hooked(desk, receiver, show=["subject", "customer", "text"])
    asks(desk, "Rahasia pulsa", "PIN saya 4711.")
    look(desk)
    told = receiver.told[0].json["data"]
    assert told["ticket"]["subject"] == "Rahasia pulsa"
    assert told["ticket"]["customer"]["address"].startswith("ani@")
    assert "4711" in told["event"]["text"]


def test_erased_words_do_not_leave(desk: Office, receiver: Receiver) -> None:
    """Also those of an event that waited when they were erased."""
    receiver.answer = lambda told: (503, {})
    hooked(desk, receiver, show=["subject", "customer", "text"], name="chat")
    asks(desk, "Rahasia pulsa", "PIN saya 4711.")
    desk.mail("Budi", reply_to="announcement", to="desk", body="Saya ambil")
    desk.look()
    look(desk)
    carry_out(desk.parts, "1", CommandGiven("close", "Dewi", {}, force=True))
    desk.look()
    address = receiver.told[0].json["data"]["ticket"]["customer"]["address"]
    erase.erase(desk.parts, address, dry_run=False)
    receiver.told.clear()
    receiver.answer = lambda told: (204, {})
    due(desk)
    assert look(desk) >= 2
    sent = b"".join(one.body for one in receiver.told).decode()
    assert [word for word in ("Rahasia", "4711", address) if word in sent] == []


def test_a_failure_is_tried_again_later_with_the_same_id(desk: Office, receiver: Receiver) -> None:
    """It holds up what comes behind it, and no mail."""
    receiver.answer = lambda told: (500, {})
    hooked(desk, receiver)
    asks(desk)
    assert look(desk) == 0
    assert look(desk) == 0  # it pauses
    asks(desk, "Lagi")
    assert len(receiver.told) == 1
    assert "acknowledgement" in desk.kinds()
    due(desk)
    receiver.answer = lambda told: (200, {})
    assert look(desk) >= 2
    assert receiver.told[0].id == receiver.told[1].id
    assert receiver.types[:2] == ["request-received", "request-received"]
    assert len({one.id for one in receiver.told}) == len(receiver.told) - 1


@pytest.mark.parametrize(("status", "headers", "words"), [
    (302, {"Location": "http://127.0.0.1:9/"}, "no redirect is followed"),
    (404, {}, "HTTP 404"), (503, {"Retry-After": "120"}, "HTTP 503"),
])  # fmt: skip
def test_what_is_wrong_is_said(desk: Office, receiver: Receiver, status: int, headers: dict[str, str],
                               words: str) -> None:  # fmt: skip
    """In the words of the receiver; a pause it asks for is kept."""
    receiver.answer = lambda told: (status, headers)
    hooked(desk, receiver)
    asks(desk)
    look(desk)
    [state] = webhooks.states(desk.parts)
    assert words in state.plain["trouble"]
    assert state.plain["state"] == "failing"
    assert any(words in said for _, said in webhooks.findings(desk.parts))
    assert receiver.url not in state.plain["trouble"]


def test_a_receiver_that_wants_no_more_is_left_alone(desk: Office, receiver: Receiver) -> None:
    """HTTP 410; until somebody says so."""
    receiver.answer = lambda told: (410, {})
    hooked(desk, receiver)
    asks(desk)
    look(desk)
    due(desk)
    look(desk)
    assert len(receiver.told) == 1
    assert "admin-alert" in [row[0] for row in desk.parts.db.all("SELECT kind FROM letter")]
    receiver.answer = lambda told: (200, {})
    webhooks.retry(desk.parts, "chat")
    assert look(desk) >= 1


def test_an_event_it_refuses_holds_up_the_others_for_minutes_only(desk: Office, receiver: Receiver) -> None:
    """HTTP 422, five times: it is kept for another try, and the next is told."""
    receiver.answer = lambda told: (422 if told.json["type"] == "request-received" else 204, {})
    hooked(desk, receiver)
    asks(desk)
    desk.mail("Budi", reply_to="announcement", to="desk", body="Saya ambil")
    desk.look()
    for _ in range(5):
        look(desk)
        due(desk)
    assert receiver.types.count("request-received") == 5
    assert "claimed" in receiver.types
    [state] = webhooks.states(desk.parts)
    assert state.plain["given_up"] == 1
    receiver.answer = lambda told: (204, {})
    webhooks.retry(desk.parts, "chat")
    assert look(desk) == 1
    assert receiver.types[-1] == "request-received"
    assert webhooks.states(desk.parts)[0].plain["given_up"] == 0


def test_what_waited_too_long_is_given_up_and_told_to_the_admin(desk: Office, receiver: Receiver) -> None:
    """Only after the receiver had all that time; what is newer waits on."""
    receiver.answer = lambda told: (500, {})
    hooked(desk, receiver, give_up="1h")
    asks(desk)
    look(desk)
    desk.pass_time(desk.clock.now() + timedelta(hours=2))
    asks(desk, "Lagi")
    due(desk)
    look(desk)
    [state] = webhooks.states(desk.parts)
    assert state.plain["given_up"] >= 1
    assert state.waiting >= 1
    alerts = desk.parts.db.all("SELECT text FROM letter WHERE kind = 'admin-alert'")
    assert any("mailflow webhooks retry chat" in text for (text,) in alerts)
    assert any("given up" in said for _, said in webhooks.findings(desk.parts))


def test_a_desk_that_was_off_gives_nothing_up(desk: Office, receiver: Receiver) -> None:
    """The receiver is given its time from when it first failed."""
    hooked(desk, receiver, give_up="1h")
    asks(desk)
    desk.pass_time(desk.clock.now() + timedelta(hours=5))
    receiver.answer = lambda told: (500, {})
    look(desk)
    assert webhooks.states(desk.parts)[0].plain["given_up"] == 0


@pytest.mark.parametrize(("more", "types"), [
    ({"events": ["claimed", "closed"]}, ["claimed"]),
    ({"when": {"owner": "budi"}, "events": ["claimed"]}, ["claimed"]),
    ({"when": {"owner": "Sari"}}, []),
    ({"when": {"subject": "/^puls/", "status": "new"}, "events": "request-received"}, ["request-received"]),
    ({"when": {"from": "@nowhere.example"}}, []),
])  # fmt: skip
def test_which_events_are_told(desk: Office, receiver: Receiver, more: dict[str, object], types: list[str]) -> None:
    """By their kinds, and by the words of `when:`."""
    hooked(desk, receiver, **more)
    asks(desk)
    desk.mail("Budi", reply_to="announcement", to="desk", body="Saya ambil")
    desk.look()
    look(desk)
    assert receiver.types == types
    assert webhooks.states(desk.parts)[0].waiting == 0


def test_a_body_of_ones_own(desk: Office, receiver: Receiver) -> None:
    """A chat's format is a line; a stranger's subject calls nobody there."""
    hooked(desk, receiver, show="subject", events="request-received",
           body='{"text": {{ (text ~ " " ~ ticket.subject | unmentioned) | tojson }}}')  # fmt: skip
    asks(desk, 'Pulsa "50" @channel <!everyone>')
    look(desk)
    said = json.loads(receiver.told[0].body)["text"]
    assert said == '[#1] Permintaan baru Pulsa "50" @\u200bchannel &lt;!everyone&gt;'
    assert receiver.told[0].headers["content-type"] == "application/json"


def test_a_muted_desk_tells_nothing(desk: Office, receiver: Receiver) -> None:
    """A copy made to try something out; what waited is told once it is the desk."""
    hooked(desk, receiver)
    desk.sql("INSERT INTO meta (key, value) VALUES ('muted', '2026-11-30T00:00:00.000000+00:00')")
    asks(desk)
    assert look(desk) == 0
    with desk.parts.db.transaction():
        meta.unmute(desk.parts.db)
    assert look(desk) >= 1


def test_a_webhook_that_is_named_again_begins_anew(desk: Office, receiver: Receiver) -> None:
    """What happened while it was not in rules.yaml is not told."""
    hooked(desk, receiver)
    desk.write_rules({"webhooks": []})
    look(desk)
    assert marks(desk.parts.db) == {}
    asks(desk)
    hooked(desk, receiver)
    assert look(desk) == 0


def test_a_kill_before_the_note_repeats_with_the_same_id(desk: Office, receiver: Receiver) -> None:
    """At least once: the receiver knows the second by its id."""
    hooked(desk, receiver)
    asks(desk)
    before = desk.parts.db.value("SELECT value FROM meta WHERE key = 'webhook:chat'")
    look(desk)
    first = [one.id for one in receiver.told]
    desk.sql("UPDATE meta SET value = ? WHERE key = 'webhook:chat'", before)
    look(desk)
    assert [one.id for one in receiver.told] == [*first, *first]


def test_a_private_address_is_not_connected_to(desk: Office, receiver: Receiver) -> None:
    """Unless rules.yaml says so; the name of a public host may lead there."""
    hooked(desk, receiver, allow=[])
    asks(desk)
    look(desk)
    assert receiver.told == []
    assert "is not public" in webhooks.states(desk.parts)[0].plain["trouble"]


def test_ids_follow_commits(desk: Office, receiver: Receiver) -> None:
    """The cursor relies on it: what is recorded later has a higher id."""
    for number in range(4):
        asks(desk, f"Soal {number}")
    found = happened.after(desk.parts.db, 0, 100)
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert [one.recorded for one in found] == sorted(one.recorded for one in found)
