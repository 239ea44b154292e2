"""`mailflow docs`: the documentation's pages on this machine, in a browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mailflow.cli.common import command, put, put_json
from mailflow.cli.language import language
from mailflow.errors import CannotDo

_PACKAGE = Path(__file__).resolve().parents[1]
SITES = (_PACKAGE / "site", _PACKAGE.parent / "build" / "docs")  # of the wheel; of a checkout after `make docs`


@command("docs", "mailflow docs", "mailflow docs reference/settings", "mailflow docs --print")
@click.argument("page", default="")
@click.option("--print", "only_print", is_flag=True, help="Print where the page lies; open nothing.")
def docs(page: str, only_print: bool, as_json: bool) -> None:
    """Open the documentation, which needs no network: in Indonesian where your locale is.

    Where there is no screen to open a browser on, it prints the page's path. PAGE is a name such as tutorial, admin or
    reference/settings.
    """
    file = _page(page.removesuffix(".html"), language())
    opened = not only_print and not as_json and _open(file)
    if as_json:
        put_json({"page": str(file)})
    elif not opened:
        put(str(file))


def _page(name: str, tongue: str) -> Path:
    """In the reader's language if it is there in it. Raises CannotDo."""
    site = next((site for site in SITES if (site / "index.html").is_file()), None)
    if site is None:
        raise CannotDo(
            "this mailflow was installed without its pages: `make docs` in a checkout builds them into build/docs"
        )
    places = [site / "id"] * (tongue == "id") + [site]
    pages = [place / f"{name or 'index'}.html" for place in places]
    found = next((one for one in pages if one.resolve().is_relative_to(site) and one.is_file()), None)
    if found is None:
        raise CannotDo(f"there is no page {name!r}: `mailflow docs` opens the list of them")
    return found


def _open(file: Path) -> bool:
    """Whether a browser shows it. One of the terminal would take it over, and is not asked."""
    if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    import webbrowser

    return webbrowser.open(file.as_uri())
