"""Our client at a provider: addresses, scope, grant. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Literal

from mailflow.lazy_dataclasses import dataclass, replace

Grant = Literal["device_code", "authorization_code", "client_credentials"]  # as RFC 6749 and RFC 8628 call them


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """Where tokens come from, and as whom we ask for them."""

    provider: str  # microsoft | google | other
    grant: Grant
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = ""  # parted by blanks
    token_url: str = ""
    device_url: str = ""
    authorize_url: str = ""

    @property
    def needs_person(self) -> bool:
        """Whether somebody must log in once; an application of its own right does not need it."""
        return self.grant != "client_credentials"


@dataclass(frozen=True, slots=True)
class Provider:
    """What is the same for all who are with it."""

    grants: tuple[Grant, ...]  # possible ones, the usual first
    scope: str = ""
    own_scope: str = ""  # of client_credentials
    token_url: str = ""
    device_url: str = ""
    authorize_url: str = ""
    loopback: str = "127.0.0.1"  # the host of redirect addresses it accepts with any port
    more: tuple[tuple[str, str], ...] = ()  # further parameters of the authorization request
    needs_secret: bool = False  # also of a client that people install


_ENTRA = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        # https://learn.microsoft.com/exchange/client-developer/legacy-protocols/
        #   how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
        "microsoft": Provider(
            grants=("device_code", "authorization_code", "client_credentials"),
            scope="https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send "
            "offline_access",
            own_scope="https://outlook.office365.com/.default",
            token_url=f"{_ENTRA}/token",
            device_url=f"{_ENTRA}/devicecode",
            authorize_url=f"{_ENTRA}/authorize",
            loopback="localhost",
        ),
        # its device flow knows no scope of mail; its desktop clients have a secret that is none
        "google": Provider(
            grants=("authorization_code",),
            scope="https://mail.google.com/",
            token_url="https://oauth2.googleapis.com/token",
            authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
            # a refresh token is given with `offline`, and only with the consent (https://developers.google.com/
            # identity/protocols/oauth2/web-server)
            more=(("access_type", "offline"), ("prompt", "consent")),
            needs_secret=True,
        ),
        "other": Provider(grants=("authorization_code", "device_code", "client_credentials")),
    }
)


def client_of(asked: OAuthClient, tenant: str) -> OAuthClient:
    """`asked` as written in rules.yaml, with what its provider says filled in where it says nothing."""
    known = PROVIDERS[asked.provider]
    usual = known.scope if asked.needs_person else known.own_scope
    return replace(
        asked,
        scope=asked.scope or usual,
        token_url=asked.token_url or known.token_url.format(tenant=tenant),
        device_url=asked.device_url or known.device_url.format(tenant=tenant),
        authorize_url=asked.authorize_url or known.authorize_url.format(tenant=tenant),
    )
