"""Target: no words of a stranger in our own server's Authentication-Results prove a domain, and none make it fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from random import Random

from fuzz.harness import Check, Target
from fuzz.making import mutated
from mailflow.core.message import Authentication, OurAddresses
from mailflow.mail import authentication, headers
from tests.mail import writers
from tests.mail.writers import SERVER, Facts

_HOP = "Received: from mx.evil.example by mx.desk.example; Sun, 29 Nov 2026 10:00:00 +0700"
_SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=s1; h=from; bh=abc; b=abcdefghijk"
_PIECES = (
    "dmarc=pass", " header.from=desk.example", "; ", ";", " ", '"', "\\", '\\"', "(", ")", "=", ".", "@", ",", "/1",
    "@evil.example", "@desk.example", "a", "x=y", "dkim=pass", " header.d=desk.example", " header.i=@desk.example",
    "spf=pass", "arc=pass (", " smtp.mailfrom=a@desk.example", "; dmarc=pass header.from=desk.example", "\t", "none",
    "; dkim=pass header.d=desk.example", "; spf=pass smtp.mailfrom=desk.example", ' reason="', "é", "mx.desk.example",
    " header.q=", "<", ">", ") smtp.mailfrom=a; dmarc=pass header.from=desk.example (", "; arc=pass (i=1", "\x00",
    '"; dmarc=pass header.from=desk.example; x="', '\\"; dmarc=pass header.from=desk.example; x=\\"', "\r\n ", "%", "+",
)  # fmt: skip
_TOKENS = tuple(piece.encode() for piece in _PIECES)
_AUTHORS = ("desk.example", "evil.example")


def _words(dice: Random) -> str:
    return "".join(dice.choice(_PIECES) for _ in range(dice.randrange(7)))


def make(dice: Random) -> bytes:
    """JSON: the facts a server of some kind found out, or a raw field."""
    kind = dice.choice(tuple(writers.SERVERS))
    said = Facts(
        author=dice.choice(_AUTHORS),
        dmarc=dice.choice(("pass", "fail", "none", "temperror", "permerror")),
        envelope=_words(dice),
        helo=_words(dice),
        identity=_words(dice),
        selector=_words(dice),
        reason=_words(dice),
        dkim=dice.choice(("pass", "fail", "neutral")),
        spf=dice.choice(("pass", "fail", "none")),
    )
    if dice.random() < 0.7:
        return json.dumps({"kind": kind, "signed": dice.random() < 0.5, **asdict(said)}).encode()
    fields = "\r\n".join(writers.fields(kind, said)).encode()
    return json.dumps({"raw": mutated(dice, (fields,), _TOKENS).decode("latin-1")}).encode()


def verdict(lines: list[str], server: str) -> Authentication:
    raw = "\r\n".join([*lines, _HOP, "From: budi@desk.example", "To: desk@desk.example", "", "x"])
    data = raw.encode("utf-8", "replace")
    return authentication.of(headers.split(data, 0, len(data))[0], OurAddresses(desk=(), authserv=(server,)))


def check(raw: bytes) -> None:
    given = json.loads(raw)
    if "raw" in given:
        found = verdict([given["raw"]], SERVER)
        assert not (found.aligned and "pass" not in given["raw"].lower()), "proven by nothing"
        return
    kind, signed = given.pop("kind"), given.pop("signed")
    said = Facts(**given)
    found = verdict([*writers.fields(kind, said), *([_SIGNATURE] if signed else [])], writers.authserv(kind))
    assert not found.aligned or (said.dmarc, said.author) == ("pass", "desk.example"), "a stranger's words are proof"
    assert found.dmarc_fail or said.dmarc != "fail", "a stranger's words hide a failure"


@contextmanager
def opened() -> Iterator[Check]:
    yield check


TARGET = Target("authres", make, opened, seconds=0.5)
