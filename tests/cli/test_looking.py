"""list, show, why: the desk as people and programs see it."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import subprocess
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from mailflow.cli import happenings, tables
from mailflow.cli.common import harmless, local
from mailflow.cli.documents import put_json, put_json_list
from mailflow.cli.listing import STATUSES, _next
from mailflow.cli.tables import Column, _width, put_table
from mailflow.core import eventlog
from mailflow.core.events import DoneByCommand
from mailflow.core.ticket import Status
from mailflow.store.desk.tickets import Due
from tests.cli.desk import Desk, process

TICKET = ("number", "n", "status", "subject", "requester", "owner", "category", "opened_at", "claimed_at",
          "first_answered_at", "closed_at", "breaches", "linked", "held", "priority")  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")


def test_list_has_the_fields_that_stay(asked: Desk) -> None:
    """Those of docs/interfaces.md, moments with the desk's offset."""
    [ticket] = asked.json("list")["tickets"]
    assert tuple(sorted(ticket)) == tuple(sorted(TICKET))
    assert (ticket["number"], ticket["n"], ticket["status"], ticket["owner"]) == ("1", 1, "new", None)
    assert (ticket["requester"], ticket["category"]) == ("ani@mail.example", "pulsa-tidak-masuk")
    assert MOMENT.fullmatch(ticket["opened_at"])
    assert ticket["closed_at"] is None
    assert (ticket["breaches"], ticket["linked"]) == (0, [])


@pytest.mark.parametrize("count", [0, 1, 3, 401])
def test_a_long_list_is_written_as_it_comes(count: int, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Byte by byte the document that is made at once: names, empty and nested values, letters no terminal has."""
    items = [
        {"n": n, "subject": "é\ud800 😀", "owner": None, "linked": [1, [2]], "held": [{"a": {}}, []]}
        for n in range(count)
    ]
    rest = {"away": [{"name": "Budi", "until": None}], "late": False, "none": {}}
    put_json({"tickets": items, **rest})
    whole = capsysbinary.readouterr().out
    put_json_list("tickets", iter(items), rest)
    assert capsysbinary.readouterr().out == whole


def test_list_leaves_out_what_is_over(answered: Desk) -> None:
    """Unless --all or --status asks for it; --owner in any case."""
    assert len(answered.json("list", "--owner", "budi")["tickets"]) == 1
    assert answered.json("list", "--owner", "Sari")["tickets"] == []
    answered.type("close", "1")
    assert answered.json("list")["tickets"] == []
    assert len(answered.json("list", "--all")["tickets"]) == 1
    assert len(answered.json("list", "--status", "closed")["tickets"]) == 1
    assert "no open tickets" in answered.type("list").err


def test_an_owner_nobody_is(answered: Desk) -> None:
    """A slip is told with the nearest name; an operator without tickets simply has none."""
    assert "there is no operator 'Bud': did you mean 'Budi'?" in answered.type("list", "--owner", "Bud", status=1).err
    assert "no such tickets" in answered.type("list", "--owner", "sari").err
    answered.edit("name: Budi", "name: Bambang")
    assert len(answered.json("list", "--owner", "Budi")["tickets"]) == 1


def test_the_statuses_are_the_cores() -> None:
    """The static list that --help shows is the real one."""
    assert tuple(STATUSES) == tuple(Status)


def test_show_tells_the_whole_story(answered: Desk) -> None:
    """`messages` are people's mails and letters to the customer, `letters` those to colleagues."""
    story = answered.json("show", "#1")
    assert set(story) == {"ticket", "held", "events", "messages", "letters", "data"}
    assert [event["kind"] for event in story["events"]] == ["request-received", "claimed", "answered"]
    assert all({"at", "kind", "actor"} <= set(event) for event in story["events"])
    assert [(m["direction"], m["from"]) for m in story["messages"]] == [
        ("in", "ani@mail.example"), ("out", "iduhelp@desk.example"), ("in", "budi@desk.example"),
    ]  # fmt: skip
    assert all({"at", "direction", "from", "to", "subject", "message_id"} <= set(m) for m in story["messages"])
    assert [letter["kind"] for letter in story["letters"]] == ["announcement", "announcement", "claim-receipt"]
    assert all(MOMENT.fullmatch(item["at"]) for key in ("events", "messages", "letters") for item in story[key])


def test_show_for_people(answered: Desk) -> None:
    """Head, then the timeline with mails' first lines; --full shows all lines."""
    said = answered.type("show", "1").out
    assert said.startswith("#1  Pulsa belum masuk\n")
    assert "| Sudah kami proses." in said
    assert "more lines (--full)" not in answered.type("show", "1", "--full").out


def test_show_tells_events_in_sentences(answered: Desk) -> None:
    """With the words that stand in no mail; the fields are for programs."""
    answered.type("note", "1", "menunggu bagian keuangan")
    answered.type("assign", "1", "Sari")
    answered.type("close", "1", "--note", "called him")
    said = answered.type("show", "1").out
    for words in (
        "  Budi took the ticket and answered\n",
        "  Budi answered, straight to the customer, the first answer\n",
        "  note by Dewi\n    | menunggu bagian keuangan\n",
        "  Dewi gave the ticket to Sari, it was Budi's\n",
        "  Dewi closed the ticket with the letter closing-satisfied\n    | called him\n",
    ):
        assert words in said
    assert "=" not in said
    assert answered.json("show", "1")["events"][-1]["note"] == "called him"


@pytest.mark.parametrize(
    ("meaning", "told"),
    [
        ("thanks", "said thank you"),
        ("solved", "said that it is solved"),
        ("acknowledgement", "said that it is understood"),
        ("", "said thank you"),  # as logs from before have it
    ],
)
def test_thanks_and_solved_are_two_things(meaning: str, told: str) -> None:
    """The timeline says which of a customer's short replies it was."""
    event = {"kind": "customer-wrote", "actor": "", "sender": ["ani@mail.example", ""], "thanks": True}
    assert happenings.sentence(event | {"meaning": meaning}) == f"ani@mail.example {told}"


def test_every_kind_of_event_has_its_sentence() -> None:
    """None is told by its name, whatever its fields hold; but what a command does may be, with all it holds."""
    by_command = {kind for kind, cls in eventlog.EVENTS.items() if cls in get_args(DoneByCommand)}
    assert set(eventlog.EVENTS) - set(happenings.SENTENCES) <= by_command
    assert set(happenings.SENTENCES) <= set(eventlog.EVENTS)
    for kind, cls in eventlog.EVENTS.items():
        event = {"kind": kind, "actor": "Dewi", **{f.name: SAMPLES.get(str(f.type), "x") for f in fields(cls)}}
        told = happenings.sentence(event)
        assert told != f"{kind} by Dewi"
    assert happenings.sentence({"kind": "moved-to-mars", "actor": "Budi"}) == "moved-to-mars by Budi"
    event = {"kind": "moved-to-mars", "actor": "Budi", "seq": 3, "at": "now", "planet": "Mars", "why": "", "by": "Budi"}
    assert happenings.sentence(event) == "moved-to-mars by Budi: Mars"


# of a field's type: what the log's JSON may hold
SAMPLES = {
    "Address": ["ani@mail.example", "Ani"],
    "Address | None": ["ani@mail.example", "Ani"],
    "bool": True,
    "int": 7,
    "tuple[str, ...]": ["owner", "pic"],
    "tuple[tuple[str, str], ...]": [["/selesai", "closing"], ["", "seen-by-customer"]],
    "tuple[tuple[str, ...], ...]": [["/selesai", "closing"], ["/serahkan Sari", "assigned", "Sari"]],
}


def test_a_ticket_that_is_not_there(asked: Desk) -> None:
    """Exit status 1 and a sentence, whatever the command."""
    for words in (["show", "99"], ["why", "99"], ["close", "99"], ["note", "99", "x"]):
        said = asked.type(*words, status=1)
        assert said.out == ""
        assert "no ticket 99" in said.err


def test_numbers_as_written(desk: Desk) -> None:
    """A ticket is named by n or by its number as written."""
    desk.edit('number: "{n}"', 'number: "T{n:04}"')
    desk.mail("ani", "Halo", "apa kabar, pulsa saya?")
    desk.once()
    for name in ("T0001", "#T0001", "[#T0001]", "1"):
        assert desk.json("show", name)["ticket"]["number"] == "T0001"


def test_why_tells_the_arithmetic(asked: Desk) -> None:
    """The clock that runs, each rung's moment and how it came about, in the language asked for."""
    told = asked.json("why", "1", "--language", "en")
    [clock] = told["clocks"]
    assert clock["ladder"] == "claim"
    assert [rung["after"] for rung in clock["rungs"]] == ["24h", "48h"]
    assert all(MOMENT.fullmatch(rung["due"]) and not rung["rung"] for rung in clock["rungs"])
    assert "+ 24 hours =" in clock["rungs"][0]["arithmetic"][0]
    assert told["next_alarm"] == clock["rungs"][0]["due"]


def test_why_is_in_one_language(asked: Desk) -> None:
    """English like the other commands, or all of it in Indonesian."""
    english, indonesian = asked.type("why", "1").out, asked.type("why", "1", "--language", "id").out
    assert "+ 24 hours =" in english and "is due" in english and "jam" not in english
    assert "+ 24 jam =" in indonesian and "jatuh tempo" in indonesian
    assert not {"is", "due", "clock", "next", "hours"} & set(indonesian.replace(":", " ").split())


def test_why_of_a_closed_ticket(answered: Desk) -> None:
    """No clock runs, and that is said."""
    answered.type("close", "1")
    told = answered.json("why", "1")
    assert (told["clocks"], told["next_alarm"]) == ([], None)
    assert "no clock runs: it is over" in answered.type("why", "1").out


def test_strangers_text_does_not_steer_the_terminal(desk: Desk) -> None:
    """Escape sequences, bells and direction marks in a subject are left out; JSON has the words as they are."""
    desk.mail("ani", "\x1b[2J\x07pulsa \u202egnp.exe", "x\x1b]0;owned\x07y")
    desk.once()
    for words in (["list"], ["show", "1"], ["list", "--all"]):
        out = desk.type(*words).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        assert "pulsa" in out


@pytest.mark.parametrize(("text", "shown"), [("a\tb\nc", "a b\nc"), ("\x9b1m", "1m"), ("é漢🙂", "é漢🙂")])
def test_harmless(text: str, shown: str) -> None:
    """Tabs and line breaks stay, letters of every script stay."""
    assert harmless(text) == shown


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk whose numbers, addresses, subjects and names are long."""
    desk.edit('number: "{n}"', 'number: "DESK-{n:012}"')
    desk.edit("name: Budi,", "name: Bambang Yudhistira Kusumawardhana,")
    desk.mail("ani", "Pulsa [bold]belum[/bold] masuk " * 6, "Pulsa saya belum masuk.")
    desk.mail("ani", "漢字" * 60, "Pulsa saya belum masuk.")
    desk.once()
    desk.type("assign", "1", "Bambang Yudhistira Kusumawardhana", "--as", "Dewi")
    return desk


LISTINGS = (["list"], ["inbox", "list", "--outcome", "request"], ["outbox"], ["letters"], ["report"])


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_in_eighty_columns_nothing_is_folded(full: Desk, words: list[str]) -> None:
    """A row is a line: what does not fit ends in …, numbers and moments never; a wide letter counts twice."""
    lines = on_terminal("80", *words, "--home", str(full.home)).decode().replace("\x1b[4m", "").split("\r\n")
    assert [line for line in lines if _width(line.removesuffix("\x1b[0m")) > 80] == []


def test_numbers_are_whole_however_narrow_it_is(full: Desk) -> None:
    """Subjects and names are cut, the number never is; on a wide terminal all is there."""
    narrow = on_terminal("60", "list", "--home", str(full.home)).decode()
    assert "DESK-000000000001" in narrow
    assert "Bam…" in narrow
    assert "Pulsa [bold]belum[/bold] masuk" in on_terminal("300", "list", "--home", str(full.home)).decode()


def test_in_a_pipe_nothing_is_cut(full: Desk) -> None:
    """Who greps for an address finds it; `$COLUMNS` cuts there, too."""
    assert "…" not in full.type("list").out
    piped = process("list", "--home", str(full.home), stdout=subprocess.PIPE, env={"COLUMNS": "80"})
    out, _ = piped.communicate(timeout=30)
    assert all(_width(line) <= 80 for line in out.decode().splitlines())


def test_moments_carry_their_zone(answered: Desk) -> None:
    """Above a column, and with each moment in a text."""
    assert re.search(r"^  opened +\d{4}-\d\d-\d\d \d\d:\d\d WIB$", answered.type("show", "1").out, re.MULTILINE)
    assert re.search(r"next alarm: \S+ \d\d:\d\d WIB", answered.type("why", "1").out)
    assert "opened (WIB)" in answered.type("list").out
    assert "written (WIB)" in answered.type("outbox", "list", "--state", "sent").out
    assert "arrived (WIB)" in answered.type("inbox", "list", "--outcome", "request").out


def test_summer_time_stands_with_each_moment() -> None:
    """Where a column holds both, its title cannot say which."""
    column = Column("opened", zone=ZoneInfo("Europe/Berlin"))
    rows = [["2026-07-01T10:00:00+02:00"], ["2026-12-01T10:00:00+01:00"], [None]]
    assert printed([column], rows) == ["opened", "2026-07-01 10:00 CEST", "2026-12-01 10:00 CET", ""]
    assert printed([column], rows[:1]) == ["opened (CEST)", "2026-07-01 10:00"]


def printed(columns: list[Column], rows: list[list[str | None]]) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        put_table(columns, rows)
    return out.getvalue().splitlines()


def test_a_table_of_too_many_columns_goes_on_below(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part begins with the first column, none is wider than the terminal, and no number is lost."""
    monkeypatch.setattr(tables, "_room", lambda: 40)
    columns = [Column("operator", whole=False), *(Column(f"figure {number}", right=True) for number in range(6))]
    lines = printed(columns, [["Bambang Suryadi", *"012345"], ["Sari", *"678901"]])
    assert lines == [
        "operator         figure 0  figure 1",
        "Bambang Suryadi         0         1",
        "Sari                    6         7",
        "",
        "operator         figure 2  figure 3",
        "Bambang Suryadi         2         3",
        "Sari                    8         9",
        "",
        "operator         figure 4  figure 5",
        "Bambang Suryadi         4         5",
        "Sari                    0         1",
    ]


def test_list_says_how_old_and_when_next(asked: Desk) -> None:
    """The age, and the next reminder; "late" once a reminder for us has rung."""
    [_, row] = asked.type("list").out.splitlines()
    assert re.search(r"\d+ (s|min) +in 23 h +ani@mail.example", row), row
    now = datetime(2026, 11, 4, 9, tzinfo=UTC)
    assert _next(Due(now + timedelta(hours=20), late=True), now) == "late, in 20 h"
    assert _next(Due(None, late=True), now) == "late"
    assert _next(Due(now, late=False), now) == "now"


@pytest.mark.parametrize(("language", "words"), [("id", "(tanpa judul)"), ("en", "(no subject)")])
def test_an_empty_subject_is_said(desk: Desk, language: str, words: str) -> None:
    """In the desk's language, wherever tickets and mails are listed."""
    desk.edit("language: id                              # of letters", f"language: {language} # of letters")
    desk.mail("ani", "", "Pulsa saya belum masuk.")
    desk.once()
    assert words in desk.type("list").out
    assert f"#1  {words}\n" in desk.type("show", "1").out
    assert words in desk.type("inbox", "list", "--outcome", "request").out
    assert words in desk.type("close", "1", "--force").out


def on_terminal(columns: str, *words: str, **environ: str) -> bytes:
    """What a person sees of `mailflow WORDS` in a terminal of that width."""
    ours, theirs = pty.openpty()
    child = process(*words, stdout=theirs, env={"COLUMNS": columns, "TERM": "xterm", "PAGER": "cat", **environ})
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:  # Linux says EIO when the other side has gone
        pass
    finally:
        os.close(ours)
    assert child.wait(30) == 0
    return seen


def test_a_moment_in_a_sentence_is_in_the_desks_zone() -> None:
    """Events hold moments in UTC; whoever reads the timeline sees those of the rest of it."""
    event = {"kind": "answer-scheduled", "actor": "", "operator": "Budi", "due_at": "2026-11-03T01:00:00+00:00"}
    said = partial(local, zone=ZoneInfo("Asia/Jakarta"))
    told = happenings.with_moments(happenings.sentence(event), said)
    assert told == "Budi's answer waits until 2026-11-03 08:00 WIB"


def test_a_report_has_colour_where_somebody_looks(full: Desk) -> None:
    """Its title is bold and its sparkline coloured, by real escape sequences; not with NO_COLOR, nor in a pipe."""
    words = ("--home", str(full.home), "report")
    seen = on_terminal("120", *words).decode()
    assert seen.startswith("\x1b[1m20")
    assert "backlog: \x1b[36m" in seen
    plain = on_terminal("120", *words, NO_COLOR="1").decode()
    assert "\x1b" not in plain
    assert "backlog: " in plain
    assert "\x1b" not in full.type("report").out
