"""The tables of the customers' register; the words for their columns' types are in tables.py."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, TextField

from mailflow.store.engine.table import Table


class RegisteredTable(Table):
    """A customer somebody has entered: one person, who may have several addresses."""

    id = IntegerField(primary_key=True)
    name = TextField()
    status = TextField()  # active | inactive | blocked
    valid_until = TextField(null=True)  # YYYY-MM-DD, the last day that counts, in the desk's zone; null: for good
    allowance = IntegerField(null=True)  # tickets he may open since `counted_from`; null: any number
    counted_from = TextField(null=True)  # moment his allowance was last changed; not null with it
    language = TextField(null=True)  # id | en; null: that of his words
    customer_group = TextField()
    note = TextField()  # for colleagues
    changed_at = TextField()  # moment
    unsubscribed_at = TextField(null=True)  # moment since which he gets no broadcasts

    class Meta:
        constraints = (Check("status IN ('active', 'inactive', 'blocked')"),)
        indexes = ((("customer_group", "id"), False),)


class RegisteredAddressTable(Table):
    """An address of a registered customer: it belongs to one only."""

    address = TextField(primary_key=True)  # case-folded
    registered = ForeignKeyField(RegisteredTable, column_name="registered_id", index=False)
    position = IntegerField()  # from 0: letters of ours go to the first
    asked_at = TextField(null=True)  # moment the letter verify-address was last written
    proven_at = TextField(null=True)  # moment a signed reply came back from there
    failure = TextField(null=True)  # server's words: that letter did not arrive

    class Meta:
        without_rowid = True
        indexes = ((("registered", "position"), False),)
