"""The words of other desks' acknowledgements, and of people who only speak of them."""

from __future__ import annotations

import pytest

from mailflow.mail.desk_robots import acknowledges

ROBOTS = [
    "Terima kasih, permintaan Anda kami catat dengan nomor 7001. Petugas kami akan menghubungi Anda.",
    "Terima kasih telah menghubungi kami. Email Anda sudah kami terima dan tercatat sebagai tiket 12.",
    "Laporan Anda telah kami terima dengan nomor tiket #8812. Mohon tidak membalas email ini.",
    "Pengaduan Bapak/Ibu telah terdaftar. Nomor pengaduan: 2026/11/0007.",
    "Pesan Anda sudah diterima. Email ini dikirim secara otomatis, jangan dibalas.",
    "Terima kasih atas pesan Anda. Tim kami akan segera menjawab.",
    "Thank you for contacting us. We have received your email and filed it as ticket 12.",
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
