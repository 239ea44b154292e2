"""The numbers at the head of the page, each beside that of the period before."""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.core.figure_rows import BacklogRow
from mailflow.report.compared import Compared
from mailflow.report.sheet import Tile


def tiles(told: Compared) -> list[Tile]:
    return list(_tiles(told))


def _tiles(told: Compared) -> Iterator[Tile]:
    w = told.w
    for key in ("opened", "closed"):
        yield Tile(told.name(key), told.number(told.count(key)), w("before", value=told.number(told.before(key))))
    backlog, earlier = told.rows("backlog", BacklogRow), told.rows_before("backlog", BacklogRow)
    if backlog and earlier:
        said = w("before", value=told.number(earlier[-1].open))
        yield Tile(w("open"), told.number(backlog[-1].open), said)
    yield from _length(told, "first_response")
    yield from _length(told, "resolution")
    yield from _promise(told)
    yield _breaches(told)
    share = told.part("survey", "share")
    if share is not None:
        low, high = (told.percent(told.part("survey", name) or 0) for name in ("low", "high"))
        count = told.number(told.part("survey", "answered") or 0)
        more = w("interval", low=low, high=high, count=count)
        yield Tile(w("survey"), told.percent(share), more)


def _promise(told: Compared) -> Iterator[Tile]:
    shares = []
    for part in (told.part, told.part_before):
        kept, broken = part("promise", "kept") or 0, part("promise", "broken") or 0
        shares.append(kept / (kept + broken) if kept + broken else None)
    now, earlier = shares
    if now is not None:
        said = "–" if earlier is None else told.percent(earlier)
        yield Tile(told.w("promises"), told.percent(now), told.w("before", value=said))


def _breaches(told: Compared) -> Tile:
    excused = told.w("with-excuse", count=told.number(told.count("excused")))
    said = told.w("before", value=told.number(told.before("breaches")))
    return Tile(told.name("breaches"), told.number(told.count("breaches")), f"{excused}; {said}")


def _length(told: Compared, key: str) -> Iterator[Tile]:
    median, working = told.part(key, "median"), told.part(key, "working_median")
    if median is not None:
        more = f"{told.w('median')}; {told.w('worked', hours=told.hours(working))}"
        yield Tile(told.name(key), told.length(median), more if working is not None else told.w("median"))
