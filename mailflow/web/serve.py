"""The port of the pages: waitress in a thread beside the loops. A port in use is tried again."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from typing import Any

from mailflow.config.settings import Web
from mailflow.errors import ConfigError, Fault
from mailflow.web.http import LONGEST_BODY, Application

log = logging.getLogger("mailflow")

THREADS = 4
MOST_CONNECTIONS = 200  # waitress accepts none beyond, and lets those that ask nothing stay for two minutes
ROOM = 100  # connections that ask nothing: more, and the oldest are ended
ASK_AGAIN = 5.0  # seconds: another daemon of this home may have the port, and may end


class WebServer:
    """`start`, then `stop`. Raises ConfigError at once when waitress is not installed."""

    def __init__(self, application: Application, listen: Web, prepare: Callable[[], None] = lambda: None) -> None:
        try:
            import waitress.server
            import waitress.wasyncore
        except ImportError:
            what = "web: waitress is missing, without which there are no pages"
            raise ConfigError([Fault("rules.yaml", what, "pip install 'mailflow[web]'")]) from None
        self._waitress: Any = waitress
        self._application, self._listen, self._prepare = application, listen, prepare
        self._server: Any = None
        self._over = threading.Event()
        self.bound = threading.Event()
        self.port = listen.port  # the actual port, after `bound`
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._server is not None:
            self._server.pull_trigger()  # wakes its select()
        self._thread.join(2.0)

    def _run(self) -> None:
        complained = False
        while not self._over.is_set():
            try:
                sock = socket.create_server((self._listen.host, self._listen.port), family=self._family())
            except OSError as error:
                if not complained:
                    log.warning("no pages at %s:%d yet: %s", self._listen.host, self._listen.port, error.strerror)
                complained = True
                self._over.wait(ASK_AGAIN)
                continue
            with sock:
                self._serve(sock)

    def _family(self) -> socket.AddressFamily:
        return socket.AF_INET6 if ":" in self._listen.host else socket.AF_INET

    def _serve(self, sock: socket.socket) -> None:
        channels: dict[int, Any] = {}
        server = self._waitress.server.create_server(
            self._application,
            map=channels,
            sockets=[sock],
            threads=THREADS,
            ident="mailflow",
            connection_limit=MOST_CONNECTIONS,
            max_request_body_size=2 * LONGEST_BODY,
            max_request_header_size=32_768,
        )
        self.port = sock.getsockname()[1]
        trigger = server.trigger.socket
        self._server = server
        self.bound.set()
        self._prepare()  # a request meanwhile waits no longer than without it
        log.info("pages at http://%s:%d/health and /metrics", self._listen.host, self.port)
        try:
            while not self._over.is_set():
                self._waitress.wasyncore.loop(timeout=1.0, map=channels, count=1)
                _make_room(channels)
        finally:
            server.task_dispatcher.shutdown()
            for channel in list(channels.values()):
                channel.close()
            trigger.close()  # waitress does not close this one


def _make_room(channels: dict[int, Any]) -> None:
    """Who opens connections and asks nothing must not keep a monitor from asking how we are."""
    guests = [one for one in channels.values() if hasattr(one, "creation_time")]
    idle = [one for one in guests if not (one.requests or one.total_outbufs_len)]
    for channel in sorted(idle, key=lambda one: float(one.creation_time))[: max(0, len(idle) - ROOM)]:
        channel.handle_close()
