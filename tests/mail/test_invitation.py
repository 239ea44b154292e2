"""A calendar invitation is a line of text: what, when, where, as the calendar says it."""

from __future__ import annotations

import time

import pytest

from mailflow.core.message import OurAddresses
from mailflow.mail.invitation import line_of
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("desk@desk.example",))
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n"
ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:SE Asia Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
    "TZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def event(*lines: str, head: str = HEAD) -> str:
    return head + "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            event("DTSTART;TZID=Asia/Jakarta:20261201T100000", "DTEND;TZID=Asia/Jakarta:20261201T110000",
                  "SUMMARY:Rapat loket", "LOCATION:Ruang 3\\, lantai 2"),
            "Undangan / Invitation: Rapat loket, 2026-12-01 10:00–11:00 (Asia/Jakarta), Ruang 3, lantai 2",
        ),
        (
            event("SUMMARY;LANGUAGE=id:Latihan", 'DTSTART;TZID="SE Asia Standard Time":20261201T100000',
                  "DTEND;TZID=SE Asia Standard Time:20261202T120000", head=HEAD + ZONE),
            "Undangan / Invitation: Latihan, 2026-12-01 10:00 – 2026-12-02 12:00 (SE Asia Standard Time)",
        ),
        (  # as Exchange names it
            event('DTSTART;TZID="(UTC+07:00) Bangkok, Jakarta":20261201T100000', "DURATION:PT1H30M", "SUMMARY:x"),
            "Undangan / Invitation: x, 2026-12-01 10:00–11:30 ((UTC+07:00) Bangkok, Jakarta)",
        ),
        (
            event("DTSTART:20261231T233000Z", "DURATION:P1DT1H", "SUMMARY:x"),
            "Undangan / Invitation: x, 2026-12-31 23:30 – 2027-01-02 00:30 (UTC)",
        ),
        (  # a journey
            event("DTSTART;TZID=Asia/Jakarta:20261201T100000", "DTEND;TZID=Asia/Tokyo:20261201T134500", "SUMMARY:x"),
            "Undangan / Invitation: x, 2026-12-01 10:00 (Asia/Jakarta) – 13:45 (Asia/Tokyo)",
        ),
        (
            event("DTSTART;TZID=Asia/Jakarta:20261201T100000", "DTEND:20261202T034500Z", "SUMMARY:x"),
            "Undangan / Invitation: x, 2026-12-01 10:00 (Asia/Jakarta) – 2026-12-02 03:45 (UTC)",
        ),
        (
            event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Libur"),
            "Undangan / Invitation: Libur, 2026-12-24 – 2026-12-26",
        ),
        (event("DTSTART;VALUE=DATE:20261224", "DURATION:P1W", "SUMMARY:x"),
         "Undangan / Invitation: x, 2026-12-24 – 2026-12-30"),
        (event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261225", "SUMMARY:x"),
         "Undangan / Invitation: x, 2026-12-24"),
        (event("DTSTART:99991231T233000", "DURATION:P9D", "SUMMARY:x"), "Undangan / Invitation: x, 9999-12-31 23:30"),
        (event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:00010101", "SUMMARY:x"),
         "Undangan / Invitation: x, 2026-12-24"),
        (event("DTSTART:20261201T030000Z", "SUMMARY:Call"), "Undangan / Invitation: Call, 2026-12-01 03:00 (UTC)"),
        (
            event("DTSTART;VALUE=DATE:20261225", "SUMMARY:Natal", head="BEGIN:VCALENDAR\n"),
            "Acara / Event: Natal, 2026-12-25",
        ),
        (
            event("DTSTART:20261201T090000", "RRULE:FREQ=WEEKLY", "SUMMARY:Apel"),
            "Undangan / Invitation: Apel, 2026-12-01 09:00, berulang / repeats",
        ),
        (
            event("DTSTART:20261201T090000", "SUMMARY:Rapat", head=HEAD.replace("REQUEST", "CANCEL")),
            "Dibatalkan / Cancelled: Rapat, 2026-12-01 09:00",
        ),
        (
            event("DTSTART:20261201T090000", "SUMMARY:Rapat pan", " jang sekali"),
            "Undangan / Invitation: Rapat panjang sekali, 2026-12-01 09:00",
        ),
        (event("DTSTART:besok", "SUMMARY:Satu\\nDua"), "Undangan / Invitation: Satu Dua, besok"),
        (
            event("DTSTART:20261201T090000", "BEGIN:VALARM", "SUMMARY:Ingat", "END:VALARM", "SUMMARY:Rapat"),
            "Undangan / Invitation: Rapat, 2026-12-01 09:00",
        ),
        (event("DTSTART:20261201T090000", "SUMMARY:x", head=HEAD.replace("REQUEST", "REPLY")), ""),
        (event("SUMMARY:x"), ""),
        ("isi berkas", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_line(text: str, expected: str) -> None:
    """Outlook, Google and Zimbra write it differently; answers to invitations are none."""
    assert line_of(text) == expected


def mail(calendar: str, words: str, headers: str = "") -> bytes:
    return (
        f"From: Ani <ani@toko.example>\r\nTo: desk@desk.example\r\nSubject: Rapat\r\n{headers}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
        f"--b\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n{calendar}\r\n--b--\r\n"
    ).encode()


INVITED = event("DTSTART:20261201T030000Z", "SUMMARY:Rapat")
LINE = "Undangan / Invitation: Rapat, 2026-12-01 03:00 (UTC)"


def test_an_invitation_is_read_above_its_words() -> None:
    """The calendar stays attached, for who wants to accept it."""
    message = understand(mail(INVITED, "Mohon hadir ya."), OURS)
    assert message.text == f"{LINE}\nMohon hadir ya."
    assert [one.name for one in message.attachments] == ["invite-1.ics"]


def test_an_invitation_without_words_is_no_empty_mail() -> None:
    """Google leaves the text empty where nobody wrote a description."""
    assert understand(mail(INVITED, ""), OURS).text.strip() == LINE
    assert understand(mail(INVITED, "", "In-Reply-To: <a@b>\r\n"), OURS).text.strip() == LINE


def test_a_replys_own_words_decide() -> None:
    """A line above them would make a command at the top none."""
    assert understand(mail(INVITED, "/selesai", "In-Reply-To: <a@b>\r\n"), OURS).text.strip() == "/selesai"


def test_it_takes_no_longer_than_its_length() -> None:
    """Five megabytes of any kind of line."""
    for line in ("BEGIN:VEVENT\n", "SUMMARY:" + '"' * 50 + "\n", "a\n ", "\n \n\t", 'X;A="' + ":" * 60 + "\n"):
        began = time.process_time()
        line_of("BEGIN:VCALENDAR\n" + line * (5_000_000 // len(line)))
        assert time.process_time() - began < 0.5
