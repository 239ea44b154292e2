"""A ticket's clocks become one mapping by ladder instead of one field each; only tickets that are not over have any."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailflow.store.engine.database import Database

_LADDERS = ("claim", "answer", "feedback", "closing")


def change(db: Database) -> None:
    rows = db.execute("SELECT n, state FROM ticket WHERE status NOT IN ('closed', 'merged', 'discarded')").fetchall()
    db.many("UPDATE ticket SET state = ? WHERE n = ?", [(_changed(state), n) for n, state in rows])


def _changed(text: str) -> str:
    state = json.loads(text)
    since = {ladder: state.pop(f"{ladder}_since", None) for ladder in _LADDERS}
    state["clocks"] = {ladder: at for ladder, at in since.items() if at is not None}
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))
