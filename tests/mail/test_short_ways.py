"""Short ways of reading a mail give what the long ways beside them give."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.message import OurAddresses
from mailflow.flow.settle.no_person import may_end_alike
from mailflow.mail import desk_robots, headers
from mailflow.mail.quoting import html, learned, tail, words
from mailflow.mail.quoting.caseless import CaselessPattern
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.learned import Ending
from mailflow.mail.quoting.lines import FOLDED, inked_lines, inked_one_by_one
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.quoting.reply import read_again
from mailflow.mail.quoting.said import _LINK, Said, Text, inked, inked_any, inked_ascii, without_links
from mailflow.mail.understand import known_of, understand

CORPUS = Path(__file__).parent / "corpus"
OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",))
SPECIMENS = sorted(CORPUS.glob("*.eml"))[::3]

# what programs write around quotations, and letters that fold into those of their names
PIECES = st.sampled_from(
    """gmail_quote GMAIL_QUOTE type="cite" TYPE = 'Cite type=ſite blocKquote data-marker yahoo_quoted e1e1e1
    <blockquote> <div class=x> stopſpelling OLK_SRC messageReplySectıon İ K ı Terima kasih 0812 • « ´ > <""".split(" ")
)
LINES = st.lists(st.lists(PIECES | st.text(max_size=12), max_size=12).map(" ".join), max_size=14)


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_letters_of_ascii(text: str) -> None:
    """The fast way for ASCII keeps the same letters."""
    assert inked_ascii(text) == inked_any(text)


@given(LINES.map("\n".join))
def test_letters_of_any_text(text: str) -> None:
    """Line by line or at once."""
    assert inked(text) == inked_any(text)


LINKS = st.lists(
    st.sampled_from(
        "https://x.example/a mailto:a@b < > <a@b> : // @ <https://y.example> \n \r \u2028 halo https:".split(" ")
    )
    | st.text(max_size=3)
).map("".join)


@given(LINKS)
def test_links_of_a_text(text: str) -> None:
    """Line by line or anywhere."""
    assert inked(without_links(text)) == inked(_LINK.sub(" ", text))


@given(
    st.lists(st.lists(LINKS | st.text("abc ", min_size=8, max_size=60), max_size=5).map("\n".join), max_size=4),
    st.data(),
)
def test_texts_read_one_after_another(texts: list[str], data: st.DataObject) -> None:
    """What is found in the first texts is found in all."""
    lines = data.draw(st.lists(st.sampled_from([*"\n".join(texts).split("\n"), "a line that is in none of them"])))
    said = Said(tuple(map(Text, texts)))
    found = said.knows(lines)
    said.knows(["so that all of them have been read: this is in none"])
    assert said.knows(lines) == found


CASELESS = [
    (module, name)
    for module in (tail, words, desk_robots)
    for name, value in vars(module).items()
    if isinstance(value, CaselessPattern)
]
CORPUS_LINES = sorted(
    {line for file in CORPUS.glob("*.eml") for line in file.read_text("utf-8", "replace").split("\n")}
)


@pytest.mark.parametrize(("module", "name"), CASELESS, ids=str)
def test_patterns_without_regard_to_case(module: ModuleType, name: str) -> None:
    """In lower case or as it stands, in each line of the specimens, in capitals too."""
    pattern = getattr(module, name)
    bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern._expression)
    assert not re.search("[A-Z]", bare)
    assert all(not re.sub(f"[{FOLDED}]", "", one).isascii() for one in bare.split("|") if set(FOLDED) & set(one))
    for line in CORPUS_LINES:
        for text in (line[:300], line[:300].upper()):
            assert pattern.is_in(text) == (pattern.search(text) is not None), text
            assert pattern.begins(text) == (pattern.match(text) is not None), text


TAILS = st.lists(
    st.sampled_from(
        """-- |--|Budi Santoso|Telp. 0812 3456 7890|Salam,|Jawaban Bapak|> dikutip|Sent from my iPhone||[cid:a.png@01]
Disclaimer: confidential, intended only for the addressee; delete it and notify us, unauthorised copying is prohibited.
To unsubscribe from this mailing list see https://x.example|_______________________|—-""".replace("\n", "|").split("|")
    ),
    max_size=9,
)


@given(TAILS)
def test_an_end_of_which_nothing_is_in_doubt(lines: list[str]) -> None:
    """Careful and bold cut the same."""
    kept, cuts = tail.without_tail(lines, ("Budi",))
    if tail.is_sure_tail(lines, cuts):
        assert (kept, cuts) == tail.without_tail(lines, ("Budi",), careful=True)


@given(TAILS, st.lists(TAILS.map("\n".join), max_size=4))
def test_a_card_learned_from_mails_that_end_the_same(lines: list[str], earlier: list[str]) -> None:
    """What the last lines rule out, all lines rule out, too."""
    endings = [*map(Ending, earlier), *(Ending("Lain.\n" + "\n".join(one.strip() for one in lines if one)),) * 1]
    found = learned.card(lines, endings, ("Budi",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "_may_end_with", lambda *_: True)
        assert learned.card(lines, endings, ("Budi",)) == found


@given(LINES.map("\n".join))
def test_hints_of_a_quotation(source: str) -> None:
    """By words or by the pattern alone."""
    assert html.hints(source) == html.hints_found(source)


def test_hints_in_letters_that_fold() -> None:
    """What the pattern takes for an ASCII letter, whatever `lower` makes of it; a plain K is nothing unusual."""
    folding = [chr(code) for code in range(0x80, 0x110000) if re.fullmatch("[a-z]", chr(code), re.IGNORECASE)]
    assert {one for one in folding if one.lower() not in ascii_lowercase} == set(FOLDED)
    for one in folding:
        for plain in "sik":
            source = f"<div class=moz-{'cite-prefix blockquote'.replace(plain, one)}>"
            assert html.hints(source) == html.hints_found(source)


@given(
    st.lists(st.text(st.characters(max_codepoint=0x2100), max_size=3) | st.sampled_from(["", " ", "\x1c", "\u200b"]))
)
def test_lines_that_are_not_blank(lines: list[str]) -> None:
    """Counted at once or one by one."""
    assert inked_lines(lines) == inked_one_by_one(lines)


@given(st.text("ab \n\u2003", max_size=20), st.text("ab \n", max_size=9), st.text("ab \n", max_size=9))
def test_a_letter_at_the_end_of_a_mail(above: str, letter: str, below: str) -> None:
    """What the last characters rule out, all of them rule out, too."""
    for ours, theirs in ((letter, above + letter), (letter, above), (letter * 40, above + letter * 40 + below)):
        ends = "".join(theirs.split()).endswith("".join(ours.split()))
        assert may_end_alike(ours, theirs) or not ends


def _in_context(known: Known, text: str) -> Known:
    """The conversation quotes the lower half of the mail, without its marks."""
    lines = [line.lstrip("> ") for line in text.split("\n")]
    letter = Text("\n".join(lines[len(lines) // 2 :]), answered=True)
    return replace(known, colleague=True, said=Said((letter, Text("Terima kasih.", public=True))))


@pytest.mark.parametrize("file", SPECIMENS, ids=lambda file: file.stem)
def test_a_mail_read_with_what_its_first_reading_found(file: Path) -> None:
    """The second reading is the same as one that finds everything anew."""
    contexts: tuple[Callable[[Known, str], Known], ...] = (
        _in_context,
        lambda known, _: replace(known, colleague=True),
        lambda known, _: replace(known, names=(*known.names, "Budi Santoso"), said=Said(())),
    )
    memory = Memory()
    message = understand(file.read_bytes(), OURS, memory=memory)
    known = known_of(message.sender, message.list_ids, OURS, reply=message.is_reply)
    for context in contexts:
        anew, carried = (context(replace(known, memory=found), message.text) for found in (Memory(), memory))
        assert read_again(message, "", carried) == read_again(message, "", anew)


FIELDS = st.sampled_from(
    [
        *(b"Subject: halo", b"From:a@b.example", b" lanjut", b"\tlanjut", b"", b" ", b"\t \r", b"tanpa titik dua"),
        *(b"--b", b"--b: c", b"X-A : b", b"Message-ID: <a@b>", b"\xc3\xa9: b", b"A:", b"\rA: b", b"\x0bA: b"),
        *(b"A: b\rB: c", b":", b"> From: x"),
    ]
)


@given(st.lists(FIELDS | st.binary(max_size=6), max_size=9), st.sampled_from([b"\n", b"\r\n"]), st.integers(0, 3))
def test_a_header_block(lines: list[bytes], eol: bytes, cut: int) -> None:
    """An unbroken one is split as any block."""
    raw = eol.join(lines)
    _assert_split_alike(raw[: len(raw) - cut])


@pytest.mark.parametrize("file", SPECIMENS, ids=lambda file: file.stem)
def test_the_header_block_of_a_mail(file: Path) -> None:
    """With either line end."""
    raw = file.read_bytes()
    _assert_split_alike(raw)
    _assert_split_alike(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def _assert_split_alike(raw: bytes) -> None:
    short, (fields, body) = headers.unbroken(raw, 0, len(raw)), headers.tolerant(raw, 0, len(raw))
    assert short is None or (short[0].fields, short[1]) == (fields.fields, body)
