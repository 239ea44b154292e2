"""Sphinx's configuration of the site: `make docs` builds it without network, warnings as errors.

Pages are Markdown. Where one has the line `<!-- made: NAME LANGUAGE -->`, what docs/_ext/mailflow_reference makes of
the code stands instead.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from mailflow_reference import MARK, made  # noqa: E402  needs the path above

from mailflow import __version__  # noqa: E402

project = "mailflow"
author = copyright = "the authors of mailflow"
version = release = __version__
extensions = ["myst_parser", "indonesian_pages"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_ext"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
suppress_warnings = ["myst.header"]  # mail.md and others begin a level lower than their title
highlight_language = "none"
smartquotes_action = "qe"  # quotation marks and dots; never dashes: two hyphens before a word begin an option
html_theme = "furo"
html_title = "mailflow"
html_logo = html_favicon = "../mailflow/web/static/icon.svg"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1a56b0", "color-brand-content": "#1a56b0"},
    "dark_css_variables": {"color-brand-primary": "#8ab4f8", "color-brand-content": "#8ab4f8"},
}
html_static_path = ["_static"]
html_css_files = ["mailflow.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_baseurl = ""
ELSEWHERE = re.compile(
    r"\[([^\]]+)\]\((?:\.\./)+(?:tests|bench|findings|mailflow)/[^)]*\)"
)  # on no page: its words alone
OUTSIDE = re.compile(r"\]\((?:\.\./)+(mailflow/DECISIONS|SECURITY|CHANGELOG)\.md(#[\w-]+)?\)")


def _filled(app: Sphinx, name: str, source: list[str]) -> None:
    """Writes what is made of the code into a page, and points links to files of the repository at their pages here."""
    up = "../" * name.count("/")
    text = MARK.sub(lambda found: made(found[1], found[2]), source[0])
    turned = OUTSIDE.sub(lambda found: f"]({up}project/{found[1].rpartition('/')[2].lower()}.md{found[2] or ''})", text)
    source[0] = ELSEWHERE.sub(r"\1", turned)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", _filled)
    return {"parallel_read_safe": True}
