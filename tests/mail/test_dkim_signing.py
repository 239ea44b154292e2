"""Letters signed with the desk's own key: verified by OpenDKIM and by dkimpy, as they reached the server."""

from __future__ import annotations

import base64
import shutil
import stat
import subprocess
from pathlib import Path

import dkim
import pytest

from mailflow.core.finished import Finished
from mailflow.credentials import SigningKey
from mailflow.errors import CannotDo, TryLater
from mailflow.mail.dkim_signing import DkimSigner, dns_line, make_key, public_half, record_text
from mailflow.mail.transports import OutgoingOptions, open_transport
from tests.servers import SmtpSink

LETTER = (
    b"From: iDuHelp <desk@desk.example>\r\nTo: Ani <ani@example.org>\r\nSubject: =?utf-8?q?Re=3A_=5B=231=5D?=\r\n"
    b"Date: Mon, 30 Nov 2026 10:00:00 +0700\r\nMessage-ID: <1.x@desk.example>\r\nReferences: <a@b.example>\r\n"
    b"\t<c@d.example>\r\nList-Unsubscribe: <https://desk.example/unsubscribe/K>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n.halo \r\n\r\nselesai\r\n\r\n"
)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    found = SigningKey(tmp_path / "dkim" / "mailflow.key", "mailflow", "desk.example")
    make_key(found.path)
    return found


def verdict(mail: bytes, key: SigningKey, folder: Path) -> str:
    """What OpenDKIM says of a mail, with `key` in its DNS."""
    program = shutil.which("opendkim", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("opendkim is not installed")
    (folder / "mail.eml").write_bytes(mail)
    (folder / "dns").write_text(f"{key.record} {record_text(key)}\n")
    (folder / "opendkim.conf").write_text(f"Mode v\nTestDNSData file:{folder}/dns\n")
    command = [program, "-x", str(folder / "opendkim.conf"), "-t", str(folder / "mail.eml"), "-vv"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout


def sent(key: SigningKey, tmp_path: Path, letter: bytes = LETTER) -> bytes:
    """As it reaches a mail server."""
    with SmtpSink() as sink:
        transport = open_transport(OutgoingOptions("smtp", sink.url, dkim=key), tmp_path)
        transport.send_many([Finished("<1.x@desk.example>", "desk@desk.example", ("ani@example.org",), letter[:-11],
                                      files=letter[-11:])])  # fmt: skip
        transport.close()
        return sink.wait_for(1)[0].data


@pytest.mark.live
def test_opendkim_finds_the_signature_valid(key: SigningKey, tmp_path: Path) -> None:
    """After the way over SMTP, dots and blanks at line ends included."""
    assert "verification (s=mailflow, d=desk.example, 2048-bit key) succeeded" in verdict(
        sent(key, tmp_path), key, tmp_path
    )


def answered(key: SigningKey) -> dict[bytes, bytes]:
    return {f"{key.record}.".encode(): record_text(key).encode()}


def is_valid(mail: bytes, key: SigningKey) -> bool:
    return bool(dkim.verify(mail, dnsfunc=lambda name, timeout=5: answered(key).get(name)))


@pytest.mark.parametrize("change", [
    (b"halo", b"hallo"), (b"Ani <ani@", b"Ano <ano@"), (b"/unsubscribe/K", b"/unsubscribe/L"),
    (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=No"), (b"<c@d.example>", b"<c@e.example>"),
    (b"From: iDuHelp", b"From: Evil <e@evil.example>\r\nFrom: iDuHelp"),
])  # fmt: skip
def test_what_is_changed_on_the_way_is_noticed(key: SigningKey, tmp_path: Path, change: tuple[bytes, bytes]) -> None:
    """The text, who it is for, how one unsubscribes (RFC 8058 §4), and a second From (RFC 6376 §8.15)."""
    mail = sent(key, tmp_path)
    assert is_valid(mail, key)
    assert change[0] in mail
    assert not is_valid(mail.replace(*change), key)


def test_the_key_is_its_owners_alone_and_is_not_replaced(key: SigningKey) -> None:
    """What it has signed would not be valid any more."""
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    before = key.path.read_bytes()
    with pytest.raises(CannotDo, match="is not overwritten"):
        make_key(key.path)
    assert key.path.read_bytes() == before
    assert "PRIVATE" not in dns_line(key) + repr(DkimSigner(key))


def test_the_line_of_dns_is_a_zone_files(key: SigningKey) -> None:
    """In strings of at most 255 characters; joined, they are the record."""
    name, _, rest = dns_line(key).partition(" IN TXT ( ")
    pieces = rest.removesuffix(" )").strip('"').split('" "')
    assert name == "mailflow._domainkey.desk.example."
    assert "".join(pieces) == record_text(key)
    assert max(map(len, pieces)) <= 255
    assert base64.b64decode(public_half(key.path))


@pytest.mark.parametrize("pem", [None, b"no key", b"-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n"])
def test_without_a_key_no_letter_leaves(tmp_path: Path, pem: bytes | None) -> None:
    """It waits, and the words say which file: unsigned, it would be taken for a forgery."""
    key = SigningKey(tmp_path / "lost.key", "mailflow", "desk.example")
    if pem is not None:
        key.path.write_bytes(pem)
    with SmtpSink() as sink:
        transport = open_transport(OutgoingOptions("smtp", sink.url, dkim=key), tmp_path)
        letter = Finished("<1@desk.example>", "desk@desk.example", ("ani@example.org",), LETTER)
        [result] = transport.send_many([letter])
        assert isinstance(result, TryLater)
        assert "lost.key" in str(result)
        with pytest.raises(TryLater, match=r"outgoing\.dkim"):
            transport.probe()
        assert sink.letters == []
        transport.close()
