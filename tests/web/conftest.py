"""The pages are looked at from a desk like the flow's; `closed` is one whose ticket 1 Dewi has closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailflow.core.occasions import CommandGiven
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.store.desk import tickets
from mailflow.store.read import archive
from mailflow.web import pages
from tests.flow.conftest import Office
from tests.flow.conftest import desk as desk
from tests.web.browser import Browser

WEB: dict[str, Any] = {
    "announce": "operators",
    "hold": False,
    "survey": {"link": None},
    "web": {"url": "https://desk.example"},
}


@dataclass
class PagesDesk:
    office: Office
    browser: Browser

    @property
    def link(self) -> str:
        """The path of the newest survey link that was sent."""
        text = next(seen.text for seen in reversed(self.office.world) if "https://desk.example/survey/" in seen.text)
        return "/survey/" + text.split("https://desk.example/survey/")[1].split()[0]

    def command(self, name: str, n: int = 1, actor: str = "Dewi", **args: str) -> None:
        carry_out(self.office.parts, str(n), CommandGiven(name, actor, args, force=True))
        self.office.look()

    def wait(self, **length: float) -> None:
        self.office.pass_time(self.office.clock.now() + timedelta(**length))

    def votes(self, n: int = 1) -> list[tuple[int, str, str, bool]]:
        """(score, comment, road, consent) of each in the log."""
        found = [one.data for one in archive.events_of(self.office.parts.db, n) if one.kind == "vote-cast"]
        return [(one["score"], one["comment"], one["road"], one["consent"]) for one in found]

    def ticket(self, n: int = 1) -> Any:
        return tickets.load(self.office.parts.db, n)

    def asks(self, sender: str = "Ani", subject: str = "Pulsa", body: str = "Pulsa 50 ribu belum masuk.") -> None:
        self.office.mail(sender, subject, body, to="desk")
        self.office.look()


@pytest.fixture
def web() -> dict[str, Any]:
    """The change of rules.yaml; a module may say another."""
    return WEB


@pytest.fixture
def site(tmp_path: Path, web: dict[str, Any]) -> Iterator[PagesDesk]:
    with Office(tmp_path, "") as office:
        office.write_rules(web)
        office.start()
        yield PagesDesk(office, Browser(pages(office.parts, office._daemon.watch)))


@pytest.fixture
def closed(site: PagesDesk) -> PagesDesk:
    site.asks()
    site.office.mail("Budi", body="Sudah kami kirim ulang.", reply_to="announcement")
    site.office.look()
    site.command("close")
    return site
