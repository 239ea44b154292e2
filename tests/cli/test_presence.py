"""`mailflow away`, `mailflow back`, and where they show."""

from __future__ import annotations

from tests.cli.desk import Desk


def test_away_shows_in_list_and_show_until_back(answered: Desk) -> None:
    """A day still belongs to it; the deputy is whoever reads for him now."""
    said = answered.json("away", "budi", "--until", "2099-01-02", "--deputy", "Sari", status=1)
    assert "too far away" in said["error"]["message"]
    told = answered.json("away", "budi", "--until", "tomorrow", "--deputy", "Sari")
    assert (told["name"], told["away"], told["deputy"]) == ("Budi", True, "Sari")
    assert told["until"].endswith("T00:00:00+07:00")
    assert answered.json("list")["away"] == [{key: told[key] for key in ("name", "until", "deputy")}]
    assert answered.json("show", "1")["ticket"]["away"] == answered.json("list")["away"][0]
    assert "Budi is away until" in answered.type("list").out
    assert "23:59 WIB; Sari gets the reminders" in answered.type("show", "1").out
    assert answered.json("back", "Budi") == {"name": "Budi", "away": False, "until": None, "deputy": None}
    assert answered.json("list")["away"] == []
    assert answered.json("show", "1")["ticket"]["away"] is None


def test_who_is_nobody_and_what_is_no_moment(answered: Desk) -> None:
    """Each says what to do; nothing changes."""
    assert "there are Budi, Sari" in answered.type("away", "Bud", status=1).err
    assert "cannot be his own deputy" in answered.type("away", "Budi", "--deputy", "Budi", status=1).err
    assert "has passed" in answered.type("away", "Budi", "--until", "yesterday", status=1).err
    assert answered.json("list")["away"] == []


def test_a_planned_absence_shows_too(answered: Desk) -> None:
    """Also while rules.yaml is broken one may look."""
    shipped = "# away:\n#   - {name: Budi, from: 2026-12-21, until: 2027-01-02, deputy: Sari}"
    answered.edit(shipped, "away: [{name: Budi, from: 2020-01-01}]")
    assert [one["name"] for one in answered.json("list")["away"]] == ["Budi"]
    answered.edit("from: 2020-01-01", "from: nonsense")
    assert answered.json("list")["away"] == []
