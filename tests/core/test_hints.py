"""Hints about answers: what is found, and above all what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.core.hint_modes import HOLD, OFF, SHIPPED, WARN, Hint, holding
from mailflow.core.hints import hints
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.operator_reply import understood
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from tests.core.desk import BUDI, DESK, Story, opened, picture, rules

JUDGED = sorted((Path(__file__).parent / "judged").glob("operators*.tsv"))
ALL = dict.fromkeys(SHIPPED, WARN)


def found(words: str, ticket: Ticket | None = None, policy: Rules | None = None, **mail: object) -> dict[str, str]:
    """{hint: what was found}."""
    policy = policy or rules(hints=ALL)
    message = Message(sender=Address(BUDI), to=(Address(DESK),), reply_text=words, **mail)  # type: ignore[arg-type]
    arrived = MailArrived(
        message, opened().log[-1][1], Author(Role.OPERATOR, "Budi", True), "claim-receipt", words=words
    )
    ticket = ticket or opened().ticket
    return {one.name: one.detail for one in hints(ticket, arrived, understood(ticket, arrived, policy), policy)}


@pytest.mark.parametrize(
    "words",
    [
        "Halo Bu, formulirnya kami lampirkan.",
        "Halo, panduannya terlampir.",
        "Terlampir bukti transfernya.",
        "Bersama email ini kami sertakan suratnya.",
        "Silakan lihat lampiran untuk caranya.",
        "Silakan lihat di lampiran untuk langkahnya.",
        "Rincian tagihan terlampir ya Bu.",
        "Panduannya kami kirimkan dalam lampiran.",
        "The form is attached.",
        "Hi, I have attached the form.",
        "Please find attached the guide.",
        "Halo Bu, terlampir bukti pengembaliannya ya.",
        "Halo Ibu Ani, terlampir bukti pengembaliannya.",
        "Yth. Bapak Joko, bersama ini kami lampirkan surat keterangannya.",
        "Berikut terlampir panduannya.",
        "Formulirnya saya lampirkan ya.",
        "Sudah kami lampirkan bukti transfernya.",
        "Surat keterangan kami sertakan di lampiran email ini.",
        "Sebagaimana terlampir, jadwalnya mulai Senin.",
        "Silakan cek lampiran untuk langkah lengkapnya.",
        "Panduan lengkap ada di lampiran.",
        "Mohon diisi formulir terlampir.",
        "Silakan isi formulir terlampir lalu kirim kembali.",
        "Detailnya dapat dilihat pada lampiran.",
        "File-nya saya attach ya kak.",
        "Please fill in the attached form and send it back.",
        "Attached herewith is the invoice.",
        "Attached you'll find the schedule.",
        "I'm attaching the receipt here.",
        "I have attached the form to this email.",
        "See the enclosed document for details.",
        "I am sending the form as an attachment.",
        "Please see attached.",
        "The guide is attached below.",
        "PFA the invoice.",
        "Kindly refer to the attachment for the steps.",
        "Attached is the receipt.",
        "The form is enclosed. Enclosed is the form.",
    ],
)
def test_an_attachment_was_forgotten(words: str) -> None:
    """The answer says that a file goes along; with a file, or a link instead, nothing is said."""
    assert "forgotten-attachment" in found(words)
    assert "forgotten-attachment" not in found(words, attachments=(picture(),))
    assert "forgotten-attachment" not in found(f"{words} https://desk.example/form")


@pytest.mark.parametrize(
    "words",
    [
        "Mohon lampirkan foto bukti transfer.",
        "Silakan lampirkan formulir yang sudah diisi.",
        "Foto yang Anda lampirkan tidak terbaca.",
        "Lampiran Anda sudah kami terima.",
        "Kemarin sudah kami lampirkan.",
        "Bukti transfer yang terlampir sudah kami terima.",
        "Dokumen terlampir di email Ibu sudah kami baca.",
        "Nanti kami lampirkan buktinya.",
        "Bukti bayarnya kami lampirkan besok.",
        "Formulirnya menyusul, kami lampirkan di email berikutnya.",
        "I am attaching the receipt in a later mail.",
        "Formulir tidak kami lampirkan karena belum ada.",
        "Please attach a photo of the receipt.",
        "Your attachment could not be opened.",
        "The file you attached is empty.",
        "We will attach it tomorrow.",
        "No attachment is needed.",
        "If attached, it helps.",
        "Mohon lampirkan bukti transfernya ya Bu.",
        "Bukti yang Ibu lampirkan belum terbaca.",
        "Foto terlampir di email Ibu sudah kami terima.",
        "Silakan unggah formulir di situs, jangan lupa lampirkan KTP.",
        "Anda bisa melampirkan foto lewat email ini.",
        "Terima kasih atas lampirannya.",
        "Kami tidak menemukan lampiran di email Bapak.",
        "Kalau perlu, nanti saya lampirkan buktinya.",
        "Berkas yang sebelumnya terlampir sudah kami cek.",
        "Tolong kirim ulang dengan lampiran yang lebih jelas.",
        "Apakah Ibu bisa melampirkan foto layarnya?",
        "Ukuran lampiran maksimal 5 MB.",
        "The file you attached could not be opened.",
        "Thanks for the attachment.",
        "Could you send it again as an attachment?",
        "We did not find any attachment in your mail.",
        "The label is attached to the back of the modem.",
        "Your account is attached to this number.",
        "I will attach the form tomorrow.",
        "If you like, we can attach a guide.",
        "The cable attached to the router must be blue.",
        "Attachments are limited to 5 MB.",
        "Have you attached the form?",
        "Halo, sudah kami isi ulang.",
    ],
)
def test_no_attachment_was_forgotten(words: str) -> None:
    """The customer's own file, one that is asked for, one of another time, none."""
    assert "forgotten-attachment" not in found(words)


@pytest.mark.parametrize(
    ("words", "greets"),
    [
        ("Halo Bu, sudah masuk.", True),
        ("Dear Ana, it is done.", True),
        ("Ana, sudah masuk.", True),
        ("Terima kasih sudah menunggu. Sudah masuk.", True),
        ("Sudah masuk, silakan dicek.", False),
        ("It is done.", False),
    ],
)
def test_a_greeting(words: str, greets: bool) -> None:
    """Or the customer's name, among the first words."""
    assert ("no-greeting" not in found(words)) is greets


def test_amounts_and_numbers_while_others_read_along() -> None:
    """Not what the customer has written, and not to the customer alone."""
    told = "Halo, saldo Anda Rp 75.000, nomor 0812-3456-7890."
    others = Story(rules())
    others.asks("Pulsa Rp 75.000 belum masuk.", cc=("teman@kampus.example",))
    others.mail(BUDI, "", 1)
    assert found(told, others.ticket)["private-data"] == "0812-3456-7890"
    assert "private-data" not in found(told)
    assert "private-data" not in found("Halo, sudah kami isi ulang pada pukul 10.30.", others.ticket)


@pytest.mark.parametrize(
    ("question", "words", "open_"),
    [
        ("Kapan beasiswa cair? Terima kasih.", "Halo, kartunya sudah aktif lagi.", "Kapan beasiswa cair?"),
        ("Kapan beasiswa cair?", "Halo, beasiswanya cair besok.", ""),
        ("Kapan beasiswa cair?", "Halo, NIM Anda berapa?", ""),
        ("Pulsa belum masuk.", "Halo, sudah aktif.", ""),
        ("Kapan?", "Halo, sudah aktif.", ""),
    ],
)
def test_a_question_is_not_taken_up(question: str, words: str, open_: str) -> None:
    """By none of its telling words, in an answer that asks nothing back."""
    story = Story(rules())
    story.asks(question)
    story.mail(BUDI, "", 1)
    assert found(words, story.ticket).get("unanswered", "") == open_


def test_hold_comes_before_warn_and_off_is_silent() -> None:
    """The first that holds decides."""
    about = (Hint("no-greeting"), Hint("private-data", "Rp 1"), Hint("other-customer", "#2"))
    policy = rules(hints={**ALL, "private-data": HOLD, "other-customer": HOLD})
    assert holding(about, policy.hints) == about[1]
    assert holding(about, rules(hints=ALL).hints) is None
    assert found("Sudah.", policy=rules(hints=dict.fromkeys(SHIPPED, OFF))) == {}


@pytest.mark.parametrize("file", JUDGED, ids=lambda file: file.stem)
def test_answers_that_were_judged_are_not_held(file: Path) -> None:
    """Nor warned of wrongly: the answers written for other tests, to the customer alone."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("content\t")]
    policy = rules(hints={**SHIPPED, "link-only": OFF})
    hinted = {row[2]: said for row in rows if (said := found(row[2].replace("\\n", "\n"), policy=policy))}
    assert {words for words in hinted if "attach" not in words.casefold()} == set()


def test_an_answer_to_the_customer_directly_is_only_told() -> None:
    """It cannot be held; its author hears it afterwards."""
    story = opened(rules(hints={**SHIPPED, "no-greeting": HOLD}))
    direct = story.mail(BUDI, "Sudah kami isi ulang.", 2, to=("ana@customer.example", DESK), answers="customer-mail")
    assert direct.event("answered").hints == (("no-greeting", "greeting"),)
    assert ("answer-hint", BUDI) in direct.sent
    through = story.mail(BUDI, "Sudah kami isi ulang.", 3, answers="claim-receipt")
    assert through.event("answer-held").why == "hint-no-greeting"
