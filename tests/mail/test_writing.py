"""The header and body writer, read back with the standard library."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.message import Address
from mailflow.errors import GiveUp
from mailflow.mail import writing
from mailflow.mail.writing import clean_text, encoded_body, one_line


def read(data: bytes) -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(data, policy=email.policy.default))


ODD_NAMES = ['Ani, "Bu" \\ <evil@x>', "a@b (c)", "=?utf-8?q?x?=", "Ñan Pérez", "你", "🙂" * 50, "x" * 500, "O; x:"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_are_quoted_or_encoded(name) -> None:
    """RFC 5322 §3.2.4, RFC 2047 §5: commas, quotes, backslashes, brackets, encoded words in disguise."""
    data = writing.addresses("To", (Address("ani@mail.example", name), Address("b@c")))
    people = read(data + b"\r\n")["To"].addresses
    assert [person.addr_spec for person in people] == ["ani@mail.example", "b@c"]
    assert re.sub(r"\s", "", people[0].display_name) == re.sub(r"\s", "", name[: writing.LONGEST_NAME])
    assert all(len(line) <= writing.LINE for line in data.split(b"\r\n"))


def test_one_line_is_one_line() -> None:
    """Every character some reader takes for a line end, and what cannot be encoded, is a blank."""
    assert one_line(" a\r\n\x00b\x85\u2028\ud800c\x0b\x1e\td ") == "a b c d"


def test_plain_words_stay_readable_beside_encoded_ones() -> None:
    """The tag in a subject can be read by anything that reads ASCII; blanks between encoded words survive."""
    data = writing.unstructured("Subject", "Re: [#12] Kapan masuk – ya – tolong dibantu")
    assert data.startswith(b"Subject: Re: [#12] Kapan masuk =?utf-8?")
    assert data.endswith(b"?= tolong dibantu\r\n")
    assert read(data + b"\r\n")["Subject"] == "Re: [#12] Kapan masuk – ya – tolong dibantu"


def test_what_is_ours_but_malformed_is_refused() -> None:
    """Header injection through a fault of our own stops here (mail.md 11.5)."""
    for value in ("a\r\nBcc: x", "a\nb", "ä", "a\0", "x" * 2000):
        with pytest.raises(GiveUp):
            writing.token("X-Test", value)
    with pytest.raises(GiveUp):
        writing.addresses("To", ())
    with pytest.raises(GiveUp):
        writing.tokens("References", ["<" + "x" * 2000 + ">"])


@pytest.mark.parametrize(
    ("text", "transfer"),
    [
        ("Halo\n.\n..\nFrom here\n", "7bit"),
        ("Halo – apa kabar hari ini, semoga sehat selalu\n" * 3, "quoted-printable"),
        ("你好，世界\n" * 20, "base64"),
        ("x" * 2000, "quoted-printable"),
        ("trailing blanks   \n\ttab\t\n\n\n", "7bit"),
        ("é" * 3000, "base64"),
    ],
)
def test_the_smallest_encoding_that_every_server_takes(text, transfer) -> None:
    """7bit where ASCII lines are in bounds, else the smaller of the two others."""
    chosen, data = encoded_body(clean_text(text))
    assert chosen == transfer
    assert max(len(line) for line in data.split(b"\r\n")) <= (78 if transfer != "7bit" else 998)


@given(st.text(max_size=400))
def test_encoded_bodies_decode_to_the_text(text) -> None:
    """Controls are gone, everything else is there; lines stay in bounds."""
    cleaned = clean_text(text)
    transfer, data = encoded_body(cleaned)
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    message = email.message_from_bytes(b"Content-Transfer-Encoding: " + transfer.encode() + b"\r\n\r\n" + data)
    assert cast(bytes, message.get_payload(decode=True)).decode().replace("\r\n", "\n") == cleaned


@given(st.text(st.characters(codec=None)))
def test_both_ways_to_look_for_controls_agree(text: str) -> None:
    """The quick one finds a text clean exactly when the expression finds nothing in it."""
    assert writing._is_clean(text) == (writing._BODY_CONTROLS.search(text) is None)
