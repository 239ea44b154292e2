"""Mails and letters on their way in and out.

    arrivals.py      put once, whatever mailbox it came by
    unreadable.py    mails at which a server breaks the connection, and when to ask again
    mailboxes.py     how far each mailbox has been read
    inbox.py         taken by one worker, ended with a named outcome, parked, fenced
    held.py          quarantined mails, decided together
    awaited.py       parked replies whose request has come after all
    messages.py      mails filed on a ticket: duplicates, threading
    threads.py       mails never seen, known by the mails that answer them
    acknowledged.py  who has had an acknowledgement lately, and for what
    tally.py         how often something happened, by the hour
    floods.py        mails that came too fast and are held together
    letter_about.py  what a letter told of, for replies of one word
    outbox.py        letters until a server has taken them
    said.py          the texts on a ticket that a reply may quote
    endings.py       the last lines of earlier mails, by colleague and by list: cards and footers
    failures.py      letters that did not reach somebody, over all tickets
    blobs.py         the bytes of many, read at once

Not here: what a mail means (mailflow/mail/), sending (mail/transports/).
"""
