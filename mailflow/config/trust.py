"""What `trust:` needs of the other parts of rules.yaml."""

from __future__ import annotations

from mailflow.config.checks import announce_words, part, texts
from mailflow.config.tree import RulesTree

LONGEST_WITH_TOKEN = 64 - len("+.12345678.1234567890123456") - 9  # RFC 5321 §4.5.3.1.1; 9 digits of a ticket


def check_trust(tree: RulesTree) -> None:
    """`token` proves nothing once a mail with other recipients contained it, so it cannot be used with letters to
    everyone; and it is a plus tag, for which the address must have room."""
    ways = ways_of(tree)
    if "forwarders" in part(tree, "trust") and "dkim" not in ways:
        what = "trust.forwarders counts only where signatures are checked"
        tree.blame(("trust", "forwarders"), what, "add dkim to trust.operators")
    if "token" not in ways:
        return
    path = ("trust", "operators")
    to, reply_to = announce_words(tree)
    if to == "list" or reply_to == "everyone":
        tree.blame(
            path,
            "trust.operators: token cannot go with announce: list or reply_to: everyone: all would see the token",
            "announce to operators with reply_to: desk, or trust aligned",
        )
    desk = part(tree, "desk")
    if desk.get("plus") is not True:
        what = "trust.operators: token stands behind a plus sign in the desk's address, which desk.plus allows"
        remedy = "write plus: true under desk: if your server delivers desk+anything@, else trust aligned"
        tree.blame(path, what, remedy)
    local = str(desk.get("address") or "").rpartition("@")[0]
    if len(local) > LONGEST_WITH_TOKEN:
        what = f"trust.operators: token has no room in {local}@…, whose part before the @ has {len(local)} characters"
        tree.blame(path, what, f"an address of at most {LONGEST_WITH_TOKEN} characters before the @, or trust aligned")


def ways_of(tree: RulesTree) -> tuple[str, ...]:
    """`trust.operators` as written."""
    return tuple(str(way) for _, way in texts(part(tree, "trust").get("operators", "aligned"), ()))
