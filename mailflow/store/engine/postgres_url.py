"""`database: postgresql://user:password@host/name`: parsed, shown without its password, connected to. With several
hosts, to the one that leads."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from mailflow.errors import ConfigError, Fault
from mailflow.store.engine.postgres_clock import ANSWER_SECONDS, ClockedConnection
from mailflow.store.engine.postgres_leader import Leader

_UNLESS_SAID = {
    "connect_timeout": "10",
    "application_name": "mailflow",
    "keepalives_idle": "5",  # a dead peer is noticed within about eleven seconds
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "11000",
}
_OF_SEVERAL = {"connect_timeout": "3", "target_session_attrs": "read-write"}
_EACH = ("host", "hostaddr", "port")  # what may be said of each of several hosts, with commas
_IN_RECOVERY = ("session is read-only", "server is in hot standby mode", "server is not in hot standby mode")


class ServerAddress:
    """Where a PostgreSQL database is. Raises ConfigError when the URL cannot be parsed; libpq's message is not
    repeated, because it may contain a part of the password."""

    def __init__(self, url: str, leader: Leader | None = None) -> None:
        try:
            given = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
            # an unescaped @ has split the password
            readable = not any("@" in given.get(part, "") for part in ("host", "dbname", "port"))
        except psycopg.Error:
            readable = False
        if not readable:
            what = "the address of the PostgreSQL database cannot be read"
            remedy = "write postgresql://user:password@host/name, with %40 %3A %2F for @ : / in the password"
            raise ConfigError([Fault("rules.yaml: database", what, remedy)])
        self.leader = leader or Leader()
        self.place = _shown(given)
        self._servers = _servers(given)

    @property
    def several(self) -> bool:
        return len(self._servers) > 1

    def connect(self, seconds: float) -> ClockedConnection:
        """A new connection in autocommit mode, to a server that answers in so many seconds. Of several servers, to the
        one that accepts changes; of several that say so, to the one promoted last, unless it is known. Raises
        psycopg.Error."""
        if not self.several:
            return self._accepted(self._servers[0], seconds)
        election = self.leader.election_due
        found: list[ClockedConnection] = []
        why: dict[str, str] = {}
        for server in self.leader.likeliest(self._servers):
            try:
                found.append(self._accepted(server, min(seconds, ANSWER_SECONDS)))
            except psycopg.Error as error:
                why[server] = _reason(error)
            if found and (not election or self.leader.is_newer(found[-1])):
                break
        if not found:
            raise psycopg.OperationalError("; ".join(f"{where(server)}: {words}" for server, words in why.items()))
        best = max(found, key=lambda one: one.timeline)
        for other in found:
            if other is not best:
                other.close()
        self.leader.elected(best)
        return best

    def _accepted(self, server: str, seconds: float) -> ClockedConnection:
        connection = ClockedConnection.connect(server, autocommit=True)
        connection.server = server
        try:
            connection.ask_who(seconds)
            self.leader.accept(connection)
        except psycopg.Error:
            connection.close()
            raise
        return connection


def where(server: str) -> str:
    """host:port of a conninfo."""
    given = conninfo_to_dict(server)
    return ":".join(str(given[key]) for key in ("host", "port") if given.get(key))


def _servers(given: dict[str, str]) -> list[str]:
    """A conninfo for each host."""
    lists = {key: given[key].split(",") for key in _EACH if given.get(key)}
    count = max((len(one) for one in lists.values()), default=1)
    usual = {**_UNLESS_SAID, **(_OF_SEVERAL if count > 1 else {})}
    # one port counts for all hosts; lists of unequal length are libpq's to refuse
    parts = [
        {key: one[at] if len(one) == count else ",".join(one) for key, one in lists.items()} for at in range(count)
    ]
    return [make_conninfo("", **{**usual, **given, **own}) for own in parts]


def _reason(error: psycopg.Error) -> str:
    text = str(error)
    if any(words in text for words in _IN_RECOVERY):
        return "read-only"
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.rstrip().endswith("?")]
    return lines[-1].rpartition("failed: ")[2] if lines else type(error).__name__


def _shown(given: dict[str, str]) -> str:
    user = f"{given['user']}@" if "user" in given else ""
    port = f":{given['port']}" if "port" in given else ""
    host, name = given.get("host", ""), given.get("dbname", "")
    if host.startswith("/"):
        return f"postgresql://{user}{port}/{name}?host={host}"
    hosts, ports = host.split(","), given.get("port", "").split(",")
    if len(hosts) == len(ports) > 1:
        return f"postgresql://{user}{','.join(':'.join(pair) for pair in zip(hosts, ports, strict=True))}/{name}"
    return f"postgresql://{user}{host}{port}/{name}"
