#!/bin/sh
# PgBouncer 1.18.0 (Debian 12's 1.18.0-1+deb12u1, amd64, as root or not, 2026-12-01) with PostgreSQL of pgserver 0.1.4: a database whose
# host= is a list of two, of which the first refuses connections at once (ECONNREFUSED), as a server that is down does.
# Guess: whoever asks is with the second host in a moment; a refused connection costs no time.
# Seen: after a refusal the pool makes no connection for server_login_retry, 15 seconds, to the other host either, and the list is
# gone through in turn for each new one. So the first client waits 15 seconds, and when more are needed at a time each of them
# does, one after the other, for as long as that host is down, while the good one stands idle. Nobody gets an error: a program
# with a time-out of ten seconds says the database is down. With server_login_retry = 1 it is one second each.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 . && mkdir home && chmod 777 home
apt-get --quiet --quiet download pgbouncer=1.18.0-1+deb12u1 2>/dev/null && dpkg-deb --extract ./*.deb .
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install 'psycopg[binary]==3.3.9' pgserver==0.1.4
FOLDER="$folder/base" "$folder/env/bin/python" -W ignore - <<'PY'
import contextlib
import os
import pwd
import socket
import subprocess
import threading
import time

import pgserver
import psycopg

server = pgserver.get_server(os.environ["FOLDER"])
path = server.get_uri().partition("host=")[2] + "/.s.PGSQL.5432"
well = socket.create_server(("127.0.0.1", 0))  # the server on TCP; nobody listens on 127.0.0.2
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def serve() -> None:
    while True:
        client, base = well.accept()[0], socket.socket(socket.AF_UNIX)
        base.connect(path)
        for pair in ((client, base), (base, client)):
            threading.Thread(target=pass_on, args=pair, daemon=True).start()


def waits(retry: int, clients: int) -> list[float]:
    """How long each of some clients waits that use the database at the same time, in seconds."""
    with open("home/conf", "w") as conf:
        conf.write(f"[databases]\ndesk = host=127.0.0.2,127.0.0.1 port={well.getsockname()[1]} dbname=postgres user=postgres\n[pgbouncer]\n"
                   f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\nserver_login_retry = {retry}\n")
    user = pwd.getpwnam("nobody")
    rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    pool = subprocess.Popen(["usr/sbin/pgbouncer", "-q", "home/conf"], stderr=open("log", "w"), **rights)
    time.sleep(1)
    found, open_ones = [], []
    try:
        for _ in range(clients):
            begun = time.monotonic()
            open_ones.append(psycopg.connect(f"host=127.0.0.1 port={port} dbname=desk user=postgres connect_timeout=60"))
            open_ones[-1].execute("SELECT 1")
            found.append(time.monotonic() - begun)
    finally:
        pool.terminate()
        pool.wait()
    print(f"server_login_retry = {retry}:", *(f"{one:.0f} s" for one in found))
    return found


threading.Thread(target=serve, daemon=True).start()
assert all(14 < one < 17 for one in waits(15, 2))
assert all(0.8 < one < 2.5 for one in waits(1, 4))
PY
