"""The PIC's figures: each is one entry of FIGURES, with its name, its definition, its unit and its arithmetic.

All forms of `report`, `--explain`, the page's tooltips and docs/figures.md follow from this table. A new figure is one
function and its entry (one that is told by operator, category, day … in figures_by_part.py); what it counts is a kind
of core/counted.py. For every figure: a period has its first moment and not its last; days and hours are the desk's own
(`desk.timezone`), a day of a clock change has 23 or 25 hours; a mail counts by its arrival, also when it was read after
an outage.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core import figure_sums as sums
from mailflow.core.figure_rows import Figure as Figure
from mailflow.core.figure_rows import Row as Row
from mailflow.core.figure_rows import Value as Value
from mailflow.core.figures_by_part import BY_PART
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
    *BY_PART,
)
