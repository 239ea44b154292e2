"""Tickets, and what the desk knows of itself.

    record.py      the only writer of tickets: events, row and letters become true together
    tickets.py     tickets read: by number, by clues, those whose alarm has rung
    numbers.py     the next number
    status.py      which tickets are still going, as SQL sees it
    prefetch.py    what several mails will ask one by one, asked at once
    colleagues.py  who was ever a colleague
    worked.py      the hours in force and those before them
    holdings.py    what the rules in force give the desk, and which edit was accepted
    meta.py        a few named texts: secret, beginning, next number

Not here: the mails themselves (mail/), figures (read/).
"""
