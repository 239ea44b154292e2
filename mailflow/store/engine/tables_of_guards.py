"""The tables of what guards the desk; the words for their columns' types are in tables.py."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from mailflow.store.engine.table import Table


class ReplyTokenTable(Table):
    """How often a person's reply token was replaced, because others may know it: the older ones prove nothing."""

    person = TextField()  # address, case-folded
    ticket_n = IntegerField()  # 0: letters of no ticket; -1: all, odd while the person is not in rules.yaml
    renewed = IntegerField()

    class Meta:
        primary_key = CompositeKey("person", "ticket_n")


class SenderVerdictTable(Table):
    """A sender the PIC or admin has blocked or trusted, in reply to a digest."""

    who = TextField(primary_key=True)  # address, case-folded, or "@" and a domain
    verdict = TextField()  # blocked | trusted
    decided_by = TextField()  # name
    decided_at = TextField()  # moment
    until = TextField(null=True)  # moment; NULL: for good


class Tally(Table):
    """How often something happened in an hour: the counters of `limits:`. Kept for a day."""

    what = TextField()  # letters-to, mails-of-sender …
    who = TextField()  # digest of an address, a domain, a number
    hour = IntegerField()  # since the epoch
    count = IntegerField()

    class Meta:
        primary_key = CompositeKey("what", "who", "hour")
