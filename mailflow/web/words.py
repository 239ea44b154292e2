"""What the pages say, in Indonesian and English: one table, (id, en) by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_TABLE: Mapping[str, tuple[str, str]] = {
    "gone-title": ("Tautan tidak berlaku", "This link does not work"),
    "survey-gone": (
        "Tautan ini tidak berlaku, atau tidak berlaku lagi. Jika Anda menyalinnya dari email, pastikan seluruhnya "
        "tersalin.",
        "This link does not work, or does no longer. If you copied it from an email, make sure that it is complete.",
    ),
    "refused-title": ("Tidak bisa sekarang", "Not possible now"),
    "foreign-form": (
        "Formulir ini dikirim dari situs lain. Buka tautan dari email Anda sekali lagi.",
        "This form was sent by another site. Please open the link of your email again.",
    ),
    "too-often": (
        "Terlalu banyak kiriman dalam waktu singkat. Coba lagi satu jam lagi.",
        "Too many forms in a short time. Please try again in an hour.",
    ),
    "too-long": ("Kiriman ini terlalu panjang.", "This form is too long."),
    "broken-title": ("Ada gangguan", "Something is wrong"),
    "broken": (
        "Halaman ini sedang tidak bisa ditampilkan. Coba lagi sebentar lagi.",
        "This page cannot be shown at the moment. Please try again soon.",
    ),
    "nothing-title": ("Halaman tidak ada", "There is no such page"),
    "nothing-here": ("Alamat ini tidak ada di sini.", "There is nothing at this address."),
    "method": ("Permintaan ini tidak dikenal.", "This request is not known."),
    # logging in
    "login-title": ("Masuk", "Log in"),
    "login-name": ("Nama", "Name"),
    "login-password": ("Kata sandi", "Password"),
    "login": ("Masuk", "Log in"),
    "logout": ("Keluar", "Log out"),
    "login-wrong": ("Nama atau kata sandinya salah.", "The name or the password is wrong."),
    "login-too-often": (
        "Terlalu banyak percobaan. Coba lagi lima menit lagi.",
        "Too many tries. Please try again in five minutes.",
    ),
    "no-users": (
        "Halaman tim tidak dinyalakan: web.users di rules.yaml menyebut siapa yang boleh melihatnya.",
        "The team's page is not switched on: web.users in rules.yaml says who may see it.",
    ),
    "no-header": (
        "Halaman ini hanya lewat proksi yang memeriksa siapa Anda.",
        "This page is only shown by way of the proxy that checks who you are.",
    ),
    # the team's page
    "skip": ("Langsung ke isi", "Skip to content"),
    "board-title": ("Tiket yang berjalan", "Tickets that go on"),
    "wall-on": ("Layar dinding", "Wall screen"),
    "wall-off": ("Tampilan biasa", "Usual view"),
    "stale": (
        "Sambungan terputus: yang tampak adalah keadaan terakhir.",
        "The connection is lost: this is how things stood last.",
    ),
    "now": ("Sekarang", "Now"),
    "today": ("Hari ini", "Today"),
    "new": ("Belum diambil", "Unclaimed"),
    "open": ("Menunggu operator", "Waiting for an operator"),
    "escalated": ("Di lini kedua", "With the second tier"),
    "closing": ("Menunggu PIC", "Waiting for the PIC"),
    "waiting": ("Menunggu pelanggan", "Waiting for the customer"),
    "closed": ("Ditutup", "Closed"),
    "discarded": ("Dibuang", "Discarded"),
    "merged": ("Digabung", "Merged"),
    "new-empty": ("Semua tiket sudah ada yang mengambil.", "Every ticket has an owner."),
    "open-empty": ("Tidak ada pelanggan yang menunggu jawaban.", "No customer waits for an answer."),
    "escalated-empty": ("Tidak ada yang menunggu lini kedua.", "Nothing waits for the second tier."),
    "closing-empty": ("Tidak ada yang menunggu PIC.", "Nothing waits for the PIC."),
    "waiting-empty": ("Tidak ada yang menunggu pelanggan.", "Nothing waits for a customer."),
    "and-more": ("dan {count} lagi", "and {count} more"),
    "opened-today": ("Masuk", "Opened"),
    "answered-today": ("Jawaban", "Answers"),
    "closed-today": ("Ditutup", "Closed"),
    "breached-today": ("Terlambat", "Breaches"),
    "first-answer": ("Jawaban pertama, median", "First answer, median"),
    "none-yet": ("belum ada", "none yet"),
    "no-subject": ("(tanpa judul)", "(no subject)"),
    "nobody": ("tanpa pemilik", "no owner"),
    "came": ("masuk {ago} lalu", "came {ago} ago"),
    "late": ("Terlambat", "Late"),
    "due-in": ("{length} lagi", "in {length}"),
    "due-now": ("sekarang", "now"),
    "due-none": ("tanpa batas", "no deadline"),
    "next-due": ("Pengingat berikutnya: {moment}", "Next reminder: {moment}"),
    "high": ("Penting", "Urgent"),
    "people": ("Siapa memegang apa", "Who has what"),
    "load": ("{open} menunggu, {waiting} di pelanggan", "{open} to do, {waiting} with customers"),
    "free": ("tidak memegang tiket", "has no ticket"),
    "is-away": ("tidak di tempat", "away"),
    "is-away-deputy": ("tidak di tempat; {deputy} menggantikan", "away; {deputy} stands in"),
    "nobody-there": ("Belum ada operator.", "There are no operators yet."),
    "uptime": ("Layanan, 30 hari", "Uptime, 30 days"),
    "uptime-of": ("dari semua pemeriksaan", "of all checks"),
    "uptime-day": ("{day}: {percent} %", "{day}: {percent} %"),
    "uptime-table": ("Tiap hari", "Day by day"),
    "uptime-none": ("Belum ada pemeriksaan.", "Nothing has been checked yet."),
    "day": ("Hari", "Day"),
    "percent": ("Persen", "Percent"),
    "missed": ("Terlewat", "Missed"),
    "votes": ("Survei terbaru", "Recent survey"),
    "votes-none": ("Belum ada nilai.", "No votes yet."),
    "vote-of": ("{score} dari 5", "{score} of 5"),
    "no-ticket": ("Tiket itu tidak ada.", "There is no such ticket."),
    "back": ("Semua tiket", "All tickets"),
    "customer": ("Pelanggan", "Customer"),
    "owner": ("Pemilik", "Owner"),
    "category": ("Kategori", "Category"),
    "priority": ("Prioritas", "Priority"),
    "opened": ("Masuk", "Opened"),
    "first-answered": ("Jawaban pertama", "First answer"),
    "closed-at": ("Ditutup", "Closed"),
    "next": ("Pengingat berikutnya", "Next reminder"),
    "breaches": ("Keterlambatan", "Breaches"),
    "vote": ("Nilai pelanggan", "Customer's vote"),
    "linked": ("Terkait", "Linked"),
    "timeline": ("Riwayat", "Timeline"),
    "left-out": ("{count} entri lama tidak ditampilkan.", "{count} older entries are not shown."),
    "from-who": ("Dari {who}", "From {who}"),
    "letter-to": ("Email {who} kepada pelanggan", "Letter {who} to the customer"),
    "told-to": ("{who} kepada {to}", "{who} to {to}"),
    "files": ("Lampiran", "Attachments"),
    "quoted": ("Kutipan", "Quotation"),
    "whole-letter": ("Isi email", "The letter"),
    "cut": ("… terpotong di sini", "… cut here"),
    "low": ("Rendah", "Low"),
    "normal": ("Biasa", "Normal"),
    # the public page
    "public-title": ("Layanan kami", "Our service"),
    "public-answer": ("Jawaban pertama, median 30 hari", "First answer, median of 30 days"),
    # the survey
    "survey-title": ("Survei tiket {number}", "Survey of ticket {number}"),
    "survey-legend": ("Nilai dari 1 sampai 5", "A vote from 1 to 5"),
    "score-1": ("Kecewa", "Disappointed"),
    "score-2": ("Tidak puas", "Unsatisfied"),
    "score-3": ("Cukup", "Fair"),
    "score-4": ("Puas", "Satisfied"),
    "score-5": ("Sangat puas", "Very satisfied"),
    "survey-next": ("Lanjut", "Continue"),
    "survey-choose": ("Pilih dulu salah satu nilainya.", "Please choose one of the five first."),
    "survey-your-vote": ("Nilai Anda: {score}, {word}", "Your vote: {score}, {word}"),
    "survey-other-score": ("Pilih nilai lain", "Choose another"),
    "survey-comment": (
        "Ada yang ingin Anda sampaikan? (boleh kosong)",
        "Anything you would like to tell us? (optional)",
    ),
    "survey-comment-hint": (
        "Jangan tulis kata sandi atau PIN. Jika masalahnya belum selesai, balas saja email kami.",
        "Please write no passwords or PINs. If the problem is not solved, just reply to our email.",
    ),
    "survey-consent": (
        "Tulisan saya boleh diterbitkan, tanpa nama. Nomor dan alamat di dalamnya disembunyikan.",
        "What I wrote may be published, without my name. Numbers and addresses in it are hidden.",
    ),
    "survey-send": ("Kirim nilai", "Send my vote"),
    "survey-again": (
        "Halaman ini sudah lama terbuka, atau nilainya baru saja berubah. Belum ada yang dikirim: periksa, lalu kirim "
        "sekali lagi.",
        "This page was open for long, or the vote has just changed. Nothing was sent: please look, and send it again.",
    ),
    "survey-change": ("Ubah nilai", "Change my vote"),
    "survey-over": ("Survei untuk tiket ini sudah berakhir.", "The survey of this ticket is over."),
    "survey-reopened": (
        "Tiket ini sedang kami kerjakan lagi. Setelah selesai, Anda kami tanya sekali lagi.",
        "We are working on this ticket again. When it is done, we ask you once more.",
    ),
    "survey-private": (
        "Tautan ini hanya untuk tiket Anda. Siapa pun yang memilikinya bisa memberi nilai; jangan diteruskan.",
        "This link is for your ticket alone. Whoever has it can vote; please do not pass it on.",
    ),
    "other-language": ("English", "Bahasa Indonesia"),
    "testimonials-title": ("Kata pelanggan", "What customers say"),
    "of-five": ("{score} dari 5", "{score} of 5"),
    "nobody-yet": ("Belum ada.", "Nothing yet."),
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {name: {key: pair[at] for key, pair in _TABLE.items()} for at, name in enumerate(("id", "en"))}
)


def number_words(language: str) -> Callable[[float], str]:
    """Writes a number as that language does: 1.234,5 or 1,234.5."""

    def written(value: float) -> str:
        text = f"{value:,}"
        return text.translate(str.maketrans(",.", ".,")) if language == "id" else text

    return written
