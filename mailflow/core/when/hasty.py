"""Hasty spellings of words that tell of moments, and the words they stand for. What reads moments, behind a command or
in a text, replaces them first, so that every other table holds the right spelling alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_WRITTEN = (
    ("tadi", "td tdi tadii tadinya"),
    ("pagi", "pg pgi pagii pagi2"),
    ("siang", "siank sng siang2"),
    ("sore", "sre soree sore2"),
    ("malam", "malem mlm mlam mlem malam2 malem2"),
    ("semalam", "smlm smalam smalem semlm semalem"),
    (
        "kemarin",
        "kemaren kmrn kmaren kmarin kemren kmren kemrin kmrin kemarn kmarn kemaren2 kemarennya kemarinnya kmrin2",
    ),
    ("lalu", "yll"),
    ("sejam", "sjam"),
    ("setengah", "stengah stgh setgh stngh setengh stgah"),
    ("hari", "hr hri"),
    ("selasa", "slasa"),
    ("rabu", "rabo"),
    ("jumat", "jumt jmt jmat"),
    ("sabtu", "saptu sbtu sbt"),
    ("minggu", "mggu mgg"),
    ("bulan", "bln"),
    ("tanggal", "tggl tnggl tgal tanggl"),
    ("waktu", "wkt"),
    ("jam", "jm jem"),
    ("menit", "mnt"),
    ("sejak", "sjk sejk"),
    ("dari", "dr dri"),
    ("sampai", "sampe smp smpe smpai sampek ampe sd"),
    ("sebelum", "sblm sblum sebelom"),
    ("besok", "bsk"),
    ("nanti", "ntr ntar"),
    ("am", "a.m a.m."),
    ("pm", "p.m p.m."),
    ("lewat", "lwt lwat"),
    ("lebih", "lbh lebi"),
    ("kurang", "krg krang"),
    ("setiap", "tiap stiap saban"),
    # Javanese, Sundanese, Minang
    ("kemarin", "wingi wingenane kamari kapatang"),
    ("malam", "bengi wengi peuting"),
    ("pagi", "esuk isuk enjing"),
    ("siang", "awan beurang"),
    ("sore", "sonten sanjo"),
)
HASTY: Mapping[str, str] = MappingProxyType({hasty: word for word, row in _WRITTEN for hasty in row.split()})
