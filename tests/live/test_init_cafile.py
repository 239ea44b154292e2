"""`mailflow init` asks for the authority's certificate where the server's is not trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk, typed
from tests.live.dovecot import Dovecot
from tests.live.test_init import PASSWORD, Judge, answers

pytestmark = pytest.mark.live


def test_a_certificate_of_ones_own_authority(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """A file that is none is asked for again; both servers get it in rules.yaml, and check --connect passes."""
    home = tmp_path / "desk"
    with Judge(dovecot, user) as sink:
        typing = answers(user, dovecot, sink, PASSWORD, str(tmp_path / "nowhere.pem"), str(dovecot.cafile))
        said = typed("init", str(home), "--ask", stdin=typing)
        assert said.status == 0, said.err
        assert "its certificate is not trusted" in said.err
        assert f"there is no file {tmp_path / 'nowhere.pem'}" in said.err
        rules = (home / "rules.yaml").read_text(encoding="utf-8")
        assert rules.count(f'cafile: "{dovecot.cafile}"') == 2
        assert all(probe["ok"] for probe in Desk(home).json("check", "--connect")["probes"])


def test_who_has_none_hears_what_to_do(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    """An empty answer: as before."""
    with Judge(dovecot, user) as sink:
        typing = answers(user, dovecot, sink, PASSWORD, "", "skip")
        said = typed("init", str(tmp_path / "desk"), "--ask", stdin=typing)
    assert said.status == 0, said.err
    assert "what to do: " in said.err
    assert 'cafile: "' not in (tmp_path / "desk" / "rules.yaml").read_text(encoding="utf-8")
