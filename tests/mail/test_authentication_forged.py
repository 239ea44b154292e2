# ruff: noqa: E501 - fields are kept as servers write them
"""What a stranger writes into the fields of our own server proves nothing, and what servers really write is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.message import Authentication, OurAddresses
from mailflow.mail.understand import understand
from tests.mail import writers
from tests.mail.writers import SERVER, Facts

HOP = "Received: from mx.evil.example by mx.desk.example; Sun, 29 Nov 2026 10:00:00 +0700"
HONEST = Facts("desk.example", "fail", "a@evil.example", "mx.evil.example", "@evil.example", "s1", "good")


def verdict(lines: list[str], server: str = SERVER, sender: str = "budi@desk.example") -> Authentication:
    raw = "\r\n".join([*lines, HOP, f"From: {sender}", "To: desk@desk.example", "Subject: x", "", "x"])
    return understand(raw.encode("utf-8", "replace"), OurAddresses(desk=(), authserv=(server,))).authentication


# Pieces a stranger would choose, and those that close, open or hide what stands around them.
PIECES = (
    "dmarc=pass", " header.from=desk.example", "; ", ";", " ", '"', "\\", '\\"', "(", ")", "=", ".", "@", "@evil.example", ",",
    "@desk.example", "a", "x=y", "dkim=pass", " header.d=desk.example", " header.i=@desk.example", "spf=pass", "arc=pass (",
    " smtp.mailfrom=a@desk.example", "dmarc=pass header.from=desk.example", "; dmarc=pass header.from=desk.example", "/1",
    "; dkim=pass header.d=desk.example", "; spf=pass smtp.mailfrom=desk.example", " reason=\"", "none", "é", "\t", "mx.desk.example",
    "; dkim=fail header.d=evil.example header.i=@evil.example", '"; dmarc=pass header.from=desk.example; x="', " header.q=", "<", ">",
    ") smtp.mailfrom=a; dmarc=pass header.from=desk.example (", "; arc=pass (i=1", '\\"; dmarc=pass header.from=desk.example; x=\\"',
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(' !#$%()*/:;<=>?@[\\]^`{|}~"aé0', max_size=3), max_size=6).map(
    "".join
)
FACTS = st.builds(
    Facts,
    author=st.sampled_from(["desk.example", "evil.example"]),
    dmarc=st.sampled_from(["pass", "fail", "none", "temperror", "permerror"]),
    envelope=WORDS,
    helo=WORDS,
    identity=WORDS,
    selector=WORDS,
    reason=WORDS,
    dkim=st.sampled_from(["pass", "fail", "neutral"]),
    spf=st.sampled_from(["pass", "fail", "none"]),
)
SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=s1; h=from; bh=abc; b=abcdefghijk"


@pytest.mark.parametrize("kind", writers.SERVERS)
@settings(max_examples=250, deadline=None)
@given(said=FACTS, signed=st.booleans())
def test_no_words_of_a_stranger_prove_a_domain(kind: str, said: Facts, signed: bool) -> None:
    """Whatever stands in envelope, HELO, identity, selector and reason: only the domain whose DMARC passed is proven, and
    a failure stays one."""
    lines = [*writers.fields(kind, said), *([SIGNATURE] if signed else [])]
    found = verdict(lines, writers.authserv(kind))
    assert not (found.aligned and (said.dmarc != "pass" or said.author != "desk.example")), (found, lines)
    if said.dmarc == "fail":
        assert found.dmarc_fail, (found, lines)


@pytest.mark.parametrize("kind", writers.SERVERS)
@pytest.mark.parametrize("dmarc", ["pass", "none"])
def test_honest_words_are_believed(kind: str, dmarc: str) -> None:
    """The same fields with nothing odd in them prove the author whose DMARC passed, and nobody else."""
    said = replace(HONEST, dmarc=dmarc, signer="desk.example", identity="@desk.example", envelope="budi@desk.example")
    assert verdict(writers.fields(kind, said), writers.authserv(kind)).aligned is (dmarc == "pass")


FAILS = f"Authentication-Results: {SERVER}; dmarc=fail (p=reject dis=none) header.from=desk.example"
PASS = "dmarc=pass header.from=desk.example"
AR = f"Authentication-Results: {SERVER}"
# How a result is smuggled into the field of a server that says no such thing.
SMUGGLED = {
    "envelope in quotes": f'{AR}; spf=pass smtp.mailfrom="a\\"; {PASS}; x=\\""@evil.example; dmarc=none',
    "envelope quotes a bracket": f'{AR}; spf=pass (mx: domain of "a) smtp.mailfrom=b; {PASS} ("@evil.example designates 192.0.2.1) smtp.mailfrom=evil.example',
    "bracket quoted in a comment": f"{AR}; spf=pass (domain of a\\) {PASS} (x) smtp.mailfrom=evil.example",
    "nested comment": f"{AR}; spf=pass (domain of (a) {PASS}) smtp.mailfrom=evil.example",
    "reason": f'{AR}; dkim=fail reason="no; {PASS}" header.d=evil.example',
    "reason with a quote": f'{AR}; dkim=fail reason="no\\"; {PASS}; x=\\"" header.d=evil.example',
    "HELO": f"{AR}; spf=pass smtp.helo=x; {PASS}; dmarc=fail header.from=desk.example",
    "HELO opens a comment": f"{AR}; spf=pass smtp.helo=x; {PASS} (; dmarc=fail header.from=desk.example",
    "HELO opens and i= closes a comment": f"{AR}; spf=pass smtp.helo=x; {PASS} (; dmarc=fail header.from=desk.example; dkim=pass header.d=evil.example header.i=)@evil.example",
    "the same in a comment of ARC": f"{AR}; spf=pass smtp.helo=x; {PASS}; arc=pass (i=1; dmarc=none; dkim=pass header.d=evil.example header.i=)@evil.example",
    "a comment of its own": f"{AR}; spf=pass smtp.helo=x; {PASS}; (; dmarc=none; dkim=pass header.d=evil.example header.i=)",
    "i= of OpenDKIM": f"{AR}; dkim=pass header.d=evil.example header.i=x@evil.example; {PASS} header.a=rsa-sha256 header.s=s header.b=abc",
    "i= with another d=": f"{AR}; dkim=pass header.d=evil.example header.i=x header.d=desk.example header.i=y@desk.example header.s=s header.b=abc",
    "two dmarc": f"{AR}; {PASS}; {PASS}",
    "two fields": f"{AR}; dmarc=none\r\n{AR}; {PASS}",
    "a field that does not end": f'{AR}; {PASS}\r\n{AR}; spf=pass smtp.mailfrom="a',
    "spf of another and of ours": f"{AR}; spf=pass smtp.mailfrom=evil.example; spf=pass smtp.mailfrom=desk.example",
    "spf says both": f"{AR}; spf=pass smtp.mailfrom=desk.example\r\n{AR}; spf=fail smtp.mailfrom=desk.example",
    "header.from of another method": f"{AR}; dmarc=pass header.from=evil.example; dkim=none header.from=desk.example",
    "a domain of another method": f"{AR}; dkim=pass header.d=evil.example; spf=none header.d=desk.example",
    "dkim beside dmarc=none": f"{AR}; dmarc=none; dkim=pass header.d=desk.example",
    "one signature, two results": f"{AR}; dkim=pass header.d=evil.example; dkim=pass header.d=desk.example; dkim=pass header.d=evil.example\r\n{SIGNATURE}",
    "beyond what is read": f"{AR}; {PASS}; spf=pass smtp.mailfrom=" + "a" * 30_000 + "; dmarc=none",
    "behind a hundred others": f"{AR}; {PASS}; " + "x=y; " * 200 + "dmarc=none",
    "a blank before the colon, which filters that look for the name do not take away": f"Authentication-Results : {SERVER}; {PASS}",
    "a tab before the colon": f"Authentication-Results\t: {SERVER}; {PASS}",
    "blanks": f"{AR}; {PASS} ; dmarc = fail header . from = desk.example",
}  # fmt: skip


@pytest.mark.parametrize("lines", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_what_is_smuggled_in_proves_nothing(lines: str) -> None:
    """Quoted pairs, comments, strings, the worst of several results, contradictions."""
    assert not verdict([lines]).aligned


HIDDEN = {
    "plain": FAILS,
    "after a pass": f"{AR}; {PASS}; dmarc=fail header.from=desk.example",
    "in another field": f"{AR}; {PASS}\r\n{FAILS}",
    "in a comment": f"{AR}; spf=pass smtp.helo=x; {PASS} (; dmarc=fail header.from=desk.example; x=y z=)",
    "in a string": f'{AR}; spf=pass smtp.helo="; dmarc=fail header.from=desk.example; x=y z="',
    "in a field that does not end": f"{AR}; spf=pass smtp.helo=(; dmarc=fail header.from=desk.example",
    "several authors": f"{FAILS}\r\nFrom: somebody@else.example",
    "job": f"Authentication-Results: {SERVER}/B04E527230E; dmarc=fail header.from=desk.example",
    "behind a foreign name in HELO": "Received: from x by mx.evil.example (evil [192.0.2.1]) by mx.desk.example; Sun, 29 Nov 2026 "
    f"10:00:00 +0700\r\n{FAILS}",
    "behind a foreign name in brackets": "Received: from a (x by mx.evil.example) by mx.desk.example (Postfix by mx.evil.example); "
    f"Sun, 29 Nov 2026 10:00:00 +0700\r\n{FAILS}",
}  # fmt: skip


@pytest.mark.parametrize("lines", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_failure_cannot_be_hidden(lines: str) -> None:
    """Any dmarc=fail of our server is one, wherever a stranger has put it."""
    found = verdict([lines])
    assert found.dmarc_fail
    assert not found.aligned


B = "abcdefghijk"
SIGNED = f"DKIM-Signature: v=1; a=rsa-sha256; d=desk.example; s=s1;\r\n\th=from; bh=abc; b={B[:5]}\r\n\t{B[5:]}"
# What such servers write of an honest mail.
LEGIT = {
    "OpenDKIM with a job": f"Authentication-Results: {SERVER}/B04E527230E;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=desk.example header.i=@desk.example header.a=rsa-sha256 header.s=mail header.b=ZzY1;\r\n\tdkim-atps=neutral",
    "OpenDKIM, OpenDMARC and pypolicyd-spf": f"{AR}; dmarc=pass (p=reject dis=none) header.from=desk.example\r\n{AR};\r\n\tdkim=pass (1024-bit key; unprotected) header.d=desk.example header.i=budi@desk.example header.a=rsa-sha256 header.s=mail header.b=ZzY1;\r\n\tdkim-atps=neutral\r\n"
    f"{AR}; spf=pass (sender SPF authorized) smtp.mailfrom=desk.example (client-ip=192.0.2.1; helo=mx.example; envelope-from=budi@desk.example; receiver=<UNKNOWN>)",
    "one signature broken": f"{AR}; dkim=fail (signature did not verify; headers probably modified in transit) header.d=lists.example header.s=l header.b=a; dkim=pass header.d=desk.example header.s=s1 header.b={B[:8]}",
    "dmarc=none, signed": f"{AR}; dkim=pass header.d=desk.example header.s=s1 header.b={B[:8]}; dmarc=none; spf=none smtp.mailfrom=bounce.example\r\n{SIGNED}",
    "Google": f"{AR};\r\n       dkim=pass header.i=@desk.example header.s=20230601 header.b=\"AbC/d+e=\";\r\n       arc=pass (i=1 spf=pass spfdomain=x.example dkim=pass dkdomain=x.example dmarc=pass fromdomain=x.example);\r\n"
    "       spf=pass (google.com: domain of budi@desk.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=budi@desk.example;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=desk.example",
    "Google, ARC that failed elsewhere": f"{AR}; arc=pass (i=1 spf=fail dmarc=fail fromdomain=x.example); dmarc=pass (p=NONE) header.from=desk.example",
    "rspamd": f"{AR};\r\n\tdkim=pass header.d=desk.example header.s=s1 header.b=abcdefgh;\r\n\tspf=pass ({SERVER}: domain of \"budi+a=b@desk.example\" designates 2001:db8::1 as permitted sender) smtp.mailfrom=\"budi+a=b@desk.example\";\r\n\tdmarc=pass (policy=none) header.from=desk.example",
    "Exim": f"{AR};\r\n\tiprev=pass (mx.example) smtp.remote-ip=192.0.2.1;\r\n\tspf=pass smtp.mailfrom=desk.example;\r\n\tdkim=pass header.d=desk.example header.s=s header.a=rsa-sha256;\r\n\tarc=pass (i=1) header.s=arc arc.oldest-pass=1 smtp.remote-ip=192.0.2.1;\r\n\tdmarc=pass header.from=desk.example",
    "Yahoo": f"{AR};\r\n dkim=pass header.i=@desk.example header.s=s1;\r\n spf=pass smtp.mailfrom=desk.example;\r\n dmarc=pass(p=REJECT) header.from=desk.example;\r\n",
    "Fastmail": f"{AR}; arc=none (no signatures found); bimi=skipped (DMARC Policy is not at enforcement); dkim=pass (2048-bit rsa key sha256) header.d=desk.example header.i=@desk.example header.b=AbC header.a=rsa-sha256 header.s=s1 x-bits=2048; "
    "dmarc=pass policy.published-domain-policy=none policy.applied-disposition=none (p=none,d=none) header.from=desk.example; iprev=pass smtp.remote-ip=192.0.2.1 (mx.example); x-tls=pass smtp.version=TLSv1.3 smtp.bits=256/256; x-vs=clean score=-100 state=0; "
    "x-google-dkim=pass (2048-bit rsa key) header.d=1e100.net header.i=@1e100.net header.b=xyz",
    "Zoho": f"{AR};\r\n\tdkim=pass  header.i=@desk.example;\r\n\tspf=pass (zoho: domain of desk.example designates 192.0.2.1 as permitted sender)  smtp.mailfrom=budi@desk.example;\r\n\tdmarc=pass(p=none dis=none)  header.from=<budi@desk.example>",
    "Cisco": f"{AR}; spf=None smtp.pra=budi@desk.example; spf=Pass smtp.mailfrom=budi@desk.example; spf=None smtp.helo=postmaster@mx.example; dkim=pass (signature verified) header.i=@desk.example; dmarc=pass (p=none dis=none) d=desk.example",
    "Amazon": f"{AR}; spf=pass (spfCheck: domain of desk.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=a@desk.example; helo=mx.example; dkim=pass header.i=@desk.example; dmarc=pass header.from=desk.example;",
    "forwarded by SRS": f"{AR}; spf=pass smtp.mailfrom=SRS0=abcd=ef=desk.example=budi@fwd.example; dmarc=pass header.from=desk.example",
    "null sender": f"{AR}; spf=none smtp.mailfrom=<> smtp.helo=mx.example; dmarc=pass header.from=desk.example",
    "nothing behind the equals sign": f"{AR}; spf=none (sender IP is ) smtp.mailfrom=; dmarc=pass header.from=desk.example",
    "comments everywhere (RFC 8601 B.7)": f"Authentication-Results: {SERVER} (foobar) 1 (baz);\r\n    dkim (Because I like it) / 1 (One yay) = (wait for it) pass\r\n      header (A dot can go here) . (like \\) that) d\r\n      (this surprised me) = (as I wasn't (at all) expecting it) desk.example",
    "blanks": f"{AR} ; dmarc = pass header . from = desk.example",
    "quoted local part": f'{AR}; spf=pass smtp.mailfrom="budi \\"b\\" santoso"@desk.example',
    "letters of other scripts": f"{AR}; spf=pass (domain of бюро@почта.example designates) smtp.mailfrom=бюро@почта.example; dmarc=pass header.from=desk.example",
    "the same twice": f"{AR}; dmarc=pass header.from=desk.example\r\n{AR}; dkim=pass header.d=desk.example; dmarc=pass header.from=desk.example",
    "both servers of one desk": f"{AR}; none\r\n{AR}; dmarc=pass header.from=desk.example",
    "a link": f"{AR}; bimi=pass header.d=desk.example policy.authority-uri=https://x.example/a?b=c&d; dmarc=pass header.from=desk.example",
}  # fmt: skip


@pytest.mark.parametrize("lines", LEGIT.values(), ids=LEGIT.keys())
def test_what_servers_write_is_read(lines: str) -> None:
    """The forms of real servers, odd but honest."""
    found = verdict([lines])
    assert found.aligned, found.reason
    assert not found.dmarc_fail


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "cp037", "hz-gb-2312", "iso-2022-kr", "shift_jis", "gb18030"])
def test_no_charset_of_the_mail_changes_the_field(charset: str) -> None:
    """A raw byte in the envelope address, and a charset in which the field would be nonsense."""
    lines = [
        FAILS + "; x=\xff",
        f"Content-Type: text/plain; charset={charset}",
        HOP,
        "From: budi@desk.example",
        "",
        "x",
    ]
    raw = "\r\n".join(lines).encode("latin-1")
    assert understand(raw, OurAddresses(desk=(), authserv=(SERVER,))).authentication.dmarc_fail


def test_microsoft_with_its_own_words() -> None:
    """`action`, `compauth` and `reason` belong to no property type, and nothing stands before the first result."""
    line = (
        "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=desk.example; dkim=pass (signature was "
        "verified) header.d=desk.example;dmarc=pass action=none header.from=desk.example;compauth=pass reason=100"
    )
    assert verdict([line], "protection.outlook.com").aligned
    failed = line.replace("dmarc=pass action=none", "dmarc=fail action=oreject")
    assert verdict([failed], "protection.outlook.com").dmarc_fail


WRAPPED = """{outer}From: Budi <budi@desk.example>
To: desk@desk.example
Subject: x
X-Spam-Flag: YES
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

spam?
--b
Content-Type: message/rfc822; x-spam-type=original

Received: from mx.example ([192.0.2.9]) by mx.desk.example with ESMTP; Sun, 29 Nov 2026 10:00:00 +0700
Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example
From: Budi <budi@desk.example>
To: desk@desk.example
Subject: x

siap
--b--
"""
SPAMASSASSIN = "Received: from localhost by mx with SpamAssassin (version 4.0.1); Sun, 29 Nov 2026 10:00:01 +0700\n"
WRAPPED_HERE = {
    "delivered": "Return-Path: <budi@desk.example>\nDelivered-To: desk@desk.example\n",
    "sent on by spamc": "Received: by mx.desk.example (Postfix, from userid 111) id 4; Sun, 29 Nov 2026 10:00:02 +0700\n",
    "through a proxy": "Received: from localhost (localhost [127.0.0.1]) by mx.desk.example (Postfix) with ESMTP id 4; Sun, 29 "
    "Nov 2026 10:00:02 +0700\n",
    "through a proxy by IPv6": "Received: from localhost (localhost [IPv6:::1]) by mx.desk.example with ESMTP; Sun, 29 Nov 2026\n",
}  # fmt: skip
WRAPPED_ELSEWHERE = {
    "from outside": "Received: from mx.evil.example (mx.evil.example [192.0.2.66]) by mx.desk.example; Sun, 29 Nov 2026\n",
    "HELO localhost": "Received: from localhost (mx.evil.example [192.0.2.66]) by mx.desk.example; Sun, 29 Nov 2026\n",
    "HELO with an address": "Received: from unknown (HELO [127.0.0.1]) (192.0.2.66) by mx.desk.example; Sun, 29 Nov 2026\n",
    "HELO and no address": "Received: from localhost by mx.desk.example with SMTP; Sun, 29 Nov 2026\n",
    "IPv6": "Received: from [127.0.0.1] (x [IPv6:2001:db8::66]) by mx.desk.example with SMTP; Sun, 29 Nov 2026\n",
}


@pytest.mark.parametrize("hops", WRAPPED_HERE.values(), ids=WRAPPED_HERE.keys())
def test_a_mail_wrapped_by_our_own_spamassassin_keeps_its_proof(hops: str) -> None:
    """SpamAssassin moves our server's results into the original; only hops within our machine stand above its own."""
    raw = WRAPPED.format(outer=hops + SPAMASSASSIN).encode()
    assert understand(raw, OurAddresses(desk=(), authserv=(SERVER,))).authentication.aligned


@pytest.mark.parametrize("hops", WRAPPED_ELSEWHERE.values(), ids=WRAPPED_ELSEWHERE.keys())
def test_a_wrapper_from_outside_proves_nothing(hops: str) -> None:
    """What a stranger has wrapped himself is read, but what it says of authentication is his own word."""
    found = understand(WRAPPED.format(outer=hops + SPAMASSASSIN).encode(), OurAddresses(desk=(), authserv=(SERVER,)))
    assert found.reply_text == "siap"
    assert not found.authentication.aligned
    failed = f"{AR}; dmarc=fail header.from=desk.example\n"
    raw = WRAPPED.format(outer=failed + hops + SPAMASSASSIN).encode()
    assert understand(raw, OurAddresses(desk=(), authserv=(SERVER,))).authentication.dmarc_fail


def test_the_job_of_another_server_is_another_server() -> None:
    """Only what stands before the slash is compared, and all of it."""
    assert not verdict([f"Authentication-Results: evil.example/{SERVER}; {PASS}"]).aligned
    assert not verdict([f"Authentication-Results: {SERVER}.evil.example/1; {PASS}"]).aligned


@pytest.mark.parametrize(
    "body", ["(" * 300_000, "()" * 150_000, '"' * 300_000, "a=b;" * 80_000, "a=b c.d=" * 40_000, "\\" * 300_000]
)
@pytest.mark.timeout(5)
def test_a_long_field_costs_little(body: str) -> None:
    """Twenty fields of our server, each as long as no server writes one."""
    assert not verdict([f"{AR}; {body}"] * 20).aligned


@pytest.mark.parametrize("told", [f"{AR} 2; dmarc=fail", f"{AR}; dmarc/2=fail", f"{AR}; dmarc / 2 = reject"])
def test_a_failure_counts_in_any_version(told: str) -> None:
    """What another version means is not known, so it proves nothing; but a failure is never read as silence."""
    assert verdict([told]).dmarc_fail
