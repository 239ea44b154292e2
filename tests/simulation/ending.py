"""The end of a desk-year: servers are up, everybody has gone home."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from mailflow.clock import machine_now
from mailflow.flow.admin.verify import verify
from mailflow.flow.admin.verify_chain import verify_chain
from mailflow.flow.settle.new_request import ENOUGH
from mailflow.store.engine import chain_links
from tests.conservation import lost
from tests.simulation import folders, mirroring
from tests.simulation.entry import moment
from tests.simulation.mailboxes import Put
from tests.simulation.mails import Mail

if TYPE_CHECKING:
    from tests.simulation.invariants import Check


class Ending:
    """Nothing is lost, nothing is stuck, all of it adds up. `known`: what has been seen on the way."""

    def __init__(self, known: Check) -> None:
        self.known, self.world = known, known.world
        self._chained = 0  # the newest link that was found right

    def check(self) -> None:
        """Servers are up, everybody has gone home: nothing is lost, nothing is stuck, all of it adds up."""
        world = self.world
        for box in world.boxes:
            for (validity, uid), put in box.puts.items():
                self._not_lost(box.name, validity, uid, put)
        self._letters_left()
        world.alerts.at_the_end()
        world.register.at_the_end()
        world.broadcasts.at_the_end()
        mirroring.at_the_end(world)
        folders.at_the_end(world)
        self._promises()
        for words in lost(world.db, world.clock.now(), machine_now()):
            world.fail(f"doctor: {words}")
        for difference in verify(world.db):
            world.fail(f"verify: {difference}")
        self._chained = 0
        self.chain()
        self.known.tickets.at_the_end()

    def chain(self) -> None:
        """After a kill: what was chained since the last one is as it was."""
        db = self.world.db
        for fault in verify_chain(db, since=self._chained):
            self.world.fail(f"verify: {fault}")
        self._chained = chain_links.head(db).number

    def _not_lost(self, name: str, validity: str, uid: str, put: Put) -> None:
        sql = "SELECT id, state, outcome, reason FROM inbox WHERE mailbox = ? AND uidvalidity = ? AND uid = ?"
        rows = self.world.db.execute(sql, (name, validity, uid)).fetchall()
        if len(rows) > 1 or (not rows and not put.gone):
            self.world.fail(
                f"{name} {validity}/{uid} ({put.mail.kind} qz{put.mail.id}k) is in the inbox {len(rows)} times"
            )
        if rows and rows[0][1] == "waiting":
            self.world.fail(f"{put.mail.kind} qz{put.mail.id}k still waits: {rows[0][3]}")

    def _promises(self) -> None:
        """Who asked got his number; what an operator wrote for the customer through us was sent to him."""
        db = self.world.db
        for inbox_id, (outcome, n) in self.known.ended.items():
            mail = self.known.mail(inbox_id)
            if outcome == "request" and mail.kind == "request" and b"Subject: pasang iklan" not in mail.raw:
                told = "SELECT count(*) FROM letter WHERE ticket_n = ? AND kind = 'acknowledgement' AND addressee <> ''"
                if db.value(told, (n,)) != 1 and not self._was_told_twice(inbox_id, mail):
                    self.world.fail(f"request qz{mail.id}k became ticket {n}, and nobody told its author")
            # on his own ticket an operator is the customer, also where the mail he asked by has left it since
            customers = self.known.readers(n) | (mail.written_to & self.known.askers())
            colleague = bool(customers & self.world.colleagues)
            back = inbox_id in self.known.tickets.waits.returned
            if outcome == "answer" and mail.kind == "answer" and not (mail.direct or colleague or back):
                sent = "SELECT count(*) FROM letter WHERE ticket_n = ? AND kind = 'answer' AND text LIKE ?"
                if db.value(sent, (n, f"%qz{mail.id}k%")) != 1:
                    self.world.fail(f"answer qz{mail.id}k counts on ticket {n}, but the customer has not got it")

    def _was_told_twice(self, inbox_id: int, mail: Mail) -> bool:
        """Who asks the same again within seconds of two acknowledgements may be a robot that answers them."""
        sql = "SELECT reason, arrived_at FROM inbox WHERE id = ?"
        reason, arrived = self.world.db.execute(sql, (inbox_id,)).fetchone()
        since = (moment(arrived) - timedelta(days=1)).isoformat().replace("+00:00", "Z")
        told = (  # wherever he wants his answers
            "SELECT count(*) FROM letter l JOIN ticket t ON t.n = l.ticket_n "
            "WHERE l.kind = 'acknowledgement' AND lower(t.requester) = ? AND l.created_at > ?"
        )
        return reason == ENOUGH and self.world.db.value(told, (mail.author, since)) > 1

    def _letters_left(self) -> None:
        sql = "SELECT message_id, kind, state, results, recipients FROM letter"
        for message_id, kind, state, results, recipients in self.world.db.execute(sql).fetchall():
            if state == "waiting":
                self.world.fail(f"{kind} {message_id} still waits: {results}")
            for who in json.loads(recipients):
                told = json.loads(results).get(who, {})
                taken = (message_id, who) in self.world.post.taken
                if told.get("state") == "sent" and not taken:
                    self.world.fail(f"{kind} {message_id} is recorded as sent to {who}, who never got it")
                if told.get("state") == "failed" and not told.get("words"):
                    self.world.fail(f"{kind} {message_id} failed without words")
                if told.get("state") == "failed" and any(w in told["words"] for w in self.world.servers.refusals):
                    self.world.fail(f"{kind} {message_id} was given up for {who} because of our account: {told}")
                if taken and told.get("state") not in ("sent", "failed"):
                    self.world.fail(f"{kind} {message_id} reached {who} and is recorded as {told}")
