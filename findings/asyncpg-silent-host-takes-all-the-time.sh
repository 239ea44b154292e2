#!/bin/sh
# asyncpg 0.32.0 with PostgreSQL of pgserver 0.1.4 (Python 3.11, 2026-12-01): two servers in one connection, of which the first
# still takes connections and says nothing any more, as a frozen machine or a stopped process does, and the second is well.
# Guess: as with libpq, `timeout` counts for each host: after it the second one is asked.
# Seen: it counts for all of them together. The silent host uses it up, and connect() ends with TimeoutError without having asked
# the second server, each time, however long the timeout is: the list protects against a server that refuses (or is just starting),
# and not against one that hangs. A server that says "too many clients" (53300) ends the search as well. psycopg 3.3.9, given the
# same two hosts and connect_timeout, is with the second one after that time, and goes past a full one at once.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install asyncpg==0.32.0 'psycopg[binary]==3.3.9' pgserver==0.1.4
cd "$folder" && FOLDER="$folder/base" "$folder/env/bin/python" - 2>/dev/null <<'PY'
import asyncio
import contextlib
import os
import time

import asyncpg
import pgserver
import psycopg

SECONDS = 2
server = pgserver.get_server(os.environ["FOLDER"])
path = server.get_uri().partition("host=")[2]
full = b"SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0"  # what a server answers beyond max_connections


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


async def well(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    reader_too, writer_too = await asyncio.open_unix_connection(f"{path}/.s.PGSQL.5432")
    with contextlib.suppress(ConnectionError):
        await asyncio.gather(pass_on(reader, writer_too), pass_on(reader_too, writer))


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def too_many(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1000)
    writer.write(b"N")
    await reader.read(1000)
    writer.write(b"E" + (len(full) + 4).to_bytes(4, "big") + full)
    writer.close()


async def connected(driver: str, first: int, second: int) -> str:
    begun, said = time.monotonic(), "connected"
    try:
        if driver == "asyncpg":
            connection = await asyncpg.connect(host=["127.0.0.1"] * 2, port=[first, second], user="postgres", database="postgres",
                                               timeout=SECONDS)
        else:
            connection = await psycopg.AsyncConnection.connect(host="127.0.0.1,127.0.0.1", port=f"{first},{second}", user="postgres",
                                                               dbname="postgres", connect_timeout=SECONDS)
        await connection.close()
    except Exception as error:
        said = type(error).__name__
    print(f"{driver:8} {said:24} after {time.monotonic() - begun:.0f} s")
    return said


async def main() -> None:
    servers = [await asyncio.start_server(kind, "127.0.0.1", 0) for kind in (silent, too_many, well)]
    hangs, crowded, good = [server.sockets[0].getsockname()[1] for server in servers]
    print("first host silent, second well:")
    assert await connected("asyncpg", hangs, good) == "TimeoutError"
    assert await connected("psycopg", hangs, good) == "connected"
    print("first host full, second well:")
    assert await connected("asyncpg", crowded, good) == "TooManyConnectionsError"
    assert await connected("psycopg", crowded, good) == "connected"
    print("first host well:")
    assert await connected("asyncpg", good, hangs) == "connected"


status = 1
try:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    status = 0
finally:
    server.cleanup()
    os._exit(status)  # connections are open still, and the loop is not asked for them
PY
