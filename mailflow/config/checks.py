"""What a schema cannot express: dependencies between the parts of rules.yaml.

Every check walks the plain tree and examines only what has the right shape, so that all faults are reported at once;
wrong shapes are reported by the schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.config import formats
from mailflow.config.environment import is_placeholder
from mailflow.config.problems import label
from mailflow.config.tree import Block, Path_, RulesTree
from mailflow.core.ladder import Ladder
from mailflow.core.rules import ROOT
from mailflow.suggest import advice, did_you_mean

TO_WORDS = ("owner", "operators", "pic", "customer", "admin", "second-tier")


def check_all(tree: RulesTree, letters: frozenset[str]) -> None:
    """Run every check below; `letters` are the names of the existing canned letters (empty: not known)."""
    for check in (
        _people,
        _desk_is_nobody,
        _list_needed,
        _forms,
        _mailboxes_differ,
        _listeners,
        _passwords,
        _alarm,
    ):
        check(tree)
    _ladders(tree, letters)


def blocks(tree: RulesTree, key: str) -> Iterator[tuple[Path_, Block]]:
    """The blocks of a value that may be one or a list, with their paths."""
    value = tree.data.get(key)
    if isinstance(value, dict):
        yield (key,), value
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (key, index), item


def texts(value: object, path: Path_) -> Iterator[tuple[Path_, str]]:
    """The strings of a value that may be one or a list, with their paths."""
    for index, item in enumerate(value) if isinstance(value, list) else ((None, value),):
        if isinstance(item, str) and item.strip():
            yield (path if index is None else (*path, index)), item.strip()


def part(tree: RulesTree, key: str) -> Block:
    value = tree.data.get(key)
    return value if isinstance(value, dict) else {}


def names(tree: RulesTree, *roles: str) -> list[str]:
    return [who["name"].strip() for role in roles for _, who in blocks(tree, role) if isinstance(who.get("name"), str)]


def addresses(tree: RulesTree, role: str) -> Iterator[tuple[Path_, str, str]]:
    """(path, case-folded address, name of its owner) of every colleague in that role."""
    for path, person in blocks(tree, role):
        for key in ("address", "also"):
            for place, address in texts(person.get(key), (*path, key)):
                yield place, address.casefold(), str(person.get("name", "")).strip()


def desk_addresses(tree: RulesTree) -> list[str]:
    desk = part(tree, "desk")
    return [address.casefold() for key in ("address", "also", "list") for _, address in texts(desk.get(key), ())]


def _people(tree: RulesTree) -> None:
    """A name or an address belongs to one person; an operator may also be a PIC."""
    for role in ("operators", "pic"):
        seen_names: dict[str, Path_] = {}
        for path, person in blocks(tree, role):
            for place, name in texts(person.get("name"), (*path, "name")):
                _once(tree, seen_names, name, place, "the name")
        seen: dict[str, Path_] = {}
        for place, address, _ in addresses(tree, role):
            _once(tree, seen, address, place, "the address")
    operators = {address: name for _, address, name in addresses(tree, "operators")}
    for place, address, name in addresses(tree, "pic"):
        other = operators.get(address, name)
        if other.casefold() != name.casefold():
            what = f"{label(place)}: {address} is also that of operator {other}"
            tree.blame(place, what, "one person has one name everywhere")
    _logins(tree)
    if tree.data.get("operators") == []:
        tree.blame(("operators",), "at least one operator is needed: nobody could answer")


def _logins(tree: RulesTree) -> None:
    """A system user belongs to one person, who may have both roles; root does not count, since anyone may have become
    root."""
    known: dict[str, tuple[Path_, str]] = {}
    for role in ("operators", "pic"):
        for path, person in blocks(tree, role):
            for place, login in texts(person.get("login"), (*path, "login")):
                first, name = known.setdefault(login, (place, str(person.get("name", "")).strip()))
                if login == ROOT:
                    tree.blame(place, f"{label(place)}: root is nobody", "name the person's own system user")
                elif name.casefold() != str(person.get("name", "")).strip().casefold():
                    line = tree.place(first).rpartition(":")[2]
                    tree.blame(place, f"{label(place)}: the login {login} is already that of {name}, line {line}")


def _once(tree: RulesTree, seen: dict[str, Path_], word: str, place: Path_, what: str) -> None:
    known = seen.setdefault(word.casefold(), place)
    if known != place:
        line = tree.place(known).rpartition(":")[2]
        tree.blame(place, f"{label(place)}: {what} {word} is already that of {label(known[:2])}, line {line}")


def _desk_is_nobody(tree: RulesTree) -> None:
    """The desk's own addresses belong to no person: a mail from them would be an echo and a claim at once."""
    ours = desk_addresses(tree)
    people = [(place, address) for role in ("operators", "pic") for place, address, _ in addresses(tree, role)]
    for place, address in [*people, *texts(tree.data.get("admin"), ("admin",))]:
        if address.casefold() in ours:
            tree.blame(place, f"{label(place)}: {address} is the desk's own address", "give the person's own")


def announce_words(tree: RulesTree) -> tuple[str, str]:
    """(to, reply_to) with defaults filled in."""
    value = tree.data.get("announce")
    block = {"to": value} if isinstance(value, str) else value if isinstance(value, dict) else {}
    to = block.get("to") or ("list" if part(tree, "desk").get("list") else "operators")
    return str(to), str(block.get("reply_to") or ("everyone" if to == "list" else "desk"))


def _list_needed(tree: RulesTree) -> None:
    if announce_words(tree)[0] == "list" and not part(tree, "desk").get("list"):
        tree.blame(("announce",), "announce: list needs the list's address", "add `list:` under `desk:`")
    desk = part(tree, "desk")
    own = [address.casefold() for key in ("address", "also") for _, address in texts(desk.get(key), ())]
    for place, address in texts(desk.get("list"), ("desk", "list")):
        if address.casefold() in own:
            tree.blame(place, f"desk.list: {address} is the desk's own address", "a list has an address of its own")


def _ladders(tree: RulesTree, letters: frozenset[str]) -> None:
    """Letters must exist, and people must have addresses."""
    people = names(tree, "operators", "pic")
    named: list[tuple[Path_, object]] = [(("ladders", name), value) for name, value in part(tree, "ladders").items()]
    for where, several in [(("reminders",), part(tree, "reminders")), *named]:
        for ladder in Ladder:
            value = several.get(ladder) if isinstance(several, dict) else None
            place: Path_ = (*where, ladder)
            for index, rung in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(rung, dict):
                    _rung(tree, rung, (*place, index) if isinstance(value, list) else place, letters, people)
            _same_delays(tree, place, value)


def _rung(tree: RulesTree, rung: Block, path: Path_, letters: frozenset[str], people: list[str]) -> None:
    for place, letter in texts(rung.get("letter"), (*path, "letter")):
        if letters and letter not in letters:
            remedy = did_you_mean(letter, letters) or "letters are files: templates/canned/NAME.LANGUAGE.txt"
            tree.blame(place, f"there is no letter `{letter}`", remedy)
    for place, to in texts(rung.get("to"), (*path, "to")):
        if to == "admin" and not tree.data.get("admin"):
            tree.blame(place, "`to: admin` needs the admin's address", "add `admin:` at the top level")
        elif to not in TO_WORDS and to.casefold() not in (name.casefold() for name in people):
            _address_or_word(tree, place, to, [*TO_WORDS, *people])


def _address_or_word(tree: RulesTree, place: Path_, to: str, known: list[str]) -> None:
    if "@" not in to:
        tree.blame(place, f"`to: {to}` is nobody known here", advice(to, known))
        return
    try:
        formats.address(to)
    except ValueError as wrong:
        tree.blame(place, str(wrong))
        return
    if to.casefold() in desk_addresses(tree):
        tree.blame(place, f"`to: {to}` is the desk itself or its list", "`to: operators` is a letter to each of them")


def _same_delays(tree: RulesTree, path: Path_, value: object) -> None:
    """A rung is identified by its ladder and delay: two equal ones could not be distinguished."""
    seen: set[str] = set()
    for index, rung in enumerate(value if isinstance(value, list) else ()):
        for place, delay in texts(rung.get("after") if isinstance(rung, dict) else None, (*path, index)):
            if delay in seen:
                tree.blame(place, f"{label(place)}: a second step after {delay}", "one step can go `to:` several")
            seen.add(delay)


def _forms(tree: RulesTree) -> None:
    for path, form in blocks(tree, "forms"):
        customer = form.get("customer")
        if isinstance(customer, dict) and not customer.get("body") and not customer.get("reply_to"):
            tree.blame(
                (*path, "customer"),
                "the form does not say where the customer's address stands",
                "write {reply_to: true}, or {body: 'Email: (?P<address>\\S+)'}",
            )


def _mailboxes_differ(tree: RulesTree) -> None:
    """Every mailbox is read once, and no letter is written into a mailbox that is read."""
    seen: dict[str, Path_] = {}
    for path, box in blocks(tree, "mailboxes"):
        for kind in ("imap", "maildir", "lmtp", "smtp"):
            for place, where in texts(box.get(kind), (*path, kind)):
                known = seen.setdefault(f"{kind} {where.rstrip('/')}", place)
                if known != place:
                    tree.blame(place, f"{label(path)}: {where} is already {label(known[:2])}", "remove one of the two")
    for place, where in texts(part(tree, "outgoing").get("maildir"), ("outgoing", "maildir")):
        if f"maildir {where.rstrip('/')}" in seen:
            tree.blame(place, f"outgoing: letters written into {where} would be read as mail", "name another folder")


def _listeners(tree: RulesTree) -> None:
    """A port that other machines reach takes mail from whoever finds it, with whatever Authentication-Results."""
    for path, box in blocks(tree, "mailboxes"):
        for kind in ("lmtp", "smtp"):
            for place, where in texts(box.get(kind), (*path, kind)):
                host = where.rpartition(":")[0].strip("[]")
                if host and not is_placeholder(where) and not formats.is_loopback(host) and not box.get("allow"):
                    what = f"{label(path)}: {where} takes mail from every machine that can reach it"
                    remedy = "listen on 127.0.0.1, or name the networks that may hand in mail: allow: [10.1.0.0/16]"
                    tree.blame(place, what, remedy)


def _passwords(tree: RulesTree) -> None:
    """A server with a user needs a password, and a password needs a user."""
    for path, box in blocks(tree, "mailboxes"):
        if isinstance(box.get("imap"), str) and not _is_proven(box, box["imap"]):
            tree.blame(path, f"{label(path)}: `password` is missing", "write password: ${MAILFLOW_IMAP_PASSWORD}")
    for key in ("outgoing", "alarm"):
        _smtp_password(tree, key, part(tree, key))


def _smtp_password(tree: RulesTree, key: str, out: Block) -> None:
    if isinstance(out.get("smtp"), str) and not is_placeholder(out["smtp"]):
        has_user = "@" in out["smtp"].partition("://")[2]
        if has_user and not _is_proven(out, out["smtp"]):
            tree.blame((key,), f"{key}: `password` is missing", "write password: ${MAILFLOW_SMTP_PASSWORD}")
        if out.get("password") and not has_user:
            tree.blame((key, "smtp"), f"{key}: there is a password but no user", "write smtp://user@host:587")


def _is_proven(server: Block, url: str) -> bool:
    """By a password, here or in the URL, or by tokens."""
    return bool(server.get("password") or server.get("oauth")) or _password_in(url)


def _alarm(tree: RulesTree) -> None:
    """A second route that is the same as the first would fail together with it."""
    where = part(tree, "alarm").get("smtp")
    if isinstance(where, str):
        if where == part(tree, "outgoing").get("smtp"):
            tree.blame(("alarm", "smtp"), "alarm: this is the server of `outgoing:`", "name another, or leave it out")
        if not tree.data.get("admin"):
            tree.blame(("alarm",), "an alarm needs the admin's address", "add `admin:` at the top level")


def _password_in(url: str) -> bool:
    try:
        return formats.without_password(url)[1] is not None
    except ValueError:
        return True  # the schema reports the URL
