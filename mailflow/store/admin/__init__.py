"""Queries and changes that only commands need, not the daemon.

    doctor.py     invariants that must hold
    failovers.py  which server leads, what its promotion has cost
    search_check.py  the search index compared with the texts
    totals_check.py  the sums that are kept, compared with what is there
    backup.py     an online copy of the database
    page_copy.py  its pages, and which of them have changed since another copy
    erase.py      removes a customer's data from the tables
    redact.py     removes words from the tables
    scratch.py    what an import must remember of its earlier lines, in a scratch file
    import_plan.py  which old mails belong together, in a scratch file
    retention.py  which bytes are old enough to delete
    log_changes.py  words of an event go: the one exception from append-only
    chained_rows.py  what the hash chain is about, as it is now
    space.py      the disk they leave behind, given back
    journal.py    occasions in the order they happened, for rebuild
    dry_run.py    runs something and rolls it back

Not here: which command calls it when (flow/admin/).
"""
