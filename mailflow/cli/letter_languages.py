"""Languages beside Indonesian and English that letters are written in, or people read: what is missing in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailflow.core.letter_kinds import KINDS, kind_of
from mailflow.core.plain import JsonObject
from mailflow.core.rules import SPOKEN
from mailflow.lazy_dataclasses import dataclass

if TYPE_CHECKING:
    from mailflow.config.settings import Settings
    from mailflow.mail.templates import Templates

_SHOWN = 6  # names of letters


@dataclass(frozen=True, slots=True)
class LetterLanguage:
    """A language, its letters, and those its readers get in the desk's."""

    code: str
    desks: str  # the desk's language
    written: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def plain(self) -> JsonObject:
        """As `check --json` prints it."""
        return {"language": self.code, "written": list(self.written), "missing": list(self.missing)}

    @property
    def words(self) -> str:
        if not self.missing:
            return f"letters in {self.code}: all"
        named = ", ".join(self.missing[:_SHOWN]) + (" …" if len(self.missing) > _SHOWN else "")
        return f"letters in {self.code}: {len(self.written)}, the others are sent in {self.desks}: {named}"


def further(templates: Templates, settings: Settings | None) -> list[LetterLanguage]:
    """By their codes. What customers get counts as missing; what colleagues get only where one of them reads it."""
    desks = settings.rules.desk.language if settings else "id"
    people = {who.language or "" for who in settings.rules.colleagues} if settings else set()
    rules = settings.rules.rules if settings else ()
    named = {value for rule in rules for word, value in rule.then if word == "language"}
    there = {code for name in templates.names() for code in templates.languages(name)}
    codes = sorted((there | people | named) - {"", *SPOKEN})
    return [_language(code, desks, templates, whole=code in people) for code in codes]


def _language(code: str, desks: str, templates: Templates, *, whole: bool) -> LetterLanguage:
    written = tuple(name for name in sorted({*templates.names(), *KINDS}) if code in templates.languages(name))
    wanted = [name for name in KINDS if whole or not kind_of(name).internal]
    missing = tuple(name for name in wanted if name not in written and templates.languages(name))
    return LetterLanguage(code, desks, written, missing)
