"""What may be wrong with `sent_folder:`, the folder into which answers are copied."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from mailflow.config.checks import blocks, part
from mailflow.config.tree import RulesTree


def check_sent_folder(tree: RulesTree) -> None:
    """It is some place, and none that mail is read from or letters are put into."""
    value, path = tree.data.get("sent_folder"), ("sent_folder",)
    if value in (None, ""):
        return
    boxes = [block for _, block in blocks(tree, "mailboxes")]
    if isinstance(value, dict) and ("folder" in value) == ("maildir" in value):
        tree.blame(path, "sent_folder: is one folder", "write the name of a folder, or {maildir: var/sent}")
    elif isinstance(value, dict) and "maildir" in value:
        taken = [block.get("maildir") for block in (*boxes, part(tree, "outgoing"))]
        if value["maildir"] in taken:
            tree.blame(path, f"sent_folder: {value['maildir']} is used for mail already", "name a folder of its own")
    else:
        folder = str(value.get("folder") if isinstance(value, dict) else value)
        imap = next((str(block["imap"]) for block in boxes if "imap" in block), None)
        if imap is None:
            remedy = "write {maildir: var/sent} for a folder in Maildir format, or leave it out"
            tree.blame(path, "sent_folder: there is no imap mailbox whose folder it could be", remedy)
        elif folder.casefold() == (unquote(urlsplit(imap).path.strip("/")) or "INBOX").casefold():
            tree.blame(path, f"sent_folder: {folder} is the folder that is read", "name another, such as Sent")
