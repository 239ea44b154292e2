"""Whether a mail's words are encrypted for somebody who is not us: by S/MIME, PGP or Microsoft."""

from __future__ import annotations

from mailflow.mail.mime import PKCS7, MimePart, MimeTree

_ARMOUR = "-----BEGIN PGP MESSAGE-----"
# application/pgp-encrypted beside a file is all that Exchange leaves of a multipart/encrypted.
_SEALED = ("application/pgp-encrypted", "application/x-microsoft-rpmsg-message")


def is_sealed(tree: MimeTree, words: str) -> bool:
    """Whether what its author says in it cannot be read. An encrypted file beside readable `words` is only a file, and
    a signed mail is no encrypted one."""
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
