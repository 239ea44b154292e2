"""The blocks of rules.yaml that say whom to believe and how much of them to take: `trust`, `spam`, `limits`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from mailflow.config import formats
from mailflow.config.block import SchemaBlock, Texts, many, written
from mailflow.core.broadcasts import BroadcastRules
from mailflow.core.registered import Admit
from mailflow.core.rules import Duration, Way


class TrustPart(SchemaBlock):
    operators: Annotated[tuple[Way, ...], BeforeValidator(many), Field(min_length=1)] = ("aligned",)
    authserv: Annotated[tuple[Annotated[str, AfterValidator(formats.server_name)], ...], BeforeValidator(many)] = ()
    lists: Texts = ()
    forwarders: Texts = ()
    resolver: Annotated[str, AfterValidator(formats.resolver)] | None = None


Count = Annotated[int, Field(ge=1, le=1_000_000_000)]  # so large is none, and larger ones no database counts


class CustomersPart(SchemaBlock):
    """Who may open tickets."""

    admit: Admit = "everyone"
    grace: Annotated[Duration, written(formats.grace)] = formats.elapsed("7d")


class BroadcastPart(SchemaBlock):
    """How much mail a customer and a minute may get of broadcasts."""

    per_month: Count = BroadcastRules().per_month
    per_minute: Count = BroadcastRules().per_minute


class SpamPart(SchemaBlock):
    headers: Annotated[tuple[Annotated[str, AfterValidator(formats.header_name)], ...], BeforeValidator(many)] = ()
    filter: Annotated[str, AfterValidator(formats.spam_filter)] | None = None


class RatePart(SchemaBlock):
    hour: Count | None = None
    day: Count | None = None


class LetterLimitsPart(SchemaBlock):
    addressee: RatePart = RatePart.model_construct()
    domain: RatePart = RatePart.model_construct()
    elsewhere: RatePart = RatePart.model_construct()


class MailLimitsPart(SchemaBlock):
    sender: RatePart = RatePart.model_construct()
    domain: RatePart = RatePart.model_construct()
    ticket: RatePart = RatePart.model_construct()


class LimitsPart(SchemaBlock):
    letters: LetterLimitsPart = LetterLimitsPart.model_construct()
    mails: MailLimitsPart = MailLimitsPart.model_construct()
