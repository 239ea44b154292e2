"""The blocks `web:`, `api:` and `survey:` of rules.yaml, and what may be wrong with them. Imports pydantic (150 ms)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from mailflow.config import formats
from mailflow.config.block import BelievedNetworks, Length, SchemaBlock, Secret, Text, written
from mailflow.config.checks import part
from mailflow.config.environment import is_placeholder
from mailflow.config.settings import ApiToken, Web
from mailflow.config.tree import RulesTree

_ALL_VOTES = 4  # `low: 5` would call every vote low
_HASH = "$argon2"
_TOKEN_HASH = re.compile(r"sha256:[0-9a-f]{64}")


def _low(value: object) -> object:
    return 0 if value is False or value in ("off", "OFF") else value


def _page_root(value: str) -> str:
    """Where the pages are reached from outside: https://desk.example."""
    found = formats.page_url(value)
    parts = urlsplit(found)
    if not is_placeholder(value) and (parts.path.strip("/") or parts.query or parts.fragment or parts.username):
        raise ValueError(f"{value!r} has more than a host: the pages stand at its root, as in https://desk.example")
    return found.rstrip("/")


def _hash(value: str) -> str:
    if not is_placeholder(value) and not value.startswith(_HASH):
        raise ValueError("is a plain word, not the hash of a password: `mailflow web hash` makes one")
    return value


class SurveyPart(SchemaBlock):
    link: Annotated[str, AfterValidator(formats.survey_link)] | None = None
    page: bool = True
    by_mail: bool = True
    until: Length = formats.duration("14d")
    remind: Length | None = None
    low: Annotated[int, BeforeValidator(_low), Field(ge=0, le=_ALL_VOTES)] = 2


class WebPart(SchemaBlock):
    listen: Annotated[Any, written(formats.listener)] = ("127.0.0.1", 8099)
    url: Annotated[str, AfterValidator(_page_root)] | None = None
    users: dict[Text, Annotated[Secret, AfterValidator(_hash)]] = Field(default_factory=dict)
    header: Annotated[str, AfterValidator(formats.header_name)] | None = None
    from_: BelievedNetworks = Field(default=(), alias="from")
    public: bool = False


def _token_hash(value: str) -> str:
    if not is_placeholder(value) and not _TOKEN_HASH.fullmatch(value):
        raise ValueError("is no hash of a token: `mailflow web token NAME` makes both")
    return value


class TokenPart(SchemaBlock):
    hash: Annotated[Secret, AfterValidator(_token_hash)]
    scope: Literal["figures", "tickets"] = "figures"


class ApiPart(SchemaBlock):
    tokens: dict[Text, Annotated[TokenPart, BeforeValidator(lambda v: {"hash": v} if isinstance(v, str) else v)]]


def build_api(part: ApiPart | None) -> dict[str, ApiToken]:
    return {} if part is None else {name: ApiToken(one.hash, one.scope) for name, one in part.tokens.items()}


def check_api(tree: RulesTree) -> None:
    """It is served where the pages are."""
    if tree.data.get("api") is None:
        return
    if tree.data.get("web") in (None, False):
        tree.blame(("api",), "api: is served at the port of the pages, and there is none", "write web: 127.0.0.1:8099")
    if part(tree, "api").get("tokens") == {}:
        tree.blame(("api", "tokens"), "nobody has a token: nobody could ask", "`mailflow web token NAME` makes one")


def build_web(part: WebPart | None) -> Web | None:
    if part is None:
        return None
    host, port = part.listen
    return Web(
        host, port, url=part.url or "", users=dict(part.users), header=part.header or "", proxies=part.from_,
        public=part.public,
    )  # fmt: skip


def survey_link(survey: SurveyPart, web: WebPart | None) -> tuple[str | None, bool]:
    """The link in the closing letter, and whether it leads to our own page."""
    own = survey.page and web is not None and web.url is not None
    if survey.link is not None or not own or web is None:
        return survey.link, own
    return Web("", 0, url=web.url or "").survey_link, True


def check_web(tree: RulesTree) -> None:
    """Pages that other machines reach have a login, and a header proves somebody only from named addresses."""
    web = part(tree, "web")
    shown = tree.data.get("web") if isinstance(tree.data.get("web"), str) else web.get("listen")
    try:
        host, port = formats.listener(str(shown))
    except ValueError:
        host, port = "127.0.0.1", 0
    guarded = bool(web.get("users") or web.get("header"))
    path = ("web", "listen") if "listen" in web else ("web",)
    if not formats.is_loopback(host) and not guarded:
        what = f"{shown!r} is open to other machines, and the pages have no login"
        tree.blame(path, what, f"write 127.0.0.1:{port}, or say who may log in: web.users, or web.header with from")
    if web.get("header") and not web.get("from"):
        what = "web.header is believed from anybody: whoever reaches the port is whom he says he is"
        tree.blame(("web", "header"), what, "name the proxy's address: from: 127.0.0.1")
    if web.get("from") and not web.get("header"):
        tree.blame(
            ("web", "from"), "web.from names a proxy, and nothing is believed from it", "add header: X-Remote-User"
        )
    if web.get("users") and web.get("header"):
        tree.blame(("web", "users"), "web.users and web.header are two ways to log in", "keep one of them")
