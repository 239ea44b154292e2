"""Every exception mailflow raises on purpose. The docstring of each says what it means to the person who meets it.

MailflowError
├── ConfigError      rules.yaml, a template or the environment is wrong: nothing starts (exit 2)
├── CannotDo         a command that is understood but not possible now (exit 1)
│   ├── NoSuchTicket  no ticket has this number
│   └── Refused      the desk's rules do not allow it now
├── TryLater         temporary: the same thing may work in a while (4xx, no network, locked)
│   ├── StandBy      another daemon holds this mailbox
│   ├── LoginNeeded  a person must log in to the provider again, for its OAuth grants nothing
│   ├── ProviderAway  the provider of OAuth tokens cannot be asked now
│   ├── Unwelcome    the server takes nothing of ours now: a quota, a blocked sender, no login
│   ├── Doubtful     the server went away in the middle of a letter, and may have taken it
│   └── Conflict     another writer has changed the ticket, or ended the mail, meanwhile
├── OAuthRefused     the provider of OAuth tokens says no; where nobody is asked to log in, it becomes LoginNeeded
├── GiveUp           permanent: trying again changes nothing (5xx, malformed)
├── Park             a person must look at this mail
└── Wait             a reply that came before its request

RefusedRequest       the API cannot answer what was asked; becomes its 4xx, and never leaves it (web/api/)
Unparsed             no fault: a stored mail must be parsed before the transaction can go on (flow/parsed.py)

Exceptions whose name begins with an underscore never leave the module that raises them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from mailflow.lazy_dataclasses import dataclass


class MailflowError(Exception):
    """Anything mailflow itself refuses or reports."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what the admin wrote: where it is, what it is, how to mend it."""

    place: str  # "rules.yaml:12", "templates/canned/closed.id.txt:3", "environment"
    what: str  # a sentence without the place
    remedy: str = ""  # an imperative sentence, or the nearest valid word

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" ({self.remedy})" if self.remedy else "")


class ConfigError(MailflowError):
    """What the admin wrote cannot be used; carries all faults at once."""

    def __init__(self, faults: list[Fault] | tuple[Fault, ...]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class CannotDo(MailflowError):
    """The command is clear but cannot be carried out now; the text says why and what would help."""


class NoSuchTicket(CannotDo):
    """No ticket has this number."""


class Refused(CannotDo):
    """The desk's rules do not allow this command now; `why` is a code of core/wording, `words` its text."""

    def __init__(self, why: str, words: str) -> None:
        self.why = why
        super().__init__(words)


class TryLater(MailflowError):
    """Temporary: try the same again later."""

    def __init__(self, words: str = "", about: str = "") -> None:
        super().__init__(words)
        self.about = about  # what is out of order, when it shows in several forms (a server that disappears)


class StandBy(TryLater):
    """Another daemon polls this mailbox; this one waits until it is free."""


class LoginNeeded(TryLater):
    """The provider grants the desk's account no OAuth token: consent was withdrawn, or never given. A person must act;
    `account` is the login name."""

    def __init__(self, words: str, account: str) -> None:
        super().__init__(words, about=f"login of {account}")
        self.account = account


def login_of(error: Exception) -> str:
    """The account a person must log in to; "" for any other error."""
    return error.account if isinstance(error, LoginNeeded) else ""


class ProviderAway(TryLater):
    """The provider of OAuth tokens cannot be reached, or does not want to be asked now."""

    def __init__(self, words: str, pause: float = 0.0) -> None:
        super().__init__(words)
        self.pause = pause  # seconds it asks us to wait; 0: it does not say


class Unwelcome(TryLater):
    """The server accepts no mail of ours now (a quota, a blocked sender, no login): it is about us, not about a
    recipient."""


class Doubtful(TryLater):
    """The server closed the connection in the middle of a letter: it may have accepted it, and the letter may be the
    cause."""


class Conflict(TryLater):
    """Another writer has changed the ticket, or ended the mail, meanwhile (optimistic locking): read again, decide
    again."""


class OAuthRefused(MailflowError):
    """The provider says no, in its own words; `code` as RFC 6749 §5.2 and RFC 8628 §3.5 name it."""

    def __init__(self, code: str, description: str) -> None:
        self.code, self.description = code, description
        super().__init__(f"{code}: {description}" if description else code)


class GiveUp(MailflowError):
    """Permanent: the same attempt will fail again."""


class Park(MailflowError):
    """A person must look at this mail; it causes no letter."""


class Wait(MailflowError):
    """A reply that arrived before its request: decide it a little later (procedure.md, step 3)."""


class Unparsed(Exception):
    """These stored mails must be parsed first: leave the transaction, parse, begin again. Nobody ever reads it."""

    def __init__(self, parsers: Mapping[tuple[int, Hashable], Callable[[], object]]) -> None:
        super().__init__(f"not parsed yet: {sorted({inbox_id for inbox_id, _ in parsers})}")
        self.parsers = parsers


class RefusedRequest(Exception):
    """The API cannot answer what was asked: an HTTP status, words, a remedy, further header fields."""

    def __init__(self, status: int, message: str, remedy: str = "", *headers: tuple[str, str]) -> None:
        super().__init__(message)
        self.status, self.message, self.remedy, self.headers = status, message, remedy, headers
