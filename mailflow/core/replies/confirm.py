"""What a reply to `confirm` means: *ya* / *yes*, or not. Nothing else is a yes: "ok", 👍, "ya, kecuali 7" and "ya?" are
unclear, since what it would do cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.meaning import Meaning
from mailflow.core.replies import pic_words as pic
from mailflow.core.replies.classes import BOUNDARY, EMOJI, FILLER, LINE_END, QUESTION, Lexicon

LONGEST = 2000  # characters that are read
_MOST = 80  # words

_YES, _NO, _BESIDE = "y", "n", "B"
_LEXICON = Lexicon(
    {
        pic.BUT: pic.CLASSES[pic.BUT],
        pic.IF: pic.CLASSES[pic.IF],
        pic.WAIT: pic.CLASSES[pic.WAIT],
        _BESIDE: f"""
            {pic.CLASSES[pic.FILL]}; {pic.CLASSES[pic.AGREE]}; {pic.CLASSES[pic.GRANT]};
            {pic.CLASSES[pic.CLOSE]}; {pic.CLASSES[pic.TICKET]};
            lanjut; lanjutkan; lanjut saja; teruskan; kerjakan; lakukan; jalankan; laksanakan; proses; proceed; do it;
            do that; do so; go on; carry on; gabung; gabungkan; digabung; merge; merged; blokir; blokirkan; diblokir;
            block; lepas; lepaskan; dilepas; release; let; let out; buang; dibuang; drop; ambil; ambilkan; claim; take;
            semuanya; everything; them; all of them; these; those; betul; benar; right; correct;
            that is right; thats right; yakin; saya yakin; im sure; i am sure; konfirmasi; dikonfirmasi; confirm;
            i confirm; saya konfirmasi; memang begitu; hapus; hapuskan; dihapus; delete; remove; kirim; kirimkan;
            dikirim; kirim ke semua; kirim semua; ke semua; ke semuanya; send; send it; send to all; to all;
            to everyone; gangguan; itu gangguan; ini gangguan; memang gangguan;
            satu gangguan; itu satu gangguan; ini satu gangguan; memang satu gangguan; gangguan yang sama;
            itu gangguan yang sama; satu masalah; satu insiden; incident; an incident; it is an incident;
            its an incident; one incident; it is one incident; its one incident;
            that is one incident; thats one incident; same incident; the same incident; same problem;
            the same problem""",
        _NO: f"""
            {pic.CLASSES[pic.NO]}; {pic.CLASSES[pic.REFUSE]}; batalkan saja; cancel; cancel it; stop; stop it; abort;
            urung; urungkan; bukan; salah; wrong; keliru; mistake; tidak jadi; gak jadi; ga jadi;
            tdk jadi; nggak jadi; abaikan; ignore; ignore it""",
        _YES: """
            ya; iya; y; iyah; yaa; yo; yoi; iyo; inggih; enggih; nggih; muhun; yes; yep; yup; yeah; yea; yess; yas;
            ya ya; iya iya; yes yes; ya setuju; ya silakan; ya silahkan; yes please; yes sir; ya betul; ya benar;
            tentu ya; ya tentu""",
    }
)
_COUNTS_NOT = frozenset({_BESIDE, FILLER, BOUNDARY, EMOJI})


def read(text: str, names: tuple[str, ...] = ()) -> Meaning:
    """YES, NO or UNCLEAR. The first line that says yes or no decides; a no or a "but" below it makes it unclear."""
    lines = _lines(text, names)
    at = next((at for at, line in enumerate(lines) if _YES in line or _NO in line), None)
    if at is None:
        return Meaning.UNCLEAR
    line, before, below = lines[at], lines[:at], lines[at + 1 :]
    if _YES not in line:
        return Meaning.NO
    only_yes = set(line) <= _COUNTS_NOT | {_YES} and all(set(one) <= _COUNTS_NOT for one in before)
    taken_back = any({_NO, pic.BUT, pic.IF, QUESTION} & set(one) for one in below)
    return Meaning.YES if only_yes and not taken_back else Meaning.UNCLEAR


def _lines(text: str, names: tuple[str, ...]) -> Sequence[str]:
    """The classes of the words of each line."""
    words = _LEXICON.words(text[:LONGEST], names)[:_MOST]
    return "".join(word.kind for word in words).split(LINE_END)
