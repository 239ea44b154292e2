"""The admin edits a running desk: good edits count at once, broken ones keep the last good version."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mailflow.clock import machine_now
from mailflow.core.losses import losses
from mailflow.errors import MailflowError
from mailflow.flow.health import edits
from mailflow.store.desk import holdings
from tests.flow.conftest import Office


def test_a_broken_rules_yaml_keeps_the_last_good_one_and_is_told_once(desk: Office) -> None:
    """The admin reads the fault with its line; the desk goes on as before."""
    good = desk.parts.rules
    (desk.home / "rules.yaml").write_text("desk: {adress: x}\n", encoding="utf-8")
    desk._edited()
    desk._edited()
    desk.look()
    assert desk.parts.rules == good
    assert [str(letter) for letter in desk.world] == ["admin-alert to admin@desk.example"]
    assert "rules.yaml:1" in desk.world[0].text


def test_the_repaired_file_counts_again(desk: Office) -> None:
    """After the repair the new rules are in force, and nobody is told any more."""
    (desk.home / "rules.yaml").write_text("desk: [\n", encoding="utf-8")
    desk._edited()
    desk.write_rules({"acknowledge": False})
    desk.look()
    assert desk.parts.rules.acknowledge is False
    assert desk.kinds() == ["admin-alert"]


def test_an_edit_that_the_full_disk_kept_from_being_followed_is_followed_later(desk: Office) -> None:
    """The file is not edited again for that: the removed operator's ticket is free as soon as there is room."""
    desk.mail("ani", to="desk")
    desk.look()
    desk.mail("budi", body="", reply_to="announcement", to="desk")
    desk.look()
    assert desk.parts.db.value("SELECT owner FROM ticket") == "Budi"
    desk.write_rules({"operators": [{"name": "Sari", "address": "sari@desk.example"}]}, reload=False)
    desk.parts.policy.hurry()
    holdings.accept(desk.parts.db, desk.parts.policy._load().digest)
    desk.parts.db.execute("PRAGMA query_only = 1")
    with pytest.raises(MailflowError):
        desk._daemon.look_for_edits()
    desk.parts.db.execute("PRAGMA query_only = 0")
    desk._daemon.look_for_edits()
    assert desk.parts.db.value("SELECT owner FROM ticket") is None


def test_a_broken_letter_keeps_the_last_good_one_and_is_told_once(desk: Office) -> None:
    """Customers get the letter as it was."""
    desk.write_letter("acknowledgement.id", "Subject: Re: {{ ticket.subject }}\n\nHalo {{ nobody.knows.this }}\n")
    desk.look()
    assert desk.kinds() == ["admin-alert"]
    assert "acknowledgement.id" in desk.world[0].text
    desk.mail("ani")
    desk.look()
    assert "tiket 1" in desk.world[-1].text


def test_an_edited_letter_counts_at_once(desk: Office) -> None:
    """No restart is needed."""
    desk.write_letter(
        "acknowledgement.id", "Subject: Re: {{ ticket.subject }}\n\nSudah kami catat: {{ ticket.number }}.\n"
    )
    desk.mail("ani")
    desk.look()
    assert "Sudah kami catat: 1." in desk.world[-1].text


def test_a_shorter_ladder_counts_for_tickets_that_are_there(desk: Office) -> None:
    """Alarms computed under the old rules move with the edit."""
    desk.mail("ani")
    desk.look()
    before = desk.parts.db.value("SELECT wake_at FROM ticket")
    desk.write_rules({"reminders": {"claim": [{"after": "1h", "letter": "reminder-claim", "to": "operators"}]}})
    after = desk.parts.db.value("SELECT wake_at FROM ticket")
    assert after < before


def test_who_is_removed_by_an_edit_is_told_before_it_counts(desk: Office) -> None:
    """The admin reads what it will do, with the tickets; nothing is released meanwhile."""
    desk.mail("ani")
    desk.look()
    desk.mail("sari", reply_to="acknowledgement", body="Sedang saya cek.", to="ani, desk")
    desk.look()
    assert desk.ticket(1).owner == "Sari"  # type: ignore[union-attr]
    fewer = {"operators": [{"name": "Budi", "address": "budi@desk.example"}]}
    desk.write_rules(fewer, reload=False)
    desk.parts.policy.hurry()
    desk._daemon.look_for_edits()
    desk.look()
    assert desk.ticket(1).owner == "Sari"  # type: ignore[union-attr]
    assert str(desk.world[-1]) == "admin-alert to admin@desk.example"
    assert "Petugas Sari tidak ada lagi; tiket miliknya (1: 1) kembali ditawarkan" in desk.world[-1].text
    desk.write_rules(fewer)
    desk.look()
    assert desk.ticket(1).owner is None  # type: ignore[union-attr]


def test_two_daemons_tell_of_an_edit_once(desk: Office) -> None:
    """Each sees it in its own home; the same edit half an hour later is told again."""
    fewer = {"operators": [{"name": "Budi", "address": "budi@desk.example"}]}
    before = desk.parts.policy.settings
    desk.write_rules(fewer, reload=False)
    after = desk.parts.policy._load()
    for _ in range(2):
        edits.tell_of_losses(desk.parts, after, losses(before.holdings, after.holdings, after.rules))
    desk.look()
    assert desk.kinds() == ["admin-alert"]
    assert holdings.claim_telling(desk.parts.db, after.digest, machine_now() + 1800)


_RENAMED = {
    "operators": [
        {"name": "Budi Santoso", "address": "budi@desk.example"},
        {"name": "Sari", "address": "sari@desk.example"},
    ]
}


def test_what_is_held_goes_when_its_renamed_author_says_so(desk: Office) -> None:
    """It is his as before, also on a ticket that is another's."""
    desk.mail("ani", to="desk")
    desk.look()
    desk.mail("sari", body="", reply_to="announcement", to="desk")
    desk.look()
    desk.mail("budi", body="Sudah kami isi ulang, silakan dicek.", reply_to="announcement", to="desk")
    desk.look()
    assert desk.ticket(1).held[0].operator == "Budi"  # type: ignore[union-attr]
    desk.write_rules(_RENAMED)
    assert desk.ticket(1).held[0].operator == "Budi Santoso"  # type: ignore[union-attr]
    desk.mail("budi", body="kirim", reply_to="held", to="desk")
    desk.look()
    assert desk.ticket(1).held == ()  # type: ignore[union-attr]
    assert "answer" in desk.kinds()


def test_what_a_renamed_operator_wrote_for_later_leaves_at_its_moment(desk: Office) -> None:
    """It is his answer, by his present name; nobody takes him for one who has left."""
    desk.mail("ani", to="desk")
    desk.look()
    desk.mail("budi", body="", reply_to="announcement", to="desk")
    desk.look()
    desk.mail("budi", body="/kirim 3 jam\n\nSudah kami isi ulang, silakan dicek.", reply_to="claim-receipt", to="desk")
    desk.look()
    desk.write_rules(_RENAMED)
    ticket = desk.ticket(1)
    assert ticket is not None
    assert (ticket.owner, [one.operator for one in ticket.unsent]) == ("Budi Santoso", ["Budi Santoso"])
    desk.pass_time(desk.now() + timedelta(hours=4))
    desk.look()
    assert desk.world[-1].kind == "answer"
    said = desk.parts.db.value("SELECT data FROM event WHERE kind = 'answered'")
    assert json.loads(said)["operator"] == "Budi Santoso"
