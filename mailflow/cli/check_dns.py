"""Part of `mailflow check --connect`: what DNS says of mail from the desk's domain."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.config.settings import Settings
    from mailflow.mail.sender_dns import DnsFinding


def sender_findings(settings: Settings) -> list[DnsFinding]:
    """Nothing where letters go into a folder, and without dnspython."""
    from mailflow.config.settings import SmtpOut

    out = settings.outgoing
    if not isinstance(out, SmtpOut) or find_spec("dns") is None:
        return []
    from mailflow.mail.dkim_signing import public_half
    from mailflow.mail.sender_dns import findings, texts_of

    try:
        public = public_half(out.dkim.path) if out.dkim else ""
    except CannotDo:  # that no letter can be signed is said by the server's line
        public = ""
    domain = settings.rules.desk.domain
    return findings(domain, out.dkim, public, partial(texts_of, server=settings.rules.trust.resolver or None))
