"""An HTTP server on loopback that a test fills in."""

from __future__ import annotations

import threading
from abc import abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class QuietHandler(BaseHTTPRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


class HttpServer:
    """`with SomeServer() as server: server.at("path")`."""

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @abstractmethod
    def handler(self) -> type[BaseHTTPRequestHandler]:
        """What answers one request."""

    def at(self, path: str) -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self._server.server_port}/{path}"
