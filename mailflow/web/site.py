"""What every page needs: the desk, its rules now, templates and words, who may see it, how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING

from mailflow import __version__
from mailflow.config.settings import Web
from mailflow.core.numerals import number_words
from mailflow.flow.health.self_check import SelfCheck
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.web.cached import Cached
from mailflow.web.http import Response
from mailflow.web.throttle import Throttle
from mailflow.web.uptime import UptimeShown, shown
from mailflow.web.words import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Site:
    parts: Parts
    watch: SelfCheck
    votes: Throttle = field(default_factory=lambda: Throttle(30, 3600))  # forms of one ticket's survey
    visits: Throttle = field(default_factory=lambda: Throttle(600, 3600))  # forms of one address
    failures: Throttle = field(default_factory=lambda: Throttle(5, 300))  # wrong passwords for one name
    wrong: Throttle = field(default_factory=lambda: Throttle(20, 300))  # … from one address
    calls: Throttle = field(default_factory=lambda: Throttle(240, 60))  # of one token of the API
    strangers: Throttle = field(default_factory=lambda: Throttle(60, 60))  # requests without a token, of one address
    public: Cached[str] = field(default_factory=Cached)  # /public, by language
    uptime: Cached[UptimeShown] = field(default_factory=Cached)

    @property
    def web(self) -> Web:
        """As rules.yaml says now."""
        return self.parts.policy.settings.web or Web("127.0.0.1", 0)

    def page(self, template: str, language: str, facts: Mapping[str, object], status: int = 200) -> Response:
        return Response(render(template, language, {"desk": self.parts.rules.desk, **facts}), status)

    def language_of(self, wanted: str | None) -> str:
        """One the pages are written in: the wanted one, else the desk's."""
        return wanted if wanted in LANGUAGES else own if (own := self.parts.rules.desk.language) in LANGUAGES else "en"


def render(template: str, language: str, facts: Mapping[str, object]) -> str:
    words = WORDS[language]

    def say(key: str, **parts: object) -> str:
        return words[key].format(**parts)

    number = partial(number_words, language=language)
    context = {"say": say, "language": language, "number": number, "version": __version__}
    return _templates().get_template(template).render(**context, **facts)


@cache
def _templates() -> Environment:
    """Everything that is put into a page is escaped; an unknown name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("mailflow.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def prepare() -> None:
    """What the first request would wait for: the template engine and the compiled pages, with what they are made of; a
    third of a second."""
    for name in _templates().list_templates(["html"]):
        _templates().get_template(name)


def uptime_of(site: Site) -> UptimeShown:
    """Made at most once a minute."""
    return site.uptime.get("uptime", lambda: shown(site.parts))


def static(name: str) -> bytes:
    return files("mailflow.web").joinpath("static", name).read_bytes()
