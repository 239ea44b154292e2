"""The validated blocks of servers as settings: mailboxes, outgoing, copies, the probe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from mailflow.config import formats
from mailflow.config.dkim import build_dkim
from mailflow.config.logins import build_oauth
from mailflow.config.schema import (
    AlarmPart,
    ImapPart,
    LmtpPart,
    MaildirOutPart,
    MaildirPart,
    ProbePart,
    SentPart,
    SmtpOutPart,
    SmtpPart,
)
from mailflow.config.settings import (
    ImapBox,
    ListenerBox,
    MailboxSettings,
    MaildirBox,
    MaildirOut,
    Mirror,
    OutgoingSettings,
    SelfProbe,
    SentImap,
    SentMaildir,
    SmtpOut,
)
from mailflow.lazy_dataclasses import replace


def build_mailbox(
    part: ImapPart | MaildirPart | LmtpPart | SmtpPart, home: Path, password_place: str = ""
) -> MailboxSettings:
    match part:
        case ImapPart():
            url, password = formats.without_password(part.imap)
            poll = part.poll.amount.total_seconds()  # type: ignore[union-attr]  # Poll is never working days
            cafile, certfile, keyfile = _files(part, home)
            secret = part.password or password or ""
            mirror = Mirror(part.mirror.keywords, part.mirror.folders or "") if part.mirror else None
            return ImapBox(
                url, secret, part.after, poll, part.since, cafile, password_place, mirror, certfile, keyfile,
                build_oauth(part.oauth),
            )  # fmt: skip
        case MaildirPart():
            poll = part.poll.amount.total_seconds()  # type: ignore[union-attr]
            return MaildirBox(home / part.maildir, part.maildir, part.after, part.since, poll)
        case LmtpPart():
            return _listener("lmtp", part.lmtp, part.allow)
        case SmtpPart():
            return _listener("smtp", part.smtp, part.allow)


def _listener(kind: Literal["lmtp", "smtp"], where: tuple[str, int], allow: tuple[str, ...]) -> ListenerBox:
    host, port = where
    return ListenerBox(kind, host, port, allow)


def build_probe(part: ProbePart | None, desk: str) -> SelfProbe | None:
    return None if part is None else SelfProbe(part.every.amount.total_seconds(), part.to or desk)  # type: ignore[union-attr]


def build_sent(
    part: SentPart | None, mailboxes: Sequence[MailboxSettings], home: Path
) -> SentImap | SentMaildir | None:
    if part is None:
        return None
    if part.maildir:
        return SentMaildir(home / part.maildir, part.maildir)
    box = next((box for box in mailboxes if isinstance(box, ImapBox)), None)
    return SentImap(box, part.folder) if box and part.folder else None


def build_outgoing(
    part: SmtpOutPart | MaildirOutPart | None, home: Path, desk: str, password_place: str = ""
) -> OutgoingSettings | None:
    """`desk`: its address."""
    if isinstance(part, SmtpOutPart):
        return replace(build_smtp(part, home, password_place), dkim=build_dkim(part.dkim, home, desk))
    return MaildirOut(home / part.maildir) if part else None


def build_smtp(part: SmtpOutPart | AlarmPart, home: Path, password_place: str) -> SmtpOut:
    url, password = formats.without_password(part.smtp)
    cafile, certfile, keyfile = _files(part, home)
    oauth = build_oauth(part.oauth)
    return SmtpOut(url, part.password or password, cafile, password_place, certfile, keyfile, oauth)


def _files(part: ImapPart | SmtpOutPart | AlarmPart, home: Path) -> tuple[Path | None, Path | None, Path | None]:
    """The authority's certificate, ours, and the key of ours."""
    cafile, certfile, keyfile = (home / name if name else None for name in (part.cafile, part.certfile, part.keyfile))
    return cafile, certfile, keyfile
