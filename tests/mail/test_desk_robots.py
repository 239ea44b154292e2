"""The words of other desks' acknowledgements, and of people who only speak of them."""

from __future__ import annotations

import pytest

from mailflow.mail import desk_robots
from mailflow.mail.desk_robots import acknowledges

ROBOTS = [
    "Terima kasih, permintaan Anda kami catat dengan nomor 7001. Petugas kami akan menghubungi Anda.",
    "Terima kasih telah menghubungi kami. Email Anda sudah kami terima dan tercatat sebagai tiket 12.",
    "Laporan Anda telah kami terima dengan nomor tiket #8812. Mohon tidak membalas email ini.",
    "Pengaduan Bapak/Ibu telah terdaftar. Nomor pengaduan: 2026/11/0007.",
    "Pesan Anda sudah diterima. Email ini dikirim secara otomatis, jangan dibalas.",
    "Terima kasih atas pesan Anda. Tim kami akan segera menjawab.",
    "Thank you for contacting us. We have received your email and filed it as ticket 12.",
    "Terima kasih telah menghubungi Halo Bank. Pertanyaan Anda dengan nomor referensi 778899 sedang kami proses.",
    "Email Anda telah masuk ke sistem kami dan akan diproses sesuai antrean. Nomor antrean: 55.",
    "Ini adalah balasan otomatis. Keluhan Anda sudah kami teruskan ke tim terkait.",
    "We have received your complaint (ref. CM/2026/118) and it is now being investigated.",
    "Hi, thanks for your mail! We aim to reply within 24 hours.",
    "Merci pour votre message. Votre demande a bien été enregistrée sous le numéro 4521.",
    "Vielen Dank für Ihre Anfrage. Ihr Ticket wurde unter der Nummer 4711 angelegt.",
    "Gracias por contactarnos. Hemos recibido su solicitud con el número 8812.",
    "Kasus 4711 telah dibuat. Petugas kami akan menghubungi Anda.",
    "Your incident INC0010012 has been opened. We will get back to you.",
    "Your request (88) has been received and is being reviewed by our support staff.",
    "Dear customer, your request has been received and is registered as ticket 2026112900001.",
    "This message has been automatically generated in response to the creation of a trouble ticket.",
    "A new support ticket has been created for you. Ticket ID: ABC-1234",
    "We received your inquiry and will get back to you within 24 hours.",
    "Hi, thanks for reaching out! Your case #00123 was opened. Please do not reply to this message.",
]
PEOPLE = [
    "Pulsa 50 ribu saya belum masuk sejak kemarin, nomor 0812.",
    "Saya sudah kirim email minggu lalu tapi belum dijawab.",
    "Tiket 12 saya bagaimana ya, belum ada kabar.",
    "Terima kasih, pulsanya sudah masuk.",
    "Email dari Bapak sudah saya terima, terima kasih.",
    "Permintaan saya belum diterima oleh sistem.",
    "I sent a request two days ago and nobody has answered.",
    "Thank you for your help, it works now.",
    "Laporan saya sudah diproses belum ya?",
    "Permintaan Anda sudah kami proses, nomor SN 0812345678.",
    "Pesanan saya nomor 8812 sudah dikirim?",
    "Gracias por su ayuda, ya funciona.",
    "Vielen Dank für die schnelle Hilfe!",
    "Email Bapak sudah masuk, saya baca nanti.",
    "Kasus saya sudah seminggu belum ada kabar, mohon dicek.",
    "My order 12345 has not been received.",
    "Where do I see the number of my ticket?",
    "",
]


@pytest.mark.parametrize("text", ROBOTS)
def test_what_desks_write(text: str) -> None:
    """It was received, under a number or with an answer to come."""
    assert acknowledges(text)


@pytest.mark.parametrize("text", PEOPLE)
def test_what_people_write(text: str) -> None:
    """About requests, numbers, things received."""
    assert not acknowledges(text)


RECEIPTS = """\
Terima kasih. Tiket Anda telah dibuat dengan nomor 4711. Tim kami akan segera menindaklanjuti.
Laporan Anda telah diterima dengan nomor 4711 dan akan segera diperbaiki.
Ticket 4711 has been opened. You will be informed once it has been resolved.
Tiket #77 telah dibuat. Setelah selesai, Anda akan menerima pemberitahuan.
Tiket Anda telah dibuat. Mohon sertakan nomor ini di setiap balasan.
Your request has been received (INC0012). Please quote this number. Do not reply to this email.
Tiket 12 telah berhasil dibuat. Status: Baru
Your case number is 4711. We will get back to you within 24 hours. Need help? Visit our FAQ."""
MORE = """\
Tiket 4711 telah dibuat. Gangguan sudah diperbaiki, silakan dicoba.
Terima kasih, laporan nomor 4711 telah kami terima. Kabel sudah kami perbaiki.
Ticket 4711 has been created. The problem has been fixed.
Laporan 4711 telah diterima. Jaringan sudah normal kembali.
Tiket #4711 telah dibuat dan gangguannya sudah diperbaiki.
Your ticket #4711 was opened. It is working again.
Tiket 4711 sudah dibuat. Mohon kirimkan nomor serialnya.
Ticket 4711 has been opened. Which access point is it?
Tiket 4711 telah dibuat. Status: Selesai
Nomor tiket 4711. Dananya sudah kami kembalikan.
We have received your request 4711. We have refunded the amount."""


@pytest.mark.parametrize("text", RECEIPTS.splitlines())
def test_a_receipt_says_no_more(text: str) -> None:
    """What will be done, and what to quote, is a part of it."""
    assert not desk_robots.says_more(text)


@pytest.mark.parametrize("text", MORE.splitlines())
def test_a_receipt_that_says_more(text: str) -> None:
    """What is done, or wanted, somebody must read."""
    assert desk_robots.says_more(text)


@pytest.mark.parametrize(
    ("subject", "text", "refused"),
    [
        ("Failed issue tracker submission", "You are not a registered user.", True),
        ("Ticket creation failed: Eskalasi tiket 1", "", True),
        ("Re: Eskalasi tiket 1", "Your message was rejected: the sender is not registered.", True),
        ("Could not load a valid user", "RT could not load a valid user for you.", True),
        ("Re: Eskalasi tiket 1", "Tiket tidak dapat dibuat: pengirim tidak terdaftar.", True),
        ("Email Anda ditolak", "", True),
        ("[#7] Eskalasi tiket 1", "Your request has been received.", False),
        ("Re: Eskalasi tiket 1", "Tiket Anda telah dibuat dengan nomor 4711.", False),
        ("Automatic reply: Eskalasi tiket 1", "I am out of the office until Monday.", False),
    ],
)
def test_a_form_that_is_not_taken(subject: str, text: str, refused: bool) -> None:
    """By the subject or the first lines of an automatic mail."""
    assert desk_robots.refuses(subject, text) is refused


MADE = """\
iDuHelp created an issue: Just confirming that we got your request.
Ticket: Description / Title : Pulsa / Requesters : iduhelp / Opening date : 2026-11-02 / Status : New
Issue #512 has been reported by iDuHelp. / Status: New
New submission from iDuHelp: priority: urgent, status: unread
Ticket #44 has been generated successfully."""
MOVED = """\
Status tiket RST-0099 berubah dari Open menjadi In Progress.
Ticket RST-0099 has been assigned to Sri Wahyuni.
The status of your ticket RST-0099 is now: On Hold
Tiket RST-0099 sekarang menunggu vendor."""
ENDED = """\
Status tiket RST-0099 berubah dari Open menjadi Closed.
Status tiket RST-0099 berubah dari proses menjadi Selesai.
Ticket 12 has been updated: pending. Could you tell us the number?
Issue #512 has been updated by Sri. Saldo sudah dikembalikan.
Kartu sudah diblokir bank, transaksi masih pending karena rekening penerima salah."""


@pytest.mark.parametrize("text", MADE.splitlines())
def test_a_ticket_was_made(text: str) -> None:
    """The forms of Jira, GLPI, Redmine, Roundup and UVdesk for a new ticket."""
    said = text.replace(" / ", "\n")
    assert (desk_robots.opens(said) or desk_robots.acknowledges(said)) and not desk_robots.says_more(said)


@pytest.mark.parametrize("text", MOVED.splitlines())
def test_only_another_state(text: str) -> None:
    """How far they are answers nothing."""
    assert desk_robots.only_moves(text)


@pytest.mark.parametrize("text", ENDED.splitlines())
def test_an_end_or_a_question_is_more(text: str) -> None:
    """An end, a question or a reason is for the owner."""
    assert not desk_robots.only_moves(text)
