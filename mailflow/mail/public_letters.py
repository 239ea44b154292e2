"""The public canned letters as one static page: ordered, searchable by the browser, with nothing from elsewhere."""

from __future__ import annotations

import re
from html import escape

from mailflow.core.message import Address
from mailflow.core.rules import Desk
from mailflow.mail.facts import completed, samples_of
from mailflow.mail.letters_within import without_frame
from mailflow.mail.templates import Templates

# (Indonesian, English)
_WORDS = {
    "title": ("Jawaban atas pertanyaan yang sering diajukan", "Answers to frequent questions"),
    "search": ("Cari di halaman ini", "Search this page"),
    "none": ("Tidak ada yang cocok.", "Nothing matches."),
    "write": ("Tidak terjawab? Tulis kepada", "Not answered? Write to"),
}
# what a letter asks for, and the page instead
_REPLY = {"balas email ini": "tulis kepada", "reply to this email": "write to"}
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; color: #222 }
input { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box }
article { border-top: 1px solid #ccc; margin-top: 1.5rem } article p { white-space: pre-line }
"""
_SCRIPT = """
const box = document.querySelector("input"), none = document.querySelector("#none");
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\\s+/);
  let shown = 0;
  for (const one of document.querySelectorAll("article")) {
    const text = one.textContent.toLowerCase();
    one.hidden = !words.every(word => text.includes(word));
    shown += one.hidden ? 0 : 1;
  }
  none.hidden = shown > 0;
});
"""


def public_names(templates: Templates) -> list[str]:
    """In the order of the page: steps of runbooks by their number, then the others by title."""
    letters = [templates.get(name) for name in templates.names() if templates.get(name).public]
    letters.sort(key=lambda one: (one.runbook is None, one.runbook or ("", 0), one.title.casefold(), one.name))
    return [one.name for one in letters]


def page(templates: Templates, desk: Desk, language: str) -> str:
    """The page in one language; a letter that has no text in it stands there in the next best."""
    title, search, none, write = (pair[language != "id"] for pair in _WORDS.values())
    parts = "\n".join(_article(templates, desk, name, language) for name in public_names(templates))
    mail = escape(desk.address)
    return f"""<!doctype html>
<html lang="{escape(language)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(desk.name)}: {title}</title>
<style>{_STYLE}</style>
<h1>{escape(desk.name)}</h1>
<h2>{title}</h2>
<input type="search" placeholder="{search}" aria-label="{search}">
<p id="none" hidden>{none}</p>
{parts}
<p>{write} <a href="mailto:{mail}">{mail}</a>.</p>
<script>{_SCRIPT}</script>
</html>
"""


def _as_page(text: str, desk: Desk) -> str:
    """Who reads a page has no email to reply to."""
    for said, instead in _REPLY.items():
        text = re.sub(rf"\b{said}\b", f"{instead} {desk.address}", text, flags=re.IGNORECASE)
    return text


def _article(templates: Templates, desk: Desk, name: str, language: str) -> str:
    """Without greeting, closing and anything of a ticket. Raises GiveUp when it cannot be rendered."""
    bare = samples_of(name)[1] | {"desk": desk, "recipient": Address("")}
    rendered = templates.render(name, language, {**bare, **completed(name, {})})
    title = templates.get(name, language).title or templates.get(name, language).description
    paragraphs = _as_page(without_frame(rendered.text), desk).split("\n\n")
    text = "\n".join(f"<p>{escape(part.strip())}</p>" for part in paragraphs if part.strip())
    head = f'<article id="{escape(name)}" lang="{escape(rendered.language)}">\n<h3>{escape(title)}</h3>'
    return f"{head}\n{text}\n</article>"
