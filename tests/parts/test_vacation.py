"""Debian's vacation(1), the real program, answering our letters: with their marks, and without."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flow.conftest import Office
from tests.scripts.desk import Seen

_SAYS = 'Subject: away from my mail\n\nSaya kembali hari Senin. Surat Anda "$SUBJECT" saya baca nanti.\n'
_MARKS = (b"auto-submitted:", b"precedence:", b"x-auto-response-suppress:", b"x-mailflow-loop:", b"list-id:")
# In a mount namespace: sendmail(8) is a script that keeps what it is given, root's home is ours.
_RUN = """\
mount --bind {base}/sendmail /usr/sbin/sendmail && mount --bind {base}/home /root && cd /root &&
rm -f /root/.vacation.db && vacation -i && vacation -j -r 0 root < {base}/letter
"""


def answered(base: Path, letter: bytes) -> bytes:
    """What vacation writes in answer; b"" when it keeps silent."""
    for name, content in {"sendmail": f"#!/bin/sh\ncat > {base}/written\n", "home/.vacation.msg": _SAYS}.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(content)
    (base / "sendmail").chmod(0o755)
    (base / "written").write_bytes(b"")
    (base / "letter").write_bytes(
        b"From iduhelp@desk.example Mon Nov  2 09:00:00 2026\n" + letter.replace(b"\r\n", b"\n")
    )
    subprocess.run(["unshare", "--mount", "sh", "-c", _RUN.format(base=base)], check=True, capture_output=True)
    return (base / "written").read_bytes()


def unmarked(letter: bytes) -> bytes:
    """Without what says that no person wrote it."""
    head, _, body = letter.partition(b"\r\n\r\n")
    fields = [line for line in head.split(b"\r\n") if not line.lower().startswith(_MARKS)]
    return b"\r\n".join(fields) + b"\r\n\r\n" + body


@pytest.mark.parametrize("marks", [True, False], ids=["marked", "unmarked"])
def test_vacation_ends(tmp_path: Path, marks: bool) -> None:
    """It keeps silent at our marks; without them it is told at most twice."""
    with Office(tmp_path) as office:
        office.start()
        office.mail("ani")
        told: list[Seen] = []
        for number in range(6):
            office.look()
            told, before = [one for one in office.world if "ani@" in one.received.rcpts[0]], len(told)
            office.pass_time(office.clock.now() + timedelta(seconds=5))
            for one in told[before:]:
                letter = one.received.data if marks else unmarked(one.received.data)
                if written := answered(tmp_path / "vacation", letter):
                    added = f"From: ani@mail.example (Ani)\nMessage-Id: <v{number}@mail.example>\n"
                    office.put(added.encode() + written, "mailbox1")
        assert len(told) <= 2
        assert (len(office.rows()) > 1) is not marks  # it did answer where nothing told it not to
