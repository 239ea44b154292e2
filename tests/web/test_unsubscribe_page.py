"""The page of a broadcast's List-Unsubscribe: looking changes nothing, a POST does it at once (RFC 8058)."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from mailflow.flow.admin import broadcasting, register
from mailflow.store.desk import broadcasts
from mailflow.store.desk import register as rows
from tests.flow.conftest import Office
from tests.web.conftest import PagesDesk

ANI = "ani@mail.example"


@pytest.fixture
def told(site: PagesDesk) -> PagesDesk:
    """Ani has had a broadcast, Joko too."""
    office = site.office
    office.write_letter("promo.id", "Subject: Promo\n\nPotongan 10%.\n")
    for address in (ANI, "joko@mail.example"):
        register.enter(office.parts, {"addresses": address, "group": "vip"})
    broadcasting.start(office.parts, "promo", "vip", "Dewi", again=False)
    office.look()
    return site


def headers(office: Office) -> dict[str, str]:
    return dict(next(seen.message for seen in office.world if seen.to == [ANI]).items())


def path(office: Office) -> str:
    found = re.search(r"<https://desk\.example(/unsubscribe/[^>]+)>", headers(office)["List-Unsubscribe"])
    assert found is not None
    return found[1]


def left(office: Office, address: str = ANI) -> datetime | None:
    found = rows.by_address(office.parts.db, address)
    assert found is not None
    return found.unsubscribed_at


def test_the_letter_has_both_headers(told: PagesDesk) -> None:
    """RFC 2369 and RFC 8058; the page stands in the text, too."""
    found = headers(told.office)
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(
        r"<https://desk\.example/unsubscribe/1-1-[a-z2-7]{24}>, "
        r"<mailto:iduhelp@desk\.example\?subject=unsubscribe%201-1-[a-z2-7]{24}>",
        re.sub(r"\s+", " ", found["List-Unsubscribe"]),
    )
    letter = next(seen for seen in told.office.world if seen.to == [ANI])
    assert f"https://desk.example{path(told.office)}" in letter.text


def test_looking_unsubscribes_nobody(told: PagesDesk) -> None:
    """However often a scanner opens it, by GET or HEAD, with whatever it adds."""
    way = path(told.office)
    for asked in (way, f"{way}?List-Unsubscribe=One-Click"):
        seen = told.browser.get(asked)
        assert seen.status == 200
        assert seen.form() == {"List-Unsubscribe": "One-Click"}
    assert told.browser.ask("HEAD", way, {}).text == ""
    assert left(told.office) is None


def test_one_post_does_it(told: PagesDesk) -> None:
    """Without cookie or question, as a mail provider sends it; again it says the same, and only she has left."""
    way = path(told.office)
    for _ in range(2):
        seen = told.browser.post(way, {"List-Unsubscribe": "One-Click"})
        assert seen.status == 200
        assert "tidak akan menerima pengumuman lagi" in seen.text
    assert left(told.office) is not None
    assert left(told.office, "joko@mail.example") is None
    assert broadcasts.progress(told.office.parts.db, 1).unsubscribed == 1
    assert "tidak akan menerima pengumuman lagi" in told.browser.get(way).text


def test_another_key_leads_nowhere(told: PagesDesk) -> None:
    """Neither another customer's number with her signature, nor one of a letter that was never written."""
    way = path(told.office)
    for other in (way.replace("/1-1-", "/1-2-"), way.replace("/1-1-", "/2-1-")):
        assert told.browser.post(other, {}).status == 404
        assert told.browser.get(other).status == 404
    assert told.browser.get("/unsubscribe/").status == 404
    assert left(told.office) is None
    assert left(told.office, "joko@mail.example") is None


def test_the_mail_a_button_writes(told: PagesDesk) -> None:
    """From whatever address, marked as a program's or not: no letter back, no ticket."""
    subject = re.search(r"subject=([^>]+)>", headers(told.office)["List-Unsubscribe"])
    assert subject is not None
    before = len(told.office.world)
    told.office.mail(
        "lain@mail.example", subject[1].replace("%20", " "), "", to="desk", **{"auto-submitted": "auto-generated"}
    )
    told.office.look()
    assert left(told.office) is not None
    assert len(told.office.world) == before
    assert told.office.numbers() == []
