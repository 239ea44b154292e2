"""The vocabulary of `when:` and `then:`, and the interpreter that picks the first matching rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mailflow.core import actions, conditions, patterns
from mailflow.core.actions import Effects, effects, near_misses
from mailflow.core.conditions import Incoming
from mailflow.core.message import Address, Attachment, Message
from mailflow.core.rules import DataField, PolicyRule, Rules, WorkingHours
from tests.core.desk import rules

MAIL = Message(
    subject="Pulsa saya",
    sender=Address("Ani@kampus.example", "Ani Wijaya"),
    to=(Address("desk@desk.example", "Meja Bantuan"),),
    cc=(Address("dosen@kampus.example"),),
    delivered_to=("pulsa@desk.example",),
    text="Halo,\npulsa 10.000 ke 0812-3456 tidak\n  masuk sejak kemarin.\n> kutipan lama",
    attachments=(
        Attachment(0, "struk.PDF", "application/pdf", 10),
        Attachment(1, "logo.png", "image/png", 5, inline=True, logo=True),
    ),
    list_ids=("mahasiswa.kampus.example",),
)


AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)  # Monday 10:00 in Jakarta


def holds(word: str, *values: str, mail: Message = MAIL) -> bool:
    return conditions.matches(PolicyRule(when=((word, values),), then=()), incoming(mail))


def incoming(mail: Message, policy: Rules | None = None, at: datetime = AT) -> Incoming:
    return Incoming(mail, at, policy or rules_of())


@pytest.mark.parametrize(
    ("word", "values", "expected"),
    [
        ("subject", ("PULSA",), True),
        ("subject", ("kemarin",), False),
        ("subject", ("listrik", "pulsa"), True),  # any of many
        ("body", ("kemarin",), True),
        ("body", ("tidak masuk",), True),  # over a line break and an indent
        ("body", ("kutipan",), True),  # quotations included
        ("body", ("Pulsa saya",), False),
        ("subject_or_body", ("pulsa saya",), True),
        ("subject_or_body", ("kemarin",), True),
        ("subject_or_body", ("listrik",), False),
        ("from", ("@kampus.example",), True),
        ("from", ("wijaya",), True),
        ("from", ("dosen",), False),
        ("to", ("pulsa@",), True),
        ("to", ("dosen@",), True),
        ("to", ("Meja",), True),
        ("to", ("ani@",), False),
        ("attachment", (".pdf",), True),
        ("attachment", ("logo",), False),  # a signature's logo is no file
        ("has_attachment", ("true",), True),
        ("has_attachment", ("false",), False),
        ("list", ("mahasiswa",), True),
        ("subject", (r"/^pulsa\b/",), True),
        ("body", (r"/0812-\d{4} tidak$/",), True),  # one line at a time
        ("body", (r"/tidak\s+masuk/",), False),
        ("subject", ("/",), False),  # a lone slash is text
    ],
)
def test_words_of_when(word: str, values: tuple[str, ...], expected: bool) -> None:
    """Each word looks where its docstring says, whatever the case."""
    assert holds(word, *values) is expected


def test_without_attachment() -> None:
    """A mail with only a logo has none."""
    bare = Message(attachments=MAIL.attachments[1:])
    assert holds("has_attachment", "false", mail=bare)
    assert not holds("has_attachment", "true", mail=bare)


def test_nothing_matches_an_empty_mail_but_a_rule_without_when() -> None:
    """A Message of defaults raises nothing."""
    texts = [word for word in conditions.WORDS if word not in (*conditions.SWITCHES, "hour", "weekday")]
    assert not any(holds(word, "x", "/./", mail=Message()) for word in texts)
    assert conditions.matches(PolicyRule(when=(), then=()), incoming(Message()))


@pytest.mark.parametrize(
    ("word", "values", "hours", "expected"),
    [
        ("hour", ("8-12",), 0, True),  # 10:00
        ("hour", ("10",), 0, True),
        ("hour", ("10",), 1, False),
        ("hour", ("10:30",), 0, False),  # 10:30 until 11:00
        ("hour", ("08.00-10.00",), 0, False),  # the end does not count
        ("hour", ("17:00-08:00",), 12, True),  # 22:00
        ("hour", ("17:00-08:00",), 17, True),  # 03:00
        ("hour", ("17:00-08:00",), 0, False),
        ("hour", ("7", "22-24"), 12, True),
        ("weekday", ("mon",), 0, True),
        ("weekday", ("Senin",), 0, True),
        ("weekday", ("mon",), 14, False),  # Tuesday 00:00 in Jakarta, Monday still in UTC
        ("weekday", ("sat-sun",), 0, False),
        ("weekday", ("fri-mon",), 0, True),
        ("weekday", ("sabtu-minggu", "holiday"), 24, True),
        ("weekday", ("libur",), 0, False),
    ],
)
def test_when_it_came(word: str, values: tuple[str, ...], hours: int, expected: bool) -> None:
    """Hours and days are the desk's own; AT is a Monday, the day after it a holiday."""
    festive = rules(working_hours=WorkingHours((((480, 1020),),) * 7, {date(2026, 11, 3): "Hari libur"}))
    rule = PolicyRule(when=((word, values),), then=())
    assert conditions.matches(rule, Incoming(MAIL, AT + timedelta(hours=hours), festive)) is expected


@pytest.mark.parametrize(
    ("values", "text", "expected"),
    [
        (("tujuan",), "pulsa ke 0812-3456-7890 belum masuk", True),
        (("tujuan",), "pulsa belum masuk", False),
        (("-tujuan",), "pulsa belum masuk", True),
        (("-tujuan",), "ke 0812-3456-7890", False),
        (("tujuan", "nominal"), "pulsa 50rb", True),
        (("-tujuan", "-nominal"), "pulsa 50rb", True),
    ],
)
def test_what_it_says_of_the_data(values: tuple[str, ...], text: str, expected: bool) -> None:
    """A name under `data:` holds when the mail says it; with a minus, when it does not."""
    fields = (DataField("tujuan", {}, "phone"), DataField("nominal", {}, "amount"))
    policy = rules_of(PolicyRule(when=(("data", values),), then=()), data=fields)
    assert bool(effects(incoming(Message(reply_text=text), policy)).number) is expected


def test_spam_is_what_a_filter_says() -> None:
    """A rule can ask for either."""
    assert holds("spam", "true", mail=Message(spam=True))
    assert holds("spam", "false")
    assert not holds("spam", "true")
    assert not holds("spam", "false", mail=Message(spam=True))


def test_rules_that_came_close_are_told_with_what_was_missing() -> None:
    """Before the one that decided; a rule of which nothing held was not close."""
    near = PolicyRule((("subject", ("pulsa",)), ("has_attachment", ("false",))), (("category", "a"),))
    far = PolicyRule((("subject", ("listrik",)),), (("category", "b"),))
    decided = PolicyRule((("subject", ("pulsa",)),), (("category", "c"),))
    mail = incoming(MAIL, rules_of(far, near, decided, near))
    (found,) = near_misses(mail, effects(mail).number)
    assert (found.rule, found.words) == (near, "subject held, has_attachment did not")
    assert len(list(near_misses(incoming(MAIL, rules_of(far, near, near)), 0))) == 2


def test_several_words_must_all_hold() -> None:
    """Words are joined by *and*, values by *or*."""
    both = PolicyRule(when=(("subject", ("pulsa",)), ("from", ("kampus",))), then=())
    one = PolicyRule(when=(("subject", ("pulsa",)), ("from", ("desa",))), then=())
    assert conditions.matches(both, incoming(MAIL))
    assert not conditions.matches(one, incoming(MAIL))


def test_accents_typed_in_two_ways_are_equal() -> None:
    """A Mac writes é as e plus accent; ligatures and full-width letters are levelled as well."""
    assert holds("subject", "café", mail=Message(subject="CAFE\u0301 ﬁlm"))
    assert holds("subject", "film", mail=Message(subject="CAFE\u0301 ﬁlm"))


def test_every_word_is_documented() -> None:
    """The docstring is the reference: a sentence and an example."""
    for words in (conditions.WORDS, actions.WORDS):
        for word, function in words.items():
            assert f"`{word}: " in (function.__doc__ or ""), word


@pytest.mark.parametrize(
    ("bad", "instead"),
    [
        ("pulsa(?= masuk)", "match what stands beside it"),
        ("(?<!belum )masuk", "match what stands beside it"),
        (r"(ya) \1", r"write out what may stand there: \(aa"),
        ("(?P<n>ya) (?P=n)", "write out what may stand there"),
        ("a{1001}", r"write \{1000,\}"),
        ("a{2,1001}", r"write \{1000,\}"),
        ("a++b", "leave the second"),
        ("(?>a)b", "leave the second"),
        (r"akhir\Z", r"write \\z"),
        (r"\u00e9", "the character itself"),
        ("(ab{40}){40}", r"count to 1000 together; write \+"),
        ("(?(1)a|b)", "write out what may stand there"),
        ("(?R)", "write out what may stand there"),
        (r"kode: \Kx", "mark the part that is meant"),
        (r"a\hb", r"a blank is \\s"),
        ("a{,5}b", r"\{,5\} would be text to find; write \{0,5\}"),
        ("(?P<n>a)|(?P<n>b)", r"two parts are named n; write one: \(\?P<n>"),
        ("(?x) a b", "leave blanks"),
        ("(", r"missing \): \($"),
        ("a{5,2}", "repetition"),
        ("\ud800", "lone surrogate"),
    ],
)
def test_what_no_quick_search_can_have_is_refused_with_what_to_write_instead(
    bad: str, instead: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Look-around, references back, long counts; the engine says nothing of its own on stderr."""
    with pytest.raises(ValueError, match=f"not a regular expression: .*{instead}"):
        conditions.check("subject", f"/{bad}/")
    assert capfd.readouterr() == ("", "")


_GOOD = [
    "(ab|cd)+",
    "(ab{1,9})*",
    r"\(a+\)+",
    "[(+*]+",
    r"(?P<n>\d+)-\w+",
    "a{1000}",
    r"\{,5}",
    "[{,5}]",
    "[]{,5}]",
    r"\\{0,5}",
]


@pytest.mark.parametrize("good", _GOOD)
def test_repetitions_of_repetitions_are_taken(good: str) -> None:
    """Whatever is repeated, and however: the engine's time grows with the text alone."""
    conditions.check("subject", f"/{good}/")


def test_expressions_of_admins_are_given_to_the_linear_engine() -> None:
    """Python's own tries every way there is, which strangers' texts can make endless; RE2 does not."""
    assert type(patterns.compiled("pulsa")).__module__.startswith("re2")


def test_wrong_values_are_told() -> None:
    """Config asks `check` for each value."""
    for word, value, words in (
        ("subject", "/(/", "not a regular expression"),
        ("subject", "  ", "match every mail"),
        ("has_attachment", "perhaps", "true or false"),
        ("spam", "perhaps", "true or false"),
        ("hour", "pagi", "is no hour of the day"),
        ("hour", "25", "is no hour of the day"),
        ("hour", "8-8", "is no hour of the day"),
        ("hour", "8:75", "is no hour of the day"),
        ("weekday", "hari ini", "is no day"),
        ("weekday", "mon-tue-wed", "is no day"),
    ):
        with pytest.raises(ValueError, match=words):
            conditions.check(word, value)
    for word, value, words in (
        ("language", "bahasa", "is no code of a language"),
        ("acknowledge", "perhaps", "true or false"),
        ("discard", " ", "is empty"),
        ("priority", "urgent", "is no priority"),
        ("kind", "keluhan", "is no kind of mail"),
    ):
        with pytest.raises(ValueError, match=words):
            actions.check(word, value)


def test_half_a_character_in_a_mail_stops_no_search() -> None:
    """Some clients send halves of pairs; the words beside them are found all the same."""
    assert patterns.search(patterns.compiled("masuk$"), "belum \ud83d masuk\n\udc00")
    assert patterns.search_whole(patterns.compiled(r"Email: (?P<a>\S+)"), "\ud800\nEmail: x").group("a") == "x"  # type: ignore[union-attr]


def test_every_blank_is_one_to_an_expression() -> None:
    """RE2's \\s is ASCII alone; forms and Outlook write blanks that do not break lines. Nothing moves by it."""
    line = "Total:\xa0\u202f50.000 \u3000ya"
    found = patterns.search(patterns.compiled(r"Total:\s*(?P<value>[\d.]+\s+)ya"), line)
    assert found is not None and found.group("value") == "50.000  "
    assert len(patterns.plain(line)) == len(line)


def test_search_finds_words_deep_in_a_long_line() -> None:
    """Many clients write a paragraph as one line; ^ still means its beginning."""
    line = "lorem ipsum " * 500 + "nomor 0812" + " dolor" * 500
    assert patterns.search(patterns.compiled(r"nomor \d{4}\b"), line)
    assert patterns.search(patterns.compiled(r"^nomor"), line) is None
    assert patterns.search(patterns.compiled(r"^$"), "a\n\nb")


def rules_of(*policy: PolicyRule, **changes: Any) -> Rules:
    return rules(rules=policy, **changes)


def test_the_first_matching_rule_decides_alone() -> None:
    """Later rules add nothing; which one it was is known."""
    listrik = PolicyRule((("subject", ("listrik",)),), (("category", "listrik"),), "rules.yaml:3")
    pulsa = PolicyRule((("subject", ("pulsa",)),), (("category", "pulsa"), ("acknowledge", "false")), "rules.yaml:5")
    everything = PolicyRule((), (("category", "lain"), ("assign", "Sari")), "rules.yaml:7")
    found = effects(incoming(MAIL, rules_of(listrik, pulsa, everything)))
    assert found == Effects(category="pulsa", acknowledge=False, rule=pulsa, number=2)
    assert found.place == "rules.yaml:5"
    other = effects(incoming(Message(), rules_of(listrik, pulsa, everything)))
    assert (other.category, other.assign, other.acknowledge, other.number) == ("lain", "Sari", None, 3)


def test_no_rule_matches() -> None:
    """Then the rules say nothing."""
    assert effects(incoming(MAIL)) == Effects()
    assert Effects().place == ""


def test_what_to_do_first_is_kept_as_written() -> None:
    """priority in either language, group, ladder and quarantine."""
    then = (("priority", "Tinggi"), ("group", "akademik"), ("ladder", "gawat"), ("quarantine", "berantai"))
    assert not effects(incoming(MAIL, rules_of(PolicyRule((), then)))).writes
    found = effects(incoming(MAIL, rules_of(PolicyRule((), then))))
    assert (found.priority, found.group, found.ladder, found.quarantine) == ("high", "akademik", "gawat", "berantai")


def test_what_the_acknowledgement_says_besides() -> None:
    """ask and self_help take several values, reply one."""
    then = (("ask", "tujuan"), ("ask", "nominal"), ("self_help", "answer-pulsa-data"), ("reply", "jadwal"))
    found = effects(incoming(MAIL, rules_of(PolicyRule((), then))))
    assert (found.ask, found.self_help, found.reply) == (("tujuan", "nominal"), ("answer-pulsa-data",), "jadwal")
    assert found.writes


def test_every_action_sets_its_field() -> None:
    """category, assign, language, acknowledge and discard arrive as written."""
    then = (("category", "a"), ("assign", "Sari"), ("language", "en"), ("acknowledge", "true"), ("discard", "spam"))
    found = effects(incoming(MAIL, rules_of(PolicyRule((), then))))
    assert (found.category, found.assign, found.language, found.acknowledge, found.discard) == (
        "a",
        "Sari",
        "en",
        True,
        "spam",
    )
