"""A parsed mail: the values `mail/understand.py` makes of bytes, on which everything after it relies.

Nothing here knows MIME or header syntax; nothing after `understand` looks at bytes or headers again.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from mailflow.core.proofs import Proofs
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """An RFC 5322 mailbox (§3.4). `email` is the addr-spec: local part as written, domain lower-case (A-labels for
    IDN)."""

    email: str
    name: str = ""

    @property
    def key(self) -> str:
        """For comparing addresses of people we know: case-folded (mail.md 6.9)."""
        return self.email.casefold()

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


def without_plus(address: str) -> str:
    """`desk+x@d` → `desk@d`; an address without a plus tag is returned unchanged."""
    local, at, domain = address.rpartition("@")
    return f"{local.split('+', 1)[0]}@{domain}" if at and "+" in local else address


def same_list(one: str, other: str) -> bool:
    """Whether two names mean one mailing list, by its address or its List-Id: operator@lists.desk.example is
    operator.lists.desk.example."""
    return one.casefold().replace("@", ".") == other.casefold().replace("@", ".")


class Nature(StrEnum):
    """Who or what wrote this mail. If several apply, the first in this list counts (interfaces.md)."""

    BOUNCE = "bounce"  # a DSN or other report that a letter could not be delivered
    AUTOMATIC = "automatic"  # no person wrote it at that moment: vacation, receipt, delay notice, robot
    ECHO = "echo"  # mailflow itself sent it
    LIST = "list"  # a person, through a mailing list that is not the desk's own
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to the mail. `mail.understand.attachment(raw, index)` returns its content."""

    index: int  # position among the leaf parts of the MIME tree, depth first; what `attachment()` takes
    name: str  # safe to show and to store under; never empty, without path parts
    content_type: str  # lower-case "type/subtype"
    size: int  # bytes after decoding
    sha256: str = ""  # of the decoded content
    content_id: str = ""  # without brackets
    inline: bool = False  # a picture of the text (cid-referenced or disposition inline): shown, perhaps only a logo
    logo: bool = False  # inline picture that looks like part of a signature: it alone is not an answer (mail.md 8.10)


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """One recipient of a delivery report (RFC 3464 §2.3)."""

    email: str  # Final-Recipient or Original-Recipient without its type; "" if missing
    action: str  # failed | delayed | delivered | relayed | expanded, lower-case
    status: str = ""  # "5.1.1"
    diagnostic: str = ""  # Diagnostic-Code: the server's reply
    original: str = ""  # Original-Recipient: the address we wrote to, where the mail was forwarded


@dataclass(frozen=True, slots=True)
class Report:
    """What a bounce or delay notice says (RFC 3464), also for free-form ones."""

    recipients: tuple[BouncedRecipient, ...]
    original_message_id: str = ""  # of the returned mail, with brackets; "" if not found
    original_references: tuple[str, ...] = ()  # its References

    @property
    def failed(self) -> tuple[BouncedRecipient, ...]:
        return tuple(r for r in self.recipients if r.action == "failed")


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the topmost Authentication-Results of our own server says about the author (RFC 8601; mail.md 6.2).

    `aligned` is True only with a DMARC pass, or a DKIM or SPF pass whose domain is aligned with From.
    """

    aligned: bool = False
    dmarc_fail: bool = False
    spf_fail: bool = False  # SPF fails, and nothing else speaks for the author
    reason: str = "no Authentication-Results of the trusted server"
    silent: bool = False  # the trusted server has written nothing
    field: str = ""  # the one field of that server which decided, unfolded
    found: str = ""  # when silent: who else has written the topmost results, perhaps our server under its real name


@dataclass(frozen=True, slots=True)
class Cut:
    """Lines of a mail that were recognised as not the author's new words, and by what."""

    what: str  # quotation | signature | learned card | mobile line | disclaimer | footer | placeholder | banner
    by: str  # in words: "attribution line 'Pada … menulis:'"
    lines: int  # how many lines that are not blank


@dataclass(frozen=True, slots=True)
class Message:
    """One parsed mail. Every field has a value, whatever the bytes were."""

    message_id: str = ""  # normalised, with angle brackets; "" when the mail had none
    in_reply_to: tuple[str, ...] = ()  # ids with brackets
    references: tuple[str, ...] = ()  # ids with brackets, oldest first, capped to the newest 50
    thread_index: str = ""  # the conversation part of Outlook's Thread-Index, in hex; only a hint (mail.md 4.4)
    date: datetime | None = None  # Date header, aware; None when missing or absurd. Only for display: arrival counts
    subject: str = ""  # decoded, one line
    # the author: From, else Reply-To, Sender, Return-Path (mail.md 6.10); None also when a list hides the author
    sender: Address | None = None
    via: Address | None = None  # the list that rewrote From: `sender` is the author behind it, if named
    via_known: bool = False  # that list is ours or trusted, and not forged
    # more than one From field, or authors that contradict each other behind a list: no operator rights (mail.md 6.7)
    several_from: bool = False
    unnamed: bool = False  # From cannot be parsed: `sender` is from another field, or None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To …: addr-specs
    # List-Id / List-Post / X-Mailing-List contents, lower-case; also the desk's own list
    list_ids: tuple[str, ...] = ()
    text: str = ""  # the whole plain text, "\n" line ends, HTML turned to text when there is no plain part
    reply_text: str = ""  # the new words only; "" means empty in the sense of a claim (mail.md 8.9)
    reaction: str = ""  # the emoji of a reaction in the form of a mail program; then there are no new words
    relay_text: str = ""  # the same, cut only what was surely recognised: this is shown to customers and colleagues
    cuts: tuple[Cut, ...] = ()  # what was cut from the text for reply_text
    relay_cuts: tuple[Cut, ...] = ()  # what was cut for relay_text
    marked: str = field(default="", repr=False)  # the text, with private marks for what HTML says about its lines
    # the author's last lines, signature included: signatures are learned from them
    ending: str = field(default="", repr=False)
    footer: int = 0  # lines at the end of the text that a list has added
    attachments: tuple[Attachment, ...] = ()
    nature: Nature = Nature.HUMAN
    nature_reason: str = ""  # the header or words that showed it
    # False: automatic only by weak signs (subject words): stops acknowledgement and claim, discards nothing
    certain: bool = True
    by_program: bool = False  # has the form of what local programs submit (vacation, formail); only a hint
    clientless: bool = False  # plain text without any sign of a mail program that people use; only a hint
    # False: X-Auto-Response-Suppress, Precedence: bulk/list, noreply@, list mail: no acknowledgement
    answerable: bool = True
    spam: bool = False  # X-Spam-Flag: YES and similar
    is_reply: bool = False  # has In-Reply-To/References, or a reply prefix in the subject
    is_forward: bool = False  # forward prefix in the subject together with a forwarded block or message/rfc822
    forwarded: Message | None = None  # the mail inside a forward, one level deep; the forwarder may have invented it
    sealed: bool = False  # its content is encrypted, and not for us
    report: Report | None = None
    authentication: Authentication = field(default_factory=Authentication)
    # what else proves the author: needs keys from DNS and our secret, so `understand` does not know it
    proofs: Proofs = field(default_factory=Proofs)
    loop_marks: tuple[str, ...] = ()  # values of X-Mailflow-Loop headers found; verified by identity.py
    loops: tuple[str, ...] = ()  # addresses X-Loop names, case-folded: an autoresponder's own, or a list's
    notes: tuple[str, ...] = ()  # anomalies: "charset x-foo replaced", "parts beyond 500 dropped", "encrypted"
    digest: str = ""  # sha256 over From, Date and reply text: tells reused Message-IDs apart (mail.md 5.1, 5.4)
    size: int = 0  # bytes as received

    @property
    def recipients(self) -> tuple[Address, ...]:
        return self.to + self.cc

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids of what it replies to: In-Reply-To, else the newest of References (RFC 5322 §3.6.4)."""
        return self.in_reply_to or self.references[-1:]

    @property
    def shown_sender(self) -> Address | None:
        """The author, or the list in From when the author is not known."""
        return self.sender or self.via

    def is_list(self, address: str) -> bool:
        """Whether this mail's list headers or From call that address a list: it is no person's address."""
        if self.via is not None and same_list(address, self.via.email):
            return True
        return any(same_list(address, name) for name in self.list_ids)

    @property
    def is_forged(self) -> bool:
        """Whether our own server found that the author is not the one in From (DMARC fail). Mail no server has checked
        is not forged."""
        return self.authentication.dmarc_fail

    @property
    def is_disowned(self) -> bool:
        """Whether DMARC, or SPF where nothing else speaks for the author, shows that the author did not send it: it
        causes no letters."""
        return self.authentication.dmarc_fail or self.authentication.spf_fail

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments that make a mail non-empty: all except signature logos (mail.md 8.10)."""
        return tuple(a for a in self.attachments if not a.logo)

    @property
    def own_text(self) -> str:
        """The whole text without what a list has added."""
        return self.text.rsplit("\n", self.footer)[0].rstrip() if self.footer else self.text

    @property
    def is_empty(self) -> bool:
        """No new words and no real attachment: the empty reply that only claims (mail.md 8.9)."""
        return not (self.reply_text.strip() or self.files or self.reaction)

    @property
    def automatic(self) -> bool:
        return self.nature in (Nature.BOUNCE, Nature.AUTOMATIC, Nature.ECHO)


@dataclass(frozen=True, slots=True)
class OurAddresses:
    """What `understand` must know about the desk to recognise its own list, server and letters."""

    desk: tuple[str, ...]  # desk.address and desk.also, lower-case
    list: str | None = None  # desk.list, lower-case: not a "list" in the sense of nature
    authserv: tuple[str, ...] = ()  # trust.authserv: whose Authentication-Results count
    trusted_lists: tuple[str, ...] = ()  # trust.lists
    public_lists: tuple[str, ...] = ()  # whose authors are answered, as by a list of ours
    spam_headers: tuple[str, ...] = ()  # spam.headers, lower-case: whose yes marks spam; () for all that are known
    separator: str = ""  # a reply separator line of our letters; "" = none
