"""Sources: where mail comes from. A source yields Arrivals and is told when they are durably stored; before that it
changes nothing in the mailbox.

    protocol.py      what every source promises, and what it is given
    imap.py          a folder on an IMAP server; imap_session, imap_fetch, imap_list and idle are its parts
    maildir.py       a folder of files
    lmtp.py          a listener: LMTP, or SMTP behind a server
    rights.py        who may hand in mail there, and for whom
    refusals.py      that it cannot store mail is said once
    strict_smtp.py   its commands: what is malformed is refused for good
    after.py         what becomes of a mail in its mailbox once it is stored
    suspects.py      mails at which a connection broke, and when to ask again
    progress.py      how far a long fetch has come

Not here: what is stored (store/mail/arrivals.py), when to look (flow/intake/).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mailflow.core.mailbox_name import maildir_name
from mailflow.mail.sources.protocol import BATCH_BYTES as BATCH_BYTES
from mailflow.mail.sources.protocol import BATCH_MAILS as BATCH_MAILS
from mailflow.mail.sources.protocol import MAIL_BYTES as MAIL_BYTES
from mailflow.mail.sources.protocol import KnownMails as KnownMails
from mailflow.mail.sources.protocol import LeavesOut as LeavesOut
from mailflow.mail.sources.protocol import MailboxOptions as MailboxOptions
from mailflow.mail.sources.protocol import Source as Source
from mailflow.mail.sources.protocol import Surroundings as Surroundings


def open_source(options: MailboxOptions, around: Surroundings) -> Source:
    """The source of one mailbox; does not connect yet. Raises ValueError in words for the admin when `where` or `after`
    cannot be used."""
    return SOURCES[options.kind](options, around)


def _imap(options: MailboxOptions, around: Surroundings) -> Source:
    from mailflow.mail.sources.imap import ImapSource

    return ImapSource(options, around.known, around.clock)


def _maildir(options: MailboxOptions, around: Surroundings) -> Source:
    from mailflow.mail.sources.maildir import MaildirSource

    return MaildirSource(
        around.home / options.where,
        around.known,
        name=maildir_name(options.where),
        after=options.after,
        poll=options.poll,
        mail_bytes=options.mail_bytes,
        ours=not Path(options.where).is_absolute(),  # relative to the home
    )


def _listener(options: MailboxOptions, around: Surroundings) -> Source:
    from mailflow.mail.sources.lmtp import Listener

    return Listener(
        options.kind,
        options.where,
        around.store,
        around.clock,
        accepts=around.accepts,
        allow=options.allow,
        mail_bytes=options.mail_bytes,
    )


# By key of rules.yaml. The modules are imported when used: `mailflow list` needs none of them.
SOURCES: dict[str, Callable[[MailboxOptions, Surroundings], Source]] = {
    "imap": _imap,
    "maildir": _maildir,
    "lmtp": _listener,
    "smtp": _listener,
}
