"""`mirror:` of a mailbox: the pattern of its folders, and what may be wrong with it."""

from __future__ import annotations

from string import Formatter
from urllib.parse import unquote, urlsplit

from mailflow.config.checks import blocks
from mailflow.config.problems import label
from mailflow.config.tree import RulesTree
from mailflow.core.mirror import WORDS, root_of
from mailflow.suggest import advice


def mirror_folders(value: str) -> str:
    """ "Tiket/{owner}", "Tiket/{owner}/{state}": below a folder of its own."""
    try:
        words = [(word, spec, turn) for _, word, spec, turn in Formatter().parse(value) if word is not None]
    except ValueError as wrong:
        raise ValueError(f"{value!r} is no pattern of folders: {wrong}") from None
    for word, spec, turn in words:
        if word not in WORDS or spec or turn:
            raise ValueError(f"{{{word}}} means nothing in a folder's name; {advice(word, WORDS)}")
    if not words or not root_of(value).strip("/. "):
        raise ValueError(f"{value!r} must begin with a folder of its own: write Tiket/{{owner}}")
    return value.strip()


def check_mirror(tree: RulesTree) -> None:
    """What is moved away or deleted cannot show anything; copies lie below no folder that is read."""
    for path, box in blocks(tree, "mailboxes"):
        mirror = box.get("mirror")
        if mirror in (None, False):
            continue
        after = box.get("after")
        if "imap" not in box:
            tree.blame((*path, "mirror"), f"{label(path)}: only an imap mailbox can mirror tickets")
        elif isinstance(after, str) and after.partition(":")[0] in ("move", "delete"):
            what = f"{label(path)}: `mirror:` shows tickets on mails that `after: {after}` takes away"
            tree.blame((*path, "mirror"), what, "write after: keep or after: seen, or leave `mirror:` out")
        pattern = mirror.get("folders") if isinstance(mirror, dict) else mirror
        read = unquote(urlsplit(str(box.get("imap", ""))).path.strip("/")) or "INBOX"
        if isinstance(pattern, str) and read.casefold().startswith(root_of(pattern).strip("/.").casefold() or "\0"):
            tree.blame((*path, "mirror"), f"{label(path)}: copies below {root_of(pattern)} would be read as mail")
