"""A spam guard's challenge is no customer's mail, and a person who asks about one is."""

from __future__ import annotations

import pytest

from mailflow.core.message import Nature, OurAddresses
from mailflow.mail.challenges import is_challenge
from mailflow.mail.understand import understand

ASKS = (
    "The message you sent requires that you verify that you\nare a real live human being and not a spam source.\n\n"
    "To complete this verification, simply reply to this message and leave the subject line intact."
)


def nature(subject: str, text: str) -> Nature:
    head = f"From: Ani <ani@mail.example>\nTo: iduhelp@desk.example\nSubject: {subject}\nMIME-Version: 1.0\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return understand(raw, OurAddresses(("iduhelp@desk.example",))).nature


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your email requires verification verify#aB1-77", ASKS),
        ("Your email requires verification verify#aB1-77", "Silakan balas surat ini."),
        ("Verifikasi", ASKS),
        (
            "Re: [#1] Pulsa",
            "Hello iduhelp,\nyour message to ani@mail.example waits: please confirm that you are human.",
        ),
    ],
)
def test_what_a_guard_asks(subject: str, text: str) -> None:
    """By its subject's code, or by how it begins."""
    assert nature(subject, text) is Nature.AUTOMATIC


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Fwd: Your email requires verification verify#aB1-77", f"Ini apa ya?\n\n{ASKS}"),
        ("Your email requires verification", "Email kampus saya minta verifikasi, tetapi kodenya tidak masuk."),
        ("Verifikasi", "Your email says my account needs verification. I click the link and nothing happens."),
        ("Verifikasi", "The message you sent me yesterday does not open. Please send it again."),
        ("KTM", "Your message asked me to confirm my address. How do I do that?"),
    ],
)
def test_what_a_person_asks(subject: str, text: str) -> None:
    """Also about a challenge, which stands below his own words."""
    assert nature(subject, text) is Nature.HUMAN


@pytest.mark.parametrize("text", ["", "your mail" * 60, "dear " * 200, "hello " + "a " * 250])
def test_long_beginnings_are_none(text: str) -> None:
    """Only a bounded beginning is looked at."""
    assert not is_challenge(text)
