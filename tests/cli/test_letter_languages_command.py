"""`mailflow check`: letters in further languages, and what is missing in each."""

from __future__ import annotations

from tests.cli.desk import Desk

JAVANESE = "Subject: [#{{ ticket.number }}] {{ ticket.subject }}\n\nSugeng {{ recipient.name }}.\n"


def test_check_names_what_is_missing(asked: Desk) -> None:
    """Of each further language, what its readers get in the desk's."""
    assert asked.json("check")["languages"] == []
    folder = asked.home / "templates" / "canned"
    (folder / "acknowledgement.jv.txt").write_text(JAVANESE, encoding="utf-8")
    [found] = asked.json("check")["languages"]
    assert (found["language"], found["written"]) == ("jv", ["acknowledgement"])
    assert "closed" in found["missing"] and "announcement" not in found["missing"]
    assert "letters in jv: 1, the others are sent in id: " in asked.type("check").out
    asked.edit("language: id}", "language: su}")
    su = next(one for one in asked.json("check")["languages"] if one["language"] == "su")
    assert "announcement" in su["missing"]


def test_a_letter_in_it_is_checked_too(asked: Desk) -> None:
    """As those in Indonesian and English."""
    file = asked.home / "templates" / "canned" / "acknowledgement.jv.txt"
    file.write_text(JAVANESE.replace("recipient.name", "recipient.nme"), encoding="utf-8")
    assert "acknowledgement.jv.txt" in asked.type("check", status=2).err
