"""`mailflow docs` finds the pages on this machine and opens them, or says where they lie."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, typed
from tests.machine.test_package import built


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages as a wheel has them; no screen."""
    folder = tmp_path / "site"
    for name in ("index", "postgresql", "reference/settings", "id/index"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text("<h1>page</h1>")
    (tmp_path / "secret.html").touch()
    monkeypatch.setattr("mailflow.cli.docs.SITES", (tmp_path / "nowhere", folder))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return folder


@pytest.mark.parametrize(
    ("words", "tongue", "page"),
    [
        ((), "C.UTF-8", "index.html"),
        ((), "id_ID.UTF-8", "id/index.html"),
        (("reference/settings",), "C.UTF-8", "reference/settings.html"),
        (("postgresql.html",), "id_ID.UTF-8", "postgresql.html"),  # there is none in Indonesian
    ],
)
def test_without_a_screen_it_prints_the_path(
    words: tuple[str, ...], tongue: str, page: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the reader's language where the page is there in it."""
    monkeypatch.setenv("LANG", tongue)
    assert typed("docs", *words).out == f"{site / page}\n"
    assert typed("docs", *words, "--json").json == {"page": str(site / page)}


@pytest.mark.parametrize("name", ["nothing", "../secret", "/etc/passwd"])
def test_a_page_that_is_not_there_is_refused(name: str, site: Path) -> None:
    """Also one outside the site."""
    said = typed("docs", name)
    assert said.status == 1
    assert "no page" in said.err


def test_without_pages_it_says_how_to_get_them(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel that was built without them."""
    monkeypatch.setattr("mailflow.cli.docs.SITES", ())
    said = typed("docs")
    assert said.status == 1
    assert "make docs" in said.err


def test_on_a_screen_a_browser_opens_it(site: Path, tmp_path: Path) -> None:
    """The one of $BROWSER."""
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    shown = (
        f"from pathlib import Path; from mailflow.cli import docs, main; docs.SITES = (Path({str(site)!r}),); main()"
    )
    script = tmp_path / "shown.py"
    script.write_text(shown)
    environ = {"BROWSER": str(browser), "DISPLAY": ":0", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": ""}
    done = subprocess.run(
        [sys.executable, str(script), "docs"],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert opened.read_text() == f"{(site / 'index.html').as_uri()}\n"


def test_a_wheel_has_the_pages_that_were_built_for_it(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those $MAILFLOW_SITE names, where `mailflow docs` looks first."""
    monkeypatch.setenv("MAILFLOW_SITE", str(site))
    names = zipfile.ZipFile(built(tmp_path / "wheel", "wheel")).namelist()
    assert {"mailflow/site/index.html", "mailflow/site/id/index.html"} <= set(names)
