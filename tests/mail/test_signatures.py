"""DKIM signatures and ARC chains checked by ourselves: which count, which count as none, and what DNS has to do with
it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mailflow.mail import dns_keys, rest
from mailflow.mail.dns_keys import DnsKeys
from mailflow.mail.signatures import CheckedSignature, check
from tests.dns_server import SILENT, DnsServer
from tests.signing import private_key, record, sealed, signed

MAIL = b"\r\n".join(
    [
        b"From: Budi <budi@desk.example>",
        b"To: iduhelp@desk.example",
        b"Subject: Re: [#1] Pulsa",
        b"Date: Mon, 02 Nov 2026 09:00:00 +0700",
        b"Message-ID: <1@desk.example>",
        b"In-Reply-To: <2@desk.example>",
        b"",
        b"Sudah kami isi.",
        b"",
    ]
)
NOW = datetime.now(UTC)


@pytest.fixture
def dns() -> Iterator[DnsServer]:
    with DnsServer({"s1._domainkey.desk.example": record()}) as server:
        yield server


def checked(
    mail: bytes, dns: DnsServer, author: str = "desk.example", at: datetime = NOW, forwarders: tuple[str, ...] = ()
) -> CheckedSignature:
    keys = DnsKeys()
    return check(mail, author, at, lambda name: keys.ask(name, dns.address), forwarders)


def test_a_valid_signature_of_the_authors_domain(dns: DnsServer) -> None:
    """Its domain is proven, and the field that says so is named."""
    found = checked(signed(MAIL), dns)
    assert (found.domain, found.field) == ("desk.example", "DKIM-Signature: d=desk.example s=s1")


@pytest.mark.parametrize("canonical", [(b"simple", b"simple"), (b"relaxed", b"relaxed"), (b"relaxed", b"simple")])
@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_however_it_was_canonicalised(dns: DnsServer, canonical: tuple[bytes, bytes], line: bytes) -> None:
    """Both ways of both parts (RFC 6376 §3.4), and as a Maildir keeps lines."""
    mail = signed(MAIL, canonicalize=canonical).replace(b"\r\n", line)
    assert checked(mail, dns).domain == "desk.example"


def test_of_the_same_organisation(dns: DnsServer) -> None:
    """A domain above or below From's proves it, as with DMARC's relaxed alignment."""
    dns.records["s1._domainkey.mail.desk.example"] = record()
    assert checked(signed(MAIL, "mail.desk.example"), dns).domain == "mail.desk.example"
    below = MAIL.replace(b"budi@desk", b"budi@kantor.desk")
    assert checked(signed(below), dns, "kantor.desk.example").domain == "desk.example"


def test_the_good_one_of_several(dns: DnsServer) -> None:
    """A list's own signature, and a broken one above, do not take away from it."""
    dns.records["s1._domainkey.lists.example"] = record()
    mail = signed(signed(MAIL), "lists.example")
    broken = re.sub(rb"b=[A-Za-z0-9+/]", b"b=x", signed(MAIL).partition(b"\r\nFrom:")[0], count=1)
    assert checked(broken + b"\r\n" + mail, dns).domain == "desk.example"


@pytest.mark.parametrize("services", ["email", "*", "email:tlsrpt", "tlsrpt : email", "tlsrpt:*"])
def test_a_key_for_mail_among_other_services(dns: DnsServer, services: str) -> None:
    """A list that has mail in it is good for mail (RFC 6376 §3.6.1); one key for mail and TLS reports is usual."""
    dns.records["s1._domainkey.desk.example"] = record(more=f"s={services}; ")
    assert checked(signed(MAIL), dns).domain == "desk.example"


def test_a_key_for_other_services_alone(dns: DnsServer) -> None:
    dns.records["s1._domainkey.desk.example"] = record(more="s=tlsrpt:lain; ")
    assert not checked(signed(MAIL), dns).domain


CHANGED = {
    "another text": (lambda mail: mail.replace(b"Sudah", b"Belum"), "it does not fit the mail"),
    "another subject": (lambda mail: mail.replace(b"[#1]", b"[#2]"), "it does not fit the mail"),
    "another author": (lambda mail: mail.replace(b"budi@", b"sari@"), "it does not fit the mail"),
    "a parent": (lambda mail: mail.replace(b"<2@", b"<3@"), "it does not fit the mail"),
    "words below": (lambda mail: mail + b"/selesai\r\n", "it does not fit the mail"),
    "no signature": (lambda mail: MAIL, "no signature of desk.example"),
}


@pytest.mark.parametrize("how", CHANGED)
def test_a_mail_that_was_changed_proves_nothing(dns: DnsServer, how: str) -> None:
    """Not a word of it may be another's."""
    change, why = CHANGED[how]
    found = checked(change(signed(MAIL)), dns)
    assert not found.domain
    assert why in found.why


WEAK = {
    "of a part of the text": (lambda: signed(MAIL, length=True), "only a part of the text (l=)"),
    "by a short key": (lambda: signed(MAIL, selector="short", bits=512), "fewer than 1024 bits"),
    "by SHA-1": (lambda: signed(MAIL, signature_algorithm=b"rsa-sha1"), "its algorithm is rsa-sha1"),
    "without the subject": (lambda: signed(MAIL, include_headers=[b"from", b"date"]), "does not cover Subject"),
    "by a key in testing mode": (lambda: signed(MAIL, selector="testing"), "testing mode"),
    "by a key that was taken back": (lambda: signed(MAIL, selector="gone"), "counts as none"),
    "by a key nobody has published": (lambda: signed(MAIL, selector="nowhere"), "no key in DNS"),
    "by a key for SHA-1 alone": (lambda: signed(MAIL, selector="old"), "does not allow sha256"),
    "by two keys of one name": (lambda: signed(MAIL, selector="two"), "no key in DNS"),
    "of another domain": (lambda: signed(MAIL, "evil.example"), "only of evil.example"),
    "of a domain that ends alike": (lambda: signed(MAIL, "notdesk.example"), "only of notdesk.example"),
}  # fmt: skip


@pytest.mark.parametrize("how", WEAK)
def test_what_counts_as_no_signature(dns: DnsServer, how: str) -> None:
    """Each is valid by its own lights, and says why it does not count."""
    dns.records |= {
        "short._domainkey.desk.example": record(512),
        "testing._domainkey.desk.example": record(more="t=y; "),
        "gone._domainkey.desk.example": "v=DKIM1; k=rsa; p=",
        "old._domainkey.desk.example": record(more="h=sha1; "),
        "two._domainkey.desk.example": [record(), record(1024)],
        "s1._domainkey.evil.example": record(),
        "s1._domainkey.notdesk.example": record(),
    }
    mail, why = WEAK[how]
    found = checked(mail(), dns)
    assert (found.domain, found.later) == ("", False)
    assert why in found.why


def with_expiry(moment: datetime) -> bytes:
    """Signed with an x= (dkimpy writes none): the tag is put where the algorithm's name ends, and signed again."""
    import dkim

    class Expiring(dkim.DKIM):  # type: ignore[misc]
        def gen_header(self, fields, *rest, **more):  # type: ignore[no-untyped-def]
            at = next(i for i, (name, _) in enumerate(fields) if name == b"c")
            fields.insert(at, (b"x", str(int(moment.timestamp())).encode()))
            return super().gen_header(fields, *rest, **more)

    line = Expiring(MAIL).sign(b"s1", b"desk.example", private_key(2048), include_headers=[b"from", b"subject"])
    return bytes(line) + MAIL


def test_expired_when_it_arrived(dns: DnsServer) -> None:
    """Its arrival counts, not when it is looked at."""
    mail = with_expiry(NOW + timedelta(hours=1))
    assert checked(mail, dns).domain == "desk.example"
    assert "it had expired" in checked(mail, dns, at=NOW + timedelta(hours=2)).why


def test_a_stranger_makes_us_ask_nobody(dns: DnsServer) -> None:
    """Only signatures of the author's own domain are looked up, three of them."""
    mail = MAIL
    for n in range(6):
        mail = signed(mail, selector=f"n{n}")
    mail = signed(mail, "evil.example")
    assert not checked(mail, dns).domain
    assert (dns.asked.total(), dns.asked["s1._domainkey.evil.example"]) == (3, 0)


def test_dns_that_is_silent_is_asked_later(dns: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is not a no: the mail is looked at again."""
    monkeypatch.setattr(dns_keys, "PATIENCE", 0.2)
    dns.records["s1._domainkey.desk.example"] = SILENT
    found = checked(signed(MAIL), dns)
    assert (found.domain, found.later, found.why) == ("", True, "DNS does not answer")


def test_a_silent_server_is_left_alone_for_a_minute(dns: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many mails in a colleague's name cost a few questions."""
    monkeypatch.setattr(dns_keys, "PATIENCE", 0.2)
    seconds = [0.0]
    keys = DnsKeys(lambda: seconds[0])
    dns.records |= {f"n{n}._domainkey.desk.example": SILENT for n in range(9)}
    for n in range(9):
        assert keys.ask(f"n{n}._domainkey.desk.example", dns.address).silent
    assert len(dns.asked) == dns_keys.MOST_LOST
    seconds[0] = rest.SECONDS + 1
    assert keys.ask("s1._domainkey.desk.example", dns.address).text == record().encode()


def test_answers_are_remembered_and_forgotten(dns: DnsServer) -> None:
    """For the time DNS says, a name that does not exist for a minute."""
    seconds = [0.0]
    keys = DnsKeys(lambda: seconds[0])
    for _ in range(5):
        assert keys.ask("s1._domainkey.desk.example", dns.address).text
        assert keys.ask("nowhere._domainkey.desk.example", dns.address) == dns_keys.KeyAnswer()
    assert set(dns.asked.values()) == {1}
    seconds[0] = 61
    keys.ask("s1._domainkey.desk.example", dns.address)
    keys.ask("nowhere._domainkey.desk.example", dns.address)
    assert dns.asked == {"s1._domainkey.desk.example": 1, "nowhere._domainkey.desk.example": 2}


def test_a_long_key_comes_by_tcp(dns: DnsServer) -> None:
    """4096 bits do not fit into 512 bytes."""
    dns.records["long._domainkey.desk.example"] = record(4096)
    assert checked(signed(MAIL, selector="long", bits=4096), dns).domain == "desk.example"


def test_names_no_dns_has_are_not_asked_for(dns: DnsServer) -> None:
    """Nor is more remembered than a few hundred."""
    keys = DnsKeys()
    for name in ("", "a" * 300, "ü.example", "..", "a..b"):
        assert keys.ask(name, dns.address).text is None
    for n in range(dns_keys.MOST + 5):
        keys.ask(f"{n}.example", dns.address)
    assert len(keys._known) == dns_keys.MOST


@pytest.mark.parametrize("junk", ["", "v=1", "v=1; a=rsa-sha256; d=desk.example", "d=desk.example; h=from", "=;=;=", "d=desk.example; s=..; h=from:subject; a=rsa-sha256; b=x; bh=x; v=1"])  # fmt: skip  # noqa: E501
def test_what_is_no_signature_is_none(dns: DnsServer, junk: str) -> None:
    """Whatever a stranger writes there."""
    found = checked(f"DKIM-Signature: {junk}\r\n".encode() + MAIL, dns)
    assert not found.domain
    assert found.why


# -- forwarders


LIST = "lists.desk.example"
PASSED = "dmarc=pass header.from=desk.example"


@pytest.fixture
def forwarded(dns: DnsServer) -> bytes:
    """A list has added its footer to a signed mail, and sealed what it found."""
    dns.records |= {f"arc._domainkey.{LIST}": record(), "arc._domainkey.evil.example": record()}
    return sealed(signed(MAIL) + b"-- \r\nFooter\r\n", PASSED)


def test_a_forwarder_that_is_named_is_believed(dns: DnsServer, forwarded: bytes) -> None:
    """The signature is broken, the seal is not."""
    found = checked(forwarded, dns, forwarders=(LIST,))
    assert found.domain == "desk.example"
    assert PASSED in found.field


BROKEN = {
    "nobody is named": (lambda mail: mail, ()),
    "another is named": (lambda mail: mail, ("other.example",)),
    "the text was changed after it": (lambda mail: mail.replace(b"Sudah", b"Belum"), (LIST,)),
    "what it found was changed": (lambda mail: mail.replace(b"dmarc=pass", b"dmarc=pazz"), (LIST,)),
    "it found a forgery": (lambda mail: sealed(MAIL, "dmarc=fail header.from=desk.example"), (LIST,)),
    "it proved another domain": (lambda mail: sealed(MAIL, "dmarc=pass header.from=evil.example"), (LIST,)),
    "it found another's signature": (lambda mail: sealed(MAIL, "dkim=pass header.d=evil.example"), (LIST,)),
    "it says two things": (lambda mail: sealed(MAIL, f"{PASSED}; dmarc=fail"), (LIST,)),
    "a stranger sealed before it": (lambda mail: sealed(sealed(MAIL, PASSED, "evil.example"), "arc=pass"), (LIST,)),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_no_other_chain_is(dns: DnsServer, forwarded: bytes, how: str) -> None:
    """It counts when rules.yaml names all who sealed it, unbroken, and the first found the author's domain proven."""
    change, named = BROKEN[how]
    assert not checked(change(forwarded), dns, forwarders=named).domain
