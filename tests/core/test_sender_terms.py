"""What stands behind *block 17* and *trust 17*."""

from __future__ import annotations

import pytest

from mailflow.core.sender_terms import SenderTerms, sender_terms, whose


@pytest.mark.parametrize(
    ("words", "domain", "until"),
    [
        ("", False, ""),
        ("domain", True, ""),
        ("sedomain", True, ""),
        ("domainnya", True, ""),
        ("the whole organisation", True, ""),
        ("sampai 31 Desember", False, "31 Desember"),
        ("domain sampai 2026-12-31.", True, "2026-12-31"),
        ("until 31 Dec", False, "31 Dec"),
        ("s/d besok", False, "besok"),
        ("hingga akhir bulan", False, "akhir bulan"),
        ("sampek akhir bulan", False, "akhir bulan"),
        ("s.d. 31 Des", False, "31 Des"),
        ("smp 31 Des", False, "31 Des"),
        ("iklan SMP swasta", False, ""),
        ("selama 2 hari", False, "2 hari"),
        ("for 3 weeks, domain", True, "3 weeks, domain"),
        ("untuk 2 minggu", False, "2 minggu"),
        ("untuk seminggu", False, "seminggu"),
        ("30 hari", False, "30 hari"),
        ("domain 31 Desember", True, "31 Desember"),
        ("31/12", False, "31/12"),
        ("selamanya", False, "selamanya"),
        ("forever", False, "forever"),
        ("for good reason", False, ""),
        ("untuk promo", False, ""),
        ("kirim iklan 2 kali", False, ""),
        ("karena iklan", False, ""),
        ("he is a spammer", False, ""),
    ],
)
def test_read(words: str, domain: bool, until: str) -> None:
    """A domain is named, an end is named, anything else is only the reason."""
    assert sender_terms(words) == SenderTerms(domain, until)


@pytest.mark.parametrize(
    ("address", "domain", "who"),
    [
        ("Promo@Murah.example", False, "promo@murah.example"),
        ("promo@murah.example", True, "@murah.example"),
        ("promo@gmail.com", False, "promo@gmail.com"),
        ("promo@gmail.com", True, None),
        ("promo@yahoo.co.id", True, None),
        ("promo@hotmail.fr", True, None),
    ],
)
def test_whose(address: str, domain: bool, who: str | None) -> None:
    """The address alone, or its domain; never one everybody may have an address of."""
    assert whose(address, SenderTerms(domain, "")) == who
