"""What a letter's template may show: the ticket as people see it, the facts of each letter, and samples of all of them.

`mailflow check` renders every letter with the samples: once with everything, once with all optional facts missing. A
new letter needs one entry in core/letter_table.py and one file per language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache

from mailflow.core.broadcasts import BroadcastAnswered
from mailflow.core.letter_kinds import KINDS
from mailflow.core.message import Address
from mailflow.core.rules import Desk
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket without its secrets (token, addresses of participants): only values, nothing to call."""

    n: int = 0
    number: str = ""
    status: str = "new"
    subject: str = ""
    question: str = ""
    requester: Address | None = None
    owner: str | None = None
    category: str | None = None
    priority: str = "normal"
    opened_at: datetime | None = None
    claimed_at: datetime | None = None
    first_answered_at: datetime | None = None
    answered_at: datetime | None = None
    customer_wrote_at: datetime | None = None
    closed_at: datetime | None = None
    breaches: int = 0


def view_of(ticket: Ticket, subject: str, longest: int) -> TicketView:
    """The view of `ticket` for a letter with this subject; the question cut to `longest` characters."""
    return TicketView(
        n=ticket.n,
        number=ticket.number,
        status=ticket.status.value,
        subject=subject,
        question=ticket.question[:longest],
        requester=ticket.requester,
        owner=ticket.owner,
        category=ticket.category,
        priority=ticket.priority,
        opened_at=ticket.opened_at,
        claimed_at=ticket.claimed_at,
        first_answered_at=ticket.first_answered_at,
        answered_at=ticket.answered_at,
        customer_wrote_at=ticket.customer_wrote_at,
        closed_at=ticket.closed_at,
        breaches=ticket.breaches,
    )


_OPENED = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
_LATER = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
_QUESTION = "Selamat pagi, pulsa saya belum masuk padahal saldo sudah terpotong.\nNomor 0812000111, 50 ribu."
_HELD = {
    "id": 17, "sender": "Ani <ani@mail.example>", "subject": "Pulsa", "arrived_at": _LATER, "reason": "spam",
    "preview": "Pulsa saya belum masuk.", "becomes": "request", "number": "", "others": 3, "colleague": False,
    "why": "spam",
}  # fmt: skip
_FORGERY = _HELD | {
    "sender": "Budi <budi@desk.example>", "becomes": "note", "number": "7", "colleague": True, "why": "unproven",
}  # fmt: skip
_DUE = {
    "number": "7", "subject": "Pulsa belum masuk", "requester": "ani@mail.example", "owner": "Budi",
    "ladder": "answer", "since": _OPENED,
}  # fmt: skip
_MANY = {  # numbers beyond those listed
    "parked": 3, "quarantined": 12, "answers": 2, "overdue": 1, "undelivered": 2, "chats": 1, "unconfirmed": 5,
}  # fmt: skip

_HIT = {
    "number": "7", "at": _LATER, "kind": "mail", "author": "ani@mail.example", "subject": "Pulsa", "file": "",
    "excerpt": "sejak kemarin *pulsanya* belum masuk", "others": 2,
}  # fmt: skip

# every fact of any letter: (sample, value when there is nothing to say)
FACTS: Mapping[str, tuple[object, object]] = {
    "act": ("menutup tiket 5, 7", ""),
    "broadcast": (BroadcastAnswered(3, "promo", "vip", "Promo Desember", _OPENED), None),
    "answers": (({"number": "7", "subject": "KRS", "operator": "Sari", "since": _OPENED},), ()),
    "apart": ("5", ""),
    "addition": (True, False),
    "ask": (("nomor tujuan", "waktu transaksi"), ()),
    "self_help": (({"title": "Data seluler", "text": "Matikan data seluler dulu, baru isi pulsa."},), ()),
    "reply": (({"title": "", "text": "Kantor tutup pada 24 Desember."},), ()),
    "helped": (True, False),
    "runbook": (({"number": 1, "title": "Nomor tujuan dan nominal"},), ()),
    "chats": ((_HELD | {"subject": "Halo", "preview": "Halo min, apa kabar?"},), ()),
    "calm": ("Kami mengerti ini menjengkelkan, dan kami mohon maaf.", ""),
    "again": ("Budi tidak lagi bertugas", None),
    "answered_at": (_LATER, None),
    "arithmetic": (("diambil 2 November 2026 pukul 10.00", "+ 24h = 3 November 2026 pukul 10.00"), ()),
    "asked": ("question", ""),
    "by": ("Dewi", ""),
    "came_second": (True, False),
    "commands": (
        (
            {"name": "/ambil", "takes": "", "who": "operator", "help": "mengambil tiket", "example": "/ambil"},
            {"name": "/lepas", "takes": "[alasan]", "who": "PIC", "help": "melepas", "example": "/lepas cuti"},
        ),
        (),
    ),
    "category": ("pulsa-tidak-masuk", ""),
    "cc": (("Joko <joko@mail.example>",), ()),
    "claimed_at": (_OPENED, None),
    "closed": (True, False),
    "closed_at": (_LATER, None),
    "closes_at": (_LATER, None),
    "closing": ("satisfied", ""),
    "away": (({"name": "Budi", "until": _LATER, "deputy": "Sari"}, {"name": "Sari", "until": None, "deputy": ""}), ()),
    "closing_text": ("Terima kasih sudah menghubungi kami.", ""),
    "conversation": (
        (
            {"who": "Budi", "at": _LATER, "text": "Coba matikan data seluler dulu."},
            {"who": "[…]", "at": None, "text": ""},
            {"who": "Ani", "at": _OPENED, "text": _QUESTION},
        ),
        (),
    ),
    "count": (12, 0),
    "address": ("ani@mail.example", ""),
    "customer": (
        {
            "name": "Ani",
            "group": "vip",
            "status": "active",
            "valid_until": "31 Desember 2026",
            "over": True,
            "tickets": 4,
            "newest": ("9", "7"),
            "allowance": 5,
            "used": 4,
            "note": "Minta ditelepon.",
        },
        None,
    ),
    "counts": (({"status": "new", "count": 2}, {"status": "open", "count": 5}), ()),
    "data": (
        (
            {"label": "nomor tujuan", "value": "0812-3456-7890 (Telkomsel)", "candidates": (), "found": "mail 12"},
            {"label": "nominal", "value": "", "candidates": ("Rp 25.000", "Rp 50.000"), "found": "mail 12"},
        ),
        (),
    ),
    "data_missing": (("nominal", "waktu transaksi"), ()),
    "direct": (False, False),
    "due_at": (_LATER, None),
    "floods": (
        (
            {"id": 3, "what": "sender", "who": "ani@mail[.]example", "held": 4940, "fresh": 12, "since": _OPENED},
            {"id": 4, "what": "ticket", "who": "#12", "held": 1, "fresh": 1, "since": _LATER},
        ),
        (),
    ),
    "hints": (("tidak ada sapaan di awalnya",), ()),
    "hits": ((_HIT, _HIT | {"kind": "note", "author": "Sari", "subject": "", "excerpt": "", "others": 0}), ()),
    "into": ("7", ""),
    "escalated": (True, False),
    "escalates": (True, False),
    "files": (("bukti.jpg", "struk.pdf"), ()),
    "instead_of": ("Budi", ""),
    "leaves_in": ("1 menit", ""),
    "left_out": (3, 0),
    "known": (True, False),
    "incident": ("5", ""),
    "letter": ("acknowledgement", ""),
    "line": ("/selesai", ""),
    "period": ("1 November 2026 – 7 November 2026", ""),
    "nothing": (False, True),
    "beside": ("Dibandingkan dengan 25 Oktober 2026 – 31 Oktober 2026.", ""),
    "figures": (({"name": "Tiket dibuka", "value": "42", "more": "sebelumnya 44"},), ()),
    "unusual": (("pulsa: tiga kali lipat dari biasanya pada Selasa 24 Nov (13 tiket, biasanya 4)",), ()),
    "sparks": (({"name": "Dibuka", "line": "▁▂▅█", "last": "42"},), ()),
    "pictures": (({"cid": "days.1@report", "title": "Dibuka", "alt": "42 dibuka.", "width": 400, "height": 220},), ()),
    "head": (f"1204 {'5f3c9a0e' * 8}", ""),
    "attached": ("laporan-2026-11-01.html", ""),
    "link": ("https://survey.example/?ticket=12&key=abc", ""),
    "linked": (("7", "9"), ()),
    "may_claim": (True, False),
    "more": (_MANY, dict.fromkeys(_MANY, 0)),
    "name": ("Budi", ""),
    "notes": (({"who": "Sari", "at": _LATER, "text": "Sudah saya telepon, tidak diangkat."},), ()),
    "newest": ("Pulsanya hilang lagi.", ""),
    "news": (({"who": "Ani", "at": _LATER, "text": "Sudah masuk, terima kasih."},), ()),
    "not_copied": (("rekaman.mp4 (8,1 MB)",), ()),
    "number": ("5", ""),
    "operator": ("Budi", None),
    "overdue": (({"number": "7", "subject": "KRS", "owner": "", "status": "new", "since": _OPENED},), ()),
    "outsiders": (("joko@mail.example", "rina@mail.example"), ()),
    "owner": ("Budi", None),
    "party": ("Rooster", ""),
    "parked": ((_HELD, _HELD | {"sender": "", "subject": "", "preview": ""}), ()),
    "pic": ("Dewi", ""),
    "promised_at": (_LATER, None),
    "question": (_QUESTION, ""),
    "quarantined": ((_HELD, _FORGERY), ()),
    "refused": ("unknown", ""),
    "unconfirmed": (
        ({"address": "joko@mail.example", "name": "", "asked_at": _OPENED, "failure": "550 5.1.1 no such user"},),
        (),
    ),
    "reason": ("tidak ada tanda tangan DKIM yang cocok", ""),
    "recipient": ("ani@mail.example", ""),
    "related": (
        ({"number": "7", "status": "waiting", "owner": "Budi"}, {"number": "9", "status": "new", "owner": ""}),
        (),
    ),
    "rejected": (True, False),
    "reminders": (
        tuple(
            _DUE | {"ladder": ladder}  # without those a home's older letter does not know, and need not
            for ladder in ("claim", "answer", "feedback", "solved", "closing")
        ),
        (),
    ),
    "reminder": (True, False),
    "requester_missing": (True, False),
    "results": (({"line": "/selesai", "result": "dicatat"}, {"line": "/pindah", "result": "tidak dikenal"}), ()),
    "rows": (
        (
            {
                "number": "7",
                "status": "new",
                "owner": "",
                "requester": "ani@mail.example",
                "subject": "Pulsa",
                "due_at": _LATER,
                "late": True,
                "priority": "high",
                "state": "menunggu operator",
                "question": _QUESTION,
                "last": {"who": "Budi", "at": _LATER, "text": "Coba matikan data seluler dulu."},
            },
            {
                "number": "9",
                "status": "waiting",
                "owner": "Budi",
                "requester": "",
                "subject": "KRS",
                "due_at": None,
                "late": False,
                "priority": "high",
                "state": "",
                "question": "",
                "last": None,
            },
        ),
        (),
    ),
    "over": (True, False),
    "score": (2, 0),
    "reopens": (True, False),
    "sender": ("Ani <ani@mail.example>", ""),
    "sent": ("Sudah kami isi ulang, mohon dicek.", ""),
    "sent_to": ("Ani <ani@mail.example>", ""),
    "shift": ("Pagi", ""),
    "since": (_OPENED, None),
    "solved": (True, False),
    "state": ("menunggu operator, milik Budi", ""),
    "subject": ("Pulsa belum masuk", ""),
    "text": ("Coba matikan data seluler dulu.", ""),
    "their_number": ("[issue7]", ""),
    "third_party": (True, False),
    "through": ("Sari", ""),
    "we_asked": ("Apakah transaksi ini sampai di bank Anda?", ""),
    "to_party": (True, False),
    "todo": ("Email yang menunggu terkirim sendiri begitu servernya pulih.", ""),
    "topic": ("Templat rusak", ""),
    "searched": ("pulsa -refund", ""),
    "total": (2, 0),
    "uncounted": (True, False),
    "unfinished": (1200, 0),
    "undo": ("/lepas", ""),
    "unknown": ("ambilkan", ""),
    "undelivered": (({"id": 40, "letter": "closed", "number": "7", "to": ("ani@mail.example",), "words": "550"},), ()),
    "until": (_LATER, None),
    "unverified": (True, False),
    "waiting": ("3", ""),
    "waits": (True, False),
    "what": ("Pengiriman email berhenti.", ""),
    "which": ("mine", "all"),
    "why": ("pelanggan tidak ada di antara penerima", ""),
    "words": ("550 5.1.1 user unknown", ""),
}

# where one letter's fact of that name is something else
_OF_LETTER: Mapping[str, Mapping[str, object]] = {"incident-proposed": {"words": "login, SIAKAD, error/gagal"}}

LETTERS: Mapping[str, tuple[str, ...]] = {kind.name: kind.facts for kind in KINDS.values() if kind.canned}

_GENERIC = tuple(fact for fact in FACTS if fact not in ("recipient", "line", "link"))  # for letters the admin added
# `reply_to` is desk | everyone, `claim` is any-reply | empty-only: how a reply will be interpreted
ALWAYS = frozenset({"desk", "ticket", "recipient", "language", "survey_link", "reply_to", "claim"})
PARTS: Mapping[str, frozenset[str]] = {  # allowed attributes, so that a misspelling is found in any branch
    "ticket": frozenset(field.name for field in fields(TicketView)),
    "desk": frozenset(field.name for field in fields(Desk)),
}


def facts_of(name: str) -> tuple[str, ...]:
    """The facts of letter `name`; for a letter the admin added, every fact there is."""
    return LETTERS.get(name, _GENERIC)


def known_names(name: str) -> frozenset[str]:
    """Every variable the template of letter `name` may use."""
    return ALWAYS.union(facts_of(name))


def completed(name: str, facts: Mapping[str, object]) -> dict[str, object]:
    """`facts`, with "nothing to say" for each missing one: a letter without a line is better than none."""
    return {**_unsaid(name), **facts}


@lru_cache(maxsize=128)  # 0.4 % of requests (bench/caches.py)
def _unsaid(name: str) -> Mapping[str, object]:
    """Every fact of the letter `name` when there is nothing to say."""
    return {fact: FACTS[fact][1] for fact in facts_of(name)}


def samples_of(name: str) -> tuple[dict[str, object], dict[str, object]]:
    """Two contexts to render letter `name` with: with everything, and with all optional facts missing."""
    desk = Desk(name="iDuHelp! Offline", address="iduhelp@desk.example", list="operator@lists.desk.example")
    full_ticket = TicketView(
        n=12, number="12", subject="Pulsa belum masuk", question=_QUESTION,
        requester=Address("ani@mail.example", "Ani"), owner="Budi", opened_at=_OPENED, claimed_at=_OPENED,
        answered_at=_LATER, first_answered_at=_LATER,
    )  # fmt: skip
    bare_ticket = TicketView(n=12, number="12")
    base = {"desk": desk, "language": "id", "survey_link": "", "reply_to": "desk", "claim": "any-reply"}
    full = base | {"reply_to": "everyone", "ticket": full_ticket, "recipient": Address("ani@mail.example", "Ani")}
    bare = base | {"ticket": bare_ticket, "recipient": Address("ani@mail.example")}
    return (
        full | {fact: FACTS[fact][0] for fact in facts_of(name)} | dict(_OF_LETTER.get(name, {})),
        bare | {fact: FACTS[fact][1] for fact in facts_of(name)},
    )
