"""Every kind of letter the desk sends, and everything the code knows about it: one entry each. What is asked of them
stands in core/letter_kinds.py.

A new letter is an entry here and a file per language under templates/canned/.
"""

from __future__ import annotations

from mailflow.core.letter_kind import BROADCAST, VERIFY, Failure, LetterKind, Reader, ReplyUse, Tag

_CUSTOMER, _OPERATORS, _PIC, _ADMIN = Reader.CUSTOMER, Reader.OPERATORS, Reader.PIC, Reader.ADMIN
_OWNERS = ReplyUse.OWNERS_ANSWER
_CLOCK = ("arithmetic", "since", "due_at", "question", "conversation", "instead_of", "may_claim", "requester_missing")
_TICKET = ("files", "not_copied", "cc", "conversation", "linked", "incident")  # shown to those who claim or answer it
_OFFER = ("text", "sender", *_TICKET, "related", "again", "by", "due_at", "why", "newest", "requester_missing", "calm")
_DATA = ("data", "data_missing")
_RECEIPT = (
    "operator",
    "question",
    "due_at",
    *_TICKET,
    "sent",
    "sent_to",
    "direct",
    "leaves_in",
    "calm",
    "runbook",
    "results",
    "text",
)
_STANDS_IN = ("instead_of", "may_claim")
_CAUTION = ("unverified", "outsiders")  # warnings about the mail the letter is about
_TIER = ("party", "category", "their_number", "data", "operator")
_COMMANDS = ("results", "text", "state", "undo")
_ALERT = ("topic", "text", "what", "waiting", "todo")
_HELD = (
    "parked", "quarantined", "answers", "overdue", "undelivered", "chats", "unconfirmed", "more", "counts", "away",
    "head",
)  # fmt: skip

SHIPPED: tuple[LetterKind, ...] = (
    # to the customer
    LetterKind(
        "acknowledgement", _CUSTOMER, ("promised_at", "data", "ask", "self_help", "reply", "apart", "known"),
        auto="auto-replied", data="confirmed", everyday=True,
        called=("Tanda terima", "Acknowledgement"),
    ),
    LetterKind("answer", _CUSTOMER, auto=None, canned=False, called=("Jawaban", "Answer")),
    LetterKind(
        "taken", _CUSTOMER, ("operator", "due_at"),
        called=("Kabar bahwa tiketnya diambil", "News of who took it"),
    ),
    LetterKind(
        "ask-feedback", _CUSTOMER, ("answered_at", "asked", "closes_at"), by_ladder=True,
        called=("Pertanyaan apakah sudah teratasi", "Question whether it helped"),
    ),
    LetterKind(
        "closing-satisfied", _CUSTOMER, ("operator",), closes=True,
        called=("Penutup (puas)", "Closing letter (satisfied)"),
    ),
    LetterKind(
        "closing-no-feedback", _CUSTOMER, ("operator",), closes=True,
        called=("Penutup (tanpa tanggapan)", "Closing letter (no feedback)"),
    ),
    LetterKind("closed", _CUSTOMER, ("operator",), closes=True, called=("Penutup singkat", "Short closing letter")),
    LetterKind(
        "list-number", _CUSTOMER, ("number", "subject"), auto="auto-replied",
        called=("Nomor tiket untuk milis", "Number for the list"),
    ),
    LetterKind(
        "repeated", _CUSTOMER, auto="auto-replied",
        called=("Jawaban atas kiriman ulang", "Reply to a repeated request"),
    ),
    LetterKind("chat-reply", _CUSTOMER, auto="auto-replied", called=("Balasan sapaan", "Reply to small talk")),
    LetterKind(
        VERIFY, _CUSTOMER, ("address",), bulk=True,
        called=("Pertanyaan untuk memastikan alamat", "Question that verifies the address"),
    ),
    LetterKind(
        BROADCAST, _CUSTOMER, ("subject", "text", "link"), bulk=True,
        called=("Pengumuman", "Announcement to many"),
    ),
    LetterKind(
        "unsubscribed", _CUSTOMER, auto="auto-replied",
        called=("Kabar berhenti berlangganan", "Unsubscription confirmed"),
    ),
    LetterKind(
        "self-help", _CUSTOMER, auto="auto-replied", closes=True,
        called=("Jawaban mandiri", "Self-help answer"),
    ),
    LetterKind("survey-line", _CUSTOMER, ("link",), partial=True),
    LetterKind("survey-by-mail", _CUSTOMER, partial=True),
    LetterKind("survey-reminder", _CUSTOMER, called=("Pengingat survei", "Reminder of the survey")),
    LetterKind("survey-ask", _CUSTOMER, partial=True),
    LetterKind("survey-thanks", _CUSTOMER, ("score", "until"), partial=True),
    LetterKind("answer-pulsa-cek", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-nomor", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-hutang", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-data", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-langganan", _CUSTOMER, ("operator",), closes=True),
    LetterKind("answer-pulsa-operator", _CUSTOMER, ("operator",), closes=True),
    LetterKind(
        "data-missing", _CUSTOMER, ("data_missing", "operator"),
        called=("Permintaan data yang kurang", "Request for missing data"),
    ),
    # to a party outside, as from the operator who asks it, and what comes back
    LetterKind(
        "second-tier-form", Reader.PARTY, (*_TIER, "addition", "text", "subject", "files", "not_copied"), auto=None,
        called=("Formulir lini kedua", "Form for the second tier"),
    ),
    LetterKind(
        "ask-third-party", Reader.PARTY, ("text", "operator", "addition", "their_number", "files", "not_copied"),
        auto=None,
        called=("Pertanyaan kepada pihak ketiga", "Question to a third party"),
    ),
    LetterKind(
        "second-tier-answered", _OPERATORS,
        ("text", "sender", "question", "conversation", "files", "not_copied", "due_at", "party", "third_party",
         "unverified", "waits", "we_asked", *_STANDS_IN),
        _OWNERS,
        retells=True,
        called=("Jawaban lini kedua", "Answer of the second tier"),
    ),
    # to operators: a ticket to take or to answer
    LetterKind(
        "announcement", _OPERATORS, (*_OFFER, "customer", "broadcast", *_CAUTION), ReplyUse.ANSWER,
        leads_on=True, failure=Failure.TOLD_ALL, retells=True, introduces=True, everyday=True,
        called=("Pengumuman tiket", "Announcement"),
    ),
    LetterKind(
        "claim-receipt", _OPERATORS, (*_RECEIPT, "notes", *_CAUTION, *_DATA), ReplyUse.ANSWER, "auto-replied",
        leads_on=True, retells=True, data="all", everyday=True,
        called=("Tanda ambil", "Claim receipt"),
    ),
    LetterKind(
        "customer-wrote", _OPERATORS,
        ("text", "sender", "files", "not_copied", "due_at", "solved", "helped", "escalated", "escalates", "calm",
         *_STANDS_IN, *_CAUTION, *_DATA),
        ReplyUse.ANSWER,
        leads_on=True, data="all", everyday=True,
        called=("Kabar bahwa pelanggan menulis", "News that the customer wrote"),
    ),
    LetterKind(
        "handover", _OPERATORS,
        (
            "operator", "by", "why", "question", "due_at", "promised_at", "escalated", "notes",
            *_TICKET, *_CAUTION, *_DATA,
        ), _OWNERS,
        retells=True, data="all",
        called=("Serah terima", "Handover"),
    ),
    LetterKind(
        "reopened", _OPERATORS,
        ("text", "sender", "why", "question", "conversation", "closed_at", "due_at", "files", "not_copied", *_STANDS_IN,
         *_CAUTION),
        _OWNERS,
        retells=True,
        called=("Kabar dibuka lagi", "News that it is open again"),
    ),
    LetterKind(
        "merged", _OPERATORS,
        ("by", "into", "owner", "number", "text", "due_at", "conversation", "cc", "again"), _OWNERS,
        retells=True,
        called=("Kabar penggabungan", "News of the merge"),
    ),
    # to operators: what became of their mail
    LetterKind(
        "claim-taken", _OPERATORS, ("owner", "claimed_at", "text", "came_second"), auto="auto-replied",
        tag=Tag.NOTICE, everyday=True,
        called=("Kabar sudah diambil orang lain", "News that somebody else has it"),
    ),
    LetterKind(
        "claim-first", _OPERATORS, ("text",), tag=Tag.NOTICE,
        called=("Petunjuk: ambil dulu", "Hint: claim it first"),
    ),
    LetterKind(
        "answer-hint", _OPERATORS, ("text", "why", "hints", "leaves_in"), tag=Tag.NOTICE,
        called=("Petunjuk tentang jawaban", "Hint about an answer"),
    ),
    LetterKind(
        "held", _OPERATORS, ("text", "why", "news", "owner", "reminder"), ReplyUse.HELD, auto="auto-replied",
        tag=Tag.NOTICE,
        called=("Jawaban ditahan", "Held answer"),
    ),
    LetterKind(
        "lost-copy", _OPERATORS, ("text", "answered_at", "sender"), tag=Tag.NOTICE,
        called=("Kabar jawaban yang tidak sampai di sini", "News of an answer that never came here"),
    ),
    LetterKind(
        "filed-as-note", _OPERATORS, ("text", "why"), auto="auto-replied", tag=Tag.NOTICE,
        called=("Kabar disimpan sebagai catatan", "Filed as a note"),
    ),
    LetterKind(
        "command-receipt", _OPERATORS, _COMMANDS, auto="auto-replied", tag=Tag.NOTICE,
        called=("Hasil perintah", "Result of a command"),
    ),
    LetterKind(
        "help", _OPERATORS, (*_COMMANDS, "commands", "topic", "unknown"), auto="auto-replied", tag=Tag.NOTICE,
        called=("Daftar perintah", "List of commands"),
    ),
    LetterKind(
        "ticket-list", _OPERATORS, (*_COMMANDS, "which", "rows", "left_out"), auto="auto-replied", tag=Tag.NOTICE,
        called=("Daftar tiket", "List of tickets"),
    ),
    LetterKind(
        "search-results", _OPERATORS, (*_COMMANDS, "searched", "hits", "total", "left_out", "uncounted", "unfinished"),
        auto="auto-replied", tag=Tag.NOTICE,
        called=("Hasil pencarian", "Search results"),
    ),
    LetterKind(
        "status", _OPERATORS, (*_COMMANDS, "question", "conversation", "notes", "due_at"), _OWNERS, "auto-replied",
        tag=Tag.NOTICE, retells=True,
        called=("Keadaan tiket", "State of the ticket"),
    ),
    LetterKind(
        "confirm", _OPERATORS, ("act", "by", "until"), ReplyUse.CONSENT, "auto-replied", tag=Tag.NOTICE,
        called=("Permintaan kepastian", "Request to confirm"),
    ),
    LetterKind(
        "away-notice", _OPERATORS, ("name", "until", "through", "rows", "left_out", "may_claim"), ReplyUse.DIGEST,
        tag=Tag.NOTICE,
        called=("Kabar rekan tidak hadir", "News of an absence"),
    ),
    LetterKind(
        "morning-list", _OPERATORS, ("rows", "left_out"), ReplyUse.DIGEST, tag=Tag.DIGEST,
        called=("Daftar pagi", "Morning list"),
    ),
    LetterKind(
        "report", _OPERATORS,
        ("period", "nothing", "beside", "figures", "unusual", "sparks", "pictures", "attached", "head"),
        tag=Tag.DIGEST,
        called=("Laporan", "Report"),
    ),
    LetterKind(
        "shift-brief", _OPERATORS, ("shift", "rows", "left_out"), ReplyUse.DIGEST, tag=Tag.DIGEST,
        called=("Pengantar giliran", "Shift brief"),
    ),
    LetterKind(
        "pic-wrote", _OPERATORS, ("pic", "text", "rejected", "closed", "score", "over", "waits"), tag=Tag.NOTICE,
        called=("Tulisan PIC", "Words of the PIC"),
    ),
    LetterKind(
        "collision", _OPERATORS, ("operator", "owner", "text", "answered_at"), tag=Tag.NOTICE,
        called=("Kabar dua jawaban", "News of two answers"),
    ),
    LetterKind(
        "letter-failed", _OPERATORS, ("recipient", "letter", "words"), tag=Tag.NOTICE, failure=Failure.SILENT,
        called=("Kabar email tidak sampai", "News of a failed letter"),
    ),
    # when a clock has run out
    LetterKind(
        "reminder-claim", _OPERATORS, _CLOCK, _OWNERS, tag=Tag.REMINDER, by_ladder=True, retells=True,
        called=("Pengingat mengambil", "Reminder to claim"),
    ),
    LetterKind(
        "escalation-claim", _PIC, _CLOCK, _OWNERS, tag=Tag.ESCALATION, by_ladder=True, retells=True,
        called=("Eskalasi: belum diambil", "Escalation: nobody took it"),
    ),
    LetterKind(
        "reminder-answer", _OPERATORS, (*_CLOCK, "owner"), _OWNERS, tag=Tag.REMINDER, by_ladder=True, retells=True,
        called=("Pengingat menjawab", "Reminder to answer"),
    ),
    LetterKind(
        "escalation-answer", _OPERATORS, (*_CLOCK, "owner"), _OWNERS, tag=Tag.ESCALATION, by_ladder=True, retells=True,
        called=("Eskalasi: belum dijawab", "Escalation: not answered"),
    ),
    LetterKind(  # not the conversation: the second tier gets it, too
        "reminder-second-tier", _OPERATORS, ("arithmetic", "since", "due_at", "question", "owner", "to_party", *_TIER),
        _OWNERS,
        tag=Tag.REMINDER, by_ladder=True,
        called=("Pengingat lini kedua", "Reminder to the second tier"),
    ),
    LetterKind(
        "escalation-second-tier", _OPERATORS, (*_CLOCK, "owner", *_TIER), _OWNERS,
        tag=Tag.ESCALATION, by_ladder=True, retells=True,
        called=("Eskalasi: lini kedua belum menjawab", "Escalation: second tier silent"),
    ),
    LetterKind(
        "suggest-close", _OPERATORS,
        ("arithmetic", "closing_text", "solved", "since", "sender", "text", "instead_of", "may_claim"),
        ReplyUse.CLOSING_TEXT,
        tag=Tag.REMINDER, by_ladder=True,
        called=("Usul menutup", "Suggestion to close"),
    ),
    LetterKind(
        "reminder-bundle", _OPERATORS, ("reminders", "count", "left_out"), ReplyUse.SEVERAL, tag=Tag.REMINDER,
        called=("Beberapa pengingat sekaligus", "Several reminders at once"),
    ),
    LetterKind(
        "reminder-closing", _PIC,
        ("arithmetic", "operator", "closing", "since", "question", "conversation", "instead_of", "may_claim"),
        ReplyUse.VERDICT,
        tag=Tag.REMINDER, by_ladder=True, retells=True,
        called=("Pengingat menutup", "Reminder to close"),
    ),
    # to the PIC, the admin, and authors of refused mail
    LetterKind(
        "closing-notice", _PIC, ("operator", "closing", "text", "question", "conversation", "solved"), ReplyUse.VERDICT,
        tag=Tag.NOTICE, retells=True,
        called=("Pertanyaan penutupan", "Question whether to close"),
    ),
    LetterKind(
        "low-score", _PIC, ("score", "operator", "sender", "text", "reopens", "question", "conversation"),
        ReplyUse.LOW_SCORE,
        tag=Tag.NOTICE, retells=True,
        called=("Kabar nilai rendah", "News of a low score"),
    ),
    LetterKind(
        "incident-proposed", _PIC, ("rows", "words", "until"), ReplyUse.CONSENT, tag=Tag.NOTICE,
        called=("Usul gangguan", "Proposed incident"),
    ),
    LetterKind("digest", _PIC, _HELD, ReplyUse.DIGEST, tag=Tag.DIGEST, called=("Ringkasan harian", "Daily digest")),
    LetterKind(
        "quarantine", _PIC, ("quarantined",), ReplyUse.DIGEST, tag=Tag.NOTICE,
        called=("Kabar email ditahan", "News of held mail"),
    ),
    LetterKind(
        "flood", _PIC, ("floods",), ReplyUse.DIGEST, tag=Tag.NOTICE,
        called=("Kabar banjir email", "News of a flood"),
    ),
    LetterKind(
        "digest-receipt", _PIC, ("results",), ReplyUse.DIGEST, "auto-replied", tag=Tag.NOTICE,
        called=("Hasil balasan ringkasan", "Result of a reply to the digest"),
    ),
    LetterKind(
        "admin-alert", _ADMIN, _ALERT, tag=Tag.NOTICE, failure=Failure.SILENT,
        called=("Kabar untuk admin", "Alert for the admin"),
    ),
    LetterKind(
        "refused-unregistered", Reader.WRITER, ("reason", "subject", "refused"), auto="auto-replied", tag=Tag.NOTICE,
        called=("Penolakan: belum terdaftar", "Refusal: not registered"),
    ),
)  # fmt: skip
