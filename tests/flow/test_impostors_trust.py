"""The impostors once more, on a desk that believes tokens and signatures too: neither another's token nor a signature
that counts as none makes anybody a colleague. And who has his own is believed, however he is spelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dkim
import pytest

from mailflow.flow.admin.explain import Explanation, explain
from tests.dns_server import DnsServer
from tests.flow.conftest import Office
from tests.flow.test_impostors import AUTHORS, BUDI, SPELLINGS, Stage, assert_harmless, lines
from tests.signing import record, signed

DESK = "iduhelp@desk.example"


@dataclass(frozen=True)
class Trusting(Stage):
    """The stage, and the reply addresses people were given on ticket 2."""

    tokens: dict[str, str]
    void: str  # Budi's on ticket 1, which a customer was among the readers of

    def tried_raw(self, raw: bytes) -> Explanation:
        return explain(self.desk.parts, raw, self.desk.clock.now(), begun=True)


def token_in(desk: Office, kind: str, to: str) -> str:
    """The reply address of the newest such letter."""
    letter = [seen.message for seen in desk.world if seen.kind == kind and to in seen.message["To"]][-1]
    found = re.search(r"[\w.+-]+@desk\.example", letter["Reply-To"])
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trusting]:
    keys = {
        "s1._domainkey.desk.example": record(),
        "testing._domainkey.desk.example": record(more="t=y; "),
        "short._domainkey.desk.example": record(512),
        "s1._domainkey.evil.example": record(),
    }
    with DnsServer(keys) as dns, Office(tmp_path_factory.mktemp("home"), "") as desk:
        ways = {"operators": ["aligned", "token", "dkim"], "authserv": "mail.example", "resolver": dns.address}
        desk.write_rules({"announce": "operators", "desk": {"plus": True}, "trust": ways})
        desk.start()
        desk.mail("Ani", subject="KRS")
        desk.look()
        acknowledged = desk.world[0].message["Message-ID"]
        void = token_in(desk, "announcement", "budi@")
        first = [seen.message["Message-ID"] for seen in desk.world if seen.kind == "announcement"][-1]
        said = {"to": void, "cc": "Ani", "In-Reply-To": first}
        desk.mail("Budi", subject="Re: [#1] KRS", body="Sudah kami isi.", **said)
        desk.look()
        desk.mail("Budi", reply_to="claim-receipt", body="/selesai")
        desk.look()
        notice = next(seen.message["Message-ID"] for seen in desk.world if seen.kind == "closing-notice")
        desk.mail("Ani", subject="Pulsa", body="Pulsa belum masuk.")
        desk.look()
        tokens = {who: token_in(desk, "announcement", f"{who}@") for who in ("budi", "sari")}
        tokens["ani"] = token_in(desk, "acknowledgement", "ani@")
        offered = [seen.message["Message-ID"] for seen in desk.world if seen.kind == "announcement"][-1]
        yield Trusting(desk, offered, notice, acknowledged, tokens, void)


def bent(token: str) -> str:
    return token.replace(".", ".a", 1)[: len(token)]


TOKENS: dict[str, Callable[[Trusting], list[str]]] = {
    "of another colleague": lambda stage: [f"To: {stage.tokens['sari']}"],
    "of the customer": lambda stage: [f"To: {stage.tokens['ani']}"],
    "that is void": lambda stage: [f"To: {stage.void}"],
    "of another ticket": lambda stage: [f"To: {stage.tokens['budi'].replace('+2.', '+1.')}"],
    "that was guessed": lambda stage: [f"To: {bent(stage.tokens['budi'])}"],
    "only in Reply-To": lambda stage: [f"To: {DESK}", f"Reply-To: {stage.tokens['budi']}"],
    "only in the subject": lambda stage: [f"To: {DESK}", f"Subject: {stage.tokens['budi']}"],
    "in a name": lambda stage: [f'To: "{stage.tokens["budi"]}" <{DESK}>'],
}  # fmt: skip
SIGNED: dict[str, Callable[[bytes], bytes]] = {
    "by his own domain": lambda mail: signed(mail, "evil.example"),
    "in part": lambda mail: signed(mail, length=True) + b"more\r\n",
    "by SHA-1": lambda mail: signed(mail, signature_algorithm=b"rsa-sha1"),
    "with a short key": lambda mail: signed(mail, selector="short", bits=512),
    "with a key in testing mode": lambda mail: signed(mail, selector="testing"),
    "for another text": lambda mail: signed(mail).replace(b"ambil", b"saya ambil"),
    "without the subject": lambda mail: signed(mail, include_headers=[b"from", b"date"]),
}


def test_there_are_enough_impostors() -> None:
    """Two hundred and more."""
    assert len(AUTHORS) * (len(TOKENS) + len(SIGNED)) >= 400


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("how", TOKENS)
def test_with_a_token_that_proves_nothing(stage: Trusting, author: str, how: str) -> None:
    """He is nobody, whoever he says he is."""
    head = [line for line in lines(author, "none", BUDI) if not line.startswith("To:")]
    raw = "\r\n".join([*head, *TOKENS[how](stage), f"In-Reply-To: {stage.offered}", "", "ambil", ""])
    assert_harmless(stage, stage.tried_raw(raw.encode("utf-8", "surrogateescape")), author)


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("how", SIGNED)
def test_with_a_signature_that_counts_as_none(stage: Trusting, author: str, how: str) -> None:
    """The same."""
    head = lines(author, "none", BUDI, f"In-Reply-To: {stage.offered}", "Subject: Re: [#2] Pulsa")
    raw = "\r\n".join([*head, "", "ambil", ""]).encode("utf-8", "surrogateescape")
    try:
        raw = SIGNED[how](raw)
    except dkim.DKIMException:  # a mail without From, which nobody can sign
        pytest.skip("it has no From")
    assert_harmless(stage, stage.tried_raw(raw), author)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("way", ["token", "dkim"])
def test_who_has_his_own_is_believed(stage: Trusting, spelling: str, way: str) -> None:
    """However his program writes his name."""
    to = stage.tokens["budi"] if way == "token" else DESK
    head = [*SPELLINGS[spelling], f"To: {to}", "Date: Mon, 02 Nov 2026 09:00:00 +0700", "Message-ID: <y@desk.example>"]
    raw = "\r\n".join([*head, f"In-Reply-To: {stage.offered}", "Subject: Re: [#2] Pulsa", "", "ambil", ""]).encode()
    found = stage.tried_raw(signed(raw) if way == "dkim" else raw)
    assert (found.settled.outcome, found.author.way) == ("claim", way), found.reasons
