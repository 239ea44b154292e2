"""All targets by name, and how a round is shared among them when none is named: the smaller the parser, the more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fuzz import arguments, authres, commands, listener, mails, rules, templates
from fuzz.harness import Target

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        one.name: one
        for one in (
            listener.TARGET,
            mails.TARGET,
            authres.TARGET,
            commands.TARGET,
            rules.TARGET,
            templates.TARGET,
            arguments.TARGET,
        )
    }
)
# per hundred mails, which are what most bytes come in by: nine inputs of the smaller parsers for each
SHARE: Mapping[str, int] = MappingProxyType(
    {"listener": 20, "mails": 100, "authres": 500, "commands": 350, "rules": 5, "templates": 20, "arguments": 5}
)
