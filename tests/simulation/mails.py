"""What people and robots of the simulation write, as bytes, and what a reader's client shows of a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime, getaddresses, parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

CANARY = re.compile(r"\bqz(\d+)k\b")  # not within a survey key or a Message-ID
_WALL = ZoneInfo("Asia/Jakarta")  # where people read their clocks
TAG = re.compile(r"\[#(\d+)\]")


@dataclass(frozen=True)
class Mail:
    """A mail somebody wrote, with what only the simulation knows: why, and who may ever read it."""

    id: int
    kind: str  # request, reply, claim, answer, note … (invariants.py says what may come of each)
    author: str
    message_id: str
    raw: bytes
    about: int | None = None  # the ticket its author means
    audience: frozenset[str] = frozenset()  # customers: who besides colleagues may read these words
    internal: bool = False  # these words are for colleagues only
    direct: bool = False  # the customer was among the recipients
    written_to: frozenset[str] = frozenset()  # every recipient its author named
    answers: str = ""  # the Message-ID under which our letter left that it answers
    parent: str = ""  # the Message-ID it names as what it answers
    quoted_at: datetime | None = None  # when that was written as its attribution says: the hour on the author's wall


@dataclass(frozen=True)
class Item:
    """A mail as it lies in somebody's inbox."""

    message_id: str
    sender: str
    reply_to: tuple[str, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    references: tuple[str, ...]
    text: str
    automatic: bool
    kind: str  # the letter's kind, "mail" for what people wrote themselves
    n: int | None
    headers: Message = field(repr=False, compare=False)
    ours: str = ""  # the Message-ID under which it left the desk, which a relay may have replaced


def write(
    author: str,
    to: tuple[str, ...],
    cc: tuple[str, ...],
    subject: str,
    text: str,
    message_id: str,
    date: datetime,
    heads: tuple[tuple[str, str], ...] = (),
    on_top: tuple[tuple[str, str], ...] = (),
    attach: str = "",
    reaction: str = "",
    form: str = "",
) -> bytes:
    """A mail as clients write it. `on_top` are our own server's lines; `reaction` is an emoji, as Gmail writes it;
    `form` is "alone" (nothing but the reaction's part) or "bare" (as a program writes that knows no MIME)."""
    lines = [f"{name}: {value}" for name, value in on_top]
    lines += [f"From: {author}"] + ([f"To: {', '.join(to)}"] if to else []) + ([f"Cc: {', '.join(cc)}"] if cc else [])
    lines += [f"Subject: {subject}", f"Date: {format_datetime(date)}"]
    lines += [f"Message-ID: {message_id}"] if message_id else []
    lines += [f"{name}: {value}" for name, value in heads]
    if form == "bare":
        return ("\r\n".join(lines) + "\r\n\r\n" + text.replace("\n", "\r\n") + "\r\n").encode()
    lines.append("MIME-Version: 1.0")
    plain = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    body = text.replace("\n", "\r\n") + "\r\n"
    found = f'Content-Type: text/vnd.google.email-reaction+json\r\n\r\n{{"emoji": "{reaction}", "version": 1}}\r\n'
    if reaction and form == "alone":
        return ("\r\n".join(lines) + "\r\n" + found).encode()
    if reaction:
        lines.append('Content-Type: multipart/alternative; boundary="b0"')
        return ("\r\n".join(lines) + f"\r\n\r\n--b0\r\n{plain}{body}--b0\r\n{found}--b0--\r\n").encode()
    if not attach:
        return ("\r\n".join(lines) + "\r\n" + plain + body).encode()
    lines.append('Content-Type: multipart/mixed; boundary="b0"')
    file = f'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="{attach}"\r\n\r\n%PDF {attach}'
    return ("\r\n".join(lines) + f"\r\n\r\n--b0\r\n{plain}{body}--b0\r\n{file}\r\n--b0--\r\n").encode()


def read(raw: bytes, kind: str = "mail", n: int | None = None, ours: str = "") -> Item:
    """The mail as its reader sees it."""
    mail = message_from_bytes(raw)
    tags = TAG.findall(_one_line(mail["Subject"]))
    return Item(
        message_id=_one_line(mail["Message-ID"]),
        sender=(_addresses(mail, "From") or ("",))[0],
        reply_to=_addresses(mail, "Reply-To"),
        to=_addresses(mail, "To"),
        cc=_addresses(mail, "Cc"),
        subject=_one_line(mail["Subject"]),
        references=tuple(_one_line(mail["References"]).split()),
        text=text_of(mail),
        automatic=mail["Auto-Submitted"] is not None,
        kind=kind,
        n=n if n is not None else int(tags[-1]) if tags else None,
        headers=mail,
        ours=ours,
    )


def text_of(mail: Message) -> str:
    """Every text part, decoded."""
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    found = [part.get_payload(decode=True) or b"" for part in parts]
    return "\n".join(data.decode("utf-8", "replace") for data in found if isinstance(data, bytes))


def _addresses(mail: Message, name: str) -> tuple[str, ...]:
    return _emails(tuple(str(value) for value in mail.get_all(name, [])))


@lru_cache(maxsize=2000)
def _emails(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(email.lower() for _, email in getaddresses(values) if email)


def _one_line(value: str | None) -> str:
    return " ".join(str(value or "").split())


MOST_QUOTED = 60  # lines
QUOTATIONS = (
    "gmail", "gmail", "gmail", "gmail, broken", "outlook", "no attribution", "s-nail", "nothing at all",
    "nothing at all, below",
)  # fmt: skip


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_DATED = ("gmail", "gmail, broken", "outlook")  # whose attributions stand above marked lines and say when


def with_quotation(text: str, item: Item, number: int, *, marked: bool) -> tuple[str, str, datetime | None]:
    """(style, the text of a reply with what its client quotes, when that was written as is said there), of each style
    the same share; `marked`: by a client that marks it."""
    date = parsedate_to_datetime(str(item.headers["Date"])).astimezone(_WALL).replace(second=0, tzinfo=None)
    style, said = _quoted(text, item, date, number, marked=marked)
    return style, said, date if style in _DATED else None


def _quoted(text: str, item: Item, date: datetime, number: int, *, marked: bool) -> tuple[str, str]:
    style = QUOTATIONS[number % len(QUOTATIONS)]
    if (marked and style.startswith("nothing")) or (style == "s-nail" and not item.text.strip()):
        style = "gmail"  # who wrote, nothing below, and then words: they might be his whom s-nail names
    old = [line.rstrip() for line in item.text.splitlines()[:MOST_QUOTED]]
    below, month = "\n".join(f"> {line}" for line in old), _MONTHS[date.month - 1]
    name = f"{item.sender} <{item.sender}"
    match style:
        case "gmail":
            return style, f"{text}\n\nPada {date:%d/%m/%Y} pukul {date:%H.%M}, {name}> menulis:\n{below}"
        case "gmail, broken":
            return (
                style,
                f"{text}\n\nPada tanggal Sel, {date.day} {month} {date.year} pukul {date:%H.%M} {name}\n> menulis:"
                f"\n\n{below}",
            )
        case "outlook":
            head = f"Dari: {name}>\nDikirim: {date.day} {month} {date:%Y %H.%M}\nKepada: kami\nSubjek: {item.subject}"
            return style, f"{text}\n\n{'_' * 32}\n{head}\n\n" + "\n".join(old)
        case "no attribution":
            return style, f"{text}\n\n{below}"
        case "s-nail":
            return style, f"{name}> wrote:\n\n" + "\n".join(f"\t{line}" for line in old) + f"\n\n{text}"
        case "nothing at all, below":
            return style, f"{text}\n\n" + "\n".join(old)
        case _:
            return style, "\n".join(old) + f"\n\n{text}"


def threading(item: Item) -> tuple[tuple[str, str], ...]:
    return (
        ("In-Reply-To", item.message_id),
        ("References", " ".join((*item.references[-15:], item.message_id))),
    )


def re_subject(item: Item) -> str:
    return item.subject if item.subject.lower().startswith("re:") else f"Re: {item.subject}"


def list_copy(raw: bytes, address: str) -> bytes:
    """What the operators' list sends on: a header more, a footer below."""
    head, _, body = raw.partition(b"\r\n\r\n")
    label = f"List-Id: <{address.replace('@', '.')}>\r\nPrecedence: list\r\n".encode()
    footer = b"" if b"multipart/" in head or b"base64" in head else b"\r\n_______________\r\nmilis operator\r\n"
    return label + head + b"\r\n\r\n" + body + footer


BOUNCED = ("From", "To", "Subject", "Message-ID", "References")


def bounce(desk: str, letter: Item, recipient: str, message_id: str, date: datetime, action: str) -> bytes:
    """A delivery report about one of our letters (RFC 3464)."""
    status, words = ("5.1.1", "550 no such user") if action == "failed" else ("4.4.1", "451 still trying")
    subject = "Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail (still being retried)"
    heads = "\r\n".join(f"{name}: {letter.headers[name]}" for name in BOUNCED)
    return (
        f"Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.mail.example>\r\nTo: {desk}\r\n"
        f"Subject: {subject}\r\nDate: {format_datetime(date)}\r\nMessage-ID: {message_id}\r\n"
        f"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        f"--r\r\nContent-Type: text/plain\r\n\r\nThis is the mail system. {words}\r\n"
        f"--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {words}\r\n\r\n"
        f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\n{heads}\r\n\r\n--r--\r\n"
    ).encode()
