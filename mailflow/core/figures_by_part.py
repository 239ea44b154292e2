"""The figures that are told by their parts: by operator, category, day, hour, customer …; what customers say, and what
stands out. They follow those of figures.py, entries of the same table."""

from __future__ import annotations

from mailflow.core import figure_sums as sums
from mailflow.core.anomalies import anomalies
from mailflow.core.figure_rows import Figure

BY_PART: tuple[Figure, ...] = (
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
            "atau layanan yang belum delapan minggu berjalan tidak dinilai. Semua tiket bersama hanya disebut "
            "jika tidak ada kategori yang menonjol pada hari itu.",
            "Days on which far more tickets were opened than usual, each category by itself: at least five, at least "
            "twice the mean of the same weekday in the eight weeks before, and more than four standard deviations "
            "beyond it (never taken as less than the root of that mean). A category, or a desk, that has not gone on "
            "for eight weeks is not judged. All tickets together are named only where no category stands out that day.",
        ),
        ("Yang menonjol", "What stands out"),
    ),
)
