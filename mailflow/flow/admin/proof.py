"""`mailflow proof`: one ticket as a zip that proves itself to both sides, with a program that needs only Python."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from mailflow import proof
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.admin.proof_steps import steps
from mailflow.flow.admin.proof_summary import summary
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import chained_rows
from mailflow.store.desk import meta, rules_kept
from mailflow.store.engine import chain_links, hash_chain
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import shown
from mailflow.store.engine.hash_chain import ChainEntry, heads_in
from mailflow.store.mail.blobs import letters_unpacked, unpacked
from mailflow.store.read import proven
from mailflow.store.read.proven import EntryAt

_NO_EARLIER = (1980, 1, 1, 0, 0, 0)  # of a zip; the moment it was made stands in proof.json


@dataclass(frozen=True, slots=True)
class MadeProof:
    """What was made."""

    data: bytes  # the zip
    files: tuple[str, ...]
    mailed: int | None  # number of the mailed head behind it
    covered: bool  # whether that head comes after the last of it


@dataclass(frozen=True, slots=True)
class Mailed:
    """A head and the letters that carried it."""

    number: int
    digest: str
    letters: tuple[proven.HeadLetter, ...]


def make(db: Database, ticket: Ticket, rules: Rules, now: datetime, sentence: Callable[[JsonObject], str]) -> MadeProof:
    """`sentence` tells an event in words."""
    with db.reading():
        places, key = list(proven.placed(db, proven.refs_of(db, ticket.n))), chain_links.key(db)
        last, head = max(one.link for one in places), chain_links.head(db)
        mailed = _mailed(db, places[0].link, last)
        covered = mailed is not None and mailed.number >= last
        files = _bytes(db, places)
        told = {
            "format": 1,
            "ticket": ticket.number,
            "made": now.isoformat(timespec="seconds"),
            "mailed": _told(mailed),
            "unmailed": not covered,
            "entries": _entries(db, key, places, files),
        }
        until = mailed.number if mailed is not None and covered else head.number
        files |= {
            "chain.txt": proven.chain(db, places[0].link, until).encode(),
            "proof.json": json.dumps(told, indent=1, ensure_ascii=False).encode(),
            "steps.txt": steps(db, ticket, rules, sentence).encode(),
            "summary.html": summary(db, ticket, rules, told).encode(),
            "verify.py": (Path(proof.__file__).parent / "verify.py").read_bytes(),
            **_rules(db, ticket.n, rules),
        }
    return MadeProof(_zipped(files), tuple(sorted(files)), mailed.number if mailed else None, covered)


def _mailed(db: Database, first: int, last: int) -> Mailed | None:
    """The first head after all of it; else the newest that covers some of it."""
    found: dict[tuple[int, str], list[proven.HeadLetter]] = {}
    for letter in proven.letters_with_head(db):
        for one in heads_in(letter.text).items():
            found.setdefault(one, []).append(letter)
    after = sorted(one for one in found if one[0] >= last)
    some = sorted(one for one in found if first <= one[0] < last)
    chosen = after[0] if after else some[-1] if some else None
    return None if chosen is None else Mailed(*chosen, tuple(found[chosen]))


def _told(mailed: Mailed | None) -> JsonObject | None:
    if mailed is None:
        return None
    letters = [{"at": shown(one.at), "to": list(one.to), "message_id": one.message_id} for one in mailed.letters]
    return {"number": mailed.number, "digest": mailed.digest, "letters": letters}


def _bytes(db: Database, places: Sequence[EntryAt]) -> dict[str, bytes]:
    """The mails as they came, and the letters as they left."""
    refs = {one.chained.ref for one in places}
    mails = [int(ref[1:]) for ref in refs if ref[0] == "m"]
    letters = [int(ref[1:]) for ref in refs if ref[0] == "l"]
    came, left = unpacked(db, "inbox_raw", "inbox_id", mails), letters_unpacked(db, letters)
    return {f"mails/{one}.eml": raw for one, raw in came.items()} | {
        f"letters/{one}.eml": raw for one, raw in left.items()
    }


def _entries(db: Database, key: bytes, places: Sequence[EntryAt], files: Mapping[str, bytes]) -> list[JsonObject]:
    """What verify.py needs of each; of a letter or mail only the newest, which tells what is there."""
    newest = {one.chained.ref: one for one in places}
    now = chained_rows.entries(db, [ref for ref in newest if ref[0] != "x"])
    gone: dict[str, list[str]] = {}
    for one in reversed(places):
        if one.chained.facts:
            of = hash_chain.gone(one.chained.facts).of
            if of in newest and newest[of] < one:
                gone.setdefault(of, []).append(one.chained.ref)
    return [
        {
            "ref": ref,
            "link": one.link,
            "index": one.place,
            "salt": hash_chain.salt(key, ref),
            "facts": one.chained.facts or (now[ref].facts if ref in now else ""),
            "parts": _parts(now[ref], files) if ref in now else [],
            "gone": gone.get(ref, []),
        }
        for ref, one in newest.items()
    ]


def _parts(entry: ChainEntry, files: Mapping[str, bytes]) -> list[JsonObject]:
    folder = {"m": "mails", "l": "letters"}.get(entry.ref[0])
    name = f"{folder}/{entry.ref[1:]}.eml"
    return [
        {"file": name} if folder and index == 0 and name in files else {"text": text}
        for index, text in enumerate(entry.parts)
    ]


def _rules(db: Database, n: int, rules: Rules) -> dict[str, bytes]:
    sql = "SELECT DISTINCT rules FROM occasion WHERE id IN (SELECT occasion_id FROM event WHERE ticket_n = ?)"
    wanted = {row[0] for row in db.all(sql, (n,))}
    kept = {f"rules/{one}.json": text for one, text in rules_kept.kept(db, wanted | {rules.fingerprint}).items()}
    hours = meta.get(db, "working-hours")  # those in force and earlier ones, with their holidays
    kept |= {"rules/working-hours.json": hours} if hours else {}
    return {name: text.encode() for name, text in kept.items()}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    listed = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    whole = {**files, "manifest.json": json.dumps({"files": listed}, indent=1).encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(whole.items()):
            archive.writestr(zipfile.ZipInfo(name, _NO_EARLIER), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
