"""A desk and whatever answers its letters by itself: at most two letters each (mail.md 1.8).

Each kind answers every letter it gets, whatever marks the letter bears: nobody relies on another's manners.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from tests.flow.conftest import Office
from tests.scripts.client import text_of
from tests.scripts.desk import Seen

DESK, ANI = "iduhelp@desk.example", "ani@mail.example"
MOST = 2  # letters to one conversation
CLIENT = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
_WORDS = """angin batu cahaya danau embun fajar gunung hujan ikan jalan kayu laut malam nasi ombak pasir rumah sawah
tanah ular waktu zaman burung bunga bintang bulan pohon daun akar ranting sungai langit awan petir salju kabut lembah
bukit hutan padang pantai pulau teluk karang mutiara perahu layar jangkar nakhoda dermaga""".split()


def changing(n: int) -> str:
    """A sentence of other words each time."""
    return " ".join(_WORDS[(n * 13 + i * 7) % len(_WORDS)] for i in range(9))


@dataclass(frozen=True)
class Answer:
    """What a robot writes to one letter."""

    subject: str
    body: str
    heads: str = CLIENT
    sender: str = "Ani <ani@mail.example>"
    threads: bool = False  # In-Reply-To and References


Robot = Callable[[EmailMessage, int], Answer]  # (our letter, how many it has answered)


def quoted(letter: EmailMessage) -> str:
    return "\n".join(f"> {line}" for line in text_of(letter).split("\n")) if letter["Subject"] else ""


_BY_POSTFIX = "ani@mail.example (Ani)"  # which adds From, Date and Message-ID to what a local program submits
_RECEIVED = "Received: by mail.example (Postfix, from userid 1000)\n\tid 4F; Mon, 2 Nov 2026 09:00:05 +0700\n"
ROBOTS: dict[str, Robot] = {
    "Debian's vacation 3.3.3": lambda letter, n: Answer(
        "away from my mail", f"Saya kembali hari Senin.\nYour mail about {letter['Subject']} will be read then.",
        heads="", sender="ani@mail.example (Ani)",
    ),
    "vacation 3.3.3 with the subject of what it answers": lambda letter, n: Answer(
        f"Re: {letter['Subject']}", "Terima kasih, saya balas nanti.", heads=_RECEIVED, sender=_BY_POSTFIX,
    ),
    "vacation 3.3.3 with words of no leave": lambda letter, n: Answer(
        "Terima kasih", "Terima kasih, saya balas nanti.", heads=_RECEIVED, sender=_BY_POSTFIX,
    ),
    "vacation 3.3.3 with another sentence": lambda letter, n: Answer(
        "Gone fishing", "Back on Monday.", heads=_RECEIVED, sender=_BY_POSTFIX,
    ),
    "vacation 3.3.3 without a subject": lambda letter, n: Answer(
        "", "Akan saya balas nanti.", heads=_RECEIVED, sender=_BY_POSTFIX,
    ),
    "Pigeonhole's vacation": lambda letter, n: Answer(
        f"Auto: {letter['Subject']}", "Saya sedang cuti.", threads=True,
        heads="Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\nX-Auto-Response-Suppress: All\n"
        "X-Sieve: Pigeonhole Sieve 0.5.19\n" + CLIENT,
    ),
    "Exim's autoreply": lambda letter, n: Answer(
        f"Re: {letter['Subject']}", "Thank you for your mail. I read it after Monday.", threads=True,
        heads="Auto-Submitted: auto-replied\nReceived: from ani by mail.example with local (Exim 4.96)\n\tid 1r-4G\n",
    ),
    "Exchange's out of office": lambda letter, n: Answer(
        f"Automatic reply: {letter['Subject']}", "I am out of the office until Monday.", threads=True,
        heads="X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: "
        "ani@mail.example\n" + CLIENT,
    ),
    "Gmail's vacation responder": lambda letter, n: Answer(
        f"Saya sedang liburan Re: {letter['Subject']}", "Halo, saya liburan sampai tanggal 20.", threads=True,
        heads="Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied\n" + CLIENT,
    ),
    "Outlook.com": lambda letter, n: Answer(
        f"Automatic reply: {letter['Subject']}", "I am away.",
        heads="X-Auto-Response-Suppress: DR, OOF, AutoReply\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules "
        "Agent\n" + CLIENT,
    ),
    "formail -r": lambda letter, n: Answer(
        f"Re: {letter['Subject']}", "Surat Anda saya terima, saya balas nanti.", threads=True,
        heads="X-Loop: ani@mail.example\n",
    ),
    "cPanel's autoresponder": lambda letter, n: Answer(
        f"Re: {letter['Subject']}", "Terima kasih, pesan Anda sudah kami terima.",
        heads="X-Autorespond: \"\"\nPrecedence: auto_reply\n" + CLIENT, threads=True,
    ),
    "Zimbra": lambda letter, n: Answer(
        f"Re: {letter['Subject']}", "Saya tidak di kantor minggu ini.", threads=True,
        heads="Auto-Submitted: auto-replied (zimbra; vacation)\nPrecedence: bulk\n" + CLIENT,
    ),
    "OTRS": lambda letter, n: Answer(
        f"[Ticket#20261129{n:05}] RE: {letter['Subject']}",
        f"Dear customer, your request has been received and is registered as ticket 20261129{n:05}.\n{quoted(letter)}",
        heads="Precedence: bulk\nAuto-Submitted: auto-replied\nX-Powered-By: OTRS\n" + CLIENT, threads=True,
    ),
    "RT": lambda letter, n: Answer(
        f"[example.org #{n + 400}] AutoReply: {letter['Subject']}",
        "This message has been automatically generated in response to the creation of a trouble ticket.",
        heads=f"Precedence: bulk\nAuto-Submitted: auto-replied\nRT-Ticket: example.org #{n + 400}\n" + CLIENT,
        threads=True,
    ),
    "Zendesk": lambda letter, n: Answer(
        f"[Request received] {letter['Subject']}",
        f"##- Please type your reply above this line -##\n\nYour request ({n + 88}) has been received and is being "
        "reviewed by our support staff.",
        heads="Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n" + CLIENT, threads=True,
    ),
    "BoxTrapper": lambda letter, n: Answer(
        f"Your email requires verification verify#aB{n}xyz-{n * 7919}",
        "The message you sent requires that you verify that you\nare a real live human being and not a spam source.\n\n"
        "To complete this verification, simply reply to this message and leave\nthe subject line intact.\n\nThe "
        f"headers of the message from your address are shown below:\n\nFrom: {DESK}\nSubject: {letter['Subject']}\n",
    ),
}  # fmt: skip


def stripped(robot: Robot) -> Robot:
    """The same through something that takes all headers away but From, To and Subject, and what makes it a mail."""

    def answered(letter: EmailMessage, n: int) -> Answer:
        found = robot(letter, n)
        return Answer(found.subject, found.body, CLIENT, found.sender)

    return answered


def moving(robot: Robot) -> Robot:
    """And from another address of its house each time."""

    def answered(letter: EmailMessage, n: int) -> Answer:
        found = robot(letter, n)
        return Answer(found.subject, found.body, found.heads, f"layanan-{n}@mail.example", found.threads)

    return answered


TEXT = "Terima kasih, permintaan Anda kami catat dengan nomor {}. Petugas kami akan menghubungi Anda secepatnya."
BARE: dict[str, Robot] = {
    "the same words": lambda letter, n: Answer("Tiket baru", TEXT.format("A")),
    "a number counts up": lambda letter, n: Answer(f"Tiket {7000 + n}", TEXT.format(7000 + n)),
    "our subject, other words": lambda letter, n: Answer(f"Re: {letter['Subject']}", changing(n)),
    "other words each time": lambda letter, n: Answer(changing(n + 50), changing(n)),
    "it quotes us": lambda letter, n: Answer(f"Tiket {n}", f"{changing(n)}\n\n{quoted(letter)}"),
    "another address": lambda letter, n: Answer(f"Tiket {n}", TEXT.format(n), sender=f"layanan-{n}@mail.example"),
    "another name and address": lambda letter, n: Answer(
        f"Tiket {n}", TEXT.format(n), sender=f"{_WORDS[n]} <{_WORDS[n]}@mail.example>"),
    "another address, other words": lambda letter, n: Answer(
        changing(n + 50), changing(n), sender=f"Layanan <layanan-{n}@mail.example>"),
    "another domain": lambda letter, n: Answer(
        f"Tiket {n}", TEXT.format(n), sender=f"Layanan <layanan@{_WORDS[n]}.example>"),
    "another address and domain": lambda letter, n: Answer(
        f"Tiket {n}", TEXT.format(n), sender=f"{_WORDS[n]}@{_WORDS[n + 9]}.example"),
    "nothing the same but what desks say": lambda letter, n: Answer(
        f"Kasus {n * 91}", f"Kasus {n * 91} telah dibuat. Petugas {_WORDS[n]} akan menghubungi Anda.",
        sender=f"{_WORDS[n]} <{chr(97 + n)}{n}@{_WORDS[n + 9]}.example>"),
    "another domain, our subject": lambda letter, n: Answer(
        f"Re: {letter['Subject']}", changing(n), sender=f"{_WORDS[n]}@{_WORDS[n + 9]}.example"),
    "another domain, it quotes us": lambda letter, n: Answer(
        changing(n + 9), f"{changing(n)}\n\n{quoted(letter)}", sender=f"{_WORDS[n]}@{_WORDS[n + 9]}.example"),
    "another domain, other words": lambda letter, n: Answer(
        changing(n + 50), changing(n), sender=f"Layanan <layanan@{_WORDS[n]}.example>"),
}  # fmt: skip
KINDS = {
    **ROBOTS,
    **{f"{name}, stripped": stripped(robot) for name, robot in ROBOTS.items()},
    **{f"{name}, stripped and moving": moving(stripped(robot)) for name, robot in ROBOTS.items()},
    **BARE,
}


def rally(desk: Office, robot: Robot, after: timedelta, rounds: int = 9) -> int:
    """Letters the robot got: somebody asks, whose mail it answers from then on, and every letter to whom it has
    become."""
    desk.mail(f"Ani <{ANI}>", "Pulsa belum masuk", "Pulsa 50 ribu saya belum masuk sejak kemarin.")
    answered = 0
    for _ in range(rounds):
        desk.look()
        letters = [one for one in desk.world if "desk.example" not in one.received.rcpts[0]]
        desk.pass_time(desk.clock.now() + after)
        for letter in letters[answered:]:
            desk.put(written(robot(letter.message, answered), letter.message, answered), "mailbox1")
            answered += 1
    own = ANI in robot(EmailMessage(), 0).sender  # else the first letter was another's
    return len([one for one in letters if own or one.received.rcpts[0] != ANI])


def written(answer: Answer, letter: EmailMessage, number: int) -> bytes:
    ids = f"In-Reply-To: {letter['Message-ID']}\nReferences: {letter['Message-ID']}\n" if answer.threads else ""
    return (
        f"From: {answer.sender}\nTo: {DESK}\nSubject: {answer.subject}\nMessage-ID: <r{number}@mail.example>\n"
        f"Date: Mon, 2 Nov 2026 09:00:00 +0700\n{ids}{answer.heads}\n{answer.body}\n"
    ).encode()


@pytest.mark.parametrize("kind", [name for name in ROBOTS if "vacation 3.3.3" in name])
def test_bare_notices_of_vacation_end_after_one_round(desk: Office, kind: str) -> None:
    """It writes no sign but that a local program submitted it: our letter, its notice, and no second letter."""
    assert rally(desk, KINDS[kind], timedelta(seconds=3)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_at_once(desk: Office, kind: str) -> None:
    """Three seconds after our letter."""
    assert rally(desk, KINDS[kind], timedelta(seconds=3)) <= MOST


@pytest.mark.parametrize("kind", KINDS)
def test_after_some_minutes(desk: Office, kind: str) -> None:
    """A server that is fetched from every five minutes."""
    assert rally(desk, KINDS[kind], timedelta(minutes=5)) <= MOST


@pytest.mark.parametrize("kind", ["other words each time", "another domain, other words"])
def test_after_most_of_an_hour(desk: Office, kind: str) -> None:
    """Nothing in it is alike but that it comes after our letter, from no mail program."""
    assert rally(desk, KINDS[kind], timedelta(minutes=45)) <= MOST


CLIENTS = {
    "Thunderbird": "User-Agent: Mozilla Thunderbird\n" + CLIENT,
    "Gmail in plain text": "X-Gm-Message-State: AOJu0Y\n" + CLIENT,
    "an iPhone": "X-Mailer: iPhone Mail (21F90)\n" + CLIENT,
    "HTML": "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n",
}


@pytest.mark.parametrize("client", CLIENTS)
def test_a_person_is_told_each_number(desk: Office, client: str) -> None:
    """A school's secretary who asks for one pupil after the other, as soon as our letter is there."""
    person = lambda letter, n: Answer(changing(n + 50), changing(n), CLIENTS[client])  # noqa: E731
    assert rally(desk, person, timedelta(minutes=5), rounds=5) == 5


# -- two desks

OTHER = "bantuan@layanan.example"
OF_THE_OTHER: dict[str, Any] = {
    "desk": {"name": "Layanan", "address": OTHER, "list": None},
    "operators": [{"name": "Wati", "address": "wati@layanan.example"}],
    "pic": [{"name": "Eko", "address": "eko@layanan.example"}],
    "admin": "admin@layanan.example",
    "announce": "operators",
}
WRITTEN_TO = {DESK: 0, OTHER: 1}


@pytest.fixture
def desks(desk: Office, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    (tmp_path / "other").mkdir()
    with Office(tmp_path / "other") as other:
        other.write_rules(OF_THE_OTHER)
        other.start()
        yield desk, other


def bare(raw: bytes) -> bytes:
    """Through a gateway that keeps From, To, Subject and the words, and answers at From."""
    message = message_from_bytes(raw, policy=SMTP)
    kept = EmailMessage(policy=SMTP)
    for name in ("From", "Subject", "Date"):
        kept[name] = str(message[name])
    kept["To"] = str(message["To"])
    kept.set_content(text_of(message))
    return kept.as_bytes()


def exchanged(desks: tuple[Office, Office], through: Callable[[bytes], bytes], after: timedelta) -> tuple[int, int]:
    """How many letters each desk wrote to the other, in nine rounds."""
    carried = [0, 0]
    for _ in range(9):
        letters = [[one for one in desk.world if _for(one, 1 - at)] for at, desk in enumerate(desks)]
        for at, desk in enumerate(desks):
            for one in letters[1 - at][carried[1 - at] :]:
                desk.put(through(one.received.data), "mailbox1")
        carried = [len(one) for one in letters]
        for desk in desks:
            desk.look()
            desk.pass_time(desk.clock.now() + after)
    return carried[0], carried[1]


def _for(letter: Seen, at: int) -> bool:
    """Whether it is to a desk: its address, whatever plus tag."""
    local, _, domain = letter.received.rcpts[0].partition("@")
    return WRITTEN_TO.get(f"{local.partition('+')[0]}@{domain}") == at


THROUGH = {"as they are": lambda raw: raw, "without headers": bare}
RELATIONS: dict[str, dict[str, Any]] = {
    "strangers": {},
    "the other is an operator": {"announce": "operators", "operators": [
        {"name": "Budi", "address": "budi@desk.example"}, {"name": "Layanan", "address": OTHER}]},
    "the other is the PIC": {"announce": "operators", "pic": [{"name": "Layanan", "address": OTHER}]},
    "the other is the list": {"desk": {"list": OTHER}, "announce": "list"},
}  # fmt: skip


@pytest.mark.parametrize("after", [timedelta(seconds=3), timedelta(minutes=5)], ids=["at once", "slowly"])
@pytest.mark.parametrize("through", THROUGH)
@pytest.mark.parametrize("relation", RELATIONS)
def test_two_desks(desks: tuple[Office, Office], relation: str, through: str, after: timedelta) -> None:
    """One asks the other in a person's name, or is somebody of the other's: they stop."""
    desks[0].write_rules(RELATIONS[relation])
    desks[0].mail(f"Layanan <{OTHER}>" if relation == "strangers" else "ani", "Pulsa belum masuk", "Belum masuk.")
    begins = (
        relation == "the other is the list"
    )  # with the announcement of Ani's request, which no desk's letter caused
    assert max(exchanged(desks, THROUGH[through], after)) <= MOST + begins
