"""A thousand parts of any kind: read and taken out in time, which grows with their number and not with its square."""

from __future__ import annotations

import pytest

from mailflow.core.message import OurAddresses
from mailflow.flow.ticket.files import MailInHand
from mailflow.mail.multipart import File
from mailflow.mail.understand import understand
from tests.processor import seconds_of

OURS = OurAddresses(desk=("desk@desk.example",))
HEAD = (
    "From: Ani <ani@mail.example>\nTo: desk@desk.example\nSubject: Foto\nMessage-ID: <many@mail.example>\n"
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nBelum masuk.\n"
)
_B64 = "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
_FILE = "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename"
KINDS = {
    "a name in ASCII": f"{_FILE}=bukti@.dat\n{_B64}",
    "a raw name": f'{_FILE}="账单明细@.xls"\n{_B64}',
    "an encoded name": f"{_FILE}*=utf-8''%E8%B4%A6%E5%8D%95@.pdf\n{_B64}",
    "a long name": f'{_FILE}="{"é" * 120}@.pdf"\n{_B64}',
    "text": "Content-Type: text/plain\n\nBaris @ yang lain.\n",
    "HTML": "Content-Type: text/html\n\n<p>Baris @ <b>yang</b> lain.</p>\n",
    "text with a name": "Content-Type: text/plain; name=a@.txt\n\nBaris @.\n",
    "attached mails": "Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: x@\n\nhalo\n\n",
    "uuencoded files": "Content-Type: text/plain\n\nbegin 644 a@.txt\n#0V%T\n`\nend\n",
    "invitations": "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n",
    "pictures": f"Content-Type: image/png\nContent-Disposition: inline; filename=c@.png\nContent-ID: <c@x>\n{_B64}",
}


@pytest.mark.parametrize("shown", [False, True], ids=["", "and HTML that shows them"])
@pytest.mark.parametrize("kind", KINDS)
def test_many_parts_cost_little(kind: str, shown: bool) -> None:
    """Half a second of CPU for all of it; the dearest takes a fifth of that."""
    page = "--B\nContent-Type: text/html\n\n" + "".join(f'<img src="cid:c{n}x">' for n in range(1_000)) + "\n"
    parts = "".join("--B\n" + KINDS[kind].replace("@", str(n)) for n in range(1_000))
    raw = f"{HEAD}{page if shown else ''}{parts}--B--\n".encode()
    assert seconds_of(lambda: _read(raw)) < 0.5
    assert "parts beyond 500 dropped" in _read(raw).message.notes


def _read(raw: bytes) -> MailInHand:
    mail = MailInHand(understand(raw, OURS), raw)
    mail.prepare(b"secret" * 6, 2_000_000)
    return mail


@pytest.mark.parametrize("written", ["cid:foto@x", "cid:foto%40x", "CID:foto@x"])
def test_a_picture_is_shown_however_its_address_is_written(written: str) -> None:
    """RFC 2392: a Content-ID in a URL may be percent-encoded."""
    page = f'--B\nContent-Type: text/html\n\n<p>Ini</p><img src="{written}">\n'
    picture = f"--B\nContent-Type: image/png\nContent-Disposition: attachment\nContent-ID: <foto@x>\n{_B64}"
    [found] = understand(f"{HEAD}{page}{picture}--B--\n".encode(), OURS).attachments
    assert found.inline


@pytest.mark.parametrize(
    "name",
    ["bukti.pdf", "bukti (2) salinan akhir.pdf", "账单明细.xls", "été " * 30 + "100%.pdf", "kata'kata*.txt", "a" * 140],
)
def test_the_name_of_a_file_is_read_as_it_was(name: str) -> None:
    """In ASCII, encoded, and in sections; each line below 78 characters where the name allows it."""
    from email import message_from_bytes, policy

    part = File(name, "application/pdf", b"%PDF").part
    read = message_from_bytes(part, policy=policy.default)
    assert read.get_filename() == name
    assert read.get_content() == b"%PDF"
    assert all(len(line) <= 78 or name in line.decode() for line in part.split(b"\r\n"))
