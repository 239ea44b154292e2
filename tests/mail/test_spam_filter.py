"""A spam filter that answers oddly, late or not at all is no reason to wait, and makes nothing spam."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mailflow.mail import rest, spam_filter
from mailflow.mail.spam_filter import SpamFilter

MAIL = b"From: ani@mail.example\r\n\r\nPulsa\r\n"


@contextmanager
def answering(answer: bytes | None) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads a little and says this, to whoever comes; None: it says nothing."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"

        def serve() -> None:
            while True:
                peer, _ = server.accept()
                with peer:
                    heard.append(peer.recv(65_536))
                    if heard[-1] == b"stop":
                        return
                    if answer is None:
                        peer.recv(65_536)
                    else:
                        peer.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield address, heard
        finally:
            with socket.create_connection(server.getsockname()) as last:
                last.sendall(b"stop")
            thread.join()


def http(body: str, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (http('{"action": "add header", "score": 7.31, "required_score": 6}'), "rspamd: add header (7.3 of 6.0)"),
        (http('{"action": "reject"}'), "rspamd: reject (0.0 of 0.0)"),
        (http('{"action": "no action", "score": 1}'), ""),
        (http('{"action": "soft reject"}'), ""),
        (http('{"error": "busy"}', "500 Internal"), ""),
        (http("[]"), ""),
        (http("<html>"), ""),
        (http('{"action": ["reject"], "score": "x"}'), ""),
        (b"SSH-2.0-OpenSSH\r\n", ""),
        (b"", ""),
    ],
)
def test_rspamd(answer: bytes, said: str) -> None:
    """Its action decides; what is none makes nothing spam."""
    with answering(answer) as (address, _):
        assert SpamFilter().ask(f"rspamd://{address}", MAIL) == said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"SPAMD/1.1 0 EX_OK\r\nSpam: True ; 15.0 / 5.0\r\n\r\n", "SpamAssassin: 15.0 of 5.0"),
        (b"SPAMD/1.1 0 EX_OK\r\nSpam: False ; -1.0 / 5.0\r\n\r\n", ""),
        (b"SPAMD/1.0 76 Bad header line\r\n", ""),
        (b"220 mail.example ESMTP\r\n", ""),
        (b"", ""),
    ],
)
def test_spamassassin(answer: bytes, said: str) -> None:
    """spamd's one line decides."""
    with answering(answer) as (address, heard):
        assert SpamFilter().ask(f"spamassassin://{address}", MAIL) == said
    assert heard[0].startswith(b"CHECK SPAMC/1.2\r\nContent-length: 33\r\n\r\n")


def test_one_that_is_silent_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a minute; then it is asked again."""
    monkeypatch.setattr(spam_filter, "PATIENCE", 0.2)
    seconds = [0.0]
    ask = SpamFilter(lambda: seconds[0])
    with answering(None) as (address, heard):
        for _ in range(3):
            assert ask.ask(f"spamassassin://{address}", MAIL) == ""
        assert len(heard) == 1
        seconds[0] = rest.SECONDS + 1
        ask.ask(f"spamassassin://{address}", MAIL)
    assert len(heard) == 3  # and the word that ends the server
