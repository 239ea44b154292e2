"""Intake (T1): mail becomes rows of the inbox; only then its mailbox is told so.

    receive.py        the loop of one mailbox: fetch, store, mark as done; the file lock that makes it the only reader
    mailbox_lease.py  the same exclusive right where daemons on several hosts share a database
    known_mails.py    what a source may ask of the inbox: which mails are stored, which break the connection
    reconcile.py      for `doctor`: mailbox and inbox compared mail by mail

Not here: what a mail says. Bytes are stored as they come.
"""
