"""What stands around the pages under id/ is Indonesian, too: menu, search, links to other pages.

Sphinx knows one language a site, and ours has two in one. So these pages get a menu of their own, from the toctrees of
id/index, the few words of the theme in Indonesian, and a page of search results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from furo.navigation import get_navigation_tree
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

START = "id/index"
SEARCH = "cari"  # beside search: Sphinx's script finds other pages from the first folder alone
ENGLISH = '<ul><li class="toctree-l1"><a class="reference internal" href="{href}" lang="en">In English</a></li></ul>'
# The theme's own words; its footer names it
WORDS = {
    "Search": "Cari",
    "Index": "Indeks",
    "Home": "Beranda",
    "Next": "Berikutnya",
    "Previous": "Sebelumnya",
    "On this page": "Di halaman ini",
    "Back to top": "Kembali ke atas",
    "Copyright": "Hak cipta",
    "Made with": "Dibuat dengan ",
    "Copyright &#169; %(copyright)s": "Hak cipta &#169; %(copyright)s",
    "Error": "Kesalahan",
    "Please activate JavaScript to enable the search functionality.": "Aktifkan JavaScript untuk mencari.",
}


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-collect-pages", _search_page)
    app.connect("html-page-context", _turned, priority=900)  # behind the theme, whose menu it replaces
    return {"parallel_read_safe": True}


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield SEARCH, {"title": "Cari"}, "search.html"


def _turned(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: object) -> None:
    if not name.startswith("id/") and name != SEARCH:
        return
    to = cast("Callable[..., str]", context["pathto"])
    menu = get_navigation_tree(_menu(app, name))
    context |= {
        "language": "id",
        "gettext": _said,
        "master_doc": START,
        "pathto": lambda other, *more: to(SEARCH if other == "search" else other, *more),
        "furo_navigation_tree": menu + ENGLISH.format(href=to("index")),
    }
    app.add_js_file("indonesian.js")  # for this page


def _said(text: str) -> str:
    return WORDS.get(" ".join(text.split()), text)


def _menu(app: Sphinx, name: str) -> str:
    """The toctrees of id/index, each under its heading, as HTML."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    trees = app.env.get_doctree(START).findall(addnodes.toctree)
    found = (
        app.env.resolve_toctree(name, builder, tree, prune=False, maxdepth=-1, titles_only=True, includehidden=True)
        for tree in trees
    )
    return "".join(str(builder.render_partial(tree)["fragment"]) for tree in found if tree is not None)
