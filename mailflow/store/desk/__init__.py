"""Tickets, and the desk's own facts.

    record.py      the only writer of tickets: events, row and letters in one transaction
    ticket_rows.py  how a ticket is written as a row
    counted.py     what the figures count, written with the events
    summed_days.py  days that are over, summed for the figures
    totals.py      how many mails and letters ended how, kept beside them
    tickets.py     reads tickets: by number, by clues, by alarm, by owner or customer
    going.py       those that are not over, the most urgent first, as letters list them
    askers.py      names of the customers whose tickets are not over
    numbers.py     the next ticket number
    status.py      the SQL condition of tickets that are still open
    search_index.py  the index of words, in step with messages and notes
    prefetch.py    what a batch of mails will ask one by one, in one query
    colleagues.py  addresses and names of present and former colleagues
    register.py    the customers somebody has entered, by any of their addresses
    broadcasts.py  letters to many of them, and what became of each
    presences.py   what was heard of each colleague's presence
    confirmations.py  questions whose *yes* carries out a dangerous act
    rules_kept.py  the rules deadlines were computed under, by fingerprint
    worked.py      the hours in force and those before them
    silence.py     a colleague's mail about which our mail server said nothing
    list_holds.py  the operators' list holds our letters for its moderator
    holdings.py    people and mailboxes of the rules in force, and which edit of them was accepted
    keyring.py     the secrets that sign our tokens, one after the other
    meta.py        key-value facts: secret, beginning, next number

Not here: the mails themselves (mail/), figures (read/).
"""
