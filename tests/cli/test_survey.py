"""`survey`, `testimonials` and `web hash`: votes of an external page come back, comments are masked and published."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.web.passwords import is_right
from tests.cli.desk import Desk, typed


@pytest.fixture
def closed(answered: Desk) -> Desk:
    """With an external survey, whose link was sent."""
    answered.edit("# survey:", 'survey: {link: "https://survey.example/?t={number}&key={token}"}\n# survey:')
    answered.type("close", "1", "--as", "Dewi")
    answered.once()
    return answered


def key(desk: Desk) -> str:
    """That of the link in the closing letter."""
    text = next(m["text"] for m in desk.json("show", "1")["messages"] if "survey.example" in m["text"])
    return str(text.split("key=")[1].split()[0])


def test_votes_of_an_external_page_come_back(closed: Desk) -> None:
    """By the key of the link; a later one replaces it."""
    assert closed.json("survey") == {"votes": []}
    assert closed.json("show", "1")["ticket"]["survey"] is None
    said = ("--key", key(closed), "--comment", "Cepat, nomor 0812 3456 7890", "--consent")
    closed.type("survey", "record", "1", *said, "--score", "2")
    closed.type("survey", "record", "1", *said, "--score", "5")
    [vote] = closed.json("survey", "list")["votes"]
    at = vote.pop("at")
    assert vote == {
        "number": "1", "n": 1, "score": 5, "comment": "Cepat, nomor 0812 3456 7890", "road": "link",
        "operator": "Budi", "consent": True,
    }  # fmt: skip
    assert closed.json("show", "1")["ticket"]["survey"]["at"] == at
    assert "5 of 5" in closed.type("show", "1").out
    assert "link" in closed.type("survey").out
    assert closed.json("verify")["ok"]


def test_a_wrong_key_or_time_is_refused(closed: Desk) -> None:
    """Nothing is recorded."""
    assert "not the key" in closed.type("survey", "record", "1", "--key", "x", "--score", "4", status=1).err
    right = key(closed)
    closed.type("reopen", "1", "--as", "Dewi")
    assert (
        "cannot be voted on now" in closed.type("survey", "record", "1", "--key", right, "--score", "4", status=1).err
    )
    assert closed.json("survey")["votes"] == []


def test_testimonials(closed: Desk, tmp_path: Path) -> None:
    """Listed with numbers hidden; what is published stands on the page, until it is withdrawn."""
    assert "nobody has allowed" in closed.type("testimonials").err
    said = ("--score", "5", "--comment", "<b>Cepat</b>, 0812 3456 7890", "--consent")
    closed.type("survey", "record", "1", "--key", key(closed), *said)
    [one] = closed.json("testimonials")["testimonials"]
    assert (one["text"], one["published"], one["score"]) == ("<b>Cepat</b>, 0812-xxxx-7890", False, 5)
    page = tmp_path / "said.html"
    closed.type("testimonials", "--output", str(page))
    assert "Cepat" not in page.read_text(encoding="utf-8")
    assert closed.json("testimonials", "--publish", str(one["id"]))["testimonials"][0]["published"]
    closed.type("testimonials", "--output", str(page))
    assert "&lt;b&gt;Cepat&lt;/b&gt;, 0812-xxxx-7890" in page.read_text(encoding="utf-8")
    assert "not published" in closed.type("testimonials", "--withdraw", "--all").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--publish",), "which ones?"),
        (("--publish", "99"), "there is no testimonial 99"),
        (("7",), "say what becomes of them"),
        (("--publish", "--withdraw", "--all"), "opposites"),
    ],
)
def test_testimonials_asked_wrongly(closed: Desk, words: tuple[str, ...], told: str) -> None:
    """Says what to write."""
    assert told in closed.type("testimonials", *words, status=1).err


def test_web_hash() -> None:
    """A password from stdin, as rules.yaml takes it; a short one is refused."""
    made = typed("web", "hash", stdin="kata sandi Dewi\n")
    assert made.status == 0
    assert is_right(made.out.strip(), "kata sandi Dewi") and not is_right(made.out.strip(), "kata sandi")
    assert typed("web", "hash", "--json", stdin="kata sandi Dewi\n").json["hash"].startswith("$argon2id$")
    assert "at least 8" in typed("web", "hash", stdin="pendek\n").err
    assert not is_right("no hash", "x") and not is_right(made.out.strip(), "x" * 2000)


def test_check_says_how_customers_are_asked(desk: Desk) -> None:
    """By a link, our page, a digit by reply, or not at all."""
    assert desk.json("check")["survey"] == "mail"
    desk.edit("# survey:", "web: {url: 'https://desk.example/'}\n# survey:")
    assert desk.json("check")["survey"] == "page"
    assert "our own page at https://desk.example" in desk.type("check").out
