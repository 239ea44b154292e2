"""Short texts that letters need besides their templates: why a mail became a note, the result of a PIC's reply … in
Indonesian and English. The replies of a mail command are with the command (core/commands/)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.tier_wording import TIER_WORDS
from mailflow.core.wording_hints import HINTS
from mailflow.core.wording_joining import JOINING

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **JOINING,
        **HINTS,
        # why a mail reached no customer (NoteFiled.why)
        "not-for-customer": (
            "email ini tidak dialamatkan ke pelanggan, dan bukan jawaban pemegang tiketnya pada email yang memuat "
            "pertanyaannya",
            "it was not addressed to the customer, and is no answer of the ticket's owner to an email that carries "
            "the customer's question",
        ),
        "group-first": (
            "tiket ini ditawarkan lebih dulu kepada kelompok yang menanganinya; kalau sampai pengingat pertama belum "
            "ada yang mengambil, semua operator boleh, dan Anda kami kabari",
            "the ticket is offered to the group that deals with such requests first; if none of them has taken it by "
            "the first reminder, every operator may, and you will hear of it",
        ),
        "no-customer": (
            "alamat pelanggan tiket ini tidak diketahui, jadi tidak ada yang dapat dikirimi jawaban",
            "nobody knows an address of this ticket's customer, so there was nobody to send it to",
        ),
        "not-proven": (
            "email ini tidak terbukti dari Anda; seorang rekan melepasnya dari karantina, dan isinya hanya disimpan",
            "nothing proves that you wrote it; a colleague let it out of quarantine, and it is only kept",
        ),
        "ticket-over": ("tiket ini sudah selesai", "this ticket is over"),
        "ticket-over-direct": (
            "tiket ini sudah selesai; email Anda sudah sampai langsung kepadanya, jadi tidak perlu dikirim lagi",
            "this ticket is over; your mail went to the customer directly, so there is no need to send it again",
        ),
        "more-parts": (
            "sisa lampirannya (email ini memuat lebih dari 500 bagian; semuanya ada di email aslinya)",
            "the rest of its files (this email has more than 500 parts; all of them are in the original)",
        ),
        "many-tickets": (
            "email yang Anda balas memuat beberapa tiket, jadi kami tidak tahu tiket mana yang Anda maksud",
            "the email you replied to lists several tickets, so we cannot tell which of them you mean",
        ),
        "heard-by-another": (
            "isinya hanya tanda mengerti, dan tiket ini milik operator lain",
            "it only acknowledges something, and the ticket is another operator's",
        ),
        "to-colleague": (
            "kata-katanya ditujukan kepada rekan kerja. Rekan itu tidak menerimanya dari kami; tulis langsung "
            "kepadanya. Kalau itu untuk pelanggan, balas sekali lagi dan awali dengan namanya",
            "it is addressed to a colleague. We have not sent it to your colleague either; please write there "
            "directly. If it is for the customer, reply once more and begin with the customer's name",
        ),
        "to-colleague-direct": (
            "kata-katanya ditujukan kepada rekan kerja, jadi tidak dihitung sebagai jawaban. Hati-hati: pelanggan ada"
            " di antara penerima email Anda dan sudah membacanya",
            "it is addressed to a colleague, so it does not count as an answer. Careful: the customer was among the "
            "recipients of your mail and has it",
        ),
        "sign-direct": (
            "isinya hanya tanda baca atau emoji, jadi tidak dihitung sebagai jawaban, walaupun pelanggan ada di "
            "antara penerima email Anda",
            "it is only a sign or an emoji, so it does not count as an answer, although the customer was among the "
            "recipients of your mail",
        ),
        "empty-direct": (
            "isinya kosong, jadi tidak dihitung sebagai jawaban. Pelanggan ada di antara penerima email Anda dan "
            "menerima email yang kosong",
            "it is empty, so it does not count as an answer. The customer was among the recipients of your mail and "
            "has got an empty one",
        ),
        # why an answer was returned to its author (AnswerReturned.why), and what the author can do
        "encrypted": (
            "isinya terenkripsi, dan kami tidak punya kunci untuk membacanya. Tidak ada yang berubah di tiket ini. "
            "Kirim lagi tanpa enkripsi; tanda tangan digital boleh tetap dipakai",
            "it is encrypted, and we have no key to read it. Nothing has changed on this ticket. Send it again without "
            "encryption; a digital signature may stay",
        ),
        "only-acknowledges": (
            "isinya hanya tanda mengerti, bukan jawaban. Tiket ini sudah milik Anda, dan jamnya tetap berjalan. Kalau"
            " ada yang perlu diketahui pelanggan, tulis dengan satu kalimat",
            "it only acknowledges something and answers nothing. The ticket is yours already, and its clock goes on. "
            "If there is something the customer should know, write it in a sentence",
        ),
        "claimed-already": (
            "isinya hanya pengambilan tiket, padahal tiket ini sudah milik Anda. Jamnya tetap berjalan. Kalau itu "
            "jawaban untuk pelanggan, tulis dengan satu kalimat",
            "it only takes the ticket, and the ticket is yours already. Its clock goes on. If it was meant as an "
            "answer, write it in a sentence",
        ),
        "empty": (
            "isinya kosong (di atas kutipan tidak ada kata-kata Anda). Tiket ini sudah milik Anda, dan jamnya tetap "
            "berjalan. Jawaban Anda ditulis di atas kutipan",
            "it is empty (there are no words of yours above the quotation). The ticket is yours already, and its clock "
            "goes on. An answer is written above the quotation",
        ),
        "unclear-words": (
            "isinya hanya sepatah kata atau tanda, dan kami tidak tahu maksudnya. Tidak ada yang berubah di tiket ini. "
            "Kalau itu untuk pelanggan, tulis dengan satu kalimat; untuk mengambil tiket, balas dengan: saya ambil",
            "it is only a word or a sign, and we do not know what it means. Nothing has changed on this ticket. If "
            "it is for the customer, write it in a sentence; to take the ticket, reply with: mine",
        ),
        "bare-closing": (
            "satu kata tanpa garis miring bukan perintah, dan bukan jawaban. Tidak ada yang berubah di tiket ini. "
            "Untuk mengusulkan penutupan tiket Anda, tulis /selesai sebagai satu-satunya isi balasan; kalau pelanggan"
            " perlu diberi tahu, tulis dengan satu kalimat",
            "one word without a slash is no command, and no answer. Nothing has changed on this ticket. To propose "
            "that your ticket be closed, write /close and nothing else; if the customer should know something, write "
            "it in a sentence",
        ),
        "bare-closing-direct": (
            "satu kata tanpa garis miring bukan perintah, dan tidak dihitung sebagai jawaban. Pelanggan ada di antara"
            " penerima email Anda dan sudah membacanya. Tidak ada yang berubah di tiket ini. Untuk mengusulkan "
            "penutupan tiket Anda, kirim /selesai ke alamat kami saja",
            "one word without a slash is no command, and it does not count as an answer. The customer was among the "
            "recipients of your mail and has it. Nothing has changed on this ticket. To propose that your ticket be "
            "closed, send /close to our address only",
        ),
        "command-inside": (
            "di tengahnya ada baris yang tampak seperti perintah. Perintah kami kenali di baris paling atas, sebelum "
            "kata lain, dan /selesai juga sendirian di baris paling bawah. Kalau itu perintah, kirim lagi dengan "
            "barisnya di sana. Kalau itu bagian dari jawaban, tulis di dalam kalimat atau di antara tanda kutip",
            "there is a line among its words that looks like a command. Commands stand at the top, before any other "
            "word, and /close may also stand alone on the last line. If it is a command, send your mail again with "
            "the line there. If it belongs to the answer, write it within a sentence or in quotation marks",
        ),
        "held-not-owner": ("pemegang tiket ini bukan Anda", "you do not own this ticket"),
        "held-for-whom": (
            "kata-katanya tidak mengatakan untuk siapa, pelanggan atau rekan; tiketnya sudah Anda pegang",
            "its words do not say for whom they are, the customer or a colleague; the ticket is yours",
        ),
        "held-customer-wrote": (
            "pelanggan menulis lagi, dan tulisannya belum lima menit ada pada Anda waktu jawaban ini datang",
            "the customer has written again, and you had not had it for five minutes when this answer came",
        ),
        "held-customer-wrote-meanwhile": (
            "pelanggan menulis lagi sebelum jawaban ini berangkat",
            "the customer wrote again before this answer had left",
        ),
        "held-handed-on": (
            "tiketnya pindah tangan sebelum saat pengirimannya tiba",
            "the ticket changed hands before it was due to leave",
        ),
        "held-reader-gone": ("seorang pembacanya kini punya tiket sendiri", "a reader of it has his own ticket now"),
        "unsent-ticket-over": (
            "tiketnya berakhir sebelum saat pengirimannya tiba",
            "the ticket ended before it was due to leave",
        ),
        "held-void": (
            "tiketnya berakhir sebelum Anda memutuskan jawaban yang ditahan ini",
            "the ticket ended before you had decided about this held answer",
        ),
        # the result of a reply to `held`
        "held-sent": ("jawaban yang ditahan dikirim ke pelanggan", "the held answer goes to the customer"),
        "held-sent-new": (
            "tulisan Anda di bawahnya dikirim ke pelanggan, sebagai ganti jawaban yang ditahan",
            "the text below goes to the customer, in place of the held answer",
        ),
        "held-noted": (
            "jawaban yang ditahan disimpan sebagai catatan; pelanggan tidak menerimanya",
            "the held answer is kept as a note; the customer does not get it",
        ),
        "held-dropped": (
            "jawaban yang ditahan dibuang; pelanggan tidak menerimanya",
            "the held answer is dropped; the customer does not get it",
        ),
        "held-gone": (
            "jawaban yang ditahan itu sudah diputuskan, atau bukan milik Anda. Kalau masih perlu dikirim, tulis lagi "
            "sebagai balasan atas tanda terima tiket ini",
            "that held answer has been decided already, or is not yours. If it should still go, write it again in "
            "reply to this ticket's receipt",
        ),
        "held-unclear": (
            "kami tidak mengenali katanya, jadi jawaban itu tetap ditahan. Balas email yang berisi jawaban itu dengan "
            "satu kata di baris pertama: kirim (tulisan di bawahnya menggantikannya), catatan, atau buang",
            "we do not know that word, so the answer is still held. Reply to the email with the answer, with one word "
            "on the first line: send (text below it replaces the answer), note, or drop",
        ),
        "closing-waits": (
            "menunggu jawaban Anda, yang ditahan; keduanya jadi kalau Anda membalas pemberitahuannya dengan: kirim",
            "waits for your answer, which is held; both go when you reply to its notice with: send",
        ),
        # what kind of letter it is, after the desk's name in From
        "from-reminder": ("pengingat", "reminder"),
        "from-escalation": ("eskalasi", "escalation"),
        "from-notice": ("pemberitahuan", "notice"),
        "from-digest": ("ringkasan", "digest"),
        # beside an author who may be forged
        "unverified": ("tidak terbukti", "not verified"),
        # why a ticket is announced again
        "operator-gone": ("tidak lagi menjadi operator", "is no longer an operator"),
        # to the admin
        "broken-edit": ("suntingan yang keliru tidak dipakai", "a broken edit is not used"),
        "days-off": ("hari libur berubah", "days off have changed"),
        "needs-restart": ("suntingan yang baru berlaku setelah restart", "an edit that counts only after a restart"),
        "list-holds": ("milis menahan email layanan ini", "the mailing list holds this desk's mail"),
        "not-believed": ("email petugas tidak bisa dibuktikan", "an operator's mail could not be proven"),
        "takes-away": (
            "suntingan rules.yaml yang menghapus sesuatu menunggu satu menit",
            "an edit of rules.yaml that takes something away waits for a minute",
        ),
        "last-good": (
            "Versi terakhir yang baik tetap berlaku sampai ini dibetulkan.",
            "The last good version stays in force until this is fixed.",
        ),
        # why a command was refused (CommandRefused.why)
        "is-new": ("tiket ini masih baru", "this ticket is still new"),
        "is-open": ("tiket ini sedang terbuka", "this ticket is open"),
        "is-waiting": ("tiket ini menunggu pelanggan", "this ticket waits for the customer"),
        "is-escalated": ("tiket ini ada di lini kedua", "this ticket is with the second tier"),
        "is-closing": ("tiket ini menunggu PIC", "this ticket waits for the PIC"),
        "is-closed": ("tiket ini sudah ditutup", "this ticket is closed already"),
        "is-merged": (
            "tiket ini sudah digabung ke tiket {detail}; sebut tiket itu: #{detail}",
            "this ticket was merged into ticket {detail}; name that one: #{detail}",
        ),
        "is-discarded": ("tiket ini sudah dibuang", "this ticket was discarded"),
        "is-imported": (
            "tiket ini dari arsip lama; balasan pelanggan membuka tiket baru",
            "this ticket is from an old archive; a reply of the customer opens a new one",
        ),
        "customer-wrote-since": (
            "pelanggan menulis lagi setelah pernyataan penutupan (mailflow close --force tetap menutupnya)",
            "the customer wrote after the closing statement (mailflow close --force closes it all the same)",
        ),
        "customer-waits": (
            "pelanggan menunggu jawaban sejak {since} (mailflow close --force tetap menutupnya)",
            "the customer waits since {since} (mailflow close --force closes it all the same)",
        ),
        "customer-waits-again": (
            "pelanggan menunggu jawaban sejak {since}: pelanggan menulis lagi setelah pernyataan penutupan "
            "(mailflow close --force tetap menutupnya)",
            "the customer waits since {since}: the customer wrote after the closing statement "
            "(mailflow close --force closes it all the same)",
        ),
        "not-a-pic": (
            "hanya PIC yang menutup tiket (mailflow close --as NAMA)",
            "only a PIC closes a ticket (name one: mailflow close --as NAME)",
        ),
        "operator-proposes": (
            "hanya PIC yang menutup tiket; operator mengusulkannya: kirim /selesai ke desk",
            "only a PIC closes a ticket; an operator proposes it: mail /selesai to the desk",
        ),
        # the result of a PIC's reply to a closing notice
        "verdict-closed": (
            "tiketnya sudah ditutup; pelanggan menerima email penutup",
            "the ticket is closed; the customer gets the closing letter",
        ),
        "verdict-sent-back": (
            "tiketnya sudah dikembalikan kepada pemegangnya, beserta kata-kata Anda",
            "the ticket is back with its owner, and so are your words",
        ),
        "verdict-noted": (
            "sudah disampaikan kepada pemegangnya sebagai catatan; tiketnya tetap menunggu Anda: tutup atau tolak",
            "passed on to the owner as a note; the ticket goes on waiting for you: close or no",
        ),
        "verdict-noted-only": (
            "sudah disampaikan kepada pemegangnya sebagai catatan; tiket ini sedang tidak menunggu keputusan Anda",
            "passed on to the owner as a note; the ticket does not wait for your decision now",
        ),
        "verdict-unclear": (
            "kami tidak yakin apa maksud Anda, jadi belum ada yang berubah; balas dengan satu kata: tutup atau tolak",
            "we are not sure what you mean, so nothing has changed; reply with one word: close or no",
        ),
        # the result of a PIC's reply about a low vote
        "low-reopened": (
            "tiketnya dibuka lagi; pemegangnya sudah diberi tahu",
            "the ticket is open again; its owner has been told",
        ),
        "low-noted": (
            "dicatat di tiketnya; tiketnya tetap ditutup",
            "noted on the ticket, which stays closed",
        ),
        "low-passed-on": (
            "sudah disampaikan kepada pemegang tiketnya; tiketnya tetap seperti sebelumnya",
            "passed on to the ticket's owner; the ticket stays as it was",
        ),
        "low-unclear": (
            "balasan Anda kosong, jadi belum ada yang berubah; balas dengan satu kata: buka atau catat",
            "your reply is empty, so nothing has changed; reply with one word: reopen or note",
        ),
        "statement-sent-back": (
            "pernyataan penutupan itu sudah tidak berlaku: tiketnya sudah dikembalikan kepada pemegangnya atau dibuka "
            "kembali; bila dinyatakan lagi, Anda mendapat pemberitahuan baru",
            "that closing statement does not stand any more: the ticket was sent back to its owner or reopened; when "
            "it is stated again you get a new notice",
        ),
        "statement-released": (
            "pernyataan penutupan itu sudah tidak berlaku: tiketnya sudah dilepas dan ditawarkan lagi kepada semua "
            "operator; bila dinyatakan lagi, Anda mendapat pemberitahuan baru",
            "that closing statement does not stand any more: the ticket was released and is offered to all operators "
            "again; when it is stated again you get a new notice",
        ),
        "statement-newer": (
            "pemberitahuan ini tentang pernyataan yang lama; ada pernyataan penutupan yang lebih baru, balas "
            "pemberitahuannya",
            "this notice is about an old statement; there is a newer one, reply to its notice",
        ),
        "no-verdict": (
            "balasan Anda kosong; tulis satu kata: tutup atau tolak",
            "your reply is empty; write one word: close or no",
        ),
        "pic-excuses": ("hanya PIC yang memberi alasan", "only a PIC excuses a breach (name one: --as NAME)"),
        "no-breach": ("tiket ini tidak punya keterlambatan", "this ticket has no breach"),
        "excused": ("keterlambatannya sudah punya alasan", "its breach has an excuse already"),
        "unknown-category": (
            "kategori itu tidak ada di rules.yaml",
            "rules.yaml names no such category; `mailflow report` lists those in use",
        ),
        "same-category": ("kategorinya memang itu", "that is its category already"),
        "same-priority": ("prioritasnya memang itu", "that is its priority already"),
        **TIER_WORDS,
        "unknown-operator": ("operator itu tidak ada di rules.yaml", "there is no such operator in rules.yaml"),
        "owned-already": ("tiket ini sudah miliknya", "he owns this ticket already"),
    }
)


def in_language(pair: tuple[str, str], language: str) -> str:
    """The Indonesian or the English text of a pair: English for any language but `id`."""
    return pair[0] if language == "id" else pair[1]


def size_words(size: int, language: str) -> str:
    """A size in bytes for people: 8,1 MB; 640 kB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    words = f"{size / 1e6:.1f} MB"
    return words.replace(".", ",") if language == "id" else words


def no_subject(language: str) -> str:
    """What is shown for an empty subject."""
    return "(tanpa judul)" if language == "id" else "(no subject)"


def say(code: str, language: str, since: str = "", detail: str = "") -> str:
    """The text for `code` in `language` (English for any but `id`); an unknown code is returned unchanged. `since`: a
    time in words, and `detail`: a name or number, for the texts that name one."""
    pair = _WORDS.get(code)
    return in_language(pair, language).replace("{since}", since).replace("{detail}", detail) if pair else code
