"""The site builds from this repository without network and without a warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    argv = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-d", f"{folder}/trees", "docs", f"{folder}/html"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_every_page_has_its_html(site: Path) -> None:
    """None is left out of the site."""
    pages = {page.relative_to(ROOT / "docs").with_suffix(".html") for page in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if not (site / page).is_file()} == set()


def test_it_asks_no_other_host(site: Path) -> None:
    """It is read where there is no network: no script, style, font or picture from elsewhere."""
    asked = [
        (file.name, link)
        for file in site.rglob("*.html")
        for link in re.findall(
            r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"((?:https?:)?//[^\"]+)", file.read_text()
        )
    ]
    assert asked == []
    assert not any("url(http" in file.read_text() or "@import" in file.read_text() for file in site.rglob("*.css"))


def test_indonesian_pages_have_an_indonesian_menu(site: Path) -> None:
    """Its headings, its pages, the search box and the page that finds; from there one click leads to English."""
    for page, up in (("id/pic.html", "../"), ("id/reference/letters.html", "../../"), ("cari.html", "")):
        text = (site / page).read_text()
        menu = text[text.index('class="sidebar-tree"') : text.index('class="main"')]
        assert '<html class="no-js" lang="id"' in text
        assert [words for words in ("Panduan", "Acuan", "Untuk PIC", "Glosarium") if words not in menu] == []
        assert [words for words in ("How to", "For the PIC", "Reference") if words in menu] == []
        assert f'href="{up}index.html" lang="en">In English' in menu
        assert 'placeholder="Cari"' in text
        assert f'action="{up}cari.html"' in text or page == "cari.html"
        assert [
            words for words in (">Next<", ">Previous<", "On this page", "Back to top", "Made with") if words in text
        ] == []
    english = (site / "pic.html").read_text()
    assert 'lang="en"' in english
    assert 'action="search.html"' in english
    assert "indonesian.js" not in english


def test_it_is_small(site: Path) -> None:
    """It lies in the wheel."""
    assert sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) < 6_000_000


@pytest.mark.live
def test_the_operators_card_is_one_sheet(site: Path, tmp_path: Path) -> None:
    """Both sides of A4, as a browser prints it."""
    from pypdf import PdfReader

    card = tmp_path / "card.pdf"
    argv = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    page = (site / "id" / "operator.html").as_uri()
    subprocess.run([*argv, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={card}", page],
                   capture_output=True, timeout=90, check=True)  # fmt: skip
    assert len(PdfReader(card).pages) <= 2
