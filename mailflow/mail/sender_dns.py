"""What DNS says to the world about mail of the desk's domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), in
plain words. Questions take seconds at most; nothing here decides about mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mailflow.credentials import SigningKey
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.dns_keys import PATIENCE, resolver_of
from mailflow.mail.domains import organisational

_LOOKUPS = re.compile(r"(?:^|\s)[+~?-]?(?:include:|a(?:[:/\s]|$)|mx(?:[:/\s]|$)|ptr|exists:)|\sredirect=", re.I)
MOST_LOOKUPS = 10  # RFC 7208 §4.6.4
_ALL = {
    "+all": (False, "SPF lets the whole world send as {domain} (+all): write ~all or -all"),
    "all": (False, "SPF lets the whole world send as {domain} (all): write ~all or -all"),
    "?all": (True, "SPF says nothing about senders it does not name (?all): ~all or -all says more"),
}

Texts = Callable[[str], "list[str] | None"]


@dataclass(frozen=True, slots=True)
class DnsFinding:
    """One sentence; `ok`: nothing need be done."""

    name: str  # spf | dkim | dmarc | dns
    ok: bool
    words: str


def texts_of(name: str, server: str | None = None) -> list[str] | None:
    """The TXT records of a name; None when DNS does not answer. Needs dnspython."""
    import dns.exception
    import dns.resolver

    try:
        found = resolver_of(server).resolve(name, "TXT", lifetime=PATIENCE, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(record.strings).decode("ascii", "replace") for record in found]


def findings(domain: str, key: SigningKey | None, public: str, ask: Texts) -> list[DnsFinding]:
    """`public`: our key's public half, "" without a key. One finding when DNS does not answer."""
    texts = ask(domain)
    if texts is None:
        words = f"DNS does not answer: SPF, DKIM and DMARC of {domain} were not looked at"
        return [DnsFinding("dns", True, words)]
    return [_spf(domain, texts), _dkim(domain, key, public, ask), _dmarc(domain, ask)]


def _silent(name: str, domain: str) -> DnsFinding:
    return DnsFinding(name, True, f"{name.upper()} of {domain}: DNS does not answer, so it was not looked at")


def _spf(domain: str, texts: Sequence[str]) -> DnsFinding:
    found = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return _bad("spf", f"{domain} has no SPF: publish TXT \"v=spf1 … ~all\" with the servers that send for it; "
                           "many servers take unnamed senders for spam")  # fmt: skip
    if len(found) > 1:
        return _bad("spf", f"{domain} has {len(found)} SPF records, which counts as a broken one: make one of them")
    words = found[0].lower().split()
    if len(_LOOKUPS.findall(found[0])) > MOST_LOOKUPS:
        return _bad("spf", f"SPF of {domain} needs more than {MOST_LOOKUPS} questions, which counts as a broken one")
    ok, said = next((_ALL[word] for word in words if word in _ALL), (True, "SPF of {domain} is there: {text}"))
    return DnsFinding("spf", ok, said.format(domain=domain, text=found[0][:200]))


def _dkim(domain: str, key: SigningKey | None, public: str, ask: Texts) -> DnsFinding:
    if key is None:
        words = f"letters are not signed by us: either your mail server signs for {domain}, or `mailflow dkim make`"
        return DnsFinding("dkim", True, words)
    if organisational(key.domain) != organisational(domain):
        return _bad("dkim", f"letters are signed for {key.domain}, but come from {domain}: that proves nothing of them")
    texts = ask(key.record)
    if texts is None:
        return _silent("dkim", key.domain)
    published = [re.sub(r"\s", "", tag[2:]) for text in texts for tag in _tags(text) if tag.startswith("p=")]
    if not published:
        return _bad("dkim", f"{key.record} is not in DNS: signatures count as none; `mailflow dkim show` has the line")
    if public not in published:
        return _bad("dkim", f"{key.record} in DNS has another key than {key.path}: signatures are wrong; publish "
                            "the line of `mailflow dkim show`")  # fmt: skip
    return DnsFinding("dkim", True, f"DKIM: {key.record} in DNS is our key")


def _dmarc(domain: str, ask: Texts) -> DnsFinding:
    """Of the domain, else of its organisation (RFC 7489 §6.6.3)."""
    for place in dict.fromkeys((domain, organisational(domain))):
        texts = ask(f"_dmarc.{place}")
        if texts is None:
            return _silent("dmarc", place)
        found = [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
        if len(found) == 1:
            policy = next((tag[2:].lower() for tag in _tags(found[0]) if tag.lower().startswith("p=")), "")
            if policy not in ("none", "quarantine", "reject"):
                return _bad("dmarc", f"DMARC of {place} has no policy (p=): it counts as none")
            return DnsFinding("dmarc", True, f"DMARC of {place} is there: p={policy}")
        if found:
            return _bad("dmarc", f"{place} has {len(found)} DMARC records, which count as none: make one of them")
    return _bad("dmarc", f"{domain} has no DMARC: publish TXT \"v=DMARC1; p=none\" at _dmarc.{domain}. Without one, "
                         "mail of operators at this domain is believed only with its own DKIM signature")  # fmt: skip


def _tags(text: str) -> list[str]:
    return [tag.strip() for tag in text.split(";")]


def _bad(name: str, words: str) -> DnsFinding:
    return DnsFinding(name, False, words)
