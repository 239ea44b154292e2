"""Changing a ticket: an occasion comes in, events are recorded, letters are rendered, all in one transaction.

    handle.py         the only way a ticket changes
    typed_command.py  a command typed at the terminal: refused, or carried out with its letters
    log.py            a ticket's log as the core reads it
    merging.py        the two tickets of a merge
    rules_now.py      the rules in force, with who is away at this moment
    presence.py       what is heard of a colleague's presence
    render.py         renders a letter the core decided on to finished bytes for the outbox
    introduced.py     who the customer is, as the register knows him, for the announcement
    letter_limits.py  how many automatic letters `limits:` let through
    undeliverable.py  a letter that could not be delivered: an occasion on its ticket
    answered.py       what a mail replies to
    files.py          the attachments of a letter
    others.py         what an operator's words name of another customer
    others_numbers.py … of those, telephone, receipt and student numbers
    offer_to_all.py   an answer may go to every customer of an incident: its author is asked
    request_data.py   the data of a request, for letters and `show`
    transcript.py     the conversation so far and the notes, for a colleague who gets the ticket midway
    survey.py         a vote that does not come by mail
    search_hits.py    what `/cari` has found
    filed_receipts.py programs' receipts that a rule filed: on no ticket, and found nevertheless
    ticket_list.py    the tickets a colleague has asked for by `/daftar`

Not here: finding the ticket (settle/), deciding what follows (core/), sending (deliver.py).
"""
