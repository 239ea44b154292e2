"""The golden corpus: NAME.eml is understood as NAME.json says, with LF and with CRLF line ends."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from mailflow.core.message import Message, OurAddresses
from mailflow.mail.understand import attachment, contents, understand

CORPUS = Path(__file__).parent / "corpus"
OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",))
SPECIMENS = sorted(path.stem for path in CORPUS.glob("*.eml"))


def seen(message: Message) -> dict[str, Any]:
    """A message in the words of the .json files."""
    return {
        "from": message.sender.email if message.sender else None,
        "from_name": message.sender.name if message.sender else None,
        "to": [one.email for one in message.to],
        "to_names": [one.name for one in message.to],
        "cc": [one.email for one in message.cc],
        "delivered_to": list(message.delivered_to),
        "several_from": message.several_from,
        "subject": message.subject,
        "date": message.date.isoformat() if message.date else None,
        "message_id": message.message_id,
        "in_reply_to": list(message.in_reply_to),
        "references": list(message.references),
        "text": message.text,
        "reply_text": message.reply_text,
        "reaction": message.reaction,
        "empty": message.is_empty,
        "attachments": [one.name for one in message.attachments],
        "logos": [one.name for one in message.attachments if one.logo],
        "nature": message.nature.value,
        "certain": message.certain,
        "answerable": message.answerable,
        "aligned": message.authentication.aligned,
        "dmarc_fail": message.authentication.dmarc_fail,
        "spam": message.spam,
        "sealed": message.sealed,
        "notes": list(message.notes),
        "loop_marks": list(message.loop_marks),
        "report": [{"email": r.email, "action": r.action, "status": r.status} for r in message.report.recipients]
        if message.report
        else None,
        "original_message_id": message.report.original_message_id if message.report else "",
    }


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_specimen_is_understood(name: str) -> None:
    """Every field the .json names, whatever the line ends."""
    raw = (CORPUS / f"{name}.eml").read_bytes()
    expected = json.loads((CORPUS / f"{name}.json").read_text("utf-8"))
    as_is = expected.pop("lines", "") == "as is"
    for wire in [raw] if as_is else [raw, raw.replace(b"\n", b"\r\n")]:
        message = understand(wire, OURS)
        found = seen(message)
        assert {key: found[key] for key in expected} == expected
        assert message.size == len(wire)
        for file in message.attachments:
            assert len(attachment(wire, file.index)) == file.size


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_specimen_costs_little(name: str) -> None:
    """Half a second of CPU at most, reading and files together; all take less than a tenth of that."""
    raw = (CORPUS / f"{name}.eml").read_bytes()
    began = time.process_time()
    contents(raw, [file.index for file in understand(raw, OURS).files])
    assert time.process_time() - began < 0.5


def test_the_corpus_is_complete() -> None:
    """Each mail has its answer and each answer its mail."""
    assert sorted(path.stem for path in CORPUS.glob("*.json")) == SPECIMENS
    assert len(SPECIMENS) >= 150
