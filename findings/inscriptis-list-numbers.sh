#!/bin/sh
# inscriptis 2.7.6 (Python 3.11, 2026-11-29), HTML to text: an ordered list that goes on from an earlier one, as editors
# write it when a picture stands between two steps (<ol start="5">), and an item with a number of its own (<li value="9">).
# Guess: the text shows the numbers which a browser shows.
# Seen: an item's own number is kept, but every list begins at 1: "step 5 does not work" means another step to whoever
# reads the text.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install inscriptis==2.7.6
"$folder/env/bin/python" - <<'PY'
from inscriptis import get_text

text = get_text('<ol start="5"><li>Press Pay</li><li>Wait</li></ol><ol><li value="9">Log in</li></ol>')
print(text)
assert [line.split() for line in text.splitlines()] == [["1.", "Press", "Pay"], ["2.", "Wait"], ["9.", "Log", "in"]]
PY
