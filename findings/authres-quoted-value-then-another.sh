#!/bin/sh
# authres 1.2.0 (Python 3.11, 2026-11-30), values of Authentication-Results in quotes (RFC 8601, section 2.2: pvalue).
# Guess: the quotes only protect what stands in them; header.from="x.example" is header.from=x.example wherever it stands.
# Seen: a quoted value is read when it is the last of its method, and vanishes without an error, its whole property with it, when
# another property follows: the look-ahead does not give back what it has read. OpenDKIM and Google quote each signature with a
# slash in it; that one is mostly last, which hides it. Written out again, the field has fewer properties than it had.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install authres==1.2.0
"$folder/env/bin/python" - <<'PY'
from authres import AuthenticationResultsHeader


def properties(results: str) -> list[str]:
    field = AuthenticationResultsHeader.parse(f"Authentication-Results: mx.desk.example; {results}")
    found = [f"{one.type}.{one.name}={one.value}" for result in field.results for one in result.properties]
    print(f"{results:62} {found}")
    return found


assert properties('dmarc=pass header.from="x.example"') == ["header.from=x.example"]
assert properties("dmarc=pass header.from=x.example policy.dmarc=none") == ["header.from=x.example", "policy.dmarc=none"]
assert properties('dmarc=pass header.from="x.example" policy.dmarc=none') == ["policy.dmarc=none"]
assert properties('dkim=pass header.d=x.example header.b="a/b"') == ["header.d=x.example", "header.b=a/b"]
assert properties('dkim=pass header.b="a/b" header.d=x.example') == ["header.d=x.example"]
assert properties('spf=pass smtp.mailfrom="ani@x.example" smtp.helo=h.example') == ["smtp.helo=h.example"]
PY
