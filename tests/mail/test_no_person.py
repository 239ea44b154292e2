"""What is quoted was written by a program, or says nothing but that a mail has come."""

from __future__ import annotations

import pytest

from mailflow.mail.no_person import no_person_wrote

NOBODY = [
    ("Re: Balasan otomatis: Re: [#1] Pulsa", "Silakan hubungi bagian umum."),
    ("Bls: RE: Automatic reply: [#1] Pulsa", "Please write to the front desk."),
    ("Re: [#1] Pulsa", "Saya sedang cuti dan kembali tanggal 10."),
    ("Re: [#1] Pulsa", "I am out of the office until Monday."),
    ("Re: [#1] Pulsa", "Email Anda sudah saya terima."),
    ("Re: [#1] Pulsa", "Terima kasih atas email Anda. Pesan sudah kami terima dan akan segera kami balas.\n\nBudi"),
    ("Re: [#1] Pulsa", "Thank you for your message. We have received your email and will get back to you soon."),
    ("Re: [#1] Pulsa", "Ini adalah pesan otomatis. Hubungi 021-555-0101 bila mendesak."),
    ("Re: [#1] Pulsa", "This is an automated reply. Call us when it is urgent."),
    ("Re: [#1] Pulsa", "Mohon tidak membalas email ini."),
    ("Re: Dibaca: [#1] Pulsa", "Senin, 2 November 2026"),
    ("Re: [#1] Pulsa", "Your message To: Budi Subject: Pulsa was read on Monday."),
    ("Re: Undeliverable: [#1] Pulsa", "The mailbox is full."),
    ("Re: [#1] Pulsa", "👍\n\nBudi reacted via Gmail"),
    ("Re: [#1] Pulsa", "👍 Budi reacted to your message:"),
    ("Re: [#1] Pulsa", "Menyukai “Pulsa saya belum masuk”"),
    ("Re: [#1] Pulsa", "Loved “Pulsa saya belum masuk”"),
]
SOMEBODY = [
    ("Re: [#1] Pulsa", "Halo Bu, coba matikan data seluler dulu."),
    ("Re: [#1] Pulsa", "Email Anda sudah kami terima. Sudah kami perbaiki, silakan dicoba."),
    ("Re: [#1] Pulsa", "Terima kasih, pesan Anda sudah kami terima, silakan nyalakan ulang modemnya."),
    ("Re: [#1] Pulsa", "Thank you, your message arrived. Please restart the phone."),
    ("Re: [#1] Pulsa", "Hello, please restart your phone and try again."),
    ("Re: Kartu cuti otomatis", "Silakan isi formulirnya di loket dua."),
    ("Re: [#1] Pulsa", ""),
]


@pytest.mark.parametrize(("subject", "text"), NOBODY)
def test_nobody_wrote_it(subject: str, text: str) -> None:
    """Whatever tells it: the subject, the words, the sentence of a program."""
    assert no_person_wrote(subject, text)


@pytest.mark.parametrize(("subject", "text"), SOMEBODY)
def test_somebody_wrote_it(subject: str, text: str) -> None:
    """He has said something, whatever stands around it."""
    assert not no_person_wrote(subject, text)


def test_a_subject_of_nothing_but_replies() -> None:
    """Ends, however many there are."""
    assert not no_person_wrote("Re: " * 500, "Silakan dicoba lagi.")
