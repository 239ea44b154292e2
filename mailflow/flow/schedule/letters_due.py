"""The letters of no ticket whose time has come, each once among all daemons."""

from __future__ import annotations

from mailflow.flow.parts import Parts
from mailflow.flow.schedule import away_begins, broadcasts, digest, morning_list, report_mail, shift_brief, urgent_held
from mailflow.flow.settle import flooding


def write_due(parts: Parts, *, steady: bool = False) -> None:
    """`steady`: it is called each second."""
    away_begins.tell_if_due(parts)
    digest.write_if_due(parts)
    morning_list.write_if_due(parts)
    shift_brief.write_if_due(parts)
    report_mail.write_if_due(parts)
    flooding.tell_if_due(parts)
    urgent_held.tell_if_due(parts)
    broadcasts.write(parts, steady=steady)
