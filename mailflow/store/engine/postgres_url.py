"""`database: postgresql://user:password@host/name`: parsed, shown without its password, connected to."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from mailflow.errors import ConfigError, Fault

_UNLESS_SAID = {
    "connect_timeout": "10",
    "application_name": "mailflow",
    "keepalives_idle": "5",  # a dead peer is noticed within about eleven seconds
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "11000",
}


class ServerAddress:
    """Where a PostgreSQL database is. Raises ConfigError when the URL cannot be parsed; libpq's message is not
    repeated, because it may contain a part of the password."""

    def __init__(self, url: str) -> None:
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
        self._conninfo = make_conninfo("", **{**_UNLESS_SAID, **given})
        self.place = _shown(given)

    def connect(self) -> psycopg.Connection[TupleRow]:
        """A new connection in autocommit mode. Raises psycopg.Error."""
        return psycopg.connect(self._conninfo, autocommit=True)


def _shown(given: dict[str, str]) -> str:
    user = f"{given['user']}@" if "user" in given else ""
    port = f":{given['port']}" if "port" in given else ""
    host, name = given.get("host", ""), given.get("dbname", "")
    if host.startswith("/"):
        return f"postgresql://{user}{port}/{name}?host={host}"
    return f"postgresql://{user}{host}{port}/{name}"
