"""What a finder finds, and the words before it that say what a number is."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

NEAR = 48  # characters before a number in which its name stands
_WORD_OR_END = LazyPattern(r"[^\W\d_]+|[^\s.:;=#(/\"'*\-]")  # a word, or what no name of a number contains
_IN_TITLE = 2  # words nobody knows
_TITLED = LazyPattern(r"[:=][ \t\"']*\Z")
_LENGTH = LazyPattern(r"\b\d{1,2}[ \t]?(?:digit|angka|digits)\b", re.IGNORECASE)  # "token 20 digit: …"
_COMMAND = LazyPattern(r"\A[ \t]*/[ \u00a0]?[^\W\d_]+(?:-[^\W\d_]+)*")  # `/hapus-isi 482913` fills in nothing


# What other numbers are called: cards, papers, orders, places, versions.
OTHER_NUMBERS = frozenset(
    "nik ktp kk npwp nim npm nrp nis nisn nisp nip nidn nuptk stnk bpkb paspor passport kitas bpjs polis polisi plat "
    "pelat norek va virtual briva order pesanan po so invoice inv faktur resi struk kodepos imei iccid isbn issn doi "
    "idpel nopel pel meeting zoom passcode booking pnr tiket ticket antrean antrian peserta pendaftaran "
    "registrasi ujian sertifikat ijazah "
    "surat sk kursi kamar ruang ruangan room versi version firmware build ip port mac otp pin awb "
    "utbk snbt snbp hal halaman page ayat mesin rangka undian kontrak aset inventaris".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """One fact, in its normal form, and where it stands in the text (half-open)."""

    value: str
    start: int
    end: int


def words_before(text: str, start: int) -> tuple[str, ...]:
    """The words of the line that lead to `start`, nearest first, in lower case: "rek", "no" before "no. rek: |1234".
    Another number ends them."""
    line = text.rfind("\n", max(0, start - NEAR), start) + 1
    return _words_at_end(text[max(line, start - NEAR) : start])


@lru_cache(maxsize=256)  # four finders ask about the same places: 8 % of a mail full of data (bench/finders.py)
def _words_at_end(before: str) -> tuple[str, ...]:
    before = _LENGTH.sub("", _COMMAND.sub("|", before))
    found = _WORD_OR_END.findall(before.casefold())
    found.reverse()
    return tuple(takewhile(_is_word, found))


def _is_word(found: str) -> bool:
    return found[0].isalpha()


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that say what a number is: this finder's (`own`), something else (`other`), or nothing (`passed`)."""

    own: frozenset[str]
    other: frozenset[str]
    passed: frozenset[str]
    reach: int = 5  # words that may stand between it and the number
    titled: bool = False  # what stands before a colon is a title: "kode voucher Google Play: …"

    def claim(self, text: str, start: int) -> bool | None:
        """Whether the nearest telling word before `start` claims the number for this finder (True), for something else
        (False), or there is none (None)."""
        unknown = _IN_TITLE if self.titled and _TITLED.search(text, max(0, start - 3), start) is not None else 0
        for count, written in enumerate(words_before(text, start)):
            bare = written.removesuffix("nya")
            if written in self.own or bare in self.own:
                return True
            if written in self.other or bare in self.other:
                return False
            unknown -= not (written in self.passed or bare in self.passed)
            if unknown < 0 or count == self.reach:
                return None
        return None
