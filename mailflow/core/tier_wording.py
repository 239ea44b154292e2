"""Why a typed `mailflow escalate` was refused, in Indonesian and English. A part of wording.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TIER_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "no-second-tier": ("rules.yaml tidak menyebut lini kedua", "rules.yaml names no second tier (second_tier:)"),
        "nobody-has-it": (
            "tiket ini belum ada pemegangnya; /eskalasi lewat email sekaligus mengambilnya",
            "nobody has this ticket: assign it first (/escalate by mail takes it too)",
        ),
        "where": ("lini kedua tidak punya kategori itu", "the second tier has no such category, and it is no address"),
        "no-address": (
            "tidak ada alamat lini kedua untuk kategori tiket ini",
            "the second tier has no address for this ticket's category (second_tier: to, or --to)",
        ),
        "not-outside": ("alamat itu bukan lini kedua", "that address is ours or the customer's, and no second tier"),
        "too-often": (
            "tiket ini sudah dialihkan sebanyak yang diperbolehkan",
            "it was passed on as often as second_tier: reassignments allows",
        ),
        "nothing-new": (
            "tidak ada yang baru untuk lini kedua",
            "there is nothing new for the second tier; say what with --text",
        ),
        "nobody-to-ask": (
            "datanya belum lengkap, dan tidak ada alamat pelanggan untuk menanyakannya",
            "data are missing, and there is no address of the customer to ask",
        ),
    }
)
