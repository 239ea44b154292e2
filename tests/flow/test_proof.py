"""`mailflow proof`: a zip that says itself whether anything in it was changed, with nothing but Python."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.flow.admin import erase, proof
from mailflow.flow.schedule import digest
from mailflow.store.desk import tickets
from mailflow.store.engine import chain_links
from tests.flow.conftest import Office
from tests.flow.test_erase import RINA
from tests.flow.test_hash_chain import busy as busy

Files = dict[str, bytes]


@pytest.fixture
def mailed(busy: Office) -> Office:
    """The desk after a digest has left with the head."""
    busy.look()
    busy.clock.advance(timedelta(days=1))
    assert digest.write_if_due(busy.parts)
    busy.look()
    return busy


def made(desk: Office, n: int = 1) -> tuple[proof.MadeProof, Files]:
    ticket = tickets.load(desk.parts.db, n)
    assert ticket is not None
    found = proof.make(desk.parts.db, ticket, desk.parts.rules, desk.clock.now(), lambda event: str(event["kind"]))
    with zipfile.ZipFile(io.BytesIO(found.data)) as file:
        return found, {name: file.read(name) for name in file.namelist()}


def verified(folder: Path, files: Files, *more: str) -> tuple[int, str]:
    """(exit status, what verify.py says) of these files, unpacked, with no package of ours to be found."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    command = [sys.executable, "-I", "-S", "-B", "verify.py", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_an_honest_proof_says_so(mailed: Office, tmp_path: Path) -> None:
    """In both languages, from the folder and from the zip; with the head to compare."""
    found, files = made(mailed)
    assert "Tanda terima / Acknowledgement" in files["summary.html"].decode()
    assert {"summary.html", "steps.txt", "chain.txt", "proof.json", "verify.py", "mails/1.eml"} <= set(files)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    status, words = verified(folder, files)
    assert (status, found.covered) == (0, True)
    assert "TIDAK ADA YANG DIUBAH / NOTHING WAS CHANGED" in words and f"head {found.mailed} " in words
    (tmp_path / "1.zip").write_bytes(found.data)
    assert verified(folder, files, str(tmp_path / "1.zip"))[0] == 0


def test_a_change_of_any_file_is_found(mailed: Office, tmp_path: Path) -> None:
    """A byte in the middle of each, a file less, a file more."""
    files = made(mailed)[1]
    for name, data in files.items():
        middle = len(data) // 2
        broken = {**files, name: data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]}
        if name != "verify.py":
            assert verified(tmp_path, broken)[0] == 1, name
            assert verified(tmp_path, {one: text for one, text in files.items() if one != name})[0] == 1, name
    assert verified(tmp_path, {**files, "mails/999.eml": b"x"})[0] == 1


def forged(files: Files, name: str, old: str, new: str) -> Files:
    """The change, with a manifest that agrees with it: whoever can write files can do that."""
    text = files[name].decode()
    assert old in text
    changed = {**files, name: text.replace(old, new, 1).encode()}
    listed = {one: hashlib.sha256(data).hexdigest() for one, data in changed.items() if one != "manifest.json"}
    return {**changed, "manifest.json": json.dumps({"files": listed}).encode()}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("proof.json", "kartu apa", "kertu apa"),
        ("proof.json", "request-received", "request-receiveD"),
        ("proof.json", '"facts": "2026', '"facts": "2025'),
        ("mails/1.eml", "Rina", "Tina"),
        ("proof.json", "250", "251"),
        ("chain.txt", "link ", "link 1"),
        ("proof.json", '"index": 0', '"index": 1'),
    ],
)
def test_a_forger_who_mends_the_manifest_is_found(
    mailed: Office, tmp_path: Path, name: str, old: str, new: str
) -> None:
    """Words, kinds, moments, mails, what the server said, the order: each stands in the chain."""
    status, words = verified(tmp_path, forged(made(mailed)[1], name, old, new))
    assert status == 1 and "SOMETHING WAS CHANGED" in words


def test_another_head_is_found(mailed: Office, tmp_path: Path) -> None:
    """The reader compares with the mail he has kept."""
    files = made(mailed)[1]
    head = json.loads(files["proof.json"])["mailed"]
    assert verified(tmp_path, files, "--head", f"head {head['number']} {head['digest']}")[0] == 0
    assert verified(tmp_path, files, "--head", f"{head['number']} {'0' * 64}")[0] == 1


def test_nothing_of_others_is_in_it(mailed: Office) -> None:
    """Ani's ticket is in the chain as digests, and nowhere else."""
    files = made(mailed)[1]
    assert not [name for name, data in files.items() if b"ani@mail.example" in data.lower()]


def test_erased_content_is_told_and_the_rest_still_proven(mailed: Office, tmp_path: Path) -> None:
    """Digests stay, content goes; the head mailed before still counts."""
    had = made(mailed)[0].mailed or 0
    erase.erase(mailed.parts, RINA, dry_run=False)
    found, files = made(mailed)
    status, words = verified(tmp_path, files)
    assert (status, found.covered) == (0, False) and (found.mailed or 0) >= had > 0
    assert "content was removed" in words and "(erased)" in words and "No head after the last of it" in words
    assert not [name for name, data in files.items() if RINA.encode() in data]
    assert verified(tmp_path, forged(files, "proof.json", "erased", "expired"))[0] == 1


def test_without_a_mailed_head_behind_it_it_says_so(busy: Office, tmp_path: Path) -> None:
    """The chain then ends with the newest link."""
    found, files = made(busy, 2)
    assert not found.covered
    newest = chain_links.head(busy.parts.db)
    assert f"link {newest}\n" in files["chain.txt"].decode()
    status, words = verified(tmp_path, files)
    assert status == 0 and "ask for a new proof tomorrow" in words


def test_the_steps_show_time_arithmetic_and_the_servers_words(mailed: Office) -> None:
    """For whoever wants to know why a deadline was when it was."""
    text = made(mailed)[1]["steps.txt"].decode()
    assert "claim: reminder-claim" in text and "letters/1.eml" in text and "mails/1.eml" in text
    later = mailed.clock.now() + timedelta(days=1)
    assert later.isoformat()[:4] in text
