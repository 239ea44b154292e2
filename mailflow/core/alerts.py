"""What an alert says to the admin besides its own text: what does not work now, and whether anything must be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from mailflow.core.moments import day_words

OVER = ": in order again"  # suffix of the topic when it is over
HANGS = " hangs on "
LOST = "lost commits"

_Pair = tuple[str, str]  # what does not work, what to do
# (prefix or part of the topic, words in Indonesian, in English); the first match counts
_TOPICS: tuple[tuple[str, _Pair, _Pair], ...] = (
    (
        OVER,
        ("Sudah pulih.", "Tidak ada yang perlu dilakukan."),
        ("It is in order again.", "There is nothing to do."),
    ),
    (
        "sending",
        (
            "Pengiriman email berhenti: server email keluar tidak bisa dipakai.",
            "Email yang menunggu terkirim sendiri begitu server itu pulih. Jika tidak pulih juga, periksa server itu, "
            "lalu alamat dan sandinya di rules.yaml.",
        ),
        (
            "Sending has stopped: the outgoing server cannot be used.",
            "What waits is sent by itself once that server is back. If it does not come back, look at the server, then "
            "at its address and password in rules.yaml.",
        ),
    ),
    (
        LOST,
        (
            "Server database beralih ke salinan yang tertinggal: catatan terakhir sebelum itu hilang.",
            "Email masuk tetap diterima. Email yang masih ada di kotak masuk dibaca lagi sendiri; yang lain cari di "
            "folder Sent para petugas dan di log. Setelah itu atur replikasi sinkron; lihat docs/postgresql.md.",
        ),
        (
            "The database has moved to a copy that lagged behind: the last records before that are lost.",
            "Email is taken in as before. What is still in the mailbox is read again by itself; look for the rest in "
            "the operators' Sent folders and the log. Then set up synchronous replication; see docs/postgresql.md.",
        ),
    ),
    (
        "read ",
        (
            "Satu kotak masuk tidak bisa dibaca, jadi email baru di sana belum diproses.",
            "Tidak ada yang hilang: email dibaca sendiri begitu server itu pulih. Jika tidak pulih juga, periksa "
            "server itu, lalu alamat dan sandinya di rules.yaml.",
        ),
        (
            "A mailbox cannot be read, so new emails in it are not processed.",
            "Nothing is lost: they are read by themselves once that server is back. If it does not come back, look at "
            "the server, then at its address and password in rules.yaml.",
        ),
    ),
    (
        "login of ",
        (
            "Penyedia email tidak lagi mengizinkan layanan ini masuk ke kotak suratnya, jadi email tidak dibaca atau "
            "tidak terkirim.",
            "Perlu segera, dan hanya Anda yang bisa: masuklah sekali lagi dengan perintah di bawah. Tidak ada yang "
            "hilang; setelah itu semua berjalan sendiri.",
        ),
        (
            "The mail provider does not let this desk into its account any more, so mail is not read or not sent.",
            "Act soon, nobody else can: log in once more with the command below. Nothing is lost; after that "
            "everything goes on by itself.",
        ),
    ),
    (
        "mails of ",
        (
            "Sebagian email di satu kotak masuk tidak bisa diambil; yang lain tetap diproses.",
            "Perlu dilihat: buka email itu di kotak masuknya, seorang pelanggan mungkin menunggu.",
        ),
        (
            "Some emails in a mailbox cannot be fetched; all others are processed.",
            "Please look: open them in the mailbox itself, a customer may be waiting.",
        ),
    ),
    (
        "webhook ",
        (
            "Program lain yang diberi tahu oleh `webhooks:` tidak menerima kabarnya; email tidak terganggu.",
            "Periksa program itu dan alamatnya di rules.yaml, lalu ulangi seperti disebut di bawah.",
        ),
        (
            "Another program, named under `webhooks:`, does not take what it is told; no mail is affected.",
            "Look at that program and its address in rules.yaml, then repeat as said below.",
        ),
    ),
    (
        "disk on ",
        (
            "Ruang disk hampir habis.",
            "Perlu segera: kosongkan ruang. Jika disk penuh, email tidak bisa diterima maupun dikirim.",
        ),
        (
            "The disk is nearly full.",
            "Act soon: make room. On a full disk no email can be taken in or sent.",
        ),
    ),
    (
        "parked mail",
        (
            "Ada email yang tidak bisa diproses dan menunggu Anda.",
            "Perlu dilihat: seorang pelanggan mungkin menunggu. Ulangi atau buang email itu seperti disebut di bawah.",
        ),
        (
            "Emails could not be processed and wait for you.",
            "Please look: a customer may be waiting. Retry or drop them as said below.",
        ),
    ),
    (
        "clock",
        (
            "Jam komputer melompat.",
            "Periksa apakah jamnya sekarang benar: pengingat mengikutinya.",
        ),
        (
            "The machine's clock jumped.",
            "See whether it is right now: reminders follow it.",
        ),
    ),
    (
        HANGS,
        (
            "Satu bagian mailflow macet.",
            "Jika beberapa menit lagi belum pulih, jalankan ulang mailflow; tidak ada yang hilang karenanya.",
        ),
        (
            "A part of mailflow hangs.",
            "If it does not go on within minutes, restart mailflow; nothing is lost by that.",
        ),
    ),
    (
        "working",
        (
            "mailflow tidak bisa bekerja sepenuhnya, dan terus mencoba.",
            "Perlu dilihat: sebabnya ada di bawah.",
        ),
        (
            "mailflow cannot work fully, and goes on trying.",
            "Please look: the cause is below.",
        ),
    ),
)
_EDIT: Mapping[str, _Pair] = MappingProxyType(
    {
        "id": (
            "Suntingan Anda keliru, jadi tidak dipakai; layanan berjalan terus dengan versi sebelumnya.",
            "Perlu dibetulkan, tetapi tidak mendesak.",
        ),
        "en": (
            "Your edit is not used, since something in it is wrong; the desk goes on with the version before it.",
            "It needs fixing, but nothing is urgent.",
        ),
    }
)


_RESTART: Mapping[str, _Pair] = MappingProxyType(
    {
        "id": (
            "Suntingan rules.yaml sudah berlaku, kecuali yang disebut di bawah: bagian itu baru berlaku setelah "
            "mailflow dijalankan ulang.",
            "Jalankan ulang mailflow (systemctl restart mailflow); tidak ada yang hilang karenanya.",
        ),
        "en": (
            "The edit of rules.yaml is in force, but for what is named below: that counts only after mailflow is "
            "started again.",
            "Restart mailflow (systemctl restart mailflow); nothing is lost by that.",
        ),
    }
)


def _in(words: Mapping[str, _Pair], language: str) -> _Pair:
    return words["id" if language == "id" else "en"]


def words_of_restart(language: str) -> _Pair:
    """For keys of rules.yaml that a running daemon cannot follow."""
    return _in(_RESTART, language)


_SERVERS: Mapping[str, _Pair] = MappingProxyType(
    {
        "id": (
            "Email dari petugas di bawah tidak dipercaya, karena server email Anda tidak menyatakan apa pun tentang "
            "pengirimnya. Selama begitu, tidak seorang pun bisa mengambil atau menjawab tiket.",
            "Perlu segera dibetulkan. Periksa nama di trust.authserv: nama itu harus persis seperti server email Anda "
            "menyebut dirinya di baris Authentication-Results. Kabar ini dikirim sekali saja.",
        ),
        "en": (
            "The mail of the operator below is not believed, because your mail server says nothing about its author. "
            "As long as that is so, nobody can claim or answer a ticket.",
            "Please mend it soon. See the name in trust.authserv: it must be the one your mail server calls itself by "
            "in Authentication-Results. You are told this once.",
        ),
    }
)
_FOUND = (
    "Di email itu ditemukan {found}; {place} menyebut {authserv}. Jika {found} memang nama server email Anda sendiri, "
    "tulis authserv: {write}",
    "Found in that mail: {found}; {place} says {authserv}. If {found} is your own mail server's name, write authserv: "
    "{write}",
)
_NOT_FOUND = (
    "Di email itu tidak ada Authentication-Results yang bisa dipakai; {place} menyebut {authserv}. Aktifkan di server "
    "email (OpenDMARC atau rspamd).",
    "That mail has no Authentication-Results that could be used; {place} says {authserv}. Have your mail server write "
    "them (OpenDMARC or rspamd).",
)


def words_of_servers(language: str) -> _Pair:
    """For colleagues' mail about whose author our mail server says nothing."""
    return _in(_SERVERS, language)


def server_words(found: str, place: str, authserv: str | None, write: str, language: str) -> str:
    """Which name stands in the mail, which in rules.yaml, and what to write there."""
    words = (_FOUND if found else _NOT_FOUND)[0 if language == "id" else 1]
    return words.format(found=found, place=place, authserv=authserv or "–", write=write)


_LIST_HOLDS: Mapping[str, _Pair] = MappingProxyType(
    {
        "id": (
            "Milis di bawah menahan email layanan ini untuk moderatornya. Selama begitu, petugas tidak melihat "
            "permintaan baru.",
            "Perlu segera: di milis itu loloskan email yang tertahan, lalu izinkan alamat layanan ini menulis tanpa "
            "moderasi. Kabar ini dikirim sekali saja; mailflow doctor menyebutnya selama masih terjadi.",
        ),
        "en": (
            "The mailing list below holds this desk's mail for its moderator. As long as that is so, operators do not "
            "see new requests.",
            "Act soon: let the held mail through at the list, and allow this desk's address to write without "
            "moderation. You are told this once; mailflow doctor names it as long as it goes on.",
        ),
    }
)


def words_of_list_holds(language: str) -> _Pair:
    """For a list that keeps our letters for its moderator."""
    return _in(_LIST_HOLDS, language)


_LOSSES: Mapping[str, _Pair] = MappingProxyType(
    {
        "id": (
            "Suntingan rules.yaml ini menghapus yang disebut di bawah. Karena itu ia baru berlaku satu menit setelah "
            "terlihat; sampai saat itu layanan berjalan seperti sebelumnya.",
            "Jika memang itu maksudnya, tidak ada yang perlu dilakukan (mailflow reload membuatnya berlaku seketika). "
            "Jika tidak, betulkan rules.yaml sekarang juga: mungkin berkasnya baru tersalin sebagian.",
        ),
        "en": (
            "This edit of rules.yaml takes away what is named below. So it counts only a minute after it was seen; "
            "until then the desk goes on as before.",
            "If that is what you want, there is nothing to do (mailflow reload makes it count at once). If it is not, "
            "mend rules.yaml now: perhaps only a part of the file has been written yet.",
        ),
    }
)


def words_of_losses(language: str) -> _Pair:
    """For an edit of rules.yaml that takes something away."""
    return _in(_LOSSES, language)


_DAYS_OFF: Mapping[str, _Pair] = MappingProxyType(
    {
        "id": (
            "Daftar hari libur yang baru (paket holidays) berbeda dari yang sebelumnya. Tenggat yang melewati "
            "hari-hari di bawah ikut bergeser; waktu yang sudah lewat tetap dihitung seperti sebelumnya.",
            "Periksa apakah daftar ini benar. Jika tidak, tulis tanggalnya sendiri di working_hours.",
        ),
        "en": (
            "The new list of holidays (package holidays) differs from the one before. Deadlines beyond the days below "
            "have moved; time that has passed counts as it did.",
            "See whether the list is right. If it is not, write the dates yourself in working_hours.",
        ),
    }
)


def words_of_days_off(language: str) -> _Pair:
    """For holidays that another version of the holidays package classifies differently."""
    return _in(_DAYS_OFF, language)


def day_off_words(day: date, before: str, after: str, language: str) -> str:
    """One line. `before` and `after`: the name of the day off, "" when it is none."""
    what = ("libur", "hari kerja biasa") if language == "id" else ("day off", "an ordinary day")
    shown = f"{what[0]}: {after}" if after else f"{what[1]} ({before})"
    return f"{day_words(day, language)}: {shown}"


def words_of_edit(language: str) -> _Pair:
    """For an invalid rules.yaml or letter."""
    return _in(_EDIT, language)


def words_of(topic: str, language: str) -> _Pair:
    """(what does not work, what to do) for the topic of an alert; ("", "") for an unknown topic."""
    for mark, indonesian, english in _TOPICS:
        if topic.startswith(mark) or (mark in (OVER, HANGS) and mark in topic):
            return indonesian if language == "id" else english
    return "", ""
