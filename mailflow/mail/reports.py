"""Delivery reports (RFC 3464), receipts (RFC 8098) and complaints (RFC 5965): what they say about which letter."""

from __future__ import annotations

import re

from mailflow.core.message import BouncedRecipient, Report
from mailflow.mail import addresses, headers
from mailflow.mail.mime import Part, Tree

MAX_RECIPIENTS = 200
MAX_REPORT = 200_000  # bytes of a report part that are read

DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers")
_FAILED_ACTIONS = {"failure": "failed", "fail": "failed", "delay": "delayed", "success": "delivered"}


def read(tree: Tree, text: str) -> Report | None:
    """The report in a mail that is one; None when it holds neither delivery status nor anything like it."""
    leaves = tree.root.leaves()
    groups = [group for leaf in leaves if leaf.content_type in DELIVERY for group in _groups(tree, leaf)]
    recipients = [one for group in groups if (one := _recipient(group)) is not None]
    if not recipients:
        recipients = _free_form(tree, text)
    return Report(tuple(recipients[:MAX_RECIPIENTS]), _original_id(tree, leaves, text))


def _groups(tree: Tree, leaf: Part) -> list[headers.Headers]:
    """The blocks of fields of a delivery status, whatever number of blank lines separates them (mail.md 2.1)."""
    data = tree.body(leaf)[:MAX_REPORT].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    data = re.sub(rb"\n(?=(?:final-recipient|original-recipient)[ \t]*:)", b"\n\n", data, flags=re.IGNORECASE)
    groups: list[headers.Headers] = []
    for block in re.split(rb"\n[ \t]*(?:\n[ \t]*)+", data.strip(b"\n")):
        fields, _ = headers.split(block + b"\n", 0, len(block) + 1)
        if "original-recipient" in fields and groups and "action" not in groups[-1] and "final-recipient" in groups[-1]:
            groups[-1] = headers.Headers(groups[-1].fields + fields.fields)
        elif "final-recipient" in fields and groups and "action" not in groups[-1] and "original-recipient" in groups[-1]:
            groups[-1] = headers.Headers(groups[-1].fields + fields.fields)
        elif fields.fields:
            groups.append(fields)
    return groups


def _recipient(group: headers.Headers) -> BouncedRecipient | None:
    action = re.split(r"[\s;(]", group.get("action").lower().strip(), maxsplit=1)[0]
    address = _typed(group.get("final-recipient")) or _typed(group.get("original-recipient")) or _typed(group.get("x-actual-recipient"))
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", group.get("status"))
    if not address and not action:
        return None
    action = _FAILED_ACTIONS.get(action, action)
    if not action:
        action = "delayed" if status and status[0].startswith("4") else "failed"
    diagnostic = headers.one_line(headers.decode_words(group.get("diagnostic-code")))[:1_000]
    return BouncedRecipient(address, action, status[0] if status else "", diagnostic)


def _typed(value: str) -> str:
    """`rfc822; budi@desk.example` → the address; broken senders leave the type out."""
    _, semicolon, rest = value.partition(";")
    found = addresses.parse((rest if semicolon else value).strip().strip(";"))
    return found[0].email if found else ""


def _free_form(tree: Tree, text: str) -> list[BouncedRecipient]:
    """Recipients of reports that are only words."""
    named = [a.email for value in tree.root.headers.all("x-failed-recipients") for a in addresses.parse(value)]
    status = re.search(r"\b5\.\d{1,3}\.\d{1,3}\b", text[:20_000])
    return [BouncedRecipient(email, "failed", status[0] if status else "") for email in dict.fromkeys(named)]


def _original_id(tree: Tree, leaves: list[Part], text: str) -> str:
    """Message-ID of the returned mail: from the attached mail or its headers, else from the copy in the text."""
    for leaf in leaves:
        if leaf.content_type in _RETURNED:
            data = tree.body(leaf)[:MAX_REPORT].lstrip(b"\r\n")
            fields, _ = headers.split(data, 0, len(data))
            if ids := headers.message_ids(fields.get("message-id")):
                return ids[0]
    found = re.search(r"^[>\s]{0,6}Message-I[Dd]:\s{0,5}(<[^<>\s]{3,300}>)", text[:MAX_REPORT], re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
