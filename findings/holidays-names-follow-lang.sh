#!/bin/sh
# holidays 0.109 (Python 3.11, 2026-11-30), names of Indonesia's holidays when no language is given.
# Guess: they come in the country's own language (`default_language` is "id"), on every machine.
# Seen: gettext asks the process's environment. LANG=th_TH.UTF-8 gives Thai names and LANG=id_ID.UTF-8 Indonesian ones, but
# C.UTF-8, which containers, cron jobs and systemd units have, gives English, and plain C Indonesian: for gettext C.UTF-8 is
# another spelling of en_US.UTF-8, and C no language at all. A day looked up by its name is lost between a shell and a service.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install holidays==0.109
named() {
  env -u LANGUAGE -u LC_ALL -u LC_MESSAGES LANG="$1" "$folder/env/bin/python" -c '
import holidays
days = holidays.Indonesia(years=2027)
print(days.default_language, days.language, days["2027-01-01"])'
}
for lang in C C.UTF-8 id_ID.UTF-8 en_US.UTF-8 th_TH.UTF-8 de_DE.UTF-8; do echo "$lang: $(named $lang)"; done
[ "$(named C)" = "id None Tahun Baru Masehi" ] && [ "$(named id_ID.UTF-8)" = "$(named C)" ] && [ "$(named de_DE.UTF-8)" = "$(named C)" ]
[ "$(named C.UTF-8)" = "id None New Year's Day" ] && [ "$(named en_US.UTF-8)" = "$(named C.UTF-8)" ]
[ "$(named th_TH.UTF-8)" = "id None วันขึ้นปีใหม่" ]
