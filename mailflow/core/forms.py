"""Mails of the web forms of rules.yaml: which form wrote a mail, and whom it names as the customer."""

from __future__ import annotations

from mailflow.core import patterns
from mailflow.core.authors import is_from_there
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, Message
from mailflow.core.people import is_foreign
from mailflow.core.rules import Form, Rules
from mailflow.lazy_dataclasses import dataclass

_ADDRESS = LazyPattern(r"[^\s<>@,;:()\"\[\]]+@[^\s<>@,;:()\"\[\]]+\.[^\s<>@,;:()\"\[\].]+")


@dataclass(frozen=True, slots=True)
class FormMail:
    """A mail of a configured web form; `customer` is None when it names no foreign address."""

    form: Form
    customer: Address | None
    proven: bool = True  # it comes from where the form writes, as far as its `proof:` asks


def form_of(message: Message, rules: Rules) -> FormMail | None:
    """The first form of rules.yaml whose sender wrote this mail and which finds a customer; else the first of that
    sender."""
    if message.sender is None:
        return None
    there = is_from_there(message, rules)
    forms = [form for form in rules.forms if message.sender.key in (s.casefold() for s in form.senders)]
    found = [FormMail(form, customer_of(message, form, rules), there or form.proof == "none") for form in forms]
    return next((f for f in found if f.customer), found[0] if found else None)


def customer_of(message: Message, form: Form, rules: Rules) -> Address | None:
    """The foreign address where the form says it is: in Reply-To or in the body. None when there is none."""
    name = _named(form.name_body, "name", message.text)
    if form.customer_reply_to:
        for address in message.reply_to:
            if is_foreign(address.email, rules):
                return Address(address.email, address.name or name)
    given = _named(form.customer_body, "address", message.text)
    found = _ADDRESS.search(given)
    if found is None or not is_foreign(found.group(), rules):
        return None
    local, _, domain = found.group().rpartition("@")
    return Address(f"{local}@{domain.lower()}", name)


def _named(pattern: str | None, group: str, text: str) -> str:
    found = patterns.search_whole(patterns.compiled(pattern, exact=True), text) if pattern else None
    return (found.group(group) or "").strip() if found else ""
