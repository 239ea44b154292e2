"""What is added at the end of a letter, in its text and its HTML: the survey link, the question for a digit, and how to
get no more letters of this kind."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.letter_kinds import BROADCAST
from mailflow.core.rules import Desk
from mailflow.mail.canned import Rendered
from mailflow.mail.facts import completed
from mailflow.mail.templates import Templates


def with_survey(words: Rendered, link: str, templates: Templates, desk: Desk) -> Rendered:
    """The text with the link in text and HTML, once each: where the template has it, else in a paragraph at the
    end."""
    line = templates.render("survey-line", words.language, {"link": link, "desk": desk}).text.strip()
    if link not in line:  # an admin's own text without the link
        line = f"{line}\n{link}"
    text = words.text if link in words.text else f"{words.text.rstrip()}\n\n{line}\n"
    text = _once(text, link)
    if words.html is None or link in words.html.replace("&amp;", "&"):
        return Rendered(words.subject, text, words.html, words.language)
    shown = _escaped(link)
    html = _with_paragraph(words.html, f'<p><a href="{shown}">{shown}</a></p>\n')
    return Rendered(words.subject, text, html, words.language)


def asking_for_digit(words: Rendered, templates: Templates, desk: Desk) -> Rendered:
    """The text followed, in text and HTML, by the question that is answered with a digit."""
    asked = templates.render("survey-by-mail", words.language, {"desk": desk}).text.strip()
    text = f"{words.text.rstrip()}\n\n{asked}\n"
    return Rendered(words.subject, text, _with_words(words.html, asked), words.language)


def to_many(name: str, language: str, base: Mapping[str, object], link: str, templates: Templates) -> Rendered:
    """The canned letter `name` as each of many customers gets it: within the letter `broadcast`, which says how to get
    no more. `base`: desk, ticket, recipient; a subject that would name a ticket gives way to the letter's title.
    `link`: the page for that, "" without.

    Raises GiveUp if one cannot be rendered.
    """
    words = templates.render(name, language, {**base, **completed(name, {})})
    canned = templates.get(name, language)
    subject = canned.title if canned.title and "ticket" in canned.subject else words.subject
    facts = {**base, **completed(BROADCAST, {"subject": subject, "text": words.text.strip(), "link": link})}
    whole = templates.render(BROADCAST, words.language, facts)
    if words.html is None:
        return Rendered(whole.subject, whole.text, None, words.language)
    frame = templates.render(BROADCAST, words.language, {**facts, "text": ""}).text.strip()
    return Rendered(whole.subject, whole.text, _with_words(words.html, frame, link), words.language)


def _with_words(html: str | None, text: str, link: str = "") -> str | None:
    """A paragraph for each; the link can be clicked."""
    if html is None:
        return None
    shown = _escaped(link)
    found = "".join(f"<p>{_escaped(one)}</p>\n" for one in _paragraphs(text))
    return _with_paragraph(html, found.replace(shown, f'<a href="{shown}">{shown}</a>') if link else found)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]


def _with_paragraph(html: str, paragraph: str) -> str:
    before, end, after = html.rpartition("</body>")
    return before + paragraph + end + after if end else html + paragraph


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _once(text: str, link: str) -> str:
    first = text.index(link) + len(link)
    return text[:first] + text[first:].replace(link, "")
