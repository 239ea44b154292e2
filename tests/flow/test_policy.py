"""When an edit counts: not while it is being written, and only after a minute when it takes something away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mailflow import config
from mailflow.config.watch import Watcher
from mailflow.flow.policy import Policy
from mailflow.mail.templates import Templates
from tests.config_homes import BASE, home

LADDERS = "reminders: {claim: [{after: 24h, letter: reminder-claim, to: operators}]}\n"
WHOLE = BASE + LADDERS + "retention: {raw: 2y}\nsurvey: {by_mail: false}\nacknowledge: false\n"


class Edited:
    """A home whose clock the test sets."""

    def __init__(self, folder: Path) -> None:
        self.home, self.now = home(folder, base=WHOLE), 0.0
        watch = Watcher(folder, now=lambda: self.now)
        settings = self.load()
        templates = Templates(settings.home, settings.shipped_templates, "id")
        templates.load()
        self.policy = Policy(settings, templates, self.load, watch, now=lambda: self.now)

    def load(self) -> config.Settings:
        return config.load(self.home, {})

    def write(self, text: str) -> None:
        (self.home / "rules.yaml").write_text(text, encoding="utf-8")

    def look(self, *, after: float = 0.0, accepted: str = "") -> list[str]:
        """The loop looks every second; what the last look found."""
        for _ in range(int(after)):
            self.now += 1.0
            edit = self.policy.refresh(accepted)
        if not after:
            edit = self.policy.refresh(accepted)
        return [f"{loss.kind} {loss.name}".strip() for loss in edit.waiting] + [str(fault) for fault in edit.faults]


@pytest.fixture
def desk(tmp_path: Path) -> Edited:
    return Edited(tmp_path)


def test_half_a_file_does_not_count_for_a_daemon_that_slept(desk: Edited) -> None:
    """The machine was suspended over the end of the minute, and the file became whole meanwhile."""
    before = desk.policy.settings
    desk.write(BASE)
    assert desk.look(after=3)
    desk.write(WHOLE.replace("acknowledge: false", "acknowledge: true"))
    desk.now += 400.0
    desk.look()
    assert desk.policy.settings == before
    desk.look(after=3)
    assert desk.policy.rules.acknowledge is True


def test_an_edit_counts_when_two_looks_two_seconds_apart_agree(desk: Edited) -> None:
    """Not at the first look that sees it."""
    desk.write(WHOLE.replace("acknowledge: false", "acknowledge: true"))
    desk.look(after=2)
    assert desk.policy.rules.acknowledge is False
    desk.look(after=1)
    assert desk.policy.rules.acknowledge is True


def test_a_file_that_is_still_written_on_counts_for_nothing(desk: Edited) -> None:
    """A slow copy: every look finds more of it, and no fault is told meanwhile."""
    whole = WHOLE.replace("acknowledge: false", "acknowledge: true")
    for end in range(0, len(whole), 20):
        desk.write(whole[:end])
        assert desk.look(after=1) == []
    desk.write(whole)
    assert desk.look(after=3) == []
    assert desk.policy.rules.acknowledge is True


def test_a_broken_file_is_told_once_it_rests(desk: Edited) -> None:
    """Once, with its line."""
    desk.write("desk: [\n")
    assert desk.look(after=2) == []
    assert "rules.yaml" in desk.look(after=1)[0]
    assert desk.look(after=5) == []


@pytest.mark.parametrize("end", range(0, len(WHOLE.splitlines())))
def test_no_beginning_of_the_file_takes_anything_away_within_a_minute(desk: Edited, end: int) -> None:
    """Cut after any line, as by a copy that stalls or a full disk."""
    before = desk.policy.rules
    desk.write("\n".join(WHOLE.splitlines()[:end]) + "\n")
    desk.look(after=60)
    assert desk.policy.rules == before
    desk.write(WHOLE)
    desk.look(after=90)
    assert desk.policy.rules == before


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (", {name: Sari, address: sari@desk.example}", "", ["operator Sari"]),
        ("sari@desk.example", "sari@desk.exa", ["address sari@desk.example"]),
        ("{name: Dewi, address: dewi@desk.example}", "{name: Rudi, address: rudi@desk.example}", ["pic Dewi"]),
        ("admin: admin@desk.example\n", "", ["admin admin@desk.example"]),
        ("[{maildir: var/in}]", "[{maildir: var/other}]", ["mailbox maildir:var/in"]),
        ("claim: [{after: 24h, letter: reminder-claim, to: operators}]", "claim: []", ["ladder claim"]),
        ("retention: {raw: 2y}\n", "", ["block retention"]),
        ("acknowledge: false\n", "", ["cut"]),
    ],
)
def test_what_takes_something_away_waits_for_a_minute(desk: Edited, old: str, new: str, what: list[str]) -> None:
    """It is told when it is seen, once, and counts a minute later."""
    before = desk.policy.rules
    desk.write(WHOLE.replace(old, new))
    assert desk.look(after=3) == what
    assert desk.look(after=59) == []
    assert desk.policy.rules == before
    desk.look(after=1)
    assert (desk.policy.rules, desk.policy.settings) == (desk.load().rules, desk.load())
    assert desk.policy.settings.text != WHOLE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Sari", "name: Sari Dewanti"),
        ("address: sari@desk.example", "address: sari@kantor.example, also: [sari@desk.example]"),
        ("24h", "20h"),
        ("admin@desk.example", "boss@desk.example"),
        ("authserv: mail.example", "authserv: mx.example"),
        ("survey: {by_mail: false}", "survey: {by_mail: true}"),
        ("retention: {raw: 2y}", "# words\nretention: {raw: 2y, spam: 3d}"),
        ("acknowledge: false", "acknowledge: true\nclaim: empty-only"),
    ],
)
def test_what_is_only_written_differently_counts_at_once(desk: Edited, old: str, new: str) -> None:
    """A name, an hour, an address added: nobody waits."""
    desk.write(WHOLE.replace(old, new))
    assert desk.look(after=3) == []
    assert desk.policy.settings == desk.load()


def test_reload_makes_it_count_at_once(desk: Edited) -> None:
    """Whether it has been seen already or not."""
    fewer = WHOLE.replace(", {name: Sari, address: sari@desk.example}", "")
    desk.write(fewer)
    desk.look(after=3)
    desk.look(accepted=desk.load().digest)
    assert [person.name for person in desk.policy.rules.operators] == ["Budi"]
    desk.write(fewer.replace("admin: admin@desk.example\n", ""))
    desk.policy.hurry()
    desk.look(accepted=desk.load().digest)
    assert desk.policy.rules.admin is None


def test_an_edit_mended_within_the_minute_has_never_counted(desk: Edited) -> None:
    """The rest of the file arrives."""
    before = desk.policy.rules
    desk.write(WHOLE[: WHOLE.index("mailboxes")])
    desk.look(after=3)
    desk.write(WHOLE)
    desk.look(after=120)
    assert desk.policy.rules == before


def test_a_letter_half_written_is_not_used(desk: Edited) -> None:
    """Half of a letter is a letter too: it waits for the same two looks."""
    folder = desk.home / "templates" / "canned"
    folder.mkdir(parents=True)
    for text, counts in (("Subject: x\n\nTeri", 0), ("Subject: x\n\nTerima", 0), ("Subject: x\n\nTerima kasih.\n", 1)):
        (folder / "own.id.txt").write_text(text, encoding="utf-8")
        desk.look(after=2 + counts)
        assert desk.policy.templates.languages("own") == ["id"] * counts


def test_what_is_read_while_it_is_written_on_is_thrown_away(desk: Edited) -> None:
    """The copy began between the look and the reading."""
    half, loads = WHOLE.replace("acknowledge: false\n", ""), []
    before = desk.policy.settings.text

    def load() -> config.Settings:
        if not loads:
            desk.write(half + "acknowledge:")
        loads.append(1)
        return replace(desk.policy.settings, text=half)

    desk.policy._load = load
    desk.write(WHOLE.replace("acknowledge: false", "acknowledge: true"))
    assert desk.look(after=3) == []
    assert desk.policy.settings.text == before
