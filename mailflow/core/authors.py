"""Who wrote a mail, and whether that is proven: rules.yaml `trust:` (procedure.md, "What must never happen")."""

from __future__ import annotations

from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.rules import Rules


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
    return Author(Role.CUSTOMER, proven=message.authentication.aligned, reason=message.authentication.reason)


def is_admin(message: Message, rules: Rules) -> bool:
    """Whether the admin of rules.yaml wrote it, proven as for an operator. The admin has no rights on tickets."""
    sender = message.sender
    if sender is None or rules.admin is None or sender.key != rules.admin.casefold():
        return False
    return _proven(Role.CUSTOMER, "admin", message, rules).proven


def is_from_there(message: Message, rules: Rules) -> bool:
    """Whether From is proven, as required of an operator; for forms, whose address belongs to no person."""
    return _proven(Role.CUSTOMER, "", message, rules).proven


def _proven(role: Role, name: str, message: Message, rules: Rules) -> Author:
    if message.several_from:
        return Author(role, name, False, "it names several authors")
    if message.unnamed:
        return Author(role, name, False, "its From cannot be read")
    if message.via is not None and not rules.is_trusted_list(message.via.email):
        return Author(role, name, False, f"trust.lists does not name {message.via.email}, the list in From")
    if rules.trust.operators == "from":
        return Author(role, name, True, "trust.operators: from believes From")
    return Author(role, name, message.authentication.aligned, message.authentication.reason)
