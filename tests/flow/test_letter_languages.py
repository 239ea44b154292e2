"""Letters in any language that has templates: what is missing is in the desk's, as are mailflow's own words in it."""

from __future__ import annotations

import pytest

from mailflow.flow.admin import register
from tests.flow.conftest import Office
from tests.scripts.desk import Seen

JAVANESE = """Subject: [#{{ ticket.number }}] {{ ticket.subject }}

Sugeng {{ recipient.name }}, panyuwunipun sampun kula tampi.
{% if promised_at %}Dipunwangsuli saderengipun {{ promised_at | moment }}.{% endif %}
"""


def enter(desk: Office, language: str) -> None:
    register.enter(desk.parts, {"addresses": "ani@mail.example", "name": "Ani", "language": language})


def letters(desk: Office, kind: str, to: str = "ani@") -> list[Seen]:
    return [seen for seen in desk.world if seen.kind == kind and to in str(seen.message["To"])]


def test_a_customer_gets_the_language_of_the_register(desk: Office) -> None:
    """Whatever language the mail is in; moments in it are said in the desk's."""
    desk.write_letter("acknowledgement.jv", JAVANESE)
    enter(desk, "Jawa")
    desk.mail("Ani", "Pulsa", "Pulsa saya belum masuk, tolong.", to="desk")
    desk.look()
    [found] = letters(desk, "acknowledgement")
    assert "panyuwunipun sampun" in found.text
    assert "pukul" in found.text


def test_what_is_not_written_in_it_is_in_the_desks(desk: Office) -> None:
    """Not half in English: neither letter nor words within."""
    enter(desk, "jv")
    desk.mail("Ani", "Pulsa", "My top-up has not arrived, please help.", to="desk")
    desk.look()
    [found] = letters(desk, "acknowledgement")
    assert "pukul" in found.text
    assert "Permintaan Anda" in found.text or "kami terima" in found.text


def test_an_english_desk_says_the_rest_in_english(desk: Office) -> None:
    """Malay beside English."""
    desk.write_rules({"desk": {"language": "en"}})
    desk.write_letter(
        "acknowledgement.ms", "Subject: [#{{ ticket.number }}] x\n\nDiterima: {{ promised_at | moment }}\n"
    )
    enter(desk, "ms")
    desk.mail("Ani", "Pulsa", "Pulsa saya belum masuk, tolong.", to="desk")
    desk.look()
    [found] = letters(desk, "acknowledgement")
    assert "Diterima: " in found.text
    assert " at " in found.text


def test_a_language_nobody_asked_for_is_never_chosen(desk: Office) -> None:
    """Though it is the only version in the home."""
    folder = desk.home / "templates" / "canned"
    desk.write_letter("acknowledgement.jv", JAVANESE)
    for own in ("acknowledgement.id.txt", "acknowledgement.en.txt"):
        (folder / own).unlink(missing_ok=True)
    desk.mail("Ani", "Pulsa", "Pulsa saya belum masuk, tolong.", to="desk")
    desk.look()
    assert "panyuwunipun" not in letters(desk, "acknowledgement")[0].text


def test_a_rule_and_an_operator_may_name_one(desk: Office) -> None:
    """The operator's receipts come in it, where they are written; the others in the desk's."""
    desk.write_letter("acknowledgement.jv", JAVANESE)
    desk.write_letter("announcement.su", "Subject: [#{{ ticket.number }}] x\n\nAya pamundut anyar.\n")
    rules = [{"when": {"subject": "Jawa"}, "then": {"language": "jv"}}]
    people = [{"name": "Budi", "address": "budi@desk.example", "language": "su"}]
    desk.write_rules({"rules": rules, "operators": people, "announce": "operators"})
    desk.mail("Ani", "Jawa", "Pulsa saya belum masuk, tolong.", to="desk")
    desk.look()
    assert "panyuwunipun" in letters(desk, "acknowledgement")[0].text
    assert "pamundut anyar" in letters(desk, "announcement", "budi@")[0].text
    desk.mail("Budi", reply_to="announcement", to="desk", body="Saya ambil")
    desk.look()
    assert "Tiket" in letters(desk, "claim-receipt", "budi@")[0].text


@pytest.mark.parametrize("text", ["klingon", "j", "JV2", "<b>"])
def test_what_is_no_language_is_refused(desk: Office, text: str) -> None:
    """With an example of what is."""
    with pytest.raises(Exception, match="id, en, jv"):
        enter(desk, text)
