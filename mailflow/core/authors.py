"""Who wrote a mail, and whether that is proven: rules.yaml `trust:` (procedure.md, "What must never happen")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.rules import Rules, Way


class Proof(NamedTuple):
    """What one way of `trust.operators` says about the author of a mail."""

    believed: bool
    why: str
    field: str = ""  # the header field that decided, as received


def author(message: Message, rules: Rules) -> Author:
    """The author's role, by address, and whether it is proven as `trust.operators` requires. A customer needs no
    proof."""
    sender = message.sender
    if sender is None:
        return Author(Role.CUSTOMER, reason="no author")
    person = rules.operator(sender.email)
    if person is not None:
        return _proven(Role.OPERATOR, person.name, message, rules)
    person = rules.pic_person(sender.email)
    if person is not None:
        return _proven(Role.PIC, person.name, message, rules)
    if rules.is_desk(sender.email):
        return Author(Role.DESK, reason="the desk's own address")
    judged = message.authentication
    return Author(Role.CUSTOMER, proven=judged.aligned, reason=judged.reason, field=judged.field)


def is_admin(message: Message, rules: Rules) -> bool:
    """Whether the admin of rules.yaml wrote it, proven as for an operator. The admin has no rights on tickets."""
    sender = message.sender
    if sender is None or rules.admin is None or sender.key != rules.admin.casefold():
        return False
    return _proven(Role.CUSTOMER, "admin", message, rules).proven


def is_from_there(message: Message, rules: Rules) -> bool:
    """Whether From is proven, as required of an operator; for forms, whose address belongs to no person."""
    return _proven(Role.CUSTOMER, "", message, rules).proven


def needs_proof(message: Message, rules: Rules) -> tuple[str, ...]:
    """The addresses of the person From names, if a proof would give the mail rights: a colleague's, the admin's, a
    form's; () for anybody else's."""
    if message.sender is None:
        return ()
    address = message.sender.email
    person = rules.operator(address) or rules.pic_person(address)
    if person is not None:
        return person.addresses
    sends = (*((rules.admin,) if rules.admin else ()), *(one for form in rules.forms for one in form.senders))
    return (address,) if address.casefold() in map(str.casefold, sends) else ()


def doubt(message: Message, rules: Rules) -> str:
    """Why no proof counts for this From; "" when one would."""
    if message.several_from:
        return "it names several authors"
    if message.unnamed:
        return "its From cannot be read"
    if message.via is not None and not rules.is_trusted_list(message.via.email):
        return f"trust.lists does not name {message.via.email}, the list in From"
    return ""


def _proven(role: Role, name: str, message: Message, rules: Rules) -> Author:
    if why := doubt(message, rules):
        return Author(role, name, False, why)
    ways = rules.trust.operators
    found = [(way, WAYS[way](message)) for way in ways]
    for way, proof in found:
        if proof.believed:
            return Author(role, name, True, proof.why, way, proof.field)
    alone = len(found) == 1
    why = "; ".join(proof.why if alone else f"{way}: {proof.why}" for way, proof in found)
    return Author(role, name, False, why, "", next((proof.field for _, proof in found if proof.field), ""))


def _by_server(message: Message) -> Proof:
    judged = message.authentication
    return Proof(judged.aligned, judged.reason, judged.field)


def _by_token(message: Message) -> Proof:
    found = message.proofs
    return Proof(bool(found.token_of), found.token_why, found.token_field)


def _by_signature(message: Message) -> Proof:
    """What our own server has refused is not believed after all."""
    found = message.proofs
    if found.signed and message.authentication.dmarc_fail:
        return Proof(False, f"{found.signed_why}, but our server says {message.authentication.reason}")
    return Proof(bool(found.signed), found.signed_why, found.signed_field)


def _by_from(_: Message) -> Proof:
    return Proof(True, "trust.operators: from believes From", "From")


WAYS: Mapping[Way, Callable[[Message], Proof]] = MappingProxyType(
    {"aligned": _by_server, "token": _by_token, "dkim": _by_signature, "from": _by_from}
)
