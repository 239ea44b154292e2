"""What is only true of PostgreSQL: its SQL, its errors in our words, connections that die, news, its time."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from peewee import Model

from mailflow.errors import CannotDo, ConfigError, TryLater
from mailflow.store.desk import meta
from mailflow.store.engine import commit_watch, tables
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import has_begun, open_database
from mailflow.store.engine.postgres_sql import converted
from mailflow.store.health import leases, workers
from mailflow.store.mail import arrivals, inbox, outbox
from tests.postgres import Postgres
from tests.store.desk import START, Mail, ended, letter, process, request

server = pytest.mark.server
ON_POSTGRES = [pytest.param("postgres", marks=pytest.mark.server)]
NOW = 1_000_000.0


@pytest.fixture(params=ON_POSTGRES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def real(url: str, tmp_path: Path) -> Iterator[Database]:
    """As in production: leases in the database's time."""
    db = open_database(url, tmp_path, START)
    yield db
    db.close()


def put(db: Database, key: str, value: str = "x") -> None:
    with db.transaction():
        meta.put(db, key, value)


def kill(postgres: Postgres) -> None:
    """Every connection but ours."""
    postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mailflow'")


# -- statements -------------------------------------------------------------------------------------------------------


def test_marks_are_converted_only_outside_quotes() -> None:
    """`?` and `%` mean something to us and to psycopg, but not within quotes."""
    assert converted("SELECT ?, '?', \"a?\", 'it''s ?' || ?") == "SELECT %s, '?', \"a?\", 'it''s ?' || %s"
    assert converted("SELECT 7 % 4 WHERE a LIKE '%b' AND c = ?") == "SELECT 7 %% 4 WHERE a LIKE '%%b' AND c = %s"


def test_converted_statements_run_as_written(real: Database) -> None:
    """The same through the server."""
    assert real.execute("SELECT 7 % 4, '?%s', ? || '%'", ("a",)).fetchone() == (3, "?%s", "a%")


def test_what_text_cannot_hold_becomes_a_sign(real: Database) -> None:
    """NUL and half characters reach no server, also where `storable` was forgotten; looking up finds the same."""
    put(real, "a\0b\udc80c", "x\0")
    assert meta.get(real, "a\0b\udc80c") == meta.get(real, "a\ufffdb\ufffdc") == "x\ufffd"


def test_the_migrated_tables_are_those_of_tables_py(real: Database, postgres: Postgres) -> None:
    """Names, null and keys, as on SQLite; whole numbers are wide."""
    models = [
        m for m in vars(tables).values() if isinstance(m, type) and issubclass(m, Model) and not m.__subclasses__()
    ]
    assert {model._meta.table_name for model in models} | {"words"} == real.engine.tables()
    for model in models:
        found = {column.name: column for column in real.engine.peewee.get_columns(model._meta.table_name)}
        assert found.keys() == set(model._meta.columns)
        for name, field in model._meta.columns.items():
            assert found[name].null == field.null, (model, name)
            assert found[name].data_type in ("text", "bigint", "bytea", "double precision")
        keys = model._meta.primary_key.field_names if model._meta.composite_key else [model._meta.primary_key.name]
        columns = {model._meta.fields[key].column_name for key in keys}
        assert {name for name, column in found.items() if column.primary_key} == columns
        unique = {tuple(i.columns) for i in real.engine.peewee.get_indexes(model._meta.table_name) if i.unique}
        for fields, is_unique in model._meta.indexes:
            assert not is_unique or tuple(model._meta.fields[f].column_name for f in fields) in unique


def test_nothing_is_created_by_looking(postgres: Postgres) -> None:
    """`since: init` counts from the first `run`, not from the first `list`."""
    url = postgres.new_desk()
    assert not has_begun(url)
    open_database(url).close()
    assert has_begun(url)


# -- transactions -----------------------------------------------------------------------------------------------------


def test_a_failed_statement_nobody_noticed_commits_nothing(real: Database) -> None:
    """COMMIT then answers ROLLBACK, politely; that must not pass for done."""
    with pytest.raises(RuntimeError, match="nothing was committed"), real.transaction(quiet=True):
        meta.put(real, "a", "x")
        with pytest.raises(psycopg.Error):
            real.execute("SELECT 1 / 0").fetchone()
            real.engine.sync()
        real.engine.recover()
    assert meta.get(real, "a") is None


def test_an_error_shows_within_its_savepoint(real: Database) -> None:
    """Statements go ahead of their answers, but no further than the mail they belong to."""
    with real.transaction():
        meta.put(real, "before", "x")
        with pytest.raises(psycopg.IntegrityError), real.savepoint():
            meta.put(real, "inside", "x")
            real.execute("INSERT INTO inbox_raw (inbox_id, data) VALUES (?, ?)", (77, b""))  # nobody asks for an answer
            meta.put(real, "behind", "x")
        meta.put(real, "after", "x")
    assert [meta.get(real, key) for key in ("before", "inside", "behind", "after")] == ["x", None, None, "x"]


def test_what_goes_wrong_elsewhere_undoes_only_its_own(real: Database) -> None:
    """Nothing has failed in the database."""
    with real.transaction():
        for key in ("a", "b", "c"):
            with suppress(KeyError), real.savepoint():
                meta.put(real, key, "x")
                if key == "b":
                    raise KeyError
    assert [meta.get(real, key) for key in ("a", "b", "c")] == ["x", None, "x"]
    assert real.changed()


def test_a_listing_in_the_middle_of_a_transaction(real: Database) -> None:
    """It sees what the transaction has written so far."""
    arrivals.put(real, [Mail("1")], START)
    with real.transaction():
        inbox.park(real, 1, "why")
        assert [row["state"] for row in inbox.listing(real)] == ["parked"]


def test_letters_somebody_is_claiming_are_left_to_him(real: Database, url: str) -> None:
    """SKIP LOCKED: two daemons claim at once and neither waits."""
    request(real, [letter("<1@x>"), letter("<2@x>")])
    worker = workers.register(real, NOW)
    with psycopg.connect(url) as other:
        other.execute("SELECT 1 FROM letter WHERE message_id = '<1@x>' FOR UPDATE")
        assert [due.letter.message_id for due in outbox.take(real, worker, NOW)] == ["<2@x>"]


def test_mail_is_taken_in_while_somebody_decides(real: Database) -> None:
    """The listener's 250 waits for no decision."""
    done = threading.Event()

    def listener() -> None:
        arrivals.put(real, [Mail("1")], START)
        real.close_thread()
        done.set()

    with real.transaction():
        meta.put(real, "a", "x")
        thread = threading.Thread(target=listener)
        thread.start()
        assert done.wait(20)
    thread.join()


def test_too_long_a_wait_is_temporary(real: Database, url: str) -> None:
    """A daemon that decides for ever (a debugger?) makes others complain, not hang."""
    real.execute("SELECT set_config('lock_timeout', '20ms', false)")
    child = open_database(url)
    with child.transaction(), pytest.raises(TryLater, match="is busy"):
        put(real, "a")
    child.close()
    put(real, "a")


# -- connections that die ---------------------------------------------------------------------------------------------


def test_a_connection_killed_while_idle_is_replaced(real: Database, postgres: Postgres) -> None:
    """Nothing was going on, so nothing is said: the server was restarted at night."""
    put(real, "a")
    kill(postgres)
    assert meta.get(real, "a") == "x"
    kill(postgres)
    put(real, "b")
    assert meta.get(real, "b") == "x"


def test_a_connection_killed_within_a_transaction_is_temporary(real: Database, postgres: Postgres) -> None:
    """The transaction is gone as a whole; the next one works."""
    with pytest.raises(TryLater, match="next use"), real.transaction():
        meta.put(real, "a", "x")
        real.engine.sync()
        kill(postgres)
        meta.put(real, "b", "x")
    assert meta.get(real, "a") is None
    put(real, "c")


def test_half_a_transaction_never_happens(real: Database, postgres: Postgres) -> None:
    """Who carries on after the connection was lost must not write on a new one, outside of any transaction."""
    with pytest.raises(TryLater, match="middle of a transaction"), real.transaction():
        meta.put(real, "a", "x")
        kill(postgres)
        with pytest.raises(TryLater):
            meta.get(real, "a")
        meta.put(real, "b", "x")
    assert meta.get(real, "b") is None


def test_a_server_that_is_away_is_temporary() -> None:
    """And when it is back everything goes on."""
    with Postgres() as server:
        db = open_database(server.new_desk())
        server.stop()
        with pytest.raises(TryLater, match=r"next use|cannot be reached"):
            put(db, "a")
        with pytest.raises(TryLater, match="cannot be reached"):
            meta.get(db, "a")
        server.start()
        put(db, "a")
        db.close()


test_a_server_that_is_away_is_temporary = server(test_a_server_that_is_away_is_temporary)

# -- what the admin has to mend ---------------------------------------------------------------------------------------


def test_an_address_that_cannot_be_read_names_no_secret() -> None:
    """A password with an unquoted @ or / makes libpq repeat a part of it."""
    for url in ("postgresql://desk:se/cret@host:port/name", "postgresql://desk:secret@host/name?no=such"):
        with pytest.raises(ConfigError, match="cannot be read") as wrong:
            open_database(url)
        assert "cret" not in str(wrong.value)


def test_psycopg_missing_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra."""
    monkeypatch.delitem(sys.modules, "mailflow.store.engine.postgres")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match=r"pip install 'mailflow\[postgres\]'"):
        open_database("postgresql://desk@localhost/desk")


@server
def test_a_database_that_is_not_there_is_a_configuration_error(postgres: Postgres) -> None:
    """With the place, without the password."""
    url = postgres.url(socket=False).replace("/postgres?", "/nothing?").replace("desk@", "desk:secret@")
    with pytest.raises(ConfigError, match=r'127\.0\.0\.1.*database "nothing" does not exist') as wrong:
        open_database(url)
    assert "secret" not in str(wrong.value)


@server
def test_a_search_path_to_nowhere_is_a_configuration_error(postgres: Postgres) -> None:
    with pytest.raises(ConfigError, match="search_path"):
        open_database(postgres.url("nowhere"))


@server
def test_a_user_without_rights_is_told_what_is_missing(postgres: Postgres) -> None:
    """Since PostgreSQL 15 nobody may create tables in `public` unasked."""
    postgres.run("CREATE ROLE guest LOGIN")
    with pytest.raises(CannotDo, match=r"permission denied.*GRANT"):
        open_database(postgres.url("public").replace("desk@", "guest@"))


# -- others -----------------------------------------------------------------------------------------------------------


def test_a_commit_elsewhere_wakes_at_once(real: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By NOTIFY, not by looking: nobody looks here within the minute."""
    monkeypatch.setattr(commit_watch, "_LOOK_EVERY", 60.0)
    real.changed()
    child = process("from mailflow.store.desk import meta\nwith db.transaction(): meta.put(db, 'a', 'x')\n", tmp_path)
    assert real.wait_for_commit(50)
    ended(child)


def test_a_listener_that_was_cut_off_listens_again(
    real: Database, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was missed meanwhile counts as news."""
    monkeypatch.setattr(commit_watch, "_LOOK_EVERY", 60.0)
    real.changed()
    kill(postgres)
    assert real.wait_for_commit(50)


def test_heartbeats_are_no_news(real: Database, url: str) -> None:
    """Else every daemon would wake every other for ever."""
    other = open_database(url)
    worker = workers.register(other, NOW)
    real.changed()
    workers.beat(other, [worker], NOW)
    put(other, "a")  # comes after, so that we know when to look
    assert real.wait_for_commit(50)
    assert not real.changed()
    other.close()


def test_hearts_beat_in_the_time_of_the_database(real: Database) -> None:
    """Two hosts may think it is another day and still know who lives."""
    worker = workers.register(real, NOW)
    assert workers.is_alive(real, worker, NOW + 1e9)
    arrivals.put(real, [Mail("1")], START)
    assert [row.id for row in inbox.take(real, worker, NOW)]
    assert inbox.take(real, workers.register(real, NOW + 1e9), NOW + 1e9) == []
    with real.transaction():
        real.execute("UPDATE worker SET heartbeat = heartbeat - 21 WHERE id = ?", (worker,))
    assert not workers.is_alive(real, worker, NOW)
    assert inbox.take(real, workers.register(real, NOW), NOW)


def test_a_lease_ends_by_the_clock_of_the_database(real: Database) -> None:
    """Whoever's clock says what."""
    assert leases.take(real, "box", "me", 9.0, NOW) == "me"
    assert leases.take(real, "box", "you", 9.0, NOW + 1e9) == "me"
    with real.transaction():
        real.execute("UPDATE lease SET ends = ends - 10")
    assert leases.take(real, "box", "you", 9.0, NOW) == "you"


def test_commits_are_durable(real: Database, url: str) -> None:
    """Also where somebody has made the server faster than safe."""
    assert real.value("SELECT current_setting('synchronous_commit')") == "on"
    fast = open_database(url.replace("options=", "options=-csynchronous_commit%3Doff%20"))
    assert fast.value("SELECT current_setting('synchronous_commit')") == "on"
    fast.close()


def test_deciding_needs_no_index_to_be_missing(real: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs for every mail finds its rows by an index: with sequential scans forbidden no plan needs one."""
    from tests.store.test_plans import HOT

    letters = [letter("<1@x>")]
    request(real, letters)
    arrivals.put(real, [Mail("1")], START)
    ran: list[tuple[str, Any]] = []
    execute = Database.execute

    def spy(self: Database, sql: str, params: Any = ()) -> Any:
        ran.append((sql, params))
        return execute(self, sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "execute", spy)
        for hot in HOT.values():
            hot(real)
    real.execute("SELECT set_config('enable_seqscan', 'off', false)")
    for sql, params in ran:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            with real.transaction():
                plan = [row[0] for row in real.execute(f"EXPLAIN {sql}", params)]
            assert not [line for line in plan if "Seq Scan" in line and "worker" not in line], (sql, plan)


def test_tables_that_another_mailflow_has_just_changed(real: Database, url: str) -> None:
    """A prepared statement whose result has another shape now is asked anew; in a transaction, with the next one."""
    sql = "SELECT * FROM meta WHERE key = ?"
    with psycopg.connect(url, autocommit=True) as other:
        for count, column in enumerate(("more", "still_more"), 1):
            for _ in range(10):
                before = real.execute(sql, ("schema",)).fetchone()
            other.execute(f"ALTER TABLE meta ADD COLUMN {column} TEXT")
            if count == 2:
                with pytest.raises(TryLater, match="just been changed"), real.transaction():
                    real.execute(sql, ("schema",)).fetchone()
            assert real.execute(sql, ("schema",)).fetchone() == (*before, None)


@pytest.mark.timeout(60)
def test_who_hangs_with_statements_sent_ahead_loses_his_turn(real: Database, url: str) -> None:
    """The server does not count him idle, for it waits for more of the same: whoever wants to decide ends him."""
    begun, over = threading.Event(), threading.Event()
    lost: list[Exception] = []

    def hang() -> None:
        try:
            with real.transaction():
                real.execute("UPDATE meta SET value = value WHERE key = 'next_n'")
                begun.set()
                over.wait(50)
        except Exception as error:
            lost.append(error)
        real.close_thread()

    hung = threading.Thread(target=hang)
    hung.start()
    assert begun.wait(10)
    with closing(open_database(url)) as other, other.transaction():
        other.execute("UPDATE meta SET value = value WHERE key = 'next_n'")
    over.set()
    hung.join(20)
    assert isinstance(lost[0], TryLater)
