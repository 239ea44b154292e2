"""Disposition notifications (RFC 8098): what happened to a delivered mail or, as `deleted`, to one that was not
delivered.

Sieve's reject (RFC 5429 §2.1.2) and servers with a full mailbox use this form too. Deleting a mail unread in Outlook
creates the same `automatic-action/…; deleted`, so the other words decide.
"""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import BouncedRecipient
from mailflow.mail import addresses, headers
from mailflow.mail.headers import Headers
from mailflow.mail.mime_tree import MimeTree

TYPES = ("message/disposition-notification", "message/global-disposition-notification")
MAX_WORDS = 3_000
MAX_REASON = 300
_MAX_PART = 50_000

READ_SUBJECT = LazyPattern(
    r"\s*(?:read|not read|deleted|dibaca|tidak dibaca|telah dibaca|belum dibaca|dihapus|"
    r"gelesen|ungelesen|nicht gelesen|lu|non lu|leído|no leído|lida|não lida|letto|non letto|gelezen|niet gelezen|"
    r"läst|oläst|læst|ulæst|lest|ulest|luettu|okundu|přečteno|przeczytane|прочитано|не прочитано|"
    r"已读|未读|已讀|未讀|開封済み|未開封|읽음|읽지 않음)\s?[:：]",
    re.IGNORECASE,
)
READ_WORDS = LazyPattern(
    r"(?:your message\s.{0,400}?\s(?:was|has been) (?:read|displayed|deleted)|(?:pesan|"
    r"email) anda\s.{0,400}?\s(?:telah|sudah) (?:dibaca|dihapus)|wurde .{0,80}gelesen|without being read|"
    r"tanpa dibaca|ungelesen gelöscht|sans (?:avoir été )?lu)",
    re.IGNORECASE | re.DOTALL,
)
_REFUSED = LazyPattern(
    r"reject|refus|quota|(?:mailbox|inbox|storage|disk).{0,30}(?:full|exceed|limit)|"
    r"not (?:been )?(?:delivered|accepted)|could not be delivered|undeliver|denied|blocked|does not (?:accept|want)|"
    r"ditolak|menolak|tolak|penuh|kuota|tidak (?:diterima|menerima|dapat dikirim)|"
    r"abgelehnt|abgewiesen|zurückgewiesen|voll\b|rifiut|rechaz|geweigerd|отклон|отказ|переполнен|拒|満杯",
    re.IGNORECASE,
)
_SIEVE = LazyPattern(r"sieve|pigeonhole|dovecot|cyrus|mail delivery|lda\b|lmtp|exim|stalwart|mailutils", re.IGNORECASE)
_ITS_CLIENT = ("thread-index", "x-ms-has-attach", "x-originatororg", "x-ms-exchange-organization-scl", "x-mimeole")


def notifications(tree: MimeTree) -> list[Headers]:
    """The fields of each disposition notification."""
    found = []
    for leaf in tree.root.leaves():
        if leaf.content_type in TYPES:
            data = tree.body(leaf)[:_MAX_PART].lstrip(b"\r\n")
            found.append(headers.split(data, 0, len(data))[0])
    return found


def is_refusal(tree: MimeTree, subject: str, text: str) -> bool:
    """Whether a program discarded the mail before any person could see it: a failure, not a receipt."""
    said = notifications(tree)
    if not any(_thrown_away(fields) for fields in said):
        return False
    outer, words = tree.root.headers, f"{subject}\n{text[:MAX_WORDS]}"
    if "reject" in outer.get("auto-submitted").lower():
        return True
    if READ_SUBJECT.match(subject) or READ_WORDS.search(text[:MAX_WORDS]):
        return False
    by_server = any(_SIEVE.search(fields.get("reporting-ua")) for fields in said)
    return by_server or _REFUSED.search(words) is not None or not outer.present(_ITS_CLIENT)


def _thrown_away(fields: Headers) -> bool:
    mode, _, rest = fields.get("disposition").lower().partition(";")
    return mode.strip().startswith("automatic-action") and re.split(r"[/,\s]", rest.strip())[0] in ("deleted", "denied")


def refused(tree: MimeTree, text: str) -> list[BouncedRecipient]:
    """The recipients for whom the mail was discarded. The notification has no status code; the reason is only in its
    text."""
    return [
        BouncedRecipient(email, "failed", "", headers.one_line(headers.spaces(text[:MAX_REASON])))
        for fields in notifications(tree)
        if _thrown_away(fields) and (email := _recipient(fields))
    ]


def _recipient(fields: Headers) -> str:
    for name in ("final-recipient", "original-recipient"):
        _, semicolon, rest = fields.get(name).partition(";")
        found = addresses.parse(rest.strip() if semicolon else fields.get(name))
        if found:
            return found[0].email
    return ""
