"""dkim, check --connect: a key is made, its line shown, and DNS compared with it."""

from __future__ import annotations

from tests.cli.desk import Desk
from tests.dns_server import DnsServer
from tests.servers import SmtpSink


def test_from_a_key_to_signed_letters(desk: Desk) -> None:
    """What `make` says is what DNS must have; `check --connect` says whether it does; letters are signed."""
    made = desk.json("dkim", "make", "--selector", "desk2027")
    assert made["name"] == "desk2027._domainkey.desk.example"
    assert "PRIVATE" not in str(made)
    with SmtpSink() as sink, DnsServer({"desk.example": "v=spf1 mx -all", made["name"]: made["text"]}) as dns:
        key = "dkim: {key: dkim/desk2027.key, selector: desk2027}"
        desk.edit("  maildir: var/out ", f'  smtp: "{sink.url}"\n  {key} #')
        desk.edit("  operators: from", f"  operators: [from, dkim]\n  resolver: {dns.address}")
        assert desk.json("dkim")["line"] == made["line"]
        found = desk.json("check", "--connect")
        assert [(one["name"], one["ok"]) for one in found["dns"]] == [("spf", True), ("dkim", True), ("dmarc", False)]
        assert "letters are signed for desk.example (desk2027)" in found["probes"][-1]["words"]
        dns.records[made["name"]] = "v=DKIM1; p=AAAA"
        assert "has another key" in desk.type("check", "--connect").err
        desk.mail("ani", "Pulsa", "belum masuk")
        desk.once()
        assert all(one.data.startswith(b"DKIM-Signature: v=1; a=rsa-sha256;") for one in sink.wait_for(3))
        assert {letter.mail_from for letter in sink.letters} == {"iduhelp@desk.example"}  # aligned with From


def test_a_key_is_not_made_twice(desk: Desk) -> None:
    """Nor under a name that DNS does not know."""
    desk.type("dkim", "make")
    assert "is not overwritten" in desk.type("dkim", "make", status=1).err
    assert "is no selector" in desk.type("dkim", "make", "--selector", "a b", status=1).err
    assert "no dkim: yet" in desk.type("dkim", "show", status=1).err


def test_a_key_that_is_named_and_missing_is_warned_of(desk: Desk) -> None:
    """Before a letter waits for it."""
    desk.edit("  maildir: var/out ", '  smtp: "smtp://mail.example"\n  dkim: dkim/none.key #')
    assert "so no letter can leave" in desk.type("check").err
