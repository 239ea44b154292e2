# ruff: noqa: E501 - specimens are kept as they come
"""Fuzz target: whatever the bytes, `understand` answers, quickly, with a Message that keeps its promises.

With atheris (pip install atheris):   python fuzz/understand.py tests/mail/corpus
Without it, a seeded mutation loop:   python fuzz/understand.py --rounds 100000 --seed 7
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailflow.core.message import Message, OurAddresses
from mailflow.mail.understand import attachment, understand

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "mail" / "corpus"
OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv="mail.desk.example")
SECONDS = 2.0  # of the processor: no small mail may take longer, however busy the machine

TOKENS = [b"\n", b"\r", b"\r\n", b"\n\n", b"\0", b"--batas\n", b"--batas--", b"=?", b"?=", b"=?utf-8?B?", b"=?x?Q?", b"\xff", b"\xc3", b"<", b">", b'"', b"(", b";",
          b"=\n", b"boundary=", b"filename*0*=", b"charset=utf-7", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"Content-Type: message/rfc822\n\n",
          b"Content-Transfer-Encoding: base64\n", b"<div>", b"<blockquote type=cite>", b"<!--", b"&#0;", b"begin 644 x\n", b"On Tue, 2 Jan 2024 at 10:00, X <x@y.example> wrote:\n",
          b"> ", b"-- \n", b"Dari: Ani\n", b"\x1b$B", b" " * 200, b"\xe2\x80\x8b"]  # fmt: skip


def check(raw: bytes) -> Message:
    """One mail through all doors; raises AssertionError when a promise is broken."""
    start = time.process_time()
    message = understand(raw, OURS)
    took = time.process_time() - start
    assert took < SECONDS, f"{took:.1f} s for {len(raw)} bytes"
    notes = (*message.notes, *(message.forwarded.notes if message.forwarded else ()))
    assert not any("fault of mailflow" in note for note in notes), "the last line of defence was reached"
    assert message.size == len(raw)
    assert "\n" not in message.subject and "\0" not in message.text and "\0" not in message.subject
    for address in (*message.to, *message.cc, *((message.sender,) if message.sender else ())):
        assert "@" in address.email and not any(char in address.email + address.name for char in "\r\n\0")
    for file in message.attachments:
        assert file.name and not set(file.name) & set("/\\\r\n\0")
        assert len(attachment(raw, file.index)) == file.size
    message.text.encode("utf-8"), message.reply_text.encode("utf-8"), message.subject.encode("utf-8")
    return message


def mutations(seed: int, rounds: int) -> Iterator[bytes]:
    """Mails near the specimens: bytes flipped, cut, doubled, swapped, and tokens parsers trip over put in between."""
    dice = random.Random(seed)
    seeds = [path.read_bytes() for path in sorted(CORPUS.glob("*.eml")) if path.stat().st_size < 20_000]
    for _ in range(rounds):
        raw = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(1, 8)):
            at, until = sorted((dice.randrange(len(raw) + 1), dice.randrange(len(raw) + 1)))
            match dice.randrange(6):
                case 0:
                    raw[at:at] = dice.choice(TOKENS)
                case 1:
                    del raw[at : min(until, at + dice.randint(1, 200))]
                case 2:
                    raw[at : at + 1] = bytes([dice.randrange(256)])
                case 3:
                    raw[at:at] = raw[at : min(until, at + 300)] * dice.randint(1, 5)
                case 4:
                    other = dice.choice(seeds)
                    raw[at:until] = other[at:until]
                case _:
                    raw = (
                        raw[:until] if dice.random() < 0.2 else raw.replace(b"\n", dice.choice([b"\r\n", b"\n", b"\r"]))
                    )
        yield bytes(raw[:100_000])


def main() -> None:
    try:
        import atheris
    except ImportError:
        parser = argparse.ArgumentParser(description="Mutate the corpus and understand what comes out.")
        parser.add_argument("--rounds", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=1)
        given = parser.parse_args()
        for done, raw in enumerate(mutations(given.seed, given.rounds)):
            if done % 10_000 == 0:
                print(f"{done} mails understood so far", flush=True)
            try:
                check(raw)
            except BaseException:
                Path("fuzz-failure.eml").write_bytes(raw)
                raise
        print(f"{given.rounds} mails understood")
        return
    atheris.instrument_all()
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
