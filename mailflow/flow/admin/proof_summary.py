"""One page about a proof for both sides, in Indonesian and English."""

from __future__ import annotations

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from mailflow.core.letter_kinds import letter_name
from mailflow.core.moments import stamp
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.wording import no_subject
from mailflow.store.engine.database import Database
from mailflow.store.read import archive

_MOST = 14  # mails and letters listed: more make a second page
_STYLE = (
    "body{font:13px/1.4 system-ui,sans-serif;max-width:46rem;margin:1rem auto;padding:0 1rem;color:#222}"
    "h1{font-size:18px}"
    "h2{font-size:14px;margin:.8rem 0 .2rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;"
    "padding:2px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}code{overflow-wrap:anywhere}"
    "th{width:40%}@page{size:A4;margin:12mm}"
)
_WORDS = (
    ("ticket", "Tiket", "Ticket"),
    ("subject", "Perihal", "Subject"),
    ("requester", "Pelanggan", "Customer"),
    ("owner", "Operator", "Operator"),
    ("opened", "Diterima", "Received"),
    ("answered", "Dijawab pertama kali", "First answered"),
    ("closed", "Ditutup", "Closed"),
    ("counts", "Langkah / email / surat", "Steps / emails / letters"),
    ("breaches", "Tenggat terlewat", "Deadlines missed"),
)
_CAME, _LEFT = ("masuk", "came"), ("dikirim", "sent")
_HOW = """\
<p lang="id">Siapa pun bisa memeriksanya sendiri: jalankan <code>python3 verify.py</code> di folder ini. Program itu
hanya perlu Python, dan mengatakan apakah ada email, langkah, waktu, atau urutan yang diubah. Semua langkah, dengan
hitungan tenggatnya dan jawaban server surat, ada di steps.txt. Email orang lain tidak ada di sini: dari tiket lain
hanya ada sidik jari yang tidak bisa dibaca.</p>
<p lang="en">Anybody can check it: run <code>python3 verify.py</code> in this folder. It needs only Python, and says
whether an email, a step, a moment or their order was changed. Every step, with the arithmetic of its deadlines and the
mail servers' replies, is in steps.txt. Nothing of other people is here: of other tickets there are only fingerprints
that cannot be read.</p>
"""
_MAILED = """\
<p lang="id">Sidik jari terakhir yang dikirim lewat email, untuk dibandingkan dengan email itu:</p>
<p lang="en">The last fingerprint that was mailed, to be compared with that email:</p>
<p><code>head {number} {digest}</code><br>{letters}</p>
"""
_UNMAILED = """\
<p lang="id"><b>Belum ada email yang memuat sidik jari sesudah langkah terakhir</b>: mintalah bukti baru
sesudah ringkasan harian berikutnya.</p>
<p lang="en"><b>No email carries a fingerprint after the last step yet</b>: ask for a new proof after the next daily
digest.</p>
"""
_GONE = """\
<p lang="id">Isi yang sudah dihapus (penghapusan data, atau masa simpan habis): {count}. Sidik jarinya tetap ada.</p>
<p lang="en">Contents that have gone (erased, redacted, or kept long enough): {count}. Their fingerprints remain.</p>
"""


def summary(db: Database, ticket: Ticket, rules: Rules, told: JsonObject) -> str:
    """summary.html. `told`: what stands in proof.json."""
    zone = ZoneInfo(rules.desk.timezone)
    facts = _facts(ticket, told, zone)
    rows = "".join(
        f"<tr><th>{own} / {english}</th><td>{escape(facts[name])}</td></tr>" for name, own, english in _WORDS
    )
    gone = sum(entry["ref"][0] == "x" for entry in told["entries"])
    return (
        f'<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>Bukti tiket / proof of ticket '
        f'{escape(ticket.number)}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>\n<h1>{escape(rules.desk.name)}: bukti tiket {escape(ticket.number)} / "
        f"proof of ticket {escape(ticket.number)}</h1>\n<table>{rows}</table>\n"
        f"<h2>Email dan surat / emails and letters</h2>\n<table>{_talk(db, ticket.n, zone)}</table>\n"
        f"{_HOW}{_mailed(told)}{_GONE.format(count=gone) if gone else ''}</body></html>\n"
    )


def _facts(ticket: Ticket, told: JsonObject, zone: ZoneInfo) -> dict[str, str]:
    count = [sum(entry["ref"][0] == kind for entry in told["entries"]) for kind in "eml"]
    return {
        "ticket": ticket.number,
        "subject": ticket.subject or no_subject("id"),
        "requester": ticket.requester.email if ticket.requester else "-",
        "owner": ticket.owner or "-",
        "opened": _at(ticket.opened_at, zone),
        "answered": _at(ticket.first_answered_at, zone),
        "closed": _at(ticket.closed_at, zone),
        "counts": " / ".join(map(str, count)),
        "breaches": str(ticket.breaches),
    }


def _talk(db: Database, n: int, zone: ZoneInfo) -> str:
    """The conversation with the customer; the letters to colleagues stand in steps.txt."""
    story = archive.show(db, n, zone)
    rows = []
    for one in story["messages"] if story else ():
        own, english = _CAME if one["direction"] == "in" else _LEFT
        who = one["from"] if one["direction"] == "in" else ", ".join(one["to"])
        at = datetime.fromisoformat(one["at"])
        words = [_at(at, zone), f"{own} / {english}", who or "?", _called(one)]
        rows.append("".join(f"<td>{escape(word)}</td>" for word in words))
    left = len(rows) - _MOST
    more = [f'<td colspan="4">… {left} lagi di / more in steps.txt</td>'] if left > 0 else []
    return "".join(f"<tr>{row}</tr>" for row in [*rows[:_MOST], *more])


def _called(one: JsonObject) -> str:
    """A letter in both languages; a mail by what it was understood as."""
    letter = one["letter"]
    names = dict.fromkeys(letter_name(letter, language) for language in ("id", "en")) if letter else ()
    return " / ".join(names) or str(one["outcome"] or "")


def _mailed(told: JsonObject) -> str:
    mailed = told["mailed"]
    said = ""
    if mailed is not None:
        letters = [f"{one['at']} {', '.join(one['to'])} {one['message_id']}" for one in mailed["letters"]]
        said = _MAILED.format(**mailed | {"letters": "<br>".join(map(escape, letters))})
    return said + (_UNMAILED if told["unmailed"] else "")


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return stamp(moment, zone) if moment else "-"
