"""Incidents: many customers, one problem, short time (`incidents:`). Pure: which requests tell of one problem, and what
becomes of a ticket that is proposed, bound, or left alone.

Two requests tell of one problem when they have two words in common that say something. "Tidak bisa", "error", "mati"
and their like are one word, TROUBLE: customers in one disturbance choose them differently. What comes is only ever
proposed: a PIC says whether it is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from types import MappingProxyType

from mailflow.core import events as ev
from mailflow.core.commands.command import Words
from mailflow.core.incident import Incident, IncidentStanding
from mailflow.core.occasions import CommandGiven
from mailflow.core.repeats import meant
from mailflow.core.replies.words import spelled_words, words_of
from mailflow.core.rules import IncidentRules, Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.core.wording import in_language
from mailflow.lazy_dataclasses import dataclass

ACT, ANSWER_ALL = "incident", "answer-all"  # keys of confirmations.ACTS
PROPOSE, JOIN, DECLINE = "incident-propose", "incident-join", "incident-decline"
UNBIND = "unbind"
NO_INCIDENT = "no-incident"  # why it is refused; the command has the words
LETTER = "incident-proposed"
ASKED_BY = "mailflow"
MOST = 200  # newest tickets that are looked at
TAKEN_BACK: Words = (
    "jawaban itu sudah ditarik kembali, jadi tidak dikirim kepada yang lain",
    "that answer has been taken back, so the others do not get it",
)
NOT_ANY_MORE: Words = (
    "tidak dikirim: tiketnya sudah dijawab, berakhir, atau dipegang rekan lain",
    "not sent: the ticket has been answered, is over, or is a colleague's by now",
)
TROUBLE = "trouble"  # stands for every sign of it
_TROUBLE_WORDS = ("gangguan", "trouble")
_LONGEST = 2_000  # characters of a request that are read
_MOST = 60  # words of it
_SHOWN = 6  # common words
_SIGNS_SHOWN = 2  # signs of trouble
_A_DAY = timedelta(days=1)  # an incident takes no more in after it

_SIGNS = frozenset(
    """
    belum tidak jangan not cannot never no error eror err gagal fail failed fails failing failure mati down putus off
    hilang lost lemot lambat slow lama macet stuck hang pending rusak broken gangguan trouble masalah problem problems
    issue kendala bermasalah terputus disconnected unable bisa can could terkendala loading timeout timed blank kosong
    nyala ngadat tewas drop offline outage unavailable dead refused ditolak tertolak missing
    """.split()
)
_BARE_SIGNS = frozenset("belum tidak jangan not cannot never no bisa can could off blm gak ga nggak tdk".split())
_SAME = MappingProxyType(
    {
        variant: word
        for word, variants in {
            "pulsa": "topup top-up credit pulsanya",
            "internet": "inet internetnya",
            "wifi": "wi-fi wifinya hotspot",
            "login": "log-in masuk-akun signin sign-in loginnya",
            "password": "sandi kata-sandi pasword passwd",
            "masuk": "arrive arrived arriving terima diterima received receive",
            "pembayaran": "payment bayar membayar pay paying paid dibayar",
            "server": "servernya",
            "aplikasi": "app apps aplikasinya",
            "listrik": "electricity pln",
            "jaringan": "network sinyal signal jaringannya",
        }.items()
        for variant in variants.split()
    }
)
# say nothing of what it is about
_EMPTY = frozenset(
    """
    yang dan atau di ke dari dengan untuk pada dalam oleh ini itu ada adalah akan sudah telah masih lagi kalau jika
    kenapa mengapa bagaimana gimana apa apakah siapa kapan mana dimana berapa karena tapi tetapi namun supaya agar
    saat ketika setelah sebelum sejak sampai hingga hari tadi kemarin besok sekarang barusan jam pukul menit pagi
    siang sore malam minggu bulan tahun tanggal tgl saja sih dulu juga sama para semua beberapa setiap tiap nya anda
    kamu dia mereka kita nama nim npm nip nik kelas jurusan prodi fakultas semester angkatan mahasiswa mahasiswi
    dosen universitas kampus nomor nomer no hp telp telepon phone number alamat email mail e-mail pesan tanya
    bertanya menanyakan mau ingin perlu butuh minta mohon bantu info informasi terkait mengenai tentang soal perihal
    hal cara coba mencoba udah transaksi order pesanan pelanggan rupiah ribu id kode bukti terlampir lampiran
    screenshot tangkapan layar gambar foto the a an and or of to in on at for from with by is are was were be been
    am it its this that these those there here my our your me us you they he she have has had do does did will would
    should may might must since when while after before until why how what who where which because but so if then
    than now today yesterday tomorrow morning evening night hour hours minute minutes day days week ago still
    already yet just any some all every also about name student students want need ask asking question help trying
    tried try get got getting please kindly regarding concerning attached attachment transaction customer sejauh
    begitu seperti seluruh tempat orang pas terus dapat dapet bikin lewat via kena
    total parah sangat amat banget bgt sekali bener benar sepenuhnya mendadak completely totally entirely whole very
    really suddenly
    """.split()
)


@dataclass(frozen=True, slots=True)
class RequestWords:
    """One customer's request, as it is compared."""

    n: int  # of its ticket; 0: it has none yet
    customer: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """Requests that tell of one problem."""

    tickets: tuple[int, ...]
    words: tuple[str, ...]


def request_words(n: int, customer: str, subject: str, text: str) -> RequestWords:
    said = map(_compared, meant(words_of(f"{subject}\n{text[:_LONGEST]}")[:_MOST]))
    return RequestWords(n, customer, frozenset(word for word in said if len(word) > 1 and word not in _EMPTY))


def _compared(word: str) -> str:
    """The one word for all that mean the same."""
    spelled = _SAME.get(word, word)
    return TROUBLE if spelled in _SIGNS or _negated(spelled) else spelled


def _negated(word: str) -> bool:
    return word.endswith(("n't", "n’t"))


def alike(new: RequestWords, others: Sequence[RequestWords], customers: int) -> Alike | None:
    """The requests with which `new` has two words in common, the two that most customers used; None when those are
    fewer than `customers`."""
    often = [word for word in sorted(new.words) if _customers(_with([word], new, others)) >= customers]
    groups = [_with(pair, new, others) for pair in combinations(often, 2)]
    best = max(groups, key=_customers, default=())
    if _customers(best) < customers:
        return None
    return Alike(tuple(sorted(one.n for one in best)), _in_common(best))


def _with(words: Iterable[str], new: RequestWords, others: Sequence[RequestWords]) -> Sequence[RequestWords]:
    wanted = frozenset(words)
    return [new, *(one for one in others if wanted <= one.words)]


def _customers(found: Sequence[RequestWords]) -> int:
    return len({one.customer for one in found})


def _in_common(found: Sequence[RequestWords]) -> tuple[str, ...]:
    return tuple(sorted(frozenset.intersection(*(one.words for one in found))))[:_SHOWN]


def tells_of(new: RequestWords, words: Sequence[str]) -> bool:
    """Whether it has two of an incident's words, and at least half of them."""
    shared = len(new.words.intersection(words))
    return shared >= 2 and 2 * shared >= len(words)


def may_report(ticket: Ticket, since: datetime) -> bool:
    """Whether a ticket is a customer's open question that came since then, and surely his."""
    came = ticket.opened_at is not None and ticket.opened_at >= since
    waits = ticket.status in (Status.NEW, Status.OPEN) and ticket.first_answered_at is None
    return came and waits and ticket.requester is not None and not ticket.unverified


def takes_in(first: Ticket | None, now: datetime) -> bool:
    """Whether the incident that this ticket names takes in what comes now."""
    return (
        first is not None and not first.status.over and first.opened_at is not None and now - first.opened_at <= _A_DAY
    )


def waits_with(ticket: Ticket, others: Sequence[Ticket]) -> list[Ticket]:
    """Those of the same incident that its owner's answer to this one may go to as well, oldest first: nobody else has
    them, and nobody has answered them. None for an answer that is neither the incident's first nor on its first
    ticket."""
    its = [one for one in others if one.n != ticket.n and _is_bound_to(one, ticket.incident)]
    first = ticket.incident is not None and ticket.incident.first == ticket.n
    if not first and any(one.first_answered_at is not None for one in its):
        return []
    return sorted((one for one in its if _waits_for(one, ticket.owner)), key=lambda one: one.n)


def bound_to(others: Sequence[Ticket], first: int) -> list[Ticket]:
    """Those of them that belong to the incident of this ticket."""
    return [one for one in others if one.incident is not None and one.incident.first == first and _is_bound(one)]


def _is_bound_to(ticket: Ticket, incident: Incident | None) -> bool:
    return incident is not None and ticket in bound_to((ticket,), incident.first)


def _is_bound(ticket: Ticket) -> bool:
    return ticket.incident is not None and ticket.incident.standing is IncidentStanding.BOUND


def _waits_for(ticket: Ticket, owner: str | None) -> bool:
    waits = ticket.status in (Status.NEW, Status.OPEN) and ticket.first_answered_at is None
    return waits and ticket.owner in (None, owner) and ticket.requester is not None


def as_written(words: Sequence[str], requests: Iterable[str]) -> tuple[str, ...]:
    """The common `words` as most of these `requests` spell them, and trouble by the signs of it they name most:
    "Wi-Fi", "mati/lemot". A reader looks for them there."""
    found: dict[str, Counter[str]] = {word: Counter() for word in words}
    for text in requests:
        for said in spelled_words(text[:_LONGEST])[:_MOST]:
            for word in map(_compared, meant([said.casefold()])):
                if word in found:
                    found[word][said] += 1
    return tuple(_shown(word, counts) or word for word, counts in found.items())


def _shown(word: str, counts: Counter[str]) -> str:
    if word != TROUBLE:
        return "".join(_often(counts, 1))
    named = Counter(
        {said: count for said, count in counts.items() if said.casefold() not in _BARE_SIGNS and not _negated(said)}
    )
    return "/".join(_often(named or counts, _SIGNS_SHOWN))


def _often(counts: Counter[str], most: int) -> list[str]:
    """The commonest words, each once in its commonest case."""
    ranked = sorted(counts, key=lambda said: (-counts[said], said.casefold(), said.swapcase()))
    once = {said.casefold(): said for said in reversed(ranked)}
    return sorted(once.values(), key=ranked.index)[:most]


def shown_words(words: Iterable[str], language: str) -> str:
    """The common words, for people."""
    return ", ".join(in_language(_TROUBLE_WORDS, language) if word == TROUBLE else word for word in words)


# -- what becomes of one ticket


def _proposed(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    args = command.args
    tickets, numbers = tuple(map(int, args["tickets"].split())), tuple(args["numbers"].split(", "))
    asked = (tickets, numbers) if ticket.n == int(args["first"]) else ((), ())
    words, shown = tuple(args["words"].split()), tuple(args.get("shown", "").split())
    return [ev.IncidentProposed(now, int(args["first"]), args["number"], words, *asked, shown=shown)]


def _joined(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """None that has ended meanwhile, or is one of it already."""
    bound = ticket.incident is not None and ticket.incident.standing is IncidentStanding.BOUND
    if ticket.status.over or bound:
        return []
    args = command.args
    return [ev.IncidentJoined(command.actor, now, int(args["first"]), args["number"], tuple(args["words"].split()))]


def leave(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """`args`: `whole` ("yes") when there is no incident at all."""
    known = ticket.incident
    if known is None or known.standing is not IncidentStanding.BOUND:
        return [ev.CommandRefused(command.actor, UNBIND, NO_INCIDENT)]
    return [ev.IncidentLeft(command.actor, now, known.first, known.number, bool(command.args.get("whole")))]


def _declined(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    proposed = ticket.incident is not None and ticket.incident.standing is IncidentStanding.PROPOSED
    return [ev.IncidentDeclined(command.actor, now, command.args["number"])] if proposed else []


EFFECTS: Mapping[str, Callable[[Ticket, CommandGiven, Rules, datetime], list[ev.Event]]] = MappingProxyType(
    {PROPOSE: _proposed, JOIN: _joined, DECLINE: _declined, UNBIND: leave}
)


def window(rules: IncidentRules, now: datetime) -> datetime:
    return now - rules.within
