# ruff: noqa: E501 - specimens are kept as they come
"""Whom the trusted server's Authentication-Results vouch for."""

from __future__ import annotations

import pytest
from publicsuffixlist import PublicSuffixList

from mailflow.core.message import Authentication, OurAddresses
from mailflow.lazy_dataclasses import replace
from mailflow.mail.domains import aligned, organisational
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",))
HOP = "Received: from mx.other.example by mail.desk.example; Sat, 21 Nov 2026 10:00:00 +0700"
FOREIGN = "Received: from laptop by mx.other.example; Sat, 21 Nov 2026 09:59:00 +0700"


def verdict(*lines: str, sender: str = "Budi <budi@desk.example>", ours: OurAddresses = OURS) -> Authentication:
    raw = "\r\n".join([*lines, f"From: {sender}", "To: desk@desk.example", "Subject: x", "", "x"])
    return understand(raw.encode(), ours).authentication


AR = "Authentication-Results: mail.desk.example"
ALIGNED = {
    "dmarc": [f"{AR}; dmarc=pass header.from=desk.example", HOP],
    "dmarc without from": [f"{AR}; dmarc=pass"],
    "dkim d": [f"{AR}; dkim=pass header.d=desk.example header.s=a header.b=xyz"],
    "dkim i": [f"{AR};\r\n\tdkim=pass (2048-bit key; unprotected) header.i=@mail.desk.example"],
    "second dkim": [f"{AR}; dkim=fail header.d=desk.example; dkim=pass header.d=desk.example"],
    "spf": [f"{AR}; spf=pass smtp.mailfrom=budi@bounce.desk.example"],
    "version": [f"{AR} 1; dkim=pass header.d=desk.example"],
    "below our own last hops": [
        "Received: from imap.desk.example [192.0.2.7] by pc.home.arpa with IMAP (fetchmail-6.4.37)",
        "Received: from mail.desk.example by store01.corp with LMTP",
        f"{AR}; dmarc=pass header.from=desk.example",
        HOP,
    ],
    "version of the method": [f"{AR} 1; dmarc/1=pass header.from=desk.example; dkim / 1 = pass header.d=desk.example"],
    "below our hop": [HOP, "Received-SPF: pass", f"{AR}; dmarc=pass header.from=desk.example", FOREIGN],
    "two fields": [f"{AR}; spf=fail smtp.mailfrom=x.example", f"{AR}; dkim=pass header.d=desk.example", HOP],
    "other server above": [
        "Authentication-Results: inner.desk.example; none",
        f"{AR}; dmarc=pass header.from=desk.example",
    ],
    "upper case": ["authentication-results: MAIL.desk.example; DMARC=PASS header.from=DESK.example"],
    "beside a login": [f"{AR}; auth=pass smtp.auth=budi@desk.example; dkim=pass header.d=desk.example"],
    "comment with semicolon": [f"{AR}; dmarc=pass (p=none; dis=none) header.from=desk.example"],
    "quoted": [f'{AR}; dkim=pass reason="good; key" header.d="desk.example"'],
}


@pytest.mark.parametrize("lines", ALIGNED.values(), ids=ALIGNED.keys())
def test_the_authors_domain_is_vouched_for(lines: list[str]) -> None:
    """A pass for the domain in From, said by our own server."""
    assert verdict(*lines).aligned, verdict(*lines).reason


VERSIONS = ("2", "3", "0", "01", "10", "11", "1x", "v1", "(1) 2", "2 (once 1)", "1 1", "1 2", '"1"', "1.1", "99999999")
REFUSED = {
    "a NUL in the result": [f"{AR}; dmarc=pas\0s header.from=desk.example"],
    "nothing": [HOP],
    "another server": ["Authentication-Results: mx.other.example; dmarc=pass header.from=desk.example"],
    "no server": ["Authentication-Results: dmarc=pass header.from=desk.example"],
    "below a foreign hop": [HOP, FOREIGN, f"{AR}; dmarc=pass header.from=desk.example"],
    "forged below ours": [f"{AR}; dmarc=none", HOP, f"{AR}; dmarc=pass header.from=desk.example"],
    **{f"version {version}": [f"{AR} {version}; dmarc=pass header.from=desk.example"] for version in VERSIONS},
    **{f"dmarc/{version}": [f"{AR}; dmarc/{version}=pass header.from=desk.example"] for version in VERSIONS},
    **{f"dkim/{version}": [f"{AR}; dkim/{version}=pass header.d=desk.example"] for version in VERSIONS},
    "another version beside the known one": [
        f"{AR} 1; dkim=pass header.d=desk.example",
        f"{AR} 2; dkim=pass header.d=desk.example",
    ],
    "another domain": [f"{AR}; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"],
    "dmarc for another": [f"{AR}; dmarc=pass header.from=evil.example"],
    "dmarc fails though spf passes": [
        f"{AR}; dmarc=fail header.from=desk.example; spf=pass smtp.mailfrom=desk.example"
    ],
    "in a comment": [f"{AR}; none (dmarc=pass header.from=desk.example)"],
    "none": [f"{AR}; none"],
    "unknown word": [f"{AR}; dmarc=bestguesspass header.from=desk.example"],
    "neutral": [f"{AR}; dkim=neutral header.d=desk.example; spf=softfail smtp.mailfrom=desk.example"],
    "prefix of our name": [
        "Authentication-Results: mail.desk.example.evil.example; dmarc=pass header.from=desk.example"
    ],
    "arc only": ["ARC-Authentication-Results: i=1; mail.desk.example; dmarc=pass header.from=desk.example"],
    "a login": [f"{AR}; auth=pass (plain) smtp.auth=budi@desk.example smtp.mailfrom=budi@desk.example"],
    "a login as auth calls it elsewhere": [f"{AR}; auth=pass smtp.auth=budi header.from=desk.example"],
    "a login, and another domain": [f"{AR}; auth=pass smtp.auth=budi@desk.example; dkim=pass header.d=x.example"],
    "second from": [f"{AR}; dmarc=pass header.from=desk.example", "From: other@desk.example"],
}


@pytest.mark.parametrize("lines", REFUSED.values(), ids=REFUSED.keys())
def test_nothing_else_is_proof(lines: list[str]) -> None:
    """What a sender can write himself, or what speaks of somebody else, proves nothing."""
    assert not verdict(*lines).aligned


def test_several_authors_are_nobody() -> None:
    """Two addresses in From: whom the pass is for cannot be said."""
    assert not verdict(f"{AR}; dmarc=pass header.from=desk.example", sender="budi@desk.example, x@evil.example").aligned


def test_a_dmarc_failure_is_noted() -> None:
    """So that no acknowledgement goes to a forged sender."""
    assert verdict(f"{AR}; dmarc=fail (p=reject) header.from=desk.example").dmarc_fail


def test_microsoft_writes_no_server_name() -> None:
    """Its form counts only where Microsoft is the named server."""
    line = "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=desk.example; dkim=pass header.d=desk.example;dmarc=pass action=none header.from=desk.example;compauth=pass reason=100"
    assert verdict(line, ours=OurAddresses(desk=(), authserv=("protection.outlook.com",))).aligned
    assert not verdict(line).aligned


def test_google_puts_its_result_below_its_hop() -> None:
    """Hops of Google inside Google are not foreign."""
    lines = [
        "Received: by 2002:a05:6512:1 with SMTP id z1; Sat, 21 Nov 2026 10:00:00 -0800 (PST)",
        "ARC-Authentication-Results: i=1; mx.google.com; dkim=pass header.i=@desk.example",
        "Return-Path: <budi@desk.example>",
        "Received: from mail.desk.example by mx.google.com with ESMTPS id x; Sat, 21 Nov 2026 10:00:00 -0800",
        "Received-SPF: pass (google.com: domain of budi@desk.example designates 192.0.2.1) client-ip=192.0.2.1;",
        "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@desk.example header.s=s header.b=abc;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=desk.example",
    ]
    assert verdict(*lines, ours=OurAddresses(desk=(), authserv=("mx.google.com",))).aligned


@pytest.mark.parametrize(
    ("domain", "expected"),
    [("mail.ui.ac.id", "ui.ac.id"), ("a.b.co.uk", "b.co.uk"), ("x.desk.example", "desk.example"), ("toko.my.id", "toko.my.id"),
     ("sub.kominfo.go.id", "kominfo.go.id"), ("a.tm.com.my", "tm.com.my"), ("al.hikmah.ponpes.id", "hikmah.ponpes.id"), ("a.toko.uk.com", "toko.uk.com"),
     ("toko.github.io", "toko.github.io"), ("co.id", "co.id"), ("example", "example")],
)  # fmt: skip
def test_the_organisation_behind_a_domain(domain: str, expected: str) -> None:
    """Multi-label public suffixes of the countries we serve."""
    assert organisational(domain) == expected


@pytest.mark.parametrize("name", ["mail.example", "co.id", "github.io", "foo.ck", "www.ck"])
def test_two_labels_are_their_own_organisation(name: str) -> None:
    """As the list of public suffixes says, which need not be loaded for it."""
    assert organisational(name) == (PublicSuffixList().privatesuffix(name) or name)


def test_neighbours_below_a_public_suffix_are_strangers() -> None:
    """satu.co.id does not speak for dua.co.id."""
    assert not aligned("satu.co.id", "dua.co.id")
    assert aligned("mail.satu.co.id", "satu.co.id")
    assert not aligned("satu.github.io", "dua.github.io")
    assert not aligned("satu.co.id", "co.id")
    assert not aligned("", "")


MUNGED = [
    "From: Budi via Operator <operator@lists.desk.example>",
    "X-Original-From: Budi <budi@desk.example>",
    "Subject: Re: x",
    "",
    "siap",
]


def test_a_trusted_list_names_the_author_behind_it() -> None:
    """From rewritten by a list the admin trusts."""
    trusting = OurAddresses(desk=(), list="operator@lists.desk.example", trusted_lists=("operator@lists.desk.example",))
    message = understand("\n".join(MUNGED).encode(), trusting)
    assert message.sender is not None and message.sender.email == "budi@desk.example"
    by_reply_to = [MUNGED[0].replace("via", "melalui"), "Reply-To: Budi <budi@desk.example>", "Subject: x", "", "x"]
    message = understand("\n".join(by_reply_to).encode(), trusting)
    assert message.sender is not None and message.sender.email == "budi@desk.example"


def test_any_other_list_proves_nobody() -> None:
    """Whom it names is who we write to; that he wrote it our server does not say."""
    proven = ["Authentication-Results: mail.desk.example; dmarc=pass header.from=lists.desk.example", *MUNGED]
    message = understand("\n".join(proven).encode(), OURS)
    assert message.sender is not None and message.sender.email == "budi@desk.example"
    assert not message.authentication.aligned


GOOGLE = replace(OURS, authserv=("mx.google.com",))
DARA = (
    "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@desk.example header.s=google header.b=x;\r\n       "
    "spf=pass (google.com: domain of budi@desk.example designates 192.0.2.1 as permitted sender) "
    "smtp.mailfrom=budi@desk.example;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=desk.example;\r\n"
    "       dara={} header.i=@desk.example"
)


@pytest.mark.parametrize("word", ["pass", "neutral", "fail"])
def test_google_names_the_signer_in_a_result_of_its_own(word: str) -> None:
    """`dara`, since 2024: no torn signature, and nothing about the author."""
    assert verdict(DARA.format(word), ours=GOOGLE).aligned


def test_elsewhere_it_is_the_rest_of_a_torn_signature() -> None:
    """Other servers write `i` behind the selector, which a stranger chooses."""
    torn = f"{AR}; dkim=pass header.d=desk.example header.s=x;dara=pass header.i=@evil.example"
    assert not verdict(torn, HOP).aligned
    rest = "Authentication-Results: mx.google.com; dkim=fail header.i=@evil.example header.s=x;dkim=pass "
    assert not verdict(f"{rest}header.i=@desk.example;dara=pass header.b=abc", ours=GOOGLE).aligned


MXS = replace(OURS, authserv=("mx1.desk.example", "mx2.desk.example"))


def taken_in(by: str, *names: str) -> Authentication:
    """A mail that `by` took in, with results under these names, the topmost first."""
    said = [f"Authentication-Results: {name}; dmarc=pass header.from=desk.example" for name in names]
    return verdict(*said, f"Received: from x by {by} with ESMTPS; Sat, 21 Nov 2026 10:00:00 +0700", ours=MXS)


def test_of_several_servers_the_one_that_took_it_in_is_believed() -> None:
    """Each takes out what comes under its own name; a stranger may write the other's."""
    assert taken_in("mx1.desk.example", "mx1.desk.example").aligned
    assert taken_in("MX2.desk.example", "mx2.desk.example").aligned
    assert not taken_in("mx1.desk.example", "mx2.desk.example").aligned
    assert not taken_in("store.desk.example", "mx2.desk.example").aligned
    judged = ["Authentication-Results: mx1.desk.example; dmarc=fail header.from=desk.example"]
    forged = "Authentication-Results: mx2.desk.example; dmarc=pass header.from=desk.example"
    hop = "Received: from x by mx1.desk.example with ESMTPS; Sat, 21 Nov 2026 10:00:00 +0700"
    assert verdict(*judged, hop, forged, ours=MXS).dmarc_fail
