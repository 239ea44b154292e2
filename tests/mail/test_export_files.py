"""One ticket as files that other programs read."""

from __future__ import annotations

import io
import mailbox
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.mail.export_files import Entry, ExportedMail, eml_names, mbox, page, zipped

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
RAW = b"From: ani@mail.example\r\nSubject: Pulsa\r\n\r\nFrom here on\r\n>From there\r\nend\r\n"
TICKET = {"number": "7", "subject": "<b>Pulsa</b>", "status": "closed", "owner": "Budi"}


def test_an_mbox_is_read_back_by_another_program(tmp_path: Path) -> None:
    """Python's own mailbox finds both mails; lines that begin with From are quoted, once more where they were."""
    (tmp_path / "box").write_bytes(
        mbox([ExportedMail(AT, "ani@mail.example", RAW), ExportedMail(AT, "", b"Subject: x\n\ny")])
    )
    with closing(mailbox.mbox(tmp_path / "box")) as box:
        first, second = box
    assert (first["Subject"], second["Subject"]) == ("Pulsa", "x")
    assert first.get_payload() == ">From here on\n>>From there\nend\n"
    assert first.get_from() == "ani@mail.example Mon Nov  2 01:00:00 2026"


def test_eml_files_are_the_bytes_that_came() -> None:
    """In a zip, in order, with names that harm nobody."""
    mails = [ExportedMail(AT, "../ani@mail.example", RAW)]
    assert eml_names(mails) == ["001-2026-11-02-..-ani@mail.example.eml"]
    with zipfile.ZipFile(io.BytesIO(zipped(mails))) as archive:
        assert archive.read("001-2026-11-02-..-ani@mail.example.eml") == RAW


def test_a_page_shows_words_and_runs_none() -> None:
    """Whatever a mail says is text; nothing is loaded from elsewhere."""
    entry = Entry(
        "2026-11-02", "ani@mail.example", "<script>x</script>", "desk", "Pulsa & co", ["a<b>.pdf"], "in", gone=True
    )
    made = page(TICKET, [entry], "id")
    assert "<script>" not in made and "&lt;script&gt;x&lt;/script&gt;" in made
    assert "#7 &lt;b&gt;Pulsa&lt;/b&gt;" in made and "a&lt;b&gt;.pdf" in made
    assert "email aslinya tidak disimpan lagi" in made and 'class="in"' in made
    assert "Attachments" in page(TICKET, [entry], "en")
    assert "src=" not in made and "href=" not in made


@pytest.mark.parametrize(("language", "words"), [("id", "sudah ditutup"), ("en", "closed")])
def test_the_page_says_its_state_in_words(language: str, words: str) -> None:
    """In the page's language; it is made for a phone, too."""
    made = page(TICKET, [], language)
    assert f"<dd>{words}</dd>" in made
    assert '<meta name="viewport"' in made
