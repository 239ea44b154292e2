"""What the demo says, and what its people write, in Indonesian and English. `{}` words are filled in by play.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. What is compared with the desk's letters must stand in its templates: `texts_begin`, `goes_on`."""

    # the telling
    prologue: str
    epilogue: str
    team_page: str
    afterwards: str
    left_out: str
    to: str
    later: str
    race: str
    asks: str
    told: str
    both_reply: str
    slower: str
    forgets: str
    reminded: str
    answers: str
    writes_back: str
    thanks_heard: str
    proposes: str
    yes: str
    silence: str
    in_one: str
    silent: str
    still: str
    sends: str
    command: str
    lively: str
    # the mails
    topics: tuple[tuple[str, str], ...]  # of the livelier week
    fix: str
    back: str  # a customer's, below a closing letter
    slow: str  # below a low vote
    question: tuple[str, str]  # subject, text
    answer: str
    more: str
    second: str
    thanks: str
    lost: tuple[str, str]
    how: str
    wrote: str  # above a quotation
    # words of letters
    texts_begin: str
    goes_on: str


EN = Words(
    prologue=(
        "This is a whole support desk at work: real SMTP in and out on this machine's loopback, the daemon that\n"
        "runs in production, and a clock that leaps. Nothing is configured and nobody outside gets mail.\n"
    ),
    epilogue=(
        "The desk's home folder is {home}\nIt is an ordinary one. Look around in it:\n\n"
        "    {mailflow} --home {home} why 1\n    {mailflow} --home {home} show 2\n"
        "    {mailflow} --home {home} letters show closing-satisfied\n    {mailflow} --home {home} verify\n"
        "\nThe PIC's report, for a browser: {page}\n"
    ),
    team_page=(
        "The team's page: {web}/ (name dewi, password demo), as long as this goes on:\n  {mailflow} --home {home} run\n"
    ),
    afterwards="EPILOGUE: what the PIC sees afterwards.\n",
    left_out="… {count} more line|lines",
    to="To {reader}, from {sender}",
    later="{length} later: {moment}",
    race="ACT 1: one question, two operators. {moment}\n",
    asks="Ani, a student, writes to help@campus.example. She gets a number and an honest promise:\n",
    told="Both operators are told. Their whole user interface is their mail client:\n",
    both_reply=(
        "Budi and Sari press Reply and Send with nothing written, at the same moment. The first to arrive wins:\n"
    ),
    slower="{other} is told who was faster:\n",
    forgets="ACT 2: {owner} forgets, is reminded, and helps.",
    reminded="24 hours after the claim Ani has no answer. mailflow reminds {owner} and shows its arithmetic:\n",
    answers="{owner} replies to the receipt. Ani gets the words from the desk's address:\n",
    writes_back="Ani writes back. It is {owner}'s turn again:\n",
    thanks_heard="Ani says thank you. That reopens nothing and starts no clock; {owner} hears of it ...\n",
    proposes="... and proposes to close with one line, /selesai. But only the PIC closes. Dewi gets a notice:\n",
    yes="Dewi answers with one word, “ya”. Ani gets the closing letter with a survey link:\n",
    silence="ACT 3: a customer who falls silent.",
    in_one="Sari claims and answers in one mail:\n",
    silent="Joko says nothing. After two working days mailflow asks him whether it helped:",
    still="Still nothing. After four working days it suggests to Sari how to close; the weekend did not count:",
    sends="Sari sends that text. mailflow knows a closing text when it sees one; Joko gets it, Dewi is told:\n",
    command="This time Dewi closes with a command:\n\n    $ mailflow close 2\n",
    lively="And a livelier week goes by, so that the report has something to show ...",
    topics=(
        ("Top-up missing", "Hi, my top-up of 25,000 did not arrive."),
        ("Login", "I cannot login to the library any more."),
        ("Study plan", "How do I change my study plan after the deadline?"),
        ("Top-up", "I topped up this morning and got nothing so far."),
        ("Scholarship", "Until when can I hand in the papers for the scholarship?"),
        ("Fees", "I paid the fees twice. How do I get one of them back?"),
        ("Password", "The link to set a new password does not come."),
    ),
    fix="We have looked into it: please try again now.\n\n{owner}",
    back="It happened again this morning, just like before. Could you look once more?",
    slow="It took you rather long.",
    question=(
        "My top-up did not arrive",
        "Hello,\n\nI paid for 50,000 this morning and got nothing.\n\nAni",
    ),
    answer="Hi Ani,\n\nplease check the number: 0812 345 678? And is mobile data switched off?\n\n{owner}",
    more="Yes, that number. I switched data off now, still nothing.",
    second="Thank you. They have sent it again: you should have it now.\n\n{owner}",
    thanks="Thank you very much, {owner}!",
    lost=("I forgot my password", "Hi, I cannot login any more. What can I do?\n\nJoko"),
    how="Hi Joko,\n\nopen https://id.campus.example, press “forgot”, and follow the mail you get.\n\nSari",
    wrote="On {moment} {sender} wrote:",
    texts_begin="The text:",
    goes_on="just reply to this email",
)

ID = Words(
    prologue=(
        "Inilah sebuah layanan bantuan yang sedang bekerja: SMTP sungguhan masuk dan keluar, di mesin ini saja,\n"
        "program yang sama dengan yang dipakai sehari-hari, dan jam yang melompat. Tidak ada yang perlu diatur, dan\n"
        "tidak ada email yang keluar dari mesin ini.\n"
    ),
    epilogue=(
        "Folder layanannya adalah {home}\nIsinya sama dengan folder layanan biasa. Silakan lihat-lihat:\n\n"
        "    {mailflow} --home {home} why 1\n    {mailflow} --home {home} show 2\n"
        "    {mailflow} --home {home} letters show closing-satisfied\n    {mailflow} --home {home} verify\n\n"
        "Laporan untuk PIC, dibuka di peramban: {page}\n"
    ),
    team_page=(
        "Halaman tim: {web}/ (nama dewi, kata sandi demo), selama perintah ini berjalan:\n"
        "  {mailflow} --home {home} run\n"
    ),
    afterwards="PENUTUP: yang dilihat PIC sesudahnya.\n",
    left_out="… masih {count} baris",
    to="Kepada {reader}, dari {sender}",
    later="{length} kemudian: {moment}",
    race="BABAK 1: satu pertanyaan, dua operator. {moment}\n",
    asks="Ani, seorang mahasiswa, menulis ke help@campus.example. Ia mendapat nomor dan janji yang jujur:\n",
    told="Kedua operator diberi tahu. Alat kerja mereka hanya program email yang sudah ada:\n",
    both_reply=(
        "Budi dan Sari menekan Balas lalu Kirim tanpa menulis apa pun, pada saat yang sama. Yang tiba duluan menang:\n"
    ),
    slower="{other} diberi tahu siapa yang lebih cepat:\n",
    forgets="BABAK 2: {owner} lupa, diingatkan, lalu membantu.",
    reminded="24 jam sesudah tiketnya diambil Ani belum dijawab. {owner} diingatkan, lengkap dengan hitungannya:\n",
    answers="{owner} membalas tanda terimanya. Ani menerima jawaban itu dari alamat layanan:\n",
    writes_back="Ani membalas. Sekarang giliran {owner} lagi:\n",
    thanks_heard="Ani berterima kasih. Itu tidak membuka apa pun dan tidak menjalankan jam; {owner} diberi tahu ...\n",
    proposes="... dan mengusulkan menutupnya dengan satu baris, /selesai. Tetapi yang menutup PIC: Dewi diberi tahu:\n",
    yes="Dewi menjawab dengan satu kata, “ya”. Ani menerima email penutup dengan tautan survei:\n",
    silence="BABAK 3: pelanggan yang diam.",
    in_one="Sari mengambil tiketnya dan menjawab dalam satu email:\n",
    silent="Joko diam saja. Dua hari kerja kemudian mailflow bertanya apakah jawabannya membantu:",
    still="Masih diam. Sesudah empat hari kerja Sari mendapat usul cara menutupnya; akhir pekan tidak dihitung:",
    sends="Sari mengirim teks itu. mailflow mengenali teks penutup; Joko menerimanya, dan Dewi diberi tahu:\n",
    command="Kali ini Dewi menutupnya dengan perintah:\n\n    $ mailflow close 2\n",
    lively="Lalu lewat seminggu yang lebih ramai, supaya ada yang bisa dilaporkan ...",
    topics=(
        ("Pulsa belum masuk", "Halo, pulsa 25 ribu saya belum masuk."),
        ("Login", "Saya tidak bisa login ke perpustakaan lagi."),
        ("KRS", "Bagaimana cara mengubah KRS sesudah batas waktunya?"),
        ("Pulsa", "Tadi pagi saya beli pulsa, sampai sekarang tidak ada."),
        ("Beasiswa", "Sampai kapan berkas beasiswa bisa dikumpulkan?"),
        ("UKT", "Saya terbayar UKT dua kali. Bagaimana cara mengambil yang satu lagi?"),
        ("Password", "Tautan untuk membuat password baru tidak datang."),
    ),
    fix="Sudah kami periksa: silakan dicoba lagi sekarang.\n\n{owner}",
    back="Tadi pagi terjadi lagi, sama seperti kemarin. Bisa dicek sekali lagi?",
    slow="Lama sekali baru dijawab.",
    question=(
        "Pulsa saya belum masuk",
        "Halo,\n\ntadi pagi saya beli pulsa 50 ribu, tapi sampai sekarang belum masuk.\n\nAni",
    ),
    answer=(
        "Halo Ani,\n\nmohon diperiksa, nomor tujuannya 0812 345 678? Dan apakah data seluler dimatikan?\n\n{owner}"
    ),
    more="Betul, nomornya itu. Datanya sudah saya matikan, tapi pulsanya masih belum masuk.",
    second="Baik. Pulsanya sudah dikirim ulang: sekarang seharusnya sudah masuk.\n\n{owner}",
    thanks="Terima kasih banyak, {owner}!",
    lost=("Lupa password", "Halo, saya tidak bisa login lagi. Apa yang harus saya lakukan?\n\nJoko"),
    how="Halo Joko,\n\nbuka https://id.campus.example, tekan “lupa”, lalu ikuti email yang Anda terima.\n\nSari",
    wrote="Pada {moment} {sender} menulis:",
    texts_begin="Teksnya:",
    goes_on="cukup balas email ini",
)

WORDS: Mapping[str, Words] = MappingProxyType({"id": ID, "en": EN})
