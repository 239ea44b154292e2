"""The post: carries what people write and what the desk's server took to mailboxes, to the list, to inboxes."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import Message
from typing import TYPE_CHECKING, Any

from mailflow.core.finished import Finished
from tests.simulation import mails
from tests.simulation.forum import FORUM
from tests.simulation.home import ADMIN, ALSO, AUTHSERV, DESK, LIST
from tests.simulation.mails import Item, Mail
from tests.simulation.smtp import Accepted

if TYPE_CHECKING:
    from tests.simulation.world import World

DAY = 86400.0
_NEW = timedelta(seconds=30)
PROVEN = (("Authentication-Results", f"{AUTHSERV}; dmarc=pass header.from={{}}"),)


class Post:
    """`mails` is everything anybody ever wrote; `taken` everything the desk's server ever took."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.mails: list[Mail] = []
        self.taken: dict[tuple[str, str], list[Accepted]] = {}
        self.letters: dict[str, Item] = {}  # by Message-ID
        self.first_taken: dict[str, datetime] = {}  # when the desk's server took a letter, by its Message-ID
        self.doubles = 0

    # -- people's mail

    def write(
        self,
        kind: str,
        author: str,
        to: tuple[str, ...],
        subject: str,
        words: str,
        *,
        cc: tuple[str, ...] = (),
        answers: Item | None = None,
        heads: tuple[tuple[str, str], ...] = (),
        on_top: tuple[tuple[str, str], ...] | None = None,
        message_id: str | None = None,
        attach: str = "",
        counted: str = "",
        reaction: str = "",
        form: str = "",
        quotes: bool = True,
        quick: bool = False,
        slow: bool = False,
        **known: Any,
    ) -> Mail:
        """One mail, on its way. "{qz}" in the words is where its canary sits; `counted` is its name in the count;
        `reaction` and `form` as mails.write has them; `quotes`: what it answers stands below; `quick`: at once;
        `slow`: the desk's copy is days on its way."""
        world = self.world
        if counted:
            world.said[counted] += 1
        number = len(self.mails)
        address = author.rpartition("<")[2].rstrip(">")
        text = words.replace("{qz}", f"qz{number}k")
        if answers is not None:
            heads = (*mails.threading(answers), *heads)
        if answers is not None and quotes:
            marked = not self._is_here(answers)
            style, text, quoted_at = mails.with_quotation(text, answers, number, marked=marked)
            known["quoted_at"] = quoted_at
            if style.startswith("nothing"):  # a letter repeated so by no mail program is a robot's
                heads = (*heads, ("User-Agent", "Surat/3.1"))
            world.said[f"quotation: {style}"] += 1
        domain = address.rpartition("@")[2]
        if on_top is None:
            on_top = tuple((name, value.format(domain)) for name, value in PROVEN)
        own = f"<{number}.{world.seed}@{domain}>" if message_id is None else message_id
        raw = mails.write(author, to, cc, subject, text, own, world.now(), heads, on_top, attach, reaction, form)
        about = answers.n if answers is not None else None
        reached = frozenset(_bare(a) for a in (*to, *cc) if _bare(a) not in world.colleagues and not is_desk(_bare(a)))
        known["audience"] = frozenset(known.get("audience", ())) | reached
        known["written_to"] = frozenset(_bare(a) for a in (*to, *cc))
        known["parent"] = answers.message_id if answers is not None else ""
        known["answers"] = answers.ours if answers is not None else ""
        if known["answers"] not in ("", answers.message_id if answers is not None else ""):
            world.said["relay: an answer to a letter with another Message-ID"] += 1
        mail = Mail(number, kind, address.lower(), own, raw, **{"about": about, **known})
        self.mails.append(mail)
        world.say(f"{address} writes {kind} qz{number}k to {', '.join((*to, *cc))}: {subject}")
        for address in dict.fromkeys((*to, *cc)):
            late = slow and (is_desk(_bare(address)) or _bare(address) == LIST)
            self._carry(mail, _bare(address), quick=quick, slow=late)
        return mail

    def _is_here(self, item: Item) -> bool:
        """The desk can know what a reply to it repeats: it has sent it, or filed it."""
        sql = "SELECT 1 FROM letter WHERE message_id = ? UNION ALL SELECT 1 FROM message WHERE message_id = ? LIMIT 1"
        known = item.ours or item.message_id
        return self.world.db.value(sql, (known, known)) is not None

    def as_written(self, mail: Mail) -> Item:
        """As it lies among what its author has sent."""
        return mails.read(mail.raw)

    def is_new(self, letter: Item) -> bool:
        """It was written or sent within these seconds, by the desk's clock and ours."""
        sql = "SELECT created_at, sent_at FROM letter WHERE message_id = ?"
        known, now = letter.ours or letter.message_id, self.world.now()
        moments = self.world.db.execute(sql, (known,)).fetchone() or ()
        if now - self.first_taken.get(known, now) >= _NEW:  # a daemon stood still before it recorded that
            return False
        return any(at and abs(now - datetime.fromisoformat(at.replace("Z", "+00:00"))) < _NEW for at in moments)

    def report(self, kind: str, raw: bytes, message_id: str, about: int | None = None) -> None:
        """A mail server writes to the desk."""
        mail = Mail(len(self.mails), kind, "mailer-daemon@mx.mail.example", message_id, raw, about=about)
        self.mails.append(mail)
        self.world.say(f"a mail server writes {kind} {message_id}")
        self._carry(mail, DESK)

    def _carry(self, mail: Mail, to: str, *, quick: bool = False, slow: bool = False) -> None:
        world, raw = self.world, mail.raw
        delay = world.chance.choice((0.0, 1.0, 5.0, 40.0)) if world.chance.random() < 0.9 else 900.0
        delay = min(delay, 5.0) if quick else delay + 3 * DAY if slow else delay
        at = world.now() + timedelta(seconds=delay)  # even if a daemon stands still until long after that
        if to in (ALSO, DESK) or to.startswith("iduhelp+"):
            box = world.boxes[1 if to == ALSO else 0]
            world.later(delay, lambda: self.put(box, mail, raw, at), mail=True)
        elif to == LIST:
            world.later(delay, lambda: self._list(mail, raw, "mail", None, at), mail=True)
        elif to == FORUM:
            world.later(delay, lambda: world.forum.carries(mail, raw, at), mail=True)
        else:
            world.later(delay, lambda: self._receive(to, mails.read(raw)))

    def put(self, box: Any, mail: Mail, raw: bytes, at: datetime) -> None:
        box.put(mail, raw, at)
        self.world.look_soon()

    def _list(self, mail: Mail, raw: bytes, kind: str, n: int | None, at: datetime, ours: str = "") -> None:
        """The list sends to its members: the operators and the desk's own mailbox."""
        copy, world = mails.list_copy(raw, LIST), self.world
        self.put(world.boxes[0], mail, copy, at)
        for person in world.home.rules["operators"]:
            if person["address"] != mail.author:
                self._receive(person["address"], mails.read(copy, kind, n, ours))

    def _receive(self, to: str, item: Item) -> None:
        person = self.world.person(to)
        if person is not None:
            person.receive(item)

    # -- the desk's letters

    def accept(self, letter: Finished, who: str, accepted: Accepted, raw: bytes) -> None:
        """The desk's server has taken a letter for one recipient, and sends it on as `raw`; the model looks at it
        before anybody reads it."""
        world = self.world
        row = world.db.execute(
            "SELECT id, ticket_n, kind FROM letter WHERE message_id = ?", (letter.message_id,)
        ).fetchone()
        if row is None:
            world.fail(f"a letter was sent that no outbox knows: {letter.message_id}")
        letter_id, n, kind = row
        item = mails.read(raw, kind, n, letter.message_id)
        before = self.taken.setdefault((letter.message_id, who), [])
        if before:
            self.doubles += 1
            world.check.double(letter.message_id, who, before, accepted.daemon)
        before.append(accepted)
        self.letters[letter.message_id] = item
        self.first_taken.setdefault(letter.message_id, world.now())
        world.say(f"{accepted.daemon} sends {kind} [#{n}] {letter.message_id} to {who}")
        world.check.letter(letter_id, item, who, letter.data)
        self._on(letter, item, who.lower(), raw)

    def _on(self, letter: Finished, item: Item, to: str, raw: bytes) -> None:
        world = self.world
        if to in world.dead:
            report = self.own_id("bounce")
            back = mails.bounce(DESK, item, to, report, world.now() + timedelta(seconds=3), "failed")
            world.later(world.chance.choice((2.0, 60.0, 5000.0)), lambda: self.report("bounce", back, report, item.n))
        elif to in (LIST, FORUM):
            echo = Mail(len(self.mails), "echo", DESK, letter.message_id, raw)
            self.mails.append(echo)
            at = world.now() + timedelta(seconds=2)
            if to == FORUM:
                world.later(2.0, lambda: world.forum.carries(echo, raw, at, item))
                return
            world.later(2.0, lambda: self._list(echo, raw, item.kind, item.n, at, item.ours))
        elif to != ADMIN:
            world.later(world.chance.choice((1.0, 20.0)), lambda: self._receive(to, item))

    def own_id(self, word: str) -> str:
        return f"<{word}.{len(self.mails)}.{self.world.agenda_count()}@mx.mail.example>"


def _bare(written: str) -> str:
    return written.rpartition("<")[2].rstrip(">").lower()


def is_desk(address: str) -> bool:
    return address in (DESK, ALSO) or (address.startswith("iduhelp+") and address.endswith("@desk.example"))


def header(mail: Message, name: str) -> str:
    return " ".join(str(mail[name] or "").split())
