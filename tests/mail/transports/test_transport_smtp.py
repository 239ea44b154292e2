"""SmtpTransport against a real SMTP server that does as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from mailflow.core.finished import Finished
from mailflow.credentials import Credentials
from mailflow.errors import GiveUp, TryLater, Unwelcome
from mailflow.mail.network import other_scheme, parse_endpoint
from mailflow.mail.transports import Outcome, Sent
from mailflow.mail.transports.smtp import SmtpTransport
from tests.servers import SmtpSink, make_certificate

DESK = "desk@desk.example"


def letter(*recipients: str, number: int = 1, sender: str = DESK, body: bytes = b"Halo.\r\n") -> Finished:
    head = f"Message-ID: <{number}@desk.example>\r\nSubject: [#12] pulsa\r\n\r\n".encode()
    return Finished(f"<{number}@desk.example>", sender, recipients or ("ani@example.org",), head + body)


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def transport(sink: SmtpSink) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(sink.url, timeout=5)
    yield transport
    transport.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def states(sent: Sent | Exception) -> dict[str, str]:
    assert isinstance(sent, Sent), sent
    return {who: outcome.state for who, outcome in sent.outcomes.items()}


def test_a_letter_arrives_byte_for_byte_with_its_envelope(sink: SmtpSink, transport: SmtpTransport) -> None:
    sent = transport.send(letter("ani@example.org", "budi@example.org"))
    assert sent.outcomes["ani@example.org"] == Outcome("sent", "250 2.0.0 kept")
    [received] = sink.wait_for(1)
    assert received == (DESK, ("ani@example.org", "budi@example.org"), letter("x").data)


@pytest.mark.parametrize(
    "body", [b".\r\n", b"..\r\n.x\r\n", b".", b"no end of line", b"", b"a\r\n.\r\nMAIL FROM:<x>\r\n"]
)
def test_dots_and_missing_line_ends_change_nothing_but_the_last_line_end(
    sink: SmtpSink, transport: SmtpTransport, body: bytes
) -> None:
    transport.send(letter(body=body))
    [received] = sink.wait_for(1)
    sent = letter(body=body).data
    assert received.data == (sent if sent.endswith(b"\r\n") else sent + b"\r\n")


def test_each_recipient_has_an_answer_of_his_own(sink: SmtpSink, transport: SmtpTransport) -> None:
    sink.refuse("gone@example.org", "550 5.1.1 no such mailbox")
    sink.defer("grey@example.org", "450 4.2.1 greylisted")
    sent = transport.send(letter("ani@example.org", "gone@example.org", "grey@example.org"))
    assert sent.outcomes["gone@example.org"] == Outcome("failed", "550 5.1.1 no such mailbox")
    assert sent.outcomes["grey@example.org"] == Outcome("later", "450 4.2.1 greylisted")
    assert states(sent)["ani@example.org"] == "sent"
    assert sink.wait_for(1)[0].rcpts == ("ani@example.org",)


def test_a_letter_nobody_accepts_leaves_the_connection_usable(sink: SmtpSink, transport: SmtpTransport) -> None:
    sink.refuse("gone@example.org")
    assert states(transport.send(letter("gone@example.org"))) == {"gone@example.org": "failed"}
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("reply", "state"), [("550 5.7.1 spam", "failed"), ("451 4.3.0 busy", "later"), ("452 4.2.2 full", "later")]
)
def test_the_answer_to_the_whole_letter_is_everybodys(
    sink: SmtpSink, transport: SmtpTransport, reply: str, state: str
) -> None:
    sink.script.data.append(reply)
    sent = transport.send(letter("ani@example.org", "budi@example.org"))
    assert states(sent) == {"ani@example.org": state, "budi@example.org": state}
    assert sent.outcomes["ani@example.org"].words == reply
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}


def test_a_refused_data_command_is_an_answer_too(sink: SmtpSink, transport: SmtpTransport) -> None:
    sink.script.before_data.append("554 5.5.1 no valid recipients")
    assert states(transport.send(letter())) == {"ani@example.org": "failed"}
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}


def test_a_refused_sender_is_our_own_address_and_no_reader_is_to_blame(
    sink: SmtpSink, transport: SmtpTransport
) -> None:
    sink.refuse_sender_next("553 5.7.1 not your address")
    with pytest.raises(Unwelcome, match=r"the sender desk@desk\.example was refused: 553 5\.7\.1 not your address"):
        transport.send(letter())
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}


def test_a_quota_makes_all_letters_wait(sink: SmtpSink, transport: SmtpTransport) -> None:
    """Told at the recipient or after the text, to a letter of one reader or of two."""
    for address in ("ani@example.org", "budi@example.org"):
        sink.refuse(address, "550 5.4.5 Daily user sending limit exceeded")
    for readers in (["ani@example.org"], ["ani@example.org", "budi@example.org"]):
        with pytest.raises(Unwelcome, match="Daily user sending limit"):
            transport.send(letter(*readers))
    sink.forgive("ani@example.org")
    sent = transport.send(letter("ani@example.org", "budi@example.org"))
    assert states(sent) == {"ani@example.org": "sent", "budi@example.org": "later"}
    sink.refuse_next("554 5.7.0 Outgoing quota of this account is used up")
    with pytest.raises(Unwelcome, match="quota of this account"):
        transport.send(letter())
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}


@pytest.mark.parametrize("stage", ["sender", "data", "rcpt"])
def test_a_connection_that_may_carry_no_more_is_replaced(sink: SmtpSink, transport: SmtpTransport, stage: str) -> None:
    """The letter leaves over another, at once."""
    transport.send(letter())
    reply = "452 4.5.3 too many messages in this session"
    if stage == "rcpt":
        sink.refuse("ani@example.org", reply)
        with pytest.raises(Unwelcome):  # over the fresh one, too: it was not the connection
            transport.send(letter())
        return
    getattr(sink.script, stage).append(reply)
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}
    assert sink.connections == 2


def test_one_connection_serves_many_letters(sink: SmtpSink, transport: SmtpTransport) -> None:
    results = transport.send_many([letter(number=n) for n in range(20)])
    assert [states(result) for result in results] == [{"ani@example.org": "sent"}] * 20
    assert sink.connections == 1


def test_a_connection_that_died_while_idle_is_replaced_without_a_word(sink: SmtpSink, transport: SmtpTransport) -> None:
    transport.send(letter(number=1))
    sink.cut()
    assert states(transport.send(letter(number=2))) == {"ani@example.org": "sent"}
    assert sink.connections == 2
    assert len(sink.wait_for(2)) == 2


def test_a_reused_connection_told_421_is_replaced(sink: SmtpSink, transport: SmtpTransport) -> None:
    transport.send(letter(number=1))
    sink.shut_down_next()
    assert states(transport.send(letter(number=2))) == {"ani@example.org": "sent"}
    assert sink.connections == 2


def test_a_fresh_connection_told_421_is_for_later(sink: SmtpSink, transport: SmtpTransport) -> None:
    sink.shut_down_next()
    with pytest.raises(TryLater, match=r"421 4\.3\.2 restarting"):
        transport.send(letter())
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}


def test_a_connection_dying_at_the_data_command_is_replaced_because_nothing_was_sent(
    sink: SmtpSink, transport: SmtpTransport
) -> None:
    transport.send(letter(number=1))
    sink.script.before_data.append("drop")
    assert states(transport.send(letter(number=2))) == {"ani@example.org": "sent"}
    assert len(sink.wait_for(2)) == 2


@pytest.mark.parametrize("kept", [True, False])
def test_a_connection_dying_after_data_is_not_tried_again_at_once(
    sink: SmtpSink, transport: SmtpTransport, kept: bool
) -> None:
    transport.send(letter(number=1))
    sink.drop_next(kept=kept)
    with pytest.raises(TryLater, match="perhaps after it took the letter"):
        transport.send(letter(number=2))
    assert len(sink.letters) == 1 + kept
    assert states(transport.send(letter(number=2))) == {"ani@example.org": "sent"}


def test_a_server_that_does_not_answer_is_left_after_the_timeout(sink: SmtpSink) -> None:
    transport = SmtpTransport(sink.url, timeout=5, data_timeout=0.3)
    sink.hang_next()
    with pytest.raises(TryLater, match="no answer in time, perhaps after it took the letter"):
        transport.send(letter())
    transport.close()


def test_a_server_may_think_longer_about_a_letter_than_about_a_command(sink: SmtpSink) -> None:
    transport = SmtpTransport(sink.url, timeout=0.2, data_timeout=20)
    sink.hang_next()
    releasing = threading.Timer(0.5, sink.release)
    releasing.start()
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}
    assert states(transport.send(letter(number=2))) == {"ani@example.org": "sent"}
    transport.close()
    releasing.join()


def test_a_server_that_is_down_is_named(sink: SmtpSink) -> None:
    sink.stop()
    transport = SmtpTransport(sink.url)
    with pytest.raises(TryLater, match=rf"127\.0\.0\.1:{sink.port}: connection refused"):
        transport.send(letter())


def test_a_temporary_failure_stops_the_batch_and_tells_all_that_follow(
    sink: SmtpSink, transport: SmtpTransport
) -> None:
    sink.script.data.extend(["", "drop"])
    results = transport.send_many([letter(number=n) for n in range(4)])
    assert states(results[0]) == {"ani@example.org": "sent"}
    assert all(isinstance(result, TryLater) for result in results[1:])
    assert len(results) == 4


def test_a_letter_that_can_never_be_sent_does_not_stop_the_batch(sink: SmtpSink, transport: SmtpTransport) -> None:
    results = transport.send_many([letter(number=1), letter("a@b\r\nRCPT TO:<evil@x>"), letter(number=3)])
    assert isinstance(results[1], GiveUp)
    assert [states(results[0]), states(results[2])] == [{"ani@example.org": "sent"}] * 2


@pytest.mark.parametrize(
    "bad",
    [
        letter("ani@example.org\nbudi@example.org"),
        letter("ani@example.org>, <budi@example.org"),
        letter("ani@example.org,budi@example.org"),
        letter(""),
        letter(sender="desk@desk.example\r\nDATA"),
        letter(body=b"one\ntwo\r\n"),
        letter(body=b"one\rtwo\r\n"),
        Finished("<1@x>", DESK, (), b"\r\n"),
    ],
)
def test_nothing_that_could_become_another_command_or_letter_is_sent(
    sink: SmtpSink, transport: SmtpTransport, bad: Finished
) -> None:
    with pytest.raises(GiveUp):
        transport.send(bad)
    assert sink.connections == 0


def test_a_letter_over_the_servers_limit_is_given_up() -> None:
    with SmtpSink(size=1000) as sink:
        transport = SmtpTransport(sink.url)
        with pytest.raises(GiveUp, match="takes 1000 bytes at most"):
            transport.send(letter(body=b"x" * 1000))
        transport.close()


def test_addresses_outside_ascii_are_sent_with_smtputf8(sink: SmtpSink, transport: SmtpTransport) -> None:
    assert states(transport.send(letter("añi@example.org"))) == {"añi@example.org": "sent"}
    assert "SMTPUTF8" in sink.commands[0]
    assert sink.wait_for(1)[0].rcpts == ("añi@example.org",)
    transport.send(letter())
    assert "SMTPUTF8" not in sink.commands[1]


def test_without_smtputf8_only_the_address_that_needs_it_fails() -> None:
    with SmtpSink(smtputf8=False) as sink:
        transport = SmtpTransport(sink.url)
        sent = transport.send(letter("añi@example.org", "budi@bücher.example"))
        assert states(sent) == {"añi@example.org": "failed", "budi@bücher.example": "sent"}
        assert "needs SMTPUTF8" in sent.outcomes["añi@example.org"].words
        assert sink.wait_for(1)[0].rcpts == ("budi@xn--bcher-kva.example",)
        assert states(transport.send(letter("añi@example.org"))) == {"añi@example.org": "failed"}
        with pytest.raises(GiveUp, match="needs SMTPUTF8"):
            transport.send(letter(sender="désk@desk.example"))
        transport.close()


def test_eight_bit_text_is_announced(sink: SmtpSink, transport: SmtpTransport) -> None:
    transport.send(letter(body="jalan Café\r\n".encode()))
    assert "BODY=8BITMIME" in sink.commands[0]


def test_the_null_sender_is_sent_as_such(sink: SmtpSink, transport: SmtpTransport) -> None:
    transport.send(letter(sender=""))
    assert sink.wait_for(1)[0].mail_from == ""


TAGGED = "desk+1.k3v9x2.b.abcdefghij234567@desk.example"


class StrictSink(SmtpSink):
    """Lets nobody send but as the account itself; says so at `stage`."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage
        self.asked: list[str] = []  # each MAIL

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        said = await super().handle_MAIL(server, session, envelope, address, options)
        return self._verdict("MAIL", address) or said

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = await super().handle_RCPT(server, session, envelope, address, options)
        return self._verdict("RCPT", envelope.mail_from or "") or said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self._verdict("DATA", envelope.mail_from or "") or await super().handle_DATA(server, session, envelope)

    def _verdict(self, stage: str, sender: str) -> str:
        return "" if stage != self._stage or sender == DESK else REFUSALS[stage].format(sender=sender)


REFUSALS = {
    "MAIL": "501 5.1.7 {sender}: bad sender address",
    "RCPT": "553 5.7.1 <{sender}>: Sender address rejected: not owned by user desk",  # Postfix
    "DATA": "554 5.2.252 SendAsDenied; desk@desk.example not allowed to send as {sender}",  # Microsoft 365
}


@pytest.mark.parametrize("stage", REFUSALS)
def test_a_server_that_refuses_a_letters_own_sender_gets_it_from_the_desk(stage: str) -> None:
    """At whatever step it says so. It is not asked again."""
    with StrictSink(stage) as sink:
        transport = SmtpTransport(sink.url, timeout=5)
        for _ in range(3):
            assert states(transport.send(letter(sender=TAGGED))) == {"ani@example.org": "sent"}
        transport.close()
        assert [one.mail_from for one in sink.wait_for(3)] == [DESK] * 3
        assert sink.asked == [TAGGED, DESK, DESK, DESK]


def test_a_passing_refusal_leaves_a_letter_its_own_sender(sink: SmtpSink, transport: SmtpTransport) -> None:
    """The server may only be busy; and the recipient's fault is none of the sender's."""
    sink.script.sender.append("451 4.3.0 busy")
    with pytest.raises(Unwelcome):
        transport.send(letter(sender=TAGGED))
    sink.refuse("gone@example.org", "550 5.1.1 no such mailbox")
    assert states(transport.send(letter("gone@example.org", sender=TAGGED))) == {"gone@example.org": "failed"}
    transport.send(letter(sender=TAGGED))
    assert sink.wait_for(1)[0].mail_from == TAGGED


@pytest.mark.parametrize("password", ["secret", "rahasia-é"])
def test_login_over_verified_starttls(certificate: tuple[Path, Path], password: str) -> None:
    with SmtpSink(login=("desk", password), tls=certificate) as sink:
        transport = SmtpTransport(sink.url, Credentials(password, cafile=certificate[0]))
        assert transport.probe() == f"127.0.0.1:{sink.port}: mail can be sent (STARTTLS, logged in as desk)"
        assert states(transport.send(letter())) == {"ani@example.org": "sent"}
        transport.close()


def test_smtps_speaks_tls_from_the_first_byte(certificate: tuple[Path, Path]) -> None:
    with SmtpSink(tls=certificate, smtps=True) as sink:
        transport = SmtpTransport(sink.url, Credentials(cafile=certificate[0]))
        assert states(transport.send(letter())) == {"ani@example.org": "sent"}
        transport.close()


@pytest.mark.parametrize("smtps", [True, False])
def test_a_certificate_nobody_vouches_for_is_not_accepted(certificate: tuple[Path, Path], smtps: bool) -> None:
    with SmtpSink(tls=certificate, smtps=smtps) as sink:
        transport = SmtpTransport(sink.url)
        with pytest.raises(TryLater, match="certificate is not trusted"):
            transport.send(letter())


def test_a_server_without_starttls_gets_no_letter_and_no_password(sink: SmtpSink) -> None:
    transport = SmtpTransport(f"smtp://desk@127.0.0.1:{sink.port}", Credentials("secret"))
    with pytest.raises(TryLater, match="offers no STARTTLS"):
        transport.send(letter())


@pytest.mark.parametrize("password", ["wrong", "falsch-é"])
def test_a_refused_login_is_called_that_and_keeps_the_password_to_itself(password: str) -> None:
    with SmtpSink(login=("desk", "secret")) as sink:
        transport = SmtpTransport(sink.url, Credentials(password))
        with pytest.raises(TryLater, match="login refused for desk: 535") as caught:
            transport.probe()
        assert password not in str(caught.value)
        assert password not in repr(transport)


def test_a_server_that_wants_a_login_we_have_not_is_for_later() -> None:
    with SmtpSink(login=("desk", "secret")) as sink:
        transport = SmtpTransport(f"smtp+insecure://127.0.0.1:{sink.port}")
        with pytest.raises(TryLater, match="was refused: 530"):
            transport.send(letter())


def test_closing_is_polite_and_can_be_repeated(sink: SmtpSink, transport: SmtpTransport) -> None:
    transport.send(letter())
    transport.close()
    transport.close()
    assert states(transport.send(letter())) == {"ani@example.org": "sent"}
    assert sink.connections == 2


def test_a_peer_that_is_no_mail_server_is_for_later() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        peer, _ = listener.accept()
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.close()

    thread = threading.Thread(target=talk)
    thread.start()
    transport = SmtpTransport(f"smtp+insecure://127.0.0.1:{listener.getsockname()[1]}", timeout=5)
    with pytest.raises(TryLater):
        transport.send(letter())
    thread.join()
    listener.close()


def test_a_refused_login_says_where_its_password_is_written() -> None:
    with SmtpSink(login=("desk", "secret")) as sink:
        transport = SmtpTransport(sink.url, Credentials("wrong", password_place="rules.yaml:42"))
        with pytest.raises(TryLater, match=r"\(its password: rules\.yaml:42\)"):
            transport.probe()


def test_tls_at_a_port_without_says_which_scheme_to_write(sink: SmtpSink) -> None:
    with pytest.raises(TryLater, match=r"this port does not begin with TLS: use smtp:// for it, or smtps:// with"):
        SmtpTransport(f"smtps://127.0.0.1:{sink.port}").probe()


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("imap://u@mail.example:993", TimeoutError(), "port 993 begins with TLS: use imaps://"),
        ("smtp://u@mail.example:465", ConnectionResetError(), "port 465 begins with TLS: use smtps://"),
        ("smtp://u@mail.example:587", TimeoutError(), ""),
        ("imaps://u@mail.example", TimeoutError(), ""),
    ],
)
def test_a_port_that_begins_with_tls_says_which_scheme_to_write(url: str, error: OSError, words: str) -> None:
    kind: Literal["imap", "smtp"] = "imap" if url.startswith("imap") else "smtp"
    assert other_scheme(parse_endpoint(url, kind), error) == words
