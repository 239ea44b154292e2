#!/bin/sh
# waitress 3.0.2 (Python 3.11, 2026-11-30), the server of many small WSGI programs, asked by HEAD, as monitors do.
# Guess: the server leaves the body out (RFC 9110, section 9.3.2: it MUST NOT send content), whatever the program returns.
# Seen: it sends the body, and keeps the connection open: what a client reads as the answer to its next question begins with
# it. A program that returns nothing for HEAD and states no length is no better: "chunked", and the last chunk, five bytes
# of a body, follow, and the connection ends. Only an answer with Content-Length and without a body is as it should be.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install waitress==3.0.2
"$folder/env/bin/python" - <<'PY'
import socket
import threading

import waitress

ANSWERS = {  # path: (fields, body)
    "/body": ([], [b"hello"]),
    "/nothing": ([], []),
    "/length": ([("Content-Length", "5")], []),
}


def program(environ, start):
    fields, body = ANSWERS[environ["PATH_INFO"]]
    start("200 OK", [("Content-Type", "text/plain"), *fields])
    return body


server = waitress.create_server(program, host="127.0.0.1", port=0)
threading.Thread(target=server.run, daemon=True).start()


def between(path: str) -> tuple[bytes, bool]:
    """What comes after the header of the answer to HEAD and before the next answer, and whether there is a next one."""
    question = f"HEAD {path} HTTP/1.1\r\nHost: desk.example\r\n".encode()
    with socket.create_connection(("127.0.0.1", server.effective_port)) as connection:
        connection.sendall(question + b"\r\n" + question + b"Connection: close\r\n\r\n")
        answers = b"".join(iter(lambda: connection.recv(65536), b""))
    first, after = answers.split(b"\r\n\r\n", 1)
    found = after.split(b"HTTP/1.1", 1)[0], b"HTTP/1.1" in after
    print(path, first, found)
    return found


assert between("/body") == (b"hello", True)
assert between("/nothing") == (b"0\r\n\r\n", False)
assert between("/length") == (b"", True)
PY
