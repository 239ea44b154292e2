"""A small internet on loopback, in a network namespace of its own, so that every server has its usual port:

    127.0.0.1  the desk's host: Postfix (mx.desk.example), OpenDKIM and OpenDMARC that verify, mailflow's LMTP listener
    127.0.0.2  everybody else's: Postfix (mx.customer.example) for customer.example, staff.example, silent.example and
               lists.example, OpenDKIM that signs for the first two, Dovecot LMTP with Pigeonhole, mlmmj
    127.0.0.3  a host nobody signs for; and dnsmasq, which knows them all

Two addresses on lo and a mount over /etc/resolv.conf are all it changes, and both end with the namespace.
"""

from __future__ import annotations

import os
import shutil
import smtplib
import subprocess
import tempfile
from contextlib import ExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from textwrap import dedent

from tests.parts.programs import Program, until

DESK, OTHERS, STRANGER = "127.0.0.1", "127.0.0.2", "127.0.0.3"
MAILFLOW, DOVECOT, SIGNER, VERIFIER, DMARC = 2400, 2401, 8891, 8892, 8893
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
PACKAGES = {  # program → Debian's package
    "postfix": "postfix",
    "opendkim": "opendkim",
    "opendkim-genkey": "opendkim-tools",
    "opendmarc": "opendmarc",
    "dnsmasq": "dnsmasq-base",
    "dovecot": "dovecot-lmtpd",
    "sievec": "dovecot-sieve",  # without it LMTP refuses every mail for now, and the tests wait in vain
    "mlmmj-receive": "mlmmj",
    "ip": "iproute2",
    "vacation": "vacation",
}
PEOPLE = (
    "ani@customer.example",
    "rina@customer.example",
    "cuti@customer.example",
    "budi@staff.example",
    "sari@staff.example",
    "dewi@staff.example",
    "admin@staff.example",
    "joko@silent.example",
)
SIGNED = ("customer.example", "staff.example")
VACATION = """\
require ["vacation"];
vacation :days 1 :subject "Sedang cuti" "Saya membalas setelah hari Senin.";
"""


def missing() -> list[str]:
    """Debian's packages that are not there."""
    return [package for program, package in PACKAGES.items() if shutil.which(program, path=PATH) is None]


def alone() -> bool:
    """Whether this process has a network of its own, in which all ports are free and nobody else is."""
    names = [line.partition(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines()[2:]]
    return names == ["lo"]


class Internet:
    """`with Internet() as net: net.submit(...); net.inbox("ani@customer.example")`."""

    def __init__(self) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-parts-"))
        self._ends = ExitStack()

    def __enter__(self) -> Internet:
        self.base.chmod(0o755)
        self._ends.callback(shutil.rmtree, self.base, ignore_errors=True)
        try:
            self._start()
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _start(self) -> None:
        for address in (OTHERS, STRANGER):  # Postfix asks for an address of an interface, not for one that works
            run("ip", "address", "add", f"{address}/32", "dev", "lo")
        self._write("resolv.conf", f"nameserver {STRANGER}\n")
        run("mount", "--bind", str(self.base / "resolv.conf"), "/etc/resolv.conf")
        self._ends.callback(run, "umount", "/etc/resolv.conf")
        self._keys()
        self._dns()
        self._milters()
        self._dovecot()
        self._list()
        self._postfix("others", OTHERS, "mx.customer.example", self._others())
        self._postfix("desk", DESK, "mx.desk.example", self._desk())

    # -- for the tests -----------------------------------------------------------------------------------------------

    def submit(self, sender: str, *recipients: str, raw: str, host: str = OTHERS) -> None:
        """As a client of `host` does: signed there if its domain is one of SIGNED. From STRANGER: straight to the
        desk's server, unsigned."""
        server = DESK if host == STRANGER else host
        with smtplib.SMTP(server, 25, local_hostname="client.example", source_address=(host, 0)) as client:
            client.sendmail(sender, recipients, raw.encode().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def inbox(self, address: str) -> list[EmailMessage]:
        """What has been delivered to somebody, oldest first."""
        folder = self.base / "mail" / address / "new"
        files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime_ns) if folder.is_dir() else []
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]

    def wait_for(self, address: str, word: str) -> EmailMessage:
        """The newest mail in somebody's inbox whose subject or text has this word."""

        def found() -> EmailMessage | None:
            return next((mail for mail in reversed(self.inbox(address)) if word in _words(mail)), None)

        mail = until(found, f"a mail with {word!r} for {address}; it has {[m['Subject'] for m in self.inbox(address)]}")
        assert mail is not None
        return mail

    def quiet(self) -> bool:
        """Whether no mail is under way in either Postfix."""
        queues = [
            self.base / name / "queue" / part
            for name in ("desk", "others")
            for part in ("incoming", "active", "maildrop")
        ]
        return not any(file.is_file() for queue in queues for file in queue.rglob("*"))

    # -- the servers -------------------------------------------------------------------------------------------------

    def _write(self, name: str, text: str) -> Path:
        path = self.base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def _run(self, name: str, *argv: str, port: tuple[str, int]) -> None:
        program = Program([which(argv[0]), *argv[1:]], self.base / f"{name}.log")
        self._ends.callback(program.stop)
        program.up(port)

    def _keys(self) -> None:
        for domain in SIGNED:
            run("opendkim-genkey", "-D", str(self.base), "-d", domain, "-s", domain.partition(".")[0], "-b", "2048")

    def _dns(self) -> None:
        lines = [
            "no-resolv",
            "no-hosts",
            "no-daemon",
            "user=root",
            "bind-interfaces",
            f"listen-address={STRANGER}",
            "local=/example/",
        ]
        for domain, host in (
            ("desk", DESK),
            ("customer", OTHERS),
            ("staff", OTHERS),
            ("silent", OTHERS),
            ("lists", OTHERS),
        ):
            lines += [f"host-record=mx.{domain}.example,{host}", f"mx-host={domain}.example,mx.{domain}.example,10"]
        for domain in SIGNED:
            name = domain.partition(".")[0]
            record = (self.base / f"{name}.txt").read_text().split('"')[1::2]  # the strings of the TXT record
            lines.append(f"txt-record={name}._domainkey.{domain}," + ",".join(f'"{part}"' for part in record))
            lines.append(f'txt-record=_dmarc.{domain},"v=DMARC1; p=none"')
        conf = self._write("dnsmasq.conf", "\n".join([*lines, ""]))
        self._run("dnsmasq", "dnsmasq", f"--conf-file={conf}", port=(STRANGER, 53))

    def _milters(self) -> None:
        names = [domain.partition(".")[0] for domain in SIGNED]
        common = "Canonicalization relaxed/simple\nSyslog no\nRequireSafeKeys no\nBackground no\n"
        everybody = self._write("everybody", "0.0.0.0/0\n")
        nobody = self._write("nobody", "192.0.2.1\n")
        table = "".join(f"{name} {name}.example:{name}:{self.base}/{name}.private\n" for name in names)
        signing = "".join(f"*@{name}.example {name}\n" for name in names)
        keys, who = self._write("keytable", table), self._write("signingtable", signing)
        signer = self._write(
            "signer.conf", f"{common}Mode s\nInternalHosts {everybody}\nKeyTable {keys}\nSigningTable refile:{who}\n"
        )
        self._run("signer", "opendkim", "-f", "-x", str(signer), "-p", f"inet:{SIGNER}@{OTHERS}", port=(OTHERS, SIGNER))
        verifier = self._write(
            "verifier.conf",
            f"{common}Mode v\nInternalHosts {nobody}\nAuthservID mx.desk.example\nAuthservIDWithJobID yes\n"
            f"Nameservers {STRANGER}\n",
        )
        self._run(
            "verifier", "opendkim", "-f", "-x", str(verifier), "-p", f"inet:{VERIFIER}@{DESK}", port=(DESK, VERIFIER)
        )
        dmarc = self._write(
            "dmarc.conf",
            "AuthservID mx.desk.example\nTrustedAuthservIDs mx.desk.example\nAuthservIDWithJobID true\n"
            f"RejectFailures false\nIgnoreHosts {nobody}\nSyslog false\nPublicSuffixList /dev/null\n",
        )
        self._run("dmarc", "opendmarc", "-f", "-c", str(dmarc), "-p", f"inet:{DMARC}@{DESK}", port=(DESK, DMARC))

    def _dovecot(self) -> None:
        mail = self.base / "mail"
        mail.mkdir()
        shutil.chown(mail, "dovecot", "dovecot")
        self._write("sieve/cuti@customer.example.sieve", VACATION)
        for file in [self.base / "sieve", *(self.base / "sieve").iterdir()]:
            shutil.chown(file, "dovecot", "dovecot")
        conf = self._write(
            "dovecot.conf",
            f"""\
            protocols = lmtp
            listen = {DESK}
            base_dir = {self.base}/dovecot
            state_dir = {self.base}/dovecot-state
            log_path = {self.base}/dovecot.log
            instance_name = mailflow-parts
            ssl = no
            first_valid_uid = 1
            mail_location = maildir:{mail}/%u
            userdb {{
              driver = static
              args = uid=dovecot gid=dovecot home={mail}/%u allow_all_users=yes
            }}
            passdb {{
              driver = static
              args = nopassword=y
            }}
            postmaster_address = postmaster@customer.example
            hostname = mx.customer.example
            submission_host = {OTHERS}:25
            service lmtp {{
              inet_listener lmtp {{
                port = {DOVECOT}
              }}
            }}
            service anvil {{
              chroot =
            }}
            protocol lmtp {{
              mail_plugins = sieve
            }}
            plugin {{
              sieve = file:{self.base}/sieve/%u.sieve
            }}
            """,
        )
        self._run("dovecot-start", "dovecot", "-F", "-c", str(conf), port=(DESK, DOVECOT))

    def _list(self) -> None:
        """mlmmj as its manual sets a list up by hand: every mail gets a prefix and a footer."""
        home = self.base / "mlmmj" / "layanan"
        for part in ("archive", "bounce", "digesters.d", "incoming", "invalid", "moderation", "nomailsubs.d",
                     "queue/discarded", "requeue", "subconf", "subscribers.d", "unsubconf"):  # fmt: skip
            (home / part).mkdir(parents=True)
        shutil.copytree("/usr/share/mlmmj/text.skel/en", home / "text")
        control = {"listaddress": "layanan@lists.example", "owner": "admin@staff.example", "prefix": "[layanan]",
                   "footer": "_______________\nlayanan@lists.example, to leave: layanan+unsubscribe@lists.example",
                   "relayhost": OTHERS, "smtpport": "25"}  # fmt: skip
        for name, value in control.items():
            self._write(f"mlmmj/layanan/control/{name}", value + "\n")
        self._write("mlmmj/layanan/subscribers.d/i", "iduhelp@desk.example\n")
        run("chown", "-R", "list:list", str(home))

    def _others(self) -> str:
        boxes = "".join(f"{person} yes\n" for person in PEOPLE)
        self._write("others/mailboxes", f"{boxes}layanan@lists.example yes\n")
        self._write("others/transport", "lists.example mlmmj:layanan\n")
        return f"""\
            virtual_mailbox_domains = customer.example, staff.example, silent.example, lists.example
            virtual_mailbox_maps = texthash:{self.base}/others/mailboxes
            virtual_transport = lmtp:inet:{DESK}:{DOVECOT}
            transport_maps = texthash:{self.base}/others/transport
            recipient_delimiter = +
            smtpd_milters = inet:{OTHERS}:{SIGNER}
            """

    def _desk(self) -> str:
        self._write("desk/mailboxes", "iduhelp@desk.example yes\n")
        return f"""\
            virtual_mailbox_domains = desk.example
            virtual_mailbox_maps = texthash:{self.base}/desk/mailboxes
            virtual_transport = lmtp:inet:{DESK}:{MAILFLOW}
            recipient_delimiter = +
            smtpd_milters = inet:{DESK}:{VERIFIER}, inet:{DESK}:{DMARC}
            """

    def _postfix(self, name: str, host: str, hostname: str, more: str) -> None:
        home = self.base / name
        (home / "queue").mkdir()
        (home / "data").mkdir()
        shutil.chown(home / "data", "postfix")
        common = f"""\
            compatibility_level = 3.6
            queue_directory = {home}/queue
            data_directory = {home}/data
            maillog_file = {self.base}/{name}-postfix.log
            maillog_file_prefixes = {self.base}
            myhostname = {hostname}
            mydestination =
            alias_maps =
            local_recipient_maps =
            inet_interfaces = {host}
            inet_protocols = ipv4
            smtp_bind_address = {host}
            mynetworks = {host}/32
            smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
            smtpd_peername_lookup = no
            smtpd_tls_security_level = none
            milter_default_action = tempfail
            minimal_backoff_time = 2s
            queue_run_delay = 2s
            """
        self._write(f"{name}/main.cf", dedent(common) + dedent(more))
        master = Path("/etc/postfix/master.cf").read_text()
        receive = f"{which('mlmmj-receive')} -F -L {self.base}/mlmmj/$nexthop"
        lines = [_unchrooted(line) for line in master.splitlines()]
        lines += [f"mlmmj unix - n n - - pipe flags=ORu user=list argv={receive}", ""]
        self._write(f"{name}/master.cf", "\n".join(lines))
        run("postfix", "-c", str(home), "set-permissions", check=False)
        self._run(f"{name}-start", "postfix", "-c", str(home), "start-fg", port=(host, 25))
        # the program started above is a shell; its master is another process, and ends by its own command
        self._ends.callback(run, "postfix", "-c", str(home), "stop", check=False)


def which(program: str) -> str:
    found = shutil.which(program, path=PATH)
    assert found, f"{program} is not installed: apt install {PACKAGES.get(program, program)}"
    return found


def run(*argv: str, check: bool = True) -> str:
    done = subprocess.run(
        [which(argv[0]), *argv[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert not check or done.returncode == 0, f"{' '.join(argv)}: {done.stdout}"
    return done.stdout


def _unchrooted(line: str) -> str:
    """A service of master.cf without chroot: the folders of a throw-away Postfix hold no copy of /etc."""
    fields = line.split(None, 5)
    if line[:1] in ("", "#", " ") or len(fields) < 6 or fields[4] != "y":
        return line
    return " ".join([*fields[:4], "n", fields[5]])


def _words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{body.get_content() if body else ''}"
