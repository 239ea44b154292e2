"""Steps 4 and 9: reminders, breaches, hand-overs; several overdue rungs; nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailflow.core import events as ev
from mailflow.core.hours import parse
from mailflow.core.ladders import breach_due, next_alarm, running
from mailflow.core.letters import letters
from tests.core.desk import (
    ADMIN,
    ANA,
    BUDI,
    DESK,
    DEWI,
    IN_STATE,
    OPERATORS,
    SARI,
    Step,
    Story,
    at,
    closing,
    new,
    opened,
    rules,
    rung,
    waiting,
)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Jakarta."""
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


def rungs(step: Step) -> list[tuple[str, str, bool]]:
    return [(event.ladder, event.after, event.send) for event in step.events if hasattr(event, "ladder")]


LADDERS = {
    # state, hour → who is written to when the alarm rings for the first time then
    ("new", 23.9): [],
    ("new", 24): [("reminder-claim", BUDI), ("reminder-claim", SARI)],
    ("new", 48): [("escalation-claim", DEWI)],
    ("open", 24.9): [],
    ("open", 25): [("reminder-answer", BUDI)],
    ("open", 49): [("escalation-answer", BUDI), ("escalation-answer", DEWI)],
    ("waiting", 49.9): [],
    ("waiting", 50): [("ask-feedback", ANA)],
    ("waiting", 74): [("ask-feedback", ANA)],
    ("waiting", 98): [("suggest-close", BUDI)],
    ("closing", 26.9): [],
    ("closing", 27): [("reminder-closing", DEWI)],
    ("closed", 9999): [],
}


@pytest.mark.parametrize(("state", "hours"), LADDERS)
def test_shipped_ladders(state: str, hours: float) -> None:
    """Each state's clock reminds whom rules.yaml says; of several overdue rungs only the last sends its letter."""
    assert IN_STATE[state]().time(hours).sent == LADDERS[state, hours]


def test_several_overdue_rungs_are_all_recorded() -> None:
    """After an outage every passed rung is recorded, and only the last one writes."""
    assert rungs(new().time(60)) == [("claim", "24h", False), ("claim", "48h", True)]


@pytest.mark.parametrize("after", ["1d", "20h", "24h", "30h", "48h"])
def test_an_edited_ladder_reminds_nobody_again(after: str) -> None:
    """The claim ladder's rungs rang at 24 h and at 48 h; however they are written now, they stay rung, and what is due
    later still rings."""
    story = new()
    story.time(24)
    story.time(48)
    edited = rules({"claim": (rung(after, "reminder-claim", "operators"), rung("72h", "escalation-claim", "pic"))})
    story.rules = edited
    assert story.time(49).sent == []
    assert next_alarm(story.ticket, edited) == at(72)
    assert story.time(72).sent == [("escalation-claim", DEWI)]


def test_each_rung_rings_on_its_own_when_in_time() -> None:
    """Looked at in time, each rung sends its letter once."""
    story = opened()
    assert [rungs(story.time(hour)) for hour in (25, 26, 49, 50)] == [
        [("answer", "24h", True)],
        [],
        [("answer", "48h", True)],
        [],
    ]


def test_rungs_due_at_one_moment_all_send() -> None:
    """Two rungs that fall on one moment, however written, are one moment: both send."""
    both = (rung("24h", "reminder-claim", "Sari"), rung("1d", "escalation-claim", "pic"))
    story = new(rules(reminders={"claim": both}))
    assert story.time(24).sent == [("reminder-claim", SARI), ("escalation-claim", DEWI)]


def test_ladder_out_of_order() -> None:
    """The last rung is the one due last, not the one written last."""
    backwards = (rung("48h", "escalation-claim", "pic"), rung("24h", "reminder-claim", "operators"))
    story = new(rules(reminders={"claim": backwards}))
    assert story.time(60).sent == [("escalation-claim", DEWI)]


def test_ladder_switched_off() -> None:
    """A ladder that is [] never rings and sets no alarm."""
    story = new(rules(reminders={"claim": ()}))
    assert (story.time(999).events, next_alarm(story.ticket, story.rules)) == ([], None)


@pytest.mark.parametrize(
    ("word", "reached"),
    [
        ("owner", [BUDI]),
        ("operators", [BUDI, SARI]),
        ("pic", [DEWI]),
        ("customer", [ANA]),
        ("admin", [ADMIN]),
        ("Sari", [SARI]),
        ("boss@elsewhere.example", ["boss@elsewhere.example"]),
    ],
)
def test_words_of_to(word: str, reached: list[str]) -> None:
    """A rung's `to:` names people by role, by name, or by address."""
    story = opened(rules(reminders={"answer": (rung("1h", "reminder-answer", word),)}))
    assert [who for _, who in story.time(2).sent] == reached


def test_one_person_in_two_roles_is_reminded_once() -> None:
    """An owner who is PIC as well gets one escalation."""
    story = opened(rules(pic=OPERATORS[:1]))
    assert story.time(49).sent == [("escalation-answer", BUDI)]


def test_reminder_states_the_arithmetic() -> None:
    """A reminder says how its moment was computed, in its reader's language."""
    facts = opened().time(25).letter("reminder-answer").facts
    assert "Senin 2 November 2026 11.00 WIB + 24 jam = Selasa 3 November 2026 11.00 WIB" in facts["arithmetic"][0]


# -- what moves a clock, and what does not


def test_hand_over_does_not_move_the_clock() -> None:
    """The new owner has what is left of the old owner's 24 hours."""
    story = opened()
    story.command("assign", 20, operator="Sari")
    assert story.time(25).sent == [("reminder-answer", SARI)]


def test_rung_rings_once_for_both_owners() -> None:
    """A rung that rang for the old owner does not ring again for the new one."""
    story = opened()
    story.time(25)
    story.command("assign", 30, operator="Sari")
    assert story.time(31).events == []


def test_release_keeps_the_answer_clock() -> None:
    """Who claims a released ticket inherits the customer's waiting time."""
    story = opened()
    story.command("release", 10)
    story.mail(SARI, "", 12)
    assert (story.ticket.owner, story.ticket.answer_since) == ("Sari", at(1))


def test_release_starts_the_claim_clock() -> None:
    """A released ticket is new and its claim clock starts then."""
    story = opened()
    story.command("release", 10)
    assert (story.ticket.status, story.ticket.clocks.get("claim")) == ("new", at(10))


def test_more_mails_do_not_move_the_reminder() -> None:
    """However often the customer writes, the reminder comes 24 hours after the claim."""
    story = opened()
    story.mail(ANA, "Halo?", 20)
    assert next_alarm(story.ticket, story.rules) == at(25)


def test_answer_moves_the_alarm_by_itself() -> None:
    """An answer stops the reminders to the owner."""
    assert waiting().time(49).events == []


def test_customer_reply_stops_the_feedback_ladder() -> None:
    """A customer who writes back is no longer asked whether the answer helped."""
    story = waiting()
    story.mail(ANA, "Belum masuk", 5)
    assert {ladder for ladder, _, _ in rungs(story.time(60))} == {"answer"}


def test_new_answer_starts_silence_anew() -> None:
    """Silence counts from the newest answer."""
    story = waiting()
    story.time(50)
    story.mail(BUDI, "Apakah sudah masuk?", 51)
    assert (story.ticket.clocks.get("feedback"), story.ticket.rung) == (at(51), ())


def test_statement_without_answer_keeps_the_question_unanswered() -> None:
    """A closing command answers nobody: when the customer writes again the clock still runs from the claim."""
    story = opened()
    story.mail(BUDI, "", 5, commands=(("selesai", ""),))
    story.mail(ANA, "Halo, belum dijawab", 10)
    assert story.ticket.answer_since == at(1)


def test_statement_with_answer_leaves_no_clock() -> None:
    """After an answer the clock of the next question starts with that question."""
    story = closing()
    story.mail(ANA, "Eh, belum", 10)
    assert story.ticket.answer_since == at(10)


def test_no_reminder_to_answer_while_the_pic_decides() -> None:
    """In closing it is the PIC's turn: the owner is not reminded."""
    story = opened()
    story.mail(BUDI, "", 5, commands=(("selesai", ""),))
    assert story.time(28).sent == []


def test_voided_statement_rings_nothing_again() -> None:
    """What rang before a statement without answer does not ring again when the statement falls."""
    story = opened()
    story.time(25)
    story.mail(BUDI, "", 26, commands=(("selesai", ""),))
    story.mail(ANA, "Halo, belum dijawab", 27)
    assert (story.time(28).events, story.ticket.breaches) == ([], 1)


def test_ticket_without_owner_cannot_breach() -> None:
    """A breach needs somebody to count it against; without an owner it sets no alarm that rings for ever."""
    story = opened(rules(reminders={"answer": ()}, breach_after=parse("1h")))
    assert next_alarm(replace(story.ticket, owner=None), story.rules) is None


# -- breaches


def test_breach_at_the_first_rung() -> None:
    """The first rung of the answer ladder is a breach, recorded against the owner."""
    breach = opened().time(25).event("breached")
    assert (breach.operator, breach.since, breach.due) == ("Budi", at(1), at(25))


def test_breach_once_per_clock() -> None:
    """One unanswered question is one breach, however long it lasts."""
    story = opened()
    for hour in (25, 49, 99):
        story.time(hour)
    assert story.ticket.breaches == 1


def test_next_clock_may_breach_again() -> None:
    """Each clock counts for itself."""
    story = opened()
    story.time(25)
    story.mail(BUDI, "Sudah.", 26)
    story.mail(ANA, "Belum", 27)
    story.time(51)
    assert story.ticket.breaches == 2


def test_breach_counts_against_the_owner_of_that_moment() -> None:
    """A breach before the hand-over is the old owner's, and the new one is not charged again."""
    story = opened()
    story.time(25)
    story.command("assign", 26, operator="Sari")
    story.time(49)
    assert [event.operator for event, _ in story.log if isinstance(event, ev.Breached)] == ["Budi"]


def test_breach_after_is_its_own_moment() -> None:
    """`breach_after` counts a breach when it says, apart from the rungs."""
    story = opened(rules(breach_after=parse("30h")))
    assert [story.time(hour).kinds for hour in (25, 31)] == [["rang"], ["breached"]]


def test_breach_without_a_ladder() -> None:
    """With `breach_after` a breach is counted even when no reminder is sent."""
    story = opened(rules(reminders={"answer": ()}, breach_after=parse("30h")))
    assert (next_alarm(story.ticket, story.rules), story.time(31).kinds) == (at(31), ["breached"])


def test_no_breach_without_limits() -> None:
    """No answer ladder and no `breach_after`: nothing to breach."""
    story = opened(rules(reminders={"answer": ()}))
    assert breach_due(story.ticket, story.rules) is None


def test_breach_causes_no_letter() -> None:
    """A breach is counted; people judge. Its reminder is the only letter."""
    assert opened().time(25).sent == [("reminder-answer", BUDI)]


# -- working days


@pytest.mark.parametrize(
    ("answered", "asked"),
    [
        (local(2, 10), local(4, 10)),
        (local(6, 10), local(10, 10)),  # Friday → Tuesday
        (local(6, 20), local(11, 8)),  # Friday night → Wednesday morning
        (local(7, 12), local(11, 8)),  # Saturday
    ],
)
def test_feedback_counts_working_days(answered: datetime, asked: datetime) -> None:
    """By default "2×24 jam kerja" is two working days: weekends are not the customer's silence."""
    story = opened()
    hours = (answered - at(0)).total_seconds() / 3600
    story.mail(BUDI, "Sudah.", hours)
    assert next_alarm(story.ticket, story.rules) == asked


def test_feedback_close_automatic() -> None:
    """`feedback_close: automatic` sends the no-feedback text in the owner's name and tells the PIC."""
    story = waiting(rules(feedback_close="automatic"))
    step = story.time(98)
    assert (story.ticket.status, step.sent) == ("closing", [("closing-no-feedback", ANA), ("closing-notice", DEWI)])


def test_automatic_close_bears_the_owners_name() -> None:
    """The text mailflow sends for the owner bears his name and is marked automatic."""
    letter = waiting(rules(feedback_close="automatic")).time(98).letter("closing-no-feedback")
    assert (letter.author, letter.auto) == ("Budi", "auto-generated")


def test_after_the_automatic_text_the_close_is_short() -> None:
    """The customer has the no-feedback text already: the PIC's letter is the short one."""
    story = waiting(rules(feedback_close="automatic"))
    story.time(98)
    assert story.command("close", 100).sent == [("closed", ANA)]


def test_suggestion_is_made_once_answered() -> None:
    """The owner who follows the suggestion states no-feedback; the ticket waits for the PIC."""
    story = waiting()
    story.time(98)
    story.mail(BUDI, "Karena tidak ada kabar …", 99, to=(ANA, DESK), closing="no-feedback")
    assert (story.ticket.status, story.ticket.statement) == ("closing", "no-feedback")


# -- which clock runs


@pytest.mark.parametrize(
    ("state", "ladder"),
    [("new", "claim"), ("open", "answer"), ("waiting", "feedback"), ("closing", "closing"), ("closed", None)],
)
def test_one_clock_runs(state: str, ladder: str | None) -> None:
    """Each state has its one clock; a closed ticket has none."""
    story = IN_STATE[state]()
    clock = running(story.ticket, story.rules)
    assert (clock.ladder if clock else None) == ladder


def test_blank_ticket_has_no_alarm() -> None:
    """A conversation that has not begun rings for nobody."""
    assert next_alarm(Story().ticket, rules()) is None


def test_changed_ladder_needs_no_rules_to_be_told() -> None:
    """A rung that rules.yaml no longer has can still be told of: its delay is in the event."""
    rang = ev.Rang("answer", "3h", at(1), at(4), "reminder-answer", ("owner",), True)
    assert "3 jam" in letters(opened().ticket, rang, rules())[0].facts["arithmetic"][0]
