#!/bin/sh
# dateparser 1.5.0 (Python 3.11, 2026-11-29), Indonesian moments that name a day in words and an hour.
# Guess: "kemarin jam 14.05" is yesterday at five past two, as "kemarin 14:05" is; or nothing is found.
# Seen: yesterday at the hour of reading: "jam", "pukul" or a dot between hour and minute, which is how Indonesian writes
# it, and the hour is dropped without a word. Behind a date in figures, a month's name or a weekday the same words count.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install dateparser==1.5.0
"$folder/env/bin/python" - <<'PY'
from datetime import datetime

import dateparser

READ_AT = datetime(2026, 11, 25, 10, 0)


def hour(words: str) -> str:
    found = dateparser.parse(words, languages=["id"], settings={"RELATIVE_BASE": READ_AT})
    assert found is not None, words
    print(f"{words:28} {found:%Y-%m-%d %H:%M}")
    return f"{found:%H:%M}"


assert hour("kemarin 14:05") == "14:05"
assert {hour("kemarin jam 14.05"), hour("kemarin pukul 14.05"), hour("kemarin 14.05")} == {"10:00"}
assert {hour("kemarin jam 14:05"), hour("besok jam 9"), hour("hari ini jam 14.05")} == {"10:00"}
assert {hour("24/11 jam 14.05"), hour("Selasa jam 14.05"), hour("3 November 2026 pukul 14.05")} == {"14:05"}
PY
