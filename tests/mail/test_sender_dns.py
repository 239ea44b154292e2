"""What DNS says of mail from the desk's domain, in plain words; asked of a real DNS server."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from mailflow.credentials import SigningKey
from mailflow.mail.sender_dns import findings, texts_of
from tests.dns_server import SILENT, DnsServer

KEY = SigningKey(Path("dkim/mailflow.key"), "mailflow", "desk.example")
GOOD: dict[str, str | list[str]] = {
    "desk.example": ["google-site-verification=x", "v=spf1 mx include:_spf.google.com ~all"],
    "mailflow._domainkey.desk.example": "v=DKIM1; k=rsa; p=" + "A" * 400,
    "_dmarc.desk.example": "v=DMARC1; p=quarantine; rua=mailto:d@desk.example",
}


def said(
    more: dict[str, str | list[str] | None], key: SigningKey | None = KEY, domain: str = "desk.example"
) -> list[str]:
    """What is found, "no" before what needs doing."""
    records = {name: text for name, text in {**GOOD, **more}.items() if text is not None}
    with DnsServer(records) as server:
        found = findings(domain, key, "A" * 400, partial(texts_of, server=server.address))
    return [f"{'' if one.ok else 'no '}{one.name}: {one.words}" for one in found]


def test_all_is_well() -> None:
    """Three sentences, each with what is there; a long key stands in several strings."""
    spf, dkim, dmarc = said({})
    assert spf == "spf: SPF of desk.example is there: v=spf1 mx include:_spf.google.com ~all"
    assert dkim == "dkim: DKIM: mailflow._domainkey.desk.example in DNS is our key"
    assert dmarc == "dmarc: DMARC of desk.example is there: p=quarantine"


@pytest.mark.parametrize(("more", "words"), [
    ({"desk.example": None}, "no spf: desk.example has no SPF"),
    ({"desk.example": ["v=spf1 a ~all", "v=spf1 mx -all"]}, "no spf: desk.example has 2 SPF records"),
    ({"desk.example": "v=spf1 +all"}, "no spf: SPF lets the whole world send"),
    ({"desk.example": "v=spf1 " + "include:x.example " * 11 + "-all"}, "no spf: SPF .* needs more than 10"),
    ({"desk.example": "v=spf1 ?all"}, "spf: SPF says nothing about senders it does not name"),
    ({"desk.example": "v=spf10 nothing"}, "no spf: desk.example has no SPF"),
    ({"mailflow._domainkey.desk.example": None}, "no dkim: mailflow._domainkey.desk.example is not in DNS"),
    ({"mailflow._domainkey.desk.example": "v=DKIM1; p=BBBB"}, "no dkim: .* has another key"),
    ({"mailflow._domainkey.desk.example": SILENT}, "dkim: DKIM of desk.example: DNS does not answer"),
    ({"_dmarc.desk.example": None}, "no dmarc: desk.example has no DMARC"),
    ({"_dmarc.desk.example": "v=DMARC1; rua=mailto:x@y"}, "no dmarc: DMARC of desk.example has no policy"),
    ({"_dmarc.desk.example": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "no dmarc: desk.example has 2 DMARC records"),
])  # fmt: skip
def test_what_needs_doing(more: dict[str, str | list[str] | None], words: str) -> None:
    """Each with what to publish, or what is wrong with what is there."""
    assert any(re.match(words, one) for one in said(more)), said(more)


def test_a_domain_below_is_covered_by_its_organisation() -> None:
    """DMARC of desk.example holds for help.desk.example; a signature for the organisation is aligned."""
    found = said({"help.desk.example": "v=spf1 mx -all"}, domain="help.desk.example")
    assert "dmarc: DMARC of desk.example is there: p=quarantine" in found
    assert not any(one.startswith("no ") for one in found)


def test_a_signature_of_another_organisation_proves_nothing() -> None:
    """Signed for a provider, From of the desk."""
    other = SigningKey(Path("k"), "s", "mailer.example")
    assert any("come from desk.example: that proves nothing" in one for one in said({}, other))


def test_without_our_key_the_server_may_sign() -> None:
    """No fault, and no question."""
    assert any(one.startswith("dkim: letters are not signed by us") for one in said({}, None))


def test_a_silent_dns_is_said_once() -> None:
    """Offline nothing is looked at, nothing is blamed, and nobody waits for three questions."""
    assert said({"desk.example": SILENT}) == [
        "dns: DNS does not answer: SPF, DKIM and DMARC of desk.example were not looked at"
    ]
