"""Acts that are asked back before they happen: who asks for one gets the letter `confirm`, and only *ya* / *yes* in
reply to it carries the act out: once, within the hour, by the proven person it was sent to.

    ACTS            every act, in words: a new one is an entry here, and how it is done is in flow/settle/confirmed.py
    Act             one act somebody wants, as it is stored until it is confirmed
    verdict         what an answer does

The letter itself is `addressing.ask_back(act, person, rules)`: `post_alone` sends it, or on a ticket the event
ConfirmationAsked. The function that writes it to the outbox stores its act (store/desk/confirmations.py).

The letter's signed Message-ID leads to the stored act. Nothing of the act stands in the mail itself, so that no reply
can change it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from types import MappingProxyType

from mailflow.core.commands.command import Words
from mailflow.core.how_many import naming
from mailflow.core.meaning import Meaning
from mailflow.core.preview import harmless
from mailflow.core.wording import in_language
from mailflow.lazy_dataclasses import dataclass

LASTS = timedelta(hours=1)  # interfaces-2.md, "Commands by mail"
LONGEST = 300  # characters of one argument that are shown


@dataclass(frozen=True, slots=True)
class Act:
    """An act somebody asked for."""

    name: str  # a key of ACTS
    by: str  # who asked: a colleague's name in rules.yaml, or "admin"
    args: Mapping[str, str] = field(default_factory=dict)  # everything needed to carry it out, and to describe it


@dataclass(frozen=True, slots=True)
class ActWords:
    """(Indonesian, English); "{name}" stands for an argument of the act."""

    asks: Words  # what it will do, in the infinitive: "tutup tiket 5, 7"
    done: Words  # what is told afterwards, of each ticket or mail it was about
    lasts: timedelta = LASTS  # so long an answer counts


ACTS: Mapping[str, ActWords] = MappingProxyType(
    {
        # args: tickets ("5 7", their n), numbers ("5, 7", as people know them); perhaps letter, force ("yes")
        "close": ActWords(("menutup tiket {numbers}", "close ticket|tickets {numbers}"), ("ditutup", "closed")),
        # another operator's ticket; args: tickets, numbers, owner, name (of whoever gets it)
        "claim": ActWords(
            ("memindahkan tiket {numbers} dari {owner} kepada {name}", "move ticket {numbers} from {owner} to {name}"),
            ("dipindahkan", "moved"),
        ),
        # args: tickets, numbers, subject, into_subject, and those of merging.MergeTarget
        "merge": ActWords(
            (
                "menggabungkan tiket {numbers} ({subject}) ke tiket {number} ({into_subject})",
                "merge ticket {numbers} ({subject}) into ticket {number} ({into_subject})",
            ),
            ("digabung", "merged"),
        ),
        # the same, with readers: who gets the answers of that ticket only then
        "merge-readers": ActWords(
            (
                "menggabungkan tiket {numbers} ({subject}) ke tiket {number} ({into_subject}), yang jawabannya lalu "
                "sampai juga ke {readers}",
                "merge ticket {numbers} ({subject}) into ticket {number} ({into_subject}), whose answers then also "
                "reach {readers}",
            ),
            ("digabung", "merged"),
        ),
        # args: tickets, numbers, count of words, mail and order (inbox ids: which has them, which names them)
        "redact": ActWords(
            (
                "menghapus {count} kata dari email yang Anda balas di tiket {numbers}, dan dari semua email dan "
                "catatan yang memuatnya; tidak ada yang bisa mengembalikannya",
                "remove {count} word(s) from the email you replied to on ticket {numbers}, and from every email, "
                "letter and record that has them; nobody can bring them back",
            ),
            ("dihapus dari semuanya", "removed from everything"),
        ),
        # a line of a reply to the digest; args: word, ids ("17 18"), scope, why, senders
        "let-out": ActWords(
            (
                "melepas email {ids} ({senders}), yang mengaku dari rekan Anda tanpa bukti",
                "let out email|emails {ids} ({senders}), said without proof to be a colleague's",
            ),
            ("dilepas", "let out"),
        ),
        # the same; senders: the address, or "@" and its domain
        "block": ActWords(
            (
                "memblokir {senders}: emailnya dibuang mulai sekarang, juga yang sedang ditahan",
                "block {senders}: its mail is dropped from now on, and so is what is held of it",
            ),
            ("diblokir", "blocked"),
        ),
        # asked by the desk itself, for a day: who reads it late cannot ask once more; args: tickets (the first names
        # the incident), number (of that one), numbers, words
        "incident": ActWords(
            ("menangani tiket {numbers} sebagai satu gangguan", "handle ticket|tickets {numbers} as one incident"),
            ("ditangani sebagai satu gangguan", "handled as one incident"),
            timedelta(days=1),
        ),
        # asked by the desk itself; args: source (n of the ticket answered), number (of that), answer (of its event),
        # tickets, numbers
        "answer-all": ActWords(
            (
                "mengirim jawaban Anda di tiket {number} juga kepada pelanggan tiket {numbers}, yang melaporkan "
                "gangguan yang sama; masing-masing menerimanya sendiri, dengan nomornya sendiri",
                "send your answer on ticket {number} on ticket|tickets {numbers} as well, where the same disturbance "
                "is reported; each customer gets it alone, under the number of that ticket",
            ),
            ("dijawab dengan kata yang sama", "answered in the same words"),
        ),
    }
)

# What an answer does; GRANTED carries the act out, all others nothing.
GRANTED = "confirm-granted"
DECLINED = "confirm-declined"
UNCLEAR = "confirm-unclear"
LATE = "confirm-late"
USED = "confirm-used"
NOT_YOURS = "confirm-not-yours"
FORWARDED = "confirm-forwarded"
VERDICTS: Mapping[str, Words] = MappingProxyType(
    {
        DECLINED: ("dibatalkan; tidak ada yang dilakukan", "called off; nothing was done"),
        UNCLEAR: (
            'tidak jelas apakah itu "ya", jadi tidak ada yang dilakukan. Balas "ya" saja, atau "tidak"',
            'it is not clear whether that is a "yes", so nothing was done. Reply with "yes" alone, or "no"',
        ),
        LATE: (
            "waktu untuk menjawab pertanyaan ini sudah lewat, jadi tidak ada yang dilakukan. Mintalah sekali lagi",
            "the time to answer this question is over, so nothing was done. Please ask once more",
        ),
        USED: (
            "pertanyaan ini sudah dijawab, dan hanya berlaku sekali",
            "this question has been answered already, and counts once",
        ),
        NOT_YOURS: (
            "pertanyaan ini ditujukan kepada orang lain; hanya dia yang bisa menjawabnya",
            "this question was put to somebody else, who alone can answer it",
        ),
        FORWARDED: (
            "email terusan bukan jawaban, jadi tidak ada yang dilakukan. Balas pertanyaannya langsung",
            "a forwarded email is no answer, so nothing was done. Please reply to the question itself",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was put to one person."""

    act: Act
    reader: str  # the address it was sent to, case-folded
    asked_at: datetime
    ended: bool = False  # answered already, by this reader or another


@dataclass(frozen=True, slots=True)
class Consent:
    """A proven colleague's reply to it."""

    addresses: Collection[str]  # the author's, case-folded
    meaning: Meaning  # as replies/confirm.py reads it
    at: datetime  # its arrival
    forward: bool = False


def verdict(asked: Question, answer: Consent) -> str:
    """GRANTED, or why not: a key of VERDICTS."""
    if asked.reader not in answer.addresses:
        return NOT_YOURS
    if answer.forward:
        return FORWARDED
    if asked.ended:
        return USED
    if answer.at > asked.asked_at + ACTS[asked.act.name].lasts:
        return LATE
    return {Meaning.YES: GRANTED, Meaning.NO: DECLINED}.get(answer.meaning, UNCLEAR)


def act_words(act: Act, language: str) -> str:
    """What the act will do, without clickable links."""
    words = naming(in_language(ACTS[act.name].asks, language), act.args)
    for name, value in act.args.items():
        words = words.replace(f"{{{name}}}", harmless(value)[:LONGEST])
    return words
