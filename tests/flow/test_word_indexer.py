"""The search index beside the mail: attachments are read, an old desk is indexed, erased words become unreadable."""

from __future__ import annotations

import pytest

from mailflow.flow.schedule.word_indexer import WordIndexer, make_anew
from mailflow.mail import file_reader
from mailflow.store.admin import search_check
from mailflow.store.desk import search_index
from mailflow.store.mail import unread_files
from mailflow.store.read.search import asked, search
from tests.flow.conftest import Office

_PARTS = (
    b"From: ani@mail.example\r\nTo: iduhelp@desk.example\r\nSubject: Kartu\r\nMessage-ID: <kartu@mail.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\n"
    b"Terlampir datanya, mohon dicek.\r\n--B\r\nContent-Type: %s; name=%s\r\n"
    b"Content-Disposition: attachment; filename=%s\r\n\r\nNomor kartu 5022-7781 hilang.\r\n--B--\r\n"
)


def kinds(desk: Office, *words: str) -> list[str]:
    return [hit["kind"] for hit in search(desk.parts.db, asked(desk.parts.db, words)).hits]


def put(desk: Office, kind: bytes, name: bytes) -> None:
    desk.put(_PARTS % (kind, name, name), "mailbox1")
    desk.look()


def test_the_text_of_an_attachment_is_found(desk: Office) -> None:
    """Its name with the mail, its text soon after."""
    put(desk, b"text/plain", b"data.txt")
    assert (kinds(desk, "data.txt"), kinds(desk, "5022-7781")) == (["attachment", "mail"], [])
    assert WordIndexer(desk.parts).look()
    assert kinds(desk, "5022-7781") == ["attachment"]
    assert WordIndexer(desk.parts).look() == 0
    assert search_check.faults(desk.parts.db) == []


def test_a_file_nothing_reads_is_found_by_name(desk: Office) -> None:
    """And is not looked at again."""
    put(desk, b"image/x-odd", b"foto.odd")
    WordIndexer(desk.parts).look()
    assert (kinds(desk, "foto"), unread_files.waiting(desk.parts.db, 9)) == (["attachment", "mail"], [])


def test_a_missing_library_is_said_once(
    desk: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its files are read when the library has come."""
    put(desk, b"application/pdf", b"struk.pdf")
    monkeypatch.setattr(file_reader, "find_spec", lambda name: None)
    indexer = WordIndexer(desk.parts)
    indexer.look()
    indexer.look()
    assert caplog.text.count("pip install 'mailflow[files]'") == 1
    monkeypatch.undo()
    assert WordIndexer(desk.parts).look() == 1


def test_all_is_made_anew_while_the_desk_works(desk: Office) -> None:
    """`mailflow search --rebuild`."""
    put(desk, b"text/plain", b"data.txt")
    WordIndexer(desk.parts).look()
    seen: list[tuple[int, int]] = []
    assert make_anew(desk.parts, lambda done, of: seen.append((done, of))) == 3
    assert seen[-1] == (3, 3)
    assert kinds(desk, "5022-7781") == ["attachment"]


def test_an_index_of_other_rules_is_made_anew(desk: Office) -> None:
    """After an upgrade that cuts words differently."""
    put(desk, b"text/plain", b"data.txt")
    with desk.parts.db.transaction():
        desk.parts.db.execute("UPDATE meta SET value = '0' WHERE key = 'search-version'")
    assert not search_index.is_current(desk.parts.db)
    with desk.parts.db.transaction():  # what they made of the texts is nobody's fault
        desk.parts.db.execute("UPDATE document SET digest = 'none'")
    assert not search_check.faults(desk.parts.db)
    WordIndexer(desk.parts).look()
    assert search_index.is_current(desk.parts.db)
    assert kinds(desk, "kartu")


def test_doctor_finds_what_search_would_not(desk: Office) -> None:
    """Texts that are not listed, that changed behind the index's back, whose words are lost."""
    put(desk, b"text/plain", b"data.txt")
    with desk.parts.db.transaction():
        desk.parts.db.execute("DELETE FROM document WHERE kind = 'letter'")
        desk.parts.db.execute("UPDATE message SET text = 'anders' WHERE direction = 'in'")
        desk.parts.db.execute("UPDATE document SET digest = 'none' WHERE kind = 'attachment'")
        desk.parts.db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    told = " ".join(search_check.faults(desk.parts.db))
    assert "1 mail or letter is not listed and cannot be searched" in told
    assert "other words than 2 of 2 texts" in told
    assert "2 of 2 texts are not in the search index" in told
