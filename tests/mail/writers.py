"""How five kinds of server write Authentication-Results, with what each of them quotes and does not quote.

Read from OpenDKIM 2.11, OpenDMARC 1.4.2, rspamd 3.4 (lualib/lua_auth_results.lua) and python3-authres 1.2.0, and from
mails that passed Google's and Microsoft's servers. `Facts.dmarc` is the server's own verdict about `Facts.author`; the
envelope, HELO, signature and reasons are whatever the sender wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SERVER = "mx.desk.example"


@dataclass(frozen=True)
class Facts:
    """What a server has found out about one mail."""

    author: str  # domain in From
    dmarc: str  # pass | fail | none | temperror | permerror
    envelope: str
    helo: str
    identity: str  # DKIM i=
    selector: str
    reason: str
    signer: str = "evil.example"  # DKIM d=
    dkim: str = "pass"
    spf: str = "pass"


def opendkim(said: Facts) -> str:
    """`header.i` and `header.s` as they were signed, decoded, never quoted."""
    return (
        f'{SERVER}; dkim={said.dkim} reason="{said.reason}" (2048-bit key; unprotected) header.d={said.signer} '
        f"header.i={said.identity} header.a=rsa-sha256 header.s={said.selector} header.b=abcdefgh; dkim-atps=neutral"
    )


def opendmarc(said: Facts) -> str:
    """Only domains; the result and the policy are its own words."""
    return f"{SERVER}; dmarc={said.dmarc} (p=none dis=none) header.from={said.author}"


def opendmarc_spf(said: Facts) -> str:
    """The same program's SPF, when it looks itself."""
    if not said.envelope:
        return f"{SERVER}; spf={said.spf} smtp.helo={said.helo}"
    return f"{SERVER}; spf={said.spf} smtp.mailfrom={said.envelope.rpartition('@')[2]}"


def policyd(said: Facts) -> str:
    """python3-authres: quotes what has no `@`, and copies the rest and all comments as they are."""
    quote = chr(92) + '"'
    sender = said.envelope if "@" in said.envelope else '"' + said.envelope.replace('"', quote) + '"'
    comment = f"client-ip=192.0.2.1; helo={said.helo}; envelope-from={said.envelope}; receiver=desk"
    return f"{SERVER}; spf={said.spf} (sender SPF authorized) smtp.mailfrom={sender} ({comment})"


def rspamd(said: Facts) -> str:
    """Quotes where a special character stands, but escapes only the quote, not the backslash before it."""
    sender = _rspamd_quoted(said.envelope or said.helo)
    name = "smtp.mailfrom" if said.envelope else "smtp.helo"
    verdict = f"dmarc={said.dmarc}" + (
        f" reason={_rspamd_quoted(said.reason)} header.from={said.author} (policy=none)"
        if said.dmarc not in ("pass", "none")
        else f" (policy=none) header.from={said.author}"
        if said.dmarc == "pass"
        else ""
    )
    return "; ".join(
        (
            SERVER,
            f"dkim={said.dkim} ({_rspamd_quoted(said.reason)}) header.d={said.signer} "
            f"header.s={_rspamd_quoted(said.selector)} header.b=abcdefgh",
            verdict,
            f"spf={said.spf} ({SERVER}: domain of {sender} designates 192.0.2.1 as permitted sender) {name}={sender}",
        )
    )


def _rspamd_quoted(value: str) -> str:
    special = any(char in '()<>,;:\\"/[]?= \t\v' for char in value)
    return '"' + value.replace('"', '\\"') + '"' if special else value


def google(said: Facts) -> str:
    """The envelope twice, in a comment and as it is."""
    return (
        f"{SERVER};\r\n       dkim={said.dkim} header.i={said.identity} header.s={said.selector} "
        f'header.b="abc/d+e=";\r\n       spf={said.spf} (google.com: domain of {said.envelope} designates 192.0.2.1 as '
        f"permitted sender) smtp.mailfrom={said.envelope};\r\n       dmarc={said.dmarc} (p=NONE sp=NONE dis=NONE) "
        f"header.from={said.author}"
    )


def microsoft(said: Facts) -> str:
    """No name of its own at the beginning."""
    return (
        f"spf={said.spf} (sender IP is 192.0.2.1) smtp.helo={said.helo}; dkim={said.dkim} ({said.reason}) "
        f"header.d={said.signer};dmarc={said.dmarc} action=none header.from={said.author};compauth=pass reason=100"
    )


Writer = Callable[[Facts], str]
# What one server of each kind puts on a mail, topmost field first.
SERVERS: dict[str, tuple[Writer, ...]] = {
    "OpenDKIM and OpenDMARC": (opendmarc, opendkim),
    "OpenDKIM, OpenDMARC and pypolicyd-spf": (opendmarc, opendmarc_spf, opendkim, policyd),
    "rspamd": (rspamd,),
    "Google": (google,),
    "Microsoft": (microsoft,),
}


def fields(kind: str, said: Facts) -> list[str]:
    """The lines a server of this kind puts on top of a mail."""
    return [f"Authentication-Results: {write(said)}" for write in SERVERS[kind]]


def authserv(kind: str) -> str:
    """What stands under trust.authserv for a server of this kind."""
    return "protection.outlook.com" if kind == "Microsoft" else SERVER
