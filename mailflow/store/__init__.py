"""Every line of SQL.

    engine/  one desk's database: transactions, connections, SQLite and PostgreSQL, tables, migrations
    desk/    tickets and their numbers: read, and written by the one writer, record.py
    health/  workers, leases, loops, outages, probes: machine time
    mail/    inbox, outbox, and the mails filed on tickets
    read/    read only: timeline, search, figures, digest
    admin/   what commands need: doctor, backup, erase, retention, journal, dry run

Three kinds of functions: *steps* (put, take, register, beat …) open their own transaction and say so; other *writers*
want to be called inside `with db.transaction():`; *readers* run anywhere.
Not here: decisions, mail's bytes, clocks. Peewee and the drivers never leave this package.
"""
