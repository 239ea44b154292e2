"""What to do about a provider's refusal: a sentence for the admin."""

from __future__ import annotations

import re

from mailflow.oauth.client import OAuthClient

_ENTRA_CODE = re.compile(r"\bAADSTS(\d{5,7})\b")
_AGAIN = "log in again: mailflow login {account}"
_OWN = "see client_id, client_secret and tenant in rules.yaml, and the application's permissions at {provider}"
_SECRET = "make a new client secret at {provider} and put it where rules.yaml names it (oauth: client_secret)"
_CLIENT = "see client_id and tenant in rules.yaml: this application is not known there"
_PUBLIC = "in the app registration, Authentication: allow public client flows"
_ADMIN_CONSENT = "an administrator of the tenant must grant consent to the application, then: mailflow login {account}"

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_ENTRA = {
    "50034": "there is no such account in this tenant: see the user in the server's address, and tenant",
    "50057": "the account is disabled: enable it in Entra, then: mailflow login {account}",
    "53003": "a conditional access rule forbids it: exempt the desk's account or this machine, then: mailflow login "
    "{account}",
    "65001": _ADMIN_CONSENT,
    "65004": "the consent was declined: mailflow login {account}, and accept",
    "90094": _ADMIN_CONSENT,
    "90002": "see tenant in rules.yaml: there is no such tenant",
    "700016": _CLIENT,
    "7000215": _SECRET + ": the secret's value, not its id",
    "7000218": _PUBLIC,
    "7000222": _SECRET,
}
_CODES = {
    "nobody has logged in yet": "mailflow login {account}",
    "invalid_client": _SECRET,
    "deleted_client": _CLIENT,
    "unauthorized_client": "the application may not use this way to log in: see `grant` in rules.yaml, and the "
    "application's settings at {provider}",
    "invalid_scope": "the application lacks the right to read and send mail: add it at {provider}",
    "access_denied": "the consent was declined: mailflow login {account}, and accept",
    "expired_token": "the code was not used in time: mailflow login {account}",
    "org_internal": "the application is for the organisation's own accounts only: log in with one of them",
    "admin_policy_enforced": "the administrator of the Workspace must trust the application (Security, API controls)",
}
# a consent to an application that is "Testing" ends after seven days
_GOOGLE_AGAIN = (
    _AGAIN + "; if this happens every seven days, the application is still in testing: publish it (OAuth consent "
    "screen, In production)"
)


def remedy(client: OAuthClient, account: str, refused: str) -> str:
    """Of the words of an OAuthRefused."""
    entra = _ENTRA_CODE.search(refused)
    code = refused.partition(":")[0]
    words = _ENTRA.get(entra[1]) if entra else None
    if words is None and code == "invalid_grant":
        words = _GOOGLE_AGAIN if client.provider == "google" else _AGAIN if client.needs_person else _OWN
    usual = _AGAIN if client.needs_person else _OWN
    return (words or _CODES.get(code, usual)).format(account=account, provider=client.provider)
