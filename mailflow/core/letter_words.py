"""What a letter is called where people read of it: "Tanda terima", "Reminder to answer". A letter the admin added is
called by its own name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# by kind: (id, en)
NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # to customers
        "acknowledgement": ("Tanda terima", "Acknowledgement"),
        "answer": ("Jawaban", "Answer"),
        "taken": ("Kabar bahwa tiketnya diambil", "News of who took it"),
        "ask-feedback": ("Pertanyaan apakah sudah teratasi", "Question whether it helped"),
        "closing-satisfied": ("Penutup, pelanggan puas", "Closing letter, satisfied"),
        "closing-no-feedback": ("Penutup, tanpa tanggapan", "Closing letter, no feedback"),
        "closed": ("Penutup singkat", "Short closing letter"),
        "list-number": ("Nomor tiket untuk milis", "Number for the list"),
        "repeated": ("Jawaban atas kiriman ulang", "Reply to a repeated request"),
        "chat-reply": ("Balasan sapaan", "Reply to small talk"),
        "verify-address": ("Pertanyaan untuk memastikan alamat", "Question that verifies the address"),
        "broadcast": ("Pengumuman", "Announcement to many"),
        "unsubscribed": ("Kabar berhenti berlangganan", "Unsubscription confirmed"),
        "self-help": ("Jawaban mandiri", "Self-help answer"),
        "survey-reminder": ("Pengingat survei", "Reminder of the survey"),
        "data-missing": ("Permintaan data yang kurang", "Request for missing data"),
        "refused-unregistered": ("Penolakan: belum terdaftar", "Refusal: not registered"),
        # outside
        "second-tier-form": ("Formulir lini kedua", "Form for the second tier"),
        "ask-third-party": ("Pertanyaan kepada pihak ketiga", "Question to a third party"),
        # to colleagues
        "second-tier-answered": ("Jawaban lini kedua", "Answer of the second tier"),
        "announcement": ("Pengumuman tiket", "Announcement"),
        "claim-receipt": ("Tanda ambil", "Claim receipt"),
        "customer-wrote": ("Kabar bahwa pelanggan menulis", "News that the customer wrote"),
        "handover": ("Serah terima", "Handover"),
        "reopened": ("Kabar dibuka lagi", "News that it is open again"),
        "merged": ("Kabar penggabungan", "News of the merge"),
        "claim-taken": ("Kabar sudah diambil orang lain", "News that somebody else has it"),
        "claim-first": ("Petunjuk: ambil dulu", "Hint: claim it first"),
        "answer-hint": ("Petunjuk tentang jawaban", "Hint about an answer"),
        "held": ("Jawaban ditahan", "Held answer"),
        "lost-copy": ("Kabar jawaban yang tidak sampai di sini", "News of an answer that never came here"),
        "filed-as-note": ("Kabar disimpan sebagai catatan", "Filed as a note"),
        "command-receipt": ("Hasil perintah", "Result of a command"),
        "help": ("Daftar perintah", "List of commands"),
        "ticket-list": ("Daftar tiket", "List of tickets"),
        "search-results": ("Hasil pencarian", "Search results"),
        "status": ("Keadaan tiket", "State of the ticket"),
        "confirm": ("Permintaan kepastian", "Request to confirm"),
        "away-notice": ("Kabar rekan tidak hadir", "News of an absence"),
        "morning-list": ("Daftar pagi", "Morning list"),
        "report": ("Laporan", "Report"),
        "shift-brief": ("Pengantar giliran", "Shift brief"),
        "pic-wrote": ("Tulisan PIC", "Words of the PIC"),
        "collision": ("Kabar dua jawaban", "News of two answers"),
        "letter-failed": ("Kabar email tidak sampai", "News of a failed letter"),
        "reminder-claim": ("Pengingat mengambil", "Reminder to claim"),
        "escalation-claim": ("Eskalasi: belum diambil", "Escalation: nobody took it"),
        "reminder-answer": ("Pengingat menjawab", "Reminder to answer"),
        "escalation-answer": ("Eskalasi: belum dijawab", "Escalation: not answered"),
        "reminder-second-tier": ("Pengingat lini kedua", "Reminder to the second tier"),
        "escalation-second-tier": ("Eskalasi: lini kedua belum menjawab", "Escalation: second tier silent"),
        "suggest-close": ("Usul menutup", "Suggestion to close"),
        "reminder-bundle": ("Beberapa pengingat sekaligus", "Several reminders at once"),
        "reminder-closing": ("Pengingat menutup", "Reminder to close"),
        "closing-notice": ("Pertanyaan penutupan", "Question whether to close"),
        "low-score": ("Kabar nilai rendah", "News of a low score"),
        "incident-proposed": ("Usul gangguan", "Proposed incident"),
        "digest": ("Ringkasan harian", "Daily digest"),
        "quarantine": ("Kabar email ditahan", "News of held mail"),
        "flood": ("Kabar banjir email", "News of a flood"),
        "digest-receipt": ("Hasil balasan ringkasan", "Result of a reply to the digest"),
        "admin-alert": ("Kabar untuk admin", "Alert for the admin"),
    }
)


def letter_name(kind: str, language: str) -> str:
    names = NAMES.get(kind)
    return kind if names is None else names[0 if language == "id" else 1]
