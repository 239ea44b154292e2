"""TLS to the database: the server's certificate is verified where the address asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mailflow.errors import TryLater
from mailflow.store.engine.opening import open_database
from tests.postgres import Postgres, given_to_its_user
from tests.servers import make_certificate

pytestmark = pytest.mark.live  # the wheel speaks no TLS


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postgres, Path]]:
    """(a server that speaks TLS as localhost, the certificate to trust)."""
    certificate, key = make_certificate(tmp_path_factory.mktemp("tls"))
    with Postgres() as made:
        made.stop()
        for file, name in ((certificate, "own.pem"), (key, "own.key")):
            given_to_its_user(shutil.copyfile(file, made.base / "data" / name))
        made.set(ssl="on", ssl_cert_file="own.pem", ssl_key_file="own.key")
        made.start()
        yield made, certificate


def address(server: Postgres, host: str, trusted: Path) -> str:
    return f"postgresql://desk@{host}:{server.port}/postgres?sslmode=verify-full&sslrootcert={trusted}"


def test_a_verified_server_is_used(server: tuple[Postgres, Path]) -> None:
    """Name and certificate are right; each connection is encrypted."""
    made, trusted = server
    with closing(open_database(address(made, "localhost", trusted))) as db:
        assert db.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") is True


def test_who_cannot_prove_his_name_is_not(server: tuple[Postgres, Path], tmp_path: Path) -> None:
    """Another authority than the trusted one, and another name than the certificate's."""
    made, trusted = server
    other, _ = make_certificate(tmp_path)
    with pytest.raises(TryLater, match="certificate verify failed"):
        open_database(address(made, "localhost", other))
    with pytest.raises(TryLater, match="does not match host name"):
        open_database(f"{address(made, 'db.example', trusted)}&hostaddr=127.0.0.1")
