"""One ticket as files other programs read: an mbox, a folder or zip of .eml files, one HTML page.

The mails and letters are the bytes that came and left; nothing is written anew but the mbox's own lines (mboxrd: a line
that begins with From, whatever stands before it, gets a `>` more).
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from mailflow.core.state_words import STATUS_WORDS
from mailflow.core.status import Status
from mailflow.core.wording import in_language
from mailflow.lazy_dataclasses import dataclass

_FROM = re.compile(rb"(?m)^(>*From )")
_UNSAFE = re.compile(r"[^\w.@+-]+")
_CSP = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    ":root{color-scheme:light dark;--ink:#1b2430;--soft:#566271;--line:#dfe3e8;--bg:#f5f6f8;--card:#fff;--in:#1f5fbf;"
    "--out:#1b6b3a}@media(prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#a3aebb;--line:#2b3440;--bg:#0f141a;"
    "--card:#171d25;--in:#8ab4f8;--out:#7fd6a0}}body{font:15px/1.5 system-ui,sans-serif;margin:0;background:var(--bg);"
    "color:var(--ink)}main{max-width:48rem;margin:0 auto;padding:1.5rem 1rem 3rem}h1{font-size:1.5rem;line-height:1.3;"
    "margin:0 0 1rem}h1,h2,pre,dd{overflow-wrap:anywhere}dl{display:grid;grid-template-columns:7rem 1fr;gap:.3rem 1rem;"
    "margin:0 0 1.5rem;font-size:.9375rem}dt{color:var(--soft)}dd{margin:0}article{background:var(--card);border:1px "
    "solid var(--line);border-left:3px solid var(--in);border-radius:8px;padding:.75rem 1rem;margin:.75rem 0}"
    "article.out{border-left-color:var(--out)}article.event{background:none;border:0;border-left:3px solid var(--line);"
    "border-radius:0;padding:.1rem 1rem;color:var(--soft)}h2{font-size:.9375rem;margin:0}article.event "
    "h2{font-weight:400}header p{color:var(--soft);font-size:.8125rem;margin:0}pre{white-space:pre-wrap;font:inherit;"
    "margin:.75rem 0 0}@page{size:A4;margin:18mm}@media print{body{background:none}main{padding:0}article{break-inside:"
    "avoid}}"
)
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ticket": ("Tiket", "Ticket"),
        "status": ("Status", "Status"),
        "requester": ("Pelanggan", "Customer"),
        "owner": ("Operator", "Operator"),
        "category": ("Kategori", "Category"),
        "opened_at": ("Dibuka", "Opened"),
        "closed_at": ("Ditutup", "Closed"),
        "to": ("kepada", "to"),
        "files": ("Lampiran", "Attachments"),
        "gone": ("email aslinya tidak disimpan lagi", "the original is no longer kept"),
    }
)


@dataclass(frozen=True, slots=True)
class ExportedMail:
    """A mail or letter as it came or left."""

    at: datetime
    sender: str  # address
    raw: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the page's timeline, in words already."""

    at: str  # as people read it
    head: str
    text: str = ""
    to: str = ""
    subject: str = ""
    files: Sequence[str] = ()
    kind: str = "event"  # in | out | event
    gone: bool = False


def mbox(mails: Iterable[ExportedMail]) -> bytes:
    """mboxrd, line ends LF."""
    pieces = []
    for one in mails:
        sender = _UNSAFE.sub("-", one.sender) or "MAILER-DAEMON"
        body = _FROM.sub(rb">\1", one.raw.replace(b"\r\n", b"\n"))
        head = f"From {sender} {one.at.astimezone(UTC):%a %b %e %H:%M:%S %Y}\n".encode()
        pieces.append(head + body + (b"\n" if body.endswith(b"\n") else b"\n\n"))
    return b"".join(pieces)


def eml_names(mails: Sequence[ExportedMail]) -> list[str]:
    """001-2026-11-02-ani@mail.example.eml, in the order of time."""
    return [
        f"{place:03}-{one.at:%Y-%m-%d}-{_UNSAFE.sub('-', one.sender)[:60] or 'mail'}.eml"
        for place, one in enumerate(mails, 1)
    ]


def zipped(mails: Sequence[ExportedMail]) -> bytes:
    """The .eml files in one zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in zip(eml_names(mails), mails, strict=True):
            archive.writestr(zipfile.ZipInfo(name, one.at.timetuple()[:6]), one.raw)
    return made.getvalue()


def page(ticket: Mapping[str, object], entries: Iterable[Entry], language: str) -> str:
    """One page with everything on it, which loads nothing from elsewhere. Every word of a mail is escaped."""
    say = {name: words[language != "id"] for name, words in _WORDS.items()}
    title = html.escape(f"#{ticket['number']} {ticket['subject']}")
    names = ("status", "requester", "owner", "category", "opened_at", "closed_at")
    told = {**ticket, "status": in_language(STATUS_WORDS[Status(str(ticket["status"]))], language)}
    facts = "".join(f"<dt>{say[n]}</dt><dd>{html.escape(str(told[n]))}</dd>" for n in names if told.get(n))
    body = "\n".join(_article(entry, say) for entry in entries)
    return f"""<!doctype html>
<html lang="{html.escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_CSP}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<dl>{facts}</dl>
{body}
</main>
</body>
</html>
"""


def _article(entry: Entry, say: Mapping[str, str]) -> str:
    to = f" {say['to']} {html.escape(entry.to)}" if entry.to else ""
    lines = [f"<h2>{html.escape(entry.head)}{to}</h2><p>{html.escape(entry.at)}</p>"]
    lines += [f"<p>{html.escape(entry.subject)}</p>"] if entry.subject else []
    lines += [f"<p>{say['files']}: {html.escape(', '.join(entry.files))}</p>"] if entry.files else []
    lines += [f"<p>({say['gone']})</p>"] if entry.gone else []
    text = f"<pre>{html.escape(entry.text)}</pre>" if entry.text else ""
    return f'<article class="{entry.kind}"><header>{"".join(lines)}</header>{text}</article>'
