"""Intake: mail becomes rows of the inbox, and only then its mailbox is told so (T1).

    receive.py        the loop of one mailbox: fetch, store, done; the lock that makes it the only reader on a host
    mailbox_lease.py  the same where daemons of several hosts share a database
    known_mails.py    what the inbox tells a source: what is stored, at which mail its connection breaks
    reconcile.py      for `doctor`: mailbox and inbox compared mail by mail

Not here: what a mail says. Bytes are stored as they come.
"""
