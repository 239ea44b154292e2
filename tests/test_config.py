"""rules.yaml as settings: the shipped file, every key of interfaces.md, and its defaults."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.config import load
from mailflow.config.settings import ImapBox, ListenerBox, MaildirBox, MaildirOut, SmtpOut
from mailflow.core import actions, conditions, hours
from mailflow.core.rules import Announce, Form, PolicyRule, Rung, SecondTier, TierCategory, Trust
from tests.config_homes import BASE, home, loaded

ROOT = Path(__file__).resolve().parent.parent

EXAMPLE = r"""
desk:
  name: iDuHelp! Offline
  address: iduhelp@desk.example
  list: operator@lists.desk.example
  also: []
  language: id
  timezone: Asia/Jakarta
  number: "{n}"
  plus: false
admin: admin@desk.example
secret: ${MAILFLOW_SECRET}
database: sqlite:///mailflow.db
mailboxes:
  - imap: imaps://iduhelp@mail.example:993/INBOX
    password: ${MAILFLOW_IMAP_PASSWORD}
    after: keep
    poll: 60s
    since: init
  - maildir: var/in
  - lmtp: 127.0.0.1:8024
outgoing:
  smtp: smtp://iduhelp@mail.example:587
  password: ${MAILFLOW_SMTP_PASSWORD}
operators:
  - {name: Budi, address: budi@desk.example, also: [budi.home@mail.example], language: id}
  - {name: Sari, address: sari@desk.example}
pic:
  - {name: Dewi, address: dewi@desk.example}
announce: list
claim: any-reply
claim_words: [saya ambil, ambil, siap, mine, taking this]
acknowledge: true
working_hours: {mon-fri: "08:00-17:00", sat: "08:00-12:00", holidays: ID}
reminders:
  claim:    [{after: 24h, letter: reminder-claim,  to: operators}, {after: 48h, letter: escalation-claim,  to: pic}]
  answer:
    - {after: 24h, letter: reminder-answer, to: owner}
    - {after: 48h, letter: escalation-answer, to: [owner, pic]}
  feedback:
    - {after: 2wd, letter: ask-feedback, to: customer}
    - {after: 3wd, letter: ask-feedback, to: customer}
    - {after: 4wd, letter: suggest-close, to: owner}
  closing:  [{after: 24h, letter: reminder-closing, to: pic}]
feedback_close: suggest
reopen_within: 14d
survey:
  link: "https://survey.example/?ticket={number}&key={token}"
trust: {authserv: mail.example, operators: aligned}
forms:
  - from: iduhelp@desk.example
    customer: {reply_to: true}
rules:
  - when: {subject_or_body: [pulsa, "tidak masuk"]}
    then: {category: pulsa-tidak-masuk}
"""
ENVIRON = {"MAILFLOW_SECRET": "s" * 20, "MAILFLOW_IMAP_PASSWORD": "p-imap", "MAILFLOW_SMTP_PASSWORD": "p-smtp"}


def test_the_example_of_the_interface_page(tmp_path: Path) -> None:
    """The file that interfaces.md fixes is understood to the letter."""
    (tmp_path / "rules.yaml").write_text(EXAMPLE, encoding="utf-8")
    settings = load(tmp_path, ENVIRON)
    rules = settings.rules
    assert (rules.desk.name, rules.desk.list) == ("iDuHelp! Offline", "operator@lists.desk.example")
    assert rules.operators[0].addresses == ("budi@desk.example", "budi.home@mail.example")
    assert rules.announce == Announce("list", "everyone")
    assert rules.trust == Trust(("aligned",), ("mail.example",))
    assert rules.forms == (Form(("iduhelp@desk.example",), customer_reply_to=True),)
    assert rules.rules == (
        PolicyRule(
            (("subject_or_body", ("pulsa", "tidak masuk")),), (("category", "pulsa-tidak-masuk"),), rules.rules[0].place
        ),
    )
    assert rules.rules[0].place == f"rules.yaml:{EXAMPLE.splitlines().index('rules:') + 2}"
    assert settings.mailboxes == (
        ImapBox("imaps://iduhelp@mail.example:993/INBOX", "p-imap", "keep", 60.0, "init"),
        MaildirBox(tmp_path / "var/in", "var/in"),
        ListenerBox("lmtp", "127.0.0.1", 8024),
    )
    assert settings.outgoing == SmtpOut("smtp://iduhelp@mail.example:587", "p-smtp")
    assert settings.secret == "s" * 20
    assert settings.database == f"sqlite:///{tmp_path}/mailflow.db"


def test_the_defaults_are_those_of_the_example(tmp_path: Path) -> None:
    """What is left out of rules.yaml is as the interface page shows it."""
    (tmp_path / "rules.yaml").write_text(EXAMPLE, encoding="utf-8")
    example, bare = load(tmp_path, ENVIRON).rules, loaded(tmp_path).rules
    for name in (
        "reminders",
        "working_hours",
        "claim",
        "claim_words",
        "acknowledge",
        "feedback_close",
        "reopen_within",
    ):
        assert getattr(bare, name) == getattr(example, name), name
    assert bare.fingerprint == example.fingerprint
    assert (bare.desk.language, bare.desk.timezone, bare.desk.number, bare.desk.plus) == (
        "id",
        "Asia/Jakarta",
        "{n}",
        False,
    )
    assert bare.announce == Announce("operators", "desk")
    assert bare.survey_link is None
    assert (bare.tell_claim, bare.announce_taken, bare.copy_up_to) == (False, False, 2_000_000)
    assert bare.desk.regulations is None
    assert bare.breach_after is None


def test_the_shipped_file_needs_nothing(tmp_path: Path) -> None:
    """The repository root is a home that passes without environment, and shows the defaults it speaks of."""
    settings = load(ROOT, {})
    assert settings.warnings == ()
    assert settings.outgoing == MaildirOut(ROOT / "var/out")
    assert [type(box) for box in settings.mailboxes] == [MaildirBox]
    bare = loaded(tmp_path).rules
    for name in (
        "reminders",
        "working_hours",
        "claim_words",
        "acknowledge",
        "reopen_within",
        "announce",
        "fingerprint",
    ):
        assert getattr(settings.rules, name) == getattr(bare, name), name


@pytest.mark.parametrize(
    "example", re.findall(r"^  # ((?:- imap|- lmtp|smtp): .*(?:\n  # .*)*)", (ROOT / "rules.yaml").read_text(), re.M)
)
def test_the_shipped_examples_can_be_uncommented(tmp_path: Path, example: str) -> None:
    """Whoever takes the "# " away has a file that loads."""
    text = (ROOT / "rules.yaml").read_text(encoding="utf-8")
    commented = example.splitlines()
    opened = "\n".join("  " + line.removeprefix("  # ") for line in commented)
    changed = text.replace(f"  # {example}", opened)
    if not example.startswith("-"):
        changed = changed.replace("  maildir: var/out", "  # maildir: var/out")
    assert changed != text
    (tmp_path / "rules.yaml").write_text(changed, encoding="utf-8")
    settings = load(tmp_path, {**ENVIRON, "MAILFLOW_CLIENT_SECRET": "p-client"})
    assert len(settings.mailboxes) == 2 or isinstance(settings.outgoing, SmtpOut)


def test_lists_take_one_or_many(tmp_path: Path) -> None:
    """A lone value is a list of one, wherever a list is expected."""
    settings = loaded(
        tmp_path,
        """
        mailboxes: {maildir: var/in}
        operators: {name: Budi, address: budi@desk.example, also: budi@mail.example}
        claim_words: siap
        reminders:
          claim: {after: 1h, letter: reminder-claim, to: operators}
        forms: {from: form@www.example, customer: {reply_to: yes}}
        rules: {when: {subject: pulsa}, then: {category: pulsa}}
        trust: {authserv: mail.example, lists: members.lists.example}
        """,
    )
    rules = settings.rules
    assert (len(settings.mailboxes), len(rules.operators), rules.claim_words) == (1, 1, ("siap",))
    assert rules.reminders["claim"] == (Rung(hours.parse("1h"), "reminder-claim", ("operators",)),)
    assert rules.forms[0].customer_reply_to
    assert rules.rules[0].when == (("subject", ("pulsa",)),)
    assert rules.trust.lists == ("members.lists.example",)


def test_a_ladder_left_out_is_the_default_and_an_empty_one_is_off(tmp_path: Path) -> None:
    """`claim: []` rings never; the other ladders stay; breach_after stands beside them."""
    rules = loaded(tmp_path, "reminders: {claim: [], breach_after: 48h, answer: }").rules
    assert rules.reminders["claim"] == ()
    assert [rung.after.text for rung in rules.reminders["feedback"]] == ["2wd", "3wd", "4wd"]
    assert [rung.to for rung in rules.reminders["answer"]] == [("owner",), ("owner", "pic")]
    assert rules.breach_after == hours.parse("48h")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("announce: operators", Announce("operators", "desk")),
        ("desk: {address: desk@desk.example, list: all@desk.example}", Announce("list", "everyone")),
        (
            "desk: {address: desk@desk.example, list: all@desk.example}\nannounce: operators",
            Announce("operators", "desk"),
        ),
        ("announce: {reply_to: everyone}", Announce("operators", "everyone")),
        (
            "desk: {address: desk@desk.example, list: all@desk.example}\nannounce: {to: list, reply_to: desk}",
            Announce("list", "desk"),
        ),
    ],
)
def test_announce(tmp_path: Path, lines: str, expected: Announce) -> None:
    """A list that exists is used; replies to it reach everyone, replies to a letter the desk."""
    assert loaded(tmp_path, lines).rules.announce == expected


def test_colleagues_can_be_named_in_to(tmp_path: Path) -> None:
    """`to: Sari` is her address; words and addresses stay."""
    ladder = "reminders: {closing: {after: 1h, letter: reminder-closing, to: [sari, pic, boss@desk.example]}}"
    (rung,) = loaded(tmp_path, ladder).rules.reminders["closing"]
    assert rung.to == ("sari@desk.example", "pic", "boss@desk.example")


def test_the_words_of_to_go_before_names(tmp_path: Path) -> None:
    """An operator called Admin does not become the admin."""
    rules = loaded(
        tmp_path,
        """
        operators: [{name: Admin, address: budi@desk.example}]
        reminders: {closing: {after: 1h, letter: reminder-closing, to: [admin, Admin]}}
        """,
    ).rules
    assert rules.reminders["closing"][0].to == ("admin", "budi@desk.example")


def test_an_operator_can_be_pic(tmp_path: Path) -> None:
    """A small desk: one person in two roles, under one name."""
    rules = loaded(tmp_path, "pic: {name: budi, address: budi@desk.example}").rules
    assert rules.operator("budi@desk.example") and rules.pic_person("BUDI@desk.example")


def test_servers(tmp_path: Path) -> None:
    """What the URL says is at hand, and its password leaves it."""
    settings = loaded(
        tmp_path,
        """
        mailboxes:
          - imap: imaps://desk%40d.example:p%40ss@mail.example/Support/New
            since: 2026-11-02
            after: move:Done
            poll: 5m
          - {imap: imap://desk@d.example@mail.example, password: x, since: all, after: delete}
          - {imap: "imap+insecure://u@127.0.0.1:10143", password: x, cafile: ca.pem}
          - {maildir: /srv/mail, since: init, after: seen}
          - {smtp: "[::1]:8025"}
        outgoing: {smtp: smtps://mail.example}
        """,
    )
    first, second, third, folder, listener = settings.mailboxes
    assert isinstance(first, ImapBox) and isinstance(second, ImapBox) and isinstance(third, ImapBox)
    assert (first.user, first.password, first.host, first.port) == ("desk@d.example", "p@ss", "mail.example", 993)
    assert (first.folder, first.since, first.after, first.poll) == ("Support/New", date(2026, 11, 2), "move:Done", 300)
    assert "p%40ss" not in first.url
    assert (second.user, second.folder, second.port, second.security) == ("desk@d.example", "INBOX", 143, "starttls")
    assert (third.security, third.port, third.cafile) == ("none", 10143, tmp_path / "ca.pem")
    assert folder == MaildirBox(Path("/srv/mail"), "/srv/mail", "seen", "init")
    assert listener == ListenerBox("smtp", "::1", 8025)
    assert isinstance(settings.outgoing, SmtpOut)
    assert (settings.outgoing.security, settings.outgoing.port, settings.outgoing.user) == ("tls", 465, "")
    assert len({box.name for box in settings.mailboxes}) == 5


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("sqlite:///data/x.db", "sqlite:///{home}/data/x.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql://user@host/name", "postgresql://user@host/name"),
    ],
)
def test_database(tmp_path: Path, written: str, expected: str) -> None:
    """A relative SQLite file lies in the home, wherever the program is started."""
    assert loaded(tmp_path, f"database: '{written}'").database == expected.format(home=tmp_path)


def test_addresses_are_levelled(tmp_path: Path) -> None:
    """Domains are compared as servers write them: lower-case, in A-labels."""
    rules = loaded(
        tmp_path, "admin: Admin@BÜRO.example", "forms: {from: Form@WWW.example, customer: {reply_to: true}}"
    ).rules
    assert rules.admin == "Admin@xn--bro-hoa.example"
    assert rules.forms[0].senders == ("form@www.example",)


def test_switches_become_words_of_the_vocabulary(tmp_path: Path) -> None:
    """true and yes reach the core as "true"."""
    rules = loaded(
        tmp_path,
        "rules: [{when: {has_attachment: yes}, then: {acknowledge: false, assign: Budi}}, {then: {category: x}}]",
    )
    assert rules.rules.rules[0].when == (("has_attachment", ("true",)),)
    assert rules.rules.rules[0].then == (("acknowledge", "false"), ("assign", "Budi"))
    assert rules.rules.rules[1].when == ()


def test_working_time_is_ready_to_use(tmp_path: Path) -> None:
    """From rules.yaml to a moment: Indonesian Independence Day, a Monday in 2026, is skipped."""
    rules = loaded(tmp_path).rules
    friday = hours.after(
        hours.first_working_moment(at_utc(2026, 8, 14, 3), rules.working_hours), hours.parse("2wd"), rules.working_hours
    )
    assert friday == at_utc(2026, 8, 18, 3)
    assert rules.reopen_within is not None and rules.reopen_within.amount == timedelta(days=14)


def at_utc(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "moves"),
    [
        ("working_hours: {mon-fri: '08:00-16:00'}", True),
        ("working_hours: {mon-fri: '08:00-17:00', sat: '08:00-12:00', holidays: [ID, 2026-12-31]}", True),
        ("desk: {address: desk@desk.example, timezone: Asia/Makassar}", True),
        ("reminders: {claim: []}", True),
        ("reminders: {breach_after: 48h}", True),
        ("working_hours: {fri: '08:00-17:00', mon-thu: '08:00-17:00', sat: '08:00-12:00', holidays: [ID]}", False),
        ("reminders: {closing: {after: 24h, letter: reminder-closing, to: admin}}", False),
        ("acknowledge: false", False),
    ],
)
def test_the_fingerprint_changes_with_what_moves_alarms(tmp_path: Path, line: str, moves: bool) -> None:
    """Stored alarms are computed anew exactly when they may have become wrong."""
    before = loaded(tmp_path).rules.fingerprint
    assert (loaded(tmp_path, line).rules.fingerprint != before) is moves


def test_rules_loaded_twice_are_equal(tmp_path: Path) -> None:
    """An edit of a comment is no new policy, also after holidays of some year were computed."""
    first, second = loaded(tmp_path).rules, loaded(tmp_path, "# a comment").rules
    assert date(2026, 8, 17) in first.working_hours.holidays
    assert first == second


def test_secrets_are_in_no_repr(tmp_path: Path) -> None:
    """Settings may be printed."""
    (tmp_path / "rules.yaml").write_text(EXAMPLE.replace("sqlite:///mailflow.db", "${DB}"), encoding="utf-8")
    environ = {**ENVIRON, "DB": "postgresql://user:geheim@host/name"}
    shown = repr(load(tmp_path, environ))
    assert not [secret for secret in (*ENVIRON.values(), "geheim") if secret in shown]


def test_looking_is_cheap(tmp_path: Path) -> None:
    """`list` and `show` import neither pydantic nor holidays; load does not import holidays for Indonesia."""
    code = (
        "import sys; from pathlib import Path; from mailflow import config\n"
        "config.essentials(Path(sys.argv[1]), {}); assert 'pydantic' not in sys.modules\n"
        "config.load(Path(sys.argv[1]), {}); assert 'holidays' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code, str(home(tmp_path))], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_base_is_without_warning(tmp_path: Path) -> None:
    """The tests' own file is in order."""
    assert "trust" in BASE and loaded(tmp_path).warnings == ()


def test_a_list_that_may_hide_its_authors_is_told(tmp_path: Path) -> None:
    """`trust.lists` is recommended where the desk has a list that it lacks, by address or List-Id."""
    desk = "desk: {name: iDuHelp, address: desk@desk.example, list: milis@lists.desk.example}\nannounce: operators"
    warned = [str(fault) for fault in loaded(tmp_path, desk).warnings]
    assert any("trust.lists" in words for words in warned)
    for name in ("milis@lists.desk.example", "milis.lists.desk.example"):
        trust = f"trust: {{operators: aligned, authserv: mail.example, lists: [{name}]}}"
        assert loaded(tmp_path, desk, trust).warnings == ()


def test_without_pic_the_admin_stands_in(tmp_path: Path) -> None:
    """A desk without PIC still has somebody who gets the notices and may answer them."""
    people = loaded(tmp_path, "pic: []").rules.pic
    assert [person.address for person in people] == ["admin@desk.example"]


def test_the_shipped_file_speaks_of_every_key_and_word() -> None:
    """A setting nobody can find is none: all keys and vocabularies stand in rules.yaml, if only in a comment."""
    from mailflow.config import schema

    text = (ROOT / "rules.yaml").read_text(encoding="utf-8")
    kinds = [value for value in vars(schema).values() if isinstance(value, type)]
    parts = [kind for kind in kinds if issubclass(kind, schema.SchemaBlock)]
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    words = {*conditions.WORDS, *actions.WORDS}
    assert not {key for key in keys if not re.search(rf"\b{key}:", text)}
    assert not {word for word in words if not re.search(rf"^# (?:when:|then:|  ).*\b{word}\b", text, re.M)}


@pytest.mark.parametrize(
    ("line", "every", "to"),
    [
        ("probe: true", 300.0, "desk@desk.example"),
        ("probe: 10m", 600.0, "desk@desk.example"),
        ("probe: {to: round@desk.example}", 300.0, "round@desk.example"),
    ],
)
def test_a_probe_can_be_written_short(tmp_path: Path, line: str, every: float, to: str) -> None:
    """true, a pause, or a block; to the desk itself unless said otherwise."""
    probe = loaded(tmp_path, line).probe
    assert probe is not None
    assert (probe.every, probe.to) == (every, to)


def test_watching_is_off_unless_asked_for(tmp_path: Path) -> None:
    """No probe, no pages, no second way out; the admin hears of an outage after a quarter of an hour."""
    settings = loaded(tmp_path, "probe: false", "web: false")
    assert (settings.probe, settings.web, settings.alarm, settings.alarm_after) == (None, None, None, 900.0)
    web = loaded(tmp_path, "web: true").web
    assert web is not None
    assert (web.host, web.port) == ("127.0.0.1", 8099)


def test_alarms_have_a_way_of_their_own(tmp_path: Path) -> None:
    """With its own password, kept out of sight."""
    route = loaded(tmp_path, "alarm: {smtp: 'smtp://a@relay.example', password: '${P}'}", environ={"P": "pw"}).alarm
    assert route is not None
    assert (route.host, route.user, route.password) == ("relay.example", "a", "pw")
    assert "pw" not in repr(route)


@pytest.mark.parametrize(
    ("written", "minute"), [('"07:30"', 450), ("7:05", 425), ("00:00", 0), ("off", None), ('"off"', None), ("", 450)]
)
def test_the_digests_moment(tmp_path: Path, written: str, minute: int | None) -> None:
    """A time of day, with or without quotes, or off; left out it is half past seven."""
    assert loaded(tmp_path, f"digest: {written}").rules.digest == minute


def test_how_long_bytes_are_kept(tmp_path: Path) -> None:
    """Days, by kind; what is never removed is not named."""
    written = "retention: {raw: 2y, letters: 1y, automatic: 90d, spam: never, journal: never}"
    assert loaded(tmp_path, written).retention == {"raw": 730, "letters": 365, "automatic": 90}
    assert loaded(tmp_path).retention == {}


@pytest.mark.parametrize(
    ("written", "size"),
    [("2MB", 2_000_000), ("500kB", 500_000), ("500 KB", 500_000), ("'1,5MB'", 1_500_000), ("1.5mb", 1_500_000),
     ("0", 0), ("900B", 900), ("1GB", 1_000_000_000)],
)  # fmt: skip
def test_sizes_are_written_with_their_unit(tmp_path: Path, written: str, size: int) -> None:
    """Decimal units as file managers show them; a point or a comma; 0 copies nothing."""
    assert loaded(tmp_path, f"attachments: {{copy_up_to: {written}}}").rules.copy_up_to == size


def test_the_second_tier(tmp_path: Path) -> None:
    """One address for all, or one for each category; categories by any spelling; `none` is no limit."""
    rules = loaded(
        tmp_path,
        "data: {nominal: {find: amount}}\nsecond_tier: {name: Rooster, to: r@vendor.example, reassignments: none, "
        "categories: {Pulsa: {require: nominal}, jaringan: {to: n@vendor.example}, lain: {}}}",
    ).rules
    tier = rules.second_tier
    assert tier is not None
    assert (tier.name, tier.addresses, tier.reassignments) == (
        "Rooster",
        ("r@vendor.example", "n@vendor.example"),
        None,
    )
    assert tier.category("PULSA") == TierCategory(None, ("nominal",))
    assert tier.category("lain") == TierCategory()
    assert tier.category(None) is None
    assert loaded(tmp_path, "second_tier: r@vendor.example").rules.second_tier == SecondTier("", "r@vendor.example")
    assert loaded(tmp_path, "").rules.second_tier is None


def test_who_is_here_when(tmp_path: Path) -> None:
    """Names in any case; the last day of an absence belongs to it; a night ends the next day."""
    rules = loaded(
        tmp_path,
        "operators: [{name: Budi, address: b@desk.example, deputy: sari}, {name: Sari, address: s@desk.example}]",
        "away: [{name: budi, from: 2026-12-21, until: 2027-01-02, deputy: Sari}, "
        '{name: Sari, from: "2026-11-02 13:00"}]',
        'shifts: [{name: malam, hours: {mon: "22:00-06:00"}, operators: [budi]}, '
        '{name: siang, hours: ["08:00-12:00", "13.00-17.00"], operators: Sari}]',
        'claim_expires: 8wh\nmorning_list: "07:30"',
    ).rules
    first, second = rules.away
    assert (first.name, first.deputy, first.how) == ("Budi", "Sari", "planned")
    assert (first.since.isoformat(), first.until and first.until.isoformat()) == (
        "2026-12-21T00:00:00+07:00",
        "2027-01-03T00:00:00+07:00",
    )
    assert (second.since.isoformat(), second.until) == ("2026-11-02T13:00:00+07:00", None)
    night, day = rules.shifts
    assert (night.week[:2], night.operators) == ((((1320, 1440),), ((0, 360),)), ("Budi",))
    assert day.week == (((480, 720), (780, 1020)),) * 7
    assert (str(rules.claim_expires), rules.morning_list, rules.operators[0].deputy) == ("8wh", 450, "sari")


def test_shifts_and_a_list_is_warned_of(tmp_path: Path) -> None:
    """The list tells everybody."""
    desk = "desk: {address: desk@desk.example, list: all@desk.example}"
    shift = "shifts: [{name: pagi, hours: '08:00-14:00', operators: Budi}]"
    warned = [str(fault) for fault in loaded(tmp_path, desk, shift).warnings]
    assert [one for one in warned if "everybody on the list hears" in one]


def test_a_port_of_ones_own_is_nothing_another_daemon_loses(tmp_path: Path) -> None:
    """Two daemons of a desk may listen at ports of their own; the second one's start waits for nobody."""
    first, second = (loaded(tmp_path, f"mailboxes: [{{lmtp: 127.0.0.1:{port}}}]") for port in (2401, 2402))
    assert first.holdings == second.holdings
