"""/metrics: the desk's figures in Prometheus' text format (version 0.0.4), in forty lines instead of a library.

Everything is read from the database when requested, so that all daemons of a desk show the same figures; the state of
loops, mailboxes and the transport is this daemon's own.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping

from mailflow import __version__
from mailflow.flow.admin.webhooks import states
from mailflow.flow.health.self_check import SelfCheck
from mailflow.flow.parts import Parts
from mailflow.store.read import figures
from mailflow.web.health import waiting

Sample = tuple[Mapping[str, str], float]


def metrics(parts: Parts, watch: SelfCheck) -> str:
    """Raises TryLater when the database cannot be read."""
    families = [*_desk(parts), *_webhooks(parts), *_daemon(watch)]
    return "".join(_family(*family) for family in families)


def _desk(parts: Parts) -> Iterator[tuple[str, str, str, Iterable[Sample]]]:
    mails, letters, status, breaches = figures.counts(parts.db)
    # gauges: a mail that is put back, or let out of quarantine, changes its outcome, and a counter never goes down
    yield "mails", "gauge", "Mails by outcome; waiting and parked have none yet.", _by("outcome", mails)
    yield "letters", "gauge", "Letters by state.", _by("state", letters)
    yield "tickets", "gauge", "Tickets by status.", _by("status", status)
    yield "breaches_total", "counter", "Deadlines that were not kept.", [({}, breaches)]
    ages = waiting(parts)
    yield "oldest_mail_seconds", "gauge", "How long the oldest mail has waited.", [({}, ages["oldest_mail_seconds"])]
    oldest = ages["oldest_letter_seconds"]
    yield "oldest_letter_seconds", "gauge", "How long the oldest letter has waited.", [({}, oldest)]


def _webhooks(parts: Parts) -> Iterator[tuple[str, str, str, Iterable[Sample]]]:
    """Only with `webhooks:`."""
    found = [(one.plain, {"webhook": one.hook.name}) for one in states(parts)]
    if not found:
        return
    up = [(labels, float(one["state"] in ("ok", "not begun"))) for one, labels in found]
    yield "webhook_up", "gauge", "Whether a webhook takes what it is told.", up
    sent = [(labels, float(one["sent"])) for one, labels in found]
    yield "webhook_sent_total", "counter", "Events a webhook has taken.", sent
    waiting_events = [(labels, float(one["waiting"])) for one, labels in found]
    yield "webhook_waiting_events", "gauge", "Events a webhook has not been told or passed over yet.", waiting_events
    lost = [(labels, float(one["given_up"])) for one, labels in found]
    yield "webhook_given_up_events", "gauge", "Events that were given up, until they are retried.", lost


def _daemon(watch: SelfCheck) -> Iterator[tuple[str, str, str, Iterable[Sample]]]:
    loops = watch.noted()
    boxes = [loop for loop in loops if loop.name.startswith("read ")]
    up: list[Sample] = [({"mailbox": loop.name.removeprefix("read ")}, float(not loop.trouble)) for loop in boxes]
    yield "mailbox_up", "gauge", "Whether a mailbox can be read.", up
    sending: list[Sample] = [({}, float(not loop.trouble)) for loop in loops if loop.name == "sending"]
    yield "sending_up", "gauge", "Whether letters leave.", sending
    steps = [loop for loop in loops if loop.name != "sending"]
    age: list[Sample] = [({"loop": loop.name}, round(loop.age, 3)) for loop in steps]
    yield "loop_age_seconds", "gauge", "How long ago a loop did something.", age
    hangs: list[Sample] = [({"loop": loop.name}, float(loop.hangs)) for loop in steps]
    yield "loop_hangs", "gauge", "Whether that is too long ago.", hangs
    yield "build_info", "gauge", "What runs.", [({"version": __version__, "python": platform.python_version()}, 1.0)]


def _by(label: str, counts: Mapping[str, int]) -> list[Sample]:
    return [({label: name}, float(count)) for name, count in sorted(counts.items())]


def _family(name: str, kind: str, text: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP mailflow_{name} {text}", f"# TYPE mailflow_{name} {kind}"]
    for labels, value in samples:
        words = ",".join(f'{key}="{_escaped(word)}"' for key, word in labels.items())
        lines.append(f"mailflow_{name}{{{words}}} {_number(value)}" if words else f"mailflow_{name} {_number(value)}")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    """Whole, as far as it is: 1234567, not 1.23457e+06, of which ten more would be none."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
