"""`spam.filter` with the real rspamd and SpamAssassin's spamd: their test pattern is spam, a customer's mail is not.

The pattern (GTUBE) is harmless: every filter knows it for exactly this.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.mail import spam_filter
from mailflow.mail.spam_filter import SpamFilter
from tests.live.conftest import missing
from tests.live.dovecot import free_ports

pytestmark = pytest.mark.live

HEAD = b"From: ani@mail.example\r\nTo: iduhelp@desk.example\r\nSubject: Pulsa\r\nMessage-ID: <1@mail.example>\r\n\r\n"
SPAM = HEAD + b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"
QUESTION = HEAD + b"Pulsa 50 ribu belum masuk, mohon dicek.\r\n"
RSPAMD = """
options {{
  url_tld = "{folder}/tld"; pidfile = "{folder}/pid"; tempdir = "{folder}"; cache_file = "{folder}/cache";
  control_socket = "{folder}/control"; dns {{ nameserver = "127.0.0.1:1"; timeout = 100ms; retransmits = 1; }}
}}
logging {{ type = "console"; level = "error"; }}
actions {{ reject = 15; add_header = 6; greylist = 4; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
"""


def commands(kind: str, folder: Path, port: int) -> list[str]:
    if kind == "rspamd":
        folder.joinpath("tld").write_text("com\norg\nexample\n", encoding="ascii")
        folder.joinpath("conf").write_text(RSPAMD.format(folder=folder, port=port), encoding="ascii")
        return ["rspamd", "--no-fork", "--insecure", "--config", str(folder / "conf")]
    return ["spamd", "--local", "--listen", "127.0.0.1", "--port", str(port), "--max-children=1", "--min-children=1"]


@pytest.fixture(params=["rspamd", "spamassassin"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    (port,) = free_ports(1)
    command = commands(request.param, tmp_path, port)
    if shutil.which(command[0]) is None:
        missing(request, command[0])
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield f"{request.param}://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """It reads its rules first: some seconds. Another program's socket cannot be waited for but by asking again."""
    until = time.monotonic() + 90
    while not _listens(port):
        assert time.monotonic() < until, "it does not listen"
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_what_it_calls_spam_is_spam(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name and its figures; the customer's question is none."""
    monkeypatch.setattr(spam_filter, "PATIENCE", 90.0)  # the first mail waits for its rules to be compiled
    ask = SpamFilter()
    found = ask.ask(url, SPAM)
    assert found.startswith("rspamd: reject (" if "rspamd" in url else "SpamAssassin: 1")
    assert " of " in found
    assert ask.ask(url, QUESTION) == ""
