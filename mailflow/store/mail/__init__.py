"""Mails coming in and letters going out.

    arrivals.py      stores incoming mail exactly once, whichever mailbox it came by
    unreadable.py    mails at which a server breaks the connection, and when to ask again
    old_mails.py     mails of before, which have ended when they are stored
    mailboxes.py     whether each mailbox has been read to its end
    inbox.py         a mail's life: claimed by a worker, ended with a named outcome, parked
    fences.py        what must be decided before: the order among workers
    mail_proofs.py   what proved a mail's author when it came
    reply_tokens.py  which edition of a colleague's reply token is in force
    sender_verdicts.py  senders a person has blocked or trusted
    held.py          quarantined mails, decided together
    awaited.py       parked and postponed replies whose request has arrived after all
    clues.py         everything that matching a new mail asks, in one call
    unread_files.py  attachments whose text is not in the search index yet
    messages.py      mails filed on a ticket: duplicates, threading
    moved.py         a mail that goes to another ticket, and what a reply leads to
    threads.py       mails never seen, known from the mails that reply to them
    acknowledged.py  recent acknowledgements: who got one, and for what
    tally.py         how often something happened, by the hour
    floods.py        mails that came too fast and are held together
    letter_about.py  what a letter told of, for replies of one word
    party_letters.py letters to the second tier and other parties outside
    outbox.py        letters until a server has accepted them
    waiting.py       answers that do not leave at once: held by their author's word, or until their moment
    departures.py    letters in the order they were written, and what became of them
    said.py          the texts on a ticket that a reply may quote
    endings.py       the last lines of earlier mails, by colleague and by list: signatures and footers
    failures.py      letters that could not be delivered, over all tickets
    chained.py       mails and letters in the hash chain
    blobs.py         reads the bytes of many mails or letters at once

Not here: what a mail means (mailflow/mail/), sending (mail/transports/).
"""
