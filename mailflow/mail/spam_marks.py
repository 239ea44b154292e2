"""What spam filters on a mail's way have written into its header. Only a yes counts: who writes a no proves nothing,
and who writes a yes harms only himself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.headers import Headers

_MOST = 5  # fields of one name
_SCL = 5  # Microsoft's spam confidence level: 5 and 6 are spam, 9 surely
_YES = LazyPattern(r"(?:yes|true|spam|positive|high|1)\b", re.IGNORECASE)
_ACTION = LazyPattern(r"(?:reject|add[ _]header|rewrite[ _]subject|quarantine|discard)\b", re.IGNORECASE)
_RESULT = LazyPattern(r"[\w.-]{1,40}:?\s*true\b", re.IGNORECASE)
_REPORT = LazyPattern(r"\bSFV:SPM\b|\bSCL:([5-9])\b")
_DETAILS = LazyPattern(r"\brule=(?:\w{0,20}_)?spam\b", re.IGNORECASE)


def _says_yes(value: str) -> bool:
    return _YES.match(value) is not None


def _level(value: str) -> bool:
    return value[:4].strip().isdigit() and int(value[:4].strip()) >= _SCL


MARKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "x-spam-flag": _says_yes,  # SpamAssassin, and many after it
        "x-spam-status": _says_yes,
        "x-spam": _says_yes,  # rspamd
        "x-spam-report-flag": _says_yes,
        "x-rspamd-action": lambda value: _ACTION.match(value) is not None,
        "x-spamd-result": lambda value: _RESULT.match(value) is not None,  # rspamd: `default: True [15.20 / 15.00]`
        "x-ms-exchange-organization-scl": _level,
        "x-forefront-antispam-report": lambda value: _REPORT.search(value) is not None,
        "x-barracuda-spam-flag": _says_yes,
        "x-barracuda-spam-status": _says_yes,
        "x-dspam-result": _says_yes,
        "x-bogosity": _says_yes,
        "x-crm114-status": _says_yes,
        "x-spamexperts-class": _says_yes,
        "x-yandex-spam": lambda value: value == "4",  # 1 is none
        "x-proofpoint-spam-details": lambda value: _DETAILS.search(value) is not None,
    }
)


def is_marked(fields: Headers, names: tuple[str, ...] = ()) -> bool:
    """Whether one of these fields says that it is spam. `names` (lower-case) are those of rules.yaml; () for all that
    are known. A name nobody knows says yes by yes, true, spam, positive, high or 1."""
    return any(
        MARKS.get(name, _says_yes)(value.strip())
        for name in fields.present(names or tuple(MARKS))
        for value in fields.all(name)[:_MOST]
    )
