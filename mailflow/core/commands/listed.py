"""The table of commands as `/bantuan`, the operators' page and its test show it."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.commands.command import MailCommand, May, Words
from mailflow.core.commands.table import BY_WORD, COMMANDS, nearest_name
from mailflow.core.wording import in_language

WHO: dict[May, Words] = {
    May.OWNER: ("pemegang tiket", "the ticket's owner"),
    May.OWNER_OR_PIC: ("pemegang tiket, PIC", "the ticket's owner, the PIC"),
    May.OPERATOR: ("operator", "operators"),
    May.PIC: ("PIC", "the PIC"),
    May.COLLEAGUE: ("operator, PIC", "operators, the PIC"),
}


def listed(topic: str, language: str, *, pic: bool) -> dict[str, object]:
    """The facts of the letter `help`: the commands a reader may give, in his language; only that of `topic`, if it is
    the name of one."""
    asked = BY_WORD.get(topic.removeprefix("/").casefold()) or BY_WORD.get(nearest_name(topic).removeprefix("/"))
    unknown = topic if topic and asked is None else ""
    wanted = [asked] if asked is not None else [one for one in COMMANDS if _is_for(one, language, pic=pic)]
    return {"commands": [row(one, language) for one in wanted], "topic": topic, "unknown": unknown}


def card(language: str) -> list[str]:
    """The rows of the operators' page (docs/operators.md): one line of a Markdown table for each command."""
    rows = [row(one, language) for one in COMMANDS if in_language(one.words, language)]
    return [f"| {_shown(one, language)} | {one['takes']} | {one['who']} | {one['help']} |" for one in rows]


def _shown(command: Mapping[str, str], language: str) -> str:
    """Its names, and an example if it says more."""
    names = ", ".join(f"`{name}`" for name in command["name"].split(", "))
    if command["example"] == command["name"].split(", ")[0]:
        return names
    return f"{names}, {in_language(('misalnya', 'such as'), language)} `{command['example']}`"


def row(command: MailCommand, language: str) -> dict[str, str]:
    """One command in this language: its name, what may stand behind it, who may, what it does, an example."""
    name = in_language(command.words, language) or command.names[0]
    names = [name, *(command.also if language != "id" else ())]
    return {
        "name": ", ".join(f"/{one}" for one in names),
        "takes": in_language(command.argument.shown, language),
        "who": in_language(WHO[command.may], language),
        "help": in_language(command.help, language),
        "example": in_language(command.example, language) or f"/{name}",
    }


def _is_for(command: MailCommand, language: str, *, pic: bool) -> bool:
    """In his language; what an operator or a PIC alone may do is shown to those."""
    return bool(in_language(command.words, language)) and not (command.may is May.PIC and not pic)
