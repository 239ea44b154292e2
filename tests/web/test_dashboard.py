"""The team's page and a ticket's: what stands first, who has what, and that what people write is text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mailflow.clock import machine_now
from mailflow.core.occasions import SurveyAnswered
from mailflow.flow.ticket.survey import vote
from tests.web.browser import Browser
from tests.web.conftest import WEB, PagesDesk

HEADER: dict[str, Any] = WEB | {
    "web": {"url": "https://desk.example", "header": "X-Remote-User", "from": ["192.0.2.1"], "public": True},
    "away": [{"name": "Sari", "from": "2026-11-01", "until": "2026-12-01", "deputy": "Budi"}],
}


@pytest.fixture
def web() -> dict[str, Any]:
    return HEADER


@pytest.fixture
def team(site: PagesDesk) -> Browser:
    return Browser(site.browser.application, {"x-remote-user": "dewi"}, "192.0.2.1")


def subjects(team: Browser, status: str) -> list[str]:
    return [node.text() for node in team.get("/").page.css(f".of-{status} .subject")]


def test_an_empty_desk(team: Browser) -> None:
    """Says so, kindly, in each part."""
    seen = team.get("/")
    assert seen.status == 200
    for words in ("Semua tiket sudah ada yang mengambil.", "Belum ada nilai.", "Belum ada pemeriksaan.", "belum ada"):
        assert words in seen.text


def test_unclaimed_first_then_by_what_is_due(site: PagesDesk, team: Browser) -> None:
    """The oldest is due first; one that is late stands above, one that is claimed below in its own list."""
    for number, who in enumerate(("Ani", "Joko", "Rina")):
        site.asks(who, f"Perkara {number}", f"Ada perkara nomor {number} yang belum selesai di sini.")
        site.wait(hours=1)
    assert subjects(team, "new") == ["Perkara 0", "Perkara 1", "Perkara 2"]
    site.command("assign", 1, operator="Budi")
    assert (subjects(team, "new"), subjects(team, "open")) == (["Perkara 1", "Perkara 2"], ["Perkara 0"])
    site.wait(hours=22)  # 24 h since the second came: its first reminder has rung
    seen = team.get("/").page
    assert [node.text() for node in seen.css(".of-new .late .subject")] == ["Perkara 1"]
    assert seen.css_first(".of-new .chip").text() == "Terlambat"
    sections = [node.attributes["id"] for node in seen.css(".lists h2")]
    assert sections == ["h-new", "h-open", "h-escalated", "h-closing", "h-waiting"]


def test_who_has_what_and_who_is_away(site: PagesDesk, team: Browser) -> None:
    """In the order of rules.yaml, whatever they have."""
    site.asks()
    site.command("assign", 1, operator="Sari")
    people = [" ".join(node.text().split()) for node in team.get("/").page.css(".people li")]
    assert people == [
        "B Budi tidak memegang tiket",
        "S Sari tidak di tempat; Budi menggantikan 1 menunggu, 0 di pelanggan",
    ]
    assert "(tidak di tempat)" in team.get("/").page.css_first(".of-open .whose").text()


def test_todays_figures(site: PagesDesk, team: Browser) -> None:
    """Of the local day; yesterday's are not among them."""
    site.asks()
    site.office.mail("Budi", body="Sudah kami kirim ulang.", reply_to="announcement")
    site.wait(minutes=12)
    figures = {n.css_first("dt").text(): n.css_first("dd").text() for n in team.get("/").page.css("#main .figure")}
    assert (figures["Masuk"], figures["Jawaban"], figures["Jawaban pertama, median"]) == ("1", "1", "< 1 mnt")
    site.wait(hours=24)
    figures = {n.css_first("dt").text(): n.css_first("dd").text() for n in team.get("/").page.css("#main .figure")}
    assert (figures["Masuk"], figures["Menunggu pelanggan"]) == ("0", "1")


def test_recent_votes(closed: PagesDesk, team: Browser) -> None:
    """With stars that are read aloud as a number, and the comment."""
    vote(closed.office.parts, 1, SurveyAnswered(2, "page", "Lama <b>sekali</b>"))
    page = team.get("/").page
    assert page.css_first(".stars").attributes["aria-label"] == "2 dari 5"
    assert page.css_first(".comment").text() == "Lama <b>sekali</b>"


def test_a_ticket_with_its_timeline(closed: PagesDesk, team: Browser) -> None:
    """Mails and letters whole, what they led to in a line, letters to colleagues by name."""
    seen = team.get("/ticket/1")
    text = seen.page.css_first("main").text()
    for words in (
        "Pulsa 50 ribu belum masuk.",
        "Budi mengambil tiket ini",
        "Dewi menutup tiket ini",
        "Sudah kami kirim",
    ):
        assert words in text
    assert text.index("Pulsa 50 ribu") < text.index("Budi mengambil") < text.index("Dewi menutup")
    assert team.get("/ticket/99").status == 404
    assert seen.page.css_first(".heading .tag").text() == "Ditutup"


def test_a_day_is_said_once(site: PagesDesk, team: Browser) -> None:
    """Above what happened on it; each line has its time, and the whole moment for who wants to know."""
    site.asks()
    site.wait(hours=20)
    site.office.mail("Ani", body="Masih belum masuk.", reply_to="acknowledgement")
    site.office.look()
    page = team.get("/ticket/1").page
    assert [node.text() for node in page.css(".day")] == ["Senin 2 November 2026", "Selasa 3 November 2026"]
    times = [node.text() for node in page.css(".timeline time")]
    assert (times[0], times[-1]) == ("09.00", "05.00")
    assert page.css(".timeline time")[-1].attributes["title"] == "Selasa 3 November 2026 05.00 WIB"
    assert page.css_first(".facts time").text() == "2 November 2026, 09.00"


def test_each_day_of_the_month_has_its_bar(site: PagesDesk, team: Browser) -> None:
    """Also one on which nothing was checked."""
    slot = int(machine_now()) // 300
    with site.office.parts.db.transaction():
        site.office.parts.db.many("INSERT INTO pulse (slot) VALUES (?)", [(slot - ago,) for ago in (0, 1, 2)])
    bars = [str(node.attributes["class"]) for node in team.get("/").page.css(".bars i")]
    assert len(bars) == 30
    assert bars[:27] == ["unknown"] * 27  # the last three: a midnight may pass meanwhile


def test_people_and_letters_have_names(closed: PagesDesk, team: Browser) -> None:
    """No address where a name is known, no letter by the name of its file; the address is the name's title."""
    page = team.get("/ticket/1").page
    heads = {node.css_first("b").text() for node in page.css(".timeline .who")}
    assert {"Dari Ani Wijaya", "Tanda terima kepada pelanggan", "Dari Budi", "Jawaban kepada pelanggan"} < heads
    assert page.css_first(".timeline .mail .who b").attributes["title"] == "ani@mail.example"
    assert "Pengumuman tiket kepada Budi" in [node.text() for node in page.css(".timeline .note p")]
    assert not page.css_first(".heading .meta").text()  # its state stands on the label beside


def test_a_claim_has_its_quotation_folded(site: PagesDesk, team: Browser) -> None:
    """A reply that is nothing but a quotation says so, in place of the quotation."""
    site.asks()
    site.office.mail("Budi", body="", reply_to="announcement")
    site.office.look()
    claim = team.get("/ticket/1").page.css(".timeline .mail")[1]
    assert claim.css_first("p.text").text() == "Tanpa kata-kata baru."
    assert "menulis:\n\n> " in claim.css_first("details .text").text()
    heading = team.get("/ticket/1").page.css_first(".heading .meta").text()
    assert heading.startswith("Pelanggan menunggu jawaban paling lambat")


def test_a_language_stays_chosen(site: PagesDesk, team: Browser) -> None:
    """Links lead on in it; asking for the other one changes it."""
    site.asks()
    assert "Unclaimed" in team.get("/?lang=en").text
    assert "Timeline" in team.get("/ticket/1").text
    assert "Search" in team.get("/search").text
    assert "Riwayat" in team.get("/ticket/1?lang=id").text
    assert "Belum diambil" in team.get("/").text


def test_what_people_write_is_text(site: PagesDesk, team: Browser) -> None:
    """Subject, name and body; attachments are names without a link."""
    site.office.mail(
        "Ani",
        "<img src=x onerror=alert(1)>",
        "<script>alert(2)</script> & pulsa saya hilang",
        to="desk",
        attach="a<b>.pdf",
    )
    site.office.look()
    for path in ("/", "/ticket/1"):
        page = team.get(path).page
        assert not page.css("main img, main script")
        assert "<img src=x" in page.css_first("main").text()
    page = team.get("/ticket/1").page
    assert "<script>alert(2)</script> & pulsa" in page.css_first(".text").text()
    assert not page.css("a[download], a[href*='attach']")


def test_it_refreshes_without_script_too(team: Browser) -> None:
    """By a meta inside noscript; the script's own interval stands beside it."""
    seen = team.get("/?wall=1")
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in seen.text
    assert seen.page.css_first("body").attributes["class"] == "board wall"


def test_nothing_on_it_changes_anything(closed: PagesDesk, team: Browser) -> None:
    """No form but the search, which asks by GET, and logging out, which a proxy does elsewhere."""
    for path in ("/", "/ticket/1", "/search"):
        assert [form.attributes["method"] for form in team.get(path).page.css("form")] == ["get"]
        assert team.post(path, {"x": "y"}).status == 405


def test_long_lists_are_cut_and_counted(site: PagesDesk, team: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty of each are shown, with how many more there are."""
    monkeypatch.setattr("mailflow.web.dashboard.MOST", 2)
    for number in range(3):
        site.asks(("Ani", "Joko", "Rina")[number], f"Perkara {number}", f"Perkara nomor {number} belum beres juga.")
    page = team.get("/").page
    assert len(page.css(".of-new .ticket")) == 2
    assert page.css_first(".of-new .more").text() == "dan 1 lagi"
    assert page.css_first(".of-new .count").text() == "3"


def test_in_english(closed: PagesDesk, team: Browser) -> None:
    """By the link at the top, also on a ticket's page."""
    seen = team.get("/?lang=en")
    assert "Waiting for an operator" in seen.text
    assert "Budi took the ticket" in team.get("/ticket/1?lang=en").text


def test_public(closed: PagesDesk, team: Browser) -> None:
    """Published comments with their numbers hidden, the median, uptime; no name, no ticket; kept for a minute."""
    from mailflow.store.read import votes

    vote(closed.office.parts, 1, SurveyAnswered(5, "page", "Cepat! Nomor saya 0812 3456 7890", True))
    stranger = Browser(closed.browser.application)
    before = stranger.get("/public?lang=en")
    assert "Cepat" not in before.text
    with closed.office.parts.db.transaction():
        votes.publish(closed.office.parts.db, {votes.testimonials(closed.office.parts.db)[0].id})
    seen = stranger.get("/public")
    assert "Cepat! Nomor saya 0812-xxxx-7890" in seen.text
    assert seen.headers["Cache-Control"] == "public, max-age=60"
    assert stranger.get("/public?lang=en").text == before.text  # made within the minute
    for private in ("Ani", "Budi", "#1", "@", "Pulsa", "3456"):
        assert private not in seen.text.replace("0812-xxxx-7890", "")


@pytest.mark.parametrize("web", [WEB])
def test_not_public_by_itself(site: PagesDesk) -> None:
    """Only `public: true` shows it."""
    assert site.browser.get("/public").status == 404


def test_a_private_page_is_never_kept(closed: PagesDesk, team: Browser) -> None:
    """Neither by the browser nor by a proxy in between, nor shown to who asks next."""
    for path in ("/", "/ticket/1"):
        assert team.get(path).headers["Cache-Control"] == "no-store"
        assert Browser(closed.browser.application).get(path).status == 403


def test_spans() -> None:
    """The largest unit, downwards."""
    from mailflow.web.spans import middle, span

    assert [span(timedelta(minutes=m), "id") for m in (0, 59, 61, 1500)] == ["< 1 mnt", "59 mnt", "1 jam", "1 hari"]
    assert span(timedelta(hours=5), "en") == "5 h"
    assert (middle([60, 600, 6000], "en"), middle([], "en")) == ("10 min", "")
