"""The desk's policy as frozen values, made from rules.yaml by config/. Validated there, trusted here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Literal

from mailflow.core.absence import Absence
from mailflow.core.broadcasts import BroadcastRules
from mailflow.core.desk import SPOKEN as SPOKEN
from mailflow.core.desk import Desk as Desk
from mailflow.core.hint_modes import SHIPPED as SHIPPED_HINTS
from mailflow.core.limits import Limits
from mailflow.core.message import same_list
from mailflow.core.message import without_plus as without_plus
from mailflow.core.registered import Admission
from mailflow.lazy_dataclasses import dataclass

ROOT = "root"
Unit = Literal["elapsed", "working-hours", "working-days"]
Week = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration as written in rules.yaml (procedure.md, "Durations")."""

    text: str  # as written: "24h", "2wd"
    unit: Unit
    amount: timedelta | int  # timedelta for elapsed and working-hours; number of days for working-days

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Person:
    """An operator or PIC."""

    name: str
    address: str
    also: tuple[str, ...] = ()
    language: str | None = None
    groups: tuple[str, ...] = ()  # `then: {group: …}` asks their members first
    login: str | None = None  # the system user (login name) who types commands under this name
    deputy: str | None = None  # name of the colleague who gets the reminders while this one is away

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.address, *self.also)


@dataclass(frozen=True, slots=True)
class Season:
    """A period (both dates included) with its own working hours: Ramadan, a half-day before a holiday."""

    first: date
    last: date
    week: Week

    @property
    def is_a_day(self) -> bool:
        """A single date applies even if it is a holiday."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Era:
    """Working hours that were in force until a moment: past time counts under the hours it was worked under."""

    until: datetime
    hours: WorkingHours  # without eras of its own; its holidays are plain dates


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When the desk works. `week[0]` is Monday; each day is a tuple of (opens, closes) in minutes of the local day,
    ascending, not overlapping, closes <= 1440. `holidays` maps local dates to their names (may be computed lazily)."""

    week: Week
    holidays: Mapping[date, str] = field(default_factory=dict)
    timezone: str = "Asia/Jakarta"
    seasons: tuple[Season, ...] = ()  # dates with a week of their own, not overlapping
    digest: str = ""  # of what rules.yaml says: another one means other hours
    edition: str = ""  # of where countries' holidays come from, whose next one may know others
    before: tuple[Era, ...] = field(default=(), compare=False)  # how the desk worked before they changed, oldest first


@dataclass(frozen=True, slots=True)
class Shift:
    """Operators who are on duty together."""

    name: str
    week: Week
    operators: tuple[str, ...]  # names


@dataclass(frozen=True, slots=True)
class ReportMail:
    """One entry of `reports:`: a report that is mailed."""

    every: str  # day | monday … sunday | month
    minute: int  # of the local day
    to: tuple[str, ...]  # addresses


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a reminder ladder: after how long, which letter, to whom."""

    after: Duration
    letter: str
    to: tuple[str, ...]  # owner | operators | pic | customer | admin, or an address


@dataclass(frozen=True, slots=True)
class Announce:
    to: Literal["list", "operators"] = "operators"
    reply_to: Literal["everyone", "desk"] = "desk"


Way = Literal["aligned", "token", "dkim", "from"]


@dataclass(frozen=True, slots=True)
class Trust:
    operators: tuple[Way, ...] = ("aligned",)  # any of these proves a colleague's From
    authserv: tuple[str, ...] = ()  # names of servers, as rules.yaml has them
    lists: tuple[str, ...] = ()
    forwarders: tuple[str, ...] = ()  # domains whose ARC seals are believed, lower-case
    resolver: str | None = None  # "127.0.0.1:5353": asked for signers' keys; None: those of this machine

    @property
    def needs_results(self) -> bool:
        """Whether colleagues are believed by their mail server's Authentication-Results only, never without proof."""
        return "aligned" in self.operators and "from" not in self.operators


@dataclass(frozen=True, slots=True)
class Spam:
    """What says that a mail is spam."""

    headers: tuple[str, ...] = ()  # names of fields, lower-case; () for all that are known (mail/spam_marks.py)
    filter: str | None = None  # "rspamd://127.0.0.1:11333", "spamassassin://127.0.0.1:783": asked about each mail


@dataclass(frozen=True, slots=True)
class Form:
    """Mails of an offline form, and where in them the customer is named."""

    senders: tuple[str, ...]  # `from:`; lower-case addresses
    customer_reply_to: bool = False
    customer_body: str | None = None  # regular expression with group `address`
    name_body: str | None = None  # regular expression with group `name`
    proof: Literal["aligned", "none"] = "none"  # whether its From must be proven, as an operator's


@dataclass(frozen=True, slots=True)
class DataField:
    """A fact that requests of this desk have: the number topped up, the amount (step 6)."""

    name: str
    label: Mapping[str, str]  # by language, "id" and "en"
    find: str  # a name of finders/table.py, or an expression between slashes
    confirm: bool = False  # echoed in the acknowledgement, for the customer to correct


@dataclass(frozen=True, slots=True)
class TierCategory:
    """What the second tier wants of requests in one category."""

    to: str | None = None  # None: the address for all
    require: tuple[str, ...] = ()  # names of fields under `data:`


@dataclass(frozen=True, slots=True)
class SecondTier:
    """The team behind the operators (step 6)."""

    name: str = ""  # as letters call it; "": by its address
    to: str | None = None
    categories: Mapping[str, TierCategory] = field(default_factory=dict)
    reassignments: int | None = None  # how often a ticket may be passed on to another address; None: as often as needed

    @property
    def addresses(self) -> tuple[str, ...]:
        found = (self.to, *(category.to for category in self.categories.values()))
        return tuple(dict.fromkeys(address for address in found if address))

    def category(self, name: str | None) -> TierCategory | None:
        """Compared case-insensitively."""
        wanted = (name or "").casefold()
        return next((found for own, found in self.categories.items() if own.casefold() == wanted), None)


@dataclass(frozen=True, slots=True)
class IncidentRules:
    """So many customers with one problem within this time are proposed to the PIC as one incident."""

    customers: int = 5
    within: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """`when` and `then` are (word, argument) pairs of conditions.py and actions.py."""

    when: tuple[tuple[str, tuple[str, ...]], ...]
    then: tuple[tuple[str, str], ...]
    place: str = ""  # "rules.yaml:40", for explain


@dataclass(frozen=True, slots=True)
class Rules:
    desk: Desk
    operators: tuple[Person, ...]
    pic: tuple[Person, ...]
    admin: str | None
    working_hours: WorkingHours
    reminders: Mapping[str, tuple[Rung, ...]]  # every Ladder has an entry, perhaps ()
    ladders: Mapping[str, Mapping[str, tuple[Rung, ...]]] = field(default_factory=dict)  # by name, then by Ladder
    announce: Announce = Announce()
    trust: Trust = Trust()
    spam: Spam = Spam()
    claim: Literal["any-reply", "empty-only"] = "any-reply"
    claim_words: tuple[str, ...] = ()
    claim_expires: Duration | None = None  # claimed and never answered for so long: back to all; None: never
    acknowledge: bool = True
    bundle: int | None = 10  # more reminders than this at once for one person: one letter that lists them
    breach_after: Duration | None = None  # None: the first rung of the answer ladder
    feedback_close: Literal["suggest", "automatic"] = "suggest"
    reopen_within: Duration | None = None
    repeats_within: timedelta = timedelta(hours=24)  # later the same words are a new complaint
    incidents: IncidentRules | None = None
    undo_within: timedelta = timedelta(seconds=60)  # so long relayed answers can be taken back; 0: they leave at once
    hints: Mapping[str, str] = field(default_factory=lambda: SHIPPED_HINTS)  # {name: off | warn | hold}
    hold: bool = True  # an answer that its author might not send if he knew all of it is returned to him first
    tell_claim: bool = False  # the customer is told who claimed it
    announce_handover: bool = False  # the customer is told who has it after a hand-over
    announce_taken: bool = False  # the other operators are told that it is claimed
    copy_up_to: int = 2_000_000  # bytes: letters to colleagues only list larger attachments
    survey_link: str | None = None  # of an external page, or of ours
    survey_page: bool = False  # ours
    survey_by_mail: bool = True  # without a link the closing letter asks for a digit by reply; votes by reply count
    survey_until: Duration | None = None  # so long after the closing it can be voted; None: for ever
    survey_remind: Duration | None = None  # so long after the closing who has not voted is asked once more; None: never
    survey_low: int = 2  # the PIC hears of a vote of at most this; 0: of none
    public_lists: tuple[str, ...] = ()  # with readers who are no colleagues
    forms: tuple[Form, ...] = ()
    data: tuple[DataField, ...] = ()
    customers: Admission = Admission()
    broadcast: BroadcastRules = BroadcastRules()
    second_tier: SecondTier | None = None
    rules: tuple[PolicyRule, ...] = ()
    rule_words: frozenset[str] = frozenset()  # every word of their `when:` and `then:`
    acknowledgements_per_day: int = 20  # per sender: the flood limit of mail.md 1.8
    limits: Limits = field(default_factory=Limits)
    digest: int | None = None  # minute of the local day at which the PIC's digest is due on working days; None: off
    away: tuple[Absence, ...] = ()  # absences that are planned
    shifts: tuple[Shift, ...] = ()
    morning_list: int | None = None  # minute of the local day of each operator's own list; None: off
    reports: tuple[ReportMail, ...] = ()
    on_duty: frozenset[str] = frozenset()  # by `shifts`, at this moment; filled in like `absent`
    # who is away at this moment, by name: `away` and what was heard, filled in by flow, which has the clock
    absent: Mapping[str, Absence] = field(default_factory=dict)
    fingerprint: str = ""  # digest of everything that alarms depend on

    @property
    def asks_for_votes(self) -> bool:
        """Whether closing letters do."""
        return self.survey_link is not None or self.survey_by_mail

    @property
    def colleagues(self) -> tuple[Person, ...]:
        """Operators, then PICs; who is both, twice."""
        return (*self.operators, *self.pic)

    @property
    def colleague_addresses(self) -> frozenset[str]:
        """Every address of theirs, case-folded."""
        return frozenset(one.casefold() for person in self.colleagues for one in person.addresses)

    def operator(self, address: str) -> Person | None:
        """The operator with this address, compared case-insensitively."""
        return _by_address(self.operators, address)

    def pic_person(self, address: str) -> Person | None:
        return _by_address(self.pic, address)

    def is_colleagues(self, address: str) -> bool:
        """Whether it is the address of an operator or PIC, with any plus tag."""
        wanted = without_plus(address).casefold()
        return any(wanted == without_plus(own).casefold() for person in self.colleagues for own in person.addresses)

    def may_be_proven(self, address: str) -> bool:
        """Whether it is a colleague's or the admin's: who proves to be its owner has rights."""
        admin = self.admin is not None and self.admin.casefold() == address.casefold()
        return admin or (self.operator(address) or self.pic_person(address)) is not None

    def operator_named(self, name: str | None) -> Person | None:
        return next((p for p in self.operators if name is not None and p.name.casefold() == name.casefold()), None)

    def acting(self, name: str | None, login: str) -> str:
        """Who gives a typed command: the colleague `name` means, else the one whose system user `login` is, as spelled
        in rules.yaml. An unknown name is used as given. root stands for no colleague, since anyone may have become
        root."""
        people = self.colleagues
        if name is None:
            by_login = [p.name for p in people if p.login is not None and p.login == login]
            if by_login or login == ROOT:
                return by_login[0] if by_login else login
        given = (name or login).strip()
        return next((p.name for p in people if p.name.casefold() == given.casefold()), given)

    def is_pic(self, name: str) -> bool:
        return any(person.name == name for person in self.pic)

    def is_desk(self, address: str) -> bool:
        """Whether it is one of our shared addresses; `desk+anything@` counts (only our own plus tags are stripped,
        mail.md 6.9)."""
        return without_plus(address).casefold() in map(str.casefold, self.desk.addresses)

    def public_list(self, address: str) -> str | None:
        """The list of `public_lists` with this address or List-Id, as rules.yaml writes it."""
        return next((name for name in self.public_lists if same_list(address, name)), None)

    def is_trusted_list(self, address: str) -> bool:
        return any(same_list(address, name) for name in self.trust.lists)

    def is_list(self, address: str) -> bool:
        return self.desk.list is not None and address.casefold() == self.desk.list.casefold()


def _by_address(people: tuple[Person, ...], address: str) -> Person | None:
    wanted = address.casefold()
    for person in people:  # asked fifteen times a mail
        if person.address.casefold() == wanted or (person.also and wanted in map(str.casefold, person.also)):
            return person
    return None
