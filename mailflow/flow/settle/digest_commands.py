"""The desk's commands, which belong to no ticket: what a line in a reply to the digest may ask. Each is one value.

A new command is a function and its entry in COMMANDS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mailflow.core.commands.command import Words
from mailflow.core.releases import MORE, Asked
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.settle.proofs import reread
from mailflow.flow.settle.release import becomes
from mailflow.store.mail import held, inbox
from mailflow.store.mail.held import Together

NOT_HELD = "not-held"
NOTHING_ASKED = "nothing-asked"
NEXT_PAGE, LAST_PAGE = "next-page", "last-page"


@dataclass(frozen=True, slots=True)
class DigestCommand:
    """Its words are lower-case, Indonesian ones first; `help` and `results` are (Indonesian, English)."""

    words: tuple[str, ...]
    # (parts, mail, name of the colleague) → a key of `results`; CannotDo: no such mail is quarantined or parked
    act: Callable[[Parts, Asked, str], str]
    help: Words
    results: Mapping[str, Words]


def carried_out(parts: Parts, one: Asked, name: str) -> str:
    """The result: a key of the command's results, or of OTHERS."""
    try:
        return BY_WORD[one.word].act(parts, one, name)
    except CannotDo:
        return NOT_HELD


def together(parts: Parts, one: Asked) -> Together:
    """The group a line decides about, beside a single mail: all mails of its sender, or a flood."""
    if one.scope == "flood":
        return Together("flood_id", one.id)
    sender = held.sender_of(parts.db, one.id)
    if not sender:  # nobody is named: "all of his" would be everybody's
        raise CannotDo(f"nobody is known to have sent mail {one.id}")
    return Together("sender", sender)


def _drop(parts: Parts, one: Asked, name: str) -> str:
    why = f"{one.why or 'dropped'} ({name})"
    if one.scope != "mail":
        return "all-dropped" if held.drop_together(parts.db, together(parts, one), why) else NOT_HELD
    inbox.drop(parts.db, one.id, why, parts.clock.now())
    return "dropped"


def _retry(parts: Parts, one: Asked, name: str) -> str:
    if one.scope != "mail" or inbox.held(parts.db, one.id) is None:
        return NOT_HELD
    inbox.retry(parts.db, one.id)
    return "judged-again"


def release(parts: Parts, one: Asked, name: str) -> str:
    """Writer. Let out of quarantine; asked_first.py says when this needs a confirmation."""
    if one.scope != "mail":
        return "all-released" if held.release_together(parts.db, together(parts, one), name) else NOT_HELD
    if inbox.held(parts.db, one.id) != inbox.QUARANTINED:
        return _retry(parts, one, name)
    ticket, reason = inbox.ended_on(parts.db, one.id)
    made = becomes(parts, reread(parts, one.id), ticket, reason)
    inbox.release(parts.db, one.id, name)
    return f"released-{made}"


_AGAIN: Mapping[str, Words] = {"judged-again": ("email ini diproses ulang sekarang", "it is processed again now")}
# Results of lines without effect.
OTHERS: Mapping[str, Words] = MappingProxyType(
    {
        NOT_HELD: ("email dengan nomor itu tidak sedang ditahan", "no mail with this number is held or parked"),
        NOTHING_ASKED: (
            "tidak ada baris yang kami kenali di balasan Anda, jadi tidak ada yang berubah",
            "no line of your reply was understood, so nothing was changed",
        ),
    }
)

COMMANDS = (
    DigestCommand(
        ("lepas", "lepaskan", "release", "let"),
        release,
        ("melepas email dari karantina", "lets a mail out of quarantine"),
        {
            "all-released": ("semuanya dilepas", "all of them are let out"),
            "released-request": ("dilepas: menjadi permintaan", "released: it becomes a request"),
            "released-reply": (
                "dilepas: masuk ke tiketnya sebagai email pelanggan",
                "released: it joins its ticket as the customer's email",
            ),
            "released-note": (
                "dilepas: disimpan sebagai catatan, karena pengirimnya tidak terbukti; tidak ada yang sampai ke "
                "pelanggan",
                "released: filed as a note, since nobody proves who wrote it; nothing of it reaches the customer",
            ),
            "released-unknown": (
                "dilepas: menjadi permintaan tanpa pelanggan, karena pengirimnya tidak terbukti; ia tidak dikirimi "
                "email",
                "released: a request without a customer, since nobody proves who wrote it; he is not written to",
            ),
            **_AGAIN,
        },
    ),
    DigestCommand(
        ("buang", "drop"),
        _drop,
        (
            "membuang email; kata di belakang nomornya adalah alasannya",
            "drops a mail; the words behind its number say why",
        ),
        {
            "dropped": ("dibuang; isinya tetap disimpan", "dropped; its bytes are kept"),
            "all-dropped": ("semuanya dibuang; isinya tetap disimpan", "all of them are dropped; their bytes are kept"),
        },
    ),
    DigestCommand(
        ("ulangi", "retry"),
        _retry,
        ("memproses email sekali lagi", "processes a mail once more"),
        _AGAIN,
    ),
    DigestCommand(
        MORE,
        lambda parts, one, name: NEXT_PAGE,
        ("halaman berikutnya dari daftar yang ditahan; tanpa nomor", "the next page of what is held; no number needed"),
        {
            NEXT_PAGE: ("halaman berikutnya dikirim terpisah", "the next page comes in an email of its own"),
            LAST_PAGE: ("tidak ada lagi yang ditahan", "nothing more is held"),
        },
    ),
)
BY_WORD: Mapping[str, DigestCommand] = MappingProxyType(
    {word: command for command in COMMANDS for word in command.words}
)
RESULTS: Mapping[str, Words] = MappingProxyType(
    {**OTHERS, **{code: words for command in COMMANDS for code, words in command.results.items()}}
)
