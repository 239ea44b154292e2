"""A program's receipt that a rule filed stands on no ticket; every search finds it: terminal, mail, page and API."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from mailflow.web.api.endpoints import ROOT
from mailflow.web.api.tokens import hash_of, token_of
from tests.cli.desk import typed
from tests.flow.test_lock import watched
from tests.web.browser import Browser
from tests.web.conftest import PagesDesk
from tests.web.test_dashboard import HEADER
from tests.web.test_dashboard import team as team

BANK = "notifikasi@bank.example"
TOKEN = token_of(b"a" * 32)


@pytest.fixture
def web() -> dict[str, Any]:
    rules = [{"when": {"from": "@bank.example"}, "then": {"kind": "transaction"}}]
    return {**HEADER, "rules": rules, "api": {"tokens": {"all": {"hash": hash_of(TOKEN), "scope": "tickets"}}}}


@pytest.fixture
def filed(site: PagesDesk) -> PagesDesk:
    """A request, and two receipts about the same number."""
    site.asks("Ani", "Token listrik", "Token 5022-7781 belum masuk.")
    site.wait(minutes=1)
    site.office.mail(BANK, "Transaksi berhasil", "Token 5022-7781 terkirim.", to="desk")
    site.office.mail(BANK, "Transaksi gagal", "Token 5022-7781 gagal.", to="desk")
    site.office.look()
    return site


def in_terminal(site: PagesDesk, words: str) -> list[tuple[str | None, str]]:
    hits = typed("--home", str(site.office.home), "search", "--json", "--", *words.split()).json["hits"]
    return [(hit["number"], hit["subject"]) for hit in hits if hit["kind"] == "mail"]


def in_api(site: PagesDesk, words: str) -> list[tuple[str | None, str]]:
    seen = site.browser.get(f"{ROOT}/search?q={quote(words)}", authorization=f"Bearer {TOKEN}")
    return [(hit["number"], hit["subject"]) for hit in json.loads(seen.text)["hits"] if hit["kind"] == "mail"]


EVERY = [(None, "Transaksi gagal"), (None, "Transaksi berhasil"), ("1", "Token listrik")]


@pytest.mark.parametrize(
    ("words", "found"),
    [("50227781", EVERY), ("token -berhasil", [EVERY[0], EVERY[2]]), (BANK, EVERY[:2]), ("gagalnya", EVERY[:1])],
)
def test_terminal_and_api_find_the_same(filed: PagesDesk, words: str, found: list[tuple[str | None, str]]) -> None:
    """The newest first, by the archive's rules."""
    assert in_terminal(filed, words) == in_api(filed, words) == found


def test_the_page_shows_them(filed: PagesDesk, team: Browser) -> None:
    """Each for itself, with words that say what it is, and no link: there is no ticket."""
    page = team.get("/search?q=50227781").page
    assert [node.text() for node in page.css(".hits .subject")] == [
        "Transaksi gagal",
        "Transaksi berhasil",
        "Token listrik",
    ]
    assert [node.attributes["href"] for node in page.css(".hits a.subject")] == ["/ticket/1"]
    assert "struk program, tanpa tiket" in page.css_first(".hits").text() and "None" not in page.text()
    best = team.get("/search?q=50227781&by=best").page
    assert best.css_first(".hits .subject").text() == "Token listrik"


def test_a_mail_finds_them(filed: PagesDesk) -> None:
    """With `/cari`; they are read before the database is locked."""
    filed.office.mail("Dewi", "cari", "/cari 50227781", to="desk")
    with watched(filed.office) as parsed:
        filed.office.look()
    letter = filed.office.world[-1]
    assert (letter.kind, letter.text.count("(tanpa tiket)"), letter.text.count("#1 ")) == ("search-results", 2, 1)
    assert not any(parsed)


def test_what_is_erased_is_not_found(filed: PagesDesk) -> None:
    """Though it was read before."""
    assert len(in_api(filed, "50227781")) == 3
    assert typed("--home", str(filed.office.home), "erase-customer", BANK, "--yes").status == 0
    assert in_api(filed, "50227781") == EVERY[2:]
