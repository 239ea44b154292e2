"""What each short way gains over the long one beside it: `python -m bench.tricks`; with a PostgreSQL installed also
what its pipeline gains.

The two take turns, for other work on the machine shifts both; the best of each is told. Every short way names its
figure in its docstring, and has a test that both ways agree. What gains little goes.
"""

from __future__ import annotations

import asyncio
import dataclasses
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import timeit
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bench.backlog import fill
from bench.desk import ROOT, make_desk
from bench.reading import ordinary
from mailflow import lazy_dataclasses
from mailflow.config.holidays import computed_days, country_days
from mailflow.config.init import make_home
from mailflow.core.message import Address, Message
from mailflow.core.ticket import Ticket
from mailflow.flow.settle.no_person import may_end_alike
from mailflow.mail import headers as headers_of
from mailflow.mail import writing
from mailflow.mail.bodies import BodyBlock, Content
from mailflow.mail.canned import words_of
from mailflow.mail.quoting import attribution, card, html, reply, said, words
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.lines import inked_lines, inked_one_by_one
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.quoting.said import Said, Text
from mailflow.store.desk import askers
from mailflow.store.engine.fields import _DUMP, DUMPING, deflate
from mailflow.store.engine.opening import open_database
from tests.postgres import Postgres, program
from tests.store.desk import request

QUESTION = "Apakah nomornya sudah benar, dan kapan terakhir dicoba?\n" * 8
CLOSING = "Terima kasih atas konfirmasinya. Karena masalahnya sudah selesai, tiket ini kami usulkan untuk ditutup. " * 3
TEXT = "Selamat pagi, pulsa saya belum masuk padahal saldo sudah terpotong.\n" * 60  # 4 KB
SAID = words_of(TEXT[:900])
TICKET = Ticket(12, subject="Pulsa belum masuk", owner="Ani")
ROUNDS = 7
MAILS = 500

# the long way instead of the short one, in the process of a desk
_WITHOUT_PREFETCH = "import mailflow.flow.settle.worker as w; w.prefetch_authors = lambda *_: None"
_ONE_BY_ONE = "import mailflow.flow.deliver as d; d._all_sent = lambda *_: {}"
_EAGER = """\
from mailflow.core import lazy_regex
short = lazy_regex.LazyPattern.__init__
def eager(self, *a):
    short(self, *a)
    if type(self) is lazy_regex.LazyPattern:
        self.compiled
lazy_regex.LazyPattern.__init__ = eager"""
_LIBRARYS = """\
import dataclasses
from mailflow import lazy_dataclasses
lazy_dataclasses.dataclass, lazy_dataclasses.replace = dataclasses.dataclass, dataclasses.replace"""
_DAEMON = "\nimport mailflow.app, mailflow.flow.daemon, mailflow.flow.settle.worker, mailflow.flow.deliver"
_ONCE = "from mailflow.cli import main; main()"


def pair(name: str, short: Callable[[], object], long: Callable[[], object], number: int = 300) -> None:
    """Microseconds a call."""
    found: dict[str, list[float]] = {"short": [], "long": []}
    for _ in range(ROUNDS):
        for way, act in (("short", short), ("long", long)):
            found[way].append(timeit.timeit(act, number=number) / number * 1e6)
    print(f"{name:40} {min(found['short']):9.1f} µs instead of {min(found['long']):9.1f}")


def headers() -> bytes:
    for cached in (writing.addresses, writing.token):
        cached.cache_clear()
    people = (Address("ani@mail.example", "Ani Wéi"),)
    return b"".join((
        writing.addresses("From", (Address("desk@desk.example", "iDuHelp"),)),
        writing.addresses("To", people),
        writing.unstructured("Subject", "Re: [#12] Pulsa bélum masuk"),
        writing.tokens("Message-ID", ["<1.abc@desk.example>"]),
    ))  # fmt: skip


def headers_by_the_library() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "iDuHelp <desk@desk.example>", "Ani Wéi <ani@mail.example>"
    message["Subject"], message["Message-ID"] = "Re: [#12] Pulsa bélum masuk", "<1.abc@desk.example>"
    return message.as_bytes()


ANSWER = f"""Selamat siang Bu Ani,

Pulsa sudah kami kirim ulang tadi pagi dan sudah diterima operator; silakan dicek kembali.
Kalau masih belum masuk, balas saja email ini.

{QUESTION}
Salam,
Budi
"""


def card_of_all_lines() -> object:
    """Without the question whether a line may begin a card."""
    short, card.may_hold = card.may_hold, lambda *_: True
    try:
        return card.at_end(ANSWER.split("\n"), ("Budi",))
    finally:
        card.may_hold = short


ANSWERED = f"{ANSWER * 6}\nhttps://desk.example/tiket/12\nAni <ani@mail.example>\n"  # 3 KB
REPLY = f"""Sudah kami kirim ulang tadi pagi, silakan dicoba lagi ya Bu.

On Mon, 2 Nov 2026 at 10:15 iDuHelp! <desk@desk.example> wrote:
{textwrap.indent(ANSWER, "> ", lambda _: True)}
"""
HTML = f"<html><body><table width=100%><tr><td><p style='margin:0'>{TEXT}</p></td></tr></table></body></html>"
BUDI = Known(names=("Budi",), reply=True, colleague=True)
WRITTEN = (Text(ANSWER, answered=True), Text(QUESTION, public=True))


def read_again(memory: Memory) -> object:
    message = Message(text=REPLY, marked=REPLY, is_reply=True)
    return reply.read_again(message, "", replace(BUDI, said=Said(WRITTEN), memory=memory))


def first_reading() -> Memory:
    """What the first reading of REPLY found."""
    known = replace(BUDI, memory=Memory())
    reply.read(Content(blocks=[BodyBlock(plain=REPLY)]), "", known)
    return known.memory


def reading() -> None:
    pair("letters of ASCII (said.inked)", lambda: said.inked_ascii(ANSWER[:70]), lambda: said.inked_any(ANSWER[:70]))
    raw = ordinary()
    pair("header blocks (headers.unbroken)", lambda: headers_of.unbroken(raw, 0, len(raw)),
         lambda: headers_of.tolerant(raw, 0, len(raw)))  # fmt: skip
    pair("hints of a quotation (html.hints)", lambda: html.hints(HTML), lambda: html.hints_found(HTML))
    pair("links of a letter (said.without_links)", lambda: said.without_links(ANSWERED),
         lambda: said._LINK.sub(" ", ANSWERED))  # fmt: skip
    pair("a verb in a line (CaselessPattern)", lambda: words.VERB.is_in(ANSWER[-80:-40]),
         lambda: words.VERB.search(ANSWER[-80:-40]))  # fmt: skip
    found = first_reading()
    pair("a reply read again (quoting.memory)", lambda: read_again(found.copy()), lambda: read_again(Memory()))


def closing_by_order() -> object:
    """Without comparing how many words are in both."""
    return [SequenceMatcher(None, words_of(CLOSING), SAID, autojunk=False).get_matching_blocks() for _ in range(4)]


def closing_by_counts() -> object:
    return [Counter(SAID) - Counter(words_of(CLOSING)) for _ in range(4)]


def changed(copy: Callable[..., Ticket]) -> object:
    return copy(TICKET, owner="Budi", version=2)


def askers_named() -> None:
    """An operator's answer, and the customers of a thousand open tickets."""
    db = open_database("sqlite:///:memory:")
    with db.transaction():
        for i in range(askers.MOST):
            request(db, requester=Address(f"c{i}@mail.example", f"Siti Nomor{i}"))
    with db.transaction():
        pair("customers an answer names (askers)", lambda: askers.named_in(db, ANSWER),
             lambda: (askers.forget(db), askers.named_in(db, ANSWER)), 30)  # fmt: skip
    db.close()


def in_process() -> None:
    askers_named()
    pair("a changed ticket (lazy_dataclasses.replace)", lambda: changed(lazy_dataclasses.replace),
         lambda: changed(dataclasses.replace))  # fmt: skip
    reading()
    pair("lines that may begin a card (card.may_hold)", lambda: card.at_end(ANSWER.split("\n"), ("Budi",)),
         card_of_all_lines)  # fmt: skip
    pair("words counted before their order (closing)", closing_by_counts, closing_by_order, 30)
    pair("controls in a body (writing._is_clean)", lambda: writing._is_clean(TEXT),
         lambda: writing._BODY_CONTROLS.search(TEXT))  # fmt: skip
    pair("headers (writing)", headers, headers_by_the_library, 30)
    event = {
        "requester": ["ani@x.example", "Ani"],
        "subject": "Pulsa é",
        "n": 3,
        "at": "2026-11-30T00:00:00Z",
        "x": [1],
    }
    pair("JSON of an event (fields.to_json)", lambda: _DUMP(event), lambda: DUMPING.encode(event), 3000)
    pair("a year's holidays (config.holidays)", lambda: country_days("ID", 2026, "id"),
         lambda: computed_days("ID", 2026, "id"), 30)  # fmt: skip
    below = TEXT.split("\n")
    pair("lines that are not blank (quoting.lines)", lambda: inked_lines(below), lambda: inked_one_by_one(below))
    other = f"{TEXT}Salam, Budi"
    pair("a letter at the end of a mail (no_person)", lambda: may_end_alike(TEXT, other),
         lambda: "".join(other.split()).endswith("".join(TEXT.split())))  # fmt: skip
    data = Path(attribution.__file__).read_bytes()[:4000]
    pair("packing a mail (fields.pack)", lambda: deflate.compress(data, 1), lambda: zlib.compress(data, 1))


def cpu(code: str, *arguments: str) -> float:
    """Seconds of processor a new interpreter takes."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall(code: str, *arguments: str) -> float:
    began = time.perf_counter()
    cpu(code, *arguments)
    return time.perf_counter() - began


def pair_of_processes(name: str, short: Callable[[], float], long: Callable[[], float], rounds: int = ROUNDS) -> None:
    found = [(short(), long()) for _ in range(rounds)]
    quick, slow = (min(times) for times in zip(*found, strict=True))
    ratio = statistics.median(a / b for a, b in found)
    print(f"{name:40} {quick * 1e3:9.0f} ms instead of {slow * 1e3:9.0f}; median of the ratios {ratio:.2f}")


def starts(home: Path) -> None:
    make_home(home)
    look = f"from pathlib import Path; from mailflow import config; config.{{}}(Path({str(home)!r}){{}})"
    pair_of_processes("rules.yaml for `list` (config.essentials)", lambda: cpu(look.format("essentials", "")),
                      lambda: cpu(look.format("load", ", need_secrets=False")))  # fmt: skip
    modules = "\nimport mailflow.mail.understand, mailflow.core.decide"
    pair_of_processes("patterns when first used (LazyPattern)", lambda: cpu(modules), lambda: cpu(_EAGER + modules))
    pair_of_processes("values made at first use (lazy_dataclasses)", lambda: cpu(modules),
                      lambda: cpu(_LIBRARYS + modules))  # fmt: skip
    pair_of_processes("the same, all of a daemon's modules", lambda: cpu(_DAEMON), lambda: cpu(_LIBRARYS + _DAEMON))


def backlog(patch: str, database: str = "", clock: Callable[..., float] = cpu) -> float:
    """Seconds for MAILS requests, decided and sent."""
    with tempfile.TemporaryDirectory(prefix="mailflow-tricks-") as folder:
        home = Path(folder)
        make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}", database=database)
        fill(home / "var/in/new", MAILS)
        return clock(f"{patch}\n{_ONCE}", "--home", folder, "run", "--once")


class Distant:
    """A server half a millisecond away in each direction, by a relay on loopback."""

    def __init__(self, port: int) -> None:
        self._target, self.port = port, 0
        self._ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()
        self._ready.wait(10)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await server.serve_forever()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far, out = await asyncio.open_connection("127.0.0.1", self._target)
        await asyncio.gather(_later(reader, out), _later(far, writer))


async def _later(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        asyncio.get_running_loop().call_later(0.0005, writer.write, data)
    await asyncio.sleep(0.01)
    writer.close()


def main() -> None:
    in_process()
    with tempfile.TemporaryDirectory(prefix="mailflow-tricks-") as folder:
        starts(Path(folder) / "home")
    pair_of_processes("prefetch, SQLite", lambda: backlog(""), lambda: backlog(_WITHOUT_PREFETCH), 5)
    pair_of_processes("values (lazy_dataclasses)", lambda: backlog(""), lambda: backlog(_LIBRARYS), 5)
    pair_of_processes("letters that all got (outbox.all_sent)", lambda: backlog(""), lambda: backlog(_ONE_BY_ONE), 5)
    if program("initdb") is None:
        return
    with Postgres() as server:
        near, distant = str(server.port), str(Distant(server.port).port)

        def far(patch: str) -> float:
            return backlog(patch, server.new_desk(socket=False).replace(near, distant), wall)

        pair_of_processes("prefetch, PostgreSQL 1 ms away", lambda: far(""), lambda: far(_WITHOUT_PREFETCH), 3)


if __name__ == "__main__":
    main()
