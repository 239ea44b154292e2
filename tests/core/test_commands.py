"""Commands by mail: each one value, from which lists, refusals and receipts follow."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from mailflow.core import eventlog
from mailflow.core import events as ev
from mailflow.core.canned_answer import CannedAnswer
from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import ANYTHING, BAD_ARGUMENT, NOTHING, Call, MailCommand, one_of
from mailflow.core.commands.listed import listed
from mailflow.core.commands.person_meant import person_meant
from mailflow.core.commands.results import NO_ARGUMENT, WORDS, result_words
from mailflow.core.commands.table import BY_WORD, COMMANDS, may_be_last, understands
from mailflow.core.evolve import evolve
from mailflow.core.ladders import next_alarm
from mailflow.core.letters import letters
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.outcomes import _BESIDE, _OUTCOMES, outcome_of
from mailflow.core.rules import Person, PolicyRule
from mailflow.core.ticket import Status, Ticket
from mailflow.core.undoing import Logged, Undoable, changed, last_command, untouched
from tests.core.desk import BUDI, DESK, DEWI, SARI, Story, at, closed, new, opened, rules, waiting


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words[0])
def test_a_command_says_everything_in_both_languages(command: MailCommand) -> None:
    """Its line in the list, and all that may become of it."""
    assert len(set(command.help)) == 2
    assert command.results
    assert all(len(set(words)) == 2 for words in command.results.values())


def test_no_word_means_two_commands() -> None:
    """Of the words of the table each leads to one."""
    assert len(BY_WORD) == sum(len(command.names) for command in COMMANDS)


@pytest.mark.parametrize(
    ("lines", "results", "stated"),
    [
        ((), (), None),
        ((("selesai", ""),), ("closing",), "satisfied"),
        ((("apa", ""), ("close", "Puas")), ("unknown", "closing"), "satisfied"),
        ((("selesai", "besok"),), ("bad-argument",), None),
        ((("selesai", "besok"), ("close", "no-feedback")), ("bad-argument", "closing"), "no-feedback"),
        ((("selesai", "puas"), ("selesai", "no-feedback")), ("closing", "closing"), "satisfied"),
        ((("selesai", "puas"), ("close", "no-feedback")), ("closing", "already-closing"), "satisfied"),
        ((("tutup", ""), ("selesai", "")), ("only-pic", "closing"), "satisfied"),
        ((("serahkn", "Sari"),), ("nearly",), None),
    ],
)
def test_each_line_has_its_result(lines, results, stated) -> None:
    """In order; a command counts once, by the first line of it that is understood."""
    call = Call("Budi", at(2), "", "", closes=False)
    done = carried_out(opened().ticket, lines, call, rules())
    assert tuple(result for _, result, *_ in done.results) == results
    assert [event.closing for event in done.events if isinstance(event, ev.ClosingStated)] == [stated] * bool(stated)
    assert done.refused is any(result not in ("closing", "already-closing") for result in results)


def test_a_pic_who_is_an_operator_too_closes_with_either_word() -> None:
    """The English word proposes for everybody else."""
    both = rules(pic=rules().operators[:1])
    for word in ("tutup", "close"):
        done = carried_out(waiting(both).ticket, ((word, ""),), Call("Budi", at(3), "", "", closes=False), both)
        assert done.results == ((f"/{word}", "closed"),)
        assert [event.letter for event in done.events if isinstance(event, ev.Closed)] == ["closing-satisfied"]


def test_an_argument_is_one_of_the_words_shown() -> None:
    """In either language and any case; without default it cannot be left out."""
    priority = one_of(("tinggi", "high"), ("rendah", "low"))
    assert [priority.read(written) for written in ("Tinggi ya.", "LOW", "", "rendah sekali")] == [
        "high",
        "low",
        None,
        None,
    ]
    assert priority.shown == ("tinggi, rendah", "high, low")
    assert (NOTHING.read(""), NOTHING.read("x"), ANYTHING.read(""), ANYTHING.read("x y")) == ("", None, "", "x y")


@pytest.mark.parametrize(
    ("line", "result", "language", "words"),
    [
        ("/selesai besok", BAD_ARGUMENT, "id", "kata setelah perintah tidak dikenal; yang ada: puas, tanpa-tanggapan"),
        ("/pindah", "unknown", "en", "not a command; /help sends the list of them"),
        ("/ambil semua", BAD_ARGUMENT, "en", WORDS[NO_ARGUMENT][1]),
        ("/serahkan", BAD_ARGUMENT, "id", "ditolak: di belakang perintah ini tulis: NAMA [alasan]"),
        ("/close", "is-escalated", "en", "this ticket is with the second tier"),
        ("tutup", "verdict-closed", "id", "tiketnya sudah ditutup; pelanggan menerima email penutup"),
        ("tutup saja", "only-pic", "en", "refused: this is for the PIC alone"),
        ("/close", "of a newer version", "en", "of a newer version"),
    ],
)
def test_a_result_in_words(line: str, result: str, language: str, words: str) -> None:
    """Its command's words come first, then those of all commands, then those of the desk."""
    assert result_words(line, result, language) == words


def test_what_may_stand_where_follows_from_the_table() -> None:
    """Those that may stand last, and what may stand behind each."""
    assert may_be_last("close", "puas") and not may_be_last("ambil", "")
    assert not understands("close", "besok") and not understands("pindah", "")


@pytest.mark.parametrize(
    ("words", "person", "rest", "offered"),
    [
        ("Sari", "Sari", "", ""),
        ("ke Bu sari, saya cuti", "Sari", "saya cuti", ""),
        ("kpd mba Sari ya, makasih", "Sari", "ya, makasih", ""),
        ("budi.home@mail.example", "Budi", "", ""),
        ("Budi", "Budi", "", ""),
        ("Budi Santoso: besok", "Budi Santoso", "besok", ""),
        ("Sarri", None, "", "Sari"),
        ("Tono", None, "", "Budi, Sari, Budi Santoso, Ida Ayu, Ida Lestari"),
        ("ida", None, "", "Ida Ayu, Ida Lestari"),
        ("Ida Ayu", "Ida Ayu", "", ""),
        ("ke", None, "", "Budi, Sari, Budi Santoso, Ida Ayu, Ida Lestari"),
        ("@", None, "", "Budi, Sari, Budi Santoso, Ida Ayu, Ida Lestari"),
    ],
)
def test_a_colleague_is_meant_by_name_or_address(words: str, person: str | None, rest: str, offered: str) -> None:
    """An unmistakable beginning of a name counts; what is only like one is offered, not taken."""
    more = tuple(Person(name, f"{name.replace(' ', '.')}@x") for name in ("Budi Santoso", "Ida Ayu", "Ida Lestari"))
    found = person_meant(words, (*rules().operators, *more))
    assert (found.person and found.person.name, found.rest, found.offered) == (person, rest, offered)


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


def said(author: str, *lines: tuple[str, str], ticket: Ticket, operator: bool = True, text: str = "") -> list[str]:
    """The results of these lines in a mail of `author`'s."""
    call = Call(author, at(3), "", text, closes=False, operator=operator)
    return [" ".join(row[1:]) for row in carried_out(ticket, lines, call, rules()).results]


def test_who_may_is_asked_before_what_it_does() -> None:
    """Of the owner, the PIC, and everybody else."""
    ticket = opened().ticket
    assert said("Sari", ("selesai", ""), ("lepas", ""), ticket=ticket) == ["not-yours Budi"] * 2
    assert said("Sari", ("ambil", ""), ticket=ticket) == ["asked-back Budi"]
    assert said("Dewi", ("selesai", ""), ("ambil", ""), ticket=ticket, operator=False) == ["only-operator"] * 2
    assert said("Dewi", ("lepas", ""), ticket=ticket, operator=False) == ["released"]
    assert said("Sari", ("tutup", ""), ("catatan", "x"), ticket=ticket) == ["only-pic", "noted"]


def test_a_ticket_that_is_over_takes_few_commands() -> None:
    """A note, a reopening, a question."""
    over = closed().ticket
    lines = (("serahkan", "Sari"), ("catatan", "x"), ("status", ""), ("buka", ""))
    assert said("Budi", *lines, ticket=over) == ["is-closed", "noted", "asked", "reopened"]


@pytest.mark.parametrize(
    ("line", "result"),
    [
        (("ambil", ""), "yours-already"),
        (("serahkan", "budi"), "owned-already Budi"),
        (("serahkan", "Sari"), "assigned Sari"),
        (("lepas", "17."), "two-meanings"),
        (("buang", "17"), "two-meanings"),
        (("buang", "17 kali spam"), "discarded"),
        (("buka", ""), "is-open"),
        (("catatan", ""), "empty"),
        (("catatan", "sudah"), "noted"),
    ],
)
def test_the_owner_is_told_what_became_of_it(line: tuple[str, str], result: str) -> None:
    """Done, refused and why."""
    assert said("Budi", line, ticket=opened().ticket) == [result]


def test_one_mail_gets_one_letter() -> None:
    """Of two lines that ask for a letter the first is answered."""
    call = Call("Budi", at(3), "", "", closes=False)
    done = carried_out(opened().ticket, (("bantuan", ""), ("daftar", "saya")), call, rules())
    assert (done.letter, [row[1] for row in done.results]) == ("help", ["asked", "one-letter"])


def test_help_is_in_the_readers_language() -> None:
    """A PIC also sees what the PIC alone may do; one command may be asked for, a misspelt one too."""
    names = [row["name"] for row in listed("", "id", pic=False)["commands"]]
    assert "/ambil" in names and "/claim" not in names and "/tutup" not in names
    assert "/tutup" in [row["name"] for row in listed("", "id", pic=True)["commands"]]
    assert [row["name"] for row in listed("/relase", "en", pic=False)["commands"]] == ["/release"]
    assert listed("faktur", "en", pic=False)["unknown"] == "faktur"


# -- taking back


def logged(story: Story) -> list[Logged]:
    """The story's log; each hour is an occasion."""
    return [Logged(seq, when, int(when.timestamp()), event) for seq, (event, when) in enumerate(story.log, 1)]


def test_an_undo_restores_only_what_the_command_changed() -> None:
    """What came in between stays; what somebody has changed again is not restored."""
    story = opened()
    story.mail(BUDI, "", 2, commands=(("prioritas", "tinggi"), ("lepas", "")))
    last = last_command(logged(story), "Budi")
    assert last is not None and last.kinds == ("Prioritized", "Released")
    assert set(changed(last)) >= {"priority", "owner", "status", "clocks"}
    assert untouched(story.ticket, last)
    assert last_command(logged(story), "Sari") is None
    story.mail(SARI, "", 3)
    assert not untouched(story.ticket, last)


def test_an_undo_is_stored_and_read_again() -> None:
    """The parts of the ticket as it was are JSON in the log."""
    story = opened()
    story.mail(BUDI, "", 2, commands=(("selesai", ""),))
    last = last_command(logged(story), "Budi")
    assert last is not None
    event = ev.CommandUndone("Budi", last.seq, changed(last), last.before, "Budi")
    plain = json.loads(json.dumps(eventlog.to_json(event)))
    assert eventlog.from_json("command-undone", plain) == event
    assert evolve(story.ticket, event, at(3)).status is Status.OPEN


def test_a_command_is_taken_back_once() -> None:
    """After that it is the turn of the one before; a typed one counts too, a claim that answered at once does not."""
    story = new()
    story.mail(BUDI, "Sudah kami isi ulang, Bu.", 1, commands=(("ambil", ""),))
    assert last_command(logged(story), "Budi") is None
    story.command("priority", 2, actor="Budi", priority="low")
    last = last_command(logged(story), "Budi")
    assert last is not None and last.kinds == ("Prioritized",)
    story.happens(replace_undo(last), at(3))
    assert last_command(logged(story), "Budi") is None
    assert story.ticket.priority == "normal"


def replace_undo(last: Undoable) -> MailArrived:
    """Budi mails /batal."""
    message = Message(sender=Address(BUDI), to=(Address(DESK),))
    author = Author(Role.OPERATOR, "Budi", True)
    return MailArrived(message, at(3), author, commands=(("batal", ""),), undoable=last)


# -- a snooze


def test_a_snooze_leaves_the_owner_out_and_wakes_him_once() -> None:
    """The PIC's reminder rings at its own time, the breach counts; the owner hears the last he slept through."""
    story = opened()
    story.command("snooze", 2, actor="Budi", until=at(60).isoformat())
    assert story.time(26).sent == []
    assert story.ticket.breaches == 1
    assert story.time(50).sent == [("escalation-answer", DEWI)]
    assert next_alarm(story.ticket, story.rules) == at(60)
    assert story.time(60).sent == [("escalation-answer", BUDI)]
    assert story.ticket.snoozed is None
    assert next_alarm(story.ticket, story.rules) is None


def test_who_is_woken_late_hears_the_later_reminder_alone() -> None:
    """Where one is due already when the snooze ends, it is the last."""
    story = opened()
    story.command("snooze", 2, actor="Budi", until=at(30).isoformat())
    assert story.time(55).sent == [("escalation-answer", BUDI), ("escalation-answer", DEWI)]


def test_a_snooze_ends_with_the_ownership() -> None:
    """It was the owner's."""
    story = opened()
    story.command("snooze", 2, actor="Budi", until=at(60).isoformat())
    story.command("assign", 3, operator="Sari")
    assert story.ticket.snoozed is None
    assert story.command("snooze", 4, actor="Sari", until=at(5).isoformat()).kinds == ["snoozed"]
    assert story.time(26).sent == [("reminder-answer", SARI)]
    assert new().command("snooze", 4, actor="Sari", until=at(5).isoformat()).event("command-refused").why == "is-new"


@pytest.mark.parametrize(
    ("name", "args", "why"),
    [
        ("category", {"category": "lain"}, "unknown-category"),
        ("category", {"category": "Pulsa"}, None),
        ("priority", {"priority": "normal"}, "same-priority"),
        ("excuse", {"text": "x"}, "no-breach"),
    ],
)
def test_typed_they_are_refused_alike(name: str, args: dict[str, str], why: str | None) -> None:
    """A category of rules.yaml, in any case."""
    policy = rules(rules=(PolicyRule((), (("category", "pulsa"),)),))
    step = opened(policy).command(name, 3, **args)
    assert [event.why for event in step.events if isinstance(event, ev.CommandRefused)] == [why] * bool(why)


# -- what is seldom


def test_a_result_that_is_told_elsewhere_causes_no_letter() -> None:
    """Nor does one of a colleague who has left."""
    story = opened()
    told = ev.CommandAnswered("Budi", (("/ambil", "taken"),), told=False)
    assert letters(story.ticket, told, story.rules) == []
    assert letters(story.ticket, ev.CommandAnswered("Tono", ()), story.rules) == []


def test_an_excuse_needs_words() -> None:
    """A PIC's line without any is refused."""
    assert said("Dewi", ("alasan", ""), ticket=opened().ticket, operator=False) == ["empty"]


def test_a_letter_needs_a_customer() -> None:
    """Where nobody knows who asked, none can be sent."""
    ticket = replace(opened().ticket, requester=None)
    call = Call("Budi", at(3), "", "", closes=False, canned=CannedAnswer("jam-buka", "Buka jam 8."))
    assert [row[1] for row in carried_out(ticket, (("balas", "jam-buka"),), call, rules()).results] == ["no-customer"]


def test_a_customers_mail_that_holds_an_answer_back_is_his_reply() -> None:
    """The answer was its author's; held it is called where it is his own mail."""
    at = datetime(2026, 11, 2, 2, tzinfo=UTC)
    wrote = ev.CustomerWrote(at, Address("ani@mail.example"), "Sudah masuk?", (), ())
    held = ev.AnswerHeld("Budi", at, "Sudah kami kirim.", "held-customer-wrote-meanwhile")
    assert outcome_of([ev.AnswerTakenBack("Budi", 4, at, ""), held, wrote]) == "customer-reply"
    assert outcome_of([held]) == "held"


def test_who_hands_a_merged_ticket_on_hears_where_it_went() -> None:
    """The refusal names the other ticket, and not the colleague it was meant for."""
    merged = replace(opened().ticket, status=Status.MERGED, merged_number="9")
    call = Call("Budi", at(2), "", "", closes=False)
    assert carried_out(merged, (("serahkan", "Sari"),), call, rules()).results == (
        ("/serahkan Sari", "is-merged", "9"),
    )


def test_a_claim_by_command_of_what_is_another_groups_first_is_answered_as_one() -> None:
    """Its line comes back with the reason; the ticket stays without owner."""
    staff = rules(operators=(Person("Budi", BUDI), Person("Sari", SARI, groups=("isi-ulang",))))
    story = new(staff)
    story.ticket = replace(story.ticket, group="isi-ulang")
    story.mail(BUDI, "", 1, answers="announcement", commands=(("ambil", ""),))
    answered = next(event for event, _ in story.log if isinstance(event, ev.CommandAnswered))
    assert answered.results == (("/ambil", "group-first"),)
    returned = story.mail(BUDI, "saya ambil", 2)
    assert [event.why for event in returned.events if isinstance(event, ev.AnswerReturned)] == ["group-first"]
    assert story.ticket.owner is None


def test_a_detail_that_only_looks_like_a_moment_is_told_as_it_stands() -> None:
    """ "Tono" has a T and is a colleague."""
    told = ev.CommandAnswered("Budi", (("/serahkan To", "who", "Tono, Toni"),))
    (letter,) = letters(opened().ticket, told, rules())
    assert "Tono" in str(letter.facts)


def test_hints_for_an_operator_who_has_left_are_told_to_nobody() -> None:
    """rules.yaml no longer has him when the answer leaves."""
    story = opened()
    step = story.mail(BUDI, "Sudah kami isi ulang, mohon dicek.", 2, answers="claim-receipt")
    answered = next(event for event in step.events if isinstance(event, ev.Answered))
    hinted = replace(answered, hints=(("no-greeting", ""),))
    alone = rules(operators=rules().operators[1:])
    before, after = letters(story.ticket, hinted, rules()), letters(story.ticket, hinted, alone)
    assert len(after) < len(before)
    assert all(BUDI not in str(letter.to) for letter in after)
