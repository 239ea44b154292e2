"""A campus and a hospital, a shop and an internet provider, searched: their mails and what a person expects of each
question, judged before the words' forms were looked at; on both databases the same."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path

import pytest

from mailflow.core.message import Address, Attachment, Message
from mailflow.store.engine.database import Database
from mailflow.store.mail import messages
from mailflow.store.read.search import asked, search
from tests.store.desk import START, request

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[list[str]]:
    """The columns of each line."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            yield [column.strip() for column in line.split("|")]


@pytest.fixture(params=["campus", "shop"])
def corpus(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(db: Database, corpus: str) -> Database:
    begun: set[int] = set()
    for name, ticket, sender, subject, text, files in rows(f"{corpus}.txt"):
        n = int(ticket)
        if n not in begun:
            begun.add(n)
            request(db, number=f"2026-{n:04}")
        mail = Message(
            f"<{name}>",
            sender=Address(*reversed(parseaddr(sender))),
            subject=subject,
            text=text,
            attachments=(Attachment(0, files, "application/pdf", 1),) if files else (),
        )
        with db.transaction():
            messages.file_message(db, len(begun), mail, at=START)
    return db


def test_judged_questions(desk: Database, corpus: str) -> None:
    """Each finds what a person expects, and nothing else; by match the same as by time."""
    wrong = []
    for words, expected in rows(f"{corpus}_questions.txt"):
        for best in (False, True):
            found = {_name(hit) for hit in search(desk, asked(desk, [words]), limit=1000, best=best).hits}
            if found != set(expected.split()):
                wrong.append((words, sorted(found - set(expected.split())), sorted(set(expected.split()) - found)))
    assert not wrong, "\n".join(map(str, dict.fromkeys(map(str, wrong))))


def _name(hit: dict[str, object]) -> str:
    own = str(hit["message_id"]).strip("<>")
    return f"{own}/file" if hit["kind"] == "attachment" else own
