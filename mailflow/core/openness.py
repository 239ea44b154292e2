"""How open a desk is, and to whom: a sentence for each door, from rules.yaml alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from mailflow.core.how_many import agreeing
from mailflow.core.rules import Person, Rules, Trust
from mailflow.core.wording import in_language

_WAYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "aligned": (
            "{authserv} membuktikan From-nya (DMARC, atau tanda tangan atau amplop dari domain itu)",
            "{authserv} has found its From proven (DMARC, or a signature or envelope of that domain)",
        ),
        "token": (
            "email itu datang ke alamat balasan yang hanya diberikan kepadanya, di email kami",
            "it comes to a reply address that only he was given, in a letter of ours",
        ),
        "dkim": (
            "email itu bertanda tangan DKIM yang sah dari domainnya sendiri, yang kami periksa sendiri ({resolver})",
            "it has a valid DKIM signature of his own domain, checked by ourselves ({resolver})",
        ),
        "from": ("alamatnya ada di From", "his address stands in From"),
    }
)
_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "anybody": (
            "SIAPA PUN yang bisa menulis ke {desk} bisa bertindak sebagai {people}: trust.operators: from memercayai "
            "setiap From",
            "ANYBODY who can write to {desk} may act as {people}: trust.operators: from believes every From",
        ),
        "colleagues": (
            "email {operators} mengambil dan menjawab tiket, dan email {pic} menutupnya, bila {proofs}",
            "mail of {operators} claims and answers, and of {pic} closes, if {proofs}",
        ),
        "forwarders": (
            "begitu juga bila itu didapati dan disegel oleh {forwarders} (ARC)",
            "that is believed, too, of what {forwarders} found and sealed (ARC)",
        ),
        "admin": (
            "email {admin} memutuskan email yang ditahan, dengan bukti yang sama; ia tidak berhak atas tiket",
            "mail of {admin} decides about held mail, proven in the same way; it has no rights on tickets",
        ),
        "list": (
            "siapa pun yang boleh menulis lewat {name} dipercaya sebagai penulis yang disebut milis itu (trust.lists)",
            "whoever may write through {name} is believed to be whom that list names as author (trust.lists)",
        ),
        "form-unproven": (
            "siapa pun yang menulis sebagai {who} menentukan pelanggan sebuah tiket: forms[].proof adalah none",
            "whoever writes as {who} names the customer of a ticket: forms[].proof is none",
        ),
        "form": (
            "email formulir {who} menentukan pelanggan bila terbukti seperti email operator",
            "mail of the form {who} names the customer if it is proven as an operator's",
        ),
        "everybody": (
            "siapa pun boleh membuka tiket: sampai {sender} email per jam dari satu pengirim dan {domain} dari satu "
            "organisasi, selebihnya ditahan; satu kotak surat mendapat paling banyak {letters} email otomatis per jam",
            "everybody may open tickets: up to {sender} mail|mails an hour of one sender and {domain} of one "
            "organisation, then they are held; one mailbox gets at most {letters} automatic letter|letters an hour",
        ),
        "no-server": (
            "tidak ada server (trust.authserv tidak menyebut satu pun)",
            "no server (trust.authserv names none)",
        ),
        "resolver": ("kunci dari {resolver}", "keys from {resolver}"),
        "dns": ("kunci dari DNS mesin ini", "keys from this machine's DNS"),
        "or": (" atau ", " or "),
        "nobody": ("tidak seorang pun", "nobody"),
    }
)


def openness(rules: Rules, language: str = "en") -> list[str]:
    """Who may act, write, and open tickets, in Indonesian (`id`) or English."""
    said = [*_colleagues(rules, language), *_lists(rules.trust), *_forms(rules), *_everybody(rules)]
    return [agreeing(in_language(_SAID[key], language), facts).format(**facts) for key, facts in said]


_Sentences = Iterator[tuple[str, dict[str, object]]]  # a key of _SAID, and what it says


def _colleagues(rules: Rules, language: str) -> _Sentences:
    trust = rules.trust
    if "from" in trust.operators:
        people = _names(rules.colleagues, language)
        yield "anybody", {"desk": rules.desk.address, "people": people}
        return
    operators, pic = _names(rules.operators, language), _names(rules.pic, language)
    yield "colleagues", {"operators": operators, "pic": pic, "proofs": _proofs(trust, language)}
    if trust.forwarders:
        yield "forwarders", {"forwarders": ", ".join(trust.forwarders)}
    if rules.admin and all(rules.admin != person.address for person in rules.colleagues):
        yield "admin", {"admin": rules.admin}


def _proofs(trust: Trust, language: str) -> str:
    server = ", ".join(trust.authserv) or in_language(_SAID["no-server"], language)
    resolver = in_language(_SAID["resolver" if trust.resolver else "dns"], language).format(resolver=trust.resolver)
    ways = [in_language(_WAYS[way], language).format(authserv=server, resolver=resolver) for way in trust.operators]
    return in_language(_SAID["or"], language).join(ways)


def _names(people: Iterable[Person], language: str) -> str:
    return ", ".join(dict.fromkeys(person.name for person in people)) or in_language(_SAID["nobody"], language)


def _lists(trust: Trust) -> _Sentences:
    for name in trust.lists:
        yield "list", {"name": name}


def _forms(rules: Rules) -> _Sentences:
    for form in rules.forms:
        yield "form-unproven" if form.proof == "none" else "form", {"who": ", ".join(form.senders)}


def _everybody(rules: Rules) -> _Sentences:
    mails, letters = rules.limits.mails, rules.limits.letters.addressee
    yield "everybody", {"sender": mails.sender.hour, "domain": mails.domain.hour, "letters": letters.hour}
