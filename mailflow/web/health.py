"""/health: whether this daemon is well, and if not, what is wrong. Status 200 or 503, for load balancers."""

from __future__ import annotations

from datetime import datetime

from mailflow import __version__
from mailflow.errors import MailflowError
from mailflow.flow.health.self_check import SelfCheck
from mailflow.flow.parts import Parts
from mailflow.store.health import health as store


def health(parts: Parts, watch: SelfCheck) -> dict[str, object]:
    """Never raises: a database that cannot be read is a fault like others."""
    loops = watch.noted()
    faults = [f"{loop.name} hangs: nothing for {loop.age:.0f} s" for loop in loops if loop.hangs]
    faults += [f"{loop.name}: {loop.trouble}" for loop in loops if loop.trouble]
    found: dict[str, object] = {
        "ok": True,
        "version": __version__,
        "faults": faults,
        "loops": [
            {
                "name": loop.name,
                "age_seconds": round(loop.age, 1),
                "allowed_seconds": loop.allowed,
                "hangs": loop.hangs,
                "trouble": loop.trouble,
                "down_seconds": round(loop.down_for, 1),
            }
            for loop in loops
        ],
    }
    try:
        found["waiting"] = waiting(parts)
        found["parked_mails"] = store.parked(parts.db)
    except MailflowError as error:
        faults.append(str(error))
    found["ok"] = not faults
    return found


def waiting(parts: Parts) -> dict[str, float]:
    """Seconds the oldest mail and the oldest letter have waited; 0 when none waits."""
    mail, letter = store.oldest_mail(parts.db), store.oldest_letter(parts.db)
    now = parts.clock.now()
    return {"oldest_mail_seconds": _age(mail, now), "oldest_letter_seconds": _age(letter and letter[1], now)}


def _age(moment: datetime | None, now: datetime) -> float:
    return 0.0 if moment is None else max(0.0, round((now - moment).total_seconds(), 1))
