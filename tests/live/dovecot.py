"""A Dovecot of our own: rootless, on free ports, in a folder that is thrown away. Every test gets a user of its own."""

from __future__ import annotations

import grp
import itertools
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from imapclient import IMAPClient

from mailflow.config.init import make_home
from tests.cli.desk import Desk
from tests.servers import make_certificate

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
TEMPLATE = Path(__file__).with_name("dovecot.conf.in")
PASSWORD = "secret"
UNICODE = "rahasia-é"  # of the user `unicode`
USERS = 1000
_OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {base}/oauth2.conf
}}
auth_failure_delay = 0
"""
_INTROSPECTION = """\
introspection_mode = auth
introspection_url = {url}
username_attribute = email
username_format = %n
active_attribute = active
active_value = true
"""


class Dovecot:
    """`with Dovecot() as server: server.new_user()`. Started in the foreground, so that its pid is ours to end."""

    def __init__(self, introspection: str = "") -> None:
        """`introspection`: the address of a provider of OAuth 2, whose tokens are logins too."""
        self._introspection = introspection
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-dovecot-"))  # pytest's folders are closed to other users
        self.imap_port = self.imaps_port = self.lmtp_port = 0
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def cafile(self) -> Path:
        return self.base / "cert.pem"

    def __enter__(self) -> Dovecot:
        for part in ("run", "state", "mail"):
            (self.base / part).mkdir()
        make_certificate(self.base)
        # all at once: Dovecot does not notice a second change of the file within one second
        users = [f"desk{number}:{{PLAIN}}{PASSWORD}\n" for number in range(1, USERS + 1)]
        (self.base / "users").write_text("".join([*users, f"unicode:{{PLAIN}}{UNICODE}\n"]), "utf-8")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.base, ignore_errors=True)

    def start(self) -> None:
        """On new ports the first time, on the same ones after `stop`."""
        for attempt in (1, 2, 3):
            if self.imap_port == 0 or attempt > 1:
                self.imap_port, self.imaps_port, self.lmtp_port = free_ports(3)
            self._configure()
            self._process = subprocess.Popen(self._command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if all(self._answers(port) for port in (self.imap_port, self.imaps_port, self.lmtp_port)):
                return
            self.stop()
        raise AssertionError(f"Dovecot does not start:\n{(self.base / 'dovecot.log').read_text()}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def new_user(self) -> str:
        """A user with an empty mailbox."""
        number = next(self._numbers)
        assert number <= USERS
        return f"desk{number}"

    def login(self, user: str) -> IMAPClient:
        """What a person's mail reader has: a session of his own."""
        client = IMAPClient("127.0.0.1", self.imap_port, ssl=False, timeout=20)
        client.login(user, PASSWORD)
        client.select_folder("INBOX")
        return client

    def entry(self, user: str) -> str:
        """The user's INBOX as one of `mailboxes:` in rules.yaml."""
        url = f"imaps://{user}@127.0.0.1:{self.imaps_port}/INBOX"
        return f'{{imap: "{url}", password: {PASSWORD}, cafile: "{self.cafile}", since: all}}'

    def deliver(self, user: str, data: bytes) -> None:
        """As an MTA does it, by LMTP; returns when the mail lies in his INBOX."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as server:
            server.sendmail("bounces@mail.example", [f"{user}@desk.example"], data)

    def fill(self, user: str, mails: Iterable[bytes]) -> None:
        """Many at once: MULTIAPPEND (RFC 3502)."""
        with closing_client(self.login(user)) as client:
            client.multiappend("INBOX", list(mails))

    def _configure(self) -> None:
        user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        text = TEMPLATE.read_text()
        for word, value in {
            "BASE": self.base,
            "USER": user.pw_name,
            "GROUP": grp.getgrgid(user.pw_gid).gr_name,
            "IMAP": self.imap_port,
            "IMAPS": self.imaps_port,
            "LMTP": self.lmtp_port,
        }.items():
            text = text.replace(f"@{word}@", str(value))
        if self._introspection:
            text = text.replace("auth_mechanisms = plain login", "auth_mechanisms = plain login xoauth2 oauthbearer")
            text += _OAUTH.format(base=self.base)
            (self.base / "oauth2.conf").write_text(_INTROSPECTION.format(url=self._introspection))
        (self.base / "dovecot.conf").write_text(text)
        if os.getuid() == 0:
            for path in (self.base, *self.base.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid)

    def _command(self) -> list[str]:
        command = [str(PROGRAM), "-F", "-c", str(self.base / "dovecot.conf")]
        if os.getuid() == 0:
            return ["setpriv", "--reuid=nobody", f"--regid={pwd.getpwnam('nobody').pw_gid}", "--clear-groups", *command]
        return command

    def _answers(self, port: int) -> bool:
        """Whether it listens; waiting for the process to end is how we wait for it to begin."""
        for _ in range(200):
            with closing(socket.socket()) as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    return True
            assert self._process is not None
            try:
                self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            return False
        return False


class closing_client:
    """Log out at the end of a `with`, whatever happened."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client

    def __enter__(self) -> IMAPClient:
        return self._client

    def __exit__(self, *_: object) -> None:
        self._client.logout()


def desk_of(home: Path, entry: str) -> Desk:
    """A new home whose one mailbox is `entry`; it believes every From and sends answers at once."""
    make_home(home)
    desk = Desk(home)
    desk.edit("  operators: aligned\n  authserv: mail.example", "  operators: from")
    desk.edit("undo_within: 60s", "undo_within: 0s")
    desk.edit("  - maildir: var/in ", f"  - {entry} #")
    return desk


def free_ports(count: int) -> list[int]:
    """Ports nobody has at this moment."""
    socks = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(sock.getsockname()[1]) for sock in socks]
    for sock in socks:
        sock.close()
    return ports
