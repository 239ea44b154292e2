"""The shape of rules.yaml as pydantic models: keys and types. checks.py checks how keys depend on each other.

Imported only by `load`: pydantic takes 150 ms. A key without a value counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, create_model

from mailflow.config import formats, zones
from mailflow.config.block import (
    Addr,
    Addrs,
    AfterText,
    AnyLanguage,
    BelievedNetworks,
    Language,
    Length,
    Poll,
    SchemaBlock,
    Secret,
    Secrets,
    SinceText,
    Text,
    Texts,
    as_folder,
    many,
    switch,
    written,
)
from mailflow.config.dkim import DkimKey
from mailflow.config.escalation import SecondTierPart
from mailflow.config.guards import BroadcastPart, Count, CustomersPart, LimitsPart, SpamPart, TrustPart
from mailflow.config.hints import HintsPart
from mailflow.config.logins import OAuthPart
from mailflow.config.mirror import mirror_folders
from mailflow.config.report_parts import ReportPart
from mailflow.config.staff_parts import AwayPart, Expires, ShiftPart
from mailflow.config.web_parts import ApiPart, SurveyPart, WebPart
from mailflow.config.webhook_parts import WebhookPart
from mailflow.core.ladder import Ladder
from mailflow.core.rules import Duration


class DeskPart(SchemaBlock):
    name: Text | None = None
    address: Addr
    list_: Addr | None = Field(default=None, alias="list")
    also: Addrs = ()
    language: Language = "id"
    timezone: Annotated[str, AfterValidator(zones.timezone)] = "Asia/Jakarta"
    number: Annotated[str, AfterValidator(formats.number_format)] = "{n}"
    plus: bool = False
    regulations: Annotated[str, AfterValidator(formats.page_url)] | None = None


class PersonPart(SchemaBlock):
    name: Text
    address: Addr
    also: Addrs = ()
    language: AnyLanguage | None = None
    groups: Texts = ()
    login: Text | None = None
    deputy: Text | None = None


class MirrorPart(SchemaBlock):
    keywords: bool = True
    folders: Annotated[str, AfterValidator(mirror_folders)] | None = None


class ImapPart(SchemaBlock):
    imap: Annotated[str, AfterValidator(formats.imap_url)]
    password: Secret | None = None
    after: AfterText = "keep"
    poll: Poll = formats.elapsed("60s")
    since: SinceText = "init"
    oauth: OAuthPart | None = None
    cafile: Text | None = None
    certfile: Text | None = None
    keyfile: Text | None = None
    mirror: Annotated[MirrorPart | None, switch("folders")] = None


class MaildirPart(SchemaBlock):
    maildir: Text
    after: AfterText = "keep"
    poll: Poll = formats.elapsed("5s")
    since: SinceText = "all"


class LmtpPart(SchemaBlock):
    lmtp: Annotated[Any, written(formats.listener)]
    allow: BelievedNetworks = ()


class SmtpPart(SchemaBlock):
    smtp: Annotated[Any, written(formats.listener)]
    allow: BelievedNetworks = ()


MAILBOX_KINDS = ("imap", "maildir", "lmtp", "smtp")
OUTGOING_KINDS = ("smtp", "maildir")


def _kind(kinds: tuple[str, ...]) -> Callable[[object], str | None]:
    def kind_of(value: object) -> str | None:
        present = [kind for kind in kinds if isinstance(value, dict) and value.get(kind) is not None]
        # <…>: distinguishes it from keys in the paths of faults
        return f"<{present[0]}>" if len(present) == 1 else None

    return kind_of


MailboxPart = Annotated[
    Annotated[ImapPart, Tag("<imap>")]
    | Annotated[MaildirPart, Tag("<maildir>")]
    | Annotated[LmtpPart, Tag("<lmtp>")]
    | Annotated[SmtpPart, Tag("<smtp>")],
    Discriminator(
        _kind(MAILBOX_KINDS),
        custom_error_type="kind",
        custom_error_message="a mailbox is one of `imap:`, `maildir:`, `lmtp:`, `smtp:`",
    ),
]


class _SmtpServer(SchemaBlock):
    smtp: Annotated[str, AfterValidator(formats.smtp_url)]
    password: Secret | None = None
    oauth: OAuthPart | None = None
    cafile: Text | None = None
    certfile: Text | None = None
    keyfile: Text | None = None


class SmtpOutPart(_SmtpServer):
    dkim: DkimKey = None


class MaildirOutPart(SchemaBlock):
    maildir: Text


class SentPart(SchemaBlock):
    """A folder of the first IMAP mailbox by its name, or a Maildir."""

    folder: Text | None = None
    maildir: Text | None = None


OutgoingPart = Annotated[
    Annotated[SmtpOutPart, Tag("<smtp>")] | Annotated[MaildirOutPart, Tag("<maildir>")],
    Discriminator(_kind(OUTGOING_KINDS), "kind", "letters go either out by `smtp:` or into a `maildir:`"),
]


class AlarmPart(_SmtpServer):
    """A second server, for alarms alone."""


class ProbePart(SchemaBlock):
    every: Annotated[Duration, written(formats.pulse)] = formats.elapsed("5m")
    to: Addr | None = None


class AnnouncePart(SchemaBlock):
    to: Literal["list", "operators"] | None = None
    reply_to: Literal["everyone", "desk"] | None = None


class RungPart(SchemaBlock):
    after: Length
    letter: Text
    to: Texts


_Rungs = Annotated[tuple[RungPart, ...], BeforeValidator(many)]


# A key for each ladder: its rungs, or None when missing.
_fields: dict[str, Any] = {ladder.value: (_Rungs | None, None) for ladder in Ladder}
_Ladders: Any = create_model("_Ladders", __base__=SchemaBlock, **_fields)


class LaddersPart(_Ladders):  # type: ignore[misc]  # mypy cannot see classes made from the table
    """A set of ladders under a name, for `then: {ladder: NAME}`."""


class RemindersPart(_Ladders):  # type: ignore[misc]  # mypy cannot see classes made from the table
    breach_after: Length | None = None
    bundle: Annotated[int | None, BeforeValidator(formats.count_or_off)] = 10


class AttachmentsPart(SchemaBlock):
    copy_up_to: Annotated[int, written(formats.size)] = 2_000_000


class RepeatsPart(SchemaBlock):
    within: Poll = formats.elapsed("24h")


class IncidentsPart(SchemaBlock):
    customers: Annotated[int, Field(ge=2)] = 5
    within: Poll = formats.elapsed("1h")


class CustomerPart(SchemaBlock):
    reply_to: bool = False
    body: Annotated[str, AfterValidator(partial(formats.expression_with, "address"))] | None = None
    name: Annotated[str, AfterValidator(partial(formats.expression_with, "name"))] | None = None


class FormPart(SchemaBlock):
    from_: Addrs = Field(alias="from")
    customer: CustomerPart
    proof: Literal["aligned", "none"] | None = None


class LabelPart(SchemaBlock):
    id: Text
    en: Text | None = None


class DataPart(SchemaBlock):
    """`label:` is one text for both languages, or one for each."""

    label: Annotated[LabelPart, BeforeValidator(lambda v: {"id": v} if isinstance(v, str) else v)] | None = None
    find: Annotated[str, AfterValidator(formats.finder)]
    confirm: bool = False


class PolicyPart(SchemaBlock):
    when: dict[str, object] = Field(default_factory=dict)
    then: dict[str, object] = Field(default_factory=dict)


Keep = Annotated[int | None, BeforeValidator(formats.keeping)]


class RetentionPart(SchemaBlock):
    """Days; None: kept for ever."""

    raw: Keep = None
    automatic: Keep = None
    spam: Keep = None
    letters: Keep = None
    journal: Annotated[None, BeforeValidator(formats.only_never)] = None


class RulesFile(SchemaBlock):
    """The whole file; defaults as in interfaces.md, "rules.yaml"."""

    desk: DeskPart
    admin: Addr | None = None
    secret: Secrets | None = None  # the first signs
    database: Annotated[str, AfterValidator(formats.database)] = "sqlite:///mailflow.db"
    mailboxes: Annotated[tuple[MailboxPart, ...], BeforeValidator(many)] = ()
    outgoing: OutgoingPart | None = None
    sent_folder: Annotated[SentPart | None, BeforeValidator(as_folder)] = None
    alarm: AlarmPart | None = None
    alarm_after: Poll = formats.elapsed("15m")
    probe: Annotated[ProbePart | None, switch("every")] = None
    web: Annotated[WebPart | None, switch("listen")] = None
    api: ApiPart | None = None
    webhooks: Annotated[tuple[WebhookPart, ...], BeforeValidator(many)] = ()
    operators: Annotated[tuple[PersonPart, ...], BeforeValidator(many)]
    pic: Annotated[tuple[PersonPart, ...], BeforeValidator(many)] = ()
    away: Annotated[tuple[AwayPart, ...], BeforeValidator(many)] = ()
    shifts: Annotated[tuple[ShiftPart, ...], BeforeValidator(many)] = ()
    morning_list: Annotated[int | None, BeforeValidator(formats.time_of_day)] = None
    reports: Annotated[tuple[ReportPart, ...], BeforeValidator(many)] = ()
    announce: Annotated[AnnouncePart, BeforeValidator(lambda v: {"to": v} if isinstance(v, str) else v)] = (
        AnnouncePart.model_construct()
    )
    public_lists: Addrs = ()
    announce_handover: bool = False
    announce_taken: bool = False
    tell_claim: bool = False
    attachments: AttachmentsPart = AttachmentsPart.model_construct()
    claim: Literal["any-reply", "empty-only"] = "any-reply"
    claim_words: Texts = ("saya ambil", "ambil", "siap", "mine", "taking this")
    claim_expires: Expires = None
    acknowledge: bool = True
    acknowledgements_per_day: Count = 20
    limits: LimitsPart = LimitsPart.model_construct()
    retention: RetentionPart = RetentionPart.model_construct()
    digest: Annotated[int | None, BeforeValidator(formats.time_of_day)] = 7 * 60 + 30
    working_hours: dict[str, Any] | None = None
    reminders: RemindersPart = RemindersPart.model_construct()
    ladders: dict[Text, LaddersPart] = Field(default_factory=dict)
    feedback_close: Literal["suggest", "automatic"] = "suggest"
    reopen_within: Length = formats.duration("14d")
    undo_within: Annotated[Duration, written(formats.undo)] = formats.elapsed("60s")
    hold: bool = True
    hints: HintsPart = HintsPart.model_construct()
    repeats: Annotated[RepeatsPart, BeforeValidator(lambda v: {"within": v} if isinstance(v, str) else v)] = (
        RepeatsPart.model_construct()
    )
    incidents: Annotated[IncidentsPart | None, switch("customers")] = None
    survey: SurveyPart = SurveyPart.model_construct()
    trust: TrustPart = TrustPart.model_construct()
    spam: SpamPart = SpamPart.model_construct()
    forms: Annotated[tuple[FormPart, ...], BeforeValidator(many)] = ()
    data: dict[Text, DataPart] = Field(default_factory=dict)
    customers: Annotated[CustomersPart, BeforeValidator(lambda v: {"admit": v} if isinstance(v, str) else v)] = (
        CustomersPart.model_construct()
    )
    broadcast: BroadcastPart = BroadcastPart.model_construct()
    second_tier: Annotated[SecondTierPart | None, switch("to")] = None
    rules: Annotated[tuple[PolicyPart, ...], BeforeValidator(many)] = ()
