"""The answers of `mailflow init` as rules.yaml: loaded again, they are what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.cli.wizard import _colleague
from mailflow.config import load
from mailflow.config.init import keep_secrets, make_home
from mailflow.config.settings import ImapBox, SmtpOut
from mailflow.errors import CannotDo
from mailflow.lazy_dataclasses import replace
from mailflow.setup.answers import Answers, Login, PersonNamed, env_lines, rules_text

URL = "imaps://help@kampus.example@imap.kampus.example:993"
SAID = Answers(
    "IT: #1 \"Kampus\" ${X}", "help@kampus.example", "en", "Asia/Makassar", "root@kampus.example", URL,
    "smtp://help@kampus.example@smtp.kampus.example:587", Login("p#a'ss \\ word"),
    (PersonNamed("Budi, S.Kom: ya", "budi@kampus.example"),), (PersonNamed("Dewi", "dewi@kampus.example"),),
    "mon-sat 07:30-16:00", "mx.kampus.example",
)  # fmt: skip


def made(folder: Path, said: Answers) -> Path:
    keep_secrets(folder, env_lines(said.login))
    make_home(folder, lambda text: rules_text(text, said))
    return folder


def test_what_was_said_is_what_is_loaded(tmp_path: Path) -> None:
    """Names with signs of YAML, a password with quotes and hashes; the secret stands in .env alone."""
    said = replace(SAID, name='IT: #1 "Kampus"')
    settings = load(made(tmp_path, said), {})
    rules = settings.rules
    assert (rules.desk.name, rules.desk.address, rules.desk.language) == (said.name, said.address, "en")
    assert [(who.name, who.address) for who in (*rules.operators, *rules.pic)] == [
        ("Budi, S.Kom: ya", "budi@kampus.example"),
        ("Dewi", "dewi@kampus.example"),
    ]
    [box] = settings.mailboxes
    assert isinstance(box, ImapBox)
    assert isinstance(settings.outgoing, SmtpOut)
    assert (box.password, settings.outgoing.password, box.user) == (said.login.password,) * 2 + ("help@kampus.example",)
    assert (rules.trust.authserv, rules.admin) == (("mx.kampus.example",), "root@kampus.example")
    assert settings.warnings == ()


def test_a_client_of_oauth(tmp_path: Path) -> None:
    """Both servers share it; its secret stands in .env."""
    login = Login(provider="microsoft", client_id="1234", tenant="kampus.example")
    settings = load(made(tmp_path / "m", replace(SAID, name="IT", login=login)), {})
    [box] = settings.mailboxes
    assert isinstance(box, ImapBox)
    assert isinstance(settings.outgoing, SmtpOut)
    assert box.oauth is not None
    assert box.oauth == settings.outgoing.oauth
    assert (box.oauth.client_id, "kampus.example" in box.oauth.token_url) == ("1234", True)
    google = Login(provider="google", client_id="1", client_secret="s3")
    [box] = load(made(tmp_path / "g", replace(SAID, name="IT", login=google)), {}).mailboxes
    assert isinstance(box, ImapBox)
    assert box.oauth is not None
    assert box.oauth.client_secret == "s3"
    assert "s3" not in (tmp_path / "g" / "rules.yaml").read_text().replace("${MAILFLOW_CLIENT_SECRET}", "")


def test_a_name_that_was_not_learned_is_said(tmp_path: Path) -> None:
    """`check` warns of it."""
    settings = load(made(tmp_path, replace(SAID, name="IT", authserv="")), {})
    assert any("authserv" in warning.what for warning in settings.warnings)


def test_a_home_is_not_made_twice(tmp_path: Path) -> None:
    """Nor is a rules.yaml overwritten."""
    made(tmp_path, replace(SAID, name="IT"))
    with pytest.raises(CannotDo, match="exists already"):
        make_home(tmp_path)


@pytest.mark.parametrize(("said", "name", "address"), [
    ("Budi budi@x.example", "Budi", "budi@x.example"),
    ("Siti Nur Aini <siti@x.example>", "Siti Nur Aini", "siti@x.example"),
    ("\"Pak Joko\" <joko@X.example>", "Pak Joko", "joko@x.example"),
    ("budi.santoso@x.example", "Budi Santoso", "budi.santoso@x.example"),
    ("Budi, budi@x.example", "Budi", "budi@x.example"),
])  # fmt: skip
def test_a_person_as_people_write_him(said: str, name: str, address: str) -> None:
    """Name and address in any of the usual forms."""
    assert _colleague(said) == PersonNamed(name, address)


@pytest.mark.parametrize("said", ["", "Budi", "Budi @x", "a@b@c", "Budi budi@x"])
def test_what_is_no_person(said: str) -> None:
    """It is asked again."""
    assert _colleague(said) is None
