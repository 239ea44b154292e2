"""A small IMAP server for tests: one account, folders in memory, and as unhelpful as a test wants it. What real servers
do is tested against Dovecot (tests/live); this one does what Dovecot cannot be made to do."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

ALL = ("IMAP4rev1", "IDLE", "MOVE", "UIDPLUS", "LITERAL+")
DATE = '"17-Nov-2026 09:30:00 +0700"'


@dataclass
class Stored:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    date: str = DATE


@dataclass(frozen=True)
class Spoilt:
    """What happens at one mail when its text is asked for (its size, with `facts`)."""

    said: Callable[[bytes], bytes]  # of the mail: what stands in place of the right answer; NUMBER its number
    then: str = "close"  # | silence: nothing more is said | on: the rest of the answer follows
    facts: bool = False


@dataclass
class Folder:
    uidvalidity: int = 1
    uidnext: int = 1
    mails: list[Stored] = field(default_factory=list)


class ImapServer:
    """`with ImapServer() as server: server.append(b"..."); server.url`. What __init__ sets may be changed meanwhile."""

    def __init__(self, *capabilities: str) -> None:
        self.capabilities = capabilities or ALL
        self.password = "secret"
        self.folders: dict[str, Folder] = {"INBOX": Folder()}
        self.greeting = b"* OK ready\r\n"
        self.commands: list[str] = []  # every command received, without its tag
        self.before: Callable[[str], None] = lambda command: None  # called with each command before it is carried out
        self.answer: dict[str, bytes] = {}  # prefix of a command -> what is said instead of doing it, with TAG
        self.refuse: set[int] = set()  # UIDs whose FETCH is answered NO
        self.omit: set[int] = set()  # UIDs left out of what FETCH answers, which is OK all the same
        self.nil: set[int] = set()  # UIDs whose text is NIL
        self.blind = set[str]()  # ways of asking that list nothing: "search", "fetch", "latest"; or in lines: "line"
        self.prefix = ""  # with which all folders but INBOX begin; told by NAMESPACE
        self.spoilt: dict[int, Spoilt] = {}  # by UID
        self.idling = b"+ idling\r\n"  # what IDLE is answered at once
        self.lock = threading.RLock()
        self._handlers: set[_Handler] = set()
        self._changed = threading.Condition(self.lock)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"imap+insecure://desk@127.0.0.1:{self.port}/INBOX"

    @property
    def inbox(self) -> Folder:
        return self.folders["INBOX"]

    def append(self, *mails: bytes, folder: str = "INBOX", uid: int | None = None) -> None:
        """Mails arrive; idling clients are told."""
        with self.lock:
            box = self.folders[folder]
            for raw in mails:
                box.mails.append(Stored(uid or box.uidnext, raw))
                box.mails.sort(key=lambda mail: mail.uid)
                box.uidnext = max(box.uidnext, (uid or box.uidnext) + 1)
        self.push(f"* {len(self.inbox.mails)} EXISTS\r\n".encode())

    def expunge(self, *uids: int) -> None:
        """Somebody else removes mails."""
        with self.lock:
            self.inbox.mails[:] = [mail for mail in self.inbox.mails if mail.uid not in uids]

    def push(self, data: bytes) -> None:
        """Send to everyone who idles."""
        with self.lock:
            for handler in self._handlers:
                if handler.idle:
                    handler.told = len(self.inbox.mails)
                    with contextlib.suppress(OSError):  # it has just gone
                        handler.wfile.write(data)

    def wait_idle(self, seconds: float = 10.0) -> None:
        """Until a client idles."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(handler.idle for handler in self._handlers), seconds)

    def cut(self) -> None:
        """Close all connections."""
        with self.lock:
            for handler in self._handlers:
                handler.request.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> ImapServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        with contextlib.suppress(OSError):  # a client was quicker
            self.cut()
        self._server.server_close()
        self._thread.join(10)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False  # server_close joins them
    owner: ImapServer


class _Handler(socketserver.StreamRequestHandler):
    idle = False
    folder = "INBOX"
    told = 0  # how many mails the client knows of

    def handle(self) -> None:
        server: _Server = self.server  # type: ignore[assignment]
        self.owner = server.owner
        with self.owner.lock:
            self.owner._handlers.add(self)
        try:
            self.wfile.write(self.owner.greeting)
            for line in self.rfile:
                if not self._command(line.decode().rstrip("\r\n")):
                    break
        except OSError:
            pass  # the client has gone
        finally:
            with self.owner.lock:
                self.owner._handlers.discard(self)

    def _command(self, line: str) -> bool:
        tag, _, command = line.partition(" ")
        self.owner.commands.append(command)
        self.owner.before(command)
        for prefix, answer in self.owner.answer.items():
            if command.startswith(prefix):
                self.wfile.write(answer.replace(b"TAG", tag.encode()))
                return not answer.startswith(b"* BYE")
        if command == "IDLE":
            self._idle(tag)
            return True
        with self.owner.lock:
            answers, status = self._carry_out(command)
            end = f"{tag} {status} (that is all)\r\n".encode()
            if command.startswith("UID FETCH") and (fate := self._spoil(answers, "RFC822.SIZE" in command)):
                end = b"" if fate != "on" else end
            self.wfile.write(b"".join(answers) + end)
        return command != "LOGOUT" and (bool(end) or fate == "silence")

    def _spoil(self, answers: list[bytes], facts: bool) -> str:
        """Put the spoilt answer in the place of the first such mail's, and nothing after it unless all goes on."""
        for place, answer in enumerate(answers):
            uid = int(answer.split(b"(UID ")[1].split()[0])
            spoilt = self.owner.spoilt.get(uid)
            if spoilt is not None and spoilt.facts == facts:
                mail = next(mail for mail in self._box.mails if mail.uid == uid)
                number = str(self._box.mails.index(mail) + 1).encode()
                answers[place] = spoilt.said(mail.raw).replace(b"NUMBER", number).replace(b"UID?", b"UID %d" % uid)
                if spoilt.then != "on":
                    del answers[place + 1 :]
                    return spoilt.then
                return "on"
        return ""

    def _idle(self, tag: str) -> None:
        with self.owner._changed:
            news = f"* {len(self._box.mails)} EXISTS\r\n" if len(self._box.mails) > self.told else ""
            self.wfile.write(self.owner.idling + news.encode())  # in one segment, as libraries.md has seen it
            self.idle = True
            self.owner._changed.notify_all()
        self.rfile.readline()
        with self.owner.lock:
            self.idle = False
            self.wfile.write(f"{tag} OK idle done\r\n".encode())

    def _carry_out(self, command: str) -> tuple[list[bytes], str]:
        word, _, rest = command.partition(" ")
        if word == "UID":
            word, _, rest = rest.partition(" ")
            return getattr(self, f"_uid_{word.lower()}")(rest)  # type: ignore[no-any-return]
        return getattr(self, f"_{word.lower()}")(rest)  # type: ignore[no-any-return]

    def _capability(self, rest: str) -> tuple[list[bytes], str]:
        return [f"* CAPABILITY {' '.join(self.owner.capabilities)}\r\n".encode()], "OK"

    def _login(self, rest: str) -> tuple[list[bytes], str]:
        right = rest.endswith(f'"{self.owner.password}"')
        return [], "OK welcome" if right else "NO [AUTHENTICATIONFAILED] Invalid credentials"

    def _logout(self, rest: str) -> tuple[list[bytes], str]:
        return [b"* BYE see you\r\n"], "OK"

    def _noop(self, rest: str) -> tuple[list[bytes], str]:
        return [], "OK"

    def _select(self, rest: str) -> tuple[list[bytes], str]:
        self.folder = rest.strip('"')
        if self.folder not in self.owner.folders:
            return [], "NO no such folder"
        box = self._box
        self.told = len(box.mails)
        return [
            f"* {len(box.mails)} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n".encode(),
            f"* OK [UIDVALIDITY {box.uidvalidity}] ok\r\n* OK [UIDNEXT {box.uidnext}] ok\r\n".encode(),
        ], "OK [READ-WRITE]"

    def _examine(self, rest: str) -> tuple[list[bytes], str]:
        return self._select(rest)[0], "OK [READ-ONLY]"

    def _list(self, rest: str) -> tuple[list[bytes], str]:
        wanted = rest.split()[-1].strip('"')
        return [f'* LIST () "/" "{name}"\r\n'.encode() for name in self.owner.folders if name == wanted], "OK"

    def _namespace(self, rest: str) -> tuple[list[bytes], str]:
        return [f'* NAMESPACE (("{self.owner.prefix}" ".")) NIL NIL\r\n'.encode()], "OK"

    def _fetch(self, rest: str) -> tuple[list[bytes], str]:
        """By number, and only UIDs."""
        low, _, high = rest.partition(" ")[0].partition(":")
        mails = [] if "fetch" in self.owner.blind else self._box.mails[int(low) - 1 : int(high or low)]
        return [f"* {int(low) + i} FETCH (UID {mail.uid})\r\n".encode() for i, mail in enumerate(mails)], "OK"

    def _create(self, rest: str) -> tuple[list[bytes], str]:
        if not rest.strip('"').startswith(self.owner.prefix):
            return [], "NO Invalid mailbox name."
        self.owner.folders[rest.strip('"')] = Folder()
        return [], "OK"

    def _append(self, rest: str) -> tuple[list[bytes], str]:
        """`"Sent" (\\Seen) "date" {n}`, then the mail."""
        name, flags, date, size = re.fullmatch(r'"?([^"(]+?)"? \((.*?)\) (".*?") \{(\d+)\+?\}', rest).groups()  # type: ignore[union-attr]
        if name not in self.owner.folders:
            return [], "NO [TRYCREATE] no such folder"
        self.wfile.write(b"+ go on\r\n")
        raw = self.rfile.read(int(size))
        self.rfile.readline()
        box = self.owner.folders[name]
        box.mails.append(Stored(box.uidnext, raw, set(flags.split()), date))
        box.uidnext += 1
        return [], "OK"

    def _uid_search(self, rest: str) -> tuple[list[bytes], str]:
        mails = self._box.mails
        if rest.startswith("UNDELETED "):
            mails, rest = [mail for mail in mails if "\\Deleted" not in mail.flags], rest[10:]
        if rest.startswith("HEADER "):
            _, name, value = rest.split(" ", 2)
            wanted = f"{name}: {value.strip(chr(34))}".lower().encode()
            mails = [mail for mail in mails if wanted in mail.raw.lower()]
        elif rest.startswith("UID "):
            mails = list(self._chosen(rest[4:], mails))
            mails = [] if "latest" in self.owner.blind else mails
        elif "search" in self.owner.blind:
            mails = []
        elif rest != "ALL":
            low, _, high = rest.partition(":")
            mails = mails[int(low) - 1 : int(high or low)]
        uids = [str(mail.uid).encode() for mail in mails]
        if "line" in self.owner.blind:  # a line for each
            return [b"* SEARCH " + uid + b"\r\n" for uid in uids], "OK"
        return [b"* SEARCH " + b" ".join(uids) + b"\r\n"], "OK"

    def _uid_fetch(self, rest: str) -> tuple[list[bytes], str]:
        uids, _, items = rest.partition(" ")
        mails = [mail for mail in self._chosen(uids, self._box.mails) if mail.uid not in self.owner.omit]
        answers = [self._fetched(mail, items) for mail in mails if mail.uid not in self.owner.refuse]
        return answers, "OK" if len(answers) == len(mails) else "NO [SERVERBUG] a mail is damaged"

    def _fetched(self, mail: Stored, items: str) -> bytes:
        number = self._box.mails.index(mail) + 1
        head = f"* {number} FETCH (UID {mail.uid} ".encode()
        if "RFC822.SIZE" in items:
            return head + f"RFC822.SIZE {len(mail.raw)} INTERNALDATE {mail.date})\r\n".encode()
        section, start, length = re.fullmatch(r"\(BODY\.PEEK\[(\w*)\](?:<(\d+)\.(\d+)>)?\)", items).groups()  # type: ignore[union-attr]
        data, name = mail.raw, f"BODY[{section}]"
        if section == "HEADER":
            data = data[: data.index(b"\r\n\r\n") + 4]
        if start is not None:
            data, name = data[int(start) : int(start) + int(length)], f"{name}<{start}>"
        if mail.uid in self.owner.nil:
            return head + f"{name} NIL)\r\n".encode()
        return head + f"{name} {{{len(data)}}}\r\n".encode() + data + b")\r\n"

    def _uid_store(self, rest: str) -> tuple[list[bytes], str]:
        uids, _, flags = rest.split(" ", 2)
        for mail in self._chosen(uids, self._box.mails):
            mail.flags.update(flags.strip("()").split())
        return [], "OK"

    def _uid_expunge(self, rest: str) -> tuple[list[bytes], str]:
        doomed = {mail.uid for mail in self._chosen(rest, self._box.mails) if "\\Deleted" in mail.flags}
        self._box.mails[:] = [mail for mail in self._box.mails if mail.uid not in doomed]
        return [], "OK"

    def _uid_copy(self, rest: str) -> tuple[list[bytes], str]:
        uids, _, name = rest.partition(" ")
        name = name.strip('"')
        if name not in self.owner.folders:
            return [], "NO [TRYCREATE] no such folder"
        for mail in self._chosen(uids, self._box.mails):
            target = self.owner.folders[name]
            target.mails.append(Stored(target.uidnext, mail.raw, set(mail.flags)))
            target.uidnext += 1
        return [], "OK"

    def _uid_move(self, rest: str) -> tuple[list[bytes], str]:
        answers, status = self._uid_copy(rest)
        if status == "OK":
            gone = {mail.uid for mail in self._chosen(rest.partition(" ")[0], self._box.mails)}
            self._box.mails[:] = [mail for mail in self._box.mails if mail.uid not in gone]
        return answers, status

    @property
    def _box(self) -> Folder:
        return self.owner.folders[self.folder]

    def _chosen(self, uids: str, mails: list[Stored]) -> Iterator[Stored]:
        """`n:*` includes the last mail whatever n is (RFC 3501 §6.4.8)."""
        last = mails[-1].uid if mails else 0
        wanted: set[int] = set()
        for item in uids.split(","):
            low, _, high = item.partition(":")
            first, final = int(low), last if high == "*" else int(high or low)
            wanted.update(mail.uid for mail in mails if min(first, final) <= mail.uid <= max(first, final))
        return (mail for mail in list(mails) if mail.uid in wanted)
