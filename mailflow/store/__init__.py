"""Every line of SQL.

    database.py    url → Database: transactions, savepoints, waiting for another's commit; its errors in our words
    again.py       why a transaction must be done again;  news.py  that somebody else has committed
    status.py      which tickets are still going, as SQL sees it
    sqlite.py postgres.py    what is only true of one of them;  connections.py queries.py  what they share
    fair.py        the queue of threads before the one writer
    fields.py      instants, JSON and bytes as columns hold them;  tables.py, migrations/  the tables
    meta.py workers.py    what the desk knows of itself · who works on it
    inbox.py       put once · take · finish · park
    tickets.py     load · find by clues · those whose alarm has rung;  numbers.py  the next number
    record.py      the only writer of tickets: events + row + letters, together
    messages.py    mails filed on a ticket · duplicates · what to thread an answer under
    strangers.py   of several mails at once: which are new, and from people nothing is going on with
    outbox.py      claim with a lease · sent · failed
    archive.py search.py reports.py    one ticket's whole story; words in all of them; the PIC's figures; read only
    doctor.py      what must never be found

Three kinds of functions: *steps* (put, take, register, beat …) open their own transaction and say so; other *writers*
want to be called inside `with db.transaction():`; *readers* run anywhere. Peewee and sqlite3 never leave this package.
"""
