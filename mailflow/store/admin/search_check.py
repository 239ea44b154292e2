"""The search index compared with the texts it was made of. Read only."""

from __future__ import annotations

from mailflow.core.how_many import how_many
from mailflow.store.desk import search_index
from mailflow.store.engine.database import Database

SAMPLE = 500  # of the newest and of the oldest documents each: looked up one by one
_UNLISTED = (
    "SELECT count(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM document d WHERE d.ticket_n = m.ticket_n "
    "AND d.kind = CASE m.direction WHEN 'in' THEN 'mail' ELSE 'letter' END AND d.source_id = m.id AND d.part = 0)"
)
_ANEW = "`mailflow search --rebuild` makes it anew"


def faults(db: Database) -> list[str]:
    """What search would not find, or would find wrongly. Texts that are still being indexed are no fault, nor is an
    index of other rules, which the daemon makes anew."""
    with db.reading():
        unlisted = int(db.value(_UNLISTED))
        every = [
            row[0]
            for order in ("DESC", "ASC")
            for row in db.all(f"SELECT id FROM document WHERE digest <> '' ORDER BY id {order} LIMIT ?", (SAMPLE,))
        ]
        kept = search_index.named(db, list(dict.fromkeys(every))) if search_index.is_current(db) else []
        changed = [one.id for one in kept if not search_index.is_true(one)]
        tokens = {one.id: search_index.sure_token(one) for one in kept if one.document is not None}
        lacking = db.engine.words.lacking(db.execute, tokens)
    found = []
    if unlisted:
        are = how_many(unlisted, "mail or letter is", "mails and letters are")
        found.append(f"{are} not listed and cannot be searched; {_ANEW}")
    if changed:
        found.append(f"the search index has other words than {len(changed)} of {len(kept)} texts; {_ANEW}")
    if lacking:
        some = f"{len(lacking)} of {how_many(len(kept), 'text')}"
        found.append(f"{some} {'is' if len(lacking) == 1 else 'are'} not in the search index; {_ANEW}")
    return found
