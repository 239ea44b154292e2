"""neomutt(1), the real program on a terminal of its own: replies to a letter, and hands over what it would send."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import sys
from pathlib import Path
from time import monotonic

PROGRAM = shutil.which("neomutt")
PATIENCE = 60.0  # seconds: a bound for machines under load, no measure
# The editor: the words go above everything, or above the signature that stands below the quotation.
_EDIT = """\
#!{python}
import pathlib, sys

mail, words = pathlib.Path(sys.argv[1]), pathlib.Path({words!r}).read_text()
text = mail.read_text()
quoted, dashes, signature = text.partition("\\n-- \\n")
mail.write_text(f"{{quoted}}\\n\\n{{words}}{{dashes}}{{signature}}" if {below} else f"{{words}}\\n{{text}}")
"""
_RC = """\
set folder="{base}"
set spoolfile="{base}/box"
set record=""
set editor="{base}/edit"
set sendmail="{base}/send"
set sendmail_wait=0
set from="{address}"
set realname="{name}"
set use_from=yes
set include=yes
set fast_reply=yes
set signature="{base}/signature"
set sig_dashes=yes
set quit=yes
set move=no
set mark_old=no
set abort_unmodified=no
set postpone=no
set text_flowed={flowed}
"""


class Neomutt:
    """A person's mail client, with his signature below every mail."""

    def __init__(self, base: Path, name: str, address: str) -> None:
        self._base, self._name, self._address = base, name, address
        base.mkdir(parents=True, exist_ok=True)
        (base / "signature").write_text(f"{name}\nTim iDuHelp\n")
        self._script("send", f"#!/bin/sh\ncat > {base}/sent.eml\n")

    def reply(self, letter: bytes, words: str, *, below: bool = False, flowed: bool = False) -> bytes:
        """What it sends when these words are typed above the quotation, or below it."""
        shutil.rmtree(self._base / "box", ignore_errors=True)
        for part in ("new", "cur", "tmp"):
            (self._base / "box" / part).mkdir(parents=True)
        (self._base / "box/new/1.letter").write_bytes(letter.replace(b"\r\n", b"\n"))
        (self._base / "words").write_text(words + "\n")
        (self._base / "sent.eml").unlink(missing_ok=True)
        words_file = str(self._base / "words")
        self._script("edit", _EDIT.format(python=sys.executable, words=words_file, below=below))
        fields = {"base": self._base, "address": self._address, "name": self._name}
        (self._base / "rc").write_text(_RC.format(**fields, flowed="yes" if flowed else "no"))
        self._run('push "<first-entry><reply><send-message><quit>"')
        return (self._base / "sent.eml").read_bytes()

    def _script(self, name: str, text: str) -> None:
        (self._base / name).write_text(text)
        (self._base / name).chmod(0o755)

    def _run(self, keys: str) -> None:
        assert PROGRAM is not None
        argv = [PROGRAM, "-n", "-F", str(self._base / "rc"), "-f", str(self._base / "box"), "-e", keys]
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ.update(TERM="xterm", HOME=str(self._base), LANG="C.UTF-8")
            os.execv(PROGRAM, argv)
        shown = _until_ended(pid, terminal)
        assert (self._base / "sent.eml").exists(), shown.decode(errors="replace")[-2000:]


def _until_ended(pid: int, terminal: int) -> bytes:
    """What it showed. It is ended when it asks something that nobody answers."""
    shown, until = b"", monotonic() + PATIENCE
    try:
        while monotonic() < until:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:  # the terminal is gone with it (Linux says EIO)
                    break
    finally:
        os.close(terminal)
        if monotonic() >= until:
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return shown
