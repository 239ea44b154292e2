"""`mirror:` what the shared mailbox shows of a ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.mirror import keywords_of, mirrored, owner_keyword, root_of
from mailflow.core.ticket import Status, Ticket
from tests.core.desk import closed, new, opened, rules, waiting


def test_keywords() -> None:
    """New, whose, late, waiting, closed."""
    assert keywords_of(new().ticket) == {"$mf_new"}
    assert keywords_of(opened().ticket) == {"$mf_owner_budi"}
    assert keywords_of(waiting().ticket) == {"$mf_owner_budi", "$mf_waiting"}
    assert keywords_of(closed().ticket) == {"$mf_closed"}


def test_overdue_as_soon_as_a_reminder_of_ours_has_rung() -> None:
    """A customer who takes his time is not late."""
    story = opened()
    story.time(25)
    assert keywords_of(story.ticket) == {"$mf_owner_budi", "$mf_overdue"}
    quiet = waiting()
    quiet.time(24 * 5)
    assert "$mf_overdue" not in keywords_of(quiet.ticket)
    assert keywords_of(Ticket(status=Status.ESCALATED)) == frozenset()


@pytest.mark.parametrize(
    ("name", "keyword"),
    [
        ("Budi", "$mf_owner_budi"),
        ("Budi Santoso", "$mf_owner_budi_santoso"),
        ("Zoë d'Arc", "$mf_owner_zoe_d_arc"),
        ("x" * 90, "$mf_owner_" + "x" * 40),
        ("布迪", "$mf_owner_f5a34d56"),
    ],
)
def test_a_keyword_is_an_atom(name: str, keyword: str) -> None:
    """Whatever the name."""
    found = owner_keyword(name)
    assert found == keyword or (not name.isascii() and found.isascii() and len(found) == len(keyword))


@pytest.mark.parametrize(
    ("pattern", "folders"),
    [
        ("", [None, None, None]),
        ("Tiket/{owner}", ["Tiket/belum-diambil", "Tiket/Budi", None]),
        ("Tiket/{owner}/{state}", ["Tiket/belum-diambil/baru", "Tiket/Budi/dikerjakan", "Tiket/Budi/selesai"]),
        ("Tiket/{state}", ["Tiket/baru", "Tiket/dikerjakan", "Tiket/selesai"]),
    ],
)
def test_folders(pattern: str, folders: list[str | None]) -> None:
    """Without a state in the pattern, copies of what is over go."""
    found = [mirrored(story.ticket, pattern, "id").folder for story in (new(), opened(), closed())]
    assert found == folders


def test_a_name_makes_one_folder() -> None:
    """Its separators do not count."""
    ticket = replace(opened(rules()).ticket, owner="Budi/../*x")
    assert mirrored(ticket, "Tiket/{owner}", "en").folder == "Tiket/Budi-x"
    assert mirrored(replace(ticket, owner="///"), "Tiket/{owner}", "en").folder == "Tiket/-"
    assert mirrored(new().ticket, "Tiket/{owner}", "en").folder == "Tiket/unclaimed"
    assert root_of("Tiket/{owner}") == "Tiket/"
