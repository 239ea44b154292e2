"""What an event of the log is called on a ticket's page and in chat messages, in both languages.

On the page, events that a mail beside them shows already have no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.how_many import agreeing
from mailflow.core.plain import JsonObject

# by kind: (id, en); {name} is a field of the event, {actor} who did it
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "claimed": ("{actor} mengambil tiket ini", "{actor} took the ticket"),
        "assigned": ("{actor} menyerahkan tiket ini kepada {operator}", "{actor} gave the ticket to {operator}"),
        "released": ("{actor} melepas tiket ini", "{actor} gave the ticket back to all"),
        "claim-expired": (
            "{operator} tidak menjawab: tiket ini milik semua lagi",
            "{operator} never answered: everybody's again",
        ),
        "breached": (
            "Batas waktu menjawab terlewati ({operator})",
            "The deadline for an answer has passed ({operator})",
        ),
        "excused": ("{actor} memberi alasan keterlambatan: {text}", "{actor} excused the delay: {text}"),
        "note-added": ("Catatan {actor}: {text}", "Note by {actor}: {text}"),
        "note-filed": ("Catatan {actor}: {text}", "Note by {actor}: {text}"),
        "pic-wrote": ("{actor} kepada pemegang tiket: {text}", "{actor} to the owner: {text}"),
        "closing-stated": ("Dinyatakan selesai, menunggu PIC", "Said to be done, waits for the PIC"),
        "statement-rejected": ("{actor} mengembalikannya kepada pemegangnya", "{actor} sent it back to its owner"),
        "closed": ("{actor} menutup tiket ini", "{actor} closed the ticket"),
        "reopened": ("Dibuka lagi oleh {actor}", "Reopened by {actor}"),
        "discarded": ("{actor} membuang tiket ini: {why}", "{actor} discarded the ticket: {why}"),
        "merged": ("{actor} menggabungnya ke tiket {number}", "{actor} merged it into ticket {number}"),
        "ticket-joined": ("Tiket {number} digabung ke sini", "Ticket {number} was merged into this one"),
        "split-off": ("Sebagian menjadi tiket {number}", "A part of it became ticket {number}"),
        "escalated": ("{actor} meneruskannya ke {to}", "{actor} passed it on to {to}"),
        "party-wrote": ("{sender} menjawab", "{sender} answered"),
        "second-tier-late": ("{to} belum menjawab pada waktunya", "{to} has not answered in time"),
        "third-party-asked": ("{actor} bertanya kepada {to}", "{actor} asked {to}"),
        "answer-held": ("Jawaban {operator} ditahan", "{operator}'s answer was held"),
        "answer-taken-back": ("{operator} menarik jawabannya", "{operator} took the answer back"),
        "categorized": ("{actor}: kategori {category}", "{actor}: category {category}"),
        "prioritized": ("{actor}: prioritas {priority}", "{actor}: priority {priority}"),
        "snoozed": ("{actor} menunda pengingatnya", "{actor} put the reminders off"),
        "survey-reminded": ("Pelanggan diingatkan tentang survei", "The customer was reminded of the survey"),
        "vote-cast": ("Pelanggan memberi nilai {score} dari 5", "The customer gave {score} of 5"),
        "redacted": ("{actor} menghapus kata-kata rahasia", "{actor} removed words"),
        "letter-undelivered": ("Email ke {recipient} tidak sampai", "A letter to {recipient} could not be delivered"),
        "solved-by-self-help": ("Pelanggan menyelesaikannya sendiri", "The customer solved it alone"),
        "imported": ("{mails} email lama dari {source}", "{mails} old mail|mails from {source}"),
        "incident-joined": ("Termasuk gangguan {number}", "Belongs to incident {number}"),
        "copy-lost": ("Jawaban {operator} tidak pernah sampai di sini", "An answer of {operator}'s never came here"),
    }
)
# where no mail stands beside it
_ALONE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "request-received": ("Permintaan baru", "New request"),
        "request-repeated": (
            "Pelanggan mengirim permintaan yang sama lagi",
            "The customer sent the same request again",
        ),
        "customer-wrote": ("Pelanggan menulis lagi", "The customer wrote again"),
        "answered": ("{operator} menjawab", "{operator} answered"),
        "rang": ("Pengingat setelah {after}", "Reminder after {after}"),
    }
)


class _Fields(dict[str, object]):
    """A field that an older event has not is nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def happened(event: JsonObject, language: str) -> str:
    """ "Budi took the ticket"; "" for what has no words."""
    words = _WORDS.get(event["kind"])
    if words is None:
        return ""
    fields = _Fields({name: _plain(value) for name, value in event.items()})
    said = agreeing(words[0 if language == "id" else 1], fields).format_map(fields).strip()
    comment = event.get("comment") if event["kind"] == "vote-cast" else ""
    return f"{said}: {comment}" if comment else said.removesuffix(":").strip()


def sentence(event: JsonObject, language: str) -> str:
    """The same where it stands alone; an event without words is its kind."""
    words = _ALONE.get(event["kind"])
    if words is None:
        return happened(event, language) or str(event["kind"])
    return words[0 if language == "id" else 1].format_map(_Fields({name: _plain(one) for name, one in event.items()}))


def _plain(value: object) -> str:
    """An address is its text: [email, name]."""
    return (
        str(value[1] or value[0])
        if isinstance(value, list) and len(value) == 2
        else ""
        if value is None
        else str(value)
    )
