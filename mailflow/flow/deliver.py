"""The delivery loop (T3): letters are claimed, handed to the transport outside any transaction, their results
recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256

from mailflow.clock import machine_now, steady_now
from mailflow.core.occasions import LetterFailed
from mailflow.errors import Doubtful, GiveUp, LoginNeeded, TryLater, Unwelcome, login_of
from mailflow.flow.loop_health import Loop
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause
from mailflow.flow.ticket.undeliverable import letter_failed
from mailflow.mail.transports import Sent, Transport
from mailflow.store.mail import departures, outbox
from mailflow.store.mail.outbox import DueLetter

log = logging.getLogger("mailflow")

# Backoff: seconds until the next try; the first within the minute (interfaces.md).
RETRY_SECONDS = (30, 120, 300, 900, 1800, 3600)
# Then a letter is given up: after about two days of backoff (RFC 5321 §4.5.4.1 asks for four; tickets cannot wait).
MOST_TRIES = 52
HURRY_SECONDS = 300.0  # at least so long between two calls of `hurry`: a server may come and go all day
_AT_ONCE = 50  # letters claimed together, or more if the transport sends more at once
_FEW = 10  # letters of broadcasts claimed together


class Circuit:
    """State of the circuit breaker before the server we send through: closed while it accepts letters, open while it
    does not. A change is logged once, not at every try."""

    def __init__(self) -> None:
        self.loop = Loop("sending")  # loop.trouble: why the circuit is open
        self.proved = 0.0  # steady_now(): when a letter was last accepted
        self.doubtful: set[int] = set()  # letters during which the server broke the connection: they may be the cause
        # {letter id: reply} refused with a reply about the server, since one was last accepted
        self.refused: dict[int, str] = {}
        self.failed_on: int | None = None  # the newest letter that could not be sent: another daemon may send it
        self._hurried = -HURRY_SECONDS

    @property
    def words(self) -> str:
        """Why the circuit is open; "" while it is closed."""
        return self.loop.trouble

    @property
    def error(self) -> TryLater:
        """Why it is open, for what waits."""
        return LoginNeeded(self.words, self.loop.login) if self.loop.login else TryLater(self.words)

    def down(self, words: str, login: str = "") -> None:
        """Open the circuit, and log it if it was closed."""
        if self.loop.down(words, login):
            log.warning("not-sending: %s; letters wait and are tried again", words)

    def refuses(self, letter_id: int, words: str) -> None:
        """The server says that it accepts no mail at all now. Believed at the second letter: a single letter may be the
        cause."""
        self.refused[letter_id] = words
        if len(self.refused) > 1:
            self.down(words)

    def another_server(self) -> None:
        """rules.yaml names another server, whose state is unknown."""
        self.loop.up()
        self.refused.clear()
        self.doubtful.clear()
        self.failed_on = None

    def up(self, *, accepted: bool = True) -> bool:
        """A letter was accepted, or only its recipients refused: close the circuit. Returns whether deferred letters
        should be tried at once, because their backoff has grown up to an hour meanwhile."""
        now = steady_now()
        if accepted:
            self.proved = now
        if len(self.refused) == 1:  # that letter may have been the cause
            self.doubtful.update(self.refused)
        self.refused.clear()
        self.failed_on = None
        if not self.loop.up():
            return False
        log.info("sending again")
        if now - self._hurried < HURRY_SECONDS:
            return False
        self._hurried = now
        return True


def deliver(
    parts: Parts, worker: str, transport: Transport, circuit: Circuit, stop: Callable[[], bool] = lambda: False
) -> int:
    """Hand over every due letter; returns how many were attempted. Ends early when the circuit opens, or at `stop`."""
    tried, most = 0, max(_AT_ONCE, transport.at_once)
    if stop() or parts.is_silent():
        return 0
    if circuit.failed_on is not None and departures.was_taken(parts.db, circuit.failed_on):
        circuit.up()  # another daemon has sent it: this one might have nothing to try for days
    few = min(transport.at_once, _FEW)
    while letters := outbox.take(parts.db, worker, machine_now(), most, few=few):
        while letters and not stop():
            tried += _hand_over(parts, letters[: transport.at_once], transport, circuit)
            letters = letters[transport.at_once :]
            if circuit.words and letters:  # the server is unreachable: the rest waits too
                with parts.db.transaction():
                    for letter in letters:
                        _report(parts, letter, circuit.error, circuit)
                break
        if circuit.words or stop():
            break
    for words in circuit.refused.values() if tried else ():  # no second letter was there to confirm it
        circuit.down(words)
    return tried


def _hand_over(parts: Parts, letters: list[DueLetter], transport: Transport, circuit: Circuit) -> int:
    """Send, and record the results before the next are sent: a kill in between repeats only these."""
    results = _send(transport, letters)
    easy = _all_sent(letters, results)
    hard = [(letter, result) for letter, result in zip(letters, results, strict=True) if letter.id not in easy]
    digests = {due.id: sha256(due.letter.own).hexdigest() for due in letters if due.id in easy}
    hurries = bool(easy) and circuit.up()
    with parts.db.transaction():
        outbox.all_sent(parts.db, easy, parts.clock.now(), digests)
        if hurries:
            outbox.hurry(parts.db, machine_now(), circuit.doubtful)
        for letter, result in hard:
            _report(parts, letter, result, circuit)
    return len(letters)


def _all_sent(letters: list[DueLetter], results: list[Sent | Exception]) -> dict[int, dict[str, outbox.Result]]:
    """The letters that were accepted for every recipient at the first try, by id: they are recorded in one
    statement."""
    easy: dict[int, dict[str, outbox.Result]] = {}
    for due, result in zip(letters, results, strict=True):
        if due.fresh and isinstance(result, Sent) and result.outcomes.keys() == set(due.letter.recipients):
            fates = _fates(result)
            if all(state == "sent" for state, _ in fates.values()):
                easy[due.id] = fates
                _log(due, fates)
    return easy


def _send(transport: Transport, letters: list[DueLetter]) -> list[Sent | Exception]:
    try:
        return transport.send_many([due.letter for due in letters])
    except Exception as error:  # a transport must not raise here; if one does, all these letters are deferred
        return [error] * len(letters)


def _report(parts: Parts, due: DueLetter, result: Sent | Exception, circuit: Circuit) -> None:
    wait = machine_now() + RETRY_SECONDS[min(due.tries, len(RETRY_SECONDS) - 1)]
    if isinstance(result, Sent):
        fates = _fates(result)
        sent = any(state == "sent" for state, _ in fates.values())
        if sent or not circuit.refused:  # a recipient that is refused does not prove that a blocked account may send
            _is_up(parts, circuit, accepted=sent)
        circuit.doubtful.discard(due.id)
        reported = outbox.report(parts.db, due.id, fates, parts.clock.now(), wait)
        _log(due, fates)
        _tell(parts, due, reported.failed)
    elif isinstance(result, GiveUp):
        _tell(parts, due, outbox.fail(parts.db, due.id, str(result), parts.clock.now()).failed)
        log.error("given-up letter=%s ticket=%s %s: %s", due.kind, due.ticket, due.letter.message_id, result)
        return
    else:
        circuit.failed_on = due.id
        if isinstance(result, Unwelcome):
            circuit.refuses(due.id, str(result))
        else:
            circuit.down(str(result), login_of(result))
        if isinstance(result, Doubtful):
            circuit.doubtful.add(due.id)
        outbox.defer(parts.db, [due.id], str(result), wait)
    if due.tries + 1 >= MOST_TRIES:
        ended = outbox.fail(parts.db, due.id, "given up: no server accepted it for about two days", parts.clock.now())
        log.error("given-up letter=%s ticket=%s %s", due.kind, due.ticket, due.letter.message_id)
        _tell(parts, due, ended.failed)


def _fates(sent: Sent) -> dict[str, outbox.Result]:
    return {recipient: (outcome.state, outcome.words) for recipient, outcome in sent.outcomes.items()}


def _is_up(parts: Parts, circuit: Circuit, *, accepted: bool) -> None:
    if circuit.up(accepted=accepted):
        outbox.hurry(parts.db, machine_now(), circuit.doubtful)


def _log(due: DueLetter, fates: Mapping[str, outbox.Result]) -> None:
    for recipient, (state, reply) in fates.items():
        known = (due.kind, due.ticket, recipient, due.letter.message_id)
        log.info("%s letter=%s ticket=%s to=%s %s %s", state, *known, reply)


def _tell(parts: Parts, due: DueLetter, failed: tuple[tuple[str, str], ...]) -> None:
    """GiveUp is an occasion: owner and PIC are told that a recipient did not get the letter."""
    for recipient, words in failed:
        cause = Cause("letter-failed", {"outbox": due.id})
        letter_failed(parts, due.ticket, LetterFailed(due.kind, recipient, words, number=due.version), cause)
