"""winmail.dat opened: files under their long names, the text where there is no other, and nothing that lies hurts."""

from __future__ import annotations

import base64
import time
from struct import pack

import pytest

from mailflow.core.message import Message, OurAddresses
from mailflow.mail import tnef
from mailflow.mail.understand import contents, understand
from tests.mail.tnef_writer import BODY, FILE_PROPERTIES, PROPERTIES, attribute, file, prop, props, string, winmail

OURS = OurAddresses(desk=("desk@desk.example",))
LONG = string(0x3707, "Bukti transfer – November.pdf")
GUID = b"\x11" * 16


def mail(data: bytes, text: str = "Halo, terlampir buktinya.") -> bytes:
    part = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n" if text else ""
    return (
        "From: Ani <ani@toko.example>\r\nTo: desk@desk.example\r\nSubject: Pulsa\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n{part}--b\r\n'
        'Content-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{base64.encodebytes(data).decode()}\r\n--b--\r\n"
    ).encode()


def read(raw: bytes) -> tuple[Message, list[str]]:
    message = understand(raw, OURS)
    return message, [one.name for one in message.attachments]


def test_its_files_stand_in_its_place() -> None:
    """Under their long names; their bytes are whole; the letter's own text stays."""
    raw = mail(winmail(file("BUKTIT~1.PDF", b"%PDF-1.7 x", LONG), file("foto.jpg", b"\xff\xd8\xff")))
    message, names = read(raw)
    assert names == ["Bukti transfer – November.pdf", "foto.jpg"]
    assert contents(raw, [one.index for one in message.attachments]) == [b"%PDF-1.7 x", b"\xff\xd8\xff"]
    assert message.text == "Halo, terlampir buktinya."
    assert "winmail.dat opened" in message.notes


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        (attribute(1, BODY, b"Pulsa belum masuk\0"), "Pulsa belum masuk"),
        (attribute(1, BODY, "Café tutup\0".encode("cp1252")), "Café tutup"),
        (attribute(1, PROPERTIES, props(string(0x1000, "Saldo saya\r\nhilang"))), "Saldo saya\nhilang"),
        (attribute(1, PROPERTIES, props(prop(0x102, 0x1013, b"<p>Saldo <b>saya</b></p>"))), "Saldo saya"),
    ],
    ids=["body", "codepage", "unicode-property", "html-property"],
)
def test_its_text_counts_where_there_is_no_other(packed: bytes, expected: str) -> None:
    """Some servers pack the whole mail away and leave no text outside."""
    message, names = read(mail(winmail(packed), text=""))
    assert (message.text.strip(), names) == (expected, [])


def test_its_text_does_not_repeat_the_mails_own() -> None:
    """Outlook writes it twice."""
    message, _ = read(
        mail(winmail(attribute(1, BODY, b"Halo, terlampir buktinya.\0")), text="Halo, terlampir buktinya.")
    )
    assert message.text == "Halo, terlampir buktinya."


def test_an_attached_mail_gives_its_text_and_files() -> None:
    """It is TNEF again, behind a GUID."""
    inner = winmail(attribute(1, BODY, b"Dari bank\0"), file("slip.pdf", b"%PDF"))
    holder = attribute(2, FILE_PROPERTIES, props(string(0x3707, "Konfirmasi"), prop(0x0D, 0x3701, GUID + inner)))
    begins = attribute(2, 0x00069002, b"\1\0" + b"\0" * 12)
    assert tnef.unpack(winmail(begins + holder)).files == [("Konfirmasi.txt", b"Dari bank"), ("slip.pdf", b"%PDF")]


def test_properties_with_names_and_several_values_are_passed_by() -> None:
    """What stands behind them is found all the same: named ones, several strings, every fixed size."""
    number = prop(3, 0x8001, pack("<I", 7), GUID + pack("<II", 0, 5))
    word = prop(3, 0x8002, pack("<I", 7), GUID + pack("<II", 1, 6) + "abc".encode("utf-16-le") + b"\0\0")
    several = pack("<HH", 0x101E, 0x3A00) + pack("<I", 2) + (pack("<I", 2) + b"a\0\0\0") * 2
    sizes = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
    fixed = [prop(kind, 0x100, b"\0" * size) for kind, size in sizes.items()]
    numbers = pack("<HH", 0x1003, 0x101) + pack("<III", 2, 1, 2)
    packed = props(number, word, several, numbers, *fixed, string(0x1000, "ini dia"))
    assert tnef.unpack(winmail(attribute(1, PROPERTIES, packed))).plain == "ini dia"


def test_what_was_found_before_a_cut_counts() -> None:
    """At whatever byte it ends: never an error, and the whole file before the cut is there."""
    data = winmail(file("a.txt", b"satu"), file("b.txt", b"dua", LONG), attribute(1, PROPERTIES, props(LONG)))
    whole = data.index(b"satu") + 4
    for size in range(len(data)):
        found = tnef.unpack(data[:size])
        assert ("a.txt", b"satu") in found.files if size >= whole else not found.plain


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x\x9f>\"rest", b"PK\3\4", b"x\x9f>\"", b"x\x9f>\"\1\0" + b"\xff" * 40,
        winmail(attribute(1, PROPERTIES, pack("<I", 2**32 - 1) + b"\x1f\x00\x00\x10" * 9)),
        winmail(attribute(1, PROPERTIES, props(pack("<HHI", 0x1F, 0x1000, 2**31)))),
        winmail(attribute(1, PROPERTIES, props(pack("<HH", 0x7777, 0x1000)))),
        winmail(attribute(1, 0x00069007, b"\1")),
        winmail(attribute(2, FILE_PROPERTIES, props(LONG))),
    ],
)  # fmt: skip
def test_what_is_none_stays_an_attachment(data: bytes) -> None:
    """A file of that name with nothing in it, or with lengths that lie."""
    message, names = read(mail(data))
    assert names == ["winmail.dat"]
    assert message.text == "Halo, terlampir buktinya."
    assert "winmail.dat kept unopened" in message.notes


def test_names_are_made_safe() -> None:
    """What a sender calls a file decides no path."""
    _, names = read(mail(winmail(file("../../etc/passwd", b"x"), file("", b"y"))))
    assert names == ["passwd", "attachment-2.bin"]


@pytest.mark.parametrize(
    "data",
    [
        winmail(attribute(1, PROPERTIES, props(*[string(0x1000, "a" * 50)] * 60_000))),
        winmail(*[attribute(1, BODY, b"")] * 400_000),
        winmail(*[file("a", b"b")] * 100_000),
        winmail(attribute(1, PROPERTIES, pack("<I", 20_000) + (pack("<HHI", 0x1003, 1, 0)) * 700_000)),
    ],
    ids=["properties", "attributes", "files", "empty-values"],
)
def test_it_takes_no_longer_than_its_length(data: bytes) -> None:
    """Five megabytes of the smallest pieces: what is past the bounds is not looked at."""
    began = time.process_time()
    tnef.unpack(data)
    assert time.process_time() - began < 0.5


def test_mails_within_mails_come_to_an_end() -> None:
    """Deeper than anybody attaches, it stops."""
    data = winmail(file("innen.txt", b"x"))
    for _ in range(20):
        begins = attribute(2, 0x00069002, b"\1\0" + b"\0" * 12)
        data = winmail(begins + attribute(2, FILE_PROPERTIES, props(prop(0x0D, 0x3701, GUID + data))))
    assert tnef.unpack(data).files == []
