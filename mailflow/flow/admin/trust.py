"""`mailflow trust`: what proves the author of a mail, by every way there is, and what rules.yaml would have to say."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.authors import WAYS, Proof, author, doubt
from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.rules import Rules, Way
from mailflow.flow.parts import Parts
from mailflow.flow.settle.proofs import signed, with_token
from mailflow.flow.settle.reading import read
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.authserv_names import as_written, of_the_house
from mailflow.mail.understand import understand

_LOOKED_AT: tuple[Way, ...] = ("aligned", "dkim", "token")


@dataclass(frozen=True, slots=True)
class Judged:
    """One mail: who it says to be from, what each way finds, what counts on this desk."""

    message: Message
    author: Author
    found: tuple[tuple[Way, Proof], ...]
    doubt: str  # why nothing of it counts
    advice: tuple[str, ...]  # in words; lines that begin with a blank belong into rules.yaml


def judged(parts: Parts, raw: bytes, at: datetime) -> Judged:
    """Asks DNS, reads the database, changes nothing."""
    rules = parts.rules
    message = read(parts, raw)
    message = signed(parts, message, raw, at, asked=True)
    if message.sender is not None:
        person = rules.operator(message.sender.email) or rules.pic_person(message.sender.email)
        addresses = person.addresses if person else (message.sender.email,)
        message = replace(message, proofs=with_token(parts, message, addresses))
    found = tuple((way, WAYS[way](message)) for way in _LOOKED_AT)
    return Judged(message, author(message, rules), found, doubt(message, rules), _advice(parts, message, raw, found))


def _advice(parts: Parts, message: Message, raw: bytes, found: tuple[tuple[Way, Proof], ...]) -> tuple[str, ...]:
    rules, who = parts.rules, author(message, parts.rules)
    if message.via is not None and not rules.is_trusted_list(message.via.email):
        return (
            "if only members may write to that list, write into rules.yaml",
            *_lines(rules, rules.trust.operators, rules.trust.authserv, message.via.email),
        )
    if who.role in (Role.OPERATOR, Role.PIC) and who.proven and who.way != "from":
        return ("rules.yaml needs no change",)
    if servers := _servers(parts, message, raw):
        return (
            f"if {message.authentication.found} is your own mail server, write into rules.yaml",
            *_lines(rules, _ways(rules, ("aligned",)), servers),
        )
    passed: tuple[Way, ...] = tuple(way for way, proof in found if proof.believed)
    if passed:
        return ("write into rules.yaml", *_lines(rules, _ways(rules, passed), rules.trust.authserv))
    if not message.authentication.silent:
        return (
            "your mail server has written what it found. If the mail is genuine, the server that sent it must be set "
            "up: SPF, or a signature (DKIM) of From's domain; with `plus: true` and `announce: operators`, operators: "
            "token needs neither",
        )
    return (
        "nothing in this mail proves its author: have your mail server write Authentication-Results, or sign what your "
        "people send (DKIM); with `plus: true` and `announce: operators`, operators: token needs neither",
    )


def _ways(rules: Rules, further: tuple[Way, ...]) -> tuple[Way, ...]:
    """The ways that rules.yaml names, and further ones; beside a way that proves, `from` would believe everybody."""
    return tuple(dict.fromkeys((*(way for way in rules.trust.operators if way != "from"), *further)))


def _servers(parts: Parts, message: Message, raw: bytes) -> tuple[str, ...]:
    """What `authserv:` would have to name so that this mail proves its author, when it names another server or none: a
    second MX beside those of its house, where that suffices; () when no server's name would."""
    name, named = message.authentication.found, parts.rules.trust.authserv
    if not message.authentication.silent or not name:
        return ()
    tried = [(*named, name)] if of_the_house(named, name) else []

    def proves(servers: tuple[str, ...]) -> bool:
        return understand(raw, replace(parts.policy.ours, authserv=servers)).authentication.aligned

    return next((servers for servers in (*tried, (name,)) if proves(servers)), ())


def _lines(rules: Rules, ways: tuple[Way, ...], authserv: tuple[str, ...], named: str = "") -> tuple[str, ...]:
    lists = [*rules.trust.lists, *([named] if named else [])]
    return (
        "trust:",
        f"  operators: {ways[0] if len(ways) == 1 else '[' + ', '.join(ways) + ']'}",
        *([f"  authserv: {as_written(authserv)}"] if authserv else []),
        *([f"  lists: [{', '.join(lists)}]"] if lists else []),
    )
