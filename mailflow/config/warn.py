"""What is suspicious in rules.yaml but no reason not to start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mailflow.config.calendar import Calendar
from mailflow.config.checks import announce_words, blocks, part, texts
from mailflow.config.environment import is_placeholder
from mailflow.config.escalation_checks import unused_categories
from mailflow.config.formats import without_password
from mailflow.config.logins import servers
from mailflow.config.problems import label
from mailflow.config.tree import Path_, RulesTree
from mailflow.config.trust import ways_of
from mailflow.config.week import DAYS
from mailflow.core.letter_kinds import KINDS
from mailflow.core.message import same_list
from mailflow.errors import Fault

EVERYBODY = (
    "trust.operators: from believes every From, and mail comes from a server: whoever can write to this desk can act "
    "as any operator and as the PIC, read answers, and close tickets"
)
NAME_A_SERVER = "write operators: aligned, and name your mail server in authserv"
_FILES = {
    "cafile": "name the certificate of the server's authority",
    "certfile": "name the desk's own certificate",
    "keyfile": "name the key of the desk's own certificate",
}
_SHORT_SECRET = 16
_LONG_HOLIDAY = 31  # days


def warnings_of(tree: RulesTree, calendar: Calendar, home: Path) -> tuple[Fault, ...]:
    """Called after validation: the tree has the right shape."""
    found = [*_trust(tree), *_nobody(tree), *_unowned(tree), *_secrets(tree), *_long_holidays(tree, calendar)]
    found += [*_lengthened(tree, calendar), *_authorities(tree, home)]
    found += [*_munging(tree), *_wrong_readers(tree), *unused_categories(tree)]
    if announce_words(tree)[0] == "list":
        found.append(
            Fault(
                tree.place(("announce",)),
                "announce: list works only if the desk's mailbox itself receives the list's mail",
                "make the desk's address a member of the list, else claims sent to the list are never seen",
            )
        )
        if tree.data.get("shifts"):
            what = "shifts: with announce: list everybody on the list hears of a new request, whoever is on duty"
            found.append(Fault(tree.place(("shifts",)), what, "write announce: operators"))
    return tuple(found)


def _authorities(tree: RulesTree, home: Path) -> list[Fault]:
    """No reason not to start: only that one server cannot be verified."""
    found = []
    for at, name in ((at, name) for at in servers(tree) for name in _FILES):
        path, named = (*at[0], name), at[1].get(name)
        if isinstance(named, str) and not (home / named).is_file():
            what = f"{label(path)}: there is no file {home / named}, so nobody can log in to that server"
            found.append(Fault(tree.place(path), what, _FILES[name]))
    return [*found, *_unsigned(tree, home)]


def _unsigned(tree: RulesTree, home: Path) -> list[Fault]:
    dkim = part(tree, "outgoing").get("dkim")
    named = dkim.get("key") if isinstance(dkim, dict) else dkim
    if not isinstance(named, str) or (home / named).is_file():
        return []
    what = f"outgoing.dkim: there is no key {home / named}, so no letter can leave"
    return [Fault(tree.place(("outgoing", "dkim")), what, "`mailflow dkim make` makes one")]


def _trust(tree: RulesTree) -> list[Fault]:
    trust, ways = part(tree, "trust"), ways_of(tree)
    if "from" in ways:
        return [Fault(tree.place(("trust", "operators")), EVERYBODY, NAME_A_SERVER)] if _is_real(tree) else []
    if ways != ("aligned",) or trust.get("authserv"):
        return []
    return [
        Fault(
            tree.place(("trust",)),
            "without trust.authserv no operator will be believed, and nobody can claim or answer",
            "name the server whose Authentication-Results count, as it writes itself in that header",
        )
    ]


def _is_real(tree: RulesTree) -> bool:
    """Mail comes from a server, not from a folder somebody fills by hand."""
    return any(box.get(kind) for _, box in blocks(tree, "mailboxes") for kind in ("imap", "lmtp", "smtp"))


def _munging(tree: RulesTree) -> list[Fault]:
    """Many lists rewrite From: then our server proves only the list."""
    name = part(tree, "desk").get("list")
    trusted = [trusted for _, trusted in texts(part(tree, "trust").get("lists"), ())]
    if not isinstance(name, str) or any(same_list(name, one) for one in trusted):
        return []
    return [
        Fault(
            tree.place(("desk", "list")),
            f"if {name} writes itself into From (Google Groups; Mailman does), operators who write through it are not "
            "believed",
            "name it in trust.lists if only members may write to it",
        )
    ]


def _nobody(tree: RulesTree) -> list[Fault]:
    found = []
    if not tree.data.get("pic"):
        found.append(Fault(tree.place(("pic",)), "there is no PIC: escalations reach nobody", "add one under `pic:`"))
    if not tree.data.get("admin"):
        remedy = "add `admin:` with an address"
        found.append(
            Fault(tree.place(("admin",)), "there is no admin: nobody hears of parked mail or dead servers", remedy)
        )
    return found


def _unowned(tree: RulesTree) -> list[Fault]:
    """A ticket that is not claimed has no owner to remind."""
    claim = part(tree, "reminders").get("claim")
    paths: list[Path_] = [("reminders", "claim", n) for n in range(len(claim))] if isinstance(claim, list) else []
    found = []
    for path, rung in zip(paths, claim or (), strict=False):
        if any(to == "owner" for _, to in texts(rung.get("to"), path)):
            what = f"{label(path)}: `to: owner` reaches nobody while nobody has claimed the ticket"
            found.append(Fault(tree.place(path), what, "write operators or pic"))
    return found


def _wrong_readers(tree: RulesTree) -> list[Fault]:
    """A letter for colleagues shows what the customer must not read; a letter for customers tells a colleague
    nothing."""
    found = []
    for ladder, value in part(tree, "reminders").items():
        for index, rung in enumerate(value if isinstance(value, list) else [value]):
            path: Path_ = ("reminders", ladder, index) if isinstance(value, list) else ("reminders", ladder)
            if not isinstance(rung, dict):
                continue
            kind = KINDS.get(str(rung.get("letter", "")))
            readers = {to for _, to in texts(rung.get("to"), path)}
            if kind and kind.internal and "customer" in readers:
                what = (
                    f"{label(path)}: `{kind.name}` is a letter for colleagues, and this step sends it to the customer"
                )
                found.append(Fault(tree.place(path), what, "name a letter for customers, such as ask-feedback"))
            elif kind and not kind.internal and readers - {"customer"}:
                what = f"{label(path)}: `{kind.name}` speaks to the customer, and this step sends it to others"
                found.append(Fault(tree.place(path), what, "write `to: customer`, or name a letter for colleagues"))
    return found


def _long_holidays(tree: RulesTree, calendar: Calendar) -> list[Fault]:
    """An academic calendar also contains "odd semester, 140 days", during which people work."""
    place, remedy = tree.place(("working_hours", "holidays")), "use a calendar that holds only days off"
    words = "holidays: `{}` of {} lasts {} days, and nobody would work on any of them"
    return [
        Fault(place, words.format(feast.name, feast.first, feast.days), remedy)
        for feast in calendar.feasts
        if feast.days > _LONG_HOLIDAY
    ]


def _lengthened(tree: RulesTree, calendar: Calendar) -> list[Fault]:
    """A single span for a range of dates shortens some days and lengthens others: Saturday's half-day, probably by
    mistake."""
    found = []
    for season in calendar.seasons:
        change = [
            _worked(week) - _worked(usual) for week, usual in zip(season.week, calendar.week, strict=True) if week
        ]
        longer = [DAYS[day] for day, (week, usual) in enumerate(zip(season.week, calendar.week, strict=True))
                  if usual and _worked(week) > _worked(usual)]  # fmt: skip
        if longer and min(change) < 0 and not season.is_a_day:
            what = f"from {season.first} to {season.last} {', '.join(longer)} would be longer than otherwise"
            remedy = 'if that is not meant, name the days: {mon-fri: "08:00-15:00", sat: "08:00-11:00"}'
            found.append(Fault(tree.place(("working_hours",)), what, remedy))
    return found


def _worked(spans: Iterable[tuple[int, int]]) -> int:
    return sum(closes - opens for opens, closes in spans)


def _secrets(tree: RulesTree) -> list[Fault]:
    """Passwords written into rules.yaml, which is copied, mailed and committed; and a guessable secret."""
    found = []
    for path, written in tree.written.items():
        named_so = path[-1:] in (("password",), ("secret",), ("client_secret",)) or path[:1] == ("secret",)
        if is_placeholder(written) or not (named_so or _holds_password(path, written)):
            continue
        remedy = "write ${NAME} there and NAME=… into .env"
        found.append(Fault(tree.place(path), f"{label(path)}: a password stands in rules.yaml itself", remedy))
    secrets = tree.data.get("secret")
    for secret in secrets if isinstance(secrets, list) else [secrets]:
        if isinstance(secret, str) and not is_placeholder(secret) and len(secret) < _SHORT_SECRET:
            what = f"the secret is shorter than {_SHORT_SECRET} characters and can be guessed"
            found.append(Fault(tree.place(("secret",)), what, "leave it out and mailflow makes one"))
    return found


def _holds_password(path: Path_, written: str) -> bool:
    return (
        path[-1:] in (("imap",), ("smtp",), ("database",)) and "://" in written and bool(without_password(written)[1])
    )
