"""The charts and tables of operators, customers, the survey and the second tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mailflow.core.figure_rows import BroadcastRow, CustomerRow, IncidentRow, OperatorRow, SurveyShare, TierRow
from mailflow.report import svg
from mailflow.report.compared import Compared
from mailflow.report.sheet import NARROW, WIDE, Chart, Sheet, named

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def team(told: Compared) -> Iterator[Chart]:
    """Speed stands only beside reopenings and the survey."""
    rows = told.rows("operators", OperatorRow)
    if not rows:
        return
    w = told.w
    head = [w("operator"), *(w(key) for key in ("claims", "answers")), f"{w('first')}, {w('median')}", w("reopened")]
    head += [w(key) for key in ("survey", "closed", "late", "handed", "held")]
    cells = [
        (
            row.name, row.claims, row.answers, told.length(row.median_first_response), row.reopened,
            _votes(told, row.survey), row.closed, row.breaches, row.handed_over, row.held,
        )
        for row in rows
    ]  # fmt: skip
    yield Chart("operators", told.name("operators"), w("by-name"), Sheet(told.name("operators"), head, cells))


def _votes(told: Compared, votes: SurveyShare | None) -> str:
    if votes is None or votes.share is None:
        return "–"
    share, low, high = (told.percent(one or 0) for one in (votes.share, votes.low, votes.high))
    return told.w("of-votes", share=share, low=low, high=high, count=told.number(votes.answered))


def voices(told: Compared) -> Iterator[Chart]:
    answered, invited = told.part("survey", "answered") or 0, told.part("survey", "invited") or 0
    if answered:
        yield _survey(told)
    elif invited:
        yield Chart("survey", told.name("survey"), told.w("no-votes", invited=told.number(invited)))
    value = told.found["canned"]
    if isinstance(value, Mapping) and value:
        w = told.w
        table = Sheet(told.name("canned"), [w("letter"), w("times")], list(value.items()))
        yield Chart("canned", told.name("canned"), w("canned-say"), table)


def _survey(told: Compared) -> Chart:
    w, parts = told.w, {name: told.part("survey", name) or 0 for name in ("share", "low", "high", "answered", "mean")}
    everyone = SurveyShare(int(parts["answered"]), parts["share"], parts["low"], parts["high"], parts["mean"])
    rows = [
        (w("all"), everyone),
        *((row.name, row.survey) for row in told.rows("operators", OperatorRow) if row.survey),
    ]
    shown = [svg.Spread(name, one.share or 0, one.low or 0, one.high or 0, _votes(told, one)) for name, one in rows]
    percents = [told.percent(part) for part in _QUARTERS]
    drawn = [svg.spreads(shown, width, percents) for width in (WIDE, NARROW)]
    share, low, high = (told.percent(parts[name]) for name in ("share", "low", "high"))
    mean, invited = told.number(parts["mean"], 1), told.number(told.part("survey", "invited") or 0)
    say = w("satisfied", share=share, low=low, high=high, count=told.number(everyone.answered), mean=mean)
    rate = w("answered", answered=told.number(everyone.answered), invited=invited)
    cells = [(name, _votes(told, one), told.number(one.mean or 0, 1)) for name, one in rows]
    table = Sheet(told.name("survey"), [w("operator"), w("survey"), w("mean")], cells)
    return Chart("survey", told.name("survey"), f"{say} {rate}", table, *named(drawn, f"{told.name('survey')}. {say}"))


_OF_BROADCAST = ("broadcast", "sent", "bounced", "automatic", "replied", "unsubscribed")


def outside(told: Compared) -> Iterator[Chart]:
    often = [row for row in told.rows("customers", CustomerRow) if row.tickets > 1 or row.repeats]
    customers = [(row.address, row.tickets, row.repeats) for row in often]
    tiers = [(row.address, row.sent, row.answered, row.overdue) for row in told.rows("second_tier", TierRow)]
    sent = told.rows("broadcasts", BroadcastRow)
    broadcasts = [(one.broadcast, one.sent, one.bounced, one.automatic, one.replied, one.unsubscribed) for one in sent]
    incidents = [(row.incident, row.tickets) for row in told.rows("incidents", IncidentRow)]
    yield from _table(told, "customers", "customers-say", ("address", "tickets", "repeats"), customers)
    yield from _table(told, "second_tier", "tier-say", ("address", "sent", "replied", "overdue"), tiers)
    yield from _table(told, "broadcasts", "broadcasts-say", _OF_BROADCAST, broadcasts)
    yield from _table(told, "incidents", "incidents-say", ("incident", "tickets"), incidents)


def _table(
    told: Compared, key: str, say: str, head: Sequence[str], rows: Sequence[Sequence[object]]
) -> Iterator[Chart]:
    if rows:
        yield Chart(key, told.name(key), told.w(say), Sheet(told.name(key), [told.w(one) for one in head], rows))
