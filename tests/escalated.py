"""A desk that has passed a ticket to the second tier, for tests in which another ticket system is on the other side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.scripts.desk import Desk, Seen

ADDRESS = "iduhelp@desk.example"
TIER = "rooster@vendor.example"
_ANI = b"""\
From: Ani <ani@mail.example>
To: iduhelp@desk.example
Subject: Pulsa belum masuk
Message-ID: <ani.1@mail.example>

Pulsa ke 0812-3456-7890 belum masuk. PIN saya 998877.
"""
RULES: dict[str, Any] = {
    "announce": "operators",
    "desk": {"list": None},
    "data": {"tujuan": {"label": {"id": "nomor tujuan", "en": "number"}, "find": "phone"}},
    "second_tier": {"name": "Rooster", "to": TIER, "categories": {"pulsa-tidak-masuk": {"require": ["tujuan"]}}},
}


def escalated(
    desk: Desk, text: str = "Sudah kami isi ulang dua kali, tetap gagal.", reassignments: int | None = None
) -> Seen:
    """Ani asks, Budi takes it and escalates: the form. The desk is started with RULES here."""
    more = {} if reassignments is None else {"reassignments": reassignments}
    desk.write_rules({**RULES, "second_tier": {**RULES["second_tier"], **more}})
    desk.start()
    desk.put(_ANI, "mailbox1")
    desk.look()
    announced = sent(desk, "announcement")
    by_budi(desk, announced, f"/eskalasi\n\n{text}")
    return sent(desk, "second-tier-form")


def by_budi(desk: Desk, letter: Seen, text: str) -> None:
    """Budi replies to a letter."""
    said = str(letter.message["Message-ID"])
    mail = f"""\
From: Budi <budi@desk.example>
To: {ADDRESS}
Subject: {letter.message["Subject"]}
User-Agent: Thunderbird
MIME-Version: 1.0
Message-ID: <budi.{len(desk.world)}@desk.example>
In-Reply-To: {said}
References: {said}

{text}
"""
    desk.put(mail.encode(), "mailbox1")
    desk.look()


def sent(desk: Desk, kind: str) -> Seen:
    """The newest letter of a kind."""
    return next(one for one in reversed(desk.world) if one.kind == kind)


def told(desk: Desk, since: int) -> list[tuple[str, str]]:
    """(kind, recipient) of the letters after the first `since`."""
    return [(one.kind, ", ".join(one.to)) for one in desk.world[since:]]


def home(folder: Path, name: str) -> Path:
    """An empty home of a desk."""
    found = folder / name
    found.mkdir()
    return found
