"""The tables of figures: derived from the event log and the rows of mails and letters, in the transaction that writes
these (store/desk/counted.py, totals.py).

Moments are whole seconds since the epoch: they are counted with. No foreign keys, which would cost a look-up each."""

from __future__ import annotations

from peewee import BlobField, Check, CompositeKey, IntegerField, TextField

from mailflow.store.engine.table import Table


class CountedTable(Table):
    """What the figures count: one row for each happening of a kind in core/counted.py, which says what the other
    columns mean. Never changed but by what takes an event back."""

    kind = TextField()  # of the event
    at = IntegerField()  # moment of the event, in whole seconds since the epoch, like `against`
    ticket_n = IntegerField()
    seq = IntegerField()  # of the event
    who = TextField()  # an operator; "": nobody's work
    what = TextField()
    against = IntegerField(null=True)
    score = IntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "at", "ticket_n", "seq")
        without_rowid = True
        indexes = ((("ticket_n", "seq"), False),)


class TurnTable(Table):
    """A ticket went from one state into another."""

    at = IntegerField()  # as in Counted
    ticket_n = IntegerField()
    seq = IntegerField()  # of the event that did it
    gone = TextField()  # the state before; "": it began
    entered = TextField()

    class Meta:
        primary_key = CompositeKey("at", "ticket_n", "seq")
        without_rowid = True


class StandingTable(Table):
    """How many more tickets are in a state after a day than before it: the sum up to a day is how many are in it."""

    day = IntegerField()  # since the epoch, UTC
    status = TextField()
    net = IntegerField()

    class Meta:
        primary_key = CompositeKey("day", "status")
        without_rowid = True


class TotalTable(Table):
    """How many there are of what is never counted again: mails by outcome, letters by state, breaches."""

    what = TextField()  # mail | letter | breach
    word = TextField()  # the outcome, the state; "" of breaches
    number = IntegerField()

    class Meta:
        primary_key = CompositeKey("what", "word")
        without_rowid = True


class SummedDayTable(Table):
    """What the figures need of a day that is over (store/read/span_pack.py). Missing while it has to be summed anew."""

    day = IntegerField(primary_key=True)  # since the epoch, UTC
    round = IntegerField()  # how often the sums were taken back
    counts = BlobField(null=True)  # packed, like the next two
    times = BlobField(null=True)
    requesters = BlobField(null=True)

    class Meta:
        constraints = (
            Check("(counts IS NULL) = (times IS NULL)"),
            Check("(counts IS NULL) = (requesters IS NULL)"),
        )
