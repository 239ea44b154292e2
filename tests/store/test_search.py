"""The archive, searched: on both databases the same hits. The questions are judged in tests/store/judged_search.py."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from mailflow.core.message import Address, Attachment, Message
from mailflow.core.ticket import Ticket
from mailflow.errors import MailflowError
from mailflow.store.admin import erase, redact
from mailflow.store.desk import meta, search_index
from mailflow.store.desk.record import Change, journal, record
from mailflow.store.engine.database import Database
from mailflow.store.mail import arrivals, messages, moved
from mailflow.store.read.search import EVERYTHING, MOST, Filters, asked, search
from tests.store.desk import ANI, BUDI, START, Mail, later, request, stages_of
from tests.store.judged_search import DOCUMENTS, QUESTIONS, Letter, Note


def ids(db: Database, words: Sequence[str], filters: Filters = EVERYTHING, **more: object) -> list[str]:
    found = search(db, asked(db, words), filters, **more)  # type: ignore[arg-type]
    return [hit["message_id"] or hit["kind"] for hit in found.hits]


def file(db: Database, n: int, message_id: str, text: str, **more: object) -> None:
    mail = Message(message_id, **{"sender": ANI, "subject": "", "text": text, **more})  # type: ignore[arg-type]
    with db.transaction():
        messages.file_message(db, n, mail, at=START)


@pytest.fixture
def archive(db: Database) -> Database:
    for subject, text in [("Pulsa", "belum masuk 100% sejak c++ kemarin"), ("Invoice", "tagihan ganda")]:
        n = request(db).n
        with db.transaction():
            asks = Message(f"<{n}a@x>", sender=ANI, subject=subject, text=text)
            said = Message(f"<{n}b@x>", sender=BUDI, to=(ANI,), subject=subject, text="sudah")
            messages.file_message(db, n, asks, at=START)
            messages.file_message(db, n, said, at=later(hours=n))
    return db


# -- what is found


@pytest.fixture
def judged(db: Database) -> Database:
    tickets = {n: request(db, number=f"2026-{n:04}") for n in range(1, 1 + max(one.n for one in DOCUMENTS))}
    for one in DOCUMENTS:
        with db.transaction():
            match one:
                case Note():
                    before = tickets[one.n]
                    after = Ticket(**{**_fields(before), "version": before.version + 1})
                    tickets[one.n] = after
                    events = [("note-added", "Budi", {"text": one.text})]
                    change = Change(after, events, stages=stages_of(before, after, events))
                    record(db, before, change, journal(db, "command", START, "rules", n=one.n))
                case Letter():
                    files = tuple(Attachment(i, name, "application/pdf", 1) for i, name in enumerate(one.files))
                    sender = Address(one.sender, one.name)
                    mail = Message(
                        f"<{one.name_of}>", sender=sender, subject=one.subject, text=one.text, attachments=files
                    )
                    messages.file_message(db, one.n, mail, at=START)
    return db


def _fields(ticket: Ticket) -> dict[str, object]:
    return {name: getattr(ticket, name) for name in Ticket.__slots__}


def test_judged_questions(judged: Database) -> None:
    """Each finds what a person expects, and nothing else; by match the same as by time."""
    wrong = []
    for words, expected in QUESTIONS:
        found = {_name(hit) for hit in search(judged, asked(judged, [words]), limit=1000).hits}
        best = {_name(hit) for hit in search(judged, asked(judged, [words]), limit=1000, best=True).hits}
        if not found == best == set(expected.split()):
            wrong.append((words, sorted(found), expected))
    assert not wrong


def _name(hit: dict[str, object]) -> str:
    own = f"note{hit['n']}" if hit["kind"] == "note" else str(hit["message_id"]).strip("<>")
    return f"{own}/file" if hit["kind"] == "attachment" else own


def test_a_hit_says_which_ticket_and_where(archive: Database) -> None:
    """With the words around the first found one."""
    (hit,) = search(archive, asked(archive, ["ganda"])).hits
    assert (hit["n"], hit["number"], hit["status"], hit["requester"]) == (2, "0002", "new", ANI.email)
    assert (hit["at"], hit["excerpt"], hit["marks"]) == ("2026-11-02T01:00:00+00:00", "tagihan ganda", [[8, 13]])
    assert (hit["kind"], hit["from"], hit["subject"]) == ("mail", ANI.email, "Invoice")


def test_the_newest_come_first_and_no_more_than_asked(archive: Database) -> None:
    """A common word does not flood the screen, and all are counted."""
    found = search(archive, asked(archive, ["sudah"]), limit=1)
    assert ([hit["n"] for hit in found.hits], found.total, found.more) == ([2], 2, False)


def test_more_than_a_thousand_are_not_counted(db: Database) -> None:
    """Counting would be linear."""
    n = request(db).n
    with db.transaction():
        for i in range(MOST + 5):
            messages.file_message(db, n, Message(f"<{i}@x>", sender=ANI, text="pulsa"), at=START)
    found = search(db, asked(db, ["pulsa"]))
    assert (found.total, found.more, found.hits[0]["message_id"]) == (MOST, True, f"<{MOST + 4}@x>")


def test_an_index_of_other_rules_is_said(archive: Database) -> None:
    """After an upgrade it may not know what is asked: none of its texts counts as found, until the daemon is there."""
    with archive.transaction():
        meta.put(archive, search_index.VERSION_KEY, "0")
    assert search(archive, asked(archive, ["sudah"])).unfinished == 4


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(customer="ANI@mail.example"), ["<2b@x>", "<1b@x>"]),
        (Filters(customer="joko@mail.example"), []),
        (Filters(owner="budi"), []),
        (Filters(category="none"), []),
        (Filters(since=later(hours=2)), ["<2b@x>"]),
        (Filters(until=later(hours=2)), ["<1b@x>"]),
        (Filters(since=later(hours=1), until=later(hours=2)), ["<1b@x>"]),
        (Filters(but=(ANI.email,)), []),
    ],
)
def test_filters_leave_out(archive: Database, filters: Filters, found: list[str]) -> None:
    """By customer, owner, category, time; and a colleague's own requests."""
    assert ids(archive, ["sudah"], filters) == found


def test_filters_alone_list_everything(archive: Database) -> None:
    """Newest first."""
    assert ids(archive, [], Filters(since=START)) == ["<2b@x>", "<2a@x>", "<1b@x>", "<1a@x>"]
    assert ids(archive, []) == ids(archive, ["-sudah"], Filters(since=START)) == []


def test_a_filter_of_many_documents(archive: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they are too many to be named one by one, the same are found."""
    monkeypatch.setattr("mailflow.store.read.search._FEW", 0)
    assert ids(archive, ["sudah"], Filters(since=later(hours=2))) == ["<2b@x>"]
    assert ids(archive, [], Filters(since=later(hours=1))) == ["<2b@x>", "<1b@x>"]


@pytest.mark.parametrize("words", [["pulsa"], []])
def test_an_old_period_is_not_looked_for_among_newer_texts(
    db: Database, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Where it has many documents, those of an import included, which are older than their neighbours."""
    monkeypatch.setattr("mailflow.store.read.search._FEW", 2)
    days = (1, 2, 3, 4, 2, 5, 6, 3, 7, 8, 9)  # the fifth and the eighth came by an import
    n = request(db).n
    with db.transaction():
        for place, day in enumerate(days):
            mail = Message(f"<{place}@x>", sender=ANI, subject="", text="pulsa")
            messages.file_message(db, n, mail, at=later(hours=24 * day))
    period = Filters(since=later(hours=48), until=later(hours=96))
    assert ids(db, words, period) == ["<7@x>", "<4@x>", "<2@x>", "<1@x>"]
    assert ids(db, words, Filters(until=later(hours=72))) == ["<4@x>", "<1@x>", "<0@x>"]
    assert ids(db, words, Filters(since=later(hours=12), until=later(hours=13))) == []


def test_names_are_found_too(db: Database) -> None:
    """Also those beyond ASCII, with or without their accents."""
    file(db, request(db).n, "<1@x>", "", sender=Address("a@x", "Zoë Müller"))
    assert ids(db, ["müller"]) == ids(db, ["zoe muller"]) == ["<1@x>"]


def test_a_beginning_behind_another_word(db: Database) -> None:
    """Though the text has forms without a place of their own that begin so, too."""
    file(db, request(db).n, "<1@x>", "e-mail mailing-list, mohon dibantu di di-ke")
    for words in ("e-mai*", "mohon-diban*", "dibantu-d*", "mailing-lis*"):
        assert ids(db, [words]) == ["<1@x>"], words
    assert ids(db, ["list-mai*"]) == ids(db, ["di-mai*"]) == []


def test_words_that_are_operators_elsewhere_are_words(archive: Database) -> None:
    """Nothing a person types is the database's language."""
    for words in (
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "a:b",
        "'",
        '"',
        "x' OR '1'='1",
        "!",
        "pulsa & !",
        "\0pulsa",
        "^a",
        "{}",
        "said:x",
    ):
        search(archive, asked(archive, [words]))


# -- what is in the index


def test_words_that_were_taken_out_are_not_found(db: Database) -> None:
    """Redaction; the other words stay."""
    n = request(db).n
    file(db, n, "<1@x>", "PIN saya 482913 ya", attachments=(Attachment(0, "482913.pdf", "application/pdf", 1),))
    with db.transaction():
        gone = re.compile("482913")
        redact.events(db, n, gone, START)
        redact.messages(db, n, gone)
    assert ids(db, ["482913"]) == []
    assert ids(db, ["saya"]) == ["<1@x>"]
    assert search_index.is_current(db)


def test_an_erased_customer_is_not_found(db: Database) -> None:
    """Nothing of the ticket is."""
    n = request(db).n
    file(db, n, "<1@x>", "rahasia", attachments=(Attachment(0, "ktp.pdf", "application/pdf", 1),))
    with db.transaction():
        erase.events(db, n, frozenset(), START)
        erase.messages(db, n, frozenset())
    assert ids(db, ["rahasia"]) == ids(db, ["ktp"]) == ids(db, [ANI.email]) == []
    assert search_index.is_current(db)


def test_a_mail_that_moves_is_found_on_its_new_ticket(db: Database) -> None:
    """Also by the new number alone, also when it moves in the transaction that filed it."""
    first, second = request(db).n, request(db).n
    (mail,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        messages.file_message(db, first, Message("<1@x>", sender=ANI, text="pindah"), at=START, inbox_id=mail)
        moved.move(db, mail, first, second)
    assert [(hit["n"]) for hit in search(db, asked(db, ["pindah"])).hits] == [second]
    assert ids(db, [f"#{first}"]) == []
    with db.transaction():
        moved.move(db, mail, second, first)
    assert ids(db, [f"#{first}"]) == ["<1@x>"]


def test_what_fails_is_not_in_the_index(db: Database) -> None:
    """A savepoint or transaction that is rolled back leaves no words."""
    n = request(db).n
    with db.transaction():
        messages.file_message(db, n, Message("<1@x>", sender=ANI, text="bleibt"), at=START)
        with pytest.raises(MailflowError), db.savepoint():
            messages.file_message(db, n, Message("<2@x>", sender=ANI, text="bleibt"), at=START)
            raise MailflowError("stop")
    with pytest.raises(MailflowError), db.transaction():
        messages.file_message(db, n, Message("<3@x>", sender=ANI, text="bleibt"), at=START)
        raise MailflowError("stop")
    assert ids(db, ["bleibt"]) == ["<1@x>"]


def test_all_of_it_can_be_made_anew(archive: Database) -> None:
    """In steps, the newest texts first; meanwhile the search says how many are missing."""
    with archive.transaction():
        search_index.begin_anew(archive)
    assert (ids(archive, ["sudah"]), search(archive, asked(archive, ["sudah"])).unfinished) == ([], 4)
    with archive.transaction():
        search_index.put(archive, search_index.due(archive, 2))
    assert ids(archive, ["sudah"]) == ["<2b@x>"]
    with archive.transaction():
        search_index.put(archive, search_index.due(archive, 200))
    assert ids(archive, ["sudah"]) == ["<2b@x>", "<1b@x>"]
    assert not search_index.has_work(archive)


def test_a_text_changed_behind_its_back_makes_the_index_anew(archive: Database) -> None:
    """Only exactly what was indexed can be taken out; anything else would leave words for ever."""
    with archive.transaction():
        archive.execute("UPDATE message SET text = 'anders' WHERE message_id = '<1a@x>'")
        search_index.take_out(archive, 1)
        search_index.put_back(archive, 1)
    assert search_index.is_current(archive) != archive.engine.words.by_content


def test_removed_words_become_unreadable(db: Database) -> None:
    """In the same transaction, where the index is small."""
    n = request(db).n
    for i in range(20):
        file(db, n, f"<{i}@x>", f"rahasia{i}")
    with db.transaction():
        erase.events(db, n, frozenset(), START)
        erase.messages(db, n, frozenset())
    assert not meta.get(db, search_index.PURGE)
    search_index.purge_all(db)  # nothing is left to do
    if db.engine.one_writer:
        blocks = b"".join(row[0] for row in db.execute("SELECT block FROM words_data"))
        assert b"rahasia" not in blocks and b"ahasia" not in blocks


def test_the_text_of_a_file_is_found_once_it_is_read(db: Database) -> None:
    """Under its name, which is found at once."""
    n = request(db).n
    file(db, n, "<1@x>", "terlampir", attachments=(Attachment(0, "kwitansi.pdf", "application/pdf", 1),))
    (found,) = [
        kept for kept in search_index.documents_of(db, n) if kept.document and kept.document.kind == "attachment"
    ]
    with db.transaction():
        search_index.read(db, found.id, "Bank Contoh, lunas")
    (hit,) = search(db, asked(db, ["lunas"])).hits
    assert (hit["kind"], hit["file"], hit["excerpt"]) == (
        "attachment",
        "kwitansi.pdf",
        "kwitansi.pdf: Bank Contoh, lunas",
    )
