"""Whether a mail is encrypted for someone else: by S/MIME, PGP or Microsoft."""

from __future__ import annotations

from mailflow.mail.mime import PKCS7
from mailflow.mail.mime_tree import MimePart, MimeTree

_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_PGP_FILES = (".asc", ".pgp", ".gpg")
# Of a multipart/encrypted, Exchange leaves only application/pgp-encrypted beside a file.
_SEALED = ("application/pgp-encrypted", "application/x-microsoft-rpmsg-message")


def is_sealed(tree: MimeTree, words: str) -> bool:
    """Whether the mail's text cannot be read. An encrypted file beside readable `words` is only an attachment, and a
    signed mail is not encrypted."""
    if _ARMOUR in words:
        return True
    leaves = tree.root.leaves()
    if any(leaf.content_type in _SEALED or _is_pgp_part(leaf) or _is_rights_protected(leaf) for leaf in leaves):
        return True
    first, wordless = next((leaf for leaf in leaves), None), not words.strip()
    if wordless and any(_is_pgp_file(tree, leaf) for leaf in leaves):
        return True
    return any(_is_smime(leaf) and (leaf is first or wordless) for leaf in leaves)


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
