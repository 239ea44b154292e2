"""Letters to the admin about the desk itself. Each trouble is told once, when it begins, and its end once."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from mailflow.config.settings import SmtpOut
from mailflow.core.alerts import words_of, words_of_edit
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.errors import Fault, GiveUp, MailflowError
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.render import post_alone
from mailflow.mail.compose import Kit, Threading, compose
from mailflow.mail.transports import OutgoingOptions, Transport, open_transport
from mailflow.store.mail import outbox

log = logging.getLogger("mailflow")

ANSWER_SECONDS = 20.0  # timeout of one answer of the server that alarms are sent through


def alarm(parts: Parts, topic: str, text: str) -> bool:
    """Alert the admin that something is out of order, or works again. Sent through the route of `alarm:`, which does
    not depend on the desk's own server; without one, or when it fails too, through the outbox. May take as long as a
    mail server takes. Returns whether that succeeded; if not, only the log has it."""
    log.warning("alarm: %s: %s", topic, " ".join(text.split()))
    if parts.rules.admin is None:
        return True
    route = parts.policy.settings.alarm
    if route is not None and not parts.is_silent():
        try:
            _send_by(parts, route, _letter(parts, topic, text))
        except MailflowError as error:
            log.error("the alarm did not leave by %s either: %s; it waits in the outbox", route.host, error)
        else:
            return True
    try:
        tell_admin(parts, topic, text)
    except MailflowError as error:  # no disk or no database
        log.error("the alarm could not even be written down: %s", error)
        return False
    return True


def _send_by(parts: Parts, route: SmtpOut, letter: Letter) -> None:
    """Send at once; needs nothing more of the database. Raises TryLater, GiveUp."""
    kit = Kit(parts.templates, parts.rules.desk, parts.secret, parts.token(), parts.clock.now())
    finished = compose(letter, Ticket(), Threading(), kit)
    transport = open_route(parts, route, ANSWER_SECONDS)
    try:
        sent = transport.send(finished)
    finally:
        transport.close()
    refused = [outcome.words for outcome in sent.outcomes.values() if outcome.state != "sent"]
    if refused:
        raise GiveUp(refused[0])


def open_route(parts: Parts, route: SmtpOut, timeout: float) -> Transport:
    """The transport of `alarm:`. Does not connect yet. Raises GiveUp with a message for the admin."""
    settings = parts.policy.settings
    dkim = settings.outgoing.dkim if isinstance(settings.outgoing, SmtpOut) else None  # alarms come from the desk too
    options = OutgoingOptions("smtp", route.url, route.credentials(settings.home), dkim, timeout)
    try:
        return open_transport(options, settings.home)
    except ValueError as wrong:
        raise GiveUp(str(wrong)) from wrong


def tell_admin(parts: Parts, topic: str, text: str, words: tuple[str, str] | None = None) -> None:
    """Queue an `admin-alert`; without `admin:` in rules.yaml it is only logged. Opens its own transaction."""
    if parts.rules.admin is None:
        return
    letter = _letter(parts, topic, text, words)
    with parts.db.transaction():
        post_alone(parts, letter)


def _letter(parts: Parts, topic: str, text: str, words: tuple[str, str] | None = None) -> Letter:
    language = parts.rules.desk.language
    what, todo = words or words_of(topic, language)
    facts = {"topic": topic, "text": text, "what": what, "todo": todo, "waiting": _waiting(parts)}
    return Letter("admin-alert", (Address(parts.rules.admin or ""),), language=language, facts=facts)


def _waiting(parts: Parts) -> str:
    """How many letters wait to be sent, as text; "" when the database cannot be read."""
    try:
        return str(outbox.waiting(parts.db))
    except MailflowError:
        return ""


def tell_faults(parts: Parts, faults: Iterable[Fault]) -> None:
    """A broken edit: the last valid version stays in force, and the admin is told where the fault is."""
    text = "\n".join(str(fault) for fault in faults)
    if text:
        language = parts.rules.desk.language
        told = f"{text}\n\n{say('last-good', language)}"
        tell_admin(parts, say("broken-edit", language), told, words_of_edit(language))
