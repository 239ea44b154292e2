"""The syntax of `desk.timezone`."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailflow.suggest import did_you_mean

_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Pontianak")
_SAID_ZONES = {
    **dict.fromkeys(("wib", "+7", "jakarta"), "Asia/Jakarta"),
    **dict.fromkeys(("wita", "+8", "makassar", "denpasar"), "Asia/Makassar"),
    **dict.fromkeys(("wit", "+9", "jayapura"), "Asia/Jayapura"),
}


def timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        from zoneinfo import available_timezones

        short = re.sub(r"(?<=\d):?00$|^(?:gmt|utc)?(?=[+])|[\s:]", "", value.strip().lower())
        known = _SAID_ZONES.get(short.replace("+0", "+"))
        near = f"did you mean `{known}`?" if known else did_you_mean(value, available_timezones())
        raise ValueError(f"{value!r} is not a time zone: {near or 'write one like ' + ', '.join(_ZONES[:3])}") from None
    return value
