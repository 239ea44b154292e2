"""Delivery reports (RFC 3464), receipts (RFC 8098) and complaints (RFC 5965): what they say, and about which
letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import BouncedRecipient, Report
from mailflow.lazy_dataclasses import replace
from mailflow.mail import addresses, encoded, headers, receipts, report_reasons
from mailflow.mail.bounce_signs import MAX_WORDS, RETURNED, gave_up, says_delayed_or_delivered
from mailflow.mail.headers import Headers
from mailflow.mail.ids import message_ids
from mailflow.mail.mime_tree import MimePart, MimeTree
from mailflow.mail.transfer import decoded

MAX_RECIPIENTS = 200
MAX_REPORT = 200_000  # bytes of a report part that are read

DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_ACTIONS = {"failure": "failed", "fail": "failed", "delay": "delayed", "success": "delivered"}
_KNOWN_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")  # RFC 3464 §2.3.3


def read(tree: MimeTree, text: str) -> Report:
    """The content of a report: the result of each recipient, and which of our letters it is about."""
    found = recipients(tree, text) or receipts.refused(tree, text)
    if not any(one.email for one in found):  # Exim names a mailbox file instead of the user's address
        known = found[0] if found else None
        found = [_known(one, known) for one in _free_form(tree, text)] or found
    told = tuple(_with_reason(one, notice(text)[:MAX_WORDS]) for one in found[:MAX_RECIPIENTS])
    return Report(told, _original_id(tree, text), _original_references(tree))


def _with_reason(one: BouncedRecipient, words: str) -> BouncedRecipient:
    """What the status part leaves out stands in the text beside it, as a rule."""
    return one if one.diagnostic else replace(one, diagnostic=report_reasons.reason(words, one.email))


def receipt(tree: MimeTree, text: str) -> Report:
    """Which letter a read receipt or a complaint is about; no recipient failed."""
    return Report((), _original_id(tree, text))


def _known(one: BouncedRecipient, known: BouncedRecipient | None) -> BouncedRecipient:
    """A recipient found in the text, with the details of a status part that names no address."""
    return one if known is None else replace(known, email=one.email)


def recipients(tree: MimeTree, text: str) -> list[BouncedRecipient]:
    """The recipients of a delivery status part; its `text` shows better whether a delay is over."""
    found = [one for group in status_groups(tree) if (one := _recipient(group)) is not None]
    return [_over(one, text) for one in found] if any(one.action == "delayed" for one in found) else found


def _over(one: BouncedRecipient, text: str) -> BouncedRecipient:
    ended = one.action == "delayed" and gave_up(one.status, f"{notice(text)[:MAX_WORDS]}\n{one.diagnostic}")
    return replace(one, action="failed") if ended else one


def status_groups(tree: MimeTree) -> list[Headers]:
    return [group for leaf in tree.root.leaves() if leaf.content_type in DELIVERY for group in _groups(tree, leaf)]


_INNER = LazyPattern(
    rb"^content-transfer-encoding:[ \t]{0,5}base64[ \t]{0,5}\n(?:[\w-]{1,40}:.{0,200}\n){0,5}\n", re.I | re.M
)


def _groups(tree: MimeTree, leaf: MimePart) -> list[Headers]:
    """The field blocks of a delivery status, separated by any number of blank lines (mail.md 2.1)."""
    data = tree.body(leaf)[:MAX_REPORT].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if (inner := _INNER.search(data)) is not None and b":" not in data[inner.end() :]:  # a gateway has encoded the rest
        data = data[: inner.end()] + decoded("base64", memoryview(data[inner.end() :]))
    groups: list[Headers] = []
    for block in re.split(rb"\n[ \t]*(?:\n[ \t]*)+", data.strip(b"\n")):
        fields, _ = headers.split(block + b"\n", 0, len(block) + 1)
        pieces: list[list[tuple[str, bytes]]] = [[]]
        for name, value in fields.fields:
            if name == "final-recipient" and any(known == name for known, _ in pieces[-1]):
                pieces.append([])  # several recipients without a blank line in between
            pieces[-1].append((name, value))
        groups += [Headers(piece) for piece in pieces if piece]
    return _joined(groups)


def _joined(groups: list[Headers]) -> list[Headers]:
    """Blocks that a stray blank line has split, joined again."""
    out: list[Headers] = []
    for group in groups:
        torn = "action" not in group and "final-recipient" not in group and "reporting-mta" not in group
        whole = out and "action" not in out[-1] and ("final-recipient" in out[-1] or "original-recipient" in out[-1])
        if out and ((torn and "final-recipient" in out[-1]) or (whole and "final-recipient" not in group)):
            out[-1] = Headers(out[-1].fields + group.fields)
        else:
            out.append(group)
    return out


def _recipient(group: Headers) -> BouncedRecipient | None:
    action = re.split(r"[\s;(]", group.get("action").lower().strip(), maxsplit=1)[0]
    address = (
        _typed(group.get("final-recipient"))
        or _typed(group.get("original-recipient"))
        or _typed(group.get("x-actual-recipient"))
    )
    diagnostic = _diagnostic(group.get("diagnostic-code"))
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", group.get("status")) or _STATUS.search(diagnostic)
    if not address and not action:
        return None
    action = _ACTIONS.get(action, action)
    if action not in _KNOWN_ACTIONS:  # OpenSMTPD: "error"
        action = "delayed" if status and status[0].startswith("4") else "failed"
    original = _typed(group.get("original-recipient"))
    return BouncedRecipient(address, action, status[0] if status else "", diagnostic, original)


def _diagnostic(value: str) -> str:
    """`smtp; 550 5.1.1 no such user`, folded as servers do → what the server said (RFC 3464 §2.3.6)."""
    words = " ".join(headers.one_line(encoded.decode_words(value)).split())[:1_000]
    return re.sub(r"^[A-Za-z][\w-]{0,30} ?; ?", "", words)


def _typed(value: str) -> str:
    """`rfc822; budi@desk.example` → the address; broken senders omit the type."""
    _, semicolon, rest = value.partition(";")
    found = addresses.parse((rest if semicolon else value).strip().strip(";"))
    return found[0].email if found else ""


_STATUS = LazyPattern(r"(?<![\d.])[45]\.[0-7]\.\d{1,3}(?![\d.])")  # RFC 3463 §2; 2.0.12 is a version number
_COPY = LazyPattern(
    r"^[\s>]{0,4}(?:return-path:|received:|message-id:|from:|-{2,}.{0,60}(?:copy of|original|returned|unsent|"
    r"below this line|message|header)"
    r"|.{0,60}(?:message headers? follow|original message follows|(?<!a )copy of (?:the|your) message|"
    r"diagnostic information for administrators))",
    re.IGNORECASE | re.MULTILINE,
)
# The failed addresses come after this, whatever addresses the summary before it names.
_FOLLOWING = LazyPattern(
    r"(?:following|these) (?:e-?mail )?(?:recipient|address|user|mailbox|person|people)[^\n]{0,80}"
    r"|recipients? (?:was|were) affected[^\n]{0,20}|address(?:es)? to which[^\n]{0,60}"
    r"|(?:failed|undeliverable|invalid) (?:recipient|address)(?:s|es)?\b|"
    r"(?:penerima|alamat) (?:berikut|ini)[^\n]{0,60}",
    re.IGNORECASE,
)
_SUMMARY = LazyPattern(
    r"^[ \t>*]{0,12}(?:from|to|cc|subject|sent|date|sender|original sender|reply-to|mail from|dari|kepada|"
    r"perihal)[ \t]{0,4}[:：].{0,400}$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = LazyPattern(r"[A-Za-z][\w-]{1,40}:[ \t]")
_ADDRESSES = LazyPattern(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


def _free_form(tree: MimeTree, text: str) -> list[BouncedRecipient]:
    """Recipients of free-form reports: named in a header, else every address above the returned copy."""
    fields = tree.root.headers
    named = [one.email for value in fields.all("x-failed-recipients") for one in addresses.parse(value)]
    words = text[:MAX_WORDS]
    if not named:  # Amazon's notifications are JSON
        named = re.findall(r'"emailAddress\\?"\s?:\s?\\?"([^"\\\s]{3,254}@[^"\\\s]{1,254}?)\\?"', words)
    if not named:
        senders = {one.key for name in ("from", "to", "reply-to") for one in addresses.parse(fields.get(name))}
        regions = _regions(words)
        named = next((found for region in regions if (found := _failed(region, senders))), [])
        if not named and _FOLLOWING.search(words):
            named = _ADDRESSES.findall(regions[0])[:1]  # a report to oneself, or to a postmaster
        named = named or _returned_to(tree, words)
    action = says_delayed_or_delivered(fields.words("subject"), text) or "failed"
    return [BouncedRecipient(email, action, _status_near(words, email)) for email in list(dict.fromkeys(named))[:20]]


def _returned_to(tree: MimeTree, words: str) -> list[str]:
    """The recipients of the returned mail, if there is one: the report itself may name none."""
    fields = next(returned(tree), None)
    if fields is None and (copy := _COPY.search(words)):
        head = words[copy.end() :].partition("\n")[2]
        data = head.encode("utf-8", "replace") if _FIELD.match(head.lstrip()) else b""
        fields = headers.split(data, 0, len(data))[0] if data else None
    found = addresses.parse(fields.get("to")) if fields is not None else []
    return [found[0].email] if len(found) == 1 else []


def _regions(words: str) -> list[str]:
    """Parts of the text where the failed addresses may be, most likely first."""
    regions = []
    if follows := _FOLLOWING.search(words):
        below = words[follows.end() :]
        copy = _COPY.search(below)
        regions.append(below[: copy.start()] if copy else below)
    copy = _COPY.search(words)
    above = words[: copy.start()] if copy else words
    return [*(_SUMMARY.sub("", region) for region in regions), _SUMMARY.sub("", above), above]


def _failed(region: str, senders: set[str]) -> list[str]:
    """The addresses in a region, except those of the mail itself and of servers."""
    found = (addresses.addr_spec(re.sub(r"(?i)^\W{0,3}smtp=", "", one)) for one in _ADDRESSES.findall(region))
    return [
        one
        for one in found
        if one and one.casefold() not in senders and not re.match(r"postmaster|mailer-daemon|abuse", one, re.IGNORECASE)
    ]


def _status_near(words: str, email: str) -> str:
    """The status given for one address, else the first of the report."""
    place = words.lower().find(email.lower())
    found = _STATUS.search(words, max(0, place), max(0, place) + 400) or _STATUS.search(words)
    return found[0] if found else ""


_ANNOUNCED = LazyPattern(
    r"^[ \t>]{0,8}(?:[-=*]{2,}.{0,60}(?:copy of|original (?:mail|message)|returned (?:mail|message)|unsent message|"
    r"below this line|headers? (?:of|follow))"
    r"|(?:the )?(?:original|returned|unsent) (?:mail|message)(?: headers?)? follows?|message headers? follow"
    r"|original message headers:?[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)


def notice(text: str) -> str:
    """The text of a bounce above the returned copy. What a server writes about the returned mail (its subject and
    recipients) is not a quotation."""
    copy = _ANNOUNCED.search(text, 0, MAX_WORDS)
    above = text[: copy.start()].strip() if copy else ""
    return above or text.strip()


def returned(tree: MimeTree) -> Iterator[Headers]:
    """The headers of the mails that are sent back in a report, in their order."""
    return (fields_of(tree, leaf) for leaf in tree.root.leaves() if leaf.content_type in RETURNED)


def fields_of(tree: MimeTree, part: MimePart) -> Headers:
    """The header that stands in a part: a mail's, or the first fields of a report's."""
    data = tree.body(part)[:MAX_REPORT].lstrip(b"\r\n")
    return headers.split(data, 0, len(data))[0]


def _original_references(tree: MimeTree) -> tuple[str, ...]:
    """References of the returned mail: a relay may have replaced its Message-ID (mail.md 4.3)."""
    fields = next(returned(tree), None)
    return message_ids(fields.get("references")) if fields is not None else ()


def _original_id(tree: MimeTree, text: str) -> str:
    """Message-ID of the returned mail: from the attached mail or its headers, else from the copy in the text."""
    for fields in returned(tree):
        if ids := message_ids(fields.get("message-id")):
            return ids[0]
    for leaf in tree.root.leaves():
        if leaf.content_type in (*DELIVERY, *receipts.TYPES):
            fields = fields_of(tree, leaf)
            for name in ("x-original-message-id", "original-message-id", "x-supplementary-info-message-id"):
                if ids := message_ids(fields.get(name)):
                    return ids[0]
    found = re.search(
        r"^[>\s|]{0,6}Message-I[Dd]:\s{0,5}(<[^<>\s]{3,300}>)", text[:MAX_REPORT], re.MULTILINE | re.IGNORECASE
    )
    return found[1] if found else ""
