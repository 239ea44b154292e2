"""`reports:` the PIC's figures by mail, once per period among all daemons: late after an outage rather than never."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.core.figures import figures
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.period import Period, before
from mailflow.core.report_times import missed, period_of
from mailflow.core.rules import ReportMail, Rules
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import Enclosed
from mailflow.flow.ticket.render import post_alone
from mailflow.mail.multipart import File, Files
from mailflow.store.desk import meta
from mailflow.store.engine import chain_links
from mailflow.store.engine.fields import from_text, to_text
from mailflow.store.read import reports

log = logging.getLogger("mailflow")

KIND = "report"


def write_if_due(parts: Parts) -> int:
    """Queue what is due; returns how many letters. Opens its own transactions."""
    return sum(_write_missed(parts, rule) for rule in parts.rules.reports)


def _write_missed(parts: Parts, rule: ReportMail) -> int:
    key, now = _key(rule), parts.clock.now()
    noted = meta.get(parts.db, key)
    if noted is None:  # just written into rules.yaml, or the desk begins: nothing before is reported
        with parts.db.transaction():
            meta.put(parts.db, key, to_text(now))
        return 0
    written = 0
    for due in missed(rule, from_text(noted), now, parts.rules.desk.timezone):
        written += _write(parts, rule, due, noted)
        noted = to_text(due)
    return written


def _key(rule: ReportMail) -> str:
    """In meta: up to which moment this entry is dealt with. An edit of its readers is no new entry."""
    return f"report-{rule.every}-{rule.minute}"


def _write(parts: Parts, rule: ReportMail, due: datetime, noted: str) -> int:
    """The figures are read before the transaction: a great desk's take a second."""
    since, until = period_of(rule, due, parts.rules.desk.timezone)
    spans = [(since, until), before(since, until, ZoneInfo(parts.rules.desk.timezone))]
    periods = [reports.period(parts.db, _wanted(parts, *span)) for span in spans]
    ready = [_letter(parts, address, periods, due) for address in rule.to]
    with parts.db.transaction():
        if meta.get(parts.db, _key(rule)) != noted:  # another daemon has just written it
            return 0
        meta.put(parts.db, _key(rule), to_text(due))
        for letter, enclosure in ready:
            post_alone(parts, letter, enclosure=enclosure)
            log.info("report to=%s due=%s", letter.to[0].email, to_text(due))
    return len(ready)


def _wanted(parts: Parts, since: datetime, until: datetime) -> reports.Wanted:
    rules = parts.rules
    names = [person.name for person in rules.operators]
    zone = ZoneInfo(rules.desk.timezone)
    return reports.Wanted(since, until, parts.clock.now(), zone, names, rules.working_hours)


def _letter(parts: Parts, address: str, periods: Sequence[Period], due: datetime) -> tuple[Letter, Enclosed]:
    from mailflow.report.mail import mailed  # jinja2's and the page's 40 ms, once a day

    reader = _reader(address, parts.rules)
    language = parts.rules.desk.spoken(reader[1])
    now, old = (figures(one) for one in periods)
    told = mailed(periods[0], now, old, parts.rules.desk.name, "id" if language == "id" else "en")
    mark = hashlib.sha256(f"{address} {to_text(due)}".encode()).hexdigest()[:16]
    pictures = tuple(
        File(f"{one.name}.png", "image/png", one.png, f"{one.name}.{mark}@report") for one in told.pictures
    )
    shown = tuple(
        {"cid": file.content_id, "title": one.title, "alt": one.alt, "width": one.width, "height": one.height}
        for one, file in zip(told.pictures, pictures, strict=True)
    )
    page = File(told.page_name, "text/html", told.page.encode()) if told.page else None
    files = Files((page,), f"=_report.{mark}.{parts.token()}") if page is not None else None
    facts = {**told.facts, "pictures": shown, "head": str(chain_links.head(parts.db))}
    letter = Letter(KIND, (reader[0],), language=language, facts=facts, files="ticket" if files else "none")
    return letter, Enclosed(files, pictures=pictures)


def _reader(address: str, rules: Rules) -> tuple[Address, str]:
    """With name and language, if it is a colleague."""
    known = rules.pic_person(address) or rules.operator(address)
    return (Address(address, known.name), known.language or "") if known else (Address(address), "")
