"""The database layer that the rest of store/ uses.

    opening.py            opens a desk's database by URL; creates it or migrates it where needed
    database.py           transactions, savepoints, statements; driver errors translated; waiting for a commit
    protocol.py           what an engine must offer
    statements.py         what statements take and give
    engines.py            which engine serves a URL
    sqlite.py             everything specific to SQLite
    sharing.py            who else may read a database file
    postgres.py           everything specific to PostgreSQL
    postgres_session.py   a session: its settings, and when it is of no more use
    postgres_clock.py     no statement waits for ever: frozen servers, lost standbys
    postgres_leader.py    which of several servers leads
    terms.py              terms of leaders; commits that a promoted server did not have
    seen.py               what this home has seen committed
    postgres_pipeline.py  pipeline mode: statements sent before the results of earlier ones arrive
    postgres_listen.py    LISTEN/NOTIFY: commits of other processes
    postgres_pooler.py    PgBouncer and the like: recognised, refused where sessions are not kept
    postgres_errors.py    SQLSTATE to mailflow's errors
    postgres_sql.py       placeholders and parameters as psycopg expects them
    postgres_url.py       `postgresql://…`: parsed, and shown without its password
    connections.py        one connection per thread
    fifo_lock.py          a fair lock: the queue of threads before the single writer
    lasting.py            what one transaction knows and the next may go on with
    commit_watch.py       notices commits of other threads and processes
    word_index.py         full-text search: what both databases offer
    fts5.py               SQLite's
    tsvector.py           PostgreSQL's
    page_check.py         whether the pages of a SQLite file are whole
    fields.py             how columns hold timestamps, JSON and bytes
    like.py               escaping for LIKE
    table.py              what all tables have in common
    hash_chain.py         the chain over log, mails and letters: its digests
    chain_links.py        the same in the database: one link for each transaction
    tables.py             what every column means (peewee models)
    tables_of_broadcasts.py  the same for broadcasts
    tables_of_figures.py  the same for what the figures count
    tables_of_guards.py   the same for what guards the desk
    tables_of_health.py   the same for the tables of monitoring
    tables_of_register.py the same for the customers' register
    peewee_bridge.py      runs queries built with tables.py on our connections
    migrations/           from the tables of an older version to those of this one

Not here: anything that knows what a ticket is.
"""
