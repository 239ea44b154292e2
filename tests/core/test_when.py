"""Moments as people write them behind a command. Now is Wednesday 4 November 2026, 10:00 in Jakarta."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.when.moment import (
    NO_SUCH_DAY,
    NOT_UNDERSTOOD,
    PAST,
    TOO_FAR,
    TWO_READINGS,
    Moment,
    Unclear,
    read_moment,
    unclear_words,
)
from tests.core.desk import OFFICE

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 4, 3, 0, tzinfo=UTC)

# What is written → the local moment. The desk opens at 08:00.
MOMENTS = """
besok                               2026-11-05 08:00
Besok.                              2026-11-05 08:00
besok ya                            2026-11-05 08:00
sampai besok                        2026-11-05 08:00
hingga Jumat sore                   2026-11-06 15:00
until Friday 2 pm                   2026-11-06 14:00
for 2 days                          2026-11-06 10:00
selama 2 jam                        2026-11-04 12:00
bsk jam 9                           2026-11-05 09:00
bsk pgi                             2026-11-05 08:00
jmt jm 9                            2026-11-06 09:00
smpai sbt sre                       2026-11-07 15:00
2 bln                               2027-01-04 10:00
hr ini jm 14                        2026-11-04 14:00
besok pagi                          2026-11-05 08:00
besok siang                         2026-11-05 12:00
besok sore                          2026-11-05 15:00
besok malam                         2026-11-05 19:00
malam besok                         2026-11-05 19:00
besok jam 7                         2026-11-05 07:00
besok jam 7 malam                   2026-11-05 19:00
besok jam 2 siang                   2026-11-05 14:00
besok jam 12 siang                  2026-11-05 12:00
besok jam 12 malam                  2026-11-06 00:00
besok jam 1 malam                   2026-11-06 01:00
besok pukul 14.30                   2026-11-05 14:30
besok pkl 14:30 WIB                 2026-11-05 14:30
besok 09.00 WITA                    2026-11-05 08:00
besok pagi jam 8                    2026-11-05 08:00
besok jam setengah 8                2026-11-05 07:30
besok jam setengah delapan malam    2026-11-05 19:30
besok jam sembilan                  2026-11-05 09:00
besok Kamis                         2026-11-05 08:00
lusa                                2026-11-06 08:00
lusa sore jam 4                     2026-11-06 16:00
tomorrow                            2026-11-05 08:00
TOMORROW                            2026-11-05 08:00
tomorrow at 9                       2026-11-05 09:00
tomorrow 9am                        2026-11-05 09:00
tomorrow 9:30 pm                    2026-11-05 21:30
tomorrow morning                    2026-11-05 08:00
tomorrow at 8 in the morning        2026-11-05 08:00
tomorrow night                      2026-11-05 19:00
the day after tomorrow              2026-11-06 08:00
day after tomorrow, 10:00           2026-11-06 10:00
hari ini jam 14                     2026-11-04 14:00
today 14:00                         2026-11-04 14:00
nanti sore                          2026-11-04 15:00
sore ini                            2026-11-04 15:00
nanti malam jam 8                   2026-11-04 20:00
tonight                             2026-11-04 19:00
this afternoon                      2026-11-04 15:00
this evening at 6                   2026-11-04 18:00
tonight at 8                        2026-11-04 20:00
at noon                             2026-11-04 12:00
tomorrow noon                       2026-11-05 12:00
jam 7                               2026-11-05 07:00
jam 7 pagi                          2026-11-05 07:00
jam 7 sore                          2026-11-04 19:00
jam 7 malam                         2026-11-04 19:00
jam 11                              2026-11-04 11:00
jam 10                              2026-11-05 10:00
jam 2                               2026-11-05 02:00
jam 24                              2026-11-05 00:00
at 7                                2026-11-05 07:00
at 7 o'clock                        2026-11-05 07:00
7pm                                 2026-11-04 19:00
12 pm                               2026-11-04 12:00
12 am                               2026-11-05 00:00
14.00                               2026-11-04 14:00
09:00                               2026-11-05 09:00
Senin                               2026-11-09 08:00
senin 09.00                         2026-11-09 09:00
Senin 09.00                         2026-11-09 09:00
hari Senin jam 9                    2026-11-09 09:00
Senin pagi                          2026-11-09 08:00
Senin depan                         2026-11-09 08:00
s/d Senin                           2026-11-09 08:00
s.d. Senin jam 9                    2026-11-09 09:00
sampai dengan Senin                 2026-11-09 08:00
smp senin                           2026-11-09 08:00
up to Monday                        2026-11-09 08:00
next Monday                         2026-11-09 08:00
Jumat                               2026-11-06 08:00
Jum'at 14.00                        2026-11-06 14:00
jum’at ini                          2026-11-06 08:00
this Friday                         2026-11-06 08:00
Friday 14:00                        2026-11-06 14:00
on Friday at 2pm                    2026-11-06 14:00
Fri 2 pm                            2026-11-06 14:00
Sabtu                               2026-11-07 08:00
Minggu                              2026-11-08 08:00
hari Minggu                         2026-11-08 08:00
Minggu 09.00                        2026-11-08 09:00
Ahad                                2026-11-08 08:00
Sunday                              2026-11-08 08:00
Rabu                                2026-11-11 08:00
Rabu 11.00                          2026-11-04 11:00
Wednesday 09:00                     2026-11-11 09:00
Jumat minggu ini                    2026-11-06 08:00
Senin minggu depan                  2026-11-09 08:00
Jumat minggu depan jam 9            2026-11-13 09:00
Friday next week                    2026-11-13 08:00
minggu depan hari Jumat             2026-11-13 08:00
2 hari                              2026-11-06 10:00
2 hari lagi                         2026-11-06 10:00
dua hari lagi                       2026-11-06 10:00
dalam 2 hari                        2026-11-06 10:00
2 days                              2026-11-06 10:00
in two days                         2026-11-06 10:00
2d                                  2026-11-06 10:00
2 hari lagi jam 9                   2026-11-06 09:00
sehari                              2026-11-05 10:00
a day                               2026-11-05 10:00
1 minggu                            2026-11-11 10:00
2 minggu                            2026-11-18 10:00
seminggu lagi                       2026-11-11 10:00
in a week                           2026-11-11 10:00
sebulan                             2026-12-04 10:00
3 bulan                             2027-02-04 10:00
2 months                            2027-01-04 10:00
2 jam                               2026-11-04 12:00
sejam lagi                          2026-11-04 11:00
setengah jam                        2026-11-04 10:30
1,5 jam                             2026-11-04 11:30
2.5 hours                           2026-11-04 12:30
1,5 hari lagi                       2026-11-05 22:00
half an hour                        2026-11-04 10:30
1 jam 30 menit                      2026-11-04 11:30
90m                                 2026-11-04 11:30
30 min                              2026-11-04 10:30
24h                                 2026-11-05 10:00
2 hari kerja                        2026-11-06 10:00
3 hari kerja                        2026-11-09 10:00
3 working days                      2026-11-09 10:00
3wd                                 2026-11-09 10:00
9wh                                 2026-11-05 10:00
9 jam kerja                         2026-11-05 10:00
12 Des                              2026-12-12 08:00
12 Desember                         2026-12-12 08:00
12 des 2026                         2026-12-12 08:00
tgl 12 Des jam 9                    2026-12-12 09:00
12 December at 9am                  2026-12-12 09:00
Dec 12                              2026-12-12 08:00
December 12th, 2026                 2026-12-12 08:00
12th of December                    2026-12-12 08:00
the 12th of December                2026-12-12 08:00
Senin, 9 November 2026 pukul 08.00 WIB   2026-11-09 08:00
Monday, 9 November 2026 at 08:00 WIB     2026-11-09 08:00
2026-12-12                          2026-12-12 08:00
2026-12-14                          2026-12-14 08:00
2026-12-12 14:00                    2026-12-12 14:00
2026-12-12T14:00                    2026-12-12 14:00
12/12                               2026-12-12 08:00
12/12/2026                          2026-12-12 08:00
12-12-2026                          2026-12-12 08:00
12.12.2026 09.00                    2026-12-12 09:00
12/12/26                            2026-12-12 08:00
3/4                                 2027-04-03 08:00
3/4 jam 7                           2027-04-03 07:00
3 Jan                               2027-01-03 08:00
tanggal 12                          2026-11-12 08:00
tgl 3                               2026-12-03 08:00
the 12th                            2026-11-12 08:00
tanggal 31                          2026-12-31 08:00
29 Feb 2028                         2028-02-29 08:00
sekarang                            2026-11-04 10:00
now                                 2026-11-04 10:00
"""
CASES = [tuple(line.rsplit(maxsplit=2)) for line in MOMENTS.strip().splitlines()]

REFUSED = {
    "": NOT_UNDERSTOOD,
    "nanti": NOT_UNDERSTOOD,
    "kapan-kapan": NOT_UNDERSTOOD,
    "soon": NOT_UNDERSTOOD,
    "besok lusa": NOT_UNDERSTOOD,
    "besok besok": NOT_UNDERSTOOD,
    "besok minggu depan": NOT_UNDERSTOOD,
    "2026-12-12 besok": NOT_UNDERSTOOD,
    "Selasa bulan depan": NOT_UNDERSTOOD,
    "besok Senin": TWO_READINGS,
    "besok 9": NOT_UNDERSTOOD,
    "9": NOT_UNDERSTOOD,
    "Senin 9": NOT_UNDERSTOOD,
    "jam": NOT_UNDERSTOOD,
    "jam 25": NOT_UNDERSTOOD,
    "jam setengah": NOT_UNDERSTOOD,
    "09.75": NOT_UNDERSTOOD,
    "09.00-10.00": NOT_UNDERSTOOD,
    "pm": NOT_UNDERSTOOD,
    "minggu ini": NOT_UNDERSTOOD,
    "2 jam jam 9": NOT_UNDERSTOOD,
    "2 hari kerja jam 9": NOT_UNDERSTOOD,
    "2 minggu kerja": NOT_UNDERSTOOD,
    "sekarang besok": NOT_UNDERSTOOD,
    "besok 19.00 pagi": NOT_UNDERSTOOD,
    "tengah malam": NOT_UNDERSTOOD,
    "midnight": NOT_UNDERSTOOD,
    "0 hari": NOT_UNDERSTOOD,
    "Des": NOT_UNDERSTOOD,
    "half a dozen": NOT_UNDERSTOOD,
    "/kirim besok": NOT_UNDERSTOOD,
    "besok " * 40: NOT_UNDERSTOOD,
    "kemarin": PAST,
    "yesterday": PAST,
    "kemarin jam 9": PAST,
    "today 09:00": PAST,
    "hari ini": PAST,
    "pagi ini": PAST,
    "1 November": PAST,
    "1 Nov": PAST,
    "3/11": PAST,
    "2025-12-12": PAST,
    "minggu depan": TWO_READINGS,
    "minggu depan jam 9": TWO_READINGS,
    "next week": TWO_READINGS,
    "pekan depan": TWO_READINGS,
    "bulan depan": TWO_READINGS,
    "next month": TWO_READINGS,
    "Jumat depan": TWO_READINGS,
    "next Friday": TWO_READINGS,
    "hari Minggu depan": TWO_READINGS,
    "malam Senin": TWO_READINGS,
    "Senin 8 Desember": TWO_READINGS,
    "31 Juni": NO_SUCH_DAY,
    "31/6": NO_SUCH_DAY,
    "12/13": NO_SUCH_DAY,
    "2026-13-01": NO_SUCH_DAY,
    "0/0": NO_SUCH_DAY,
    "tanggal 32": NO_SUCH_DAY,
    "30 Februari 2027": NO_SUCH_DAY,
    "9999 bulan": TOO_FAR,
    "12 Des 2062": TOO_FAR,
    "9999 hari": TOO_FAR,
}


@pytest.mark.parametrize(("written", "day", "hour"), CASES, ids=[case[0] for case in CASES])
def test_a_moment_is_understood_as_written(written: str, day: str, hour: str) -> None:
    """What people write in either language means that local moment."""
    found = read_moment(written, NOW, OFFICE)
    assert isinstance(found, Moment), found
    assert f"{found.at.astimezone(JAKARTA):%Y-%m-%d %H:%M}" == f"{day} {hour}"


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_moment_is_refused_for_its_reason(written: str) -> None:
    """Unknown words, past moments, two meanings and days that do not exist each have their reason."""
    found = read_moment(written, NOW, OFFICE)
    assert isinstance(found, Unclear), found
    assert found.why == REFUSED[written], found


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("minggu depan", ["2026-11-08", "2026-11-09"]),
        ("next week", ["2026-11-09", "2026-11-11"]),
        ("bulan depan", ["2026-12-01", "2026-12-04"]),
        ("Jumat depan", ["2026-11-06", "2026-11-13"]),
        ("malam Senin", ["2026-11-08", "2026-11-09"]),
        ("Senin 8 Desember", ["2026-11-09", "2026-12-08"]),
    ],
)
def test_both_meanings_are_named(written: str, days: list[str]) -> None:
    """A word with two meanings is refused with both of them."""
    found = read_moment(written, NOW, OFFICE)
    assert isinstance(found, Unclear)
    assert sorted(f"{at.astimezone(JAKARTA):%Y-%m-%d}" for at in found.readings) == days


def test_the_refusal_says_what_to_write() -> None:
    """The sentence names both readings with weekday, date and hour, in the reader's language."""
    found = read_moment("minggu depan", NOW, OFFICE)
    assert isinstance(found, Unclear)
    assert unclear_words(found, "minggu depan", "Asia/Jakarta", "id") == (
        "“minggu depan” punya dua arti: Senin, 9 November 2026 pukul 08.00 WIB atau "
        "Minggu, 8 November 2026 pukul 08.00 WIB; tulis tanggalnya"
    )
    assert "or Sunday, 8 November 2026 at 08:00 WIB" in unclear_words(found, "minggu depan", "Asia/Jakarta", "en")


def test_a_day_without_an_hour_lasts_to_its_end() -> None:
    """ "Until Monday" includes Monday; with an hour it ends then."""
    day, hour = read_moment("Senin", NOW, OFFICE), read_moment("Senin 09.00", NOW, OFFICE)
    assert isinstance(day, Moment) and isinstance(hour, Moment)
    assert f"{day.until.astimezone(JAKARTA):%d %H:%M}" == "10 00:00"
    assert hour.until == hour.at


def test_on_the_day_itself_a_weekday_is_today_only_while_it_is_ahead() -> None:
    """Before the desk opens on a Monday, "Senin" is that day; afterwards the next one, and "Senin depan" always."""
    early, late = datetime(2026, 11, 2, 0, 0, tzinfo=UTC), datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
    found = [read_moment(w, now, OFFICE) for now in (early, late) for w in ("Senin", "Senin depan")]
    days = [one.at.astimezone(JAKARTA).day for one in found if isinstance(one, Moment)]
    assert days == [2, 9, 9, 9]


def test_an_hour_that_the_clock_skips_is_the_first_after_it() -> None:
    """02:30 does not exist in Berlin on 28 March 2027."""
    berlin = replace(OFFICE, timezone="Europe/Berlin")
    found = read_moment("2027-03-28 02:30", NOW, berlin)
    assert isinstance(found, Moment)
    assert found.at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


_WORDS = st.sampled_from(
    "besok lusa Senin minggu depan jam 9 24 12 Des 3/4 31/2 2 hari kerja malam next week month pm setengah 9999 09.00 "
    "wib 2026-02-30 the 12th of in ini sebulan tomorrow sekarang kemarin a half an hour".split()
)


@given(st.lists(_WORDS, max_size=7).map(" ".join) | st.text(max_size=120))
def test_any_words_are_answered(written: str) -> None:
    """Whatever stands behind a command is a later moment or refused, and the refusal has words in both languages."""
    found = read_moment(written, NOW, OFFICE)
    if isinstance(found, Moment):
        assert found.until >= found.at >= NOW
    else:
        assert all(unclear_words(found, written, "Asia/Jakarta", language) for language in ("id", "en"))
