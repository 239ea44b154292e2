"""The published comments as a page of its own, for the desk's web site: no style, no names, nothing to load."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.plain import JsonObject
from mailflow.web.site import LANGUAGES, render


def page(published: Sequence[JsonObject], language: str) -> str:
    """`published`: rows of `testimonials --json`."""
    return render("testimonials.html", language if language in LANGUAGES else "en", {"testimonials": published})
