"""Relays that replace the Message-ID of our letters (Amazon SES, Mandrill, some Exchange; mail.md 4.3): references to
the new id are mapped back to ours."""

from __future__ import annotations

from mailflow.core.message import Message, Report
from mailflow.lazy_dataclasses import replace
from mailflow.mail import identity


def put_back(message: Message, secret: bytes, domain: str) -> Message:
    """The mail with our original ids. `domain`: of the desk's address.

    Only where a letter's stand-in id comes right before the id replied to: then the mail replied to had only our
    letter's own References, and is that letter. Further up it only names earlier mails.
    """
    report = _report(message.report, secret, domain)
    message = message if report is message.report else replace(message, report=report)
    *before, last = message.references or ("",)
    if not before or (message.in_reply_to and last not in message.in_reply_to):
        return message
    letter = _stood_for(before[-1], last, secret, domain)
    if letter is None:
        return message
    answered = tuple(letter if one == last else one for one in message.in_reply_to)
    return replace(message, in_reply_to=answered, references=(*before, letter))


def _report(report: Report | None, secret: bytes, domain: str) -> Report | None:
    """The same for a returned letter, whose last reference is its stand-in."""
    if report is None or not report.original_references:
        return report
    letter = _stood_for(report.original_references[-1], report.original_message_id, secret, domain)
    return report if letter is None else replace(report, original_message_id=letter)


def _stood_for(stand_in: str, called: str, secret: bytes, domain: str) -> str | None:
    """Our letter that has another id now; None when there is none, or it has kept its id: nearly all have, and that id
    is asked about later anyway, which saves two signatures a reply."""
    return identity.stood_for(secret, stand_in, domain) if identity.verify(secret, called) is None else None
