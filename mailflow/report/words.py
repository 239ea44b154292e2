"""The words of the page and the mail, in Indonesian and English. Names and definitions of figures are in
core/figures.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.how_many import agreeing

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Laporan {desk}", "Report of {desk}"),
        "before": ("sebelumnya {value}", "before: {value}"),
        "beside": ("Dibandingkan dengan {span}.", "Compared with {span}."),
        "made": ("Dibuat {moment} oleh mailflow.", "Made {moment} by mailflow."),
        "zone": ("Hari dan jam menurut {zone}.", "Days and hours are those of {zone}."),
        "contents": ("Isi", "Contents"),
        "table": ("Angkanya dalam tabel", "The numbers in a table"),
        "nothing": ("Tidak ada yang terjadi dalam periode ini.", "Nothing happened in this period."),
        "none": ("Tidak ada dalam periode ini.", "None in this period."),
        "definition": ("Apa artinya?", "What is this?"),
        "definitions": ("Arti setiap angka", "What each number means"),
        "flow": ("Masuk dan selesai", "In and out"),
        "speed": ("Kecepatan dan janji", "Speed and promises"),
        "subjects": ("Masalahnya apa", "What it was about"),
        "team": ("Tim", "The team"),
        "voices": ("Kata pelanggan", "What customers say"),
        "outside": ("Di luar tim", "Beyond the team"),
        "opened": ("Dibuka", "Opened"),
        "closed": ("Ditutup", "Closed"),
        "answers": ("Jawaban", "Answers"),
        "day": ("Hari", "Day"),
        "week": ("Minggu mulai", "Week from"),
        "month": ("Bulan", "Month"),
        "year": ("Tahun", "Year"),
        "open": ("Belum selesai", "Open"),
        "median": ("median", "median"),
        "p90": ("p90", "p90"),
        "elapsed": ("waktu berlalu", "elapsed"),
        "working": ("jam kerja", "working time"),
        "worked": ("{hours} kerja", "{hours} of work"),
        "measure": ("Ukuran", "Measure"),
        "status": ("Status", "State"),
        "share": ("Bagian", "Share"),
        "new": ("Baru, belum diambil", "New, unclaimed"),
        "state-open": ("Giliran pemilik", "The owner's turn"),
        "waiting": ("Menunggu pelanggan", "Waiting for the customer"),
        "escalated": ("Di lini kedua", "With the second tier"),
        "closing": ("Menunggu PIC", "Waiting for the PIC"),
        "interval": (
            "interval 95% {low}–{high}; {count} suara",
            "95% interval {low}–{high}; {count} vote|votes",
        ),
        "promises": ("Janji ditepati", "Promises kept"),
        "with-excuse": ("{count} dengan alasan", "{count} with an excuse"),
        "in-out": (
            "{opened} dibuka dan {closed} penutupan; {reopened} dibuka kembali, {discarded} dibuang, {deflected} "
            "selesai sendiri.",
            "{opened} opened and {closed} closing|closings; {reopened} reopened, {discarded} discarded, {deflected} "
            "solved by self-help.",
        ),
        "backlog-say": (
            "{last} belum selesai pada akhir periode; terbanyak {most} pada {day}.",
            "{last} open at the end of the period; at most {most}, on {day}.",
        ),
        "lengths-say": (
            "Setengahnya selesai dalam waktu median; sembilan dari sepuluh tidak lebih lama dari p90.",
            "Half took no longer than the median, nine of ten no longer than p90.",
        ),
        "states-say": (
            "Waktu semua tiket bersama-sama, menurut giliran siapa.",
            "The time of all tickets together, by whose turn it was.",
        ),
        "categories-say": ("{count} kategori; terbanyak {first}.", "{count} category|categories; most often {first}."),
        "speed-of": ("Tanggapan dan penyelesaian", "Response and resolution"),
        "kept": ("{share} janji ditepati ({kept} dari {all})", "{share} of promises kept ({kept} of {all})"),
        "no-promise": ("Tidak ada janji yang jatuh tempo.", "No promise was due."),
        "breaches": (
            "{count} keterlambatan, {excused} di antaranya dengan alasan",
            "{count} breach|breaches, {excused} of them with an excuse",
        ),
        "ticket": ("Tiket", "Ticket"),
        "owner": ("Pemilik", "Owner"),
        "since": ("Menunggu sejak", "Waiting since"),
        "promised": ("Dijanjikan", "Promised by"),
        "due": ("Batasnya", "Limit"),
        "answered-at": ("Dijawab", "Answered"),
        "late-by": ("Terlambat", "Late by"),
        "by-hours": ("Jam kerja: {hours}.", "Working hours: {hours}."),
        "excuse": ("Alasan PIC", "The PIC's excuse"),
        "category": ("Kategori", "Category"),
        "uncategorised": ("(tanpa kategori)", "(no category)"),
        "trend": ("Tren", "Trend"),
        "previous": ("Sebelumnya", "Before"),
        "hour": ("Jam", "Hour"),
        "weekday": ("Hari", "Weekday"),
        "busiest": (
            "Tersibuk: {day} pukul {hour}.00, {count} permintaan.",
            "Busiest: {day} at {hour}:00, {count} request|requests.",
        ),
        "operator": ("Operator", "Operator"),
        "claims": ("Diambil", "Claims"),
        "first": ("Tanggapan pertama", "First response"),
        "handed": ("Diserahkan", "Handed over"),
        "held": ("Jawaban ditahan", "Held answers"),
        "reopened": ("Dibuka kembali", "Reopened"),
        "late": ("Terlambat", "Breaches"),
        "survey": ("Survei 4–5", "Survey 4–5"),
        "by-name": (
            "Menurut abjad. Kecepatan hanya bermakna di samping tiket yang dibuka kembali dan survei.",
            "By name, never ranked. Speed means little without reopenings and the survey beside it.",
        ),
        "of-votes": ("{share} ({low}–{high}) dari {count}", "{share} ({low}–{high}) of {count}"),
        "satisfied": (
            "{share} memberi 4 atau 5 (interval 95%: {low}–{high}); {count} suara, rata-rata {mean}.",
            "{share} gave 4 or 5 (95% interval: {low}–{high}); {count} vote|votes, mean {mean}.",
        ),
        "answered": (
            "{answered} suara dari {invited} undangan.",
            "{answered} vote|votes for {invited} invitation|invitations.",
        ),
        "no-votes": ("Belum ada suara; {invited} diundang.", "No votes; {invited} was|were invited."),
        "all": ("Semua", "All"),
        "unusual": ("Yang menonjol", "What stands out"),
        "busier": ("Jauh lebih ramai dari biasanya", "Far busier than usual"),
        "all-tickets": ("semua tiket", "all tickets"),
        "usually": ("Biasanya", "Usually"),
        "usually-none": (
            "{what}: {opened} tiket pada {day}, biasanya tidak ada",
            "{what}: {opened} ticket|tickets on {day}, usually none",
        ),
        "more-than-usual": (
            "{what}: {times} dari biasanya pada {day} ({opened} tiket, biasanya {usual})",
            "{what}: {times} the usual on {day} ({opened} ticket|tickets, usually {usual})",
        ),
        "times-2": ("dua kali lipat", "twice"),
        "times-3": ("tiga kali lipat", "three times"),
        "times-4": ("empat kali lipat", "four times"),
        "times-5": ("lima kali lipat", "five times"),
        "times-6": ("enam kali lipat", "six times"),
        "times-7": ("tujuh kali lipat", "seven times"),
        "times-8": ("delapan kali lipat", "eight times"),
        "times-9": ("sembilan kali lipat", "nine times"),
        "times-10": ("sepuluh kali lipat", "ten times"),
        "times-more": ("{times} kali lipat", "{times} times"),
        "letter": ("Jawaban siap pakai", "Canned answer"),
        "times": ("Kali", "Times"),
        "address": ("Alamat", "Address"),
        "tickets": ("Tiket", "Tickets"),
        "repeats": ("Diulang", "Repeated"),
        "sent": ("Dikirim", "Sent"),
        "replied": ("Dijawab", "Answered"),
        "broadcast": ("Siaran", "Broadcast"),
        "bounced": ("Terpental", "Bounced"),
        "automatic": ("Balasan otomatis", "Automatic replies"),
        "unsubscribed": ("Berhenti berlangganan", "Unsubscribed"),
        "overdue": ("Lewat tenggat", "Overdue"),
        "incident": ("Gangguan", "Incident"),
        "mean": ("Rata-rata", "Mean"),
        "canned-say": (
            "Yang terakhir dikirim sebelum penutupan dengan pernyataan puas.",
            "The last one sent before a closing that was stated as satisfied.",
        ),
        "customers-say": (
            "Yang paling sering menulis; diulang: keluhan yang sama sekali lagi atau ke alamat lain.",
            "Who wrote most; repeated: the same complaint again or to another address.",
        ),
        "tier-say": ("Menurut alamatnya.", "By its address."),
        "broadcasts-say": (
            "Surat yang ditulis dalam periode ini, dan jawabannya sampai saat ini.",
            "Letters written in the period, and what came back until now.",
        ),
        "incidents-say": ("Banyak pelanggan, satu masalah.", "Many customers, one problem."),
        "in-chart": (
            "Grafik {name}, {span}. Tertinggi {most}, terakhir {last}. Angkanya di tabel di bawah.",
            "Chart of {name}, {span}. Highest {most}, last {last}. The numbers are in the table below.",
        ),
        "bars-say": (
            "Grafik batang {name}: {rows}. Angkanya di tabel di bawah.",
            "Bar chart of {name}: {rows}. The numbers are in the table below.",
        ),
        "mark": ("Garis tegak: periode sebelumnya.", "Upright line: the period before."),
        "per-week": ("Tiap batang tujuh hari.", "Each column is seven days."),
        "per-month": ("Tiap batang satu bulan.", "Each column is a month."),
        "per-year": ("Tiap batang satu tahun.", "Each column is a year."),
        "file": ("laporan", "report"),
        "title-days": ("Dibuka (biru) dan ditutup (cokelat)", "Opened (blue) and closed (brown)"),
        "picture-days": (
            "Grafik per hari: {opened} tiket dibuka, {closed} penutupan.",
            "Chart by day: {opened} ticket|tickets opened, {closed} closing|closings.",
        ),
        "picture-backlog": (
            "Grafik tiket yang belum selesai: terakhir {last}, terbanyak {most}.",
            "Chart of open tickets: {last} at the end, {most} at most.",
        ),
        "skip": ("Langsung ke isi", "Skip to the content"),
    }
)


def word(key: str, language: str, **values: object) -> str:
    """The words of this key. Raises KeyError when there are none."""
    said = _WORDS[key][language != "id"]
    return agreeing(said, values).format(**values) if values else said
