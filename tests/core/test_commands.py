"""Commands by mail: each one value, from which lists, refusals and receipts follow."""

from __future__ import annotations

from typing import get_args

import pytest

from mailflow.core import events as ev
from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import ANYTHING, BAD_ARGUMENT, NOTHING, Call, MailCommand, May, one_of
from mailflow.core.commands.results import NO_ARGUMENT, WORDS, result_words
from mailflow.core.commands.table import BY_WORD, COMMANDS, for_operators, may_be_last, understands
from mailflow.core.outcomes import _BESIDE, _OUTCOMES, outcome_of
from mailflow.core.status import Status
from tests.core.desk import at, opened, rules


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words[0])
def test_a_command_says_everything_in_both_languages(command: MailCommand) -> None:
    """Its line in the list, and all that may become of it."""
    assert len(set(command.help)) == 2
    assert command.results
    assert all(len(set(words)) == 2 for words in command.results.values())


def test_no_word_means_two_commands() -> None:
    """Of the words of the table each leads to one."""
    assert len(BY_WORD) == sum(len(set(command.words)) for command in COMMANDS)


@pytest.mark.parametrize(
    ("lines", "results", "stated"),
    [
        ((), (), None),
        ((("selesai", ""),), ("closing",), "satisfied"),
        ((("apa", ""), ("close", "Puas")), ("unknown", "closing"), "satisfied"),
        ((("selesai", "besok"),), ("bad-argument",), None),
        ((("selesai", "besok"), ("close", "no-feedback")), ("bad-argument", "closing"), "no-feedback"),
        ((("selesai", "puas"), ("close", "no-feedback")), ("closing", "closing"), "satisfied"),
        ((("tutup", ""), ("selesai", "")), ("only-pic", "closing"), "satisfied"),
    ],
)
def test_each_line_has_its_result(lines, results, stated) -> None:
    """In order; a command counts once, by the first line of it that is understood."""
    call = Call("Budi", at(2), "", "", closes=False)
    done = carried_out(opened().ticket, lines, call, rules())
    assert tuple(result for _, result in done.results) == results
    assert [event.closing for event in done.events if isinstance(event, ev.ClosingStated)] == [stated] * bool(stated)
    assert done.refused is any(result not in ("closing",) for result in results)


def test_a_pic_who_is_an_operator_too_closes_by_the_notice() -> None:
    """The line itself closes nothing for him either."""
    both = rules(pic=rules().operators[:1])
    done = carried_out(opened(both).ticket, (("tutup", ""),), Call("Budi", at(2), "", "", closes=False), both)
    assert (done.results, done.events) == ((("/tutup", "only-pic"),), ())


def test_an_argument_is_one_of_the_words_shown() -> None:
    """In either language and any case; without default it cannot be left out."""
    priority = one_of(("tinggi", "high"), ("rendah", "low"))
    assert [priority.read(written) for written in ("Tinggi", "LOW", "", "rendah sekali")] == ["high", "low", None, None]
    assert priority.shown == ("tinggi, rendah", "high, low")
    assert (NOTHING.read(""), NOTHING.read("x"), ANYTHING.read(""), ANYTHING.read("x y")) == ("", None, "", "x y")


@pytest.mark.parametrize(
    ("line", "result", "language", "words"),
    [
        ("/selesai besok", BAD_ARGUMENT, "id", "kata setelah perintah tidak dikenal; yang ada: puas, tanpa-tanggapan"),
        ("/pindah", "unknown", "en", "not a command; there are: /selesai, /close"),
        ("/pindah", BAD_ARGUMENT, "en", WORDS[NO_ARGUMENT][1]),
        ("/close", "is-escalated", "en", "this ticket is with the second tier"),
        ("/tutup", "verdict-closed", "id", "tiketnya sudah ditutup; pelanggan menerima email penutup"),
        ("tutup saja", "only-pic", "en", "refused: this is for the PIC alone"),
        ("/close", "of a newer version", "en", "of a newer version"),
    ],
)
def test_a_result_in_words(line: str, result: str, language: str, words: str) -> None:
    """Its command's words come first, then those of all commands, then those of the desk."""
    assert result_words(line, result, language) == words


def test_lists_of_commands_follow_from_the_table() -> None:
    """Those an operator may give, those that may stand last, and what may stand behind each."""
    assert for_operators() == "/selesai, /close"
    assert may_be_last("close", "puas")
    assert not understands("close", "besok") and not understands("catatan", "")


@pytest.mark.parametrize("kind", get_args(ev.Event), ids=lambda kind: kind.__name__)
def test_every_event_has_its_outcome_or_is_beside_one(kind: type) -> None:
    """Once in one of the two tables (what a command does may be named by the customer's doing it)."""
    assert (kind in {one for one, _ in _OUTCOMES}) is not (kind in _BESIDE)


def test_an_event_nobody_has_named_is_no_claim() -> None:
    """It fails aloud: the mail is kept aside, and somebody is told."""

    class Moved:
        """Of a version to come."""

    with pytest.raises(LookupError, match="Moved"):
        outcome_of([Moved()])  # type: ignore[list-item]
    assert outcome_of([]) == "claim"
    assert outcome_of([ev.Linked(3)]) == "claim"


def test_who_may_is_asked_before_what_it_does() -> None:
    """Another operator's ticket, and a state in which nothing can be proposed."""
    ticket = opened().ticket
    assert [command.may for command in COMMANDS] == [May.OWNER, May.PIC]
    call = Call("Sari", at(2), "", "", closes=False)
    assert carried_out(ticket, (("selesai", ""),), call, rules()).results == (("/selesai", "not-yours"),)
    assert ticket.status is Status.OPEN
