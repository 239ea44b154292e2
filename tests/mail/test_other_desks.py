"""What the APIs of other desks give becomes mails that say the same."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from mailflow.core.message import Message, OurAddresses
from mailflow.mail.archives import found, other_desk
from mailflow.mail.archives.found import LeftOut
from mailflow.mail.archives.heads import head_of
from mailflow.mail.archives.place import Archive, ArchiveReader
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("iduhelp@desk.example",))

# as docs.zammad.org shows them, with expand=true
TICKET = {
    "id": 3, "number": "55003", "title": "Pulsa", "customer": "ani@mail.example", "state": "closed",
    "created_at": "2021-01-04T01:00:00.000Z",
}  # fmt: skip
ARTICLES: list[dict[str, Any]] = [
    {
        "id": 7, "ticket_id": 3, "type": "email", "sender": "Customer", "from": "Ani <ani@mail.example>",
        "to": "iduhelp@desk.example", "cc": None, "subject": "Pulsa", "body": "Pulsa saya belum masuk.",
        "content_type": "text/plain", "message_id": "<a@mail.example>", "in_reply_to": None, "references": None,
        "internal": False, "created_at": "2021-01-04T01:00:00.000Z", "created_by": "ani@mail.example",
        "attachments": [{"id": 1, "filename": "bukti.png", "size": "4", "preferences": {"Mime-Type": "image/png"}}],
    },
    {
        "id": 8, "ticket_id": 3, "type": "email", "sender": "Agent", "from": "Budi via iDuHelp <iduhelp@desk.example>",
        "to": "ani@mail.example", "subject": "Re: Pulsa", "body": "<div>Sudah <b>kami</b> cek.</div>",
        "content_type": "text/html", "message_id": "<b@desk.example>", "in_reply_to": "<a@mail.example>",
        "internal": False, "created_at": "2021-01-04T02:00:00.000Z", "created_by": "budi@desk.example",
        "attachments": [],
    },
    {
        "id": 9, "ticket_id": 3, "type": "note", "sender": "Agent", "from": "Budi Santoso", "to": "", "cc": "",
        "subject": "", "body": "Provider lambat.", "content_type": "text/plain", "internal": True,
        "created_at": "2021-01-04T03:00:00.000Z", "created_by": "budi", "attachments": [],
    },
    {
        "id": 10, "ticket_id": 3, "type": "web", "sender": "Customer", "from": "Ani Lestari", "to": "", "subject": None,
        "body": "Terima kasih.", "content_type": "text/plain", "created_at": "2021-01-04T04:00:00.000Z",
        "attachments": [{"filename": "a.txt", "preferences": {}, "data": base64.b64encode(b"isi").decode()}],
    },
]  # fmt: skip


def b64(words: str) -> str:
    return base64.encodebytes(words.encode()).decode()


def ref(kind: str, which: int | str) -> dict[str, str]:
    return {"type": kind, "id": str(which), "_url": f"https://rt.kampus.example/REST/2.0/{kind}/{which}"}


RT: list[dict[str, Any]] = [
    {
        "id": 47,
        "type": "ticket",
        "Subject": "Pulsa",
        "Requestor": [ref("user", "ani@mail.example")],
        "Status": "resolved",
    },
    {
        "id": "300",
        "Type": "Create",
        "Object": ref("ticket", 47),
        "Creator": ref("user", "ani@mail.example"),
        "Created": "2021-01-04T01:00:00Z",
    },
    {"id": "301", "Type": "Status", "Object": ref("ticket", 47), "Creator": ref("user", "budi")},
    {
        "id": "302",
        "Type": "Comment",
        "Object": ref("ticket", 47),
        "Creator": ref("user", "budi"),
        "Created": "2021-01-04T02:00:00Z",
    },
    {
        "id": 9,
        "TransactionId": ref("transaction", 300),
        "Parent": "0",
        "ContentType": "multipart/mixed",
        "MessageId": "a@mail.example",
        "Subject": "Pulsa",
        "Content": None,
        "Headers": "From: Ani <ani@mail.example>\nTo: help@kampus.example\nCc: Joko <joko@mail.example>\n"
        "Subject: Pulsa\nReferences: <z@mail.example>\nContent-Type: multipart/mixed; boundary=x\n",
    },
    {
        "id": 10,
        "TransactionId": ref("transaction", 300),
        "Parent": ref("attachment", 9),
        "Filename": None,
        "ContentType": "text/plain",
        "Content": b64("Pulsa saya belum masuk.\n"),
        "Headers": "Content-Type: text/plain\n",
    },
    {
        "id": 11,
        "TransactionId": ref("transaction", 300),
        "Parent": ref("attachment", 9),
        "Filename": "bukti.png",
        "ContentType": "image/png",
        "Content": b64("\x01\x02"),
        "Headers": "",
    },
    {
        "id": 12,
        "TransactionId": ref("transaction", 301),
        "Parent": "0",
        "ContentType": "text/plain",
        "Content": b64("x"),
    },
    {
        "id": 13,
        "TransactionId": ref("transaction", 302),
        "Parent": "0",
        "ContentType": "text/plain",
        "Filename": "",
        "Content": b64("Provider lambat."),
        "Headers": "Subject: \nContent-Type: text/plain\n",
    },
]


def brought(desk: str, folder: Path, *documents: Any) -> tuple[list[bytes], list[str]]:
    """(the mails, why something was left out)."""
    source, scratch = folder / "ekspor", folder / "scratch"
    source.mkdir()
    scratch.mkdir()
    for place, document in enumerate(documents):
        (source / f"{place}.json").write_text(document if isinstance(document, str) else json.dumps(document))
    told = list(other_desk.archives(desk, [source], scratch))
    reader = ArchiveReader()
    mails = [reader.read(one.path, span) for one in told if isinstance(one, Archive) for span in list(found.spans(one))]
    reader.close()
    return mails, [one.why for one in told if isinstance(one, LeftOut)]


def read(mails: list[bytes]) -> list[Message]:
    return [understand(one, OURS) for one in mails]


def test_zammads_articles_are_mails(tmp_path: Path) -> None:
    """Author, readers, words, moment, number and conversation of each; a file without contents by its name."""
    mails, why = brought("zammad", tmp_path, [TICKET], ARTICLES)
    asked, answer, note, thanks = read(mails)
    assert why == []
    assert asked.sender is not None and asked.sender.email == "ani@mail.example"
    assert asked.message_id == "<a@mail.example>"
    assert "belum masuk" in asked.text and "[bukti.png]" in asked.text
    assert answer.text.strip() == "Sudah kami cek."
    assert note.sender is not None and note.sender.email == "nobody@imported.invalid"
    assert note.sender.name == "Budi Santoso"
    assert thanks.sender is not None and str(thanks.sender) == "Ani Lestari <ani@mail.example>"
    assert [one.name for one in thanks.attachments] == ["a.txt"]
    heads = [head_of(one) for one in mails]
    assert {one.number for one in heads} == {"55003"}
    assert all("<zammad-ticket-3@imported.invalid>" in one.refers_to for one in heads)
    assert [one.at.hour for one in heads if one.at] == [1, 2, 3, 4]


def test_rts_transactions_are_mails(tmp_path: Path) -> None:
    """A mail's header and parts are put together again; what was nobody's words is left where it is."""
    mails, why = brought("rt", tmp_path, {"items": RT[4:]}, RT[:4])
    asked, comment = read(mails)
    assert why == []
    assert (str(asked.sender), asked.message_id) == ("Ani <ani@mail.example>", "<a@mail.example>")
    assert [one.email for one in asked.cc] == ["joko@mail.example"]
    assert asked.text.strip() == "Pulsa saya belum masuk."
    assert [(one.name, one.size) for one in asked.attachments] == [("bukti.png", 2)]
    assert comment.sender is not None and comment.sender.name == "budi"
    assert (comment.subject, comment.text.strip()) == ("Pulsa", "Provider lambat.")
    assert {head_of(one).number for one in mails} == {"47"}


def test_a_real_export_of_rt(tmp_path: Path) -> None:
    """RT 5.0.3 of Debian 12, a line for each answer: its own notices are no words, and its history says no ticket."""
    mails, why = brought("rt", tmp_path, (Path(__file__).parent / "rt_5_0_3_export.jsonl").read_text(encoding="utf-8"))
    asked, answer, comment = read(mails)
    assert why == []
    assert (str(asked.sender), asked.message_id) == ("Ani Lestari <ani@mail.example>", "<a1@mail.example>")
    assert (asked.subject, asked.text.strip()) == ("Pulsa belum masuk ✓", "Pulsa saya belum masuk café.")
    assert [one.name for one in asked.attachments] == ["bukti.png"]
    assert (answer.text.strip(), comment.text.strip()) == ("Sudah kami cek.", "Provider lambat.")
    assert answer.message_id.startswith("<rt-5.0.3")  # to which the customer replies


def test_rts_users_have_addresses(tmp_path: Path) -> None:
    """So that it shows who was a colleague."""
    user = {"id": 22, "Name": "budi", "RealName": "Budi Santoso", "EmailAddress": "budi@desk.example"}
    mails, _ = brought("rt", tmp_path, RT, user)
    assert str(read(mails)[1].sender) == "Budi Santoso <budi@desk.example>"


@pytest.mark.parametrize("desk", ["rt", "zammad"])
def test_the_same_export_makes_the_same_bytes(tmp_path: Path, desk: str) -> None:
    """By which a second import knows them."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    given = RT if desk == "rt" else [TICKET, *ARTICLES]
    assert brought(desk, tmp_path / "a", given) == brought(desk, tmp_path / "b", given)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("{", ["not-json", "no-tickets"]),
        ("[]", ["no-tickets"]),
        ('{"ticket_id": 3, "body": "x"}', ["no-moment", "no-tickets"]),
        ('{"ticket_id": null, "body": "x", "created_at": "2021-01-04T01:00:00Z"}', ["no-ticket", "no-tickets"]),
        ("[" * 5000, ["not-json", "no-tickets"]),
    ],
)
def test_what_is_no_export_is_said(tmp_path: Path, document: str, why: list[str]) -> None:
    """Broken JSON, an empty list, half of an article."""
    assert set(brought("zammad", tmp_path, document)[1]) == set(why)


@pytest.mark.parametrize(
    "said",
    ["x\r\nBcc: a@b.example", "\x00\x1b", "=?utf-8?q?a?=", "名前 \udcff <a b@@c>", "a" * 5000, "<>", '"', "Ani <ani@>"],
)
def test_whatever_stands_in_a_field_no_header_is_broken(tmp_path: Path, said: str) -> None:
    """A name with line ends, controls, a lone surrogate, of any length: one mail with one author."""
    article = ARTICLES[0] | {"from": said, "to": said, "subject": said, "message_id": said, "references": said}
    (mail,), _ = brought("zammad", tmp_path, [TICKET | {"number": said}, article])
    assert b"\nBcc:" not in mail
    assert understand(mail, OURS).text.startswith("Pulsa saya belum masuk.")


def test_one_answer_to_a_line(tmp_path: Path) -> None:
    """JSON lines, as `curl >> file` collects them."""
    mails, _ = brought("zammad", tmp_path, "\n".join(json.dumps(one) for one in [*ARTICLES, TICKET]))
    assert len(mails) == 4
