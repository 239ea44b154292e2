"""A mail is split off that answers a letter to which a relay gave another Message-ID."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Office

RELAYED = "<0102019a-000001@eu-west-1.relay.example>"
QUESTION = "Ada lagi: kartu saya hilang, bagaimana memblokirnya?"


@pytest.mark.parametrize("relayed", [False, True])
def test_what_it_repeats_of_our_letter_is_not_its_question(desk: Office, relayed: bool) -> None:
    """Its customer's program marks no quotation: known is only what our letter said."""
    desk.mail("Ani")
    desk.look()
    desk.mail("Budi", reply_to="acknowledgement", to="list", body="")
    desk.look()
    desk.mail("Budi", reply_to="claim-receipt", to="desk", body="Halo Bu, pulsanya sudah kami isi ulang.")
    desk.look()
    answered = desk.client.find("acknowledgement")
    references = f"{answered['References']} {RELAYED if relayed else answered['Message-ID']}"
    desk.mail("Ani", reply_to="acknowledgement", quote="bare", references=references, body=QUESTION)
    desk.look()
    desk.mail("Budi", reply_to="customer-wrote", to="desk", body="/pisah")
    desk.look()
    receipt = desk.client.find("claim-receipt").get_content()
    assert QUESTION in receipt
    assert "sudah kami terima" not in receipt
