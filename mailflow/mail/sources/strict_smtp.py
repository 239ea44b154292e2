"""aiosmtpd's session, which refuses for good what Python's parsers fail on: fuzzing found addresses and sizes that
would have been answered "try again later", with a traceback in the log each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import AnyStr

from aiosmtpd.smtp import SMTP


class StrictSMTP(SMTP):
    """A session whose commands are read, or refused."""

    async def push(self, status: AnyStr) -> None:
        """aiosmtpd repeats what it does not know; bytes that are no UTF-8 cannot be repeated."""
        await super().push(status.encode("utf-8", "replace") if isinstance(status, str) else status)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """(None, None), answered with 553, also where Python's parser fails ("a@", "<a@>"): the mail would be tried
        again for days, and each time fill the log."""
        try:
            return super()._getaddr(arg)
        except (IndexError, AttributeError, ValueError, RecursionError):
            return None, None

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        """Only ASCII (RFC 5321 §4.1.2): a SIZE of other digits is none."""
        return super()._getparams(params) if all(one.isascii() for one in params) else None
