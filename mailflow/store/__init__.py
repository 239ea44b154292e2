"""All SQL of mailflow.

    engine/  one desk's database: transactions, connections, SQLite and PostgreSQL, tables, migrations
    desk/    tickets and their numbers; record.py is the only writer of tickets
    health/  workers, leases, loops, outages, probes: machine time
    mail/    inbox, outbox, and the mails filed on tickets
    read/    read only: timeline, search, figures, digest
    admin/   what commands need: doctor, backup, erase, retention, journal, dry run

There are three kinds of functions. A *step* (put, take, register, beat …) opens its own transaction, and its docstring
says so. A *writer* must be called inside `with db.transaction():`. A *reader* may be called anywhere.

Not here: decisions, parsing of mail, clocks. Peewee and the database drivers are imported nowhere else.
"""
