"""Whether a mail that begins a conversation is only small talk: a greeting, thanks, "apa kabar", and nothing to do.

A mail is small talk when every word of it is. Where an admin's rule has named such mail by other signs (`subject:
curhat`), it is enough that it asks for nothing: no question, no number, no word of need.
"""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.questions import asked_in
from mailflow.core.replies.words import POLITE, THANKS, words_of

LONGEST = 1_500  # characters; who writes more tells something
_MOST_WORDS = 40  # of mere small talk
_TALK = (
    THANKS
    | POLITE
    | frozenset(
        """
        hallo haloo hey hei helo hy hay p ping test tes testing coba cobain iseng assalamu alaikum wr wb salam sejahtera
        kabar kabarnya gimana bagaimana apa ada orang disana disini di sini sana how are doing doin is it going whats up
        what's anyone anybody there today nice meet meeting know to get kenal kenalan salam lagi ngapain udah makan
        belum minum kopi cuma hanya sekadar sekedar mau ingin pengen menyapa nyapa sapa say just wanted saying
        aja saja doang nih dong deh sih lho loh kok hehe hehehe haha hahaha wkwk wkwkwk xixi gabut bosan bosen kangen
        rindu miss semangat semua semuanya semuanya teman teman-teman sahabat rekan guys folks everyone everybody good
        morning afternoon evening night day weekend have happy new year selamat tahun baru hari raya idul fitri natal
        merry christmas eid mubarak lebaran mohon maaf lahir batin minal aidin wal faizin puasa berpuasa malam minggu
        senin jumat berkah libur akhir pekan bot robot min mimin aku saya anda kamu kalian kak mbah om tante
        bro sist boss bos juragan agan ya yaa iya oke okee sip mantul keren hebat love cinta peluk muach
        assalamu'alaikum assalamu’alaikum assalammualaikum assalamualaykum assalaamualaikum asalamualaikum ass aslm
        askum warahmatullahi warahmatullah warohmatullahi warohmatullohi warahmatullaahi rahmatullahi wabarakatuh
        wabarokatuh wabarakatuhu waalaikumsalam waalaikumussalam wa'alaikumsalam wa'alaikumussalam shalom syalom
        hope hoping well great fine birthday ultah sehat selalu sukses semoga bahagia wish wishes wishing best luck team
        tim congratulations congrats
        kakak-kakak kakak2 terus bilang guru ibu ayah pahlawan kartini merdeka kemerdekaan cuaca cuacanya cerah panas
        dingin hujan mendung gerah kerja kerjanya bekerja lancar puasanya ibadahnya harinya kampus tercinta jaga
        mahasiswa mahasiswi siswa murid ulang hows how's going friday monday tuesday wednesday thursday saturday sunday
        dropping drop stopping by safe enjoy lovely wonderful kemarin
        swastiastu om swastyastu namo buddhaya kebajikan permisi punten sampurasun kulonuwun sugeng enjing sonten
        """.split()
    )
)
# Words of a wish; in a question they are what it asks about: "Jumat libur?", "hari raya buka?"
_WISHED = frozenset(
    """
    libur puasa berpuasa raya idul fitri natal lebaran senin jumat minggu akhir pekan tahun baru weekend new year merry
    christmas eid mubarak bosan friday monday tuesday wednesday thursday saturday sunday kampus kerja guru kemerdekaan
    """.split()
)
_ASKS = frozenset("apa gimana bagaimana ada how whats what's is are any anyone anybody".split())
_YEAR = LazyPattern(r"20\d\d")
_DAYTIME = frozenset({"hari", "pagi", "siang", "sore", "malam"})
_NEW_YEAR = frozenset({"tahun", "year"})
_EATEN = frozenset("makan minum kopi".split())  # "udah makan belum?" is talk; "gimana, belum ada" is not
_NEED = frozenset(
    """
    tolong bantu dibantu bantuan minta mohon butuh perlu cara caranya kenapa mengapa kapan berapa mana dimana siapa
    gagal error eror salah rusak hilang lupa macet lemot lambat komplain keluhan lapor refund kembali dikembalikan
    masuk masih tidak gak ga nggak tdk belum blm bisa cek dicek ubah ganti batal daftar bayar tagihan transfer saldo
    need help please how when where why which can't cannot doesn't didn't isn't won't not lost broken fail failed wrong
    missing refund check change cancel pay order account password problem issue
    """.split()
)
# Who pours out his heart says "gak tau mau cerita ke siapa": no word of need, where nothing of a desk's is named.
_FEELINGS = frozenset(
    """
    sedih galau capek cape lelah stres stress kesepian sepi putus pacar mantan patah hati nangis menangis sakit kecewa
    bingung takut cemas gelisah rindu kangen curhat sad lonely heartbroken tired exhausted depressed anxious crying
    upset
    """.split()
)
_SAID_OF_HEARTS = frozenset(
    "tidak gak ga nggak gk tdk belum blm bisa masih kenapa mengapa siapa mana how why who not can't cannot".split()
)
_OF_DESKS = frozenset(
    """
    akun kartu pulsa paket kuota wifi internet jaringan email sandi pin nilai krs ukt spp jadwal kuliah wisuda ijazah
    tiket pesanan order barang kiriman token sinyal modem aplikasi website login layanan pelayanan petugas admin cs
    uang dana rekening account card network phone money ticket service delivery app site grade schedule
    """.split()
)
_NO_SUBJECT = frozenset("tanpa judul subjek no subject re fwd".split())


def is_small_talk(subject: str, text: str, names: tuple[str, ...]) -> bool:
    """Every word of subject and text is small talk. `names`: the author's and the desk's, which people greet and sign
    with."""
    words = words_of(f"{subject}\n{text[: LONGEST + 1]}")
    words = [word for at, word in enumerate(words) if not _goes_without(words, at)]
    known = _TALK.union(_NO_SUBJECT, (part for name in names for part in words_of(name)))
    few = 0 < len(words) <= _MOST_WORDS and len(text) <= LONGEST
    return few and known.issuperset(words) and not _asks_about(words, "?" in subject or "?" in text)


def _goes_without(words: list[str], at: int) -> bool:
    """The year of a wish, and "ini" of "hari ini"; "ini apa?" asks for something."""
    if words[at] == "ini":
        return at > 0 and words[at - 1] in _DAYTIME
    return _YEAR.fullmatch(words[at]) is not None and not _NEW_YEAR.isdisjoint(words)


def _asks_about(words: list[str], marked: bool) -> bool:
    """Whether these words, each of small talk, make a question that somebody must answer."""
    waits = "belum" in words and _EATEN.isdisjoint(words)
    asks = marked or not _ASKS.isdisjoint(words)
    return waits or (asks and not _WISHED.isdisjoint(words))


def asks_nothing(subject: str, text: str) -> bool:
    """No question, nothing to be sent, no number, no word of need."""
    whole = f"{subject}\n{text}"
    plain = len(whole) <= LONGEST and "?" not in whole and not any(map(str.isdigit, whole))
    words = set(words_of(whole))
    heart = not _FEELINGS.isdisjoint(words) and _OF_DESKS.isdisjoint(words)
    return plain and not asked_in(text) and (_NEED - _SAID_OF_HEARTS if heart else _NEED).isdisjoint(words)
