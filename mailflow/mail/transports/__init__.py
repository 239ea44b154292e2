"""Where mail goes. A transport hands over finished bytes and reports, per recipient, the server's own words.

    protocol.py  what every transport promises, and what it reports
    smtp.py      a submission server; smtp_login.py logs in there, wire.py is what of a letter it is told, refusals.py
                 what its answers mean
    signing.py   one that signs what it hands on (DKIM)
    maildir.py   a folder of files, to look at or to try out

Not here: which letter is due (store/mail/outbox.py), when to try again (flow/deliver.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mailflow.core.mailbox_name import maildir_name
from mailflow.mail.transports.protocol import Outcome as Outcome
from mailflow.mail.transports.protocol import OutgoingOptions as OutgoingOptions
from mailflow.mail.transports.protocol import Sent as Sent
from mailflow.mail.transports.protocol import Transport as Transport


def open_transport(options: OutgoingOptions, home: Path) -> Transport:
    """The transport of the desk; does not connect yet. Relative folders are relative to `home`. Raises ValueError in
    words for the admin when `where` cannot be used."""
    return TRANSPORTS[options.kind](options, home)


def _smtp(options: OutgoingOptions, _: Path) -> Transport:
    from mailflow.mail.transports.smtp import SmtpTransport

    server = SmtpTransport(options.where, options.ours, timeout=options.timeout)
    if options.dkim is None:
        return server
    from mailflow.mail.dkim_signing import DkimSigner
    from mailflow.mail.transports.signing import SigningTransport

    return SigningTransport(server, DkimSigner(options.dkim))


def _maildir(options: OutgoingOptions, home: Path) -> Transport:
    from mailflow.mail.transports.maildir import MaildirTransport

    return MaildirTransport(home / options.where, name=maildir_name(options.where))


# By key of rules.yaml. The modules are imported when used: `mailflow list` needs none of them.
TRANSPORTS: dict[str, Callable[[OutgoingOptions, Path], Transport]] = {"smtp": _smtp, "maildir": _maildir}
