"""What a party outside says that answers nothing yet: "Ok, segera kami cek", "We will look into it".

Every word must be known, so that whatever says more reaches the owner: one unknown word, a number, a question.
"""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.words import POLITE, THANKS, unsigned, words_of

_LONGEST = 600  # characters; who writes more says more
_LOOKS = frozenset(
    """
    cek dicek check checking ngecek mengecek pengecekan periksa diperiksa memeriksa pemeriksaan telusuri
    ditelusuri menelusuri penelusuran selidiki investigasi investigate investigating investigation look looking
    review reviewing proses diproses memproses process processed processing handled reviewed kerjakan dikerjakan
    mengerjakan tangani ditangani menangani tindaklanjut tindaklanjuti ditindaklanjuti menindaklanjuti tindak
    lanjut lanjuti koordinasi koordinasikan dikoordinasikan berkoordinasi konfirmasi konfirmasikan dikonfirmasi
    kabari dikabari mengabari kabarkan infokan informasikan diinfokan update follow following followed work
    working handle handling
    """.split()
)
_WAITS = frozenset("ditunggu tunggu menunggu wait waiting patience hold sabar bersabar standby".split())
_GOT = frozenset(
    """
    terima diterima menerima received receive receiving noted catat dicatat tercatat mencatat logged registered
    teruskan diteruskan meneruskan forward forwarded forwarding sampaikan disampaikan menyampaikan passed
    passing pass eskalasi eskalasikan dieskalasi escalated escalating assigned assign assigning tugaskan
    ditugaskan
    """.split()
)
_NO_MORE = frozenset(
    """
    ok okay oke okee baik baiklah siap sip noted roger ya yah ok2 kami kita saya aku tim team pihak petugas
    teknisi engineer engineers technician colleague colleagues rekan kawan bagian unit divisi terkait lapangan
    teknis jaringan internal segera secepatnya secepat mungkin dulu dahulu sebentar bentar nanti lagi masih
    sedang akan langsung sementara waktunya waktu soon shortly asap now then first right away moment minute bit
    little while possible as we i ll will ve re m are is be being am s it this that your you our us them they
    the a an to into on at of with and in for up out back get let me know do doing please keep posted further
    details once have has been was were hari today ini itu untuk ke di dari dengan dan yang secara lebih laporan
    laporannya laporanmu tiket tiketnya anda bapak ibu email emailnya surat pesan permintaan permintaannya
    request report ticket message case issue matter permasalahan masalah masalahnya kendala kendalanya keluhan
    keluhannya mohon tolong kesabarannya kesabaran kerja sama kerjasamanya pengertiannya hasilnya
    perkembangannya progressnya progress status statusnya kembali next dalam proses kabar yth rekan-rekan dear
    hello halo selamat pagi siang sore malam salam admin mas mbak pak bu kak gan bro sis min ditunggu kepada
    soalnya ih deh dong nih sih coba try trying can able agar supaya guna hal tsb tersebut bersangkutan
    berikutnya selanjutnya oleh maaf sorry apologies
    """.split()
)
# an automatic receipt names its ticket, and by when somebody answers
_TICKETS = frozenset(
    """
    nomor no number reference ref referensi id adalah dibuat created opened terdaftar under as sla maksimal paling
    lambat within response respon respond menghubungi hubungi dihubungi contact contacting reached reaching layanan
    service support helpdesk desk noc center centre call cs care team tim berikut follows kerja business working
    jam hari hours hour days day menit minutes otomatis automatically sistem system by contacted agent agen pelapor
    """.split()
)
_REFERENCE = LazyPattern(
    r"(?<!\w)(?:[\[#(]\s{0,2})?(?=[a-z#-]{0,12}[-/#]?\d)(?:[a-z]{2,8}[-/]?)?[\d/-]{3,30}[\])]?(?!\w)|#\d{1,12}\b"
)
_LABEL = (
    r"(?:tiket|ticket|case|laporan|report|nomor|no|number|reference|ref|referensi|id|under|adalah|is|incident|insiden)"
)
_NAMED_NUMBER = LazyPattern(
    rf"\b{_LABEL}\b(?:[\s.:]{{1,4}}{_LABEL}\b){{0,3}}[\s.:]{{0,4}}(?P<number>[^\s.,;:]\S{{0,39}})"
)
_WITHIN = LazyPattern(r"\b\d{1,2}\s?(?:x\s?\d{1,2}\s?)?(?=(?:jam|hari|hours?|days?|menit|minutes|business|working)\b)")
_DONE = frozenset("sudah udah sdh telah have has been ve was were already".split())
_KNOWN = _LOOKS | _WAITS | _GOT | _NO_MORE | _TICKETS | _DONE | POLITE | THANKS
_THANKS = LazyPattern(r"\b(?:banyak )?terima ?kasih\b")
# who asks us to look says no promise: "tolong dicek", "please check"
_ASKS = LazyPattern(rf"\b(?:tolong|mohon|please|coba|could|can) (?:you |anda |di ?)?(?:{'|'.join(sorted(_LOOKS))})\b")
_CLAUSE = re.compile(r"[.,;:!\n]|\b(?:dan|and|tetapi|tapi|but)\b")


def only_promises(text: str, names: tuple[str, ...] = ()) -> bool:
    """Whether it says that somebody will see, that it was received or passed on, and nothing else. `names`: of people
    who may be greeted or have signed."""
    plain = _THANKS.sub(" ", re.sub("['’]", " ", unsigned(text, names)).casefold())
    if "?" in text or len(text) > _LONGEST or _ASKS.search(plain):
        return False
    plain = _WITHIN.sub(" ", _NAMED_NUMBER.sub(_unnumbered, plain))
    called = {word for name in names for word in words_of(name)}
    said = set(words_of(plain)) - called
    if not said <= _KNOWN or said.isdisjoint(_LOOKS | _WAITS | _GOT):
        return False
    return not any(_is_done(words_of(clause)) for clause in _CLAUSE.split(plain))


def _unnumbered(found: re.Match[str]) -> str:
    """The words in front of a ticket's number alone: "under ticket INC-2026-0042"."""
    number = found["number"].rstrip(".,;")
    return found[0][: found.start("number") - found.start()] if _REFERENCE.fullmatch(number) else found[0]


def _is_done(words: list[str]) -> bool:
    """ "Sudah kami cek", "has been processed": there is something to tell."""
    said = set(words)
    going = {"sedang", "being", "masih", "akan", "will", "segera", "soon"}
    return not (said.isdisjoint(_DONE) or said.isdisjoint(_LOOKS) or said & going) and said.isdisjoint(_GOT)
