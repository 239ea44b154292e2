"""The front door: help that costs nothing, exit statuses, and what is said when something goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from mailflow.cli import COMMANDS, cli, lazy
from mailflow.cli.lazy import Command, Group
from mailflow.errors import CannotDo, ConfigError, Fault
from tests.cli.desk import ROOT, Desk, process, typed

HEAVY = (
    *("pydantic", "peewee", "holidays", "jinja2", "yaml", "rich", "apscheduler", "imapclient", "aiosmtpd"),
    *("charset_normalizer", "ssl", "asyncio", "mailflow.core.finders.table"),
)
NAMES = [name for _, entries in COMMANDS for name, where, _ in entries if lazy._exists(where)]


def imported_by(*words: str) -> set[str]:
    """Which of the heavy modules are there when a command has ended."""
    script = (
        "import sys\nfrom mailflow.cli import cli\n"
        f"try: cli({list(words)!r}, prog_name='mailflow')\nexcept SystemExit: pass\n"
        f"print('HEAVY', *[m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split("HEAVY")[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], *([name, "--help"] for name in NAMES)], ids=" ".join)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    """Help and version answer at once, so nothing of the program itself is imported for them."""
    assert imported_by(*words) == set()


def test_list_imports_neither_validation_nor_templates(asked: Desk) -> None:
    """`list` and `show` are typed often: they read the database and a glance of rules.yaml, no more."""
    for words in (["list"], ["show", "1"]):
        assert imported_by(*words, "--home", str(asked.home)) == {"yaml"}


def test_run_once_imports_only_what_its_desk_needs(asked: Desk) -> None:
    """cron calls it every minute: a desk of folders on SQLite has no ticker, no server to talk to, no listing. The
    second run with tickets has noted the holidays, once."""
    asked.once()
    assert imported_by("run", "--once", "--home", str(asked.home)) == {"pydantic", "yaml", "jinja2"}


def every_command() -> list[tuple[str, Command | Group]]:
    found: list[tuple[str, Command | Group]] = []
    for name in NAMES:
        command = cli.get_command(click.Context(cli), name)
        assert isinstance(command, Command | Group)
        found.append((name, command))
        if isinstance(command, Group):
            for below, one in command.commands.items():
                assert isinstance(one, Command)
                found.append((f"{name} {below}", one))
    return found


@pytest.mark.parametrize(("name", "command"), every_command(), ids=[name for name, _ in every_command()])
def test_every_command_has_help_with_an_example(name: str, command: Command | Group) -> None:
    """Each command tells what it does, and shows a line to type that begins with its own name."""
    said = typed(*name.split(), "--help")
    assert said.status == 0
    assert re.search(rf"^Examples?:\n  mailflow {name}\b", said.out, re.MULTILINE), said.out
    assert command.help


def test_help_lines_are_those_of_the_commands() -> None:
    """The static help line promises what the command's own help says first."""
    said = typed("--help").out
    for _, entries in COMMANDS:
        for name, where, words in entries:
            if lazy._exists(where):
                assert re.search(rf"^  {name} +{re.escape(words.split()[0])}", said, re.MULTILINE)
                module, _, attribute = where.partition(":")
                assert getattr(import_module(module), attribute).name == name


def test_the_home_is_taken_before_or_after_the_command(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """--home in either place, else $MAILFLOW_HOME, else the current folder."""
    home = str(asked.home)
    assert typed("--home", home, "list").out == typed("list", "--home", home).out != ""
    assert typed("--home", home, "inbox", "list", "--json").json == {"mails": []}
    monkeypatch.setenv("MAILFLOW_HOME", home)
    assert "Pulsa" in typed("list").out
    monkeypatch.delenv("MAILFLOW_HOME")
    monkeypatch.chdir(asked.home)
    assert "Pulsa" in typed("list").out


def test_a_wrong_command_is_answered_with_the_nearest_one() -> None:
    """Wrong usage is exit status 2 and says what was perhaps meant."""
    said = typed("lits")
    assert (said.status, said.out) == (2, "")
    assert "did you mean 'list'?" in said.err
    assert typed("inbox", "rety", "1").status == 2
    assert typed("list", "--status", "opne").status == 2


def test_a_folder_that_is_no_home_is_wrong_configuration(tmp_path: Path) -> None:
    """Exit status 2, the fault on stderr, nothing on stdout."""
    said = typed("list", "--home", str(tmp_path))
    assert (said.status, said.out) == (2, "")
    assert "rules.yaml" in said.err


@pytest.mark.parametrize("words", [("check",), ("init", "--yes"), ("import",), ("backup",)])
@pytest.mark.parametrize("name", ["a" * 300, "loop/below", "file/below"])
def test_a_path_that_cannot_be_is_told_and_no_fault_of_mailflow(
    words: tuple[str, ...], name: str, asked: Desk, tmp_path: Path
) -> None:
    """A name longer than a file system allows, a link to itself, a folder below a file."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("x")
    path = str(tmp_path / name)
    done = typed(*words, "--home", path) if words == ("check",) else typed(*words, path, "--home", str(asked.home))
    assert done.status in (1, 2), done.err
    assert "fault of mailflow" not in done.err
    assert str(tmp_path) in done.err


@pytest.mark.parametrize(("name", "command"), every_command(), ids=[name for name, _ in every_command()])
def test_with_json_errors_are_json(
    name: str, command: Command | Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the command: wrong usage, a home that is none. People are told on stderr all the same."""
    monkeypatch.chdir(tmp_path)
    said = typed(*name.split(), "--json", "--no-such-option")
    assert (said.status, set(said.json["error"])) == (2, {"message", "remedy"})
    assert "--no-such-option" in said.err
    if name in ("completion", "demo", "explain", "help", "init", "man", "web token", "webhooks secret"):
        return  # do without a home
    needed = [one.opts[0] for one in command.params if one.required and isinstance(one, click.Option)]
    given = [word for option in needed for word in (option, "1")]
    arguments = ["1" for one in command.params if one.required and isinstance(one, click.Argument)]
    said = typed(*name.split(), *arguments, *given, "--json")
    assert said.status in (1, 2)
    assert said.json["error"]["message"] if "error" in said.json else not said.json["ok"]


def test_errors_as_json_say_what_helps(asked: Desk) -> None:
    """The remedy apart from the message; a broken rules.yaml has all its faults; commands that do not exist, too."""
    error = asked.json("show", "99", status=1)["error"]
    assert error == {"message": "there is no ticket 99", "remedy": "`mailflow list --all` shows every one"}
    assert typed("lits", "--json").json["error"]["remedy"] == "did you mean 'list'?"
    assert typed("--hmoe", "x", "list", "--json").json["error"]["message"].startswith("No such option")
    assert asked.json("release", "99", status=1)["error"]["message"] == "there is no ticket 99"
    assert asked.json("outbox", "retry", "99", status=1)["error"]["message"]
    asked.edit("claim: any-reply", "claim: any-repyl")
    asked.edit("timezone: Asia/Jakarta", "timezone: Asia/Jakarat")
    faults = asked.json("close", "1", status=2)["error"]["faults"]
    assert [fault["place"].partition(":")[0] for fault in faults] == ["rules.yaml", "rules.yaml"]


def test_help_the_other_way_round() -> None:
    """`help list` is `list --help`, `-V` is `--version`; a slip is answered with the nearest name."""
    for words in (["list"], ["outbox", "retry"], []):
        assert typed("help", *words).out == typed(*words, "--help").out
    assert typed("-V").out == typed("--version").out
    assert "did you mean 'list'?" in typed("help", "lits").err
    assert typed("help", "list", "--json").json["command"] == "mailflow list"


def test_all_faults_are_told_one_a_line(desk: Desk) -> None:
    """ConfigError carries all of them; each is a line with its place."""
    desk.edit("timezone: Asia/Jakarta", "timezone: Asia/Jakarat")
    desk.edit("claim: any-reply", "claim: any-repyl")
    said = desk.type("close", "1", status=2)
    lines = said.err.strip().split("\n")
    assert len(lines) == 2
    assert all(line.startswith("rules.yaml:") for line in lines)


def failing(error: BaseException, *options: str) -> tuple[int, str]:
    """What the front door makes of an exception in a command."""

    @click.command("fail")
    def fail() -> None:
        raise error

    class Door(lazy.LazyGroup):
        def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
            return fail

    from click.testing import CliRunner

    from mailflow.cli.common import common_options

    door = click.group(cls=Door)(common_options(lambda: None))
    result = CliRunner().invoke(door, [*options, "fail"], prog_name="mailflow")
    assert result.stdout == ""
    return result.exit_code, result.stderr


def test_what_mailflow_refuses_is_a_sentence_and_no_traceback() -> None:
    """Exit 1 for what cannot be done, 2 for configuration, each in words."""
    assert failing(CannotDo("not today")) == (1, "mailflow: not today\n")
    assert failing(ConfigError([Fault("a:1", "x"), Fault("b:2", "y", "z")])) == (2, "a:1: x\nb:2: y (z)\n")


def test_ctrl_c_is_quiet() -> None:
    """The person knows what he did."""
    assert failing(KeyboardInterrupt()) == (130, "")


def test_letters_the_terminal_lacks_are_no_failure(desk: Desk) -> None:
    """On a terminal of another encoding they are shown as codes; JSON stays JSON."""
    desk.mail("ani", "pulsa 漢字", "belum masuk")
    desk.once()
    for words in (["list"], ["show", "1"], ["report", "--format", "csv"], ["list", "--json"]):
        child = process(*words, "--home", str(desk.home), stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "latin-1"})
        out, _ = child.communicate(timeout=30)
        assert child.returncode == 0
    assert json.loads(out.decode("latin-1"))["tickets"][0]["subject"] == "pulsa 漢字"


def test_the_unexpected_is_one_clear_line(tmp_path: Path, desk: Desk) -> None:
    """A fault of ours names itself and its place; the traceback is kept in the home, or shown with --debug."""
    status, words = failing(KeyError("boom"), "--home", str(desk.home))
    assert status == 1
    assert words.startswith("mailflow: unexpected KeyError: 'boom' (at ")
    assert "Traceback" not in words
    assert "KeyError: 'boom'" in (desk.home / ".mailflow" / "traceback.log").read_text()
    assert "Traceback" in failing(KeyError("boom"), "--debug")[1]
    assert "--debug" in failing(KeyError("boom"), "--home", str(tmp_path / "nowhere"))[1]


def test_a_reader_who_leaves_is_no_error_message(asked: Desk) -> None:
    """`mailflow show | head -1` ends quietly."""
    child = process("show", "1", "--home", str(asked.home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(30) == 1


@pytest.mark.parametrize(
    "words", [("show", "\udcfc"), ("list", "--owner", "\udcfc"), ("note", "1", "\udcfc", "--as", "Dewi")]
)
def test_words_that_are_no_utf_8_are_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A terminal of another encoding: it is said, and is no fault of mailflow."""
    typed("init", str(tmp_path / "home"))
    said = typed(*words, "--home", str(tmp_path / "home"))
    assert said.status == 2
    assert "UTF-8" in said.err


def test_a_number_no_database_can_count_is_wrong_usage(tmp_path: Path) -> None:
    """Too many digits."""
    typed("init", str(tmp_path / "home"))
    assert typed("inbox", "retry", "9" * 25, "--home", str(tmp_path / "home")).status == 2


def test_an_empty_argument_is_refused_as_json_too(tmp_path: Path) -> None:
    """Its words end in `()`, which is no remedy."""
    typed("init", str(tmp_path / "home"))
    said = typed("release", "list", "", "--json", "--home", str(tmp_path / "home"))
    assert said.status == 2
    assert json.loads(said.out)["error"]["message"]
