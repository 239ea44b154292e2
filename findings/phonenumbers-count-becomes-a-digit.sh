#!/bin/sh
# phonenumbers 9.0.43 (Python 3.11, 2026-11-29), PhoneNumberMatcher over orders as Indonesian customers write them.
# Guess: a number is found whatever stands before or behind it, or the whole is left alone.
# Seen: "0812-3456-7890 2 kali" (twice) is the valid number +62 812 3456 7890 2: a count behind a twelve-digit number becomes
# its last digit, and the pulsa goes to somebody else. "#4" becomes an extension. An amount behind the number ("… 50.000") or a
# date with slashes before it, and nothing is found; with "nominal" or "x" between, or 2026-11-29, all is well.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install phonenumbers==9.0.43
"$folder/env/bin/python" - <<'PY'
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number


def found(text: str) -> list[str]:
    numbers = [(format_number(one.number, PhoneNumberFormat.E164), one.number.extension or "")
               for one in PhoneNumberMatcher(text, "ID")]
    print(f"{text:45} {numbers}")
    return [" ".join(filter(None, parts)) for parts in numbers]


RIGHT = ["+6281234567890"]
assert found("0812-3456-7890 2 kali") == ["+62812345678902"]
assert found("0812-3456-7890 #4") == ["+6281234567890 4"]
assert found("0812 3456 7890 50.000") == found("29/11/2026 0812-3456-7890") == []
assert found("0812-3456-7890 2x") == found("0812-3456-7890 nominal 50.000") == RIGHT
assert found("2026-11-29 0812-3456-7890") == found("kirim 5 0812-3456-7890") == RIGHT
PY
