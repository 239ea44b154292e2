"""The PIC's figures: each is one entry of FIGURES, with its name, its definition, its unit and its arithmetic.

All forms of `report`, `--explain`, the page's tooltips and docs/figures.md follow from this table. A new figure is one
function and its entry; what it counts is a kind of core/counted.py. For every figure: a period has its first moment and
not its last; days and hours are the desk's own (`desk.timezone`), a day of a clock change has 23 or 25 hours; a mail
counts by its arrival, also when it was read after an outage.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core import figure_sums as sums
from mailflow.core.anomalies import anomalies
from mailflow.core.figure_rows import Figure as Figure
from mailflow.core.figure_rows import Row as Row
from mailflow.core.figure_rows import Value as Value
from mailflow.core.period import GOING as GOING
from mailflow.core.period import Period as Period

KEYED = frozenset({"second_tier"})  # figures of rows that JSON prints by their first field


def figures(period: Period) -> dict[str, Value]:
    """Every figure by its key, in the order of display."""
    return {figure.key: figure.value(period) for figure in FIGURES}


def rows_of(value: Value) -> list[Row]:
    """The rows of a figure that is a table; [] of any other."""
    return [one for one in value if isinstance(one, Row)] if isinstance(value, Sequence) else []


FIGURES: tuple[Figure, ...] = (
    Figure(
        "opened",
        sums.opened,
        (
            "Tiket yang permintaannya tiba dalam periode ini. Yang kemudian dibuang (spam, obrolan) tidak "
            "dihitung; tiket yang dibuka kembali tidak dihitung lagi. Yang digabung ke tiket lain tetap dihitung, "
            "begitu juga yang dipisahkan, yang datanya dihapus, keluhan, dan tiap tiket sebuah gangguan. Obrolan dan "
            "transaksi yang tidak menjadi tiket tidak dihitung.",
            "Tickets whose request arrived in the period. Those discarded since (spam, chit-chat) do not count; a"
            " reopened ticket does not count again. One that was merged into another counts, and so do one split off, "
            "one whose customer was erased, complaints, and every ticket of an incident. Chat and transactions that "
            "became no ticket do not.",
        ),
        ("Tiket dibuka", "Tickets opened"),
    ),
    Figure(
        "closed",
        sums.count("closed"),
        (
            "Berapa kali PIC menutup tiket dalam periode ini. Tiket yang ditutup, dibuka kembali, dan ditutup "
            "lagi dihitung dua kali. Tiket yang digabung ke tiket lain selesai bersama tiket itu, dan tidak dihitung.",
            "How often the PIC closed a ticket in the period. One that was closed, reopened and closed again "
            "counts twice. A ticket merged into another ends with that one, and does not count itself.",
        ),
        ("Penutupan", "Closings"),
        "times",
    ),
    Figure(
        "reopened",
        sums.count("reopened"),
        (
            "Berapa kali tiket yang sudah ditutup dibuka kembali, oleh pelanggan atau dengan perintah. Tiket yang "
            "dibuka kembali dua kali dihitung dua kali.",
            "How often a closed ticket was opened again, by its customer or by command. One reopened twice counts "
            "twice.",
        ),
        ("Dibuka kembali", "Reopened"),
        "times",
    ),
    Figure(
        "discarded",
        sums.count("discarded"),
        (
            "Tiket yang dibuang dalam periode ini karena bukan permintaan. Yang ditarik dengan /batal tidak dihitung.",
            "Tickets discarded in the period because they were no request. One taken back with /undo does not count.",
        ),
        ("Dibuang", "Discarded"),
    ),
    Figure(
        "imported",
        sums.count("imported"),
        (
            "Tiket lama yang dibawa masuk dalam periode ini dengan `mailflow import`. Saat dibawa masuk yang "
            "menentukan, bukan tanggal emailnya; tidak dihitung dalam angka lain mana pun.",
            "Old tickets brought in during the period by `mailflow import`. The moment of the import decides, not the "
            "date of the mails; they count in no other figure.",
        ),
        ("Diimpor", "Imported"),
    ),
    Figure(
        "deflected",
        sums.count("solved-by-self-help"),
        (
            "Permintaan yang selesai dengan jawaban siap pakai di email penerimaan: pelanggan membalas SELESAI, dan "
            "tiketnya tertutup sendiri. Tidak dihitung sebagai penutupan oleh PIC.",
            "Requests that a canned answer in the acknowledgement has solved: the customer replied SOLVED, and the "
            "ticket closed by itself. Not counted among the PIC's closings.",
        ),
        ("Selesai sendiri", "Solved by self-help"),
    ),
    Figure(
        "open_now",
        sums.open_now,
        (
            "Semua tiket yang belum selesai saat laporan dibuat, menurut status, kapan pun dibuka.",
            "All tickets that are not over when the report is made, by status, whenever they were opened.",
        ),
        ("Belum selesai sekarang", "Open now"),
    ),
    Figure(
        "backlog",
        sums.backlog,
        (
            "Tiket yang belum selesai pada akhir tiap hari setempat, kapan pun dibuka. Yang dibuang dihitung sampai "
            "saat dibuang, yang digabung sampai saat digabung.",
            "Tickets that were not over at the end of each local day, whenever they were opened. A discarded one "
            "counts until it was discarded, a merged one until it was merged.",
        ),
        ("Belum selesai, per hari", "Backlog"),
    ),
    Figure(
        "first_response",
        sums.lengths(lambda period: period.first),
        (
            "Dari tibanya permintaan sampai jawaban pertama, untuk jawaban pertama yang diberikan dalam periode ini, "
            "kapan pun permintaannya tiba: waktu berlalu dan jam kerja. p90: sembilan dari sepuluh tidak lebih lama. "
            "Jawaban yang ditarik kembali, dan yang hanya dikenal dari kutipan, tidak dihitung.",
            "From the request's arrival to its first answer, for first answers given in the period, whenever the "
            "request arrived: elapsed and in working time. p90: nine of ten took no longer. An answer taken back, and "
            "one known from a quotation alone, do not count.",
        ),
        ("Tanggapan pertama", "First response"),
        "seconds",
    ),
    Figure(
        "resolution",
        sums.lengths(lambda period: period.resolved),
        (
            "Dari tibanya permintaan sampai PIC menutupnya, untuk tiap penutupan dalam periode ini; penutupan tiket "
            "yang dibuka kembali dihitung dari saat dibuka kembali. Waktu berlalu dan jam kerja.",
            "From the request's arrival to the PIC's closing, for each closing in the period; that of a reopened "
            "ticket counts from its reopening. Elapsed and in working time.",
        ),
        ("Penyelesaian", "Resolution"),
        "seconds",
    ),
    Figure(
        "states",
        sums.states,
        (
            "Jumlah waktu semua tiket di tiap status selama periode ini: baru (belum diambil), terbuka (giliran "
            "pemiliknya), menunggu pelanggan, di lini kedua, menunggu PIC. Waktu berlalu, dipotong di kedua ujung "
            "periode, dan sampai laporan dibuat.",
            "The time all tickets together spent in each state during the period: new (unclaimed), open (the owner's "
            "turn), waiting for the customer, with the second tier, closing (the PIC's turn). Elapsed, cut at both "
            "ends of the period, and at the moment of the report.",
        ),
        ("Waktu di tiap status", "Time in each state"),
        "seconds",
    ),
    Figure(
        "promise",
        sums.promise,
        (
            "Janji waktu jawaban di email penerimaan yang jatuh temponya dalam periode ini: ditepati jika jawaban "
            "pertama tiba sampai saat itu. Tiket yang digabung, dibuang, atau ditutup sebelum jatuh tempo tanpa "
            "jawaban tidak dihitung; begitu juga janji yang belum jatuh tempo, atau lebih dari 90 hari sesudah "
            "permintaannya.",
            "The answers promised in acknowledgements that were due in the period: kept if the first answer came until "
            "then. Tickets merged, discarded, or closed before it without an answer do not count, nor do promises that "
            "are not due yet, or later than 90 days after the request.",
        ),
        ("Janji", "Promises"),
    ),
    Figure(
        "breaches",
        sums.count("breached"),
        (
            "Berapa kali pelanggan menunggu jawaban lebih lama dari batasnya; sekali per penantian, juga yang "
            "punya alasan. Penantian yang pindah karena tiketnya digabung tetap dihitung sekali.",
            "How often a customer waited for an answer beyond the limit; once for each wait, those with an excuse "
            "among them. A wait that went into another ticket with a merge stays one.",
        ),
        ("Terlambat", "Breaches"),
        "times",
    ),
    Figure(
        "excused",
        sums.count("excused"),
        (
            "Keterlambatan yang dalam periode ini diberi alasan oleh PIC (`mailflow excuse`, /alasan).",
            "Breaches that a PIC excused in the period (`mailflow excuse`, /excuse).",
        ),
        ("Terlambat dengan alasan", "Breaches with an excuse"),
        "times",
    ),
    Figure(
        "late",
        sums.late,
        (
            "Tiap keterlambatan dalam periode ini: sejak kapan pelanggan menunggu, kapan dijanjikan (jawaban pertama), "
            "kapan batasnya dan berapa lama itu, kapan dijawab dan terlambat berapa lama (waktu berlalu dan jam kerja; "
            "yang belum dijawab: sampai laporan dibuat), pemiliknya, dan alasan PIC. Paling banyak 200, yang terbaru.",
            "Each breach of the period: since when the customer waited, until when an answer was promised (the first), "
            "when the limit was and how long that is, when it was answered and how late (elapsed and in working time; "
            "unanswered: up to the report), whose it was, and the PIC's excuse, if any. The newest 200 at most.",
        ),
        ("Rincian keterlambatan", "Each breach"),
    ),
    Figure(
        "operators",
        sums.operators,
        (
            "Menurut abjad, bukan peringkat. Tanggapan pertama dihitung dari tibanya permintaan sampai jawaban "
            "pertama, bagi siapa pun yang memberinya; p90: sembilan dari sepuluh tidak lebih lama. Penutupan "
            "dihitung bagi operator yang menyatakannya, kalau tidak ada bagi pemilik tiket; begitu juga tiket yang "
            "dibuka kembali dan survei. Serah terima dihitung bagi yang menyerahkan.",
            "By name, never ranked. A first response counts from the request's arrival to the first answer, for "
            "whoever gave it; p90: nine of ten took no longer. A closing counts for the operator who stated it, "
            "else the owner; so do reopenings and votes. A hand-over counts for who gave the ticket away.",
        ),
        ("Operator", "Operators"),
        "times",
    ),
    Figure(
        "categories",
        sums.categories,
        (
            "Tiket dibuka dan ditutup dalam periode ini menurut kategori tiket sekarang, terbanyak lebih dulu. Tren: "
            "dibuka tiap hari, atau tiap tujuh hari jika periodenya lebih dari dua minggu.",
            "Tickets opened and closed in the period by the category they have now, most opened first. Trend: opened "
            "each day, or each seven days of a period longer than two weeks.",
        ),
        ("Kategori", "Categories"),
    ),
    Figure(
        "second_tier",
        sums.second_tier,
        (
            "Menurut alamat lini kedua: berapa kali dikirimi formulir, menjawab, dan melewati tenggat pertamanya. "
            "Tambahan dan jawaban susulan tidak dihitung; keterlambatan dihitung pada hari tenggatnya.",
            "For each address of the second tier: forms sent, answers, and how often its first deadline passed. "
            "Additions and further answers do not count; what is overdue counts on the day it was due.",
        ),
        ("Lini kedua", "Second tier"),
        "times",
    ),
    Figure(
        "broadcasts",
        sums.broadcasts,
        (
            "Tiap siaran menurut surat yang ditulis dalam periode ini: terkirim, terpental atau ditolak, dan pelanggan "
            "yang sampai saat laporan ini membalas otomatis, membalas sendiri, atau berhenti berlangganan.",
            "Each broadcast by its letters written in the period: sent, bounced or refused, and customers who until "
            "the moment of the report have sent an automatic reply, answered themselves, or unsubscribed.",
        ),
        ("Siaran", "Broadcasts"),
        "times",
    ),
    Figure(
        "incidents",
        sums.incidents,
        (
            "Gangguan yang dilaporkan banyak pelanggan dan dipastikan PIC: satu baris untuk setiap gangguan, menurut "
            "nomor tiket pertamanya, dengan jumlah tiket yang diikat dalam periode ini dan tidak dilepas lagi.",
            "Disturbances that many customers reported and a PIC confirmed: one line for each, by the number of its "
            "first ticket, with how many tickets were bound in the period and not taken out again.",
        ),
        ("Gangguan", "Incidents"),
    ),
    Figure(
        "days",
        sums.days,
        (
            "Tiap hari setempat: tiket dibuka, penutupan, dan jawaban operator.",
            "Each local day: tickets opened, closings, and operators' answers.",
        ),
        ("Per hari", "Each day"),
    ),
    Figure(
        "hours",
        sums.hours,
        (
            "Tiket dibuka menurut hari dan jam setempat tibanya: tujuh baris, Senin lebih dulu, masing-masing 24 jam.",
            "Tickets opened by the local weekday and hour of their arrival: seven rows of 24 hours, Monday first.",
        ),
        ("Jam sibuk", "Busiest hours"),
    ),
    Figure(
        "customers",
        sums.customers,
        (
            "Dua puluh alamat dengan tiket terbanyak dalam periode ini, dan berapa kali keluhan yang sama dikirim "
            "sekali lagi atau ke alamat kita yang lain. Pelanggan yang datanya dihapus tidak disebut.",
            "The twenty addresses with the most tickets opened in the period, and how often they sent the same "
            "complaint again or to another of our addresses. Erased customers are not named.",
        ),
        ("Pelanggan", "Customers"),
    ),
    Figure(
        "canned",
        sums.canned,
        (
            "Jawaban siap pakai terakhir sebelum tiap penutupan puas dalam periode ini.",
            "The last canned answer before each satisfied closing of the period.",
        ),
        ("Jawaban siap pakai sebelum pelanggan puas", "Canned answers before satisfied closings"),
        "times",
    ),
    Figure(
        "survey",
        sums.survey,
        (
            "Suara yang diberikan dalam periode ini: bagian yang bernilai 4 atau 5 dengan interval Wilson 95%, dan "
            "rata-ratanya tanpa interval. Satu suara per penutupan; yang terakhir yang berlaku. Diundang: penutupan "
            "dalam periode ini yang suratnya meminta suara, sehingga suara yang datang kemudian dihitung di periode "
            "berikutnya.",
            "Votes cast in the period: the share of 4 and 5 with its 95% Wilson interval, and the mean without one. "
            "One vote for each closing; the last one counts. Invited: closings of the period whose letter asked for a "
            "vote; a vote that comes later counts in the next period.",
        ),
        ("Survei", "Survey"),
        "votes",
    ),
    Figure(
        "anomalies",
        anomalies,
        (
            "Hari dengan tiket dibuka jauh lebih banyak dari biasanya, tiap kategori sendiri: sedikitnya lima, "
            "sedikitnya dua kali rata-rata hari yang sama dalam delapan minggu sebelumnya, dan lebih dari empat "
            "simpangan baku di atasnya (simpangan yang tidak pernah dianggap di bawah akar rata-rata itu). Kategori "
            "atau meja layanan yang belum delapan minggu berjalan tidak dinilai. Semua tiket bersama hanya disebut "
            "jika tidak ada kategori yang menonjol pada hari itu.",
            "Days on which far more tickets were opened than usual, each category by itself: at least five, at least "
            "twice the mean of the same weekday in the eight weeks before, and more than four standard deviations "
            "beyond it (never taken as less than the root of that mean). A category, or a desk, that has not gone on "
            "for eight weeks is not judged. All tickets together are named only where no category stands out that day.",
        ),
        ("Yang menonjol", "What stands out"),
    ),
)
