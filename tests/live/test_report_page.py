"""The report's page as people meet it: in a real browser, on a phone, on a desk's screen, in the dark, on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from mailflow.core.figures import figures
from mailflow.report.page import page as report_page
from tests.live.browser import screenshot
from tests.report_sample import empty, sample

pytestmark = pytest.mark.live
SHOTS = Path(os.environ.get("SCREENSHOTS") or ".screenshots")  # not kept; the best of them are in docs/


@pytest.fixture(params=["month", "week", "empty"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file, as somebody opens it from a mail."""
    now, old = {"month": sample(), "week": sample(7), "empty": empty()}[request.param]
    file = tmp_path / f"{request.param}.html"
    language = "en" if request.param == "week" else "id"
    file.write_text(report_page(now, figures(now), figures(old), "iDuHelp", language), encoding="utf-8")
    return file


def opened(chromium: Browser, file: Path, width: int, scheme: str, script: bool = True) -> tuple[Page, list[str]]:
    """The page, and everything it asked for."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=script,  # type: ignore[arg-type]
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    return page, asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_read_it(
    chromium: Browser, axe: Callable[[Page], list[str]], kept: Path, width: int, scheme: str
) -> None:
    """axe-core finds nothing, nothing is wider than the screen, nothing but the file is fetched."""
    page, asked = opened(chromium, kept, width, scheme)
    screenshot(page, SHOTS, f"report-{kept.stem}-{width}-{scheme}")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [kept.as_uri()]
    page.context.close()


def test_the_picture_in_the_docs(chromium: Browser, tmp_path: Path) -> None:
    """On a screen and on a phone beside it, as `make pictures` puts it into docs/images."""
    now, old = sample()
    for language in ("en", "id"):
        (tmp_path / f"{language}.html").write_text(report_page(now, figures(now), figures(old), "iDuHelp", language))
    for language, width, scheme in (("en", 1080, "light"), ("id", 360, "dark")):
        page, _ = opened(chromium, tmp_path / f"{language}.html", width, scheme)
        page.set_viewport_size({"width": width, "height": 960})
        page.screenshot(path=tmp_path / f"{language}.png")
        page.context.close()
    both = tmp_path / "both.html"
    both.write_text('<body style="margin:0;display:flex;gap:20px"><img src="en.png"><img src="id.png">')
    page, _ = opened(chromium, both, 1460, "light")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": 1460, "height": 960})
    page.screenshot(path=SHOTS / "docs-report.png")
    assert page.evaluate("[...document.images].every(one => one.naturalHeight == 960)")
    page.context.close()


def test_it_needs_no_script(chromium: Browser, kept: Path) -> None:
    """Each table opens and each definition is reached without any."""
    page, _ = opened(chromium, kept, 1280, "light", script=False)
    for one in page.locator("summary").all():
        one.click()
    assert page.locator("details:not([open])").count() == 0
    page.locator("a.what").first.click() if page.locator("a.what").count() else None
    assert page.locator("#definitions").is_visible()
    page.context.close()


def test_its_words_are_not_cut(chromium: Browser, kept: Path) -> None:
    """No text of a chart leaves its picture, at any width."""
    for width in (360, 1280):
        page, _ = opened(chromium, kept, width, "light")
        cut = page.evaluate(
            "[...document.querySelectorAll('svg[role=img]')].filter(s => s.getClientRects().length).flatMap(s => {"
            "const box = s.getBoundingClientRect(); return [...s.querySelectorAll('text')].filter(t => {"
            "const r = t.getBoundingClientRect(); return r.left < box.left - 2 || r.right > box.right + 2})"
            ".map(t => t.textContent)})"
        )
        assert cut == []
        page.context.close()


def test_it_is_printed_on_a4_in_the_light(chromium: Browser, kept: Path, tmp_path: Path) -> None:
    """Also by who reads in the dark; a page is 595 × 842 points."""
    page, _ = opened(chromium, kept, 1280, "dark")
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()
