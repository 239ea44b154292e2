"""The tables: what every column means, and in what unit.

The migrations create them (a test compares). The listings of inbox and outbox build their queries with these models and
import this module only then, since peewee loads every database driver it finds. Types of columns: *moment* = desk time
as text (fields.py), *machine* = seconds since the epoch, *JSON* = text, *packed* = zlib.
"""

from __future__ import annotations

from peewee import SQL, BlobField, Check, CompositeKey, DoubleField, ForeignKeyField, IntegerField, TextField

from mailflow.store.engine.table import Table as Table
from mailflow.store.engine.tables_of_broadcasts import BroadcastMailTable as BroadcastMailTable
from mailflow.store.engine.tables_of_broadcasts import BroadcastTable as BroadcastTable
from mailflow.store.engine.tables_of_figures import CountedTable as CountedTable
from mailflow.store.engine.tables_of_figures import StandingTable as StandingTable
from mailflow.store.engine.tables_of_figures import SummedDayTable as SummedDayTable
from mailflow.store.engine.tables_of_figures import TotalTable as TotalTable
from mailflow.store.engine.tables_of_figures import TurnTable as TurnTable
from mailflow.store.engine.tables_of_guards import ReplyTokenTable as ReplyTokenTable
from mailflow.store.engine.tables_of_guards import SenderVerdictTable as SenderVerdictTable
from mailflow.store.engine.tables_of_guards import Tally as Tally
from mailflow.store.engine.tables_of_health import LoopTable as LoopTable
from mailflow.store.engine.tables_of_health import OutageTable as OutageTable
from mailflow.store.engine.tables_of_health import ProbeTable as ProbeTable
from mailflow.store.engine.tables_of_health import PulseTable as PulseTable
from mailflow.store.engine.tables_of_register import RegisteredAddressTable as RegisteredAddressTable
from mailflow.store.engine.tables_of_register import RegisteredTable as RegisteredTable


def said(column: str, word: str) -> SQL:
    """A condition with the word in the statement, not beside it: only so an index of the rows with that word is
    used."""
    return SQL(f"{column} = '{word}'") if word.isalpha() else SQL(f"{column} = ?", [word])


class MetaTable(Table):
    """Key-value facts of the desk: schema, secret (64 hex digits, made once), since (moment the desk began), next_n,
    term (under which leader it is decided, terms.py) …"""

    key = TextField(primary_key=True)
    value = TextField()


class WorkerTable(Table):
    """One loop of one daemon that claims rows. Without a fresh heartbeat it is dead and its claims are free."""

    id = TextField(primary_key=True)  # host:pid:random, never used twice
    host = TextField()
    pid = IntegerField()
    heartbeat = DoubleField()  # machine


class LeaseTable(Table):
    """An exclusive right of one process for a limited time, e.g. to read a mailbox."""

    name = TextField(primary_key=True)
    holder = TextField()  # host:pid:random
    ends = DoubleField()  # machine; expires then, unless renewed


class MailboxTable(Table):
    """The cursor of a mailbox: how far it has been read."""

    name = TextField(primary_key=True)  # Arrival.mailbox
    uidvalidity = TextField()  # the UIDVALIDITY `highest` belongs to
    highest = IntegerField(null=True)  # the highest numeric uid stored; null where uids are not numbers
    read_at = TextField(null=True)  # moment it was last read to its end; null: not since it was last unreachable


class TicketTable(Table):
    """One conversation. `state` is the whole ticket; record.py repeats in other columns what is looked up by them."""

    n = IntegerField(primary_key=True)  # never reused; a gap means a lost ticket
    number = TextField(index=True)  # as shown to people
    token = TextField()
    status = TextField()
    subject = TextField()
    requester = TextField(null=True)  # address
    requester_name = TextField()
    owner = TextField(null=True)  # operator's name
    category = TextField(null=True)
    opened_at = TextField(null=True)  # moment, like the next three
    claimed_at = TextField(null=True)
    first_answered_at = TextField(null=True)
    closed_at = TextField(null=True)
    breaches = IntegerField()
    state = TextField()  # JSON of the whole core.ticket.Ticket
    version = IntegerField()  # number of events applied; optimistic locking: an update names the version it saw
    wake_at = TextField(null=True)  # moment this ticket must be looked at next
    wake_rules = TextField()  # fingerprint of the rules `wake_at` was computed under

    class Meta:
        constraints = (Check("version > 0"), Check("n > 0"))


class CustomerTable(Table):
    """Every address that is a customer of a ticket, case-folded."""

    address = TextField()
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", index=False)

    class Meta:
        primary_key = CompositeKey("address", "ticket")


class FloodTable(Table):
    """A flood: mails of one kind beyond `limits.mails`, quarantined together."""

    id = IntegerField(primary_key=True)
    what = TextField()  # sender | domain | ticket
    who = TextField()  # address, "@" and a domain, "#" and a ticket's number
    began_at = TextField()  # moment
    last_at = TextField()  # moment of its newest mail
    held = IntegerField()  # mails
    told = IntegerField()  # of them when the PIC last heard


class LetterAbout(Table):
    """What a letter to the PIC was about, so that a one-word reply decides about it."""

    message_id = TextField()
    what = TextField()  # flood: its id | page: of the list of held mails, from 0 | mail, alone: its id in the inbox
    number = IntegerField()

    class Meta:
        primary_key = CompositeKey("message_id", "what", "number")
        indexes = ((("what", "number"), False),)


class ConfirmationTable(Table):
    """A letter `confirm`: what a *yes* in reply to it does. Those of one question share `act` and `asked_at`."""

    message_id = TextField(primary_key=True)
    reader = TextField()  # address, case-folded
    act = TextField()  # JSON of core.confirmations.Act
    asked_at = TextField()  # moment
    ended_at = TextField(null=True)  # moment: answered with yes or no, by one of its readers
    ended_by = TextField(null=True)

    class Meta:
        indexes = ((("asked_at",), False),)


class InboxTable(Table):
    """Every mail ever fetched, and its outcome. The bytes are in InboxRaw, so that updating a row does not rewrite
    megabytes."""

    id = IntegerField(primary_key=True)
    mailbox = TextField()  # (mailbox, uidvalidity, uid) identifies a mail for ever
    uidvalidity = TextField()
    uid = TextField()
    arrived_at = TextField()  # moment, by the mail server's clock (INTERNALDATE)
    recorded_at = TextField()  # moment, by our clock
    envelope_from = TextField(null=True)  # null: not known; "": null reverse-path (RFC 5321 §4.5.5)
    envelope_to = TextField()  # JSON: addresses
    oversize = IntegerField()  # > 0: real size of a mail over the limit, of which only the headers are stored
    size = IntegerField()  # bytes stored, unpacked
    state = TextField()  # waiting | done | parked
    outcome = TextField(null=True)  # not null exactly when state is done
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", null=True, index=False)
    reason = TextField(null=True)  # why this outcome; the traceback when parked; the last error while it waits
    message_id = TextField()  # "" until done; with digest it recognises duplicates
    digest = TextField()  # Message.digest
    released_by = TextField(null=True)  # who released it from quarantine: not to be quarantined again
    tries = IntegerField()
    not_before = DoubleField(null=True)  # machine
    worker = TextField(null=True)  # worker.id that has claimed it
    done_at = TextField(null=True)  # moment
    expired_at = TextField(null=True)  # moment its bytes were removed: `retention:`, or a customer was erased
    deaths = IntegerField()  # workers that died while processing it (poison message); > 0: it is claimed alone
    flood = ForeignKeyField(FloodTable, column_name="flood_id", null=True, index=False)  # with which it was held
    sender = TextField(null=True)  # of one that is or was quarantined: address, case-folded; "" where none is named
    as_ticket = IntegerField(constraints=[SQL("DEFAULT 0")])  # 1: a person lets it out as a ticket of its own
    proof = TextField(null=True)  # JSON of core.proofs.Proofs, if it proved a colleague when the mail came
    weight = IntegerField(constraints=[SQL("DEFAULT 0")])  # of such a one: the more, the likelier a person wrote it

    class Meta:
        constraints = (
            Check("state IN ('waiting', 'done', 'parked')"),
            Check("(state = 'done') = (outcome IS NOT NULL)"),
        )
        indexes = ((("mailbox", "uidvalidity", "uid"), True),)


class InboxRawTable(Table):
    inbox = ForeignKeyField(InboxTable, column_name="inbox_id", primary_key=True)
    data = BlobField()  # packed: the mail as it came

    class Meta:
        table_name = "inbox_raw"


class OccasionTable(Table):
    """The journal: each occasion with everything needed to decide it again. One occasion may touch several tickets."""

    id = IntegerField(primary_key=True)
    at = TextField()  # moment
    kind = TextField()
    ticket = IntegerField(null=True, column_name="ticket_n")  # the ticket it was about; may not exist yet
    data = TextField()  # JSON
    rules = TextField()  # fingerprint


class EventTable(Table):
    """The event log, append-only: what has happened to a ticket."""

    id = IntegerField(primary_key=True)
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", index=False)
    seq = IntegerField()  # 1, 2, 3 …: Ticket.version after it
    at = TextField()  # moment it happened (a mail's arrival); when it was recorded stands in its occasion
    kind = TextField()
    actor = TextField(null=True)
    data = TextField()  # JSON
    occasion = ForeignKeyField(OccasionTable, column_name="occasion_id", index=False)

    class Meta:
        indexes = ((("ticket", "seq"), True), (("kind", "at"), False))


class LinkTable(Table):
    """The hash chain: what each transaction chained, in order (hash_chain.py). The newest head is in `meta`."""

    n = IntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    entries = TextField()  # lines of hash_chain.Chained
    head = TextField()  # sha256, hex


class LetterTable(Table):
    """The outbox: letters as they are sent and, with the same Message-ID, sent again. The bytes are in LetterData."""

    id = IntegerField(primary_key=True)
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", null=True)  # null: digest, alarm
    kind = TextField()  # the canned letter's name, or "answer"
    message_id = TextField(unique=True)
    sender = TextField()  # envelope
    recipients = TextField()  # JSON: envelope addresses
    addressee = TextField()  # the first reader's address, case-folded
    people = TextField()  # JSON: {"to": [[address, name]], "cc": […]}
    subject = TextField()
    text = TextField()
    size = IntegerField()  # bytes, unpacked
    state = TextField()  # waiting | sent | failed | dropped
    created_at = TextField()  # moment
    sent_at = TextField(null=True)  # moment
    tries = IntegerField()
    not_before = DoubleField(null=True)  # machine
    worker = TextField(null=True)
    results = TextField()  # JSON: {address: {"state": sent | later | failed | dropped, "words": server's}}
    expired_at = TextField(null=True)  # as of a mail
    version = IntegerField(null=True)  # of its ticket when it was written; null: not known
    due_at = TextField(null=True)  # moment it may leave; null: at once, or its moment has come
    about = IntegerField(null=True)  # number of the event of the answer it carries, tells of, or has to follow

    class Meta:
        constraints = (Check("state IN ('waiting', 'sent', 'failed', 'dropped')"),)
        indexes = ((("addressee", "kind", "created_at"), False),)


class LetterFiles(Table):
    """Attachments shared by several letters, as the end of each."""

    digest = TextField(primary_key=True)  # sha256 of the bytes, hex
    data = BlobField()  # packed

    class Meta:
        table_name = "letter_files"


class LetterDataTable(Table):
    letter = ForeignKeyField(LetterTable, column_name="letter_id", primary_key=True)
    data = BlobField()  # packed
    files = ForeignKeyField(LetterFiles, column_name="files", null=True)  # what follows `data`; null: nothing

    class Meta:
        table_name = "letter_data"


class MessageTable(Table):
    """People's mails on a ticket, and the letters to its customer."""

    id = IntegerField(primary_key=True)
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", index=False)
    at = TextField()  # moment it arrived, or was written
    direction = TextField()  # in | out
    sender = TextField(null=True)  # JSON: [address, name]
    recipients = TextField()  # JSON: {"to": …, "cc": …}
    subject = TextField()
    message_id = TextField()  # "" when the mail had none
    text = TextField()
    attachments = TextField()  # JSON: [{name, content_type, size, …}]
    sent_date = TextField(null=True)  # moment its Date header claims
    inbox = ForeignKeyField(InboxTable, column_name="inbox_id", null=True, index=False)
    letter = ForeignKeyField(LetterTable, column_name="letter_id", null=True, index=False)

    class Meta:
        constraints = (Check("direction IN ('in', 'out')"),)
        indexes = ((("ticket", "at"), False),)


class DocumentTable(Table):
    """What can be found: each mail, letter, note and attachment of a ticket, newer ones with higher ids. The words are
    in the table `words`, which each database has in its own way (fts5.py, tsvector.py)."""

    id = IntegerField(primary_key=True)
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", index=False)
    kind = TextField()  # mail | letter | note | attachment
    source_id = IntegerField()  # message.id; of a note event.seq
    part = IntegerField()  # of an attachment: its place in message.attachments, from 1
    at = TextField()  # moment
    digest = TextField()  # of the words that were indexed; "": not yet
    text = TextField(null=True)  # of an attachment, as far as it could be read
    reading = IntegerField(null=True)  # 1: an attachment that has to be read yet

    class Meta:
        constraints = (Check("kind IN ('mail', 'letter', 'note', 'attachment')"),)
        indexes = ((("ticket", "kind", "source_id", "part"), True),)


class ThreadTable(Table):
    """Message-IDs of each ticket, for In-Reply-To and References; other keys begin with a prefix (prefetch.py)."""

    message_id = TextField()
    ticket = ForeignKeyField(TicketTable, column_name="ticket_n", index=False)
    kind = TextField()  # the letter's kind, or "mail"
    letter = ForeignKeyField(LetterTable, column_name="letter_id", null=True, index=False)

    class Meta:
        primary_key = CompositeKey("message_id", "ticket")


class EndingTable(Table):
    """The last lines of earlier mails: what is the same each time is a signature, or the footer of a list."""

    who = TextField()  # a colleague's address, or "list:" and the list's name; case-folded
    inbox = ForeignKeyField(InboxTable, column_name="inbox_id", index=False)
    author = TextField()  # address, case-folded
    text = TextField()  # the last lines, blank ones left out

    class Meta:
        primary_key = CompositeKey("who", "inbox")
        indexes = ((("inbox",), False),)
