"""The validated file as the values everything else uses: core.Rules, mailboxes, outgoing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from mailflow.config.calendar import Calendar
from mailflow.config.checks import TO_WORDS
from mailflow.config.escalation import SecondTierPart
from mailflow.config.guards import RatePart
from mailflow.config.holidays import edition
from mailflow.config.report_parts import build_reports
from mailflow.config.rule_words import word_text
from mailflow.config.schema import (
    DataPart,
    DeskPart,
    FormPart,
    IncidentsPart,
    LaddersPart,
    PersonPart,
    PolicyPart,
    RemindersPart,
    RulesFile,
    RungPart,
)
from mailflow.config.staff import build_away, build_shifts
from mailflow.config.tree import RulesTree
from mailflow.config.web_parts import survey_link
from mailflow.core import hours
from mailflow.core.broadcasts import BroadcastRules
from mailflow.core.ladder import LADDERS
from mailflow.core.limits import LetterLimits, Limits, MailLimits, Rate
from mailflow.core.priority import PRIORITIES
from mailflow.core.registered import Admission
from mailflow.core.rules import (
    Announce,
    DataField,
    Desk,
    Form,
    IncidentRules,
    Person,
    PolicyRule,
    Rules,
    Rung,
    SecondTier,
    Spam,
    TierCategory,
    Trust,
    WorkingHours,
)
from mailflow.lazy_dataclasses import replace

Ladders = dict[str, tuple[Rung, ...]]


def build_rules(file: RulesFile, tree: RulesTree, calendar: Calendar) -> Rules:
    desk = file.desk
    people = tuple(map(_person, file.operators)), tuple(map(_person, file.pic))
    called = {who.name.casefold(): who.address for role in people for who in role}
    ladders, named = _ladders(file.reminders, called), _named_ladders(file, called)
    stand_in = (Person("admin", file.admin),) if file.admin else ()  # for a missing PIC: every notice has a reader
    link, page = survey_link(file.survey, file.web)
    return Rules(
        desk=_desk(desk),
        operators=people[0],
        pic=people[1] or stand_in,
        admin=file.admin,
        working_hours=_working_hours(desk, calendar),
        reminders=ladders,
        ladders=named,
        announce=_announce(file),
        trust=_trust(file),
        spam=Spam(file.spam.headers, file.spam.filter),
        claim=file.claim,
        claim_words=file.claim_words,
        claim_expires=file.claim_expires,
        acknowledge=file.acknowledge,
        breach_after=file.reminders.breach_after,
        bundle=file.reminders.bundle,
        feedback_close=file.feedback_close,
        reopen_within=file.reopen_within,
        repeats_within=file.repeats.within.amount,  # type: ignore[arg-type]  # Poll is never working days
        incidents=_incidents(file.incidents),
        undo_within=file.undo_within.amount,  # type: ignore[arg-type]  # formats.elapsed is never working days
        hold=file.hold,
        hints=file.hints.modes,
        tell_claim=file.tell_claim,
        announce_handover=file.announce_handover,
        announce_taken=file.announce_taken,
        copy_up_to=file.attachments.copy_up_to,
        survey_link=link,
        survey_page=page,
        survey_by_mail=file.survey.by_mail,
        survey_until=file.survey.until,
        survey_remind=file.survey.remind,
        survey_low=file.survey.low,
        public_lists=file.public_lists,
        forms=tuple(_form(form, (desk.address, *desk.also)) for form in file.forms),
        data=tuple(_data(name, part) for name, part in file.data.items()),
        customers=Admission(file.customers.admit, file.customers.grace.amount),  # type: ignore[arg-type]  # never working days
        broadcast=BroadcastRules(file.broadcast.per_month, file.broadcast.per_minute),
        second_tier=_second_tier(file.second_tier),
        rules=tuple(_policy(rule, tree, index) for index, rule in enumerate(file.rules)),
        rule_words=frozenset(word for rule in file.rules for word in (*rule.when, *rule.then)),
        acknowledgements_per_day=file.acknowledgements_per_day,
        limits=_limits(file),
        digest=file.digest,
        away=build_away(file.away, people, desk.timezone),
        shifts=build_shifts(file.shifts, people[0], tree),
        morning_list=file.morning_list,
        reports=build_reports(file.reports),
        fingerprint=_fingerprint((ladders, named), file, calendar),
    )


def _working_hours(desk: DeskPart, calendar: Calendar) -> WorkingHours:
    spec = hashlib.sha256(repr((calendar.spec, desk.timezone)).encode()).hexdigest()[:16]
    return WorkingHours(
        calendar.week, calendar.holidays(desk.language), desk.timezone, calendar.seasons, spec, _edition(calendar)
    )


def _announce(file: RulesFile) -> Announce:
    to = file.announce.to or ("list" if file.desk.list_ else "operators")
    return Announce(to, file.announce.reply_to or ("everyone" if to == "list" else "desk"))


def _desk(desk: DeskPart) -> Desk:
    return Desk(
        name=desk.name or desk.address,
        address=desk.address,
        list=desk.list_,
        also=desk.also,
        language=desk.language,
        timezone=desk.timezone,
        number=desk.number,
        plus=desk.plus,
        regulations=desk.regulations,
    )


def _data(name: str, part: DataPart) -> DataField:
    label = {"id": part.label.id, "en": part.label.en or part.label.id} if part.label else {"id": name, "en": name}
    return DataField(name, label, part.find, part.confirm)


def _second_tier(part: SecondTierPart | None) -> SecondTier | None:
    if part is None:
        return None
    found = ((name, one) for name, one in part.categories.items())
    categories = {name: TierCategory(one.to, one.require) if one else TierCategory() for name, one in found}
    return SecondTier(part.name or "", part.to, categories, part.reassignments)


def _person(part: PersonPart) -> Person:
    return Person(part.name, part.address, part.also, part.language, part.groups, part.login, part.deputy)


def _ladders(part: RemindersPart, people: dict[str, str]) -> Ladders:
    """Every ladder: as written, else the default."""
    written = _written(part, people)
    return {
        name: written.get(name, tuple(Rung(hours.parse(after), letter, to) for after, letter, to in kind.shipped))
        for name, kind in LADDERS.items()
    }


def _named_ladders(file: RulesFile, people: dict[str, str]) -> dict[str, Ladders]:
    return {PRIORITIES.get(name.casefold(), name): _written(part, people) for name, part in file.ladders.items()}


def _written(part: RemindersPart | LaddersPart, people: dict[str, str]) -> Ladders:
    """The ladders that are written there. Names of people in `to:` become their addresses."""

    def rung(step: RungPart) -> Rung:
        return Rung(
            step.after, step.letter, tuple(to if to in TO_WORDS else people.get(to.casefold(), to) for to in step.to)
        )

    steps = {name: getattr(part, name.value) for name in LADDERS}
    return {name: tuple(map(rung, rungs)) for name, rungs in steps.items() if rungs is not None}


def _trust(file: RulesFile) -> Trust:
    trust = file.trust
    lists, forwarders = (tuple(name.lower() for name in named) for named in (trust.lists, trust.forwarders))
    operators, servers = tuple(dict.fromkeys(trust.operators)), tuple(dict.fromkeys(trust.authserv))
    return Trust(operators, servers, lists, forwarders, trust.resolver)


def _form(part: FormPart, desk: tuple[str, ...]) -> Form:
    """A form on another server can be required to prove its mail; a form of ours mails itself, where there is no
    proof."""
    customer = part.customer
    senders = tuple(sender.lower() for sender in part.from_)
    own = {address.casefold() for address in desk}.issuperset(sender.casefold() for sender in senders)
    proof = part.proof or ("none" if own else "aligned")
    return Form(senders, customer.reply_to, customer.body, customer.name, proof)


def _limits(file: RulesFile) -> Limits:
    """As written; missing ones are the default, and `acknowledgements_per_day` is the daily limit of a mailbox."""
    letters, mails = file.limits.letters, file.limits.mails
    usual = Limits()
    daily = replace(usual.letters.addressee, day=file.acknowledgements_per_day)
    return Limits(
        LetterLimits(
            _rate(letters.addressee, daily),
            _rate(letters.domain, usual.letters.domain),
            _rate(letters.elsewhere, usual.letters.elsewhere),
        ),
        MailLimits(
            _rate(mails.sender, usual.mails.sender),
            _rate(mails.domain, usual.mails.domain),
            _rate(mails.ticket, usual.mails.ticket),
        ),
    )


def _rate(part: RatePart, usual: Rate) -> Rate:
    return Rate(part.hour or usual.hour, part.day or usual.day)


def _policy(part: PolicyPart, tree: RulesTree, index: int) -> PolicyRule:
    path = ("rules", index) if isinstance(tree.data["rules"], list) else ("rules",)
    return PolicyRule(
        when=tuple((word, tuple(map(word_text, _many(value)))) for word, value in part.when.items()),
        then=tuple((word, word_text(one)) for word, value in part.then.items() for one in _many(value)),
        place=tree.place(path),
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _incidents(part: IncidentsPart | None) -> IncidentRules | None:
    return None if part is None else IncidentRules(part.customers, part.within.amount)  # type: ignore[arg-type]  # a Poll


def _fingerprint(ladders: tuple[Ladders, dict[str, Ladders]], file: RulesFile, calendar: Calendar) -> str:
    """Changes whenever a stored alarm may have become wrong; not when only a letter's name or reader changes."""
    reminders, timezone, expires = file.reminders, file.desk.timezone, file.claim_expires
    steps: dict[str, object] = dict(_delays(ladders[0]))
    if ladders[1]:  # under a name that no ladder has
        steps["ladders"] = {name: _delays(own) for name, own in ladders[1].items()}
    if expires is not None:
        steps["claim expires"] = expires.text
    whole = [steps, reminders.breach_after and reminders.breach_after.text, timezone, calendar.spec, _edition(calendar)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def _delays(ladders: Ladders) -> dict[str, list[str]]:
    return {name: [rung.after.text for rung in rungs] for name, rungs in ladders.items()}


def _edition(calendar: Calendar) -> str:
    """The version of the holidays package: another version may know other days off."""
    return edition() if calendar.countries else ""
