"""The admin's side: a home folder, the desk's rules as the seed draws them, his edits, good and broken."""

from __future__ import annotations

import copy
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from mailflow import config
from mailflow.config import Watcher
from mailflow.config.settings import Settings
from mailflow.errors import ConfigError, Fault
from mailflow.mail.templates import Templates
from tests.simulation.options import switched_on

DESK, LIST, AUTHSERV = "iduhelp@desk.example", "operator@lists.desk.example", "mx.desk.example"
ALSO = "bantuan@desk.example"
SURVEY = "https://survey.example/?ticket="
LADDERS: dict[str, Any] = {
    "claim": [
        {"after": "24h", "letter": "reminder-claim", "to": "operators"},
        {"after": "48h", "letter": "escalation-claim", "to": "pic"},
    ],
    "answer": [
        {"after": "24h", "letter": "reminder-answer", "to": "owner"},
        {"after": "48h", "letter": "escalation-answer", "to": ["owner", "pic"]},
    ],
    "feedback": [
        {"after": "2wd", "letter": "ask-feedback", "to": "customer"},
        {"after": "3wd", "letter": "ask-feedback", "to": "customer"},
        {"after": "4wd", "letter": "suggest-close", "to": "owner"},
    ],
    "closing": [{"after": "24h", "letter": "reminder-closing", "to": "pic"}],
    "solved": [
        {"after": "1wd", "letter": "suggest-close", "to": "owner"},
        {"after": "2wd", "letter": "closing-notice", "to": "pic"},
    ],
    "second_tier": [
        {"after": "48h", "letter": "reminder-second-tier", "to": ["second-tier", "owner"]},
        {"after": "96h", "letter": "escalation-second-tier", "to": ["owner", "pic"]},
    ],
}
QUICK: dict[str, Any] = {  # rungs that meet one another, in every unit
    "claim": [
        {"after": "30m", "letter": "reminder-claim", "to": "operators"},
        {"after": "1800s", "letter": "escalation-claim", "to": "pic"},
        {"after": "3h", "letter": "escalation-claim", "to": ["pic", "operators"]},
    ],
    "answer": [
        {"after": "4wh", "letter": "reminder-answer", "to": "owner"},
        {"after": "8wh", "letter": "escalation-answer", "to": ["owner", "pic"]},
    ],
    "feedback": [
        {"after": "1wd", "letter": "ask-feedback", "to": "customer"},
        {"after": "48h", "letter": "suggest-close", "to": "owner"},
    ],
    "closing": [{"after": "8wh", "letter": "reminder-closing", "to": ["pic", "admin"]}],
    "solved": [{"after": "4wh", "letter": "suggest-close", "to": "owner"}],
    "second_tier": [
        {"after": "8wh", "letter": "reminder-second-tier", "to": ["second-tier", "owner"]},
        {"after": "3d", "letter": "escalation-second-tier", "to": ["owner", "pic"]},
    ],
}
PEOPLE = {
    "Budi": {"name": "Budi", "address": "budi@desk.example", "also": ["budi.home@desk.example"]},
    "Sari": {"name": "Sari", "address": "sari@desk.example", "language": "en"},
    "Tono": {"name": "Tono", "address": "tono@desk.example"},
}
PIC = {"name": "Dewi", "address": "dewi@desk.example"}
ADMIN = "admin@desk.example"
FORM = "form@www.example"
TIER = "rooster@vendor.example"
BANK = "cs@bank.example"  # whom operators ask with /tanya
_MOMENTS = itertools.count(1_700_000_000)


def draw(chance: Random) -> dict[str, Any]:
    """A desk as some admin might have set it up."""
    announce = chance.choice(("list", "list", "operators", "operators", {"to": "operators", "reply_to": "everyone"}))
    rules: dict[str, Any] = {
        "desk": {
            "name": "iDuHelp",
            "address": DESK,
            "also": [ALSO],
            "list": LIST,
            "language": "id",
            "timezone": chance.choice(("Asia/Jakarta", "Asia/Jakarta", "Asia/Makassar", "Europe/Berlin")),
            "plus": announce != "list" and chance.random() < 0.3,
        },
        "admin": ADMIN,
        "mailboxes": [{"maildir": "var/in"}, {"maildir": "var/also"}],
        "outgoing": {"maildir": "var/out"},
        "operators": [PEOPLE[name] for name in ("Budi", "Sari", "Tono")[: chance.choice((2, 3))]],
        "pic": [PIC],
        "announce": announce,
        "claim": chance.choice(("any-reply", "any-reply", "any-reply", "empty-only")),
        "working_hours": {"mon-fri": "08:00-17:00", "sat": "08:00-12:00", "holidays": ["2026-05-01", "2026-08-17"]},
        "reminders": copy.deepcopy(chance.choice((LADDERS, LADDERS, QUICK))),
        "feedback_close": chance.choice(("suggest", "suggest", "automatic")),
        "reopen_within": "14d",
        "undo_within": chance.choice(("0s", "60s", "60s", "20m")),
        "survey": {"link": SURVEY + "{number}&key={token}"},
        "trust": {"operators": "aligned", "authserv": AUTHSERV},
        "forms": [
            {"from": DESK, "customer": {"reply_to": True}},
            {"from": FORM, "customer": {"body": r"Email: (?P<address>\S+)"}},
        ],
        "data": {"nominal": {"find": "amount"}},
        "second_tier": {"to": TIER, "categories": {"pulsa": {"require": "nominal"}, "jaringan": None}},
        "rules": [
            {"when": {"subject": "pulsa"}, "then": {"category": "pulsa"}},
            {"when": {"subject": "masuk"}, "then": {"category": "jaringan"}},
            {"when": {"subject": "iklan"}, "then": {"discard": "iklan"}},
            {"when": {"subject": "khusus"}, "then": {"assign": "Sari"}},
        ],
    }
    if chance.random() < 0.3:
        rules["reminders"]["breach_after"] = "30h"
    if chance.random() < 0.5:
        rules["survey"]["remind"] = chance.choice(("2d", "2d", "3wd", "20d"))
    switched_on(rules, chance)
    return rules


TO_MANY = {
    name: f"Subject: {name}\n\nHalo{{% if recipient.name %}} {{{{ recipient.name }}}}{{% endif %}}!\n"
    for name in ("promo", "libur")
}


class Home:
    """One folder for all histories of this process; `rules` is rules.yaml as data, as it stands there now."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self.folder, self.templates = _shared()
        self.edits = 0
        self._refused: tuple[int, Sequence[Fault]] | None = None  # at so many edits; what is wrong with rules.yaml
        self._mend_letters()
        self.templates.reload_if_changed()
        self.good = self.rules = copy.deepcopy(rules)  # good: the last version that could be used
        self.in_force = self.good  # what the daemons go by
        self.by_fingerprint: dict[str, dict[str, Any]] = {}  # ladders and hours, as the log names them
        self.versions: dict[str, dict[str, Any]] = {}  # those the admin has finished, by digest
        self.edited_at = float("-inf")
        self.whole, self.is_broken = True, False  # whole: not half written
        self._write(yaml.safe_dump(rules, sort_keys=False))
        self._finished(rules)

    def settings(self) -> Settings:
        """Raises ConfigError, as often as a broken file is tried; it is read once."""
        if self._refused is None or self._refused[0] != self.edits:
            try:
                return _loaded(self.folder, self.text)
            except ConfigError as why:
                self._refused = self.edits, why.faults
        raise ConfigError(self._refused[1])

    def watch(self, now: Callable[[], float]) -> Watcher:
        return Watcher(self.folder, now=now)

    def edit(self, rules: dict[str, Any]) -> None:
        """The admin saves rules.yaml."""
        self.rules = copy.deepcopy(rules)
        self._write(yaml.safe_dump(rules, sort_keys=False))
        self._finished(rules)

    def _finished(self, rules: dict[str, Any]) -> None:
        settings = self.settings()
        self.good, self.digest = copy.deepcopy(rules), settings.digest
        self.by_fingerprint[settings.rules.fingerprint] = self.versions[self.digest] = self.good

    def break_rules(self) -> None:
        """A slip of the finger: what was in force stays in force."""
        self._write(self.text + "\nremindres: {}\n")
        self.is_broken = True

    def write_part(self, text: str) -> None:
        """The file while it is being written."""
        self._write(text)
        self.whole = False

    def write_whole(self, text: str) -> None:
        """The rest of it."""
        self._write(text)

    def break_letter(self, name: str) -> None:
        self._letter(name, "Subject: x\n\n{{ nosuchfact }\n")

    def mend_letter(self, name: str) -> None:
        (self._letters / f"{name}.id.txt").unlink(missing_ok=True)
        self.edits += 1

    def mend_all(self) -> None:
        self._mend_letters()
        self.edit(self.good)

    def _mend_letters(self) -> None:
        """Those of the desk's own stay."""
        own = {f"{name}.{language}.txt": text for name, text in TO_MANY.items() for language in ("id", "en")}
        for letter in self._letters.glob("*.txt"):
            if letter.name not in own:
                letter.unlink()
        for name, text in own.items():
            if not (self._letters / name).exists():
                (self._letters / name).write_text(text, encoding="utf-8")

    def _letter(self, name: str, text: str) -> None:
        self._letters.mkdir(parents=True, exist_ok=True)
        self._put(self._letters / f"{name}.id.txt", text)

    @property
    def _letters(self) -> Path:
        return self.folder / "templates" / "canned"

    def _write(self, text: str) -> None:
        self.text, self.whole, self.is_broken = text, True, False
        self._put(self.folder / "rules.yaml", text)

    def _put(self, file: Path, text: str) -> None:
        """Written at a moment no other file ever was, as the disk tells."""
        file.write_text(text, encoding="utf-8")
        os.utime(file, (next(_MOMENTS),) * 2)
        self.edits += 1


@lru_cache(maxsize=1)
def _shared() -> tuple[Path, Templates]:
    """Letters take a quarter of a second to read: once in a process."""
    folder = Path(tempfile.mkdtemp(prefix=f"mailflow-simulation-{os.getpid()}-"))
    (folder / "templates" / "canned").mkdir(parents=True)
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    from mailflow.config.letters import shipped

    templates = Templates(folder, shipped() / "templates" / "canned", "id")
    faults = templates.load()
    if faults:
        raise ConfigError(faults)
    return folder, templates


@lru_cache(maxsize=512)
def _loaded(folder: Path, text: str) -> Settings:
    return config.load(folder, {}, need_secrets=False)
