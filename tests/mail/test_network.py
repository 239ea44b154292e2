"""Urls of servers, and words for what goes wrong on the way to them."""

from __future__ import annotations

import imaplib
import socket
import ssl
import sys
from pathlib import Path

import pytest

from mailflow.credentials import Credentials
from mailflow.mail.network import (
    Endpoint,
    is_loopback,
    parse_address,
    parse_endpoint,
    reason,
    refused_login,
    tls_context,
    words,
)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("imaps://desk@mail.example:993/INBOX", Endpoint("imaps", "tls", "mail.example", 993, "desk", "INBOX")),
        ("imaps://desk@mail.example", Endpoint("imaps", "tls", "mail.example", 993, "desk", "INBOX")),
        ("imap://a@b.example@mail.example", Endpoint("imap", "starttls", "mail.example", 143, "a@b.example", "INBOX")),
        ("imap+insecure://desk@[::1]:1143/A/B", Endpoint("imap+insecure", "none", "::1", 1143, "desk", "A/B")),
        ("imap+insecure://d@localhost/%C3%96l", Endpoint("imap+insecure", "none", "localhost", 143, "d", "Öl")),
    ],
)
def test_imap_urls(url: str, endpoint: Endpoint) -> None:
    assert parse_endpoint(url, "imap") == endpoint


def test_smtp_urls_need_no_user() -> None:
    assert parse_endpoint("smtp://mail.example", "smtp") == Endpoint("smtp", "starttls", "mail.example", 587, None, "")
    assert parse_endpoint("smtps://a%40b@mail.example", "smtp").user == "a@b"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("imap://mail.example", "names no user"),
        ("imaps://desk:secret@mail.example", "password does not belong"),
        ("imap+insecure://desk@mail.example", "only for this machine"),
        ("imap+insecure://desk@127.0.0.1.example", "only for this machine"),
        ("imaps://desk@", "names no host"),
        ("imaps://desk@mail.example:99999", "not a url"),
        ("smtp://desk@mail.example", "use imaps://, imap://"),
        ("mail.example", "unknown kind"),
        ("imaps://desk@mail.example/IN\r\nBOX", "control character"),
        ("imaps://de%0Ask@mail.example", "control character"),
    ],
)
def test_urls_that_cannot_be_used_are_explained(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        parse_endpoint(url, "imap")
    assert "secret" not in str(caught.value)


def test_addresses_of_listeners() -> None:
    assert parse_address("127.0.0.1:8024") == ("127.0.0.1", 8024)
    assert parse_address("[::1]:24") == ("::1", 24)
    assert parse_address(":24") == ("127.0.0.1", 24)
    for bad in ("8024", "host:", "host:x", "host:70000", "ho\nst:1"):
        with pytest.raises(ValueError):
            parse_address(bad)


def test_only_addresses_of_this_machine_are_loopback() -> None:
    assert all(is_loopback(host) for host in ("localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"))
    assert not any(is_loopback(host) for host in ("localhost.example", "10.0.0.1", "::", "0.0.0.0", ""))


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (TimeoutError("timed out"), "no answer in time"),
        (ConnectionRefusedError(111, "Connection refused"), "connection refused"),
        (ConnectionResetError(104, "x"), "the connection was closed by the server"),
        (socket.gaierror(-2, "Name or service not known"), "the host name is not known"),
        (ssl.SSLError(1, "[SSL] wrong version number"), "TLS failed ([SSL] wrong version number)"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (imaplib.IMAP4.error("b'[ALERT] too many\\r\\n'"), "[ALERT] too many"),
        (EOFError(), "the connection was closed by the server"),
        (KeyError(), "KeyError"),
    ],
)
def test_what_happened_in_words(error: Exception, text: str) -> None:
    assert text in reason(error)


def test_what_happened_is_told_without_loading_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk of Maildirs never needed `ssl`; with no file descriptor left it cannot be loaded any more."""
    monkeypatch.delitem(sys.modules, "ssl")
    monkeypatch.setattr(sys, "meta_path", [])
    assert reason(OSError(24, "Too many open files")) == "Too many open files"


def test_a_servers_words_are_one_printable_line() -> None:
    assert words(b"2.0.0\r\n ok\x1b[31m \xff") == "2.0.0 ok [31m �"
    assert len(words("x" * 10_000)) == 500


def test_a_missing_authority_is_named(tmp_path: Path) -> None:
    """OpenSSL says only that there is no such file."""
    with pytest.raises(FileNotFoundError) as caught:
        tls_context(Credentials(cafile=tmp_path / "ca.pem"))
    assert reason(caught.value) == f"there is no cafile {tmp_path / 'ca.pem'}"


@pytest.mark.parametrize(
    ("host", "wants"),
    [
        ("outlook.office365.com", "oauth: instead"),
        ("smtp-mail.outlook.com", "oauth: instead"),
        ("imap.gmail.com", "app password or oauth:"),
        ("imap.mail.yahoo.com", "app password"),
        ("imap.mail.me.com", "app password"),
        ("mail.desk.example", "rules.yaml:9)"),
        ("notgmail.com", "rules.yaml:9)"),
    ],
)
def test_a_refused_password_says_what_the_provider_takes(host: str, wants: str) -> None:
    """Their own words are "LOGIN failed"; by OAuth it is another matter."""
    url = f"imaps://desk@{host}/INBOX"
    assert wants in refused_login(parse_endpoint(url, "imap", "rules.yaml:9"), "LOGIN failed.")
    assert refused_login(parse_endpoint(url, "imap"), "no").endswith("login refused for desk: no")
