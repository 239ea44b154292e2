"""`trust.authserv` under a wrong name: said by `check` and `doctor` out of the newest mails, and to the admin once."""

from __future__ import annotations

import pytest

from tests.cli.desk import Desk

WITH = "Authentication-Results: mail.desk.example; dmarc=pass header.from={0}\n"
RECEIVED = "Received: from x (x [192.0.2.1]) by mx.desk.example; Mon, 2 Nov 2026 09:00:00 +0700\n"


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """As `init` makes it: only a proven colleague is believed, by a server called mail.example."""
    desk.edit("  operators: from", "  operators: aligned\n  authserv: mail.example")
    return desk


def place(desk: Desk) -> str:
    lines = (desk.home / "rules.yaml").read_text(encoding="utf-8").splitlines()
    return f"rules.yaml:{next(n for n, line in enumerate(lines, 1) if line.startswith('  authserv:'))}"


def alerts(desk: Desk) -> list[str]:
    files = sorted((desk.home / "var" / "out").rglob("new/*"))
    return [text for file in files if "To: admin@desk.example" in (text := file.read_text(encoding="utf-8"))]


def test_the_name_the_mails_bear_is_named(strict: Desk) -> None:
    """Found mail.desk.example, rules.yaml says mail.example: a fault, for nobody could claim."""
    strict.mail("ani", "Pulsa", "Belum masuk.", headers=WITH.format("mail.example") + RECEIVED)
    strict.once()
    found = "found mail.desk.example in Authentication-Results of the only mail"
    words = f"{found}, {place(strict)} says mail.example"
    assert words in strict.type("doctor", "--offline", status=1).out
    assert words in strict.type("check").err
    [warning] = [one for one in strict.json("check")["warnings"] if "found" in one["what"]]
    assert warning["place"] == place(strict)
    strict.edit("authserv: mail.example", "authserv: mail.desk.example")
    assert "found mail" not in strict.type("check").err
    assert strict.json("doctor", "--offline")["ok"]


def test_the_admin_hears_of_the_first_operator_who_is_not_believed(strict: Desk) -> None:
    """Once, with both names; again only when another name has been written and is wrong as well."""
    strict.mail("ani", "Pulsa", "Belum masuk.")
    strict.once()
    assert alerts(strict) == []
    for number in (1, 2):
        strict.mail("budi", f"Re: Pulsa {number}", "Siap", headers=WITH.format("desk.example") + RECEIVED)
        strict.once()
    [told] = alerts(strict)
    assert "Budi <budi@desk.example>: Re: Pulsa 1" in told
    assert f"ditemukan mail.desk.example; {place(strict)} menyebut mail.example" in " ".join(told.split())
    strict.edit("authserv: mail.example", "authserv: mx.example")
    strict.mail("budi", "Re: Pulsa 3", "Siap")
    strict.once()
    assert len(alerts(strict)) == 2
    told = " ".join(" ".join(alerts(strict)).split())
    assert f"tidak ada Authentication-Results yang bisa dipakai; {place(strict)} menyebut mx.example" in told


def test_no_name_is_taken_from_below_our_own_server(strict: Desk) -> None:
    """Whoever writes to us can write that header too: what stands below the first foreign hop is his."""
    forged = "Authentication-Results: evil.example; dmarc=pass header.from=desk.example\n"
    strict.mail("budi", "Re: Pulsa", "Siap", headers=RECEIVED + forged)
    strict.once()
    assert "evil.example" not in alerts(strict)[0]
    said = strict.type("doctor", "--offline", status=1).out
    assert "evil.example" not in said
    assert "the only mail has no usable Authentication-Results" in said


def test_a_server_that_speaks_is_no_fault(strict: Desk) -> None:
    """A colleague it does not prove is his affair; nobody is told, and mails without results prove nothing."""
    strict.mail("ani", "Pulsa", "Belum masuk.")
    strict.once()
    assert strict.json("doctor", "--offline")["ok"]
    failed = "Authentication-Results: mail.example; dmarc=none header.from=desk.example\n"
    strict.mail("budi", "Re: Pulsa", "Siap", headers=failed + RECEIVED)
    strict.once()
    assert alerts(strict) == []
    assert strict.json("doctor", "--offline")["ok"]


def test_a_desk_that_believes_every_from_is_not_asked(desk: Desk) -> None:
    """`operators: from` needs no server."""
    desk.mail("budi", "Pulsa", "Belum masuk.", headers=WITH.format("desk.example") + RECEIVED)
    desk.once()
    assert "found" not in desk.type("doctor", "--offline").out


TWO = (
    "Authentication-Results: {0}; dmarc=pass header.from=desk.example\n"
    "Received: from x by {0}; Mon, 2 Nov 2026 09:00:00 +0700\n"
)


def test_a_second_server_of_the_house_is_named_beside_the_first(strict: Desk) -> None:
    """Two MX, each under its own name: what the other has taken in proved nobody, and nothing said so."""
    strict.edit("authserv: mail.example", "authserv: mx1.desk.example")
    strict.mail("ani", "Pulsa", "Belum masuk.", headers=TWO.format("mx1.desk.example"))
    strict.mail("budi", "Re: Pulsa", "Siap", headers=TWO.format("mx2.desk.example"))
    strict.once()
    remedy = "write authserv: [mx1.desk.example, mx2.desk.example]"
    assert remedy in strict.type("doctor", "--offline", status=1).out
    assert "tulis authserv: [mx1.desk.example, mx2.desk.example]" in " ".join(alerts(strict)[0].split())
    strict.edit("authserv: mx1.desk.example", "authserv: [mx1.desk.example, mx2.desk.example]")
    assert strict.json("doctor", "--offline")["ok"]
    mail = f"{TWO.format('mx2.desk.example')}From: budi@desk.example\nSubject: Re: Pulsa\n\nSiap\n"
    assert "believed as operator Budi" in strict.type("trust", "-", stdin=mail).out
