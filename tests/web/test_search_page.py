"""The search box of the team's pages: what it finds, how it shows it, and that what people write is text."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.web.browser import Browser
from tests.web.conftest import PagesDesk
from tests.web.test_dashboard import HEADER
from tests.web.test_dashboard import team as team


@pytest.fixture
def web() -> dict[str, Any]:
    return HEADER


@pytest.fixture
def asked(site: PagesDesk) -> PagesDesk:
    site.asks("Ani", "Pulsa", "Pulsa 50 ribu ke 0812-3456-7890 belum masuk.")
    site.asks("Joko", "Tagihan", "Tagihan listrik saya dibayar dua kali.")
    return site


def found(team: Browser, words: str, more: str = "") -> list[str | None]:
    """The tickets' pages, a hit each."""
    page = team.get(f"/search?q={quote(words)}{more}").page
    return [node.attributes["href"] for node in page.css(".hits .subject")]


def test_a_box_on_every_page_of_the_team(asked: PagesDesk, team: Browser) -> None:
    """A form that asks by GET, with a label, so that no script is needed; it keeps the words that were asked."""
    for path in ("/", "/ticket/1", "/search?q=pulsa"):
        form = team.get(path).page.css_first("form[role=search]")
        assert (form.attributes["action"], form.attributes["method"]) == ("/search", "get")
        assert form.css_first("label").attributes["for"] == form.css_first("input[name=q]").attributes["id"]
    assert team.get("/search?q=pulsa").page.css_first("input[name=q]").attributes["value"] == "pulsa"


@pytest.mark.parametrize(
    ("words", "tickets"),
    [
        ("pulsa", {"/ticket/1"}),
        ("tagihannya", {"/ticket/2"}),
        ("081234567890", {"/ticket/1"}),
        ('"belum masuk"', {"/ticket/1"}),
        ("listrik -dua", set()),
        ("lis*", {"/ticket/2"}),
    ],
)
def test_what_it_finds(asked: PagesDesk, team: Browser, words: str, tickets: set[str]) -> None:
    """The archive's rules: forms of a word, numbers in any spelling, phrases, without, beginnings."""
    assert set(found(team, words)) == tickets


def test_found_words_are_marked(asked: PagesDesk, team: Browser) -> None:
    """In the excerpt, as <mark>; each hit leads to its ticket and says what it is."""
    hit = team.get("/search?q=tagihan+listrik").page.css(".hits li")[-1]
    assert [mark.text() for mark in hit.css(".subject mark")] == ["Tagihan"]
    assert [mark.text() for mark in hit.css(".excerpt mark")] == ["Tagihan", "listrik"]
    assert hit.css_first("a").attributes["href"] == "/ticket/2"
    assert "joko" in hit.css_first(".meta").text().lower()


def test_a_tickets_number_leads_to_it(asked: PagesDesk, team: Browser) -> None:
    """Above the hits, with or without #."""
    for words in ("2", "#2", "%232"):
        link = team.get(f"/search?q={words.replace('#', '%23')}").page.css_first(".jump a")
        assert link.attributes["href"] == "/ticket/2"


def test_what_is_written_is_text(site: PagesDesk, team: Browser) -> None:
    """Of the question, the subject and the excerpt; also between the marks."""
    site.asks("Ani", "<img src=x>", 'Kode <script>alert(1)</script> & "kutip" sudah saya masukkan.')
    for words in ("kode", "script", '"><script>alert(2)</script>'):
        page = team.get(f"/search?q={quote(words)}").page
        assert not page.css("main img, main script, form script")
    assert "<script>alert(1)</script>" in team.get("/search?q=kode").page.css_first(".excerpt").text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Semua kata harus ada."),
        ("-refund", "Sebutkan sedikitnya satu kata"),
        ("pu*", "pu*: tulis sedikitnya tiga huruf"),
        ("tidakadasamasekali", "Tidak ada yang ditemukan."),
        ("& --", "Sebutkan sedikitnya satu kata"),
    ],
)
def test_what_cannot_be_found_is_said(asked: PagesDesk, team: Browser, words: str, said: str) -> None:
    """A page with the box, never a fault."""
    seen = team.get(f"/search?q={quote(words)}")
    assert seen.status == 200
    assert said in seen.page.css_first("main").text()


def test_by_match(site: PagesDesk, team: Browser) -> None:
    """The newest stand first, the best if asked; each order links to the other."""
    site.asks("Ani", "Voucher game", "Voucher game: voucher game belum ada.")
    site.wait(hours=1)
    site.asks("Joko", "Lain", "Saya pernah beli voucher di sini, sekarang soal game yang lain sekali, tentang pajak.")
    assert found(team, "voucher game")[0] == "/ticket/2"
    assert found(team, "voucher game", "&by=best")[0] == "/ticket/1"
    hrefs = [link.attributes["href"] for link in team.get("/search?q=voucher+game").page.css(".heading a")]
    assert hrefs == ["/search?q=voucher+game&by=best"]


def test_in_english(asked: PagesDesk, team: Browser) -> None:
    """The language stays in the form and in the link at the top."""
    seen = team.get("/search?q=pulsa&lang=en")
    assert "newest first" in seen.text
    assert seen.page.css_first("form[role=search] input[name=lang]").attributes["value"] == "en"


def test_only_some_are_shown_at_first(asked: PagesDesk, team: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """More by a link."""
    asked.asks("Rina", "Pulsa", "Pulsa saya juga belum masuk.")
    monkeypatch.setattr("mailflow.web.search.SHOWN", 1)
    page = team.get("/search?q=pulsa").page
    assert len(page.css(".hits li")) == 1
    onward = page.css_first(".more a").attributes["href"]
    assert len(team.get(str(onward)).page.css(".hits li")) > 1


def test_it_is_the_teams(asked: PagesDesk, team: Browser) -> None:
    """Nobody else may search, nothing is kept, nothing is sent by POST."""
    assert Browser(asked.browser.application).get("/search?q=pulsa").status == 403
    assert team.get("/search?q=pulsa").headers["Cache-Control"] == "no-store"
    assert team.post("/search", {"q": "pulsa"}).status == 405
