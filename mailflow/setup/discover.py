"""The servers of an address: well-known providers, the domain's own autoconfig, SRV records (RFC 6186, RFC 8314), its
mail exchangers, Mozilla's database. Asks the network a few seconds at most; None when nobody knows."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree

from mailflow.config.formats import is_loopback
from mailflow.lazy_dataclasses import dataclass
from mailflow.setup.providers import KnownProvider, of_domain, of_exchangers, of_server

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 5.0  # for one question
_LONGEST = 200_000  # bytes of a configuration
# {domain}, {address}: percent-encoded. Only https: whoever could change it on the way would get the password
OWN_PLACES = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
DATABASE = ("https://autoconfig.thunderbird.net/v1.1/{domain}",)
_SOCKETS = {"SSL": "s", "STARTTLS": ""}  # what follows the kind in the scheme; plain connections are left out
# RFC 8314 §5.1: implicit TLS first
_IMAP_SRV = (("_imaps._tcp", "imaps"), ("_imap._tcp", "imap"))
_SMTP_SRV = (("_submissions._tcp", "smtps"), ("_submission._tcp", "smtp"))


@dataclass(frozen=True, slots=True)
class Servers:
    """`imap` and `smtp` are URLs with the user."""

    imap: str
    smtp: str
    provider: KnownProvider
    by: str  # how it was found, for people


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask; replaced in tests."""

    resolver: Callable[[], Resolver | None]
    own: tuple[str, ...] = OWN_PLACES
    database: tuple[str, ...] = DATABASE


def resolver() -> Resolver | None:
    """The machine's own; None without dnspython, or without any."""
    try:
        import dns.resolver
    except ImportError:
        return None
    try:
        found = dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return None
    found.lifetime = SECONDS
    return found


USUAL = Asking(resolver)


def servers_of(address: str, asking: Asking = USUAL) -> Servers | None:
    """The first way that knows both servers."""
    domain = address.rpartition("@")[2]
    if known := of_domain(domain):
        return _of_provider(known, address, f"{known.name}")
    return next(_ways(address, domain, asking), None)


def _ways(address: str, domain: str, asking: Asking) -> Iterator[Servers]:
    yield from _autoconfig(address, domain, asking.own, f"the autoconfig of {domain}")
    dns = asking.resolver()
    if dns is not None:
        yield from _by_srv(address, domain, dns)
        if provider := of_exchangers(_targets(dns, domain, "MX")):
            yield _of_provider(provider, address, f"the mail exchanger of {domain}: {provider.name}")
    yield from _autoconfig(address, domain, asking.database, "Mozilla's database")


def _of_provider(provider: KnownProvider, address: str, by: str) -> Servers:
    return Servers(with_user(provider.imap, address), with_user(provider.smtp, address), provider, by)


def with_user(url: str, user: str) -> str:
    """imaps://HOST → imaps://USER@HOST."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{quote(user, safe='@')}@{rest}"


# -- autoconfig (https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat)


def _autoconfig(address: str, domain: str, places: tuple[str, ...], by: str) -> Iterator[Servers]:
    for place in places:
        text = _fetched(place.format(domain=domain, address=quote(address)))
        found = parse(text, address) if text else None
        if found is not None:
            yield Servers(*found, of_server(host_of(found[0])), by)


def _fetched(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:
            secure = answer.url.startswith("https:") or is_loopback(host_of(answer.url))
            return bytes(answer.read(_LONGEST)) if secure else None
    except (OSError, HTTPException, ValueError):
        return None


def parse(text: bytes, address: str) -> tuple[str, str] | None:
    """(IMAP, SMTP) of a configuration; None when it lacks one of them with TLS, or is none."""
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    imap = _server(root, "incomingServer", "imap", address)
    smtp = _server(root, "outgoingServer", "smtp", address)
    return (imap, smtp) if imap and smtp else None


def _server(root: ElementTree.Element, tag: str, kind: str, address: str) -> str | None:
    offered = [one for one in root.iter(tag) if one.get("type") == kind]
    for socket, secure in _SOCKETS.items():
        for one in offered:
            host, port = _text(one, "hostname", address), _text(one, "port", address)
            if _text(one, "socketType", address).upper() == socket and _is_host(host) and _is_port(port):
                user = _text(one, "username", address) or address
                return with_user(f"{kind}{secure}://{host}:{port}", user)
    return None


def _text(element: ElementTree.Element, name: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    found = (element.findtext(name) or "").strip()
    for word, value in (("ADDRESS", address), ("LOCALPART", local), ("DOMAIN", domain)):
        found = found.replace(f"%EMAIL{word}%", value)
    return found


def _is_host(text: str) -> bool:
    return 0 < len(text) < 254 and text.isascii() and not set(text) - set(_HOST)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536


_HOST = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"


def host_of(url: str) -> str:
    """Without user and port."""
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]


# -- DNS


def _by_srv(address: str, domain: str, dns: Resolver) -> Iterator[Servers]:
    imap, smtp = _srv(dns, domain, _IMAP_SRV), _srv(dns, domain, _SMTP_SRV)
    if imap and smtp:
        yield Servers(
            with_user(imap, address), with_user(smtp, address), of_server(host_of(imap)), f"SRV records of {domain}"
        )


def _srv(dns: Resolver, domain: str, kinds: tuple[tuple[str, str], ...]) -> str | None:
    for name, scheme in kinds:
        found = [(int(a), -int(b), port, host) for a, b, port, host in _fields(dns, f"{name}.{domain}", "SRV")]
        for _, _, port, host in sorted(found):
            if _is_host(host.rstrip(".")):  # a lone dot: the service is not offered (RFC 6186 §3.4)
                return f"{scheme}://{host.rstrip('.')}:{port}"
    return None


def _targets(dns: Resolver, domain: str, kind: str) -> list[str]:
    return [fields[-1] for fields in _fields(dns, domain, kind)]


def _fields(dns: Resolver, name: str, kind: str) -> list[list[str]]:
    """The records as they are written; [] for none and for no answer."""
    from dns.exception import DNSException

    try:
        answer = dns.resolve(name, kind, lifetime=SECONDS, search=False)
    except (DNSException, OSError, ValueError):
        return []
    return [record.to_text().split() for record in answer]
