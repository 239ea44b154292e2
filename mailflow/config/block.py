"""A block of rules.yaml, and the types its values are made of. Imports pydantic (150 ms)."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo, model_validator

from mailflow.config import formats
from mailflow.config.settings import Since
from mailflow.core.rules import Duration


def many(value: object) -> object:
    """A list may also be written as a single value."""
    return value if isinstance(value, list) else [value]


def as_folder(value: object) -> object:
    return {"folder": value} if isinstance(value, str) else value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    if not value.strip().isprintable():
        raise ValueError("must be one line without control characters")  # names are written into headers
    return value.strip()


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("is empty")
    return value


def _not_everybody(networks: tuple[str, ...]) -> tuple[str, ...]:
    """The same networks. Raises ValueError where together they hold every address there is."""
    found = [ip_network(one) for one in networks]
    fours = collapse_addresses([one for one in found if isinstance(one, IPv4Network)])
    sixes = collapse_addresses([one for one in found if isinstance(one, IPv6Network)])
    if IPv4Network("0.0.0.0/0") in fours or IPv6Network("::/0") in sixes:
        raise ValueError(f"{', '.join(networks)} is everybody: name the networks that are meant, such as 10.1.0.0/16")
    return networks


Text = Annotated[str, AfterValidator(_filled)]
Secret = Annotated[str, AfterValidator(_not_empty)]  # passwords may begin with a blank
Secrets = Annotated[tuple[Secret, ...], BeforeValidator(many)]
Addr = Annotated[str, AfterValidator(formats.address)]
Addrs = Annotated[tuple[Addr, ...], BeforeValidator(many)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(many)]
Networks = Annotated[tuple[Annotated[str, AfterValidator(formats.network)], ...], BeforeValidator(many)]
BelievedNetworks = Annotated[Networks, AfterValidator(_not_everybody)]
Language = Literal["id", "en"]  # those mailflow itself has words in
AnyLanguage = Annotated[str, AfterValidator(formats.language)]  # of letters


def switch(main: str) -> BeforeValidator:
    """A block with a short form: `true` is its defaults, `false` the same as missing, any other value is that of its
    main key."""

    def read(value: object) -> object:
        if isinstance(value, bool):
            return {} if value else None
        return {main: value} if isinstance(value, str | int) else value

    return BeforeValidator(read)


def written(parse: Callable[[str], object]) -> BeforeValidator:
    """A text value that is parsed into something else."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValueError("must be text")  # noqa: TRY004  pydantic reports only ValueError as a fault
        return parse(str(value))

    return BeforeValidator(read)


Length = Annotated[Duration, written(formats.duration)]
Poll = Annotated[Duration, written(formats.poll)]
SinceText = Annotated[Since, written(formats.since)]
AfterText = Annotated[str, AfterValidator(formats.after_word)]


class SchemaBlock(BaseModel):
    """A block of rules.yaml. Unknown keys are recorded in the validation context, with the allowed ones."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, arbitrary_types_allowed=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def _known_keys_with_values(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, dict):
            return value
        known = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = [key for key in value if key not in known]
        if info.context is not None:
            info.context.extend((value, key, known) for key in unknown)
        return {key: found for key, found in value.items() if key in known and found is not None}
