"""The text of attached files, read by a program of its own."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from mailflow.mail import file_reader
from mailflow.mail.file_reader import FileText, kind_of, missing_library, text_of, texts_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return made.getvalue()


def word(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return zipped(**{"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>"})


def open_document(*paragraphs: str, deleted: str = "") -> bytes:
    """As LibreOffice writes it, with one paragraph that was deleted while changes were recorded."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    old = f"<text:tracked-changes><text:deletion><text:p>{deleted}</text:p></text:deletion></text:tracked-changes>"
    body = "".join(f"<text:p>{words}</text:p>" for words in paragraphs)
    return zipped(**{"content.xml": f"<office:document-content {names}>{old}{body}</office:document-content>"})


_OPEN, _FORMATS = "http://schemas.openxmlformats.org", "application/vnd.openxmlformats"
_REL = f"{_OPEN}/officeDocument/2006/relationships"
_SHEETS = f"{_FORMATS}-officedocument.spreadsheetml"


def linked(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{_REL}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{one}</Relationships>'


def sheet(*cells: str) -> bytes:
    row = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    types = (
        f'<Default Extension="rels" ContentType="{_FORMATS}-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETS}.worksheet+xml"/>'
    )
    named = '<sheets><sheet name="Tagihan" sheetId="1" r:id="r1"/></sheets>'
    data = f'<sheetData><row r="1">{row}<c><v>812</v></c></row></sheetData>'
    return zipped(**{
        "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">{types}</Types>',
        "_rels/.rels": linked("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": linked("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_REL}">{named}</workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_S}">{data}</worksheet>',
    })  # fmt: skip


def pdf(text: str, *, pages: int = 1) -> bytes:
    """A small valid PDF of so many pages."""
    stream = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
    fonts = "<</Font<</F1 3 0 R>>>>"
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for i in range(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources {fonts}/Contents {5 + 2 * i} 0 R>>".encode()
        )
        objects.append(f"<</Length {len(stream)}/Filter/FlateDecode>>stream\n".encode() + stream + b"\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + body + b"endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("kwitansi.pdf", pdf("Lunas 12 November"), "Lunas 12 November"),
        ("surat.docx", word("Kepada Yth.", "Bapak Budi"), "Kepada Yth.\nBapak Budi"),
        ("nomor.docx", word("0812</w:t><w:noBreakHyphen/><w:t>3456"), "0812-3456"),
        (  # words stand before, in and behind what is bold
            "aduan.odt",
            open_document(
                "Nomor <text:span>0812</text:span> belum,<text:s text:c='2'/>nominal <text:span>50.000</text:span> ya"
            ),
            "Nomor 0812 belum,  nominal 50.000 ya",
        ),
        (
            "ubah.odt",
            open_document("Nominal 75.000", "<text:a>tautan</text:a> lama", deleted="50.000"),
            "Nominal 75.000\ntautan lama",
        ),
        ("tagihan.xlsx", sheet("Ani", "lunas"), "Tagihan\nAni lunas 812"),
        ("log.txt", "Café\nlunas".encode(), "Café\nlunas"),
        ("lama.csv", "Café;lunas".encode("cp1252"), "Café;lunas"),
        ("dua.txt", "lunas".encode("utf-16"), "lunas"),
    ],
)
def test_the_text_of_a_file(name: str, data: bytes, text: str) -> None:
    """PDF, Word, Excel, plain."""
    assert text_of(data, kind_of(name, "")).text.strip() == text


@pytest.mark.parametrize("kind", ["pdf", "sheets", "document"])
@pytest.mark.parametrize(
    "data",
    [b"", b"no such file", pdf("x")[:200], word("x")[:100]],
    ids=["empty", "words", "cut PDF", "cut archive"],  # an archive's bytes have the time in them
)
def test_rubbish_has_no_text_and_a_reason(kind: str, data: bytes) -> None:
    """And nothing else happens."""
    found = text_of(data, kind)
    assert not found.text.strip()
    assert found.why or kind == "pdf"


@pytest.mark.parametrize("kind", ["pdf", "document"])
def test_rubbish_starts_no_process(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process would find out at the price of its start is seen before: no object, no directory."""
    rubbish, whole = b"%PDF-1.4 PK\3\4" + bytes(5_000), {"pdf": pdf("satu"), "document": word("satu")}[kind]
    (read,) = file_reader._read([(rubbish, kind)])
    assert (read.text, bool(read.why)) == ("", True)
    assert file_reader.is_rubbish(rubbish, kind)
    assert not file_reader.is_rubbish(whole, kind)
    monkeypatch.setattr(file_reader, "_read", None)
    assert text_of(rubbish, kind) == FileText("", "it is not what its name says, or broken")


def test_a_file_that_would_unpack_to_too_much_is_refused() -> None:
    """Before it is unpacked."""
    large = "<w:p>" + " " * (33 * 2**20) + "</w:p>"
    assert "would be" in text_of(zipped(**{"word/document.xml": large}), "document").why


def test_a_long_text_is_cut() -> None:
    """A log of megabytes would push everything else out."""
    assert len(text_of(b"lunas " * 100_000, "plain").text) == 100_000


def test_a_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found by its name."""
    monkeypatch.setattr(file_reader, "LARGEST", 10)
    assert text_of(b"x" * 11, "plain") == FileText("", "it has 0 MB")


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reader is killed."""
    monkeypatch.setattr(file_reader, "PATIENCE", 0.001)
    assert "more than" in text_of(pdf("x", pages=200), "pdf").why


_DIES = """
import json, os, signal, sys
for head in iter(sys.stdin.buffer.readline, b""):
    kind, length = head.split()
    sys.stdin.buffer.read(int(length))
    if kind == b"sheets":
        os.kill(os.getpid(), signal.SIGKILL)
    print(json.dumps([kind.decode(), ""]), flush=True)
"""


def test_a_file_that_ends_its_reader_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Those before it have their answers, those after it get another process."""
    program = tmp_path / "dies.py"
    program.write_text(_DIES, encoding="utf-8")
    monkeypatch.setattr(file_reader, "_PROGRAM", program)
    found = texts_of(
        [
            (b"x" if kind == "plain" else b"obj PK\5\6", kind)
            for kind in ("pdf", "sheets", "plain", "document", "", "sheets", "pdf")
        ]
    )
    assert [one.text for one in found] == ["pdf", "", "x", "document", "", "", "pdf"]
    assert [one.why for one in found if one.why] == ["its reader was ended by signal 9"] * 2


def test_several_files_are_read_by_one_process() -> None:
    """Each its own text, whatever reads it."""
    files = [(pdf("satu"), "pdf"), (word("dua"), "document"), (b"no such file", "sheets"), (pdf("empat"), "pdf")]
    first, second, third, fourth = texts_of(files)
    assert (first.text, second.text, third.text, fourth.text) == ("satu", "dua", "", "empat")
    assert third.why


def test_what_reads_a_file() -> None:
    """By its name first; pictures and programs by nothing."""
    assert kind_of("a.PDF", "application/octet-stream") == "pdf"
    assert kind_of("scan", "application/pdf") == "pdf"
    assert kind_of("foto.jpg", "image/jpeg") == kind_of("", "") == ""


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can be installed."""
    monkeypatch.setattr(file_reader, "find_spec", lambda name: None)
    assert (missing_library("pdf"), missing_library("sheets"), missing_library("plain")) == (
        "pypdf",
        "python-calamine",
        "",
    )
