"""The database itself, as the rest of store/ uses it.

    opening.py            by URL: created where missing, brought to the newest tables
    database.py           transactions, savepoints, statements; errors in our words; waiting for another's commit
    protocol.py           what an engine must offer
    engines.py            which engine serves a URL
    sqlite.py             what is only true of SQLite
    postgres.py           what is only true of PostgreSQL
    postgres_pipeline.py  statements sent before earlier answers are in
    postgres_listen.py    LISTEN: another process's commit
    postgres_errors.py    SQLSTATE in our words
    postgres_sql.py       our statements as psycopg wants them
    postgres_url.py       `postgresql://…`, read and shown without its password
    connections.py        one connection a thread
    fifo_lock.py          the queue of threads before the one writer
    commit_watch.py       somebody else, thread or process, has committed
    fields.py             instants, JSON and bytes as columns hold them
    like.py               text taken literally by LIKE
    tables.py             what every column means (peewee models)
    peewee_bridge.py      queries built with tables.py, run by the engines
    migrations/           from an older database to today's tables

Not here: anything that knows what a ticket is.
"""
