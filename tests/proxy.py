"""A network that fails as told: a TCP proxy between a client and a real server."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from types import TracebackType

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with RST


class Proxy:
    """`with Proxy(server_port) as proxy:` connect to `proxy.port`. What is set holds for the bytes that follow."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.strip: tuple[bytes, ...] = ()  # words left out of what the server says: b" IDLE"
        self.cut_after: int | None = None  # so many bytes from the server, then a reset
        self.hanging = False  # the server's words are swallowed
        self._whole = threading.Event()  # not so: cut off
        self._whole.set()
        self.connections = 0
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    def say(self, data: bytes) -> None:
        """Put words into the server's mouth."""
        with self._lock:
            for sock in self._clients():
                sock.sendall(data)

    def cut(self) -> None:
        """Reset every connection."""
        with self._lock:
            for sock in list(self._sockets):
                _reset(sock)

    def cut_off(self) -> None:
        """Both ways, and nobody is told. What is on its way arrives at `heal`, as a network's does that was cut for a
        while; who comes meanwhile is let in, and hears nothing."""
        self._whole.clear()

    def heal(self) -> None:
        self._whole.set()

    def __enter__(self) -> Proxy:
        self._start(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.heal()
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def _clients(self) -> list[socket.socket]:
        return [sock for sock in self._sockets if sock.getsockname()[1] == self.port]

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._whole.wait()
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            with self._lock:
                self.connections += 1
                self._sockets |= {client, server}
            self._start(self._pump, client, server, False)
            self._start(self._pump, server, client, True)

    def _pump(self, source: socket.socket, sink: socket.socket, from_server: bool) -> None:
        try:
            while True:
                data = source.recv(65536)
                self._whole.wait()
                if not data:
                    break
                if from_server:
                    if self.hanging:
                        continue
                    for word in self.strip:
                        data = data.replace(word, b"")
                    if self.cut_after is not None and len(data) >= self.cut_after:
                        sink.sendall(data[: self.cut_after])
                        self.cut_after = None
                        break
                    if self.cut_after is not None:
                        self.cut_after -= len(data)
                sink.sendall(data)
        except OSError:
            pass
        finally:
            with self._lock:
                for sock in (source, sink):
                    _reset(sock)
                    self._sockets.discard(sock)


def _reset(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
