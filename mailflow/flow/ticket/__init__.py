"""The ticket's door: an occasion comes in, events are recorded, letters are rendered, all in one transaction.

    handle.py         the one door: nothing else changes a ticket
    render.py         a letter the core decided on becomes finished bytes for the outbox
    undeliverable.py  a letter that will never arrive: the ticket hears of it
    files.py          the attachments a letter takes along
    transcript.py     the conversation so far, for whoever gets a ticket in the middle of it
    journal_entry.py  what the journal keeps of an occasion, so that it can be decided again

Not here: finding the ticket (settle/), deciding what follows (core/), sending (deliver.py).
"""
