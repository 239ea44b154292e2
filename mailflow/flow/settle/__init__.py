"""Settling: one mail after another is understood, matched, decided, and named an outcome (T2).

    worker.py        takes batches from the inbox, parses outside the lock, decides in slices inside it
    case.py          one mail with all that is known of it before anything is decided
    informed.py      what is known beside a mail: its conversation, what was learned of its author
    reading.py       what a mail says it answers, in this desk's words
    matching.py      which ticket it belongs to: clues followed in order of trust
    chain.py         the questions in their order; the first that answers ends the mail's story
    no_person.py     questions about mail no person wrote now: history, echo, duplicate, bounce, automatic
    copies.py        several copies of one mail: which counts
    dsn.py           delivery status notifications, tied to the letter they are about
    robots.py        whether a request is a robot's next word under another address
    quarantine.py    questions about mail that may not do what it wants: unproven, forged, spam, too early
    flooding.py      what comes too fast is held together, and who hears of it
    rates.py         how many letters, and how many mails, `limits:` let through
    likely.py        how likely a person wrote what is held
    release.py       what becomes of a held mail that a person lets out
    held_page.py     what is held, a page at a time
    digest_reply.py  a colleague's reply to the digest: mails released or dropped
    digest_commands.py  what a line of it may ask, each command one value
    conversation.py  questions about people's mail: it continues a ticket, repeats a complaint, begins one
    new_request.py   who the customer of a new request is
    acknowledging.py whether he is told his number at once

Not here: what an occasion does to a ticket (core/decide.py), parsing (mail/): a write transaction is open.
"""
