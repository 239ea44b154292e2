#!/bin/sh
# Babel 2.19.0 (Python 3.11, 2026-11-29), reading times and dates as Indonesians write them (locale id).
# Guess: what cannot be read is an error; "PM" is read or refused.
# Seen: "2.05 PM", "2.05 sore" and "pukul 2.05 malam" are five past two at night: all that is not a figure is dropped. (In the
# locale en "PM" counts.) A date whose month cannot be one is turned round without a word: 11/29/26 is 29 November, while 11/12/26
# is 11 December. A month in words is an IndexError; a fraction with a full stop, "1.5", is fifteen unless strict.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install babel==2.19.0
"$folder/env/bin/python" - <<'PY'
from datetime import date, time

from babel.dates import parse_date, parse_time
from babel.numbers import parse_decimal

times = {words: parse_time(words, locale="id") for words in ("14.05", "2.05 PM", "2.05 sore", "pukul 2.05 malam")}
dates = {words: parse_date(words, locale="id") for words in ("29/11/26", "11/29/26", "11/12/26")}
print(times, parse_time("2:05 PM", locale="en"), dates, parse_decimal("1.5", locale="id"))
assert times.pop("14.05") == parse_time("2:05 PM", locale="en").replace(minute=5) == time(14, 5)
assert set(times.values()) == {time(2, 5)}
assert list(dates.values()) == [date(2026, 11, 29), date(2026, 11, 29), date(2026, 12, 11)]
assert parse_decimal("1.5", locale="id") == 15
try:
    parse_date("29 November 2026", locale="id")
except IndexError as error:
    print(repr(error))
else:
    raise AssertionError
PY
