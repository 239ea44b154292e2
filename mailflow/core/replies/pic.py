"""What a PIC's reply to a closing notice means: close, send back, a note to the owner, or not clear.

Each clause says yes, no, something else or nothing. The first line that says anything decides; what follows it is the
reason. Closing cannot be taken back by mail, so contradictions, conditions ("ya, kalau refundnya cair"), doubts and
mere signs (👍) are unclear, and she is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies.classes import EMOJI, FILLER, LINE_END, Lexicon, Word

LONGEST = 4000  # characters that are read; the first line decides
_FIRST_WORDS = 60  # further down she tells, and decides nothing

_AGREE, _ASSENT, _CLOSE, _MAY, _NO, _NOT_NEEDED, _FINE, _DOUBT = "y", "Y", "c", "M", "n", "w", "g", "h"
_TICKET, _WAIT, _IF, _FILL, _BUT, _TROUBLE, _OPEN = "x", "d", "i", "p", "b", "e", "o"
_REMIND, _RESULT, _REFUSE, _WORK = "W", "r", "R", "k"  # _WORK: what somebody still has to do

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        _ASSENT: "ya; iya; y; yoi; iyo; iyah; he eh; enggih; nggih; inggih; muhun; yoa",  # first word only: "tutup ya"
        _AGREE: """
            yes; yep; yup; yeah; yea; ye; aye; ok; oke; okay; okey; okeh; okelah; okedeh; oks; k; setuju; setujui;
            disetujui; menyetujui; sepakat; mufakat; acc; di acc; acc kan; approve; approved; approves; agree;
            agreed; accept; accepted; sure; certainly; of course; definitely; absolutely; granted; confirmed; deal;
            fine by me; fine with me; looks good; looks good to me; lgtm; go ahead; no objection; no objections;
            tidak keberatan; gak keberatan; ga keberatan; tentu; tentu saja; silakan; silahkan; monggo; mangga;
            sok; sumangga; yes please; ya silakan; ya silahkan; gas""",
        _CLOSE: """
            tutup; tutupin; tutupkan; ditutup; di tutup; menutup; tutuplah; close; closed; di close; diclose;
            closing; closing saja; selesaikan; diakhiri; akhiri; shut; tutup tiket; tutup saja; tutup aja;
            ditutup saja; ditutup aja; tutup mawon""",
        _MAY: "boleh; bisa; dapat; can; may; could; should; sudah boleh; sudah bisa",
        _RESULT: """
            selesai; beres; tuntas; kelar; solved; resolved; fixed; done; finished; cukup; jelas; enough; clear;
            complete""",
        _REMIND: """
            jangan lupa; jgn lupa; jangan ragu; jgn ragu; jangan sungkan; dont forget to; do not forget to;
            dont hesitate to; do not hesitate to; jangan ragu ragu""",
        _NO: """
            no way; not at all; n; tidak; tdk; tak; gak; ga; gk; nggak; ngga; ngak; enggak; engga; ndak; nda;
            kagak; ora; mboten; teu; henteu; no; nope; nah; not; dont; do not; doesnt; cant; cannot; wont; isnt;
            havent; hasnt; never; belum; blm; belom; blom; blum; durung; dereng; teu acan; jangan; jgn; jgan;
            jangn; ojo; aja dulu; ampun; ulah; disagree; disapprove; batal; batalkan; dibatalkan; not yet; nay;
            negative; tunda; tunda dulu; tahan; tahan dulu; hold; hold on; hold it""",
        _REFUSE: """
            tolak; ditolak; menolak; reject; rejected; refuse; refused; deny; denied; kembalikan; kembalikan dulu;
            dikembalikan; send back; send it back; return it; saya tolak; declined; decline; veto""",
        _OPEN: """
            keep open; keep it open; keep this open; leave it open; leave open; biarkan terbuka; tetap terbuka;
            tetap buka; keep the ticket open""",
        _NOT_NEEDED: """
            tidak perlu; gak perlu; ga perlu; tdk perlu; nggak perlu; tidak usah; gak usah; ga usah; nggak usah;
            tak perlu; tak usah; no need to; no need; not necessary to; dont need to; do not need to; no need for;
            nothing to; nothing left to""",
        _FINE: """
            sudah telepon; saya sudah telepon; sudah saya telepon; sudah ditelepon; sudah saya hubungi;
            saya sudah hubungi; sudah dihubungi; sudah saya tanyakan; saya sudah tanya; sudah konfirmasi;
            pelanggan sudah konfirmasi; sudah dikonfirmasi; sudah saya lihat; saya sudah lihat; sudah saya baca;
            saya sudah baca; sudah cek; i called; i have called; i have checked; ive checked; ive read it;
            i have read it; i asked; she confirmed; he confirmed; the customer confirmed;
            the customer has confirmed; customer confirmed; tidak apa apa; tdk apa apa; gak apa apa; ga apa apa;
            gapapa; gak papa; ga papa; gpp; nggak apa apa; tidak masalah; gak masalah; ga masalah; tdk masalah;
            tidak ada masalah; no problem; no problems; no worries; not a problem; dont worry; do not worry;
            never mind; why not?; why not; kenapa tidak?; kenapa tidak; kenapa enggak; kenapa enggak?;
            mengapa tidak; mengapa tidak?; nothing left to do; nothing to do; nothing more to do; tidak ada lagi;
            rapopo; ora popo; all good; tidak ragu; sudah beres; sudah selesai; udah beres; sudah puas; sudah aman;
            sudah cukup; sudah jelas; sudah sesuai; memang sudah selesai; semua beres; its done; it is done;
            all done; its solved; everything is fine; saya sudah cek; sudah saya cek; sudah dicek; i checked;
            checked""",
        _TROUBLE: """
            masalah; kendala; keluhan; error; eror; gangguan; komplain; mengeluh; ngeluh; protes; complaint;
            complaints; problem; problems; issue; issues; errors; question; questions; pertanyaan; tanggapan;
            complain; complaining; trouble""",
        _DOUBT: """
            ya sudah; ya udah; yaudah; yasudah; ya sudahlah; hmm; hm; hmmm; hemm; mungkin; maybe; perhaps;
            terserah; entah; entahlah; bingung; ragu; ragu ragu; masih ragu; gimana ya; bagaimana ya; not sure;
            not sure yet; unsure; im not sure; i am not sure; dont know; i dont know; i do not know; dunno;
            no idea; tidak tahu; gak tahu; ga tahu; tdk tahu; nggak tahu; belum tahu; blm tahu; tidak tau; gak tau;
            ga tau; blm tau; belum tau; tidak yakin; gak yakin; belum yakin; kurang yakin; kurang tahu; kayaknya;
            sepertinya; i think; i guess; whatever; up to you; atau; or; antara; either; lanjut; lanjutkan;
            lanjut saja; proceed; continue; depends; tergantung; pikir pikir""",
        _WAIT: """
            dulu; dl; dlu; sik; heula; rumiyin; first; nanti; ntar; entar; besok; lusa; later; tomorrow; tunggu;
            ditunggu; wait; waiting; sebentar; bentar; until; sampai; sampe; menunggu; minggu depan; next week;
            tonight; sore; malam; nanti sore; nanti malam; yet; early; too early; premature; too soon;
            terlalu cepat; kecepetan""",
        _WORK: """
            tanya; tanyakan; ditanyakan; tanya lagi; hubungi; dihubungi; telepon; telpon; telp; pastikan;
            konfirmasi; konfirmasikan; konfirmasi lagi; follow up; difollow up; cek; cek lagi; dicek; dicek lagi;
            lihat; baca; coba; ask; call; contact; make sure; check; check again; verify; confirm; i will; ill;
            let me; akan; mau; look at; pending; ditahan""",
        _IF: """
            kalau; kalo; klo; jika; bila; asal; asalkan; setelah; sesudah; begitu; sebelum; if; once; after; when;
            before; unless; provided; selama; as soon as; as long as; dengan syarat; syarat; syaratnya; misalnya;
            seandainya; apabila""",
        _BUT: """
            tapi; tp; tetapi; namun; but; however; eh; cuma; hanya; kecuali; except; although; though; meski;
            walau; actually; wait no""",
        _TICKET: """
            now; sekarang; ke; kepada; back; tiket; tiketnya; ticket; tickets; it; this; that; the; kasus;
            kasusnya; case; yang ini; ini; itu; nya; saja; aja; mawon; lah; deh; sekarang juga; right now;
            immediately; langsung; segera; already; sudah; udah; dah; sdh; then; and; dan; so; jadi; maka; for;
            dengan; puas; satisfied; no feedback; tanpa tanggapan; is; be; di; with; offline""",
        _FILL: """
            sebaiknya; lebih baik; mendingan; seharusnya; mestinya; better; rather; i would say; please; pls; plz;
            kindly; mohon; tolong; harap; lets; saya; aku; kami; kita; i; we; you; u; me; us; kamu; anda; pak;
            bapak; bu; ibu; mas; mbak; mba; kak; bang; bung; bro; sis; kang; teh; dik; halo; hallo; hai; hi; hello;
            dear; selamat pagi; selamat siang; selamat sore; good morning; good afternoon; pagi; siang; salam;
            salam hangat; wassalam; hormat; regards; best regards; best; kind; kind regards; thanks; thank you;
            thank; thx; terima kasih; terimakasih; makasih; trims; tq; matur nuwun; nuhun; suwun; maaf; sorry; oh;
            ah; wah; sip; siap; baik; well; tim; team; semua; all; assalamualaikum; ww; wr wb; hehe; haha; hehehe;
            alhamdulillah; ya ya; sih; dong; kok; loh; lho; banget; sekali; very; much; just; memang; emang; juga;
            too; also; from my side; dari saya; menurut saya; good job; kerja bagus; mantap; good; great; bagus;
            nice; noted; great job; good work; atas bantuannya; bantuannya; bantuan; atas; cheers""",
    }
)  # fmt: skip
_LEXICON = Lexicon(CLASSES)


class _Says(Enum):
    """What one clause says."""

    NOTHING = auto()
    YES = auto()
    NO = auto()
    DOUBT = auto()  # or yes with a condition
    LATER = auto()  # a condition or a moment, no verdict: with a yes it is none
    ASKS = auto()
    ELSE = auto()


# In order; the first that holds. Of one clause, its words' classes.
_CLAUSES: tuple[tuple[re.Pattern[str], _Says], ...] = tuple(
    (re.compile(pattern), says)
    for pattern, says in (
        (r".*\?[ph]*", _Says.ASKS),
        (r"[pxYm]*", _Says.NOTHING),
        (r".*h.*", _Says.DOUBT),
        (r"[pxM]*o[pxdY]*", _Says.NO),  # keep it open
        (r"[pxM]*R[^yn?]*", _Says.NO),  # kembalikan ke Budi
        (r"[grpxYm]*", _Says.NOTHING),  # tidak apa-apa
        (r"[pxMgYyu]*n[xp]*e[pxdY]*", _Says.NOTHING),  # pelanggan sudah tidak mengeluh
        (r".*y[pxMY]*n.*|.*c[px]*n[px]*c.*|.*M[pxY]*n[px]*", _Says.DOUBT),  # ya tidak, tutup jangan ditutup
        (r"[pxMYr]*n[pxYMdycnr]*", _Says.NO),  # belum boleh ditutup, saya belum setuju
        (r"[px]*n[px]*u[pxM]*c[pxdY]*", _Says.NO),  # belum saatnya ditutup
        (r"[pxM]*c[pxM]*n[pxYMdynr]*", _Says.NO),  # closing is not ok yet
        (r"[pxM]*c[pxM]*d[pxd]*[^cyu]*", _Says.DOUBT),  # tutup besok
        (r"[pxM]*w[pxM]*[cy][pxdY]*", _Says.NO),  # tidak usah ditutup
        (r"[pxM]*W[pxM]*c[pxY]*", _Says.YES),  # jangan lupa ditutup
        (r"[px]*[idk].*", _Says.LATER),  # (ya,) setelah refundnya cair; tunggu dulu
        (r".*n.*", _Says.ELSE),  # saya belum baca tiketnya
        (r"[pxM]*[wW].*", _Says.NOTHING),  # tidak perlu tanya lagi
        (r"[pxM]*[ycM][pxMycgYwr]*i.*", _Says.DOUBT),  # tutup kalau sudah cair
        (r"[pxM]*[yc].*[dk].*", _Says.DOUBT),  # ok nanti saya cek
        (r"[pxM]*y[pxMycgYrm]*", _Says.YES),
        (r"[pxMgr]*c[pxMycgYrm]*", _Says.YES),
        (r"[pgx]*M[pxYr]*", _Says.YES),  # boleh
        (r"[px]*y[pxMycgYrum]*", _Says.YES),  # ya pelanggan sudah puas
    )
)
_ONLY_VERDICTS = re.compile(r"[?pxyYcMmnh]*")
_FIRST_ASSENT = re.compile(r"(?<![^|¶b])([px]*)Y")  # "ya, …" and "Budi, ya …", not "tutup ya"


def read(text: str, names: tuple[str, ...] = ()) -> Reading:
    """YES, NO, UNCLEAR or CONTENT (a note to the owner). `rest`: the whole, if there is more in it than the verdict."""
    words = _LEXICON.words(text[:LONGEST], names)[:_FIRST_WORDS]
    kinds = "".join(word.kind for word in words).replace(EMOJI, FILLER)  # a sign beside words only accompanies them
    row = _FIRST_ASSENT.sub(r"\1y", kinds)
    decides, below = _lines(words, row)
    by = next((clause.words for clause in decides if clause.says in (_Says.YES, _Says.NO, _Says.DOUBT)), "")
    more = any(clause.says in (_Says.ELSE, _Says.ASKS, _Says.LATER) for clause in (*decides, *below))
    return Reading(_meaning(decides, below), by, text.strip() if more else "")


@dataclass(frozen=True, slots=True)
class _Clause:
    says: _Says
    kinds: str
    words: str


def _lines(words: list[Word], row: str) -> tuple[list[_Clause], list[_Clause]]:
    """The clauses of the first line that says anything, and those below it."""
    lines: list[list[_Clause]] = [[]]
    start = 0
    for end in [*(at for at, kind in enumerate(row) if kind in "|¶b"), len(row)]:
        kinds = row[start:end]
        if kinds and (says := _says(kinds)) is not _Says.NOTHING:
            lines[-1].append(_Clause(says, kinds, " ".join(word.text for word in words[start:end])))
        if row[end : end + 1] == LINE_END and lines[-1]:
            lines.append([])
        start = end + 1
    return lines[0], [clause for line in lines[1:] for clause in line]


def _says(kinds: str) -> _Says:
    return next((says for pattern, says in _CLAUSES if pattern.fullmatch(kinds)), _Says.ELSE)


def _meaning(decides: list[_Clause], below: list[_Clause]) -> Meaning:
    said = {clause.says for clause in decides}
    if _Says.ASKS in said:
        only_signs = all(_ONLY_VERDICTS.fullmatch(clause.kinds) for clause in decides)
        return Meaning.UNCLEAR if only_signs else Meaning.CONTENT
    contradicts = {clause.says for clause in below if clause.says is _Says.NO or "c" in clause.kinds}
    verdicts = said & {_Says.YES, _Says.NO}
    if verdicts and len((verdicts | contradicts) & {_Says.YES, _Says.NO}) > 1:
        return Meaning.UNCLEAR
    if _Says.NO not in said and (_Says.DOUBT in said or {_Says.YES, _Says.LATER} <= said):
        return Meaning.UNCLEAR
    if verdicts:
        return Meaning.YES if _Says.YES in verdicts else Meaning.NO
    return Meaning.CONTENT if said & {_Says.ELSE, _Says.LATER} else Meaning.UNCLEAR
