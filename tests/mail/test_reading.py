"""The parts of reading by themselves: charsets, ids, languages, digests, attachments."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.message import OurAddresses
from mailflow.mail import addresses, charset, dates, encoded, language, parameters
from mailflow.mail.attachments import safe_name
from mailflow.mail.html import text_of
from mailflow.mail.ids import message_ids
from mailflow.mail.language import language_of
from mailflow.mail.understand import attachment, understand

OURS = OurAddresses(desk=("desk@desk.example",))


@given(st.binary(max_size=200), st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_bytes_in_any_charset_are_text(data: bytes, name: str) -> None:
    """A bogus charset name is no exception (mail.md 9.3)."""
    text = charset.decode(data, name)
    assert text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == text
    assert bool(text) <= bool(data)


@pytest.mark.parametrize(
    "name", ["idna", "punycode", "rot13", "hex", "base64", "zlib", "undefined", "unicode_escape", "\0", "a" * 5000]
)
def test_a_codec_that_is_no_charset_is_unknown(name: str) -> None:
    """Python has codecs that are no charsets."""
    assert charset.codec(name) is None


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_header_value_is_read(value: str) -> None:
    """Addresses, parameters, words, ids and dates of any text; addresses hold no line ends."""
    for one in addresses.parse(value):
        assert "@" in one.email and "\n" not in one.email + one.name
    parameters.read(value)
    encoded.decode_words(value)
    message_ids(value)
    dates.parse(value)


@given(
    st.text("Ani. -_1", max_size=8),
    st.text(" <", max_size=2),
    st.text("aB.+-_%", max_size=4),
    st.text("aB.-_1", max_size=6),
    st.sampled_from(["", ">", " >", "> "]),
)
@settings(max_examples=500, deadline=None)
def test_a_usual_address_is_read_like_any_other(name: str, before: str, local: str, domain: str, after: str) -> None:
    """Most fields are read by one expression; a comma behind them, which means nothing, sends them the long way."""
    value = f"{name}{before}{local}@{domain}{after}"
    assert addresses.parse(value) == addresses.parse(value + ",")


@pytest.mark.parametrize("labels", range(1, 12))
def test_a_usual_domain_is_no_longer_than_any_other(labels: int) -> None:
    """RFC 5321 §4.5.3.1.2: beyond 255 octets no mail can be sent to it."""
    value = "a@" + ".".join(["x" * 60] * labels)
    assert addresses.parse(value) == addresses.parse(value + ",")


@given(
    st.sampled_from(["", "Mon, ", "Jan, "]),
    st.integers(0, 32),
    st.sampled_from(["Jan", "may", "Xyz"]),
    st.integers(1970, 2110),
    st.times(),
    st.sampled_from(["+0700", "-0330", "+9999"]),
)
@settings(max_examples=300, deadline=None)
def test_a_usual_date_is_read_like_any_other(
    weekday: str, day: int, month: str, year: int, at: time, zone: str
) -> None:
    """Where nothing but the usual date stands, no month comes first; a blank behind it has it looked for."""
    value = f"{weekday}{day} {month} {year} {at:%H:%M:%S} {zone}"
    assert dates.parse(value) == dates.parse(value + " ")


@given(st.text(max_size=500))
@settings(max_examples=100, deadline=None)
def test_any_html_is_text(source: str) -> None:
    """Private marks of the quotation scanner never reach the text."""
    assert not set(text_of(source)) & {chr(code) for code in range(0xE000, 0xE007)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pulsa saya belum masuk, mohon dicek.", "id"),
        ("tolong dong pulsa ga masuk nih", "id"),
        ("terima kasih", "id"),
        ("My account is not working, can you please help?", "en"),
        ("thanks", "en"),
        ("ok", None),
        ("", None),
        ("12345", None),
        ("Guten Tag, mein Konto geht leider nicht mehr.", None),
    ],
)
def test_the_language_of_a_text(text: str, expected: str | None) -> None:
    """Indonesian, English, or not evident."""
    assert language_of(text) == expected


def test_no_small_word_is_of_both_languages() -> None:
    """They are counted by exclusion."""
    assert not language._INDONESIAN & language._ENGLISH


@given(st.lists(st.sampled_from(["saya", "the", "Don't", "'dan", "is'", "x" * 21, "y" * 21 + "tidak", ", ", " ", "İ"])))
@settings(max_examples=500, deadline=None)
def test_words_are_split_as_they_are_found(pieces: list[str]) -> None:
    """A text is split where that gives the words; an apostrophe at its head, which is no word, has them looked for."""
    text = "".join(pieces)[:900]
    assert language_of(text) == language_of("' " + text)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_a_file_name_is_safe(name: str) -> None:
    """No path, no control character, no leading dot, short enough for any file system."""
    safe = safe_name(name)
    assert not set(safe) & set("/\\\r\n\0\u202e") and not safe.startswith(".") and len(safe.encode()) <= 265
    assert safe_name(safe) == safe


def mail(body: str, *lines: str) -> bytes:
    return "\n".join(
        ["From: Ani <ani@toko.example>", "Date: Tue, 2 Jan 2024 10:00:00 +0700", *lines, "", body]
    ).encode()


def test_the_digest_ignores_what_lists_change() -> None:
    """Subject tag and footer change, From, Date and the new words do not (mail.md 5.1)."""
    footer = "\n\n_______________________________________________\nOperator mailing list\nhttps://lists.desk.example/listinfo/operator"
    direct = understand(mail("Halo", "Subject: Pulsa"), OURS)
    listed = understand(
        mail("Halo" + footer, "Subject: [Operator] Pulsa", "List-Id: <operator.lists.desk.example>"), OURS
    )
    other = understand(mail("Halo lagi", "Subject: Pulsa"), OURS)
    assert direct.digest == listed.digest != other.digest


def test_an_uuencoded_file_is_fetched_by_its_index() -> None:
    """It is no leaf of the MIME tree, and still an attachment."""
    raw = mail("Ini:\nbegin 644 halo.txt\n%:&%L;PH \n`\nend\n")
    message = understand(raw, OURS)
    assert [file.name for file in message.attachments] == ["halo.txt"]
    assert attachment(raw, message.attachments[0].index) == b"halo\n"


def test_foreign_control_headers_say_nothing() -> None:
    """X-Mailflow-* from outside is collected as a loop mark or ignored, never obeyed (mail.md 6.14)."""
    message = understand(
        mail("Halo", "X-Mailflow-Loop: abc", "X-Mailflow-Nature: bounce", "X-Mailflow-Ticket: 5"), OURS
    )
    assert message.loop_marks == ("abc",) and message.nature.value == "human"


def test_references_keep_the_newest() -> None:
    """5,000 ids are a chain nobody follows: the newest fifty stay (mail.md 4.9)."""
    value = " ".join(f"<{n}@x.example>" for n in range(5_000))
    message = understand(mail("Halo", f"References: {value}"), OURS)
    assert len(message.references) == 50 and message.references[-1] == "<4999@x.example>"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("smtp; 550 5.1.1 a@b.example:\r\n    User unknown", "550 5.1.1 a@b.example: User unknown"),
        ("X-Postfix; host mx.mail.example said: no", "host mx.mail.example said: no"),
        ("550 no type; no such user", "550 no type; no such user"),
        ("smtp;550 gone", "550 gone"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_server_said_is_told_in_its_words(field: str, words: str) -> None:
    """Diagnostic-Code (RFC 3464 §2.3.6): without its type and without the folds of the line."""
    report = (
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
        "\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; ani@mail.example\r\nAction: failed\r\nDiagnostic-Code: {field}\r\n\r\n--b--\r\n"
    )
    report_read = understand(report.encode(), OURS).report
    assert report_read is not None
    assert [one.diagnostic for one in report_read.recipients] == [words]
