"""Canned letters: the shipped ones, what a broken one says, the fence around them, reloading, falling back."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2.meta import find_undeclared_variables

from mailflow.core.letter_kinds import KINDS
from mailflow.core.message import Address
from mailflow.core.rules import Desk
from mailflow.core.sample_reader import known_facts
from mailflow.core.ticket import Ticket
from mailflow.errors import CannotDo, GiveUp
from mailflow.mail import work
from mailflow.mail.facts import LETTERS, TicketView, completed, samples_of, view_of
from mailflow.mail.sandbox import LetterEnvironment, compiled
from mailflow.mail.templates import Templates
from tests.core.desk import rules

CANNED = Path(__file__).resolve().parents[2] / "templates" / "canned"
NOT_YET: set[str] = set()
FULL, BARE = samples_of("an-own-letter")


@pytest.fixture(scope="module")
def shipped() -> Templates:
    found = Templates(CANNED, CANNED, "id")
    assert found.load() == []
    return found


def put(folder: Path, name: str, text: str) -> Path:
    """Write a letter so that its stamp surely differs from the one before."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    later = getattr(put, "moment", 1_800_000_000) + 1
    put.moment = later  # type: ignore[attr-defined]
    os.utime(path, (later, later))
    return path


def home(tmp_path: Path, **letters: str) -> Templates:
    """A home with these letters (`closed_id=…`), a few shipped ones behind it: reading all of them takes its time."""
    behind = tmp_path / "shipped"
    behind.mkdir(exist_ok=True)
    for path in (path for name in ("closed", "ask-feedback", "reopened") for path in CANNED.glob(f"{name}.*.txt")):
        shutil.copy(path, behind)
    for key, text in letters.items():
        name, _, language = key.rpartition("_")
        put(tmp_path, f"{name.replace('_', '-')}.{language}.txt", text)
    return Templates(tmp_path, behind, "id")


# ---- the shipped letters


def test_every_letter_is_there_in_both_languages(shipped) -> None:
    """And no file stands there that the table of facts does not know."""
    partial = {name for name, kind in KINDS.items() if kind.partial}
    assert set(shipped.names()) | partial == set(LETTERS)
    assert all(shipped.languages(name) == ["en", "id"] for name in LETTERS)
    assert not NOT_YET & set(LETTERS)


_HOLE = re.compile(
    r"(?<=\S) [.,:;](?=\s|$)|\(\s*\)|\"\"|“”|(?<!\.)\.\.(?!\.)|,\s*[,.]|:\s*[.,]|[.?!][\"”]\."
    r"|^\s*[-:]\s*$|[ \t]+$|:\s*\Z",
    re.MULTILINE,
)
_COLUMN = re.compile(r"\A\s*(?:/?\S+ )?\S+ {2,}(?=\S)")  # "17  Pulsa", "/balas 1   Nomor tujuan"


def holes(text: str) -> list[str]:
    """Places where something was to stand: a blank before a full stop, empty quotes or brackets, two blanks."""
    lines = [_COLUMN.sub("", line, count=1) for line in text.split("\n") if "▁" not in line]
    return [found[0] for found in _HOLE.finditer(text.rstrip())] + [
        line for line in lines if re.search(r"\S {2,}\S", line)
    ]


@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_letter_previewed_with_a_new_ticket_has_no_holes(shipped, name, language) -> None:
    """As `letters preview --ticket` shows it when little is known of the ticket: no owner, no customer, no subject."""
    ticket = Ticket(n=12, number="12")
    known = {fact: value for fact, value in known_facts(name, ticket, rules()).items() if fact in LETTERS[name]}
    context = samples_of(name)[0] | known | {"ticket": view_of(ticket, "", 100), "recipient": Address("")}
    rendered = shipped.render(name, language, context)
    assert holes(rendered.text) == []


@pytest.mark.parametrize(
    "text",
    ["nominal .", "Halo ,", 'bertanya "".', 'bilang "Ya.".', "Cc ( )", "jawaban ada di  sini", "A, , B", "sampai: .",
     "Nominal: ", "- \nx", "Teksnya:\n\n"],
)  # fmt: skip
def test_what_a_hole_is(text: str) -> None:
    """So that the search for them finds them."""
    assert holes(text)


@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_letter_reads_well_with_all_facts_and_with_none(shipped, name, language) -> None:
    """No holes, no Python, no leftover code, a greeting without a stray blank, lines a server takes."""
    for sample in samples_of(name):
        rendered = shipped.render(name, language, sample)
        assert rendered.language == language
        assert "\n\n\n" not in rendered.text
        assert not re.search(r"None|datetime|Address\(|\{\{|\{%|\[\]|\(\)", rendered.subject + rendered.text)
        assert holes(f"{rendered.subject}\n{rendered.text}") == []
        assert max(map(len, rendered.text.encode().split(b"\n"))) < 900
        assert "\n" not in rendered.subject


def test_only_the_receipt_says_offline_nomor(shipped) -> None:
    """`offline nomor N, Operator NAME` marks the claim in every language; no other letter may look like it."""
    for language in ("id", "en"):
        for name in LETTERS:
            for sample in samples_of(name):
                text = shipped.render(name, language, sample).text
                if name != "claim-receipt":
                    assert "offline nomor" not in text.lower()
                elif sample["operator"]:
                    assert "offline nomor 12, Operator Budi" in text
                    assert f"> {sample['question'].splitlines()[0]}" in text


_ODD = {  # words people in this trade do not use, or not in writing to a customer
    "id": r"\b(?:surat|meja|hutang\w*|putuskan|diputuskan)\b|\batas (?:email|surat|tanda)|subjek yang berjudul",
    "en": r"\b(?:this|our|the customer's|your) (?:mail|letter)\b|\bmend(?:ed|ing)?\b|answer of ",
}


@pytest.mark.parametrize("language", sorted(_ODD))
def test_letters_say_email_and_no_odd_words(shipped, language: str) -> None:
    """Read aloud once, and kept so: *email* and *layanan*, not *surat* and *meja*."""
    for name in LETTERS:
        for sample in samples_of(name):
            rendered = shipped.render(name, language, sample)
            assert re.findall(_ODD[language], f"{rendered.subject}\n{rendered.text}", re.IGNORECASE) == [], name


def test_the_closing_texts_can_be_sent_by_hand(shipped) -> None:
    """No survey link, no ticket number: operators copy them (and mailflow adds the link when the PIC closes)."""
    assert {c.closes for c in shipped.closings()} == {"satisfied", "no-feedback"}
    for canned in shipped.closings():
        assert not re.search(r"survey|http|ticket|tiket", canned.body)


def test_top_up_answers_are_five_checks_in_order_and_switch_data_off(shipped) -> None:
    """The trade's checks, and the advice of the third: data off, not on."""
    for language, words in {
        "id": ["Nomor tujuan", "Utang", "Data seluler", "NSP", "nomor seri (SN), waktu pembelian, dan nomor tujuan"],
        "en": ["Destination number", "Debt", "Mobile data", "NSP", "(SN), the time of purchase, and the destination"],
    }.items():
        text = shipped.render("answer-pulsa-cek", language, samples_of("answer-pulsa-cek")[0]).text
        assert [text.index(word) for word in words] == sorted(text.index(word) for word in words)
    assert "Matikan data seluler" in shipped.get("answer-pulsa-data", "id").body
    assert "Switch mobile data off" in shipped.get("answer-pulsa-data", "en").body


def test_moments_are_words_in_the_letters_language_and_the_desks_time(shipped) -> None:
    """03:00 UTC is 10:00 in Jakarta."""
    facts = BARE | {"promised_at": datetime(2026, 11, 2, 3, tzinfo=UTC)}
    assert "Senin, 2 November 2026 pukul 10.00 WIB" in shipped.render("acknowledgement", "id", facts).text
    assert "Monday, 2 November 2026 at 10:00 (WIB, UTC+7)" in shipped.render("acknowledgement", "en", facts).text


def test_a_letter_with_missing_facts_is_still_written(shipped) -> None:
    """`completed` fills in "nothing to say"."""
    facts = completed("handover", {"by": "Dewi"})
    assert facts.keys() >= set(LETTERS["handover"])
    assert "Dewi menyerahkan" in shipped.render("handover", "id", BARE | facts).text


# ---- an admin's own letters, and what is wrong with them


def test_an_admins_letter_comes_before_the_shipped_one_and_may_be_new(tmp_path) -> None:
    """Also with CRLF line ends, a byte-order mark and an HTML alternative."""
    text = "\ufeffSubject: Re: {{ ticket.subject }}\r\ndescription: d\r\n\r\nSudah ditutup, {{ recipient.name }}.\r\n"
    templates = home(tmp_path, closed_id=text, salam_id="Subject: {{ topic }}\n\nHalo {{ operator }}\n")
    put(tmp_path, "salam.id.html", "<p>Halo {{ operator }}</p>")
    assert templates.load() == []
    assert templates.render("closed", "id", FULL).text == "Sudah ditutup, Ani.\n"
    assert templates.get("closed").description == "d"
    assert "salam" in templates.names()
    assert templates.render("salam", "id", FULL | {"operator": "<Budi>"}).html == "<p>Halo &lt;Budi&gt;</p>\n"


@pytest.mark.parametrize(
    ("text", "place", "what", "remedy"),
    [
        ("Halo\n", ":1", "is no header", "blank line"),
        ("description: x\n\nHalo\n", ":1", "has no Subject", "Subject"),
        ("Subject: x\nCloses: puas\n\nHalo\n", ":2", "closes: 'puas' is unknown", "possible are satisfied"),
        ("Subject: x\nclose: satisfied\n\nHalo\n", ":2", "header 'close' is unknown", "closes"),
        ("Subject: x\nSubject: y\n\nHalo\n", ":2", "stands twice", ""),
        ("Subject: x\n\nHalo\n\n{{ operatr }}\n", ":5", "'operatr' is undefined", "did you mean operator?"),
        ("Subject: {{ tiket.number }}\n\nHalo\n", ":1", "'tiket' is undefined", "ticket"),
        ("Subject: x\n\n{% if false %}\n{{ ticket.numbr }}{% endif %}x\n", ":4", "ticket.numbr", "ticket.number"),
        ("Subject: x\n\n{{ recipient.nama }}\n", ":3", "nama", ""),
        ("Subject: x\n\nHalo\n{% if operator %}\n", ":4", "nd of template", ""),
        ("Subject: x\n\nHalo {{ operator | besar }}\n", ":3", "No filter named 'besar'", ""),
        ("Subject: x\n\n{% include 'y' %}\n", ":3", "include", "alone"),
        ("Subject: x\n\n{% macro m() %}{{ m() }}{% endmacro %}\n", ":3", "macro", "alone"),
        ("Subject: x\n\n{{ 1 / 0 }}\n", ":3", "ZeroDivisionError", ""),
        ("Subject: x\n\n\n", "", "has no text", ""),
    ],
)
def test_a_fault_names_file_line_and_remedy(tmp_path, text, place, what, remedy) -> None:
    """And the shipped version of that letter stands in."""
    templates = home(tmp_path, closed_id=text)
    faults = templates.load()
    assert len(faults) == 1
    assert faults[0].place == f"{tmp_path.name}/closed.id.txt{place}"
    assert what in faults[0].what
    assert remedy in faults[0].remedy
    assert "Terima kasih" in templates.render("closed", "id", FULL).text


def test_all_faults_are_told_at_once_and_strange_files_too(tmp_path) -> None:
    """Two broken letters, a file without language, bytes that are no UTF-8, HTML without text; droppings pass."""
    templates = home(tmp_path, closed_id="Subject: {{ a }}\n\n{{ b }} {{ ticket.c }}\n", salam_id="x")
    put(tmp_path, "penutup.txt", "Subject: x\n\nx")
    put(tmp_path, "yatim.id.html", "<p>")
    put(tmp_path, ".closed.id.txt.swp", "")
    put(tmp_path, "closed.id.txt~", "")
    (tmp_path / "rusak.id.txt").write_bytes(b"Subject: x\n\nHal\xff\n")
    places = [fault.place.rpartition("/")[2] for fault in templates.load()]
    expected = ["closed.id.txt:1", "closed.id.txt:3", "closed.id.txt:3", "salam.id.txt:1", "rusak.id.txt:3"]
    assert sorted(places) == sorted([*expected, "penutup.txt", "yatim.id.html"])


# ---- the fence


@pytest.mark.parametrize(
    "code",
    [
        "{{ 'a' * 3 }}",
        "{{ 2 ** 3 }}",
        "{{ '%05d' % 1 }}",
        "{{ 'a'.center(9) }}",
        "{{ 'a'.ljust(9) }}",
        "{{ '7'.zfill(9) }}",
        "{{ '{:9}'.format(1) }}",
        "{{ 'a' | center(9) }}",
        "{{ '%05d' | format(1) }}",
        "{{ range(3) }}",
        "{{ lipsum(n=2) }}",
        "{{ ticket.__class__ }}",
        "{{ desk.__init__ }}",
        "{{ cycler(1) }}",
        "{{ files.append('x') }}",
        "{{ namespace(a=1) }}",
        "{{ self.title }}",
        "{% for a in [] recursive %}{% endfor %}",
    ],
)
def test_what_could_break_out_or_eat_the_machine_is_a_fault(tmp_path, code) -> None:
    """What repeats, pads, formats, counts or reaches behind a value is refused when the letter is read, however small:
    nobody needs it in a letter, and large it takes all the memory there is."""
    faults = home(tmp_path, salam_id=f"Subject: x\n\n{code}\n").load()
    assert len(faults) >= 1
    assert all(fault.place.startswith(f"{tmp_path.name}/salam.id.txt") for fault in faults)


def test_output_is_capped_while_it_is_made(tmp_path, monkeypatch) -> None:
    """A fault when seen at check; a letter cut short, with a mark, when a value does it at work."""
    monkeypatch.setattr("mailflow.mail.sandbox.LONGEST_OUTPUT", 2_000)
    nested = "{% for a in text %}{% for b in 'abc' %}{{ text }}{% endfor %}{% endfor %}"
    templates = home(tmp_path, salam_id=f"Subject: x\n\n{nested}\n", gema_id="Subject: x\n\n{{ text }}\n")
    faults = templates.load()
    assert ["of text" in fault.what for fault in faults] == [True]
    text = templates.render("gema", "id", FULL | {"text": "x" * 3_000}).text
    assert len(text) < 2_000 + 10
    assert text.endswith("[…]\n")


@pytest.mark.parametrize(
    "code",
    [
        "{% for a in text %}{% for b in text %}{% set x = b %}{% endfor %}{% endfor %}",
        "{% for a in text %}{% set x = text | upper %}{% endfor %}",
        "{% for a in text %}{% set x = text.upper() %}{% endfor %}",
        "{% set a = text %}" + "{% set a = a ~ a %}" * 9,
        "{% set a = text %}" + "{% set a = a + a %}" * 9,
        "{% for a in text | list %}{{ '' if loop.length else '' }}{% for b in text | list %}{% endfor %}{% endfor %}",
        "{% set x %}{% for a in text %}{{ text }}{% endfor %}{% endset %}",
        "{% set x %}{% for a in text %}Halo Halo Halo Halo Halo{% endfor %}{% endset %}",
        "{% set x = text | list | map('default', text) | map('upper') | list %}",
        "{% set a = text ~ text ~ text %}{% set x = a | wordwrap(1, true, a) %}",
        "{% set a = [1, 2] %}" + "{% set a = [a, a] %}" * 9,
        "{% set a = text is eq text %}" * 40,
        "{% set a = text == text %}" * 40,
    ],
)
def test_loops_and_sets_that_print_nothing_are_paid_for(tmp_path, monkeypatch, code) -> None:
    """Inside each other they take all time and memory there is; a letter may be so much work and no more."""
    monkeypatch.setattr(work, "MOST", 2_000)
    [fault] = home(tmp_path, salam_id=f"Subject: x\n\nHalo {code}\n").load()
    assert "too much work" in fault.what


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("{{ 1.5 | round(40, 'ceil') }}", "ordinary numbers"),
        ("{{ [[1], [2]] | sum(start=[]) }}", "sum is for numbers"),
        ("{% for a in text %}" * 21 + "{% endfor %}" * 21, "cannot be compiled"),
        ("{% set a = 1 if 1.5.nomor else 2 %}", "cannot be compiled"),
    ],
)
def test_what_only_the_compiler_or_a_run_finds_is_a_fault_too(tmp_path, code, what) -> None:
    """Nothing that stands in a letter ends the program that reads it."""
    [fault] = home(tmp_path, salam_id=f"Subject: x\n\nHalo {code}\n").load()
    assert what in fault.what
    assert fault.place.startswith(f"{tmp_path.name}/salam.id.txt")


def test_numbers_are_rounded_and_summed_and_lines_wrapped(tmp_path) -> None:
    """As Jinja2 does it, with ordinary numbers."""
    source = "{{ 42.55 | round(1, 'floor') }} {{ 2.5 | round | int }} {{ [1, 2] | sum }} {{ 'satu dua' | wordwrap(4) }}"
    templates = home(tmp_path, gema_id=f"Subject: x\n\n{source}\n")
    assert templates.load() == []
    assert templates.render("gema", "id", FULL).text == "42.5 2 3 satu\ndua\n"


def test_marked_up_words_stay_marked_up(tmp_path) -> None:
    """In the HTML alternative `~` joins as Jinja2 does: what is safe stays so, the rest is escaped."""
    letter = "Subject: x\n\nHalo\n"
    put(tmp_path, "gema.id.txt", letter)
    put(tmp_path, "gema.id.html", "{{ ('<b>' | safe) ~ text }}{{ text ~ '<' }}")
    templates = Templates(tmp_path, CANNED, "id")
    assert templates.load() == []
    assert templates.render("gema", "id", FULL | {"text": "&"}).html == "<b>&amp;&amp;&lt;\n"


def test_values_are_data(tmp_path) -> None:
    """Code in what a customer wrote is text; line ends in a subject become blanks (mail.md 11.5, 11.10)."""
    templates = home(tmp_path, gema_id="Subject: {{ subject }}\n\n{{ text | quote }}\n")
    assert templates.load() == []
    evil = "{{ 7 * 7 }}{% for x in y %}\r\nBcc: all@x"
    rendered = templates.render("gema", "id", FULL | {"subject": evil, "text": evil})
    assert rendered.subject == "{{ 7 * 7 }}{% for x in y %} Bcc: all@x"
    assert "{{ 7 * 7 }}" in rendered.text


def test_what_is_printed_is_for_people(tmp_path) -> None:
    """None is nothing, a list is a row, a moment is words, `cut` says that it cut."""
    source = "Subject: x\n\n[{{ owner }}] [{{ files }}] [{{ due_at }}]\n{{ 'satu dua tiga' | cut(9) }}\n"
    templates = home(tmp_path, gema_id=source)
    assert templates.load() == []
    moment = datetime(2026, 11, 2, 3, tzinfo=UTC)
    text = templates.render("gema", "id", FULL | {"owner": None, "files": ["a", "b"], "due_at": moment}).text
    assert text == "[] [a, b] [Senin, 2 November 2026 pukul 10.00 WIB]\nsatu dua […]\n"


# ---- freshness


def test_an_edit_counts_from_the_next_look(tmp_path) -> None:
    """Changed, added and deleted letters, without a restart; nothing is said when nothing changed."""
    templates = home(tmp_path, closed_id="Subject: x\n\nSatu\n")
    assert templates.load() == []
    assert templates.reload_if_changed() == []
    path = put(tmp_path, "closed.id.txt", "Subject: x\n\nDua\n")
    assert templates.render("closed", "id", FULL).text == "Satu\n"
    assert templates.reload_if_changed() == []
    assert templates.render("closed", "id", FULL).text == "Dua\n"
    put(tmp_path, "baru.id.txt", "Subject: x\n\nBaru\n")
    path.unlink()
    assert templates.reload_if_changed() == []
    assert templates.render("baru", "id", FULL).text == "Baru\n"
    assert "Terima kasih" in templates.render("closed", "id", FULL).text


def test_a_broken_edit_keeps_the_last_good_version_and_is_told_once(tmp_path) -> None:
    """Of that letter only; mending it is noticed."""
    templates = home(tmp_path, closed_id="Subject: x\n\nSatu\n", salam_id="Subject: x\n\nHalo\n")
    assert templates.load() == []
    put(tmp_path, "closed.id.txt", "Subject: x\n\n{{ salah }}\n")
    put(tmp_path, "salam.id.txt", "Subject: x\n\nHai\n")
    assert [fault.what for fault in templates.reload_if_changed()] == ["'salah' is undefined here"]
    assert templates.reload_if_changed() == []
    assert templates.render("closed", "id", FULL).text == "Satu\n"
    assert templates.render("salam", "id", FULL).text == "Hai\n"
    put(tmp_path, "closed.id.txt", "Subject: x\n\nTiga\n")
    assert templates.reload_if_changed() == []
    assert templates.render("closed", "id", FULL).text == "Tiga\n"


def test_a_letter_that_fails_at_work_is_told_and_the_next_best_is_sent(tmp_path) -> None:
    """No sample had these facts; the customer still gets a letter and the admin hears of it, once."""
    templates = home(tmp_path, closed_id="Subject: x\n\n{{ 10 / ((operator or '') | length - 7) }}\n")
    assert templates.load() == []
    facts = FULL | {"operator": "Susanti"}
    assert "Terima kasih" in templates.render("closed", "id", facts).text
    templates.render("closed", "id", facts)
    faults = templates.reload_if_changed()
    assert [(f.place, f.what.split(":")[0]) for f in faults] == [
        (f"{tmp_path.name}/closed.id.txt:3", "ZeroDivisionError")
    ]
    assert templates.reload_if_changed() == []


# ---- languages and names


def test_the_language_wanted_else_the_desks_else_any_else_the_shipped(tmp_path) -> None:
    """The home's letters before the shipped ones."""
    letters = {"closed_en": "English", "closed_de": "Deutsch", "reopened_id": "Indonesia", "handover_de": "Deutsch"}
    templates = home(tmp_path, **{key: f"Subject: x\n\n{text}\n" for key, text in letters.items()})
    assert templates.load() == []
    assert templates.render("closed", "de", FULL).text == "Deutsch\n"
    assert templates.render("reopened", "en", FULL).text == "Indonesia\n"
    assert templates.render("handover", "en", FULL).text == "Deutsch\n"
    assert "Hello" in templates.render("ask-feedback", "en", FULL).text
    assert "Halo" in templates.render("ask-feedback", "fr", FULL).text
    assert "Halo" in templates.render("ask-feedback", "", FULL).text
    templates.default_language = "en"
    assert "Hello" in templates.render("ask-feedback", "fr", FULL).text


def test_an_unknown_letter_is_refused_with_the_nearest_name(shipped) -> None:
    """CannotDo for people, GiveUp for the daemon."""
    with pytest.raises(CannotDo, match="did you mean 'closed'"):
        shipped.get("close")
    with pytest.raises(GiveUp, match="no such file"):
        shipped.render("close", "id", FULL)


def test_a_home_is_as_good_as_its_folder_of_letters(tmp_path) -> None:
    """Both may be given; one that does not exist has no letters; home and shipped may be the same."""
    root = CANNED.parents[1]
    templates = Templates(root, root, "id")
    assert templates.load() == []
    assert templates.get("closed").place == "templates/canned/closed.id.txt"
    assert Templates(tmp_path / "nowhere", root, "id").load() == []
    (tmp_path / "notes.txt").write_text("a home may hold other texts")
    bare = Templates(tmp_path, root, "id")
    assert bare.load() == []
    (tmp_path / "templates" / "canned").mkdir(parents=True)  # made while the daemon runs
    put(tmp_path / "templates" / "canned", "closed.id.txt", "Subject: x\n\nSatu\n")
    assert bare.reload_if_changed() == []
    assert bare.render("closed", "id", FULL).text == "Satu\n"


def test_templates_see_no_secret() -> None:
    """The view of a ticket has no token, and nothing to call."""
    assert "token" not in TicketView.__slots__
    assert isinstance(FULL["desk"], Desk)


# ---- homes of earlier versions


def test_a_letter_that_names_the_ladders_of_an_earlier_version_is_still_good(tmp_path) -> None:
    """A home keeps its own copies: an upgrade that adds a ladder must not stop a desk that has none of it."""
    words = '{"claim": "a", "answer": "b", "feedback": "c", "solved": "d", "closing": "e"}'
    letter = f"Subject: x\n\n{{% for one in reminders %}}\n{{{{ {words}[one.ladder] }}}}\n{{% endfor %}}\n"
    assert home(tmp_path, reminder_bundle_id=letter).load() == []


@pytest.mark.parametrize("path", sorted(CANNED.glob("*.txt")), ids=lambda path: path.name)
def test_the_variables_a_letter_asks_for(path: Path) -> None:
    """Noted while its code is made, they are those that Jinja2's own search finds."""
    environment = LetterEnvironment()
    source = path.read_text(encoding="utf-8").partition("\n\n")[2]
    _, asked = compiled(environment, environment.parse(source), path.name)
    assert asked == find_undeclared_variables(environment.parse(source))
