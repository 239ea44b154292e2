"""Closing statements and command lines in an operator's words."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.message import Address
from mailflow.mail import closing
from mailflow.mail.closing import closing_statement
from mailflow.mail.command_lines import CommandLines, command_lines
from mailflow.mail.facts import samples_of
from mailflow.mail.templates import Templates
from tests.processor import seconds_of

CANNED = Path(__file__).resolve().parents[2] / "templates" / "canned"


@pytest.fixture(scope="module")
def templates() -> Templates:
    found = Templates(CANNED, CANNED, "id")
    assert found.load() == []
    return found


def written(templates: Templates, name: str, language: str) -> str:
    """The canned text as an operator sends it by hand."""
    facts = samples_of(name)[0] | {"recipient": Address("ani@mail.example", "Bu Ani Lestari"), "operator": "Budi"}
    return templates.render(name, language, facts).text


CLOSINGS = [
    (name, language, closes)
    for name, closes in (("closing-satisfied", "satisfied"), ("closing-no-feedback", "no-feedback"))
    for language in ("id", "en")
]


@pytest.mark.parametrize(("name", "language", "closes"), CLOSINGS)
def test_a_canned_closing_text_is_known_as_what_it_is(templates, name, language, closes) -> None:
    """As rendered, in each language."""
    assert closing_statement(written(templates, name, language), templates) == closes


@pytest.mark.parametrize(("name", "language", "closes"), CLOSINGS)
def test_greeting_names_signature_case_and_layout_may_differ(templates, name, language, closes) -> None:
    """What operators change without thinking."""
    lines = written(templates, name, language).splitlines()
    body = [line for line in lines[1:] if line and line not in ("Budi", "iDuHelp! Offline", "Salam hangat,")]
    signed = "\n".join(["Selamat siang Kak Ani dan tim,", "", *body, "", "Salam,", "Budi Santoso", "Meja bantu"])
    assert closing_statement(signed, templates) == closes
    assert closing_statement("\n".join(body).upper(), templates) == closes
    assert closing_statement("  ".join(" ".join(body).split()), templates) == closes


@pytest.mark.parametrize(("name", "language", "closes"), CLOSINGS)
def test_a_few_words_may_be_changed(templates, name, language, closes) -> None:
    """One word in ten replaced, and one sentence of courtesy added."""
    words = written(templates, name, language).split()
    edited = ["lah" if i % 10 == 5 else word for i, word in enumerate(words)]
    assert closing_statement(" ".join(edited) + " Semoga harinya menyenangkan ya Kak!", templates) == closes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "sip",
        "Terima kasih",
        "Terima kasih sudah mengabari kami.",
        "Sama-sama, senang bisa membantu.\n\nSalam hangat,\nBudi\niDuHelp! Offline",
        "Halo Ani,\n\nCoba matikan data seluler dulu, isi pulsa lagi, lalu cek saldonya di aplikasi. Kalau gagal, "
        "kirim foto layar bukti transaksinya kepada kami.\n\nKalau ada kendala lagi, cukup balas email ini atau tulis "
        "kepada kami kapan saja; dengan senang hati kami bantu.\n\nSalam hangat,\nBudi\niDuHelp! Offline",
        "Hello Ani,\n\nplease switch mobile data off and try again, then look at the balance in the app. If something "
        "comes up again, just reply to this mail; we will be happy to help.\n\nKind regards,\nBudi",
        "Halo Ani,\n\nTerima kasih sudah mengabari kami. Nomor tujuannya ternyata kurang satu angka. Mohon kirim nomor "
        "yang benar supaya kami bisa memeriksa lagi ke pihak pemasok.\n\nSalam hangat,\nBudi",
    ],
)
def test_short_words_and_real_answers_are_no_statement(templates, text) -> None:
    """Politeness alone closes nothing."""
    assert closing_statement(text, templates) is None


@pytest.mark.parametrize(("name", "language", "closes"), CLOSINGS)
def test_a_real_answer_above_the_canned_text_is_an_answer(templates, name, language, closes) -> None:
    """The text must be the closing text, not merely contain it."""
    answer = "Buka Pengaturan, pilih Jaringan Seluler, lalu geser tombol data sampai mati. " * 4
    assert closing_statement(answer + written(templates, name, language), templates) is None


def test_a_not_yet_turns_the_text_around(templates) -> None:
    """One small word is no small edit."""
    text = written(templates, "closing-satisfied", "id")
    assert closing_statement(text.replace("sudah selesai", "belum selesai"), templates) is None
    english = written(templates, "closing-satisfied", "en")
    assert closing_statement(english.replace("problem is solved", "problem is not solved"), templates) is None
    polite = english.replace("one day,", "one day, do not hesitate:")
    assert closing_statement(polite, templates) == "satisfied"


def test_an_admins_own_closing_text_counts_also_beside_the_shipped_ones(tmp_path) -> None:
    """A home's letter with `closes:`; a very short one must be there word for word."""
    (tmp_path / "beres.id.txt").write_text(
        "Subject: Re: {{ ticket.subject }}\ncloses: satisfied\n\nBaik Kak, laporannya kami tutup sampai di sini ya.\n"
    )
    templates = Templates(tmp_path, CANNED, "id")
    assert templates.load() == []
    assert closing_statement("Baik Kak, laporannya kami tutup sampai di sini ya.\n\nBudi", templates) == "satisfied"
    assert closing_statement("Baik Kak, laporannya kami teruskan sampai di sini ya.", templates) is None
    assert closing_statement(written(templates, "closing-no-feedback", "id"), templates) == "no-feedback"


def test_recognition_stays_fast_on_hostile_text(templates) -> None:
    """Repetition, and texts far too long."""
    for text in ("kami " * 150, "kami sudah anda " * 50, "a b " * 4000, "x" * 5_000_000):
        assert seconds_of(lambda text=text: (closing_statement(text, templates), command_lines("/" + text))) < 0.5
        assert closing_statement(text, templates) is None


@pytest.mark.parametrize("text", ["/close\n", "x\n/close\n", "é /close\n", "/close <", "/ ", "[/", "/a /b\n"])
def test_command_lines_are_found_in_linear_time(text) -> None:
    """A quarter of a million characters, each a moment."""
    assert seconds_of(lambda: command_lines(text * (250_000 // len(text)))) < 1


@pytest.mark.parametrize(
    ("text", "commands", "rest"),
    [
        ("/selesai", [("selesai", "")], ""),
        ("/CLOSE", [("close", "")], ""),
        ("/Selesai  Puas \r\n", [("selesai", "Puas")], ""),
        ("/close no-feedback", [("close", "no-feedback")], ""),
        ("/selesai tanpa-tanggapan\nTerima kasih.", [("selesai", "tanpa-tanggapan")], "Terima kasih."),
        ("Sudah kami cek.\n\n/selesai\n\nSalam", [("selesai", "")], "Sudah kami cek.\n\nSalam"),
        ("Sudah kami cek.\n/selesai\n\nBudi Santoso", [("selesai", "")], "Sudah kami cek.\n\nBudi Santoso"),
        (
            "Sudah kami cek.\n/selesai\n\nHormat kami,\nBudi Santoso\nTelp: 021-555",
            [("selesai", "")],
            "Sudah kami cek.\n\nHormat kami,\nBudi Santoso\nTelp: 021-555",
        ),
        ("Sudah kami cek.\n/close no-feedback\n👍", [("close", "no-feedback")], "Sudah kami cek.\n👍"),
        ("/selesai.", [("selesai", "")], ""),
        (
            "/selesai\n\N{NO-BREAK SPACE}/bukan-ganggua",
            [("selesai", ""), ("bukan-ganggua", "")],
            "",
        ),  # misspelt: no words
        ("Halo sistem,\n\n/selesai", [("selesai", "")], ""),
        ("Selamat siang,\n\n/tutup", [("tutup", "")], ""),
        ("Halo Bu Ani, sudah kami cek.\n\n/selesai", [("selesai", "")], "Halo Bu Ani, sudah kami cek."),
        ("/catatn jangan dijanjikan, tunggu bank", [("catatn", "jangan dijanjikan, tunggu bank")], ""),
        ("/serahkn Sari ya, tolong", [("serahkn", "Sari ya, tolong")], ""),
        ("/catatn lihat /var/log/mail.log", [("catatn", "lihat /var/log/mail.log")], ""),
        ("/hapus-isii 4 x\n\nHalo Bu.", [("hapus-isii", "4 x")], "Halo Bu."),
        ("/selesai besok saja", [("selesai", "besok saja")], ""),
        ("/close satisfied\n/selesai", [("close", "satisfied"), ("selesai", "")], ""),
        ("\n\n/close\n\n/selesai\n\nSudah kami cek.", [("close", ""), ("selesai", "")], "Sudah kami cek."),
        ("/tutup", [("tutup", "")], ""),
        ("Sudah kami cek.\n/tutup", [("tutup", "")], "Sudah kami cek."),
        ("/assign Sari\nTolong ya.", [("assign", "Sari")], "Tolong ya."),
        ("/catatan pelanggan ini pernah marah\ndi kantor", [("catatan", "pelanggan ini pernah marah")], "di kantor"),
        (" /selesai", [("selesai", "")], ""),
        ("/ tutup", [("tutup", "")], ""),
        ("\xa0/\xa0selesai\u3000", [("selesai", "")], ""),
        ("\ufeff\u200e/selesai\u200b", [("selesai", "")], ""),
        ("／selesai", [("selesai", "")], ""),
        ("*/selesai*", [("selesai", "")], ""),
        ("/close <http://desk.example/close>", [("close", "")], ""),
        ("/close</close>", [("close", "")], ""),
        ("[/close](http://desk.example/close)", [("close", "")], ""),
        ("`/ambil`", [("ambil", "")], ""),
        ("• /ambil", [("ambil", "")], ""),
        ("/ambil 👍", [("ambil", "")], ""),
        ("Sudah kami cek.\n\n/selesai, terima kasih", [("selesai", "")], "Sudah kami cek."),
        ("- /close", [("close", "")], ""),
        ("- /kategori pulsa\n- /selesai\n\nBudi", [("kategori", "pulsa"), ("selesai", "")], ""),
        ("1. /status 12\n2) /daftar", [("status", "12"), ("daftar", "")], ""),
        ('"/close"', [("close", "")], ""),
        ("“/selesai”.", [("selesai", "")], ""),
        ("//status", [("status", "")], ""),
        ("\\status", [("status", "")], ""),
        ("#selesai", [("selesai", "")], ""),
        ("/catatan:sudah ditelepon", [("catatan", "sudah ditelepon")], ""),
        ("/status,/daftar", [("status", "/daftar")], ""),
        ("/status 12 terima kasih", [("status", "12")], ""),
        ("/tutup 5 7", [("tutup", "5 7")], ""),
    ],
)
def test_command_lines_are_taken_out(text, commands, rest) -> None:
    """At the top in any case, whatever blanks, marks and links a client puts around; a closing one at the end too."""
    found = command_lines(text, ("Budi", "Budi Santoso"))
    assert (list(found.commands), found.words, found.inside) == (commands, rest, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ketik selesai atau /selesai di akhir.",
        "Ketik di bot kami: /start /status /close /help",
        "> /selesai",
        "/etc/hosts is a file",
        "/etc/hosts",
        "Lihat dua folder ini:\n/etc\n/var/log/mail",
        "Ketik ini di bot kami:\n/start\n/status\nlalu tunggu.",
        "Daftar perintah bot:\n/start - mulai\n/close - menutup percakapan\n/help - bantuan",
        "/2026",
        "//komentar",
        "/selesai/arsip",
        "/home adalah folder tempat semua berkas pengguna disimpan.",
        "/ dan seterusnya",
        "#12",
        "# Judul",
        "- /start",
        "Ketik salah satu:\n- /status\n- /close",
        "/status.html",
        "/a",
        "dan/atau",
        "https://example.org/close",
        "Sudah kami cek.\n/start",
    ],
)
def test_what_only_looks_like_a_command_stays_text(text) -> None:
    """In a sentence, a path, behind a mark: untouched, character for character."""
    assert command_lines(text) == CommandLines(words=text)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Sudah kami cek.\n/selesai\nSampai jumpa besok.", ("/selesai",)),
        ("Ketik di bot kami:\n/start\n/close\n/help", ("/close",)),
        ("Ketik di bot kami:\n/start\n/close", ("/close",)),
        ("Lalu ketik ini:\n/close", ("/close",)),
        ("Halo Bu,\n\n/close puas\n\nSudah kami cek.", ("/close puas",)),
        ("/selesai\nSudah kami cek.\n/close\nSampai jumpa.", ("/close",)),
        ("Sudah kami cek.\n/selsai", ("/selsai",)),
        ("Sudah kami cek.\n/tutupkan sekarang", ("/tutupkan sekarang",)),
    ],
)
def test_a_command_among_words_is_pointed_out(text, inside) -> None:
    """Nobody can tell whether it is meant for us: nothing is carried out, nothing is cut."""
    assert command_lines(text) == CommandLines(words=text, inside=inside)


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("/ bukan-ganggua", (("bukan-ganggua", ""),)),
        ("/\N{NO-BREAK SPACE}selsai", (("selsai", ""),)),
        ("/ tutp", (("tutp", ""),)),
        ("/ atau lewat loket", ()),
        ("/ catatan kaki", (("catatan", "kaki"),)),
    ],
)
def test_a_misspelt_command_with_a_blank_is_one(line, commands) -> None:
    """A slash that only parts words is none: with a blank behind it, the word must be like a command's."""
    assert command_lines(f"{line}\n\nSudah kami perbaiki, silakan dicoba.").commands == commands


@pytest.mark.parametrize(
    "line",
    ["/tund besok 09.00", "\N{NO-BREAK SPACE}/tund besok 09.00", "/kirm besok 09:00", "/snoze Monday, 9.30am",
     "/gabng #12", "/tany cs@bank.example", "/serahkn budi+x@desk.example, saya cuti", "/ tund 2,5 jam"],
)  # fmt: skip
@pytest.mark.parametrize("below", ["", "\n/hadir besok", "\n\nSudah kami perbaiki, silakan dicoba."])
def test_behind_a_misspelt_command_stands_what_stands_behind_commands(line, below) -> None:
    """A moment, a number, an address: the customer does not read it as an answer."""
    found = command_lines(line + below)
    assert len(found.commands) == 1 + ("/hadir" in below)
    assert line.strip("/ \N{NO-BREAK SPACE}") == " ".join(found.commands[0])
    assert "/" not in found.words


@pytest.mark.parametrize("line", ["/start 09.00", "/etc 12.5", "/2.0 sudah keluar", "/selesai/arsip 2.0"])
def test_what_is_like_no_command_stays_text_whatever_is_behind(line) -> None:
    assert command_lines(line) == CommandLines(words=line)


def test_words_below_a_command_are_told_from_words_above() -> None:
    """Below: they may be meant only together with it."""
    assert command_lines("/selesai\nTerima kasih.").below
    assert not command_lines("Terima kasih.\n/selesai").below


@given(st.text(alphabet=st.sampled_from("/ \nselaiCLOSE.ab>-"), max_size=200))
def test_no_known_command_line_survives(text) -> None:
    """Whatever surrounds it, a line that is `/close` or `/selesai` never stays unseen in what may reach a customer."""
    found = command_lines(text)
    lines = {line.strip().lower() for line in found.words.split("\n")}
    assert found.inside or not lines & {"/close", "/selesai"}


_FEW_WORDS = st.lists(st.sampled_from("terima kasih sudah selesai tutup tiket belum not hesitate".split()), max_size=40)


@given(said=_FEW_WORDS, canned=_FEW_WORDS)
def test_counting_words_refuses_nothing_that_their_order_allows(said: list[str], canned: list[str]) -> None:
    """As many match in order as are in both, at most: the short way and the long one agree."""
    both = len(said) - (Counter(said) - Counter(canned)).total()
    matched = SequenceMatcher(None, canned, said, autojunk=False).get_matching_blocks()
    assert sum(block.size for block in matched) <= both
    if closing._likeness(said, canned) > 0:
        assert both >= 0.75 * len(canned)
