"""The pages in Debian's Chromium: the survey by hand, by keyboard and without JavaScript, what scanners of links do.

The team's page on a phone, a desk and a wall, in light and dark; axe-core finds what a screen reader stumbles on.

Screenshots are written to the folder MAILFLOW_SCREENSHOTS names, else to pytest's own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from mailflow.clock import machine_now
from mailflow.config.settings import Web
from mailflow.core.occasions import SurveyAnswered
from mailflow.flow.ticket.survey import vote
from mailflow.web import pages
from mailflow.web.passwords import hashed
from mailflow.web.serve import WebServer
from tests.flow.conftest import Office
from tests.web.browser import Browser
from tests.web.conftest import WEB, PagesDesk

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
PASSWORD = "kata sandi Dewi"
SUBJECTS = (
    "Top-up of 50,000 did not arrive",
    "Cannot log in to the student portal",
    "Wi-Fi in the library is down since this morning",
    "Tuition fee is still shown as unpaid",
    "Scholarship form does not upload",
    "Wrong grade in my transcript",
    "Two exams at the same hour",
    "Lost student card: how do I get a new one?",
    "Study plan cannot be saved",
)
SIZES = ((360, 760), (1280, 860), (1920, 1080))
PATIENCE = 60_000  # milliseconds a busy machine may take


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("MAILFLOW_SCREENSHOTS") or tmp_path / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Served(PagesDesk):
    """A desk whose pages are at `url`."""

    url = ""

    @property
    def link(self) -> str:
        text = next(seen.text for seen in reversed(self.office.world) if f"{self.url}/survey/" in seen.text)
        return f"{self.url}/survey/" + text.split(f"{self.url}/survey/")[1].split()[0]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    """On a free port, with a login; ticket 1 is closed."""
    with Office(tmp_path, "") as office:
        office.write_rules(WEB)
        office.start()
        application = pages(office.parts, office._daemon.watch)
        server = WebServer(application, Web("127.0.0.1", 0))
        server.start()
        assert server.bound.wait(30)
        found = Served(office, Browser(application))
        found.url = f"http://127.0.0.1:{server.port}"
        web = {"url": found.url, "users": {"dewi": hashed(PASSWORD)}, "public": True}
        away = [{"name": "Sari", "from": "2026-11-02", "until": "2026-12-01", "deputy": "Budi"}]
        office.write_rules({"web": web, "away": away})
        found.asks()
        office.mail("Budi", body="Sudah kami kirim ulang.", reply_to="announcement")
        office.look()
        found.command("close")
        yield found
        server.stop()


@pytest.fixture
def busy(site: Served) -> Served:
    """With tickets in every list, votes, and a month of heartbeats."""
    office = site.office
    for number, subject in enumerate(SUBJECTS):
        site.asks(("Ani", "Joko", "Rina")[number % 3], subject, f"Perkara nomor {number}: {subject.lower()}.")
        site.wait(hours=5)
        if number % 3:
            site.command("assign", number + 2, operator=("Budi", "Sari")[number % 2])
        if number in (4, 5):
            office.mail(("Budi", "Sari")[number % 2], body="Sudah kami periksa.", reply_to="announcement")
            office.look()
    site.command("priority", 3, priority="high")
    vote(office.parts, 1, SurveyAnswered(2, "page", "Lama sekali balasnya.", True))
    slot = int(machine_now() // 300)
    with office.parts.db.transaction():
        office.parts.db.many("INSERT INTO pulse (slot) VALUES (?)", [(one,) for one in range(slot - 8640, slot)])
    return site


def opened(chromium: Any, url: str, **options: Any) -> Any:
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(url)
    return page


def logged_in(chromium: Any, site: Served, **options: Any) -> Any:
    page = opened(chromium, f"{site.url}/login", **options)
    page.fill("#name", "dewi")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_selector("#main")
    return page


# -- the survey


@pytest.mark.parametrize("script", [True, False])
def test_a_vote_by_hand(chromium: Any, site: Served, script: bool) -> None:
    """With and without JavaScript: a tap, a word, a tick, and the thanks."""
    page = opened(chromium, site.link, java_script_enabled=script, viewport={"width": 360, "height": 700})
    page.get_by_text("Sangat puas").click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Ada yang ingin Anda sampaikan?").fill("Cepat dan ramah.")
    page.get_by_label("Tulisan saya boleh diterbitkan").check()
    page.get_by_role("button", name="Kirim nilai").click()
    page.get_by_text("nilai 5 dari 5 sudah kami terima").wait_for()
    assert site.votes() == [(5, "Cepat dan ramah.", "page", True)]
    page.reload()
    assert len(site.votes()) == 1
    page.context.close()


def test_a_vote_by_keyboard(chromium: Any, site: Served) -> None:
    """Tab, arrows, blank and Enter are enough, and what has the focus is seen."""
    page = opened(chromium, site.link)
    page.locator("input[type=radio]").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea")
    page.locator("textarea").focus()
    page.keyboard.type("Baik.")
    for key in ("Tab", "Space", "Tab", "Enter"):
        page.keyboard.press(key)
    page.get_by_text("nilai 4 dari 5 sudah kami terima").wait_for()
    assert site.votes() == [(4, "Baik.", "page", True)]
    page.context.close()


def test_what_a_scanner_does(chromium: Any, site: Served) -> None:
    """It opens the link, every link on it, and sends every form it finds there: nobody has voted."""
    page = opened(chromium, site.link)
    for href in {link.get_attribute("href") for link in page.locator("a").all()}:
        page.goto(f"{site.url}{href}")
    for score in range(5):
        page.goto(site.link)
        page.locator("input[type=radio]").nth(score).check()
        page.evaluate("document.forms[0].submit()")
        page.wait_for_selector("textarea")
    assert site.votes() == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_steps_are_well_made(
    chromium: Any, site: Served, axe: Callable[[Page], list[str]], shots: Path, scheme: str
) -> None:
    """axe-core finds nothing, and nothing scrolls sideways on a phone; nor with an error shown."""
    page = opened(chromium, site.link, color_scheme=scheme, viewport={"width": 360, "height": 760})
    faults = faults_of(page, axe)
    page.screenshot(path=shots / f"question-360-{scheme}.png")
    page.evaluate("document.forms[0].submit()")
    page.locator("[role=alert]").wait_for()
    faults += faults_of(page, axe)
    page.get_by_text("Kecewa").click()
    page.get_by_role("button", name="Lanjut").click()
    page.wait_for_selector("textarea")
    page.screenshot(path=shots / f"comment-360-{scheme}.png")
    assert faults + faults_of(page, axe) == []
    page.goto(f"{site.url}/login")
    page.screenshot(path=shots / f"login-360-{scheme}.png")
    assert faults_of(page, axe) == []
    page.context.close()


def faults_of(page: Any, axe: Callable[[Page], list[str]]) -> list[str]:
    """What axe-core finds, and whether the page scrolls sideways."""
    found = axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *([f"{page.url} scrolls sideways"] if wide else [])]


# -- the team's page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_size(chromium: Any, busy: Served, axe: Callable[[Page], list[str]], shots: Path, scheme: str) -> None:
    """Nothing scrolls sideways, nothing comes from elsewhere, axe-core finds nothing; on a phone, a desk and a wall."""
    page = logged_in(chromium, busy, color_scheme=scheme)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    faults: list[str] = []
    for name, path in (("team", "/"), ("ticket", "/ticket/1"), ("wall", "/?wall=1"), ("public", "/public"),
                       ("survey", busy.link.removeprefix(busy.url)), ("english", "/?lang=en"),
                       ("search", "/search?q=perkara"), ("search-none", "/search?q=pu*")):  # fmt: skip
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{busy.url}{path}")
            page.screenshot(path=shots / f"{name}-{width}-{scheme}.png")
            faults += faults_of(page, axe)
            if (name, width) == ("english", 1280):
                page.screenshot(path=shots / f"docs-team-{scheme}.jpg", type="jpeg", quality=80)
    assert faults == []
    assert {url for url in asked if not url.startswith(f"{busy.url}/")} == set()
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_searching_by_keyboard(chromium: Any, busy: Served, script: bool) -> None:
    """The box is the third stop; Enter asks, the words stay in it, and the first hit's link opens its ticket."""
    page = logged_in(chromium, busy, java_script_enabled=script, viewport={"width": 1280, "height": 860})
    for _ in range(3):  # skip link, home, box
        page.keyboard.press("Tab")
    page.keyboard.type('"nomor 8" <b>')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("#q").input_value() == '"nomor 8" <b>'
    assert page.locator("main b b").count() == 0
    page.locator("#q").fill("perkara")
    page.locator("#q").press("Enter")
    page.locator("mark").first.wait_for()
    page.locator(".hits .subject").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ticket/*")
    page.context.close()


def test_it_renews_itself(chromium: Any, busy: Served) -> None:
    """A new ticket appears without the page being loaded again; the focus and an opened table stay."""
    page = logged_in(chromium, busy)
    page.clock.install()
    page.goto(f"{busy.url}/")
    page.evaluate("window.loadedOnce = true")
    page.locator("#uptime-days summary").click()
    link = page.locator(".of-open .subject").first
    href = link.get_attribute("href")
    link.focus()
    busy.asks("Rina", "Baru sekali", "Ini perkara yang baru saja tiba di sini.")
    page.clock.fast_forward(31_000)
    page.get_by_text("Baru sekali").wait_for()
    assert page.evaluate("window.loadedOnce") is True
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    assert page.locator("#uptime-days").get_attribute("open") is not None
    page.route("**/*", lambda route: route.abort())
    page.clock.fast_forward(31_000)
    page.locator("#stale").wait_for(state="visible")
    page.context.close()


def test_the_policy_holds_in_a_browser(chromium: Any, busy: Served) -> None:
    """Nothing of ours breaks our own Content-Security-Policy, and a planted script does not run."""
    page = logged_in(chromium, busy)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in ("/", "/ticket/1", "/public", busy.link.removeprefix(busy.url)):
        page.goto(f"{busy.url}{path}")
    assert [text for text in said if "Content Security Policy" in text] == []
    page.evaluate(
        "(() => { const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s) })()"
    )
    assert page.evaluate("window.ran") is None
    page.context.close()


def test_logging_in_and_out(chromium: Any, busy: Served) -> None:
    """The cookie is out of reach of scripts; after logging out, the back button shows nothing."""
    page = logged_in(chromium, busy)
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_selector("#password")
    page.go_back()
    page.wait_for_selector("#password")
    page.context.close()


def test_time_passes(busy: Served) -> None:
    """The desk of these tests is a real one: its reminders ring."""
    busy.office.pass_time(busy.office.clock.now() + timedelta(hours=1))
    assert busy.office.world
