"""A month of a desk that never was, to look at its report: the same each time."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailflow.core.period import (
    GOING,
    QUARTER,
    Breach,
    Customer,
    Length,
    Period,
    Promise,
    QuarterCount,
    StateChange,
    before,
)
from mailflow.core.rules import WorkingHours

ZONE = ZoneInfo("Asia/Jakarta")
SINCE, UNTIL = datetime(2026, 11, 1, tzinfo=ZONE), datetime(2026, 12, 1, tzinfo=ZONE)
NOW = datetime(2026, 11, 30, 17, 0, tzinfo=ZONE)
HOURS = WorkingHours(tuple([((480, 1020),)] * 5 + [(), ()]))
CATEGORIES = ("pulsa-tidak-masuk", "kartu-rencana-studi", "lupa-sandi", "beasiswa", "pembayaran-ukt", None)
PEOPLE = ("Budi", "Dewi Lestari", "Sari", "Tono")


def sample(days: int = 30) -> tuple[Period, Period]:
    """The last `days` of November and those before them."""
    since = UNTIL - timedelta(days=days)
    return _period(since, UNTIL, 1, 1.0), _period(*before(since, UNTIL, ZONE), 2, 0.8)


def empty() -> tuple[Period, Period]:
    """A week in which nothing happened."""
    since = UNTIL - timedelta(days=7)
    old = before(since, UNTIL, ZONE)
    return Period(since, UNTIL, ZONE, NOW, PEOPLE, HOURS), Period(*old, ZONE, NOW, PEOPLE, HOURS)


def _period(since: datetime, until: datetime, seed: int, scale: float) -> Period:
    chance = random.Random(seed)
    opened: Counter[tuple[int, str | None]] = Counter()
    closed: Counter[tuple[int, str | None]] = Counter()
    changes: list[StateChange] = []
    net: list[QuarterCount] = []
    first, resolved, promises, late = [], [], [], []
    work: Counter[tuple[str, str]] = Counter()
    votes: list[tuple[str, int]] = []
    at = since.astimezone(UTC)
    while at < min(until, NOW).astimezone(UTC):
        at += timedelta(minutes=chance.expovariate(scale / 55) * (1 if 7 <= at.astimezone(ZONE).hour < 21 else 9))
        if at.astimezone(ZONE).weekday() >= 5 and chance.random() < 0.7:
            continue
        if at >= until:
            break
        who, category = chance.choice(PEOPLE), chance.choices(CATEGORIES, (9, 5, 4, 2, 2, 1))[0]
        begun = int(at.timestamp())
        claim, reply, done = (begun + int(chance.expovariate(1 / mean)) for mean in (3000, 40000, 200000))
        reply, done = max(claim, reply), max(reply, claim, done)
        moves = [("", "new", begun), ("new", "open", claim), ("open", "waiting", reply), ("waiting", "closed", done)]
        turned = [move for move in moves if move[2] < min(until, NOW).timestamp()]
        changes += [StateChange(gone, entered, 1, moment) for gone, entered, moment in turned]
        net += [QuarterCount(t // QUARTER, None, (b in GOING) - (a in GOING)) for a, b, t in turned]
        opened[begun // QUARTER, category] += 1
        promises.append(Promise(begun + 100_000, reply, None, "closed"))
        work["claimed", who] += 1
        if reply < until.timestamp():
            work["answered", who] += 1
            first.append(Length(who, begun, reply))
        if done < min(until, NOW).timestamp():
            closed[done // QUARTER, category] += 1
            work["closed", who] += 1
            resolved.append(Length(who, begun, done))
            if chance.random() < 0.3:
                votes.append((who, chance.choices((1, 2, 3, 4, 5), (1, 1, 2, 6, 9))[0]))
        if reply - begun > 100_000:
            work["breached", who] += 1
            why = "Bank tutup karena libur nasional." if chance.random() < 0.3 else None
            work["excused", "Dewi"] += why is not None
            due = at + timedelta(seconds=100_000)
            late.append(Breach(f"2026-{len(first):04}", who, at, due, due + timedelta(minutes=5), why))
    work["reopened", "Budi"], work["answer-held", "Sari"], work["assigned", "Tono"] = 3, 5, 2
    work["solved-by-self-help", ""], work["discarded", "Dewi"] = 7, 4
    return Period(
        since, until, ZONE, NOW, PEOPLE, HOURS,
        open_now={"new": 3, "open": 14, "waiting": 40, "escalated": 2, "closing": 5},
        standing={"new": 4, "open": 11, "waiting": 30, "escalated": 2, "closing": 3},
        changes=changes, net=net,
        opened=[QuarterCount(q, c, n) for (q, c), n in opened.items()],
        closed=[QuarterCount(q, c, n) for (q, c), n in closed.items()],
        answered=[QuarterCount(one.ended // QUARTER, None, 1) for one in first],
        work=work, first=first, resolved=resolved, promises=promises, late=late, votes=votes, invited=len(resolved),
        about={
            ("escalated", "bantuan@operator.example"): 9, ("party-wrote", "bantuan@operator.example"): 7,
            ("second-tier-late", "bantuan@operator.example"): 1, ("incident-joined", "0412"): 17,
            ("closed", "answer-pulsa"): 21, ("closed", "answer-krs"): 8,
        },
        customers=[Customer(f"mahasiswa{n}@kampus.example", 9 - n, n % 3) for n in range(8)],
    )  # fmt: skip
