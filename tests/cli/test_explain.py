"""explain: how a mail would be understood, matched and decided; it always answers, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk, typed

FIELDS = ("from", "to", "cc", "subject", "text", "reply_text", "attachments", "nature", "sender_role", "authenticated",
          "ticket", "outcome")  # fmt: skip
OUR_ID = "<1.7a04ea5d42.mennaohs5asgzebs@desk.example>"


def eml(folder: Path, *headers: str, text: str = "halo") -> str:
    file = folder / "mail.eml"
    file.write_text("\n".join([*headers, "", text, ""]), encoding="utf-8")
    return str(file)


def closing_text(desk: Desk) -> str:
    shown = desk.json("letters", "preview", "closing-satisfied", "--language", "id")
    return str(shown["text"])


def test_the_fields_that_stay(desk: Desk, tmp_path: Path) -> None:
    """Those of interfaces.md come first; addresses are plain, people are lists."""
    file = eml(
        tmp_path, "From: Ani <ani@mail.example>", "To: iduhelp@desk.example, Cek <cek@mail.example>",
        "Cc: dia@mail.example", "Subject: Pulsa", text="Pulsa saya belum masuk.",
    )  # fmt: skip
    told = desk.json("explain", file)
    assert tuple(told)[: len(FIELDS)] == FIELDS
    assert told["from"] == "ani@mail.example"
    assert told["to"] == ["iduhelp@desk.example", "cek@mail.example"]
    assert told["cc"] == ["dia@mail.example"]
    assert (told["nature"], told["sender_role"], told["outcome"]) == ("human", "customer", "request")
    assert (told["ticket"], told["authenticated"], told["attachments"]) == (None, False, [])
    assert told["category"] == "pulsa-tidak-masuk"
    assert told["rule"]["then"] == {"category": "pulsa-tidak-masuk"}
    assert [letter["kind"] for letter in told["letters"]] == ["acknowledgement", "announcement", "announcement"]


BUDI = ("From: budi@desk.example", "Subject: Re: Pulsa", "In-Reply-To: <a@mail.example>")
ANI = ("From: ani@mail.example", "To: iduhelp@desk.example")


@pytest.mark.parametrize(
    ("headers", "text", "outcome"),
    [
        ((*BUDI, "To: iduhelp@desk.example"), "", "claim"),
        ((*BUDI, "To: iduhelp@desk.example"), "saya ambil", "claim"),
        ((*BUDI, "To: iduhelp@desk.example"), "Sudah kami proses ya.", "answer"),
        ((*BUDI, "To: ani@mail.example", "Cc: iduhelp@desk.example"), "Sudah kami proses ya.", "answer"),
        ((*BUDI, "To: sari@desk.example"), "Menurutmu bagaimana?", "note"),
        ((*BUDI, "To: iduhelp@desk.example"), "/selesai", "closing-statement"),
        ((*BUDI[:2], "To: iduhelp@desk.example"), "Sudah kami proses ya.", "answer"),  # threading lost, Re: left
        (("From: budi@desk.example", "To: iduhelp@desk.example", "Subject: Tanya"), "Saya juga ada soal", "request"),
        (("From: dewi@desk.example", "To: iduhelp@desk.example", f"In-Reply-To: {OUR_ID}"), "tutup", "command"),
        ((*ANI, "Subject: Pulsa"), "belum masuk", "request"),
        ((*ANI, "Subject: Re: Pulsa", "In-Reply-To: <x@y.example>"), "belum masuk", "request"),
        ((*ANI, "Subject: Re: Pulsa", f"In-Reply-To: {OUR_ID}"), "belum masuk", "customer-reply"),
        ((*ANI, "Subject: Re: [#12] Pulsa"), "belum masuk", "customer-reply"),
        ((*ANI, "Subject: cuti", "Auto-Submitted: auto-replied"), "saya cuti", "automatic"),
        ((*ANI, "Subject: Automatic reply: Pulsa"), "saya cuti", "automatic"),
        ((*ANI, "Subject: Undelivered", "X-Failed-Recipients: x@y.example"), "no such user", "bounce"),
        ((*ANI, "Subject: murah", "X-Spam-Flag: YES"), "beli", "quarantined"),
        (("From: iduhelp@desk.example", "To: ani@mail.example", f"Message-ID: {OUR_ID}"), "kami", "echo"),
        (("From: iduhelp@desk.example", "To: iduhelp@desk.example", "Subject: form"), "Nama: Ani", "parked"),
    ],
)
def test_outcomes_without_a_database(
    desk: Desk, tmp_path: Path, headers: tuple[str, ...], text: str, outcome: str
) -> None:
    """No conversation is known: replies are tried on a supposed open question."""
    told = desk.json("explain", eml(tmp_path, *headers, text=text))
    assert (told["outcome"], told["ticket"]) == (outcome, None), told["reasons"]
    assert not (desk.home / "mailflow.db").exists()


def test_a_closing_text_is_a_closing_statement(desk: Desk, tmp_path: Path) -> None:
    """Known by the canned text itself."""
    file = eml(tmp_path, *BUDI, "To: ani@mail.example, iduhelp@desk.example", text=closing_text(desk))
    told = desk.json("explain", file)
    assert (told["outcome"], told["supposed"]) == ("closing-statement", True)


def test_who_only_pretends_is_quarantined(desk: Desk, tmp_path: Path) -> None:
    """An operator's From proves nothing."""
    desk.edit("  operators: from", "  operators: aligned\n  authserv: mail.example")
    told = desk.json("explain", eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text="halo"))
    assert (told["sender_role"], told["authenticated"], told["outcome"]) == ("operator", False, "quarantined")
    proof = "Authentication-Results: mail.example; dmarc=pass header.from=desk.example"
    told = desk.json("explain", eml(tmp_path, proof, *BUDI, "To: iduhelp@desk.example", text="halo"))
    assert (told["authenticated"], told["outcome"]) == (True, "answer")


def test_a_forged_customer_is_told_apart(desk: Desk, tmp_path: Path) -> None:
    """What DMARC proves forged follows our own ids only and brings nobody along, and it says so."""
    desk.edit("  operators: from", "  operators: aligned\n  authserv: mail.example")
    forged = ("Authentication-Results: mail.example; dmarc=fail header.from=mail.example", *ANI, "Cc: x@evil.example")
    told = desk.json("explain", eml(tmp_path, *forged, "Subject: Re: [#12] Pulsa", text="belum masuk"))
    assert (told["outcome"], "acknowledgement" in [letter["kind"] for letter in told["letters"]]) == ("request", False)
    told = desk.json("explain", eml(tmp_path, *forged, "Subject: Re: Pulsa", f"In-Reply-To: {OUR_ID}", text="belum"))
    assert told["outcome"] == "customer-reply"
    assert any("may be forged" in why for why in told["reasons"])
    assert any("do not reach x@evil.example" in why for why in told["reasons"])


def test_with_a_database_the_outcome_is_the_true_one(asked: Desk, tmp_path: Path) -> None:
    """The ticket is found, what would happen is told, and nothing has happened."""
    story, letters = asked.json("show", "1"), asked.letters()
    file = eml(tmp_path, "From: budi@desk.example", "To: iduhelp@desk.example", "In-Reply-To: <1@ani>", text="Sudah.")
    told = asked.json("explain", file)
    assert (told["ticket"], told["outcome"], told["supposed"]) == ("1", "answer", False)
    assert told["events"] == ["claimed", "answered"]
    assert {"kind": "answer", "to": ["ani@mail.example"]} in told["letters"]
    assert told["clue"] == {"trust": "known_id", "source": "<1@ani>"}
    assert (asked.json("show", "1"), asked.letters()) == (story, letters)
    assert asked.json("inbox") == {"mails": []}
    asked.mail("ani", "Lain", "Yang lain lagi")
    asked.once()
    assert [t["n"] for t in asked.json("list")["tickets"]] == [1, 2]  # no number was used up


def test_a_second_copy_and_an_unknown_conversation(asked: Desk, tmp_path: Path) -> None:
    """What the desk has is a duplicate; what a colleague answers but is not here is tried on a supposed question."""
    copy = asked.home / "var" / "in" / "new" / "1700000000.1.test"
    told = asked.json("explain", str(copy))
    assert (told["outcome"], told["ticket"]) == ("duplicate", "1")
    told = asked.json("explain", eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text="Sudah."))
    assert (told["outcome"], told["ticket"], told["supposed"]) == ("answer", None, True)


def test_without_rules_there_are_no_operators(tmp_path: Path) -> None:
    """It works anywhere; colleagues are strangers there."""
    file = eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text="halo")
    said = typed("explain", file, "--json", "--home", str(tmp_path))
    assert (said.status, said.json["sender_role"], said.json["outcome"]) == (0, "customer", "request")


@pytest.mark.parametrize("raw", [b"", b"\n", b"\0" * 50, b"From: " + b"<" * 5000, b"\xff\xfe: \x1b[2J\r\n\r\n\xff",
                                 b"Subject: =?utf-8?b?7aCA?=\n\n\xed\xa0\x80"])  # fmt: skip
def test_the_strangest_mail_has_an_explanation(desk: Desk, tmp_path: Path, raw: bytes) -> None:
    """Never a failure, as JSON and for people, with and without a database."""
    file = tmp_path / "strange.eml"
    file.write_bytes(raw)
    assert desk.json("explain", str(file))["outcome"] == "request"
    desk.once()
    assert desk.json("explain", str(file))["outcome"] in ("request", "parked")
    assert "\x1b" not in desk.type("explain", str(file)).out


def test_form_shows_what_forms_extract(desk: Desk, tmp_path: Path) -> None:
    """The real customer of an offline form, or that there is none."""
    desk.edit("# forms:\n#   - from: iduhelp@desk.example\n#     customer: {reply_to: true}\n",
              "forms:\n  - from: iduhelp@desk.example\n    customer: {reply_to: true}\n")  # fmt: skip
    form = ("From: iduhelp@desk.example", "To: iduhelp@desk.example", "Subject: form")
    named = eml(tmp_path, *form, "Reply-To: Ani <ani@mail.example>")
    assert desk.json("explain", "--form", named) == {"form": {"customer": "ani@mail.example", "name": "Ani"}}
    assert "Ani <ani@mail.example>" in desk.type("explain", "--form", named).out
    assert desk.json("explain", "--form", eml(tmp_path, *form))["form"]["customer"] is None
    assert desk.json("explain", "--form", eml(tmp_path, *ANI, "Subject: x"))["form"] is None


def test_from_stdin(desk: Desk) -> None:
    """`-` reads the mail from a pipe; a file that is not there is wrong usage."""
    said = desk.type("explain", "-", "--json", stdin=b"From: ani@mail.example\n\nhalo\n")
    assert said.json["from"] == "ani@mail.example"
    desk.type("explain", "no-such-file.eml", status=2)


@pytest.mark.parametrize(
    ("text", "outcome", "meaning"),
    [
        ("Siap, saya ambil ya", "claim", "claim"),
        ("👍", "claim", "acknowledgement"),
        ("Sari tolong ambil ya", "note", "content"),
        ("selesai", "held", "unclear"),
        ("Sudah kami proses, silakan dicek", "answer", "content"),
        ("Halo Bu,\n/close\nSudah kami cek.", "held", "content"),
        ("ini kayaknya bagian keuangan deh", "note", "content"),
        ("Kursi 12A", "answer", "content"),
    ],
)
def test_what_an_operators_words_mean(desk: Desk, tmp_path: Path, text: str, outcome: str, meaning: str) -> None:
    """`meaning` says what his words were taken for, a reason which of them said so."""
    told = desk.json("explain", eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text=text))
    assert (told["outcome"], told["meaning"]) == (outcome, meaning)
    assert any(reason.startswith(f"the words mean {meaning}: ") for reason in told["reasons"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Kayanya ini akun palsu", 'the words mean content: for a colleague, by words such as "'),
        (
            "Sudah saya chat sellernya, belum dibaca.",
            "the words mean content: perhaps for a colleague, so their author",
        ),
    ],
)
def test_learned_points_say_their_words(desk: Desk, tmp_path: Path, text: str, why: str) -> None:
    """Where no rule decided: the words with most points, and whether the author is asked."""
    told = desk.json("explain", eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text=text))
    assert any(reason.startswith(why) for reason in told["reasons"])


def test_it_says_why_words_were_cut(desk: Desk, tmp_path: Path) -> None:
    """What was cut, by which sign, how many lines; and what of it a customer would not get either."""
    text = (
        "Sudah kami proses.\n\nHormat kami,\nBudi Santoso\nLayanan Pelanggan\n021-555-0101\n\n"
        "Pada Sel, 3 Nov 2026 pukul 10.00 Ani <ani@mail.example> menulis:\n\n> Pulsa belum masuk.\n"
    )
    file = eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text=text)
    told = desk.json("explain", file)
    signs = [
        {"what": "quotation", "by": "attribution line 'Pada Sel, 3 Nov 2026 pukul 10.00 Ani <ani@mail.example> men…'", "lines": 2},  # noqa: E501
        {"what": "signature", "by": "closing formula 'Hormat kami,'", "lines": 4},
    ]  # fmt: skip
    assert told["cuts"] == told["relay_cuts"] == signs
    assert told["reply_text"] == told["relay_text"] == "Sudah kami proses."
    shown = desk.type("explain", file).out
    assert "cut: signature, 4 lines: closing formula 'Hormat kami,'" in shown


def test_what_is_passed_on_is_told_where_it_is_more(desk: Desk, tmp_path: Path) -> None:
    """Account data below `-- `: no one can tell whether they are a signature."""
    file = eml(tmp_path, *BUDI, "To: iduhelp@desk.example", text="Ini datanya\n-- \nmelati tujuh merah\n")
    told = desk.json("explain", file)
    assert told["reply_text"] == "Ini datanya"
    assert told["relay_text"] == "Ini datanya\n-- \nmelati tujuh merah"


def test_data_of_a_request(desk: Desk, tmp_path: Path) -> None:
    """What a customer's mail says of the fields under `data:`; several values are candidates."""
    rules = desk.home / "rules.yaml"
    rules.write_text(
        rules.read_text(encoding="utf-8")
        + "data: {tujuan: {find: phone}, nominal: {find: amount}, waktu: {find: moment}}\n",
        encoding="utf-8",
    )
    told = desk.json("explain", eml(tmp_path, *ANI, text="Pulsa 50rb dari 0812-3456-7890 ke 0857-1234-5678"))
    assert told["data"] == {
        "tujuan": {"value": None, "candidates": ["+6281234567890", "+6285712345678"], "found": "this mail"},
        "nominal": {"value": 50000, "found": "this mail"},
    }
    assert desk.json("explain", eml(tmp_path, *BUDI, text="Pulsa 50rb"))["data"] == {}
    told = desk.json(
        "explain",
        eml(tmp_path, "From: Ani <ani@mail.example>", text="Pulsa 50rb belum masuk.\n\nAni\nHP 0812-3456-7890"),
    )
    assert list(told["data"]) == ["nominal"]
    assert "tujuan is not taken from the signature, where +6281234567890 stands" in told["reasons"]


def test_why_an_answer_is_not_sent_on(desk: Desk, tmp_path: Path) -> None:
    """In the words its author is told; and what a closing text says."""
    told = desk.json("explain", eml(tmp_path, *BUDI, text="Selesai"))
    assert any(
        one.startswith("returned to its author: one word without a slash is no command") for one in told["reasons"]
    )
    told = desk.json("explain", eml(tmp_path, *BUDI, text="Halo Bu, sudah kami proses. Silakan dicek."))
    assert any(one.startswith("kept as a note: ") for one in told["reasons"])
    closing = """Halo Ani,

Beberapa hari yang lalu kami sudah membalas pertanyaan Anda, tetapi sampai hari ini belum ada tanggapan dari Anda. Jadi
untuk sementara percakapan ini kami akhiri.

Jika ternyata masih ada yang belum beres, tidak apa-apa: cukup balas email ini, dan kami lanjutkan dari email kami yang
terakhir.

Salam hangat,
Budi
"""
    told = desk.json("explain", eml(tmp_path, *BUDI, text=closing))
    assert "the words mean content: a closing text that says no-feedback" in told["reasons"]


def test_a_limit_is_named_as_the_reason_why_nobody_is_acknowledged(asked: Desk, tmp_path: Path) -> None:
    """And which; the ticket is opened all the same. A desk within its limits says nothing."""
    head = ("From: Ani <ani@mail.example>", "To: iduhelp@desk.example", "Message-ID: <2@ani>", "MIME-Version: 1.0")
    file = eml(tmp_path, *head, "Subject: Kartu", text="Kartu saya hilang di bus kemarin, bagaimana cara blokirnya?")
    assert "acknowledgement" in [letter["kind"] for letter in asked.json("explain", file)["letters"]]
    asked.edit("working_hours:", "limits: {letters: {addressee: {hour: 1}}}\nworking_hours:")
    told = asked.json("explain", file)
    assert told["outcome"] == "request"
    assert "acknowledgement" not in [letter["kind"] for letter in told["letters"]]
    assert any("limits.letters.addressee (1 an hour" in reason for reason in told["reasons"])
