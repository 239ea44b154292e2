"""Whether a mail is encrypted for someone else: by S/MIME, PGP or Microsoft."""

from __future__ import annotations

from mailflow.mail.mime import PKCS7
from mailflow.mail.mime_tree import MimePart, MimeTree

_ARMOUR = "-----BEGIN PGP MESSAGE-----"
# Of a multipart/encrypted, Exchange leaves only application/pgp-encrypted beside a file.
_SEALED = ("application/pgp-encrypted", "application/x-microsoft-rpmsg-message")


def is_sealed(tree: MimeTree, words: str) -> bool:
    """Whether the mail's text cannot be read. An encrypted file beside readable `words` is only an attachment, and a
    signed mail is not encrypted."""
    if _ARMOUR in words:
        return True
    leaves = tree.root.leaves()
    if any(leaf.content_type in _SEALED or _is_pgp_part(leaf) for leaf in leaves):
        return True
    first = next((leaf for leaf in leaves), None)
    return any(_is_smime(leaf) and (leaf is first or not words.strip()) for leaf in leaves)


def _is_pgp_part(leaf: MimePart) -> bool:
    return leaf.parent is not None and leaf.parent.content_type == "multipart/encrypted"


def _is_smime(leaf: MimePart) -> bool:
    return leaf.content_type in PKCS7 or leaf.filename.lower().endswith(".p7m")
