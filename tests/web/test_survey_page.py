"""The survey page: opening it votes nothing, the second step votes once, and the link says nothing about others."""

from __future__ import annotations

import pytest

from mailflow.flow.admin import rebuild, verify
from mailflow.flow.admin.erase import erase
from tests.web.conftest import PagesDesk


def second_step(desk: PagesDesk, score: str = "4") -> dict[str, str]:
    """The form of the second step, as it stands there."""
    return desk.browser.post(desk.link, {"score": score}).form()


def test_the_closing_letter_has_the_link_once(closed: PagesDesk) -> None:
    """To our own page, with the ticket's n and key."""
    letter = closed.office.world[-1]
    assert letter.kind == "closing-satisfied"
    assert letter.text.count("https://desk.example/survey/1/") == 1


def test_opening_votes_nothing(closed: PagesDesk) -> None:
    """However often a scanner looks, with whatever it puts into the address."""
    for path in (closed.link, f"{closed.link}?score=1", f"{closed.link}?score=1&token=x&consent=yes"):
        seen = closed.browser.get(path)
        assert (seen.status, len(seen.page.css("input[name=score]"))) == (200, 5)
    assert closed.browser.ask("HEAD", closed.link, {}).text == ""
    assert closed.votes() == []


def test_the_first_form_votes_nothing(closed: PagesDesk) -> None:
    """It shows the second step, with a token."""
    form = second_step(closed)
    assert set(form) == {"score", "token", "comment"}
    assert closed.votes() == []


def test_the_second_step_votes(closed: PagesDesk) -> None:
    """And shows by GET what was counted, so that reloading sends nothing again."""
    done = closed.browser.post(closed.link, second_step(closed) | {"comment": "Cepat.", "consent": "yes"})
    assert closed.votes() == [(4, "Cepat.", "page", True)]
    seen = closed.browser.follow(done)
    assert "nilai 4 dari 5 sudah kami terima" in seen.text
    assert "16 November 2026" in seen.text  # until when it can be changed
    assert closed.ticket().status == "closed"


def test_a_token_counts_once(closed: PagesDesk) -> None:
    """The same form again: the page shows the vote, nothing is counted; another score with it is asked again."""
    form = second_step(closed)
    closed.browser.post(closed.link, form)
    assert closed.browser.post(closed.link, form).status == 303
    again = closed.browser.post(closed.link, form | {"score": "1", "comment": "Lama"})
    assert (again.status, again.form()["comment"], again.form()["score"]) == (409, "Lama", "1")
    assert closed.votes() == [(4, "", "page", False)]


@pytest.mark.parametrize("token", ["", "x", "99999999999.aaaa", "١٢.x", "1.aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_an_invented_token_votes_nothing(closed: PagesDesk, token: str) -> None:
    """What was typed is kept, and asked for again."""
    seen = closed.browser.post(closed.link, {"score": "4", "token": token, "comment": "Halo"})
    assert (seen.status, seen.form()["comment"]) == (409, "Halo")
    assert closed.votes() == []


def test_a_token_ends(closed: PagesDesk) -> None:
    """After two hours the form is shown again, filled in."""
    form = second_step(closed)
    closed.wait(hours=2, minutes=1)
    assert closed.browser.post(closed.link, form).status == 409
    assert closed.votes() == []


def test_a_vote_can_be_changed_until(closed: PagesDesk) -> None:
    """Then the page says that it is over, and shows the last one."""
    for score in ("2", "5"):
        closed.browser.post(closed.link, second_step(closed, score))
    assert [score for score, *_ in closed.votes()] == [2, 5]
    form = second_step(closed)
    closed.wait(days=15)
    assert closed.browser.post(closed.link, form).status == 200
    seen = closed.browser.get(closed.link)
    assert "sudah berakhir" in seen.text and "nilai 5 dari 5" in seen.text
    assert not seen.page.css("form")
    assert len(closed.votes()) == 2


def test_a_low_vote_is_told(closed: PagesDesk) -> None:
    """The PIC gets it with the conversation, and opens the ticket again by a word."""
    closed.browser.post(closed.link, second_step(closed, "1") | {"comment": "Belum masuk juga"})
    closed.office.look()
    told = closed.office.world[-1]
    assert (told.kind, told.to) == ("low-score", ["dewi@desk.example"])
    assert "> Belum masuk juga" in told.text and "Sudah kami kirim ulang." in told.text
    closed.office.mail("Dewi", body="buka", reply_to="low-score")
    closed.office.look()
    assert closed.ticket().status == "open"
    assert "sedang kami kerjakan lagi" in closed.browser.get(closed.link).text


def test_each_closing_has_its_vote(closed: PagesDesk) -> None:
    """Closed again, the same link asks anew."""
    closed.browser.post(closed.link, second_step(closed, "2"))
    closed.command("reopen")
    assert closed.browser.post(closed.link, {"score": "3"}).status == 200
    closed.wait(hours=1)
    closed.command("close")
    seen = closed.browser.get(closed.link)
    assert not seen.page.css(".done")
    closed.browser.post(closed.link, second_step(closed, "5"))
    assert [score for score, *_ in closed.votes()] == [2, 5]


@pytest.mark.parametrize(
    "wrong",
    [
        "/survey/1/aaaaaaaaaaaaaaaaaaaaaaaa",
        "/survey/2/aaaaaaaaaaaaaaaaaaaaaaaa",
        "/survey/1/",
        "/survey/1",
        "/survey/999999999999999/aaaaaaaaaaaaaaaaaaaaaaaa",
        "/survey/-1/aaaaaaaaaaaaaaaaaaaaaaaa",
        "/survey/1/../../ticket/1",
    ],
)
def test_a_wrong_link_says_nothing(closed: PagesDesk, wrong: str) -> None:
    """Neither whether the ticket exists nor anything about it."""
    seen = closed.browser.get(wrong)
    assert seen.status == 404
    assert "Pulsa" not in seen.text and "Ani" not in seen.text


def test_the_key_of_one_ticket_opens_no_other(closed: PagesDesk) -> None:
    """Two tickets, two keys."""
    closed.asks("Joko", "Kuota", "Kuota saya belum masuk ke nomor ini.")
    key = closed.link.rpartition("/")[2]
    assert closed.browser.get(f"/survey/2/{key}").status == 404


def test_the_page_shows_nothing_but_the_ticket_itself(closed: PagesDesk) -> None:
    """No address, no operator, no word of the conversation; and no comment, for a link may be forwarded."""
    closed.browser.post(closed.link, second_step(closed) | {"comment": "rahasia sekali"})
    text = closed.browser.get(closed.link).text
    for word in ("@", "Budi", "kirim ulang", "50 ribu", "rahasia", "Ani"):
        assert word not in text


def test_dead_after_erasure(closed: PagesDesk) -> None:
    """As if it had never been."""
    closed.browser.post(closed.link, second_step(closed))
    link = closed.link
    requester = closed.ticket().requester.email
    erase(closed.office.parts, requester, dry_run=False)
    assert closed.browser.get(link).status == 404
    assert closed.browser.post(link, {"score": "5"}).status == 404
    assert closed.ticket().vote.score == 4  # the figures stay


def test_too_many_forms(closed: PagesDesk) -> None:
    """Thirty in an hour are enough for anybody."""
    statuses = [closed.browser.post(closed.link, {"score": "4"}).status for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert closed.browser.get(closed.link).status == 200


@pytest.mark.parametrize(
    "headers", [{"sec_fetch_site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_another_sites_form_is_refused(closed: PagesDesk, headers: dict[str, str]) -> None:
    """As its browser says."""
    form = second_step(closed)
    assert closed.browser.post(closed.link, form, **headers).status == 403
    assert closed.votes() == []


@pytest.mark.parametrize(
    "headers",
    [{"sec_fetch_site": "same-origin"}, {"origin": "https://desk.example"}, {"origin": "http://desk.example"}, {}],
)
def test_our_own_form_is_taken(closed: PagesDesk, headers: dict[str, str]) -> None:
    """Also behind a proxy that speaks https for us, and from a browser that says nothing."""
    assert closed.browser.post(closed.link, second_step(closed), **headers).status == 303


def test_nothing_chosen(closed: PagesDesk) -> None:
    """It says so beside the question."""
    for form in ({}, {"score": ""}, {"score": "6"}, {"score": "0"}, {"score": "⅘"}):
        seen = closed.browser.post(closed.link, form)
        assert (seen.status, seen.page.css_first("[role=alert]").text()) == (422, "Pilih dulu salah satu nilainya.")


def test_in_english(closed: PagesDesk) -> None:
    """By the link on the page; the form stays in that language."""
    seen = closed.browser.get(f"{closed.link}?lang=en")
    assert "Very satisfied" in seen.text and 'lang="en"' in seen.text
    assert seen.page.css_first("form").attributes["action"] == f"{closed.link}?lang=en"
    assert closed.browser.get(f"{closed.link}?lang=xx%22onload").page.css_first("html").attributes["lang"] == "id"


def test_what_customers_write_is_text(closed: PagesDesk) -> None:
    """No subject and no comment becomes markup."""
    closed.asks("Joko", "<script>alert(1)</script>", "Kuota saya hilang semua sejak kemarin malam.")
    closed.command("close", 2)
    seen = closed.browser.post(closed.link, {"score": "4", "token": "x", "comment": "</textarea><b>x"})
    assert "&lt;script&gt;alert(1)" in seen.text and "<script>" not in seen.text
    assert "</textarea><b>" not in seen.text


def test_a_long_comment_is_cut_and_a_huge_form_refused(closed: PagesDesk) -> None:
    """4,000 characters count; a body over 32 kB is not read."""
    closed.browser.post(closed.link, second_step(closed) | {"comment": "a" * 5000})
    assert len(closed.votes()[0][1]) == 4000
    assert closed.browser.post(closed.link, {"score": "4", "comment": "a" * 40_000}).status == 413
    assert closed.browser.post(closed.link, {"score": "4"}, content_length="-1").status == 413
    assert closed.browser.post(closed.link, {"score": "4"}, content_type="application/json").status == 422


def test_the_log_proves_it(closed: PagesDesk) -> None:
    """Votes of the page are verified and replayed like everything else."""
    closed.browser.post(closed.link, second_step(closed, "2"))
    closed.office.look()
    assert list(verify.verify(closed.office.parts.db)) == []
    found = rebuild.verify(closed.office.parts)
    assert found.ok, found


@pytest.mark.parametrize("web", [{"survey": {"link": None, "page": False}, "web": {"url": "https://desk.example"}}])
def test_switched_off(site: PagesDesk) -> None:
    """`page: false`: there is none, and the closing letter asks for a digit by reply."""
    site.asks()
    site.command("close")
    assert "1 (kecewa) sampai 5" in site.office.world[-1].text
    assert site.browser.get("/survey/1/aaaaaaaaaaaaaaaaaaaaaaaa").status == 404
