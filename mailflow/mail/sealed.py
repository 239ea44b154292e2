"""Whether a mail is encrypted for someone else: by S/MIME, PGP or Microsoft; or its words lie behind a link or in a
page that a service made for one reader."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.mime import PKCS7
from mailflow.mail.mime_tree import MimePart, MimeTree

_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_PGP_FILES = (".asc", ".pgp", ".gpg")
# Of a multipart/encrypted, Exchange leaves only application/pgp-encrypted beside a file.
_SEALED = ("application/pgp-encrypted", "application/x-microsoft-rpmsg-message")
# Gmail's confidential mode, Microsoft, Proton, Tuta, Zix, Virtru, Egress
_PORTALS = LazyPattern(
    r"https?://(?:confidential-mail\.google\.com/|outlook\.office(?:365)?\.com/encryption/|mail\.proton\.me/eo/"
    r"|(?:app|mail)\.(?:tuta|tutanota)\.com/mail/|[\w.-]{1,60}\.zixmail\.net/|secure\.virtru\.com/|switch\.egress\.com/)",
    re.IGNORECASE,
)
_PAGES = LazyPattern(
    r"(?:securedoc\w{0,40}|securemessageatt|secure_?message|encrypted_?message)\.html?$", re.IGNORECASE
)
_SENT_SECRETLY = LazyPattern(
    r"\b(?:confidential|protected|secured?|encrypted|rahasia|terproteksi|terlindungi|terenkripsi|vertrauliche?|geschützte?)\b",
    re.IGNORECASE,
)


def is_sealed(tree: MimeTree, words: str) -> bool:
    """Whether the mail's text cannot be read. An encrypted file beside readable `words` is only an attachment, and a
    signed mail is not encrypted."""
    if _ARMOUR in words:
        return True
    leaves = tree.root.leaves()
    if any(leaf.content_type in _SEALED or _is_pgp_part(leaf) or _is_rights_protected(leaf) for leaf in leaves):
        return True
    if _is_elsewhere(leaves, words):
        return True
    first, wordless = next((leaf for leaf in leaves), None), not words.strip()
    if wordless and any(_is_pgp_file(tree, leaf) for leaf in leaves):
        return True
    return any(_is_smime(leaf) and (leaf is first or wordless) for leaf in leaves)


def _is_elsewhere(leaves: list[MimePart], words: str) -> bool:
    """Behind a service's link or in its page, and said to be; most mails have neither, which costs nothing."""
    linked = "://" in words and _PORTALS.search(words) is not None
    if not linked and not any(leaf.filename and _PAGES.match(leaf.filename) for leaf in leaves):
        return False
    return _SENT_SECRETLY.search(words[:1_000]) is not None


def _is_pgp_part(leaf: MimePart) -> bool:
    return leaf.parent is not None and leaf.parent.content_type == "multipart/encrypted"


def _is_rights_protected(leaf: MimePart) -> bool:
    """Microsoft's protected message, which web mail attaches below words of its own."""
    return leaf.filename.lower().endswith(".rpmsg")


def _is_pgp_file(tree: MimeTree, leaf: MimePart) -> bool:
    """Whether a file holds an encrypted message: web mail and phones attach it to a mail without words. A key or a
    signature is none."""
    return leaf.filename.lower().endswith(_PGP_FILES) and tree.body(leaf)[:200].lstrip().startswith(_ARMOUR.encode())


def _is_smime(leaf: MimePart) -> bool:
    return leaf.content_type in PKCS7 or leaf.filename.lower().endswith(".p7m")
