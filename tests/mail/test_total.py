# ruff: noqa: E501 - specimens are kept as they come
"""Whatever the bytes, there is a Message, soon; and what was typed is found again under any quotation."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.core.message import OurAddresses
from mailflow.mail.quoting.text import new_words
from mailflow.mail.understand import attachment, understand

ROOT = Path(__file__).resolve().parents[2]
OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",))


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.replace("/", "_"), ROOT / f"{path}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@given(st.binary(max_size=3_000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_message(raw: bytes) -> None:
    """Total, whatever the bytes."""
    message = understand(raw, OURS)
    assert message.size == len(raw)
    assert not any("fault" in note for note in message.notes)


BOMBS = load("bench/reading").BOMBS


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_milliseconds(name: str) -> None:
    """Depth, number, length: each is bounded (mail.md 11.1). Two seconds are for a busy machine; it takes a tenth."""
    raw = BOMBS[name]()
    start = time.process_time()
    message = understand(raw, OURS)
    assert time.process_time() - start < 2
    assert message.sender is not None or "header" in name
    assert not any("fault" in note for note in message.notes)


def test_a_large_mail_is_read_and_its_files_found() -> None:
    """25 MB with three attachments, well within a second."""
    raw = load("bench/reading").large()
    start = time.process_time()
    message = understand(raw, OURS)
    assert time.process_time() - start < 2
    assert [file.size for file in message.attachments] == [256 * 24_500] * 3
    assert attachment(raw, message.attachments[2].index)[:4] == bytes(range(4))


def test_an_index_never_given_is_empty() -> None:
    """No exception for a stale index."""
    assert attachment(b"Subject: x\n\nx", 99) == b""
    assert attachment(b"Subject: x\n\nx", 100_005) == b""


WORDS = st.lists(
    st.sampled_from(
        "saya sudah kirim ulang pulsa mohon dicek kembali besok nomor 0812 terima kasih baik ok siap 50.000 www.toko.example".split()
    ),
    min_size=1,
    max_size=12,
)
ANSWER = st.lists(WORDS.map(" ".join), min_size=1, max_size=4).map("\n".join)
OLD = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)
STYLES = {
    "gmail": "\n\nOn Tue, Jan 2, 2024 at 10:00 AM Sari Dewi <sari@desk.example> wrote:\n\n{marked}\n",
    "gmail id": "\n\nPada tanggal Sel, 2 Jan 2024 pukul 10.00 Sari <\nsari@desk.example> menulis:\n\n{marked}\n",
    "apple id": "\n\nDikirim dari iPhone saya\n\n> Pada 2 Jan 2024, pukul 10.00, Sari menulis:\n> \n{marked}\n",
    "outlook": "\n\n________________________________\nFrom: Sari <sari@desk.example>\nSent: Tuesday, January 2, 2024 10:00 AM\nTo: Desk\nSubject: Pulsa\n\n{plain}\n",
    "outlook id": "\n\nDari: Sari <sari@desk.example>\nDikirim: Selasa, 2 Januari 2024 10:00\nKepada: Desk\nSubjek: Pulsa\n\n{plain}\n",
    "original": "\n\n-----Pesan Asli-----\n{plain}\n",
    "signature": "\n-- \nSari Dewi\nHelpdesk\n\nOn 2 Jan 2024 10:00, Sari <sari@desk.example> wrote:\n{marked}\n",
    "marks only": "\n\n{marked}\n",
}


@pytest.mark.parametrize("style", STYLES)
@given(answer=ANSWER, old=OLD)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_answer_is_found_again(style: str, answer: str, old: list[str]) -> None:
    """What was typed above any quotation is found again, and nothing else; without it nothing is left."""
    tail = STYLES[style].format(marked="\n".join(f"> {line}" for line in old), plain="\n".join(old))
    assert new_words(answer + tail).text == answer
    assert new_words(tail).text == ""


@given(answer=ANSWER, old=OLD)
@settings(max_examples=50, deadline=None)
def test_an_answer_below_is_kept(answer: str, old: list[str]) -> None:
    """Bottom posting loses no word."""
    marked = "\n".join(f"> {line}" for line in old)
    assert new_words(f"On 2 Jan 2024 10:00, Sari <sari@desk.example> wrote:\n{marked}\n\n{answer}").text == answer


@given(ANSWER)
@settings(max_examples=50, deadline=None)
def test_a_mail_that_quotes_nothing_stays_whole(answer: str) -> None:
    """Nothing is cut where nothing is quoted."""
    assert new_words(answer).text == answer
