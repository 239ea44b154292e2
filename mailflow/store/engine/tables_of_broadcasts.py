"""The tables of broadcasts; the words for their columns' types are in tables.py."""

from __future__ import annotations

from peewee import Check, CompositeKey, ForeignKeyField, IntegerField, TextField

from mailflow.store.engine.table import Table


class BroadcastTable(Table):
    """One canned letter to one group of registered customers."""

    id = IntegerField(primary_key=True)
    letter = TextField()  # name of the canned letter
    customer_group = TextField()  # "": everybody
    round = IntegerField()  # 1, and one more for each `--again`
    state = TextField()  # running | stopped | done
    reason = TextField()  # why it was stopped; "" where a person did
    started_by = TextField()
    started_at = TextField()  # moment
    ended_at = TextField(null=True)  # moment since which nobody waits for it

    class Meta:
        constraints = (Check("state IN ('running', 'stopped', 'done')"),)
        indexes = ((("letter", "customer_group", "round"), True),)


class BroadcastMailTable(Table):
    """What becomes of a broadcast for one customer: he gets it once, however often the daemon was killed."""

    broadcast = ForeignKeyField(BroadcastTable, column_name="broadcast_id", index=False)
    registered_id = IntegerField()  # the customer; below 0 once he is erased
    state = TextField()  # waiting | written (a letter of the outbox) | left-out
    reason = TextField()  # why he was left out
    letter_id = IntegerField(null=True)  # letter.id, which is never deleted
    written_at = TextField(null=True)  # moment
    automatic_at = TextField(null=True)  # moment of the first automatic reply
    replied_at = TextField(null=True)  # moment of the first reply by a person
    unsubscribed_at = TextField(null=True)  # moment he unsubscribed in reply to it

    class Meta:
        primary_key = CompositeKey("broadcast", "registered_id")
        without_rowid = True
        constraints = (Check("state IN ('waiting', 'written', 'left-out')"),)
        indexes = ((("registered_id", "written_at"), False),)
