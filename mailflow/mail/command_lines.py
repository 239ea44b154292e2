"""The command lines in an operator's new words (`/selesai`), and the words without them. Pure, linear, conservative."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Set

from mailflow.core.commands.table import AT_TOP, BY_WORD, MEANT, keep_text, may_be_last, understands
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.cards import without_signature
from mailflow.core.replies.words import POLITE, THANKS, words_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.suggest import nearest


@dataclass(frozen=True, slots=True)
class CommandLines:
    """A mail's new words, split into command lines and other words."""

    commands: tuple[tuple[str, str], ...] = ()  # (name, argument) in order
    words: str = ""  # without the command lines; as written when there are none
    below: bool = False  # there are words below a command line
    inside: tuple[str, ...] = ()  # lines among the words that might be meant as commands


_SLASHES = "/\N{FULLWIDTH SOLIDUS}\N{FRACTION SLASH}\N{DIVISION SLASH}"
_TAKEN_FOR_ONE = ("\\", "#")  # at the beginning of a mail that is nothing but a command
# blank characters strip() does not remove
_SEEN_AS = str.maketrans(dict.fromkeys(_SLASHES, "/") | {"\u2800": " ", "\u3164": " "})
# a word that a client turned into a link: "/close <http://desk.example/close>", "[/close](…)"
_LINKED = LazyPattern(
    r"\[(/[^\]\s]{1,40})\]\([^()\s]{0,300}\)|(?<=\S)\s{0,3}<(?:https?|file|mailto)?:?/[^<>\s]{0,300}>"
)
# behind the name blanks, signs ("/ambil 👍", "/catatan: …"), or at once the number of a ticket: "/batal#5", "/status12"
_COMMAND = LazyPattern(
    r"/\s*([A-Za-z][A-Za-z_-]{1,19})(?![\w/])"
    r"(?:[^\w\s/#?]*(?:\s+(.*))?|[^\w\s/#?.]+(\S.*)|(#\S.*))|/\s*([A-Za-z][A-Za-z-]{1,19})(\d{1,7}(?:\s.*)?)"
)
_POINTING = LazyPattern(r"\A(?:[=:\u2192]|[-=]>)\s+")  # "/prioritas = tinggi", "/serahkan -> Sari"
_PARTED = LazyPattern(r"/\s?([A-Za-z][A-Za-z-]{1,19})/\s?([\w-]{1,20})")  # "/prioritas/tinggi", and nothing behind
_ASKING = LazyPattern(r"/\s*([A-Za-z][A-Za-z-]{1,19})\s?\?+\s*(.*)")  # "/tutup?"
_PERHAPS = LazyPattern(r"/(\s?)([A-Za-z][A-Za-z-]{1,19})((?:\s+[\w-]+){0,3})")
# behind what is like a known name may also stand moments, addresses and numbers: "/tund besok 09.00", "/gabng #12"
_MISSPELT = LazyPattern(r"/(\s?)([A-Za-z][A-Za-z-]{1,19})((?:\s+[\w#@+][\w.,:;@+#-]{0,100}){0,4})")
_PATH = LazyPattern(r"(?:^|[\s\"'(])[/~]?[\w.-]*/[\w.-]+/|(?:^|\s)/\w*[\d.]", re.MULTILINE)
_ADORNED = LazyPattern(
    r"(?:[-–—*•·#]|\d{1,2}[.)])?\s{0,5}[\"'“”‘’«]?\s{0,5}[/\\#]{1,2}\s{0,5}(?P<said>[^\"'“”‘’»]{1,200})[\"'“”‘’»]?[.!]?"
)
LONGEST_LINE = 1_000  # characters: a longer line is no command
_NUMBER_ABOVE = LazyPattern(r"\s*\[#[^\]\s]{1,40}\]\s*")
_SHORT = 60  # characters of a greeting
_GREETINGS = frozenset("halo hallo hai hi hello dear yth selamat assalamualaikum permisi".split())
_MACHINES = frozenset("hallo permisi sistem system mailflow bot helpdesk desk layanan".split())
_SAYS = frozenset("sudah udah done beres selesai oke ok baik siap masuk aman".split())  # behind a greeting: an answer
_LIKE = 0.75  # share of a known name's letters: "/selsai", "/tutupkan"


def command_lines(text: str, names: tuple[str, ...] = ()) -> CommandLines:
    """The command lines in an operator's new words, and the words without them (interfaces-2.md, "Commands by mail").

    A command is a line that begins with `/` above any other words; some commands may also be alone on the last line
    (the author's `names` and "Salam," below it are a signature). Such a line elsewhere is `inside`, and the words stay
    as they are. A line at the top with an unknown name is an unknown command only if it has few words and looks like no
    path: "/etc/hosts is …" is text. Below a command that keeps the words (`/catatan`) both are given: none of them
    leaves.
    """
    if not may_have_commands(text):
        return CommandLines(words=text)
    lines = text.split("\n")
    bare = [_bare(line) for line in lines]
    bare = _unadorned(bare, names)
    top, first = _top(bare, paths=_PATH.search(text) is not None)
    end = _told(bare, names)
    last = _last(bare, first, end) if end > first else None
    inside = _inside(bare[first : end - (last is not None)], whole=last is None)
    if inside and not keep_text([name for name, _ in top]):
        return CommandLines(words=text, inside=inside)
    if not top and last is None:
        return CommandLines(words=text)
    kept = lines[first : end - 1] + lines[end:] if last else lines[first:]
    words = _joined(kept)
    if (top and _is_card(words, names)) or (not top and _only_greets(words)):
        words = ""
    return CommandLines((*top, *([last] if last else ())), words, bool(top) and bool(words.strip()), inside)


def command_in_subject(subject: str) -> str:
    """The command that is the whole subject of a mail without words, as list managers take them: "/status 1", "[#1]
    /selesai"; "" when it is none."""
    line = _NUMBER_ABOVE.sub("", subject, 1).strip()
    return line if line.startswith("/") and _known(_bare(line), AT_TOP) is not None else ""


def may_have_commands(text: str) -> bool:
    """Whether a slash is in it, or what is taken for one, without which there is no command line."""
    return any(slash in text for slash in _SLASHES) or text.lstrip().startswith(_TAKEN_FOR_ONE)


def without_commands(relay: str, said: str, told: str) -> str:
    """The relayed text without the lines that `said`, the new words, has more than `told`; "" when nothing is
    relayed."""
    if said == told or not told:
        return relay if told else ""
    gone = Counter(line.strip() for line in said.split("\n")) - Counter(line.strip() for line in told.split("\n"))
    kept = []
    for line in relay.split("\n"):
        if gone[line.strip()] and line.strip():
            gone[line.strip()] -= 1
        else:
            kept.append(line)
    return _joined(kept)


def _bare(line: str) -> str:
    """A line as a person sees it: without outer blanks, formatting marks, emphasis, or the address of a link."""
    if len(line) > LONGEST_LINE or not any(slash in line for slash in _SLASHES):
        return line.strip()
    seen = line.strip() if line.isascii() else _without_marks(line)
    if seen.startswith(("*", "_", "`")) and seen.endswith(seen[0]):
        seen = seen.strip(seen[0]).strip()
    return _LINKED.sub(lambda found: found[1] or "", seen).strip() if "<" in seen or "[" in seen else seen


def _unadorned(bare: list[str], names: tuple[str, ...]) -> list[str]:
    """Where all lines are commands behind a bullet, a number, in quotation marks, with a wrong or doubled slash: the
    lines with a slash alone. Beside other words they are text: an answer may explain them."""
    end = _told(bare, names)
    found = [(line, _ADORNED.fullmatch(line)) for line in bare[:end]]
    said = [f"/{one['said'].strip()}" if one else line for line, one in found]
    return [*said, *bare[end:]] if all(_is_inside(line, last=False) for line in said if line) else bare


def _without_marks(line: str) -> str:
    return "".join(one for one in line if unicodedata.category(one) != "Cf").translate(_SEEN_AS).strip()


def _top(bare: list[str], *, paths: bool) -> tuple[list[tuple[str, str]], int]:
    """The commands above all words, and the index of the first line below them."""
    found: list[tuple[str, str]] = []
    for at, line in enumerate(bare):
        known = _known(line, AT_TOP) or _misspelt(line)
        if line and (command := known or (None if paths else _unknown(line))) is None:
            return found, at
        if line and command:
            found.append(command)
    return found, len(bare)


def _known(line: str, names: Set[str]) -> tuple[str, str] | None:
    name, argument = _written(line)
    return (name, _without_courtesy(name, argument)) if name in names else None


def _written(line: str) -> tuple[str, str]:
    """(name, argument) of a line in a command's form, ("", "") of any other."""
    found = _COMMAND.fullmatch(line) if line.startswith("/") else None
    if found is None:
        return "", ""
    argument = " ".join((found[2] or found[3] or found[4] or found[6] or "").split())
    name, argument = (found[1] or found[5]).lower().replace("_", "-"), _POINTING.sub("", argument, 1)
    first, _, rest = argument.partition(" ")
    joined = f"{name}-{first.lower()}"  # "/hapus isi 1234"
    return (joined, rest) if first and joined in BY_WORD and name not in BY_WORD else (name, argument)


def _without_courtesy(name: str, argument: str) -> str:
    """ "/selesai, terima kasih", "/ambil 👍": who is polite to a machine means no argument; "/status 12 ya": 12."""
    number, _, behind = argument.partition(" ")
    if (
        number.isdecimal()
        and behind.replace(" ", "").isalpha()
        and all(word in POLITE or word in THANKS for word in words_of(behind))
    ):
        return number
    polite = all(word in POLITE or word in THANKS for word in words_of(argument))
    read = BY_WORD[name].argument.read if name in BY_WORD else None
    return (
        "" if polite and read is not None and read("") is not None and read(argument) in (None, read("")) else argument
    )


def _unknown(line: str) -> tuple[str, str] | None:
    if not line.startswith("/"):
        return None
    plain = _PERHAPS.fullmatch(line.rstrip(".!"))
    found = plain or _MISSPELT.fullmatch(line.rstrip(".!"))
    if found is None or ((plain is None or found[1]) and not _is_like(found[2].lower())):
        return None  # "/ atau" parts words: it is no command
    return found[2].lower(), " ".join(found[3].split())


def _misspelt(line: str) -> tuple[str, str] | None:
    """A line at the top whose name is much like a known one's, whatever stands behind it: "/catatn jangan dijanjikan,
    tunggu bank". Sent on, the customer would read it."""
    asking = _ASKING.fullmatch(line)
    if asking is not None and _is_like(asking[1].lower()):  # whoever asks is told, and nothing is done
        return f"{asking[1].lower()}?", asking[2]
    parted = _PARTED.fullmatch(line)
    if parted is not None and _is_choice(parted[1].lower(), parted[2]):
        return f"{parted[1].lower()}/{parted[2]}", ""
    name, argument = _written(line)
    return (name, argument) if name and _is_like(name) else None


def _is_choice(name: str, word: str) -> bool:
    """Whether the word is one of the few that may stand behind that command: of "/selesai/arsip" it is a path's."""
    return understands(name, word.lower()) and not understands(name, "-")


def _is_like(name: str) -> bool:
    """Whether it may be a misspelt command."""
    return name in MEANT or any(name.startswith(one) for one in BY_WORD) or bool(nearest(name, BY_WORD, _LIKE))


def _told(bare: list[str], names: tuple[str, ...]) -> int:
    """The index after the last line with content: signature and blank lines are not counted."""
    end = len(without_signature("\n".join(line or "." for line in bare), names).split("\n"))
    while end and not bare[end - 1].strip(".-_ "):
        end -= 1
    return end


def _last(bare: list[str], first: int, end: int) -> tuple[str, str] | None:
    """A command alone on the last line, if it may be last; not as the end of a list of commands to type elsewhere."""
    command = _known(bare[end - 1], BY_WORD.keys())
    if command is None or not may_be_last(*command):
        return None
    above = bare[end - 2] if end - 2 >= first else ""
    return None if above.startswith("/") or above.endswith(":") else command


def _is_card(words: str, names: tuple[str, ...]) -> bool:
    """Only the author's name and card stand below the commands."""
    named = words.startswith("--") or any(name and name.split()[0].casefold() in words.casefold() for name in names)
    return named and without_signature(f".\n{words}", names).strip() == "."


def _only_greets(words: str) -> bool:
    """ "Halo sistem," above a command is said to the desk: nobody answers a customer with that alone."""
    said = words_of(words) if len(words) < _SHORT else []
    says = any(one in _SAYS for one in said)
    return bool(said) and said[0] in _GREETINGS and not says and all(one in POLITE or one in _MACHINES for one in said)


def _inside(lines: list[str], *, whole: bool) -> tuple[str, ...]:
    """The lines that might be meant as commands. Among lines for another program ("/start", "/status") those that only
    ask for something, and have their names in common with bots, are its own."""
    found = [line for at, line in enumerate(lines) if _is_inside(line, last=whole and at == len(lines) - 1)]
    others = any(line.startswith("/") and line not in found for line in lines)
    return tuple(line for line in found if not (others and _only_asks(line)))


def _only_asks(line: str) -> bool:
    command = _known(line, BY_WORD.keys())
    return command is not None and bool(BY_WORD[command[0]].letter)


def _is_inside(line: str, *, last: bool) -> bool:
    """Whether the line is exactly one command, or, as the last line, looks like a misspelt one."""
    command = _known(line, BY_WORD.keys())
    if command is not None:
        return understands(*command)
    name = found[0] if last and (found := _unknown(line)) else ""
    return bool(name) and _is_like(name)


def _joined(lines: Iterable[str]) -> str:
    """The remaining lines without the gap a command leaves: no blank lines at the ends, none doubled."""
    return re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", "\n".join(lines)).strip("\n")
