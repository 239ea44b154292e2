"""The tables of monitoring: state of the loops, outages, uptime, probe mails. Units as in tables.py."""

from __future__ import annotations

from peewee import CompositeKey, DoubleField, IntegerField, TextField

from mailflow.store.engine.table import Table


class LoopTable(Table):
    """State of one loop of one daemon, as of its last heartbeat."""

    daemon = TextField()  # Worker.id of the daemon's first worker
    name = TextField()  # process, deliver, "read imap://…"
    noted = DoubleField()  # machine: its last step
    allowed = DoubleField()  # seconds that step may last; longer, and the loop hangs
    trouble = TextField()  # why it cannot work now; "" when it can
    since = DoubleField(null=True)  # machine: when that trouble began

    class Meta:
        primary_key = CompositeKey("daemon", "name")


class OutageTable(Table):
    """What is out of order now, and whether the admin has been told: once for each, by any daemon."""

    subject = TextField(primary_key=True)  # "reading imap://…", sending, disk, parked …
    words = TextField()
    since = DoubleField()  # machine
    told = DoubleField(null=True)  # machine


class PulseTable(Table):
    """The five-minute slots in which a daemon was alive."""

    slot = IntegerField(primary_key=True)  # machine time / 300


class ProbeTable(Table):
    """Probe mails to ourselves, out by SMTP and back through a mailbox."""

    message_id = TextField(primary_key=True)
    sent_at = DoubleField()  # machine
    every = DoubleField()  # seconds until the next was due
    returned_at = DoubleField(null=True)  # machine

    class Meta:
        indexes = ((("sent_at",), False),)
