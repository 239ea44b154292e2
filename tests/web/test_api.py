"""/api/v1: for whom, what it says, and that it does what its description says."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from mailflow.web import pages
from mailflow.web.api.endpoints import API_ROUTES, ROOT, description
from mailflow.web.api.figures import PRIVATE
from mailflow.web.api.tokens import hash_of, known, token_of
from mailflow.web.http import Application
from mailflow.web.throttle import Throttle
from tests.cli.desk import typed
from tests.config_homes import faults, loaded
from tests.flow.conftest import Office
from tests.web.browser import Browser, Seen
from tests.web.conftest import WEB, PagesDesk

ALL, SOME = token_of(b"a" * 32), token_of(b"f" * 32)
TOKENS = {"board": {"hash": hash_of(ALL), "scope": "tickets"}, "grafana": hash_of(SOME)}


@pytest.fixture
def web() -> dict[str, Any]:
    return deepcopy({**WEB, "api": {"tokens": TOKENS}})


def ask(site: PagesDesk, path: str, token: str = ALL, **more: str) -> Seen:
    heads = {"authorization": f"Bearer {token}", **more} if token else more
    return site.browser.get(f"{ROOT}{path}", **heads)


def got(site: PagesDesk, path: str, token: str = ALL) -> Any:
    seen = ask(site, path, token)
    assert (seen.status, seen.headers["Content-Type"]) == (200, "application/json; charset=utf-8"), seen.text
    return json.loads(seen.text)


def refused(site: PagesDesk, path: str, token: str = ALL) -> tuple[int, str]:
    seen = ask(site, path, token)
    return seen.status, json.loads(seen.text)["error"]["message"]


# -- who may


@pytest.mark.parametrize("path", ["/tickets", "/tickets/1", "/search?q=pulsa", "/report"])
def test_nobody_without_a_token(closed: PagesDesk, path: str) -> None:
    """Nor with a wrong one; it is said how to get one."""
    for token in ("", "mfa_wrong", hash_of(ALL), ALL.lower()):
        seen = ask(closed, path, token)
        assert seen.status == 401
        assert seen.headers["WWW-Authenticate"].startswith("Bearer")
        assert "mailflow web token" in seen.text
        assert "Pulsa" not in seen.text


@pytest.mark.parametrize("path", ["/tickets", "/tickets/1", "/search?q=pulsa"])
def test_a_token_for_figures_sees_no_ticket(closed: PagesDesk, path: str) -> None:
    """And of the figures those alone that name nobody outside and no single ticket."""
    assert refused(closed, path, SOME)[0] == 403
    figures = got(closed, "/report", SOME)
    assert figures["closed"] == 1
    assert [name for name in PRIVATE if name in figures] == []
    assert "ani@" not in json.dumps(figures)
    assert set(PRIVATE) <= set(got(closed, "/report", ALL))


def test_a_cookie_is_no_token(closed: PagesDesk) -> None:
    """A page of another site cannot ask in somebody's name; nothing is said to scripts of other sites."""
    closed.browser.cookies["__Host-mailflow"] = "dewi|1|x"
    seen = ask(closed, "/tickets", "", origin="https://evil.example")
    assert seen.status == 401
    heads = ask(closed, "/tickets", origin="https://evil.example").headers
    assert [name for name in heads if "Access-Control" in name] == []


def test_a_token_taken_out_of_rules_yaml_is_dead(closed: PagesDesk) -> None:
    """At once; without tokens there is no API at all."""
    closed.office.write_rules({"api": {"tokens": {"board": None}}})
    assert refused(closed, "/tickets")[0] == 401
    closed.office.write_rules({"api": None})
    assert ask(closed, "/report", SOME).status == 404
    assert ask(closed, "/openapi.json", "").status == 404


def test_who_asks_too_often_waits(site: PagesDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each token by itself; and who has none, by address."""
    assert ask(site, "/report", SOME).status == 200
    monkeypatch.setattr(Throttle, "take", lambda self, key: key != "grafana")
    seen = ask(site, "/report", SOME)
    assert (seen.status, seen.headers["Retry-After"]) == (429, "60")
    assert ask(site, "/report", ALL).status == 200


def test_sixty_wrong_tokens_a_minute_are_looked_at(site: PagesDesk) -> None:
    """A right one from the same address still counts."""
    for _ in range(60):
        assert ask(site, "/report", "mfa_no").status == 401
    assert ask(site, "/report", "mfa_no").status == 429
    assert ask(site, "/report", SOME).status == 200


def test_a_made_token_opens_what_it_says() -> None:
    """What `mailflow web token` prints."""
    said = typed("web", "token", "board", "--scope", "tickets", "--json").json
    assert said["hash"] == hash_of(said["token"])
    assert said["scope"] == "tickets"
    assert said["token"] not in said["hash"]
    other = typed("web", "token", "board")
    assert hash_of(other.out.strip()) in other.err
    assert other.out.strip() not in other.err
    assert known({}, said["token"]) is None


@pytest.mark.parametrize(("lines", "words"), [
    (f"api: {{tokens: {{a: '{hash_of(ALL)}'}}}}", "write web: 127.0.0.1:8099"),
    ("web: true\napi: {tokens: {a: mfa_token}}", "is no hash of a token"),
    ("web: true\napi: {tokens: {}}", "nobody has a token"),
    ("web: true\napi: {}", "tokens"),
    (f"web: true\napi: {{tokens: {{a: {{hash: '{hash_of(ALL)}', scope: all}}}}}}", "scope"),
])  # fmt: skip
def test_what_is_wrong_in_rules_yaml(tmp_path: Path, lines: str, words: str) -> None:
    """Off by default; a token itself does not belong there."""
    assert words in " ".join(faults(tmp_path, lines))
    assert loaded(tmp_path).api == {}


# -- what it says


def test_tickets_page_by_page(site: PagesDesk) -> None:
    """Newest first; `next` leads through all of them, once."""
    for name in ("Ani", "Citra", "Eka"):
        site.asks(name, f"Soal {name}")
    found, path = [], "/tickets?limit=2"
    while path:
        page = got(site, path)
        found += [one["n"] for one in page["tickets"]]
        path = f"/tickets?limit=2&before={page['next']}" if page["next"] else ""
    assert found == [3, 2, 1]


@pytest.mark.parametrize(("query", "numbers"), [
    ("status=closed", ["1"]), ("status=going", ["2"]), ("owner=budi", ["1"]), ("owner=Sari", []), ("number=2", ["2"]),
    ("number=%232", ["2"]), ("category=pulsa-tidak-masuk", ["2", "1"]), ("since=2020-01-01", ["2", "1"]),
    ("until=2020-01-01", []), ("customer=ANI@mail.example", ["1"]), ("since=2020-01-01T00:00:00%2B07:00", ["2", "1"]),
])  # fmt: skip
def test_tickets_are_filtered(closed: PagesDesk, query: str, numbers: list[str]) -> None:
    """By each parameter; names in any case."""
    closed.asks("Citra", "Token")
    closed.office.sql("UPDATE ticket SET category = 'pulsa-tidak-masuk'")
    assert [one["number"] for one in got(closed, f"/tickets?{query}")["tickets"]] == numbers


def test_a_ticket_with_its_timeline(closed: PagesDesk) -> None:
    """As `show --json`, without letters to colleagues."""
    found = got(closed, "/tickets/1")
    assert found["ticket"]["owner"] == "Budi"
    assert [one["kind"] for one in found["events"]][:2] == ["request-received", "claimed"]
    assert any("belum masuk" in one["text"] for one in found["messages"])
    assert "letters" not in found
    assert closed.ticket().token not in json.dumps(found["ticket"])
    assert refused(closed, "/tickets/99") == (404, "there is no ticket 99")


def test_search(closed: PagesDesk) -> None:
    """The words, and what cannot be looked for."""
    found = got(closed, "/search?q=pulsa")
    assert found["hits"][0]["number"] == "1"
    assert refused(closed, "/search")[0] == 400
    assert refused(closed, "/search?q=-pulsa")[0] == 400
    assert refused(closed, "/search?q=ab*")[0] == 400


def test_figures(closed: PagesDesk) -> None:
    """Those of `mailflow report --json`, by their names; days in the desk's zone."""
    found = got(closed, "/report?since=2026-11-01&until=2026-11-30")
    assert (found["opened"], found["closed"]) == (1, 1)
    assert found["since"] == "2026-11-01T00:00:00+07:00"
    assert found["until"] == "2026-12-01T00:00:00+07:00"
    assert refused(closed, "/report?since=2026-11-30&until=2026-11-01")[0] == 400


@pytest.mark.parametrize("path", [
    "/tickets?limit=0", "/tickets?limit=201", "/tickets?limit=x", "/tickets?status=lost", "/tickets?before=-1",
    "/tickets?since=yesterday", "/tickets?since=2026-11-30T08:00:00", "/tickets?owner=", "/tickets?onwer=Budi",
    "/report?since=0001-01-01", "/report?limit=3", "/search?q=%00", "/search?q=pulsa&by=worst", "/tickets/1?x=1",
    "/tickets?until=9999-12-31", "/tickets?limit=%D9%A3",
])  # fmt: skip
def test_what_is_wrong_is_said(closed: PagesDesk, path: str) -> None:
    """400, never a guess."""
    assert refused(closed, path)[0] == 400


def test_what_has_not_changed_is_not_sent_again(closed: PagesDesk) -> None:
    """By its ETag; kept by whoever asked alone, and asked for anew each time."""
    first = ask(closed, "/tickets")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Authorization"
    again = ask(closed, "/tickets", if_none_match=f'"x", W/{first.headers["ETag"]}')
    assert (again.status, again.text) == (304, "")
    assert "Content-Length" not in again.headers
    closed.asks("Citra", "Token")
    assert ask(closed, "/tickets", if_none_match=first.headers["ETag"]).status == 200


def test_it_only_reads(closed: PagesDesk) -> None:
    """Every other method is refused, with the ones there are."""
    seen = closed.browser.ask("DELETE", f"{ROOT}/tickets/1", {"authorization": f"Bearer {ALL}"})
    assert (seen.status, seen.headers["Allow"]) == (405, "GET, HEAD")
    assert refused(closed, "/nothing")[0] == 404


def test_what_fails_is_told_without_details(closed: PagesDesk, monkeypatch: pytest.MonkeyPatch,
                                            caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    """JSON too; the log says more."""
    closed.office.sql("ALTER TABLE ticket RENAME TO elsewhere")
    seen = ask(closed, "/tickets")
    assert seen.status in (500, 503)
    assert "elsewhere" not in seen.text and "ticket" not in json.loads(seen.text)["error"]["message"]
    assert "api" in caplog.text


# -- its description


def test_the_description_has_every_address() -> None:
    """And no other."""
    written = set(description()["paths"])
    assert {one.path.pattern.replace("\\", "").replace("([0-9]{1,15})", "{n}") for one in API_ROUTES} == written


@pytest.fixture
def application(tmp_path: Any, web: dict[str, Any]) -> Any:
    """A desk with tickets in several states, asked as often as one likes."""
    with Office(tmp_path, "") as office:
        office.write_rules(web)
        office.start()
        desk = PagesDesk(office, Browser(pages(office.parts, office._daemon.watch)))
        desk.asks()
        office.mail("Budi", body="Sudah kami kirim ulang.", reply_to="announcement")
        office.look()
        desk.command("close")
        desk.asks("Citra", "Token listrik")
        yield desk.browser.application


@pytest.fixture
def described(application: Application, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(Throttle, "take", lambda self, key: True)
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", application)


@pytest.mark.parametrize("path", list(description()["paths"]))
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_it_does_what_its_description_says(described: Any, path: str, mode: GenerationMode) -> None:
    """Whatever is asked, as described or not: no 500, only described statuses, bodies and headers."""

    # dates turned round, no word that must be there; what it calls wrong may be only the token, which is right here
    but = [negative_data_rejection, *([] if path == "/tickets" else [positive_data_acceptance])]

    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def holds(case: Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {ALL}"}, excluded_checks=but)

    if path == "/openapi.json" and mode is GenerationMode.NEGATIVE:
        return  # it has no parameters that could be wrong
    holds()
