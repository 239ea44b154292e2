"""Refusals, and what else commands print, in Indonesian by LANG: whole messages or none; what stands in the catalogs is
what mailflow says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from mailflow.cli.error_words import CATALOGS, fault, refusal, said
from mailflow.cli.language import read_po
from mailflow.errors import Fault
from tests.cli.desk import ROOT, Desk, typed

KNOWN = {
    english: words
    for name in CATALOGS
    for english, words in read_po((ROOT / "mailflow" / "cli" / name).read_text(encoding="utf-8")).items()
}
SOURCES = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "mailflow").rglob("*.py")))
# click's own, which it puts together: those below are tried
OF_CLICK = ("No such option", "Missing ", "Invalid value", "Option '", "Got unexpected", "Error:", "Try ", "Aborted")
HOLE = re.compile(r"\{\*?\}")
DIFFERS = re.compile(r"\{\*?\}|\[[^\[\]|]*\|[^\[\]|]*\]")


@pytest.fixture
def indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")


@pytest.mark.parametrize("english", KNOWN)
def test_a_message_of_the_catalog_is_one(english: str) -> None:
    """Its words stand in the code that says it, and what differs is the same in both languages."""
    for words in DIFFERS.split(english) if not english.startswith(OF_CLICK) else ():
        core = " ".join(re.split(r"[,;:()]", words.strip(" '`:.,;?()\"[]{}%"))[0].split()[:2])
        assert core in SOURCES, core
    assert HOLE.findall(KNOWN[english]) == HOLE.findall(english)
    assert KNOWN[english].strip()


@pytest.mark.parametrize(("english", "words"), [
    ("there is no ticket 99; `mailflow list --all` shows every one",
     "tiket 99 tidak ada; `mailflow list --all` menampilkan semuanya"),
    ("99: there is no ticket 99; `mailflow list --all` shows every one",
     "99: tiket 99 tidak ada; `mailflow list --all` menampilkan semuanya"),
    ("say what to look for; such as: mailflow search pulsa -refund",
     "sebutkan apa yang dicari; misalnya: mailflow search pulsa -refund"),
    ("--explain: there is no figure 'x'; there are opened, closed",
     "--explain: tidak ada angka 'x'; yang ada opened, closed"),
    ("--explain: there is no figure 'opend'; did you mean 'opened'?",
     "--explain: tidak ada angka 'opend'; maksud Anda 'opened'?"),
    ("no command 'shw': did you mean 'show'?", "tidak ada perintah 'shw': maksud Anda 'show'?"),
    ("there is no letter 'closd': did you mean 'closed'?", "tidak ada surat 'closd': maksud Anda 'closed'?"),
    ("rules.yaml has no colleague 'Bud': there are Budi, Sari",
     "di rules.yaml tidak ada rekan 'Bud': yang ada Budi, Sari"),
    ("mail.example:993: login refused for desk: [AUTH] no; sorry (its password: rules.yaml:42)",
     "mail.example:993: login ditolak untuk desk: [AUTH] no; sorry (sandinya: rules.yaml:42)"),
])  # fmt: skip
def test_what_people_meet_most(english: str, words: str) -> None:
    """Each with its remedy."""
    assert said(english, "id") == words
    assert said(english, "en") == english


@pytest.mark.parametrize("text", [
    "there is no ticket 99; and something that nobody has translated",
    "something new: did you mean 'x'?", "", "x" * 9999,
    "there is no operator 'x': try something that is new",
])  # fmt: skip
def test_no_message_is_half_translated(text: str) -> None:
    """It stays as it is."""
    assert said(text, "id") == text


def test_a_fault_is_said_with_its_place() -> None:
    """What is wrong and the remedy, or neither."""
    known = Fault("rules.yaml:3", "unknown key `desk.adress`", "did you mean `address`?")
    assert fault(known, "id") == "rules.yaml:3: kunci `desk.adress` tidak dikenal (maksud Anda `address`?)"
    half = Fault("rules.yaml:3", "unknown key `x`", "write it in another way")
    assert fault(half, "id") == str(half)


@pytest.mark.usefixtures("indonesian")
def test_the_command_line_speaks_it(asked: Desk) -> None:
    """Refusals, wrong usage, faults; JSON as ever."""
    assert (
        asked.type("show", "99", status=1).err
        == "mailflow: tiket 99 tidak ada; `mailflow list --all` menampilkan semuanya\n"
    )
    wrong = typed("lst").err
    assert "Kesalahan: tidak ada perintah 'lst': maksud Anda 'list'?" in wrong
    assert "Coba 'mailflow -h' untuk bantuan." in wrong
    asked.edit("claim: any-reply", "clam: any-reply")
    assert "kunci `clam` tidak dikenal (maksud Anda `claim`?)" in asked.type("check", status=2).err
    assert asked.json("show", "99", status=1)["error"]["message"] == "there is no ticket 99"


@pytest.mark.usefixtures("indonesian")
def test_a_warning_of_check_is_said(asked: Desk) -> None:
    """What is odd, and what to do about it."""
    asked.edit("admin: admin@desk.example", "")
    assert (
        "peringatan: rules.yaml:1: tidak ada admin: tak seorang pun tahu ada email terparkir atau server mati "
        "(tambahkan `admin:` dengan sebuah alamat)\n"
    ) in asked.type("check").err


@pytest.mark.usefixtures("indonesian")
@pytest.mark.parametrize(("words", "said_so"), [
    (("list", "--foo"), "Tidak ada opsi '--foo'"), (("list", "--ownr", "x"), "Maksud Anda salah satu dari: "),
    (("list", "--status", "nix"), "bukan salah satu dari"), (("show",), "belum ada"),
    (("list", "x"), "Ada argumen berlebih (x)"),
    (("list", "--status"), "memerlukan nilai"), (("search", "--limit", "many", "x"), "bukan bilangan bulat"),
])  # fmt: skip
def test_clicks_own_words(words: tuple[str, ...], said_so: str) -> None:
    """As this version of click says them."""
    assert said_so in typed(*words).err


def test_elsewhere_it_is_english(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As before."""
    monkeypatch.setenv("LC_ALL", "C")
    assert "there is no ticket 99" in asked.type("show", "99", status=1).err


# ---- nothing is missing


REFUSALS = ("CannotDo", "UsageError", "BadParameter", "Fault")
PLACE = re.compile(r"(?:rules\.yaml|x|\d|[: ]|outgoing|alarm|mailboxes|database)*")  # where a fault is, or only holes


def _texts(node: ast.AST, names: Mapping[str, Sequence[ast.expr]]) -> Iterator[str]:
    """What an argument may say, "x" for what differs: literals, both branches, what its name was given."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "x" for one in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from (a + b for a in _texts(left, names) or "x" for b in (*_texts(right, names),) or ("x",))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_texts(body, names), *_texts(orelse, names))
        case ast.Name(id=name):
            for one in names.get(name, ()):
                yield from _texts(one, {})
        case ast.Subscript(value=ast.Name(id=name)):
            for one in names.get(name, ()):
                yield from (text for value in getattr(one, "values", ()) for text in _texts(value, {}))
        case ast.Call(func=ast.Attribute(value=inner, attr="format")):
            yield from (HOLE.sub("x", text) for text in _texts(inner, names))


def _given(tree: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            pairs = [(target, node.value)] if isinstance(node, ast.Assign) else []
            if isinstance(target, ast.Tuple) and isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            for one, value in pairs:
                if isinstance(one, ast.Name):
                    found.setdefault(one.id, []).append(value)
    return found


def _refusals(names_of: tuple[str, ...] = REFUSALS) -> Iterator[tuple[str, str]]:
    """(where, what is said) of everything a command refuses with, and of every fault and warning."""
    for file in sorted((ROOT / "mailflow").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = _given(tree)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and (called := getattr(node.func, "id", getattr(node.func, "attr", ""))) in names_of
            ):
                for argument in node.args[{"Fault": 1, "Finding": 2}.get(called, 0) :]:
                    for text in _texts(argument, names):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", text


def _is_said(text: str) -> bool:
    """As a whole, or what stands before the words of others."""
    same = [re.compile(re.escape(one).replace(r"\{\}", ".+")) for one, indonesian in KNOWN.items() if one == indonesian]
    return any(
        said(one, "id") != one or any(pattern.fullmatch(one) for pattern in same)
        for one in (text, text.removesuffix(": x"), text.removesuffix("; x"))
    )


VALUES = (
    "config/", "webhooks/", "core/hours", "core/conditions", "core/actions", "core/patterns", "core/customer_rows",
    "mail/network", "mail/sources/after",
)  # fmt: skip
NEVER_SAID = ("working time is counted between aware moments", "makes more than 256 KB", "after: is x")


def test_whatever_is_wrong_with_a_value_is_said() -> None:
    """Of a value of rules.yaml, and of a line of a customers' file: what a ValueError says of it."""
    found = [
        (at, text)
        for at, text in _refusals(("ValueError",))
        if at.removeprefix("mailflow/").startswith(VALUES) and not text.startswith(NEVER_SAID)
    ]
    assert len(found) > 80
    assert [(at, text) for at, text in found if not _value_is_said(text)] == []


def _value_is_said(text: str) -> bool:
    """Advice made elsewhere (the nearest word, a list) stands as "x" here."""
    what, _, remedy = text.removesuffix("; x").partition(": ")
    remedy = remedy.removeprefix("x; ")
    shown = f"{what}: {remedy}" if remedy not in ("", "x") else what
    return refusal(shown, "id") != shown


@pytest.mark.parametrize(("text", "words"), [
    ("'24x' is not a duration: write a whole number and its unit: 45s, 90m, 24h, 7d (elapsed), 24wh (working hours) or "
     "2wd (working days)",
     "'24x' bukan lama waktu: tulis bilangan bulat dan satuannya: 45s, 90m, 24h, 7d (waktu berlalu), 24wh (jam kerja), "
     "atau 2wd (hari kerja)"),
    ("{x} means nothing in a number; possible are n, year, month",
     "{x} tidak berarti apa-apa dalam nomor; yang mungkin n, year, month"),
    ("'3 jam' is not a duration: did you mean `3h`?", "'3 jam' bukan lama waktu: maksud Anda `3h`?"),
    ("there is no finder 'telpon': did you mean 'phone'?; your own is written /.../",
     "tidak ada pencari 'telpon': maksud Anda 'phone'?; buatan sendiri ditulis /.../"),
    ("something that nobody has translated: write x", "something that nobody has translated: write x"),
])  # fmt: skip
def test_a_wrong_value(text: str, words: str) -> None:
    """With what to write instead; behind its key in a fault."""
    assert refusal(text, "id") == words
    assert refusal(text, "en") == text
    what, _, remedy = text.partition(": ")
    whole = Fault("rules.yaml:9", f"desk.number: {what}", remedy)
    expected, _, instead = words.partition(": ")
    assert fault(whole, "id") == str(Fault("rules.yaml:9", f"desk.number: {expected}", instead))


@pytest.mark.usefixtures("indonesian")
def test_a_refused_customer_is_said(asked: Desk, tmp_path: Path) -> None:
    """Each line of the file with its reason."""
    (tmp_path / "c.csv").write_text("alamat;berlaku\nani@mail.example;31-12-2026\n")
    told = asked.type("customers", "import", "--dry-run", str(tmp_path / "c.csv"), status=1).err
    assert "baris 2 (ani@mail.example): '31-12-2026' bukan tanggal: tulis seperti 2026-12-31" in told


def test_every_refusal_and_warning_is_said() -> None:
    """Whoever adds one writes it in Indonesian, too (cli/errors.id.po)."""
    found = [(at, text) for at, text in _refusals() if not PLACE.fullmatch(text)]
    assert len(found) > 250
    assert [(at, text) for at, text in found if not _is_said(text)] == []


# ---- and what they print when nothing is refused


TITLES = ("Column", "Finding")
OTHERS_WORDS = re.compile(
    r"[x:;,.()#\s-]*(?:id|mailflow)?[x:;,.()#\s-]*"
)  # a place, a name, the words of somebody else


def _printed() -> Iterator[tuple[str, str]]:
    """(where, what is said) of every line of ours, finding of doctor and head of a table."""
    own = re.compile(r"mailflow/(?:cli/(?!happenings|why|wizard)|flow/admin/doctor|store/admin/doctor)")
    for at, text in _refusals(("tell", "say", *TITLES)):
        if own.match(at):
            yield at, text


def test_every_line_that_is_printed_is_said() -> None:
    """Whoever adds one writes it in Indonesian, too (cli/lines.id.po)."""
    found = [(at, text) for at, text in _printed() if not OTHERS_WORDS.fullmatch(text)]
    assert len(found) > 150
    assert [(at, text) for at, text in found if not (_is_said(text) or _has_template(text))] == []


def _has_template(text: str) -> bool:
    """Of a line put together from several: its fixed words stand in one message, in this order."""
    words = re.compile(".*".join(map(re.escape, text.split("x"))), re.DOTALL)
    return any(words.search(english) for english in KNOWN)


@pytest.mark.parametrize(("english", "words"), [
    ("a mail has waited for 3 days; see `mailflow inbox`", "sebuah email menunggu 3 hari; lihat `mailflow inbox`"),
    ("1 mail is parked with an error: 7; see `mailflow inbox`",
     "1 email terparkir karena kesalahan: 7; lihat `mailflow inbox`"),
    ("12 mails are parked with an error: 7, 8 …; see `mailflow inbox`",
     "12 email terparkir karena kesalahan: 7, 8 …; lihat `mailflow inbox`"),
    ("3 mails in INBOX: 1 has its outcome, 2 wait", "3 email di INBOX: 1 punya hasil, 2 menunggu"),
    ("imap on pos (pid 12) for 27 hours: login refused", "imap di pos (pid 12) selama 27 jam: login refused"),
    ("rules.yaml:3: unknown key `desk.adress` (did you mean `address`?)",
     "rules.yaml:3: kunci `desk.adress` tidak dikenal (maksud Anda `address`?)"),
])  # fmt: skip
def test_what_doctor_finds(english: str, words: str) -> None:
    """One and many, lengths of time; a fault of rules.yaml in a line."""
    assert said(english, "id") == words


@pytest.mark.usefixtures("indonesian")
def test_tables_and_lines_are_said(asked: Desk) -> None:
    """Heads, ages, counts, verdicts; a status is what --status takes, and JSON is as ever."""
    head, *rows = asked.type("list").out.splitlines()
    assert head.split()[:3] == ["nomor", "status", "pemilik"]
    assert head.split()[-2:] == ["pelanggan", "subjek"]
    assert "new" in rows[0].split()
    assert asked.type("inbox").err == "tidak ada email yang menunggu, terparkir, atau dikarantina\n"
    assert "pelanggan  ani@mail.example" in asked.type("show", "1").out
    told = asked.type("doctor", "--offline").out
    assert told.endswith("desk ini sehat\n")
    assert "catatan   daemon: tidak ada mailflow yang berjalan" in told
    assert "Tiket dibuka 1, Penutupan 0" in asked.type("report").out
    assert asked.type("verify").out.startswith("log membuktikan 1 tiket\n")
    found = asked.json("doctor", "--offline")
    assert [one["what"] for one in found["findings"] if one["check"] == "daemon"] == [
        "no mailflow is running; start `mailflow run`, or let cron call `run --once`"
    ]
    assert "opened" in asked.json("report")


@pytest.mark.usefixtures("indonesian")
def test_a_dialogue_that_is_broken_off_says_so(tmp_path: Path) -> None:
    """Also what is asked of an answer that was none of those offered."""
    told = typed("init", str(tmp_path / "desk"), "--ask", stdin="1\nid\n")
    assert "jawab dengan salah satu dari: id, en" in told.err
    assert told.err.endswith("\nDibatalkan!\n")
    assert told.status == 1
    assert not (tmp_path / "desk").exists()
