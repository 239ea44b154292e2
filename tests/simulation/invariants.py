"""What must never happen (procedure.md), checked after every step against what the simulation itself knows: which mails
it put where, who wrote them and why, and what every person has in his inbox."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mailflow.core.commands.table import COMMANDS as TABLE
from mailflow.store.mail.inbox import ORPHANED
from tests.simulation import surveys
from tests.simulation.colleagues import NO_ANSWER
from tests.simulation.ending import Ending
from tests.simulation.entry import moment
from tests.simulation.forum import FORUM
from tests.simulation.home import ADMIN, BANK, SURVEY
from tests.simulation.incidents import to_all
from tests.simulation.joining import belong_together, last_of, members
from tests.simulation.mailboxes import Put
from tests.simulation.mails import CANARY, Item, Mail
from tests.simulation.may import OUTCOMES
from tests.simulation.past import OUTCOME
from tests.simulation.people import CLOSING, NO_QUESTION, of_customer
from tests.simulation.privacy import PARTIES, Privacy
from tests.simulation.register import REFUSED, VERIFY
from tests.simulation.smtp import Accepted
from tests.simulation.tickets import Tickets

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.world import World

ROBOTS = {
    "tier",
    "tier-auto",
    "tier-receipt",
    "vacation",
    "notice",
    "receipt",
    "delay",
    "bounce",
    "forged-bounce",
    "echo",
    "newsletter",
}
# lines that may reach no customer; a bot's names ("/status") may, among its others
COMMANDS = ("/pindah", *(f"/{word}" for command in TABLE if not command.letter for word in command.names))
_LET_OUT = "SELECT id FROM inbox WHERE state = 'waiting' AND released_by IS NOT NULL"
_SOMETIMES = 20
_BEGAN = "SELECT actor FROM event WHERE ticket_n = ? AND kind = 'request-received'"
_NAMED = "SELECT data FROM event WHERE ticket_n = ? AND kind = 'customer-named'"  # of what nobody had asked by name
MOST_LETTERS = 12  # that one mail may cause: a letter to each colleague, and a few more


class Check:
    """One desk's invariants. Each method is one moment at which something could be wrong."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tickets, self.ending, self.privacy = Tickets(world), Ending(self), Privacy(world)
        self.ended: dict[int, tuple[str, int | None]] = {}  # inbox id → outcome, ticket
        self._steps, self._low = 0, 0  # below `_low` no mail waits
        self._relayed: dict[tuple[int, int | None, str], str] = {}  # answer, ticket, kind of letter → its Message-ID
        self._removed_at: dict[str, int] = {}  # address of a removed operator → newest letter then
        self._puts: dict[int, Put] = {}  # by inbox id: what was put never changes
        self._released: set[int] = set()  # mails let out of quarantine
        self._read: dict[int, datetime] = {}  # a mail that was not parked → when its first copy had ended
        self._decided: set[int] = set()  # mails that ended in a committed transaction
        self._counts: dict[int, int] = {}  # a person's mail → the one copy of it that counts

    # -- mails

    def put(self, inbox_id: int) -> Put:
        """What a row of the inbox must be a copy of."""
        if inbox_id not in self._puts:
            sql = "SELECT mailbox, uidvalidity, uid, arrived_at, recorded_at FROM inbox WHERE id = ?"
            mailbox, validity, uid, arrived, recorded = self.world.db.execute(sql, (inbox_id,)).fetchone()
            put = next(box for box in self.world.boxes if box.name == mailbox).puts.get((validity, uid))
            if put is not None and arrived == recorded and moment(arrived) < put.arrived_at:
                put = replace(put, arrived_at=moment(arrived))  # by a clock that is late, nothing arrives tomorrow
            if put is None or put.arrived_at != moment(arrived):
                self.world.fail(f"inbox {inbox_id} is a mail that never was in {mailbox}: {validity}/{uid}")
            self._puts[inbox_id] = put
        return self._puts[inbox_id]

    def mail(self, inbox_id: int) -> Mail:
        return self.put(inbox_id).mail

    def committed(self, notes: list[tuple[int, int, int]]) -> None:
        """A transaction of the second loop: which mail caused which letters."""
        for inbox_id, before, after in notes:
            mail = self.mail(inbox_id)
            if inbox_id in self._decided:
                self.world.fail(f"mail {inbox_id} ({mail.kind} qz{mail.id}k) was decided a second time")
            self._decided.add(inbox_id)
            sql = "SELECT recipients, kind, ticket_n FROM letter WHERE id > ? AND id <= ?"
            letters = self.world.db.execute(sql, (before, after)).fetchall()
            # a yes to one answer for all, of an incident: each ticket has its own letters
            if len(letters) > MOST_LETTERS * (len({n for _, _, n in letters}) if mail.kind == "consent" else 1):
                self.world.fail(f"one mail caused {len(letters)} letters: {mail.kind} qz{mail.id}k")
            if mail.kind in NO_ANSWER and "answer" in (kind for _, kind, _ in letters):
                self.world.fail(f"{mail.kind} qz{mail.id}k, which says nothing to the customer, was passed on to him")
            for to, kind, _ in letters:
                if mail.kind in ROBOTS and mail.author in (address.lower() for address in json.loads(to)):
                    self.world.fail(f"{mail.kind} qz{mail.id}k caused {kind} to its sender {mail.author}")

            if mail.kind in ("pic-command", "consent"):
                self._let_out()

    def _let_out(self) -> None:
        """What a word to the digest, or about a flood, has let out is decided once more."""
        for (inbox_id,) in self.world.db.execute(_LET_OUT).fetchall():
            if inbox_id in self._decided:
                self.released(inbox_id)

    def step(self, *, whole: bool = False) -> None:
        """After every look: mails end once, with an outcome that fits; tickets as tickets.py says. Now and then, and in
        the end (`whole`): that all others have stayed ended."""
        self._steps += 1
        whole = whole or self._steps % _SOMETIMES == 0
        sql = "SELECT id, COALESCE(outcome, state), ticket_n FROM inbox WHERE state <> 'waiting' AND id > ? "
        sql += f"AND COALESCE(outcome, '') <> '{OUTCOME}' ORDER BY id"
        now = {row[0]: (row[1], row[2]) for row in self.world.db.execute(sql, (0 if whole else self._low,))}
        for inbox_id in sorted(now.keys() - self.ended.keys()):
            self._fits(inbox_id, *now[inbox_id])
        if whole:
            self._stay_ended(now)
        self.ended.update(now)
        # not min(id): SQLite would go through the whole inbox for it
        self._low = self.world.db.value("SELECT COALESCE(min(id + 0), 0) - 1 FROM inbox WHERE state = 'waiting'")
        if self._low < 0:
            self._low = max(self.ended, default=0)
        self.tickets.step()

    def _stay_ended(self, now: dict[int, tuple[str, int | None]]) -> None:
        for inbox_id, ended in self.ended.items():
            if now.get(inbox_id) != ended and not self._may_change(ended, now.get(inbox_id)):
                self.world.fail(f"mail {inbox_id} had ended as {ended} and is now {now.get(inbox_id)}")

    def _may_change(self, ended: tuple[str, int | None], now: tuple[str, int | None] | None) -> bool:
        """A reply parked before its request is decided when that comes; what is held, and small talk, is dropped by a
        word to the digest; a mail of a ticket becomes one of its own."""
        dropped = ended[0] in ("quarantined", "chat") and now is not None and now[0] == "dropped"
        return ended[0] == "parked" or dropped or self._moved(ended[1], now)

    def _moved(self, n: int | None, now: tuple[str, int | None] | None) -> bool:
        """It has become a ticket of its own since."""
        return bool(now and n and now[1]) and belong_together(self.world.db, n or 0, now[1] if now and now[1] else 0)

    def _fits(self, inbox_id: int, outcome: str, n: int | None) -> None:
        mail = self.mail(inbox_id)
        self.world.say(f"   mail {inbox_id} ({mail.kind} qz{mail.id}k) ends as {outcome}, ticket {n}")
        self.world.past.ended(mail, outcome, n)
        if outcome == "command" and n is None and (person := self.world.person(mail.author)) is not None:
            self.tickets.absent.says_elsewhere(person.name)  # perhaps
        if outcome == "request":
            self.world.register.opened(mail, released=mail.id in self._released)
        if mail.id in self._released and outcome in ("request", "customer-reply"):  # others answered it meanwhile
            return
        as_stranger = mail.kind == "forged" and self.left(mail) and outcome == "request"
        part_of_it = mail.kind == "spam" and outcome == "customer-reply" and mail.author in self.readers(n)
        small_talk = outcome == "chat" and mail.about is None and mail.kind in NO_QUESTION  # thanks for a greeting
        held = outcome == "dropped" and "quarantined" in OUTCOMES[mail.kind]  # by a word of the PIC, within one look
        partys = outcome == "third-party" and mail.kind in ("vacation", "notice") and mail.author == BANK
        held = held or self.world.broadcasts.may_end(mail, outcome)
        if outcome not in OUTCOMES[mail.kind] and not (as_stranger or part_of_it or small_talk or partys or held):
            reason = self.world.db.value("SELECT reason FROM inbox WHERE id = ?", (inbox_id,))
            self.world.fail(f"{mail.kind} qz{mail.id}k ended as {outcome}: {reason}")
        if outcome == "parked":
            self._rightly_parked(inbox_id, mail)
        else:
            self._read.setdefault(mail.id, self.world.clock.now())
        if outcome in ("duplicate", "echo", "parked"):
            return
        self._found_its_ticket(mail, outcome, n)
        first = self._counts.setdefault(mail.id, inbox_id)
        if first != inbox_id:
            self.world.fail(f"two copies of {mail.kind} qz{mail.id}k both count: mails {first} and {inbox_id}")

    def was_read(self, mail: Mail, then: datetime) -> bool:
        """Whether the desk knew its author's words then."""
        return mail.id in self._read and self._read[mail.id] < then

    def read_at(self, mail: Mail) -> datetime | None:
        return self._read.get(mail.id)

    def _found_its_ticket(self, mail: Mail, outcome: str, n: int | None) -> None:
        """Whatever Message-ID a relay gave our letter: who answers it is on that letter's ticket, or on one that is
        linked to it."""
        if not mail.answers or mail.about is None or n in (None, mail.about) or outcome == "quarantined":
            return  # a letter of no ticket, such as a refusal, leads to none
        linked = "SELECT count(*) FROM event WHERE kind = 'linked' AND ticket_n IN (?, ?, ?)"
        there = last_of(self.world.db, mail.about)
        if not (self.world.db.value(linked, (n, mail.about, there)) or belong_together(self.world.db, n, mail.about)):
            words = f"{mail.kind} qz{mail.id}k answers {mail.answers} of ticket {mail.about}"
            self.world.fail(f"{words}, and came to ticket {n} ({outcome})")

    def _rightly_parked(self, inbox_id: int, mail: Mail) -> None:
        """Unread after all those deaths: that one and no other."""
        reason = self.world.db.value("SELECT reason FROM inbox WHERE id = ?", (inbox_id,))
        if reason.startswith(ORPHANED) != (mail.kind == "deadly"):
            self.world.fail(f"{mail.kind} qz{mail.id}k is parked: {reason}")

    # -- letters

    def edited(self) -> None:
        """Who is no operator any more, and which letters were written before that."""
        home, newest = self.world.home, self.world.db.value("SELECT COALESCE(max(id), 0) FROM letter")
        named = {a for p in home.in_force["operators"] for a in (p["address"], *p.get("also", ()))}
        for address in self.world.colleagues:
            person = self.world.person(address)
            if person is None or not hasattr(person, "receipts"):
                continue
            if address in named:
                self._removed_at.pop(address, None)
            else:
                self._removed_at.setdefault(address, newest)

    def is_colleague(self, who: str, letter_id: int) -> bool:
        if who not in self.world.colleagues:
            return False
        return who == ADMIN or letter_id <= self._removed_at.get(who, letter_id)

    def readers(self, n: int | None) -> set[str]:
        """The customer of ticket `n` and those he wrote to as well, by what was put into the mailboxes."""
        return set() if n is None else set().union(*(self._readers(one) for one in members(self.world.db, n)))

    def _readers(self, n: int) -> set[str]:
        found = {json.loads(data)["customer"][0].lower() for (data,) in self.world.db.execute(_NAMED, (n,)).fetchall()}
        wrote = "outcome IN ('request', 'customer-reply') ORDER BY outcome DESC, id"
        sql = f"SELECT id FROM inbox WHERE ticket_n = ? AND {wrote}"
        for (inbox_id,) in self.world.db.execute(sql, (n,)).fetchall():
            mail = self.mail(inbox_id)
            person = self.world.person(mail.author)
            if not found or mail.author in found:
                # he asks as anybody may, and may name whom he likes: a colleague who has left, if that is he himself
                named = {who for who in mail.written_to if who in self._removed_at}
                found |= mail.audience | {mail.author} | named
            elif person is not None and any(item.n == n for item in person.inbox.values()):
                found.add(mail.author)  # somebody handed him a letter of ours, and with it the token
        return found

    def asked(self, n: int | None) -> str | None:
        """Who wrote the mail ticket `n` began with; it may have been another's until it was split off."""
        inbox_id = self.world.db.value("SELECT min(id) FROM inbox WHERE ticket_n = ? AND outcome = 'request'", (n,))
        return self.world.db.value(_BEGAN, (n,)) if inbox_id is None else self.mail(inbox_id).author

    def askers(self) -> set[str]:
        """Who has ever begun a ticket."""
        rows = self.world.db.execute("SELECT id FROM inbox WHERE outcome = 'request'").fetchall()
        return {self.mail(inbox_id).author for (inbox_id,) in rows}

    def left(self, mail: Mail) -> bool:
        """Its author is an operator who was removed: to the desk he is a stranger."""
        return self.has_left(mail.author)

    def has_left(self, who: str) -> bool:
        return who in self._removed_at

    def letter(self, letter_id: int, item: Item, who: str, raw: bytes) -> None:
        """The server has taken it for `who`: may he read that?"""
        who, world = who.lower(), self.world
        if who == FORUM:
            world.forum.letter(item, raw)
            return
        asked = who in self.askers() if item.kind == "broadcast" else self.asked(item.n) == who
        if who in PARTIES and not asked:  # a notice of a program may have become a request
            self.privacy.party(item, raw, who)
        elif not self.is_colleague(who, letter_id):
            self._for_customer(item, who)
            self.privacy.secrets(item, who, raw)
            world.register.letter(item.kind, letter_id, who)
        self.tickets.absent.may_hear(item.kind, letter_id, who)
        about = world.db.value("SELECT about FROM letter WHERE id = ?", (letter_id,))
        if item.kind != "held":  # that says of which answer it is
            self.tickets.waits.may_arrive(item.n, about, f"{item.kind} to {who}")
        for number in {int(found) for found in CANARY.findall(item.text)}:
            self._may_read(world.post.mails[number], item, who, self.is_colleague(who, letter_id))
        links = item.text.count(SURVEY) if item.kind != "admin-alert" else 0  # that quotes a half-written rules.yaml
        if links > 1 or (links and item.kind not in (*CLOSING, surveys.LETTER)):
            world.fail(f"{item.kind} to {who} carries {links} survey links")

    def _for_customer(self, item: Item, who: str) -> None:
        if item.n is None and (item.kind in (REFUSED, VERIFY) or self.world.broadcasts.letter(item, who)):
            return
        if item.kind == "chat-reply" and any((m.kind, m.author) == ("greeting", who) for m in self.world.post.mails):
            return
        if item.n is None or who not in self.readers(item.n):
            self.world.fail(f"{item.kind} of ticket {item.n} went to {who}, who has no part in it")
        if any(line.strip().replace("/ ", "/").lower().startswith(COMMANDS) for line in item.text.splitlines()):
            self.world.fail(f"a command line reached {who}")

    def _may_read(self, mail: Mail, item: Item, who: str, colleague: bool) -> None:
        if colleague:
            return
        words = f"{item.kind} [#{item.n}] shows {who} the words of {mail.kind} qz{mail.id}k by {mail.author}"
        if mail.internal:
            self.world.fail(words)
        if of_customer(mail):
            if who not in mail.audience and who not in self.readers(item.n):
                self.world.fail(words)
        elif mail.kind in ("answer", "command"):
            if mail.about != item.n and not self._one_conversation(mail, item.n):
                self.world.fail(f"{words}, who meant ticket {mail.about}")
            if mail.direct and self.world.person(who) in map(self.world.person, mail.written_to):  # of several, he
                self.world.fail(f"{words}, who has it already")
            ours = self._relayed.setdefault((mail.id, item.n, item.kind), item.ours)  # /kirim and /eskalasi both send
            if ours != item.ours:
                self.world.fail(f"{words} a second time, under another Message-ID")

    def _one_conversation(self, mail: Mail, n: int | None) -> bool:
        """The tickets are one by now, or one incident, and its author has said yes to one answer for all; or what he
        answers is a mail of that ticket, whatever number it shows."""
        if mail.about is None or n is None:
            return False
        filed = "SELECT 1 FROM message WHERE message_id = ? AND ticket_n = ?"
        if self.world.db.value(filed, (mail.parent, n)) is not None:
            return True
        return belong_together(self.world.db, mail.about, n) or to_all(self.world, mail, n)

    def double(self, message_id: str, who: str, before: list[Accepted], again: SimDaemon) -> None:
        """Sent again: only if nobody can know that the server took it the first time."""
        results = self.world.db.value("SELECT results FROM letter WHERE message_id = ?", (message_id,))
        if json.loads(results).get(who, {}).get("state") == "sent" and not again.overslept:
            self.world.fail(f"{message_id} was sent to {who} again, although it is recorded as sent")
        for accepted in before:
            first = accepted.daemon
            stood = first.suspended or first.overslept
            excused = accepted.answer_lost or not first.alive or stood or message_id in first.unreported
            if not excused and not again.overslept:
                self.world.fail(f"{message_id} was sent to {who} twice, and nothing had gone wrong")

    def at_the_end(self) -> None:
        self.step(whole=True)
        self.ending.check()

    def released(self, inbox_id: int) -> None:
        """Somebody lets a mail out of quarantine: it is no spam any more."""
        self.ended.pop(inbox_id, None)
        self._low = min(self._low, inbox_id - 1)
        self._decided.discard(inbox_id)
        self._counts.pop(self.mail(inbox_id).id, None)
        self._released.add(self.mail(inbox_id).id)

    def undecided(self) -> frozenset[int]:
        """The mails that wait for a person, or for the mail they answer."""
        waits = "SELECT id FROM inbox WHERE state = 'parked' OR (state = 'waiting' AND tries > 0)"
        return frozenset(row[0] for row in self.world.db.execute(waits).fetchall())
