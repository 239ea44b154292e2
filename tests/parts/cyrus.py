"""A Cyrus of our own: IMAP and LMTP on loopback, one user, in a folder that is thrown away."""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

from imapclient import IMAPClient

from tests.parts.programs import Program

HOST, IMAP, LMTP = "127.0.0.1", 1143, 2403
USER, PASSWORD = "iduhelp", "secret"
BIN = Path("/usr/lib/cyrus/bin")
PATH = "/usr/sbin:/usr/bin"


def missing() -> list[str]:
    """Debian's packages that are not there. It allows one IMAP server only: `.ci/run` brings Dovecot's back."""
    wanted = {"cyrus-imapd": (BIN / "imapd").exists(), "sasl2-bin": shutil.which("saslpasswd2", path=PATH) is not None}
    return [package for package, there in wanted.items() if not there]


class Cyrus:
    """`with Cyrus() as server: server.deliver(raw)`."""

    def __enter__(self) -> Cyrus:
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-cyrus-"))
        self.base.chmod(0o755)
        for part in ("conf", "spool", "sock"):
            (self.base / part).mkdir()
        self._configure()
        saslpasswd = shutil.which("saslpasswd2", path=PATH) or ""
        argv = [saslpasswd, "-p", "-f", str(self.base / "sasldb"), "-u", "mx.desk.example", "-c", USER]
        subprocess.run(argv, input=PASSWORD, text=True, check=True)
        subprocess.run(["chown", "-R", "cyrus:mail", self.base], check=True)
        conf = ["-C", str(self.base / "imapd.conf"), "-M", str(self.base / "cyrus.conf")]
        argv = [str(BIN / "master"), *conf, "-p", str(self.base / "master.pid")]
        self._program = Program(argv, self.base / "cyrus.log")
        try:
            self._program.up((HOST, IMAP), (HOST, LMTP))
            self.login().logout()  # the first login makes the mailbox
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._program.stop()
        shutil.rmtree(self.base, ignore_errors=True)

    def login(self) -> IMAPClient:
        client = IMAPClient(HOST, port=IMAP, ssl=False)
        client.login(USER, PASSWORD)
        return client

    def folder(self, name: str) -> list[int]:
        """The UIDs in a folder; none when it is not there yet."""
        with self.login() as client, suppress(client.Error):
            client.select_folder(name, readonly=True)
            return list(client.search())
        return []

    def deliver(self, raw: str) -> None:
        with smtplib.LMTP(HOST, LMTP) as client:
            client.sendmail("ani@customer.example", [USER], raw.encode().replace(b"\n", b"\r\n"))

    def _configure(self) -> None:
        base = self.base
        (base / "imapd.conf").write_text(
            dedent(f"""\
            configdirectory: {base}/conf
            partition-default: {base}/spool
            defaultpartition: default
            sasl_pwcheck_method: auxprop
            sasl_auxprop_plugin: sasldb
            sasl_sasldb_path: {base}/sasldb
            sasl_mech_list: PLAIN
            allowplaintext: yes
            autocreate_quota: 0
            autocreate_post: 1
            altnamespace: no
            lmtpsocket: {base}/sock/lmtp
            idlesocket: {base}/sock/idle
            servername: mx.desk.example
            """)
        )
        (base / "cyrus.conf").write_text(
            dedent(f"""\
            START {{
              recover cmd="{BIN}/ctl_cyrusdb -C {base}/imapd.conf -r"
              idled cmd="{BIN}/idled -C {base}/imapd.conf"
            }}
            SERVICES {{
              imap cmd="{BIN}/imapd -C {base}/imapd.conf" listen="{HOST}:{IMAP}" prefork=0
              lmtp cmd="{BIN}/lmtpd -C {base}/imapd.conf -a" listen="{HOST}:{LMTP}" prefork=0
            }}
            EVENTS {{
            }}
            """)
        )
