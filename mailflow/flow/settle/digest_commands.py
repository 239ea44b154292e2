"""The desk's commands, which belong to no ticket: what a line in a reply to the digest may ask. Each is one value.

A new command is a function and its entry in COMMANDS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from mailflow.core.commands.command import Words
from mailflow.core.message import Message
from mailflow.core.releases import MORE, Asked
from mailflow.core.sender_terms import SenderTerms, sender_terms, whose
from mailflow.core.when.moment import Unclear, read_moment
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.settle.admitting import admit, set_blocked
from mailflow.flow.settle.desk_letters import ADMIN
from mailflow.flow.settle.proofs import reread
from mailflow.flow.settle.release import becomes
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.mail import held, inbox, sender_verdicts
from mailflow.store.mail.held import Together
from mailflow.store.mail.sender_verdicts import SenderVerdict

NOT_HELD, NOTHING_ASKED = "not-held", "nothing-asked"
NOT_FOR_YOU, NO_SENDER, ONE_OF_US = "not-for-you", "no-sender", "one-of-us"
FORGED_SENDER, EVERYBODYS = "forged-sender", "everybodys-domain"
TRUSTED_FOR = timedelta(days=90)
NEXT_PAGE, LAST_PAGE = "next-page", "last-page"


@dataclass(frozen=True, slots=True)
class DigestCommand:
    """Its words are lower-case, Indonesian ones first; `help` and `results` are (Indonesian, English)."""

    words: tuple[str, ...]
    # (parts, mail, name of the colleague) → a key of `results`; CannotDo: no such mail is quarantined or parked
    act: Callable[[Parts, Asked, str], str]
    help: Words
    results: Mapping[str, Words]
    decides: bool = False  # about a sender, for the time to come: for the PIC and the admin alone


def carried_out(parts: Parts, one: Asked, name: str) -> str:
    """The result: a key of the command's results, or of OTHERS."""
    command = BY_WORD[one.word]
    if command.decides and not (name == ADMIN or parts.rules.is_pic(name)):
        return NOT_FOR_YOU
    try:
        return command.act(parts, one, name)
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


def _ticket(parts: Parts, one: Asked, name: str) -> str:
    if one.scope != "mail" or inbox.held(parts.db, one.id) is None:
        return NOT_HELD
    parked = inbox.held(parts.db, one.id) != inbox.QUARANTINED
    held.as_ticket(parts.db, one.id)
    if parked:
        held.quarantine(parts.db, one.id)  # whatever kept it from being decided, a person decides it now
    inbox.release(parts.db, one.id, name)
    return "made-ticket"


def block(parts: Parts, one: Asked, name: str) -> str:
    """Writer. The sender's mail is dropped from now on, and what is held of it; asked_first.py asks back."""
    message, terms = reread(parts, one.id), sender_terms(one.why)
    if why := not_about(parts, message, terms):
        return why
    assert message.sender is not None
    who, now = whose(message.sender.email, terms) or "", parts.clock.now()
    until = ends(parts, terms, now)
    if isinstance(until, Unclear):
        return "until-unclear"
    sender_verdicts.put(parts.db, SenderVerdict(who, "blocked", name, now, until))
    if not terms.domain and until is None:  # a customer's entry has no end
        set_blocked(parts, message.sender.email, blocked=True)
    held.drop_together(parts.db, Together("sender", message.sender.key), f"{who} is blocked ({name})")
    return "blocked"


def _trust(parts: Parts, one: Asked, name: str) -> str:
    message, terms, now = reread(parts, one.id), sender_terms(one.why), parts.clock.now()
    if why := not_about(parts, message, terms):
        return why
    assert message.sender is not None
    until = ends(parts, terms, now)
    if isinstance(until, Unclear):
        return "until-unclear"
    who = whose(message.sender.email, terms) or ""
    sender_verdicts.put(parts.db, SenderVerdict(who, "trusted", name, now, until or now + TRUSTED_FOR))
    if inbox.held(parts.db, one.id) == inbox.QUARANTINED:
        inbox.release(parts.db, one.id, name)
    return "trusted-until" if terms.until else "trusted"


def ends(parts: Parts, terms: SenderTerms, now: datetime) -> datetime | Unclear | None:
    """Until when; None where no end is named."""
    if not terms.until:
        return None
    moment = read_moment(terms.until, now, parts.rules.working_hours)
    return moment if isinstance(moment, Unclear) else moment.until


def not_about(parts: Parts, message: Message, terms: SenderTerms) -> str:
    """Why no word about the sender of this mail counts: a key of OTHERS; "" when one does."""
    sender, rules = message.sender, parts.rules
    if sender is None or message.unnamed:
        return NO_SENDER
    if rules.may_be_proven(sender.email) or rules.is_colleagues(sender.email) or rules.is_desk(sender.email):
        return ONE_OF_US
    if message.is_disowned:
        return FORGED_SENDER
    return "" if whose(sender.email, terms) else EVERYBODYS


def _admit(parts: Parts, one: Asked, name: str) -> str:
    """Writer. Its sender is a registered customer from now on, and what was held of him for that reason is let out."""
    message = reread(parts, one.id)
    if why := not_about(parts, message, SenderTerms(domain=False, until="")):
        return why
    assert message.sender is not None
    return "admitted" if admit(parts, message.sender, one.id, name) else "admitted-before"


def _undo(parts: Parts, one: Asked, name: str) -> str:
    sender = reread(parts, one.id).sender
    if sender is None:
        return "nothing-decided"
    unblocked = set_blocked(parts, sender.email, blocked=False)
    return "undone" if sender_verdicts.forget(parts.db, sender.email) or unblocked else "nothing-decided"


_AGAIN: Mapping[str, Words] = {"judged-again": ("email ini diproses ulang sekarang", "it is processed again now")}
# Results of lines without effect.
OTHERS: Mapping[str, Words] = MappingProxyType(
    {
        NOT_HELD: ("email dengan nomor itu tidak sedang ditahan", "no mail with this number is held or parked"),
        NOT_FOR_YOU: (
            "ditolak: pengirim diterima, diblokir atau dipercayai hanya oleh PIC dan admin",
            "refused: senders are admitted, blocked or trusted by the PIC and the admin alone",
        ),
        NO_SENDER: ("pengirimnya tidak diketahui", "nobody knows who sent it"),
        ONE_OF_US: (
            "ditolak: itu alamat rekan kerja atau alamat kami sendiri; siapa yang berhak diatur di rules.yaml",
            "refused: that is a colleague's address, or our own; who has rights is said in rules.yaml",
        ),
        FORGED_SENDER: (
            "ditolak: alamat pengirimnya dipalsukan, jadi keputusan ini akan mengenai pemilik alamat yang sebenarnya; "
            "buang saja emailnya",
            "refused: its sender's address is forged, so this would hit the one it belongs to; just drop the email",
        ),
        "until-unclear": (
            "tanggalnya tidak jelas, jadi tidak ada yang berubah; misalnya: sampai 31 Desember",
            "the date is not clear, so nothing was changed; for example: until 31 December",
        ),
        EVERYBODYS: (
            "ditolak: domain itu dipakai siapa saja; sebut alamatnya saja, tanpa kata domain",
            "refused: everybody may have an address of that domain; say it of the address alone, without domain",
        ),
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
        ("tiket", "ticket"),
        _ticket,
        (
            "menjadikan email permintaan tersendiri, dengan waktu datangnya semula",
            "makes a request of its own of a mail, with its original arrival",
        ),
        {"made-ticket": ("menjadi permintaan tersendiri", "it becomes a request of its own")},
    ),
    DigestCommand(
        ("terima", "admit"),
        _admit,
        (
            "mendaftarkan pengirim email ini sebagai pelanggan, atau memperpanjangnya, dan menjadikan emailnya "
            "permintaan; hanya PIC dan admin",
            "enters the sender of this mail as a customer, or renews him, and makes a request of it; PIC and admin "
            "alone",
        ),
        {
            "admitted": (
                "pelanggan terdaftar yang aktif sekarang; emailnya dilepas dan menjadi permintaan",
                "an active registered customer now; his mail is let out and becomes a request",
            ),
            "admitted-before": (
                "pengirimnya sudah pelanggan aktif, dan tidak ada emailnya yang ditahan karena itu",
                "the sender is an active customer already, and no mail of his is held for that reason",
            ),
        },
        decides=True,
    ),
    DigestCommand(
        ("blokir", "block"),
        block,
        (
            "email pengirim ini (dengan kata domain: domainnya) tidak lagi diterima; hanya PIC dan admin, setelah "
            "ditanya sekali lagi",
            "mail of this sender (with the word domain: of its domain) is dropped from now on; PIC and admin alone, "
            "asked back",
        ),
        {
            "blocked": (
                "diblokir: emailnya dibuang mulai sekarang, isinya tetap disimpan; batal dan nomor ini membatalkannya",
                "blocked: its mail is dropped from now on, the bytes are kept; undo and this number takes it back",
            ),
        },
        decides=True,
    ),
    DigestCommand(
        ("percayai", "percaya", "trust"),
        _trust,
        (
            "email pengirim ini (atau domainnya) tidak lagi ditahan sebagai spam, 90 hari atau sampai tanggal di "
            "belakangnya (percayai 17 domain sampai 31 Desember); hanya PIC dan admin",
            "mail of this sender (or its domain) is no longer held as spam, for 90 days or until the date behind it "
            "(trust 17 domain until 31 December); PIC and admin alone",
        ),
        {
            "trusted": (
                "dilepas, dan dipercayai 90 hari; dibatalkan dengan batal dan nomor ini",
                "let out, and trusted for 90 days; undo and this number takes it back",
            ),
            "trusted-until": (
                "dilepas, dan dipercayai sampai tanggal itu; dibatalkan dengan batal dan nomor ini",
                "let out, and trusted until that date; undo and this number takes it back",
            ),
        },
        decides=True,
    ),
    DigestCommand(
        ("batal", "batalkan", "undo"),
        _undo,
        ("membatalkan blokir atau percaya atas pengirim email itu", "takes back block or trust of that mail's sender"),
        {
            "undone": ("dibatalkan: pengirimnya diperlakukan seperti semula", "taken back: its sender is as before"),
            "nothing-decided": (
                "tentang pengirim email itu tidak ada yang diputuskan",
                "nothing was decided about that mail's sender",
            ),
        },
        decides=True,
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
