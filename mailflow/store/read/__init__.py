"""Read-only queries for people.

    archive.py  one ticket's whole history
    said.py     everybody's new words on one ticket
    tier_shown.py  its exchange with the second tier
    ticket_page.py  tickets a page at a time
    named.py    what a person means by a number, a Message-ID, an address
    exported.py  the bytes of a ticket's conversation
    proven.py   what a proof of one ticket is made of
    search.py   full-text search over all tickets
    reports.py  what happened in a period
    summed.py   the same, of whole days by their sums
    spans.py    the same, from the rows
    span_pack.py  a day's sums as bytes
    figures.py  counters for monitoring
    happened.py  events of all tickets, for programs that follow them
    mirrored.py  what a mirror has not shown yet
    board.py    lists of the tickets that go on, today's figures
    votes.py    the survey's results
    digest.py   what a person must look at

Not here: arithmetic of figures (core/figures.py), printing (cli/).
"""
