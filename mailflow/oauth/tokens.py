"""The access token of now. Renewed ahead of time and by one process at a time; a provider that refuses is left alone
for an hour, one that is away for half a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mailflow.clock import machine_now
from mailflow.core.plain import JsonObject
from mailflow.errors import LoginNeeded, OAuthRefused, ProviderAway, TryLater
from mailflow.lazy_dataclasses import replace
from mailflow.oauth.client import OAuthClient
from mailflow.oauth.endpoint import ask, seconds_of, text_of
from mailflow.oauth.refusals import remedy
from mailflow.oauth.token_file import Granted, TokenFile

AHEAD = 600.0  # seconds before its end a token is renewed by `keep`
LEAST = 60.0  # seconds a token must be good for to be shown to a server
USUAL_LIFE = 3600.0  # seconds, where the provider does not say (RFC 6749 §5.1)
AWAY_PAUSE, REFUSED_PAUSE = 30.0, 3600.0


class AccountTokens:
    """The tokens of one account. Every thread may ask."""

    def __init__(self, home: Path, client: OAuthClient, account: str, now: Callable[[], float] = machine_now) -> None:
        self.client, self.account = client, account
        self._file, self._now = TokenFile(home, client, account), now

    def access(self) -> str:
        """A token that is good for a minute at least. Raises LoginNeeded, TryLater."""
        return self._fresh(LEAST).access_token

    def keep(self) -> None:
        """Renew ahead of time. Raises LoginNeeded, TryLater; a token that still lasts goes on to be used."""
        found = self._fresh(AHEAD)
        if found.refused and self._now() < found.quiet_until:
            raise self._no(found)

    def rejected(self, token: str) -> bool:
        """The mail server refuses `token` before its end. Returns whether `access` will give another one."""
        with self._file.lock():
            found = self._file.read()
            if found.access_token != token:
                return True
            if self._now() - found.since < LEAST:  # it is new: another would be refused as well
                return False
            self._file.write(replace(found, until=0.0))
            return True

    def again(self) -> None:
        """Ask the provider now, whatever it said before. Raises LoginNeeded, TryLater."""
        with self._file.lock():
            self._file.write(replace(self._file.read(), until=0.0, quiet_until=0.0))
        self.access()

    def state(self) -> Granted:
        """What is known, without asking anybody."""
        return self._file.read()

    def grant(self, answer: JsonObject) -> None:
        """A person has let us in: the answer of the token endpoint."""
        with self._file.lock():
            self._file.write(self._granted(answer, ""))

    def _fresh(self, ahead: float) -> Granted:
        found = self._file.read()
        if self._lasts(found, ahead):
            return found
        with self._file.lock():
            found = self._file.read()  # another may have renewed it meanwhile
            if not self._lasts(found, ahead) and self._now() >= found.quiet_until:
                found = self._renewed(found)
                self._file.write(found)
        if not self._lasts(found, 0.0):
            raise self._no(found)
        return found

    def _renewed(self, found: Granted) -> Granted:
        if self.client.needs_person and not found.refresh_token:
            return replace(found, refused=found.refused or "nobody has logged in yet", lost=True)
        try:
            return self._granted(ask(self.client.token_url, self._request(found)), found.refresh_token)
        except OAuthRefused as error:
            quiet = self._now() + REFUSED_PAUSE
            return replace(found, refused=str(error), lost=True, quiet_until=quiet)
        except ProviderAway as error:
            quiet = self._now() + max(AWAY_PAUSE, min(error.pause, REFUSED_PAUSE))
            return replace(found, refused=str(error), lost=False, quiet_until=quiet)

    def _request(self, found: Granted) -> Mapping[str, str]:
        fields = {**secret_of(self.client), "client_id": self.client.client_id, "scope": self.client.scope}
        if self.client.needs_person:
            return {**fields, "grant_type": "refresh_token", "refresh_token": found.refresh_token}
        return {**fields, "grant_type": "client_credentials"}

    def _granted(self, answer: JsonObject, before: str) -> Granted:
        """`before`: the refresh token we have, which counts on where no other comes (RFC 6749 §6)."""
        token = text_of(answer, "access_token")
        if not token or not token.isprintable():
            raise ProviderAway("the provider's answer has no access_token")
        life = seconds_of(answer, "expires_in", USUAL_LIFE)
        return Granted(token, text_of(answer, "refresh_token") or before, self._now(), self._now() + life)

    def _lasts(self, found: Granted, ahead: float) -> bool:
        # an end further away than any token lasts was written by a clock that was wrong
        return ahead < found.until - self._now() and found.since <= self._now() + LEAST

    def _no(self, found: Granted) -> TryLater:
        about = f"{self.account}: {self.client.provider} grants no login: {found.refused}"
        if not found.lost:
            return TryLater(about)
        return LoginNeeded(f"{about} ({remedy(self.client, self.account, found.refused)})", self.account)


def secret_of(client: OAuthClient) -> dict[str, str]:
    """The parameter a client with a secret sends (RFC 6749 §2.3.1)."""
    return {"client_secret": client.client_secret} if client.client_secret else {}
