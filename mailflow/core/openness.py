"""How open a desk is, and to whom: a sentence for each door, from rules.yaml alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailflow.core.rules import Person, Rules, Trust

_WAYS = {
    "aligned": "{authserv} has found its From proven (DMARC, or a signature or envelope of that domain)",
    "token": "it comes to a reply address that only he was given, in a letter of ours",
    "dkim": "it has a valid DKIM signature of his own domain, checked by ourselves ({resolver})",
    "from": "his address stands in From",
}


def openness(rules: Rules) -> list[str]:
    """Who may act, write, and open tickets."""
    return [*_colleagues(rules), *_lists(rules.trust), *_forms(rules), *_everybody(rules)]


def _colleagues(rules: Rules) -> Iterator[str]:
    trust = rules.trust
    if "from" in trust.operators:
        yield (
            f"ANYBODY who can write to {rules.desk.address} may act as {_names((*rules.operators, *rules.pic))}: "
            "trust.operators: from believes every From"
        )
        return
    server = ", ".join(trust.authserv) or "no server (trust.authserv names none)"
    resolver = f"keys from {trust.resolver}" if trust.resolver else "keys from this machine's DNS"
    proofs = " or ".join(_WAYS[way].format(authserv=server, resolver=resolver) for way in trust.operators)
    yield f"mail of {_names(rules.operators)} claims and answers, and of {_names(rules.pic)} closes, if {proofs}"
    if trust.forwarders:
        yield f"that is believed, too, of what {', '.join(trust.forwarders)} found and sealed (ARC)"
    if rules.admin and all(rules.admin != person.address for person in (*rules.operators, *rules.pic)):
        yield f"mail of {rules.admin} decides about held mail, proven in the same way; it has no rights on tickets"


def _names(people: Iterable[Person]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people)) or "nobody"


def _lists(trust: Trust) -> Iterator[str]:
    for name in trust.lists:
        yield f"whoever may write through {name} is believed to be whom that list names as author (trust.lists)"


def _forms(rules: Rules) -> Iterator[str]:
    for form in rules.forms:
        who = ", ".join(form.senders)
        if form.proof == "none":
            yield f"whoever writes as {who} names the customer of a ticket: forms[].proof is none"
        else:
            yield f"mail of the form {who} names the customer if it is proven as an operator's"


def _everybody(rules: Rules) -> Iterator[str]:
    mails = rules.limits.mails
    letters = rules.limits.letters.addressee
    yield (
        f"everybody may open tickets: up to {mails.sender.hour} mails an hour of one sender and {mails.domain.hour} of "
        f"one organisation, then they are held; one mailbox gets at most {letters.hour} automatic letters an hour"
    )
