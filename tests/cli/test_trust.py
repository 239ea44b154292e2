"""`mailflow trust`: the verdict about one mail by every way, the advice, and reply tokens that are taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.dns_server import DnsServer
from tests.signing import record, signed

PLAIN = b"From: Budi <budi@desk.example>\r\nTo: iduhelp@desk.example\r\nSubject: Re: [#1] Pulsa\r\n\r\nSiap\r\n"
OURS = b"Authentication-Results: mail.example; dmarc=pass header.from=desk.example\r\n"
RECEIVED = b"Received: from x (x [192.0.2.1]) by mx.desk.example; Mon, 2 Nov 2026 09:00:00 +0700\r\n"


@pytest.fixture
def strict(desk: Desk) -> Desk:
    desk.edit("  operators: from", "  operators: aligned\n  authserv: mail.example")
    return desk


def saved(tmp_path: Path, raw: bytes) -> str:
    (tmp_path / "mail.eml").write_bytes(raw)
    return str(tmp_path / "mail.eml")


def test_what_decided_is_named(strict: Desk, tmp_path: Path) -> None:
    """The verdict, the way, and the field."""
    said = strict.type("trust", saved(tmp_path, OURS + PLAIN)).out
    assert "verdict   believed as operator Budi, by aligned" in said
    assert "Authentication-Results: mail.example; dmarc=pass header.from=desk.example" in said
    assert "advice    rules.yaml needs no change" in said


def test_a_server_under_another_name_is_found(strict: Desk, tmp_path: Path) -> None:
    """What to write into rules.yaml stands there, ready to be copied, and is right."""
    raw = OURS.replace(b"mail.example", b"mail.desk.example") + RECEIVED + PLAIN
    said = strict.type("trust", saved(tmp_path, raw)).out
    assert "verdict   not believed as operator Budi" in said
    assert "advice    if mail.desk.example is your own mail server, write into rules.yaml" in said
    assert "  trust:\n    operators: aligned\n    authserv: mail.desk.example" in said
    strict.edit("authserv: mail.example", "authserv: mail.desk.example")
    assert strict.json("trust", saved(tmp_path, raw))["believed"]


def test_a_second_server_of_the_house_is_named_beside_the_first(strict: Desk, tmp_path: Path) -> None:
    """And the other ways stay; what is advised is right."""
    strict.edit("operators: aligned", "operators: [aligned, dkim]")
    strict.edit("authserv: mail.example", "authserv: mx1.desk.example")
    raw = OURS.replace(b"mail.example", b"mx2.desk.example") + RECEIVED.replace(b"mx.desk", b"mx2.desk") + PLAIN
    said = strict.type("trust", saved(tmp_path, raw)).out
    assert "advice    if mx2.desk.example is your own mail server, write into rules.yaml" in said
    assert "operators: [aligned, dkim]\n    authserv: [mx1.desk.example, mx2.desk.example]" in said
    strict.edit("authserv: mx1.desk.example", "authserv: [mx1.desk.example, mx2.desk.example]")
    assert strict.json("trust", saved(tmp_path, raw))["believed"]


def test_a_server_that_calls_itself_otherwise_in_received_is_named_alone(strict: Desk, tmp_path: Path) -> None:
    """Beside another it would never be believed."""
    strict.edit("authserv: mail.example", "authserv: mx1.desk.example")
    raw = OURS.replace(b"mail.example", b"mx2.desk.example") + RECEIVED + PLAIN
    assert "authserv: mx2.desk.example" in strict.type("trust", saved(tmp_path, raw)).out


def test_a_signature_is_checked_though_nobody_asked(strict: Desk, tmp_path: Path) -> None:
    """With a real DNS server; rules.yaml does not name dkim, so it does not count yet."""
    with DnsServer({"s1._domainkey.desk.example": record()}) as dns:
        strict.edit("authserv: mail.example", f"authserv: mail.example\n  resolver: {dns.address}")
        file = saved(tmp_path, signed(PLAIN, include_headers=[b"from", b"to", b"subject"]))
        found = strict.json("trust", file)
        assert (found["believed"], found["ways"]["dkim"]["proves"]) == (False, True)
        assert found["ways"]["dkim"]["field"] == "DKIM-Signature: d=desk.example s=s1"
        assert "  operators: [aligned, dkim]" in found["advice"]
        strict.edit("operators: aligned", "operators: [aligned, dkim]")
        assert strict.json("trust", file)["way"] == "dkim"
        proof = strict.json("explain", file)["proof"]
    assert (proof["believed"], proof["way"]) == (True, "dkim")


def test_who_has_no_rights_needs_no_proof(strict: Desk, tmp_path: Path) -> None:
    """A customer's mail, and one without author."""
    assert (
        "nothing needs to be proven"
        in strict.type("trust", saved(tmp_path, PLAIN.replace(b"budi@desk", b"ani@mail"))).out
    )
    assert "nobody" in strict.type("trust", saved(tmp_path, b"Subject: x\r\n\r\n")).out


def test_nothing_proves_it(strict: Desk, tmp_path: Path) -> None:
    """Then it says what could."""
    assert "have your mail server write Authentication-Results" in strict.type("trust", saved(tmp_path, PLAIN)).out
    failed = OURS.replace(b"dmarc=pass", b"dmarc=fail")
    assert "your mail server has written what it found" in strict.type("trust", saved(tmp_path, failed + PLAIN)).out


def test_a_list_in_from(strict: Desk, tmp_path: Path) -> None:
    """trust.lists is what is missing."""
    raw = PLAIN.replace(
        b"From: Budi <budi@desk.example>",
        b"From: Budi via Operator <operator@lists.desk.example>\r\nReply-To: budi@desk.example",
    )
    said = strict.type("trust", saved(tmp_path, b"List-Id: <operator.lists.desk.example>\r\n" + raw)).out
    assert "lists: [operator@lists.desk.example]" in said


def test_without_a_home_too(tmp_path: Path, desk: Desk) -> None:
    """A file alone: what each way says of it."""
    (desk.home / "rules.yaml").unlink()
    found = desk.json("trust", saved(tmp_path, OURS + PLAIN))
    assert found["ways"]["aligned"]["proves"]


def test_how_open_the_desk_is(strict: Desk) -> None:
    """In plain words, by `check` and by `trust` without a file."""
    said = strict.type("check").out
    assert "open: mail of Budi, Sari claims and answers, and of Dewi closes, if mail.example has found" in said
    assert "open: everybody may open tickets" in said
    strict.edit("  operators: aligned", "  operators: from")
    assert "ANYBODY who can write to iduhelp@desk.example may act as Budi, Sari, Dewi" in strict.type("trust").out
    assert any("ANYBODY" in one for one in strict.json("check")["open"])


def test_tokens_are_taken_back(desk: Desk, tmp_path: Path) -> None:
    """What an old letter proved, it proves no more; the next one has a token of its own."""
    desk.edit("  operators: from", "  operators: token")
    rules = (desk.home / "rules.yaml").read_text(encoding="utf-8")
    rules = re.sub(r"(?m)^  list:.*\n|^announce:.*\n", "", rules)
    rules = re.sub(r"(?m)^  plus: false", "  plus: true", rules)
    (desk.home / "rules.yaml").write_text(rules + "\nannounce: operators\n", encoding="utf-8")
    desk.mail("ani", "Pulsa", "Belum masuk.")
    desk.once()
    letters = [file.read_text(encoding="utf-8") for file in sorted((desk.home / "var" / "out").rglob("new/*"))]
    [letter] = [text for text in letters if "X-Envelope-To: budi@desk.example" in text]
    token = re.search(r"(?s)\nReply-To: .*?<(.*?)>", letter)
    assert token is not None
    file = saved(tmp_path, PLAIN.replace(b"iduhelp@desk.example", token[1].encode()))
    assert desk.json("trust", file)["way"] == "token"
    assert "are void" in desk.type("trust", "--revoke", "budi").out
    found = desk.json("trust", file)
    assert not found["believed"]
    assert "revoked" in found["ways"]["token"]["why"]
    assert "no operator or PIC Nobody" in desk.type("trust", "--revoke", "Nobody", status=1).err
