"""The tokens of the desk's accounts are renewed ahead of time, so that no mail waits for it, and so that consent that
was withdrawn is noticed within the hour, while connections still last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailflow.config.settings import ImapBox, Settings, SmtpOut
from mailflow.errors import LoginNeeded, TryLater
from mailflow.flow.parts import Parts

if TYPE_CHECKING:
    from mailflow.oauth.tokens import AccountTokens


class Logins:
    """Called every few seconds. Asks a provider only when a token is about to end. Follows rules.yaml."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def look(self) -> int:
        """How many accounts there are. Raises TryLater; first of all that a person must log in."""
        wrong: list[TryLater] = []
        accounts = accounts_of(self._parts.policy.settings)
        for tokens in accounts:
            try:
                tokens.keep()
            except TryLater as error:
                wrong.append(error)
        if wrong:
            raise next((one for one in wrong if isinstance(one, LoginNeeded)), wrong[0])
        return len(accounts)

    def close(self) -> None:
        """Nothing is held."""


def accounts_of(settings: Settings) -> list[AccountTokens]:
    """One for each account that logs in by OAuth: a mailbox and the outgoing server share theirs."""
    found = {(tokens.client, tokens.account): tokens for tokens in _tokens(settings)}
    return list(found.values())


def _tokens(settings: Settings) -> Iterator[AccountTokens]:
    for server in (*settings.mailboxes, settings.outgoing, settings.alarm):
        if isinstance(server, ImapBox | SmtpOut) and server.oauth is not None:
            from mailflow.oauth.tokens import AccountTokens  # what few desks need

            yield AccountTokens(settings.home, server.oauth, server.user)
