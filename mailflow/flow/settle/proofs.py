"""What proves a colleague's mail besides our server's results: the reply token among its recipients, and a signature we
checked. Found when the mail is first looked at, kept with it, and true of it afterwards (retry, rebuild)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailflow.core.authors import author, doubt, needs_proof
from mailflow.core.message import Message
from mailflow.core.occasions import Role
from mailflow.core.proofs import Proofs
from mailflow.core.rules import Person, without_plus
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import replace
from mailflow.mail import identity
from mailflow.mail.relays import put_back
from mailflow.store.mail import mail_proofs, reply_tokens

DNS_SILENT = "DNS does not answer, so its signature cannot be checked yet"
_VOID = "its reply token is void: a mail with other recipients carried it, or it was revoked"


def signed(parts: Parts, message: Message, raw: bytes, at: datetime, *, asked: bool = False) -> Message:
    """The message with what its DKIM signatures prove, if `trust.operators` asks for it and they could matter, or a
    person does (`asked`). Asks DNS: never inside a transaction. `at`: its arrival."""
    trust, keys = parts.rules.trust, parts.keys
    if keys is None or message.sender is None or not (asked or _matters(parts, message)):
        return message
    from mailflow.mail import signatures

    domain = message.sender.email.rpartition("@")[2]
    found = signatures.check(raw, domain, at, lambda name: keys.ask(name, trust.resolver), trust.forwarders)
    proofs = replace(
        message.proofs, signed=found.domain, signed_why=found.why, signed_field=found.field, later=found.later
    )
    return replace(message, proofs=proofs)


def filtered(parts: Parts, message: Message, raw: bytes) -> Message:
    """The message with what the filter of `spam.filter` says: never inside a transaction. Proven colleagues' mail is
    not shown to it, nor what is marked as spam already."""
    url, ask = parts.rules.spam.filter, parts.filter
    if url is None or ask is None or message.spam:
        return message
    who = author(message, parts.rules)
    why = "" if who.proven and who.role is not Role.CUSTOMER else ask.ask(url, raw)
    return _as_spam(replace(message, proofs=replace(message.proofs, filtered=why))) if why else message


def _as_spam(message: Message) -> Message:
    return replace(message, spam=True, notes=(*message.notes, message.proofs.filtered))


def _matters(parts: Parts, message: Message) -> bool:
    if "dkim" not in parts.rules.trust.operators or message.authentication.aligned or message.proofs.signed:
        return False
    return bool(needs_proof(message, parts.rules)) and not doubt(message, parts.rules)


def proven(parts: Parts, inbox_id: int, message: Message) -> Message:
    """The message with everything that proves its author. Reads only, and only for a mail in the name of somebody who
    has rights."""
    ways = parts.rules.trust.operators
    if parts.rules.spam.filter is not None and not message.spam:
        earlier = mail_proofs.of(parts.db, inbox_id)
        if earlier is not None and earlier.filtered:
            message = _as_spam(replace(message, proofs=earlier))
    if not ({"token", "dkim"} & set(ways)) or not (addresses := needs_proof(message, parts.rules)):
        return message
    kept = mail_proofs.of(parts.db, inbox_id)
    if kept is not None and (kept.signed or kept.token_of):
        return replace(message, proofs=kept)
    return replace(message, proofs=with_token(parts, message, addresses)) if "token" in ways else message


def reread(parts: Parts, inbox_id: int) -> Message:
    """A mail of the inbox parsed again, as it was read at first, with the proofs kept with it. Raises CannotDo when its
    bytes are gone; Unparsed (flow/parsed.py)."""
    message = parts.parsed.message(parts.db, parts.policy.ours, inbox_id)
    domain = parts.rules.desk.domain
    return proven(parts, inbox_id, put_back(message, parts.secret, domain))


def with_token(parts: Parts, message: Message, addresses: tuple[str, ...]) -> Proofs:
    """What the reply tokens among its recipients say about the person with these addresses. Reads only."""
    why, field = Proofs().token_why, ""
    for token, n in _tokens(parts, message):
        field = f"To: {token}"
        for address in addresses:
            if _is_of(parts, token, address, n):
                assert message.sender is not None
                why = "a reply address only its author was given"
                return replace(message.proofs, token_of=message.sender.key, token_why=why, token_field=field)
        why = _VOID
    return replace(message.proofs, token_why=why, token_field=field)


def _tokens(parts: Parts, message: Message) -> Iterator[tuple[str, int]]:
    """(reply address, ticket) of the personal tokens of ours among its recipients."""
    for address in dict.fromkeys((*(one.email for one in message.recipients), *message.delivered_to)):
        n = identity.verify_reply_address(parts.secret, address) if "+" in address else None
        if n is not None and identity.is_personal(parts.secret, address):
            yield address, n


def keep(parts: Parts, inbox_id: int, message: Message, *, has_proof: bool) -> None:
    """Writer. What proved the mail is kept with it, and a token that others have seen is renewed."""
    if has_proof:
        mail_proofs.keep(parts.db, inbox_id, message.proofs)
    if "token" not in parts.rules.trust.operators:
        return
    for token, n in _tokens(parts, message):
        for address in _owners(parts, token, n):
            if _others_saw_it(parts, message, address):
                reply_tokens.renew(parts.db, address, n)


def _owners(parts: Parts, token: str, n: int) -> Iterator[str]:
    """The address of each colleague whose token this is, if it is in force."""
    rules = parts.rules
    people = [*(person.address for person in rules.colleagues), *filter(None, [rules.admin])]
    for address in dict.fromkeys(people):
        if _is_of(parts, token, address, n):
            yield address


def _is_of(parts: Parts, token: str, address: str, n: int) -> bool:
    return identity.reply_address_is_of(parts.secret, token, address, reply_tokens.edition(parts.db, address, n))


def _others_saw_it(parts: Parts, message: Message, owner: str) -> bool:
    """Anybody but the owner of a token wrote the mail that carries it, or is among its recipients."""
    rules = parts.rules
    person = rules.operator(owner) or rules.pic_person(owner) or Person("", owner)
    his = {without_plus(address).casefold() for address in person.addresses}
    seen = [message.sender, *message.recipients]
    return any(
        one is None or not (without_plus(one.email).casefold() in his or rules.is_desk(one.email)) for one in seen
    )
