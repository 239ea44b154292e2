"""Each row of "How to add …" in docs/contributing.md, done to a copy of the package: in few files, none silent."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.how_to_add import ROOT, Copy

MOST_FILES = 3  # beside templates, tests and docs
Add = Callable[[Copy], str]
ROWS: dict[str, Add] = {}


def row(name: str) -> Callable[[Add], Add]:
    """The function adds what the row of this name tells, and returns a program that proves it."""

    def keep(add: Add) -> Add:
        ROWS[name] = add
        return add

    return keep


@row("a rule")
def _a_rule(copy: Copy) -> str:
    copy.edit(
        "core/conditions.py",
        (
            "WORDS: Mapping[",
            "def longer_than(values: Values, mail: Incoming) -> bool:\n"
            '    """The text has more characters than this. `longer_than: "500"`"""\n'
            "    return any(len(mail.message.text) > int(value) for value in values)\n\n\n",
        ),
        ('        "spam": spam,\n', '        "longer_than": longer_than,\n'),
    )
    copy.rules("\nrules:\n", '  - when: {longer_than: "40"}\n    then: {category: long}\n')
    return """
import sys
from pathlib import Path
from mailflow import config
from mailflow.core.actions import effects
from mailflow.core.conditions import Incoming
from mailflow.core.message import Message
from datetime import UTC, datetime

rules = config.load(Path(sys.argv[1]), need_secrets=False).rules
at = datetime(2026, 11, 2, tzinfo=UTC)
assert effects(Incoming(Message(text="x" * 41), at, rules)).category == "long"
assert effects(Incoming(Message(text="x" * 40), at, rules)).category is None
"""


@row("a letter")
def _a_letter(copy: Copy) -> str:
    copy.edit(
        "core/letter_table.py",
        (
            '    LetterKind("digest", ',
            '    LetterKind("roster", _OPERATORS, ("text",), tag=Tag.NOTICE, called=("Jadwal", "Roster")),\n',
        ),
    )
    copy.letter("roster", "Subject: Shift\ndescription: To who begins.\n\n{{ text }}\n")
    copy.letter("janji-temu", "Subject: Janji\ndescription: To the customer.\n\nSampai besok.\n")
    return """
import sys
from pathlib import Path
from mailflow import app, config
from mailflow.core.letter_kinds import closing_letters, is_internal, is_stated

templates, faults = app.open_templates(config.load(Path(sys.argv[1]), need_secrets=False))
assert faults == []
assert {"roster", "janji-temu"} <= set(templates.names())
assert is_stated("roster") and is_internal("roster")
assert "janji-temu" in closing_letters(templates.names()) and "roster" not in closing_letters(templates.names())
"""


@row("a reminder")
def _a_reminder(copy: Copy) -> str:
    copy.letter("my-letter", "Subject: {{ ticket.subject }}\ndescription: Late.\n\nStill open.\n")
    copy.rules("  answer:                                   # the customer waits for an answer\n",
               "    - {after: 20h, letter: my-letter, to: [owner, pic]}\n")  # fmt: skip
    return """
import sys
from pathlib import Path
from mailflow import config
from tests.core.desk import at, opened

written = config.load(Path(sys.argv[1]), need_secrets=False).rules
story = opened()
assert next(step.letter for step in written.reminders["answer"]) == "my-letter"
story.rules = __import__("dataclasses").replace(story.rules, reminders=written.reminders)
assert story.time(22).sent[0][0] == "my-letter"
"""


@row("a ladder")
def _a_ladder(copy: Copy) -> str:
    """Every state has one already, so its clock starts at an event."""
    copy.edit(
        "core/ladder.py",
        ("\n\nclass ShippedRung(", '    ASLEEP = "asleep"\n'),
        (
            "    }\n)\n\nOF_STATUS",
            "        Ladder.ASLEEP: LadderKind(\n"
            '            Status.OPEN, ("tidur sampai saat itu", "it sleeps until then"),\n'
            '            (ShippedRung("48h", "reminder-asleep", ("owner",)),), by_event=True,\n'
            "        ),\n",
        ),
    )
    copy.edit(
        "core/evolve.py",
        (
            "            return replace(ticket, snoozed=(event.at, event.until))\n",
            "            ticket = replace(ticket, clocks={Ladder.ASLEEP: event.at})\n",
        ),
    )
    copy.edit(
        "core/letter_table.py",
        (
            '    LetterKind("digest", ',
            '    LetterKind("reminder-asleep", _OPERATORS, _CLOCK, tag=Tag.REMINDER, by_ladder=True),\n',
        ),
    )
    copy.letter("reminder-asleep", "Subject: {{ ticket.subject }}\ndescription: Late.\n\n{{ arithmetic }}\n")
    copy.rules("\nreminders:\n", "  asleep: [{after: 3h, letter: reminder-asleep, to: pic}]\n")
    return """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from mailflow import app, config
from mailflow.cli.why import reasons
from mailflow.core import events as ev
from mailflow.core.clocks import entered
from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.ladders import next_alarm
from mailflow.core.letters import letters
from mailflow.core.occasions import TimePassed
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.store.engine.fields import from_json, to_json

home = Path(sys.argv[1])
settings = config.load(home, need_secrets=False)
assert app.open_templates(settings)[1] == []
written = settings.rules
text = (home / "rules.yaml").read_text()
(home / "rules.yaml").write_text(text.replace("  asleep: [{after: 3h", "  #", 1))
shipped = config.load(home, need_secrets=False).rules
began = datetime(2026, 11, 2, 2, tzinfo=UTC)
opened = entered(Ticket(n=1, number="1", opened_at=began, owner="Budi"), Status.OPEN, began)
ticket = evolve(opened, ev.Snoozed("Budi", began, began + timedelta(hours=1)), began)
assert from_json(Ticket, to_json(ticket)) == ticket
assert next_alarm(ticket, shipped) == began + timedelta(hours=48)
assert next_alarm(ticket, written) == began + timedelta(hours=3)
(rang,) = decide(ticket, TimePassed(), written, began + timedelta(hours=4))
assert isinstance(rang, ev.Rang) and (rang.ladder, rang.to) == ("asleep", ("pic",))
assert {letter.kind for letter in letters(ticket, rang, written)} == {"reminder-asleep"}
assert next_alarm(evolve(ticket, rang, began), written) is None
assert [clock["ladder"] for clock in reasons(ticket, written, "en")["clocks"]] == ["asleep"]
"""


_COMMAND = """    MailCommand(
        words=({words}),
        may=May.{may},
        decide={decide},
        help=("contoh", "example"),
        results={results},
        {more}
    ),
"""


@row("a mail command")
def _a_mail_command(copy: Copy) -> str:
    """One with an argument and an event of its own, one that takes a ticket, one whose text is no answer."""
    copy.edit(
        "core/events.py",
        (
            "# Effects of commands, typed or mailed.",
            "@dataclass(frozen=True, slots=True)\nclass Labelled:\n    actor: str\n    label: str\n\n\n",
        ),
        ("Closed | Reopened | Assigned", "Labelled | "),
        ("    Breached | CustomerNamed", "    Labelled | "),
    )
    copy.edit(
        "core/evolve.py",
        ("        case ev.Released() | ev.ClaimExpired():\n",
         "        case ev.Labelled():\n            return replace(ticket, category=event.label)\n"),
    )  # fmt: skip
    label = _COMMAND.format(
        words='"golongan", "label"', may="COLLEAGUE",
        decide='lambda t, c, r: Decided("done", (ev.Labelled(c.author, c.argument),), refused=not t.owner)',
        results='{"done": ("kini {argument}", "now {argument}")}',
        more='argument=one_of(("pulsa", "top-up"), ("akun", "account")),',
    )  # fmt: skip
    claim = _COMMAND.format(
        words='"pegang", "hold"', may="OWNER", decide='lambda t, c, r: Decided("taken")',
        results='{"taken": ("milik Anda", "it is yours")}', more="claims=True,",
    )  # fmt: skip
    note = _COMMAND.format(
        words='"memo", "jot"', may="COLLEAGUE",
        decide='lambda t, c, r: Decided("kept", (ev.NoteAdded(c.author, c.text),))',
        results='{"kept": ("dicatat", "noted")}', more="takes_text=True,",
    )  # fmt: skip
    copy.edit("core/commands/ending.py", ('    MailCommand(\n        words=("tutup"', label + claim + note))
    return """
from mailflow.cli.happenings import sentence
from mailflow.core import eventlog
from mailflow.core.outcomes import outcome_of
from mailflow.mail.command_lines import command_lines
from tests.core.desk import BUDI, SARI, new

def mail(story, who, text, hours):
    found = command_lines(text)
    return story.mail(who, found.words, hours, commands=found.commands)

def told(step):
    return [row["result"] for row in step.letters[-1].facts["results"]]

story = new()
step = mail(story, BUDI, "/hold", 1)
assert story.ticket.owner == "Budi" and step.kinds == ["claimed", "command-answered"] and told(step) == ["milik Anda"]
step = mail(story, SARI, "/label Akun", 2)
assert story.ticket.category == "account" and outcome_of(step.events) == "command"
assert told(step) == ["now Akun"] and step.sent == [("command-receipt", SARI)]
labelled = step.event("labelled")
assert eventlog.from_json("labelled", eventlog.to_json(labelled)) == labelled
assert sentence({"kind": "labelled", **eventlog.to_json(labelled)}) == "labelled by Sari: account"
assert told(mail(story, BUDI, "/golongan lain", 3)) == ["kata setelah perintah tidak dikenal; yang ada: pulsa, akun"]
assert told(mail(story, BUDI, "/hold tight", 3)) == ["ditolak: di belakang perintah ini tidak boleh ada kata lain"]
assert told(mail(story, SARI, "/hold", 3)) == ["refused: the ticket is Budi's"]
nearly = told(mail(story, SARI, "/golonga", 3))
assert nearly == ["not a command; did you mean /golongan? /help sends the list of them"]
step = mail(story, BUDI, "/memo\\nPelanggan ini pernah marah.", 4)
assert step.kinds == ["note-added", "command-answered"] and told(step) == ["dicatat"]
assert step.event("note-added").text == "Pelanggan ini pernah marah."
assert command_lines("Halo Bu,\\n/label akun\\nSudah.").inside == ("/label akun",)
step = mail(story, BUDI, "Sudah kami perbaiki, Bu.\\n/selesai", 5)
assert step.kinds == ["answered", "closing-stated", "command-answered"]
"""


@row("a command of the digest")
def _a_command_of_the_digest(copy: Copy) -> str:
    copy.edit(
        "flow/settle/digest_commands.py",
        (
            '    DigestCommand(\n        ("ulangi"',
            '    DigestCommand(("tandai", "flag"), lambda parts, one, name: "flagged", ("menandai", "flags"),\n'
            '                  {"flagged": ("ditandai", "flagged")}),\n',
        ),
    )
    return """
from mailflow.core.releases import asked
from mailflow.core.wording import in_language
from mailflow.flow.settle.digest_commands import BY_WORD, RESULTS, carried_out

(one,) = asked("Tandai #17 besok", BY_WORD)
assert in_language(RESULTS[carried_out(None, one, "Dewi")], "id") == "ditandai"
"""


@row("a dangerous act")
def _a_dangerous_act(copy: Copy) -> str:
    copy.edit(
        "core/confirmations.py",
        (
            '        "let-out": ActWords(',
            '        "reopen": ActWords(("membuka lagi tiket {numbers}", "reopen {numbers}"), ("dibuka", "open")),\n',
        ),
    )
    return """
from mailflow.core import events as ev
from mailflow.core.letters import letters
from mailflow.core.ticket import Ticket
from tests.core.desk import rules

asked = ev.ConfirmationAsked("Dewi", "reopen", (("tickets", "5"), ("numbers", "5")), ("Dewi",))
(letter,) = letters(Ticket(n=5, number="5"), asked, rules())
assert letter.kind == "confirm" and letter.facts["act"] == "membuka lagi tiket 5"
assert letter.asks.name == "reopen"
"""


@row("a CLI command")
def _a_cli_command(copy: Copy) -> str:
    copy.write(
        "cli/count.py",
        '"""`mailflow count`: how many tickets there are."""\n\n'
        "from mailflow.cli.common import command, put, put_json\n\n\n"
        '@command("count", "mailflow count")\ndef count(as_json: bool) -> None:\n    """How many."""\n'
        "    put_json({'count': 7}) if as_json else put('7')\n",
    )
    copy.edit(
        "cli/__init__.py", ('        ("list", ', '        ("count", "mailflow.cli.count:count", "Count tickets."),\n')
    )
    return """
from click.testing import CliRunner
from mailflow.cli import cli

run = lambda *words: CliRunner().invoke(cli, list(words), prog_name="mailflow").output
assert "Count tickets." in run("--help")
assert run("count").strip() == "7" and '"count": 7' in run("count", "--json")
"""


@row("a source or transport")
def _a_source_or_transport(copy: Copy) -> str:
    copy.write(
        "mail/transports/printer.py",
        '"""Letters on paper."""\n\nfrom mailflow.mail.transports.maildir import MaildirTransport\n\n\n'
        "class Printer(MaildirTransport):\n    pass\n",
    )
    copy.edit(
        "mail/transports/__init__.py",
        (
            "# By key of rules.yaml.",
            "def _printer(options: OutgoingOptions, home: Path) -> Transport:\n"
            "    from mailflow.mail.transports.printer import Printer\n\n"
            '    return Printer(home / options.where, name="printer")\n\n\n',
        ),
        ('"maildir": _maildir', '"printer": _printer, '),
    )
    return """
import sys
from pathlib import Path
from mailflow.core.finished import Finished
from mailflow.mail.transports import OutgoingOptions, open_transport

transport = open_transport(OutgoingOptions("printer", "paper"), Path(sys.argv[1]))
letter = Finished("<1@x>", "desk@x.example", ("ani@x.example",), b"Subject: x\\r\\n\\r\\nx\\r\\n")
assert transport.send(letter).outcomes["ani@x.example"].state == "sent" and transport.name == "printer"
"""


@row("a report figure")
def _a_report_figure(copy: Copy) -> str:
    copy.edit(
        "core/figures.py",
        (
            "FIGURES: tuple[Figure, ...] = (",
            "def _busiest(period: Period) -> int:\n    return max(map(max, sums.hours(period)))\n\n\n",
        ),
        ('    Figure(\n        "late"', '    Figure("busiest", _busiest, ("Jam tersibuk.", "The busiest hour.")),\n'),
    )
    return """
import json
from datetime import UTC, datetime
from click.testing import CliRunner
from mailflow.cli import cli
from mailflow.cli.report_shapes import as_csv, as_json, as_text
from mailflow.core.figures import Period, figures

run = lambda *words: CliRunner().invoke(cli, list(words), prog_name="mailflow").output
assert "The busiest hour." in run("report", "--explain", "busiest")
first, last = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
period = Period(first, last, UTC, last)
found = figures(period)
assert json.loads(as_json(period, found))["busiest"] == 0
assert "total,,busiest,0" in as_csv(period, found)
assert "busiest" in as_text(period, found)
"""


@row("a kind of event")
def _a_kind_of_event(copy: Copy) -> str:
    """Until evolve, letters and outcomes have been told of it, each says so when it comes."""
    copy.edit(
        "core/events.py",
        (
            "# Effects of commands, typed or mailed.",
            "@dataclass(frozen=True, slots=True)\nclass Praised:\n    sender: str\n\n\n",
        ),
        ("    RequestReceived | RequestRepeated", "    Praised | "),
    )
    return """
from mailflow.core import eventlog, events as ev
from mailflow.core.evolve import evolve
from mailflow.core.letters import letters
from mailflow.core.outcomes import outcome_of
from tests.core.desk import at, opened

def fails(ask, *args):
    try:
        ask(*args)
    except (AssertionError, LookupError) as error:
        return "Praised" in str(error)

praised = ev.Praised("ani@x.example")
assert eventlog.from_json("praised", eventlog.to_json(praised)) == praised
story = opened()
assert fails(evolve, story.ticket, praised, at(2))
assert fails(letters, story.ticket, praised, story.rules)
assert fails(outcome_of, [praised])
"""


@pytest.mark.parametrize("name", ROWS)
def test_it_is_added_as_the_page_says(name: str, tmp_path: Path) -> None:
    """Where the page says, in few files, and it works."""
    copy = Copy(tmp_path)
    copy.run(ROWS[name](copy))
    assert len(copy.touched) <= MOST_FILES
    told = rows_of_the_page()[name]
    untold = {file for file in copy.touched if not any(room in told for room in (file, f"{Path(file).parent}/"))}
    assert untold == set()


def rows_of_the_page() -> dict[str, str]:
    """Name of each row: where, as the page says."""
    section = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8").partition("## How to add")[2]
    return dict(re.findall(r"^\| (an? [^|]+?) \| (.+) \|$", section, re.M))


def test_every_row_of_the_page_is_tried() -> None:
    """What nobody has tried is not told."""
    assert rows_of_the_page().keys() == ROWS.keys()
