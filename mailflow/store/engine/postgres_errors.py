"""PostgreSQL's errors as mailflow's: what may pass by itself (TryLater), what the admin must repair, what is
impossible."""

from __future__ import annotations

import re

import psycopg

from mailflow.errors import CannotDo, ConfigError, Fault, MailflowError, TryLater
from mailflow.store.engine.postgres_clock import NoAnswer
from mailflow.store.engine.postgres_pooler import changes_sessions, too_small

_PLACE = "rules.yaml: database"
# by SQLSTATE or its class (PostgreSQL documentation, appendix A); each becomes TryLater
_TEMPORARY = {
    "08": "the connection to {place} was lost; the next use makes a new one",
    "57P": "the server of {place} has ended the connection; the next use makes a new one",
    "25P03": "{place} gave us up after we had been silent in the middle of a transaction; the next use begins again",
    "55P03": "{place} is busy: another daemon has been deciding for too long; `pg_stat_activity` shows which",
    "57014": "{place} has cancelled a statement (statement_timeout?)",
    "40": "two transactions met on {place}; the same works in a moment",
    "53100": "the disk of {place} is full; free some space there; nothing was lost, work goes on by itself",
    "53300": "{place} has no connection left; raise max_connections, mailflow needs about ten per daemon",
    "53": "{place} is short of resources ({code}); look at the server's log",
    "58": "{place} reports an error of its system ({code}); look at the server's log",
    "25006": "{place} is read-only; is it a standby? name the primary, or several hosts and target_session_attrs",
    "0A000": "the tables of {place} have just been changed by another mailflow; the next use asks anew",
}
_OTHERS_SESSION = ("42P05", "26000")  # a prepared statement that is not ours, or is gone: somebody else's session
_PGBOUNCER_SECONDS = 120.0  # its query_wait_timeout, unless its admin has set another
_WRONG_NAME = ("does not exist", "password authentication failed", "no pg_hba.conf entry", "authentication failed")


def in_our_words(error: Exception, place: str, *, lost: bool = False) -> MailflowError | None:
    """None where the error is a bug of the program. `lost`: the connection died of it."""
    code = getattr(error, "sqlstate", None) or ""
    if code == "42501":
        denied = getattr(error, "diag", None)
        right = denied.message_primary if denied else ""
        return CannotDo(f"the user of {place} lacks a right: {right}; GRANT it, or make him own the database")
    if code.startswith("XX"):
        return CannotDo(f"{place} reports damage ({code}); stop mailflow and look at the server's log")
    if code in _OTHERS_SESSION:
        return changes_sessions(place)
    if code.startswith("08") and "query_wait_timeout" in str(error):
        return too_small(place, _PGBOUNCER_SECONDS)
    for length in (5, 3, 2):
        words = _TEMPORARY.get(code[:length])
        if words and (code != "0A000" or of_an_old_plan(error)):
            return TryLater(words.format(place=place, code=code), about=place)
    if isinstance(error, NoAnswer):
        return (
            no_standby(place)
            if error.for_standby
            else TryLater(f"{place}: {error}; trying to reach it again", about=place)
        )
    if isinstance(error, psycopg.errors.PipelineAborted):
        return None  # an earlier statement failed; its error was not handled
    if code or not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return None
    if lost or isinstance(error, psycopg.InterfaceError):
        return TryLater(_TEMPORARY["08"].format(place=place), about=place)
    return _unreachable(error, place)


def of_an_old_plan(error: Exception) -> bool:
    """Recognised by the server's routine name, because its message may be in any language."""
    return isinstance(error, psycopg.Error) and error.diag.source_function == "RevalidateCachedQuery"


def read_only(place: str) -> MailflowError:
    """The error for a standby, which accepts no changes."""
    return TryLater(_TEMPORARY["25006"].format(place=place), about=place)


def old_leader(place: str) -> MailflowError:
    """The error for what was under way on a server when another one was found to lead."""
    return TryLater(f"{place} has another leader since; what was under way begins again there", about=place)


def no_standby(place: str) -> MailflowError:
    """The error for a commit that only the leader knows of."""
    words = "a commit waits for a standby that does not answer (synchronous_standby_names), or was not confirmed by it"
    return TryLater(f"{place}: {words}; until then nothing counts as done", about=place)


def _unreachable(error: Exception, place: str) -> MailflowError:
    """No connection could be made: libpq gives no SQLSTATE, only text."""
    line = _line(error)
    if "unsupported startup parameter" in str(error):
        remedy = "take options= out of the address, and say ALTER ROLE … SET search_path for the schema"
        return ConfigError([Fault(_PLACE, f"the pooler of {place} does not let us in: {line}", remedy)])
    if any(words in str(error) for words in _WRONG_NAME):
        remedy = "look at user, password and name; a user may need a line in pg_hba.conf"
        return ConfigError([Fault(_PLACE, f"{place} does not let us in: {line}", remedy)])
    return TryLater(f"the database {place} cannot be reached: {line}", about=place)


def _line(error: Exception) -> str:
    """The last line that names a cause, without libpq's preamble and its question at the end ("Is the server
    running…?")."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.rstrip().endswith("?")]
    return _PREAMBLE.sub("", lines[-1]) if lines else "no reason given"


_PREAMBLE = re.compile(r".*(?:FATAL:|(?<=\bfailed:))\s*")
