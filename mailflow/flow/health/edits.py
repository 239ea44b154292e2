"""An edit of rules.yaml that takes something away: its effects are counted, and told to the admin before it takes
effect."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import date

from mailflow.clock import machine_now
from mailflow.config.settings import Settings
from mailflow.core.alerts import day_off_words, words_of_days_off, words_of_losses, words_of_restart
from mailflow.core.losses import Loss, loss_words, losses
from mailflow.core.renames import now_called
from mailflow.core.wording import say
from mailflow.flow.health.alerts import tell_admin
from mailflow.flow.parts import Parts
from mailflow.flow.policy import PATIENCE
from mailflow.store.desk import colleagues, holdings, tickets
from mailflow.store.engine.database import Database

log = logging.getLogger("mailflow")

LOOK = 0.5  # seconds between checks


def tell_of_losses(parts: Parts, proposed: Settings, lost: Iterable[Loss]) -> None:
    """The edit waits. Told by the rules still in force, so that an admin who is removed by the edit is told too."""
    found = tuple(lost)
    for sentence in sentences(parts.db, proposed, found, "en"):
        log.warning("rules.yaml was edited and waits for a minute, or for mailflow reload: %s", sentence)
    if not holdings.claim_telling(parts.db, proposed.digest, machine_now()):
        return
    language = parts.rules.desk.language
    text = "\n".join(sentences(parts.db, proposed, found, language))
    tell_admin(parts, say("takes-away", language), text, words_of_losses(language))


def sentences(db: Database, proposed: Settings, lost: Iterable[Loss], language: str) -> list[str]:
    """One sentence for each loss: what `proposed` would do."""
    owned = _owned(db, proposed)
    return [
        loss_words(loss, language, tuple(owned.get(loss.name, ()) if loss.kind == "operator" else ())) for loss in lost
    ]


def _owned(db: Database, proposed: Settings) -> dict[str, list[str]]:
    """{owner: numbers of the tickets that would have no owner}."""
    operators = proposed.rules.operators
    found: dict[str, list[str]] = {}
    for n, owner in tickets.owned_by_none_of(db, [person.name for person in operators]):
        if now_called(owner, colleagues.addresses_of(db, owner), operators) is None:
            ticket = tickets.load(db, n)
            found.setdefault(owner, []).append(ticket.number if ticket is not None else str(n))
    return found


def since_last_run(db: Database, settings: Settings) -> tuple[Loss, ...]:
    """What the rules of the last run had and these do not; () once accepted by `mailflow reload`."""
    before = holdings.in_force(db)
    if before is None or holdings.accepted(db) == settings.digest:
        return ()
    return losses(before, settings.holdings, settings.rules)


def tell_of_days_off(parts: Parts, moved: Mapping[date, tuple[str, str]]) -> None:
    """Another version of the holidays package classifies these days differently: deadlines beyond them move."""
    if not moved:
        return
    language = parts.rules.desk.language
    text = "\n".join(day_off_words(day, *names, language) for day, names in sorted(moved.items()))
    for line in (day_off_words(day, *names, "en") for day, names in sorted(moved.items())):
        log.warning("days off have changed: %s", line)
    tell_admin(parts, say("days-off", language), text, words_of_days_off(language))


def tell_of_restart(parts: Parts, keys: Iterable[str]) -> None:
    """All edits of rules.yaml are followed except these keys."""
    language = parts.rules.desk.language
    tell_admin(parts, say("needs-restart", language), ", ".join(keys), words_of_restart(language))


def wait_at_start(parts: Parts) -> None:
    """At start, wait while rules.yaml is younger than a minute and takes away what the last run had: the same delay as
    for an edit seen by a running daemon."""
    told = False
    while (lost := since_last_run(parts.db, parts.policy.settings)) and _age(parts.policy.settings) < PATIENCE:
        if not told:
            tell_of_losses(parts, parts.policy.settings, lost)
            told = True
        time.sleep(LOOK)
        for fault in parts.policy.refresh(holdings.accepted(parts.db)).faults:
            log.error("%s", fault)
    for sentence in sentences(parts.db, parts.policy.settings, lost, "en"):
        log.warning("since the last run: %s", sentence)


def _age(settings: Settings) -> float:
    """Seconds since rules.yaml was written, moved or copied here (ctime)."""
    try:
        return machine_now() - (settings.home / "rules.yaml").stat().st_ctime
    except OSError:
        return PATIENCE
