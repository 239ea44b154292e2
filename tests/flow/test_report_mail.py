"""`reports:` the figures by mail: once per period, never twice, late rather than never; readable without pictures."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from mailflow import app
from mailflow.core.report_times import due_after, period_of
from mailflow.core.rules import ReportMail
from mailflow.flow.schedule import report_mail
from tests.flow.conftest import Office

WEEK = timedelta(days=7)


@pytest.fixture
def weekly(desk: Office) -> Office:
    """A desk that has one question and reports on Mondays, on the next Monday at 08:00."""
    desk.write_rules({"reports": [{"every": "monday", "at": "08:00", "to": "dewi@desk.example"}]})
    assert report_mail.write_if_due(desk.parts) == 0
    desk.mail("Ani")
    desk.look()
    desk.clock.set(due_after(desk.parts.rules.reports[0], desk.clock.now(), "Asia/Jakarta"))
    return desk


def sent(desk: Office) -> list[EmailMessage]:
    """The reports the world got."""
    desk.look()
    return [one.message for one in desk.world if one.kind == "report"]


def test_it_comes_on_its_day_once(weekly: Office) -> None:
    """At its hour, not before; looking again writes nothing."""
    weekly.clock.set(weekly.clock.now() - timedelta(seconds=1))
    assert report_mail.write_if_due(weekly.parts) == 0
    weekly.clock.set(weekly.clock.now() + timedelta(seconds=1))
    assert report_mail.write_if_due(weekly.parts) == 1
    assert report_mail.write_if_due(weekly.parts) == 0
    assert [mail["To"].addresses[0].addr_spec for mail in sent(weekly)] == ["dewi@desk.example"]


def test_two_daemons_write_one(weekly: Office) -> None:
    """Both look at the same second."""
    start, wrote = threading.Barrier(3), []

    def look() -> None:
        parts = app.open_parts(weekly.home, weekly.clock, need_secrets=True, environ={})
        start.wait(30)
        wrote.append(report_mail.write_if_due(parts))
        parts.db.close()

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wrote) == [0, 0, 1]


def test_what_was_missed_comes_late(weekly: Office) -> None:
    """mailflow did not run for three weeks: each of them has its report, the oldest first."""
    weekly.clock.set(weekly.clock.now() + 2 * WEEK)
    assert report_mail.write_if_due(weekly.parts) == 3
    subjects = [mail["Subject"] for mail in sent(weekly)]
    assert len(set(subjects)) == 3
    assert report_mail.write_if_due(weekly.parts) == 0


def test_it_is_read_without_pictures(weekly: Office) -> None:
    """Plain text with the numbers and sparklines; HTML with the same numbers, and words for each picture; the page."""
    report_mail.write_if_due(weekly.parts)
    (mail,) = sent(weekly)
    assert mail.get_content_type() == "multipart/mixed"
    text = mail.get_body(("plain",)).get_content()
    assert "Tiket dibuka: 1 (sebelumnya 0)" in text
    assert "█" in text
    html = mail.get_body(("html",)).get_content()
    assert ">Tiket dibuka<" in html
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert 2 <= len(pictures) <= 3
    for picture in pictures:
        cid = picture["Content-ID"].strip("<>")
        assert f'src="cid:{cid}" alt="' in html
        assert picture.get_content().startswith(b"\x89PNG")
    (page,) = mail.iter_attachments()
    assert page.get_filename().startswith("laporan-")
    assert "<!doctype html>" in page.get_content()


def test_when_nothing_happened_it_says_so_in_a_line(desk: Office) -> None:
    """No figures, no pictures, no page."""
    desk.write_rules(
        {"reports": [{"every": "day", "at": "17:00", "to": ["dewi@desk.example", "rektor@kampus.example"]}]}
    )
    report_mail.write_if_due(desk.parts)
    desk.clock.set(desk.clock.now() + timedelta(days=1))
    assert report_mail.write_if_due(desk.parts) == 2
    for mail in sent(desk):
        assert "Tidak ada yang terjadi dalam periode ini" in mail.get_body(("plain",)).get_content()
        assert not list(mail.iter_attachments())


def test_an_edit_of_its_readers_is_no_new_entry(weekly: Office) -> None:
    """Who is added gets the next one; nothing is missed or told twice."""
    weekly.write_rules({"reports": [{"every": "monday", "at": "08:00", "to": ["dewi@desk.example", "b@x.example"]}]})
    assert report_mail.write_if_due(weekly.parts) == 2


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("every", "due", "begin", "end"),
    [
        ("day", "2026-11-10T17:00+07:00", "2026-11-09T17:00+07:00", "2026-11-10T17:00+07:00"),
        ("monday", "2026-11-16T17:00+07:00", "2026-11-09T00:00+07:00", "2026-11-16T00:00+07:00"),
        ("month", "2026-12-01T17:00+07:00", "2026-11-01T00:00+07:00", "2026-12-01T00:00+07:00"),
    ],
)
def test_periods(every: str, due: str, begin: str, end: str) -> None:
    """The 24 hours before, the seven days before, the month before; each begins where the last ended."""
    rule = ReportMail(every, 17 * 60, ("x@x.example",))
    assert due_after(rule, at("2026-11-09T18:00+07:00"), "Asia/Jakarta") == at(due)
    assert period_of(rule, at(due), "Asia/Jakarta") == (at(begin), at(end))
    following = due_after(rule, at(due), "Asia/Jakarta")
    assert period_of(rule, following, "Asia/Jakarta")[0] == at(end)


def test_an_hour_that_the_clock_skips_or_repeats() -> None:
    """Once on that day, all the same."""
    rule = ReportMail("day", 150, ("x@x.example",))  # 02:30
    skipped = due_after(rule, at("2026-03-28T12:00+01:00"), "Europe/Berlin")
    assert skipped == at("2026-03-29T03:00+02:00")
    twice = due_after(rule, at("2026-10-24T12:00+02:00"), "Europe/Berlin")
    assert twice == at("2026-10-25T02:30+02:00")
    assert due_after(rule, twice, "Europe/Berlin") == at("2026-10-26T02:30+01:00")
