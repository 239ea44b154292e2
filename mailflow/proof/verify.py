"""Checks a proof that mailflow has made: python3 verify.py [THE-ZIP | THE-FOLDER] [--head "N DIGEST"]

Needs only Python 3.9 or newer. Reads the files beside it, or the zip; writes nothing; talks to nobody. Ends with 0 when
nothing was changed, with 1 when something was. What is computed, with what stands in chain.txt and proof.json:

    of a part    sha256(salt LF text); the text of a mail or letter is the sha256 of its bytes, in hexadecimal
    of an entry  sha256(salt LF reference LF facts [LF digest of a part]…)
    head         sha256(head before LF number of the link LF digest of an entry [LF …])
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import typing
import zipfile
from collections.abc import Iterator
from pathlib import Path

Json = dict[str, typing.Any]
Files = dict[str, bytes]
Link = tuple[int, str, list[str]]  # number, head, digests of its entries
MANIFEST = "manifest.json"  # it lists the others
KINDS = {"e": ("langkah", "step"), "m": ("email", "email"), "l": ("surat", "letter"), "x": ("penghapusan", "removal")}


def main(arguments: list[str]) -> int:
    place, asked = wanted(arguments)
    try:
        found = changed(read(place), asked)
    except Exception as error:  # whatever a damaged zip raises
        found = [f"{place}: rusak atau tidak terbaca / is damaged or cannot be read: {error}"]
    if found:
        print("ADA YANG DIUBAH / SOMETHING WAS CHANGED")
        print("\n".join(f"- {words}" for words in found))
        return 1
    print("TIDAK ADA YANG DIUBAH / NOTHING WAS CHANGED")
    print("\n".join(told(json.loads(read(place)["proof.json"]))))
    return 0


def wanted(arguments: list[str]) -> tuple[Path, Json | None]:
    """(zip or folder, the head its reader has)."""
    asked, place = None, Path(__file__).resolve().parent
    words = iter(arguments)
    for word in words:
        if word == "--head":
            found = re.search(r"(\d+)\s+([0-9a-f]{64})", next(words, ""))
            asked = {"number": int(found[1]), "digest": found[2]} if found else {"number": 0, "digest": "?"}
        else:
            place = Path(word)
    return place, asked


def read(place: Path) -> Files:
    """{name: bytes} of a zip or a folder."""
    if not place.is_dir():
        with zipfile.ZipFile(place) as file:
            return {one.filename: file.read(one) for one in file.infolist() if not one.is_dir()}
    below = [path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in below}


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def changed(files: Files, asked: Json | None = None) -> list[str]:
    """Every change, in words."""
    missing = [name for name in (MANIFEST, "proof.json", "chain.txt") if name not in files]
    if missing:
        return [f"{name}: berkas ini hilang / this file is missing" for name in missing]
    found: list[str] = []
    try:
        found += files_changed(files)
        proof = json.loads(files["proof.json"])
        before, links = read_chain(files["chain.txt"].decode())
        found += chain_changed(before, links)
        found += entries_changed(proof, links, files)
        found += steps_changed(proof)
        found += head_changed(proof, links, asked)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        found.append(f"isinya tidak terbaca lagi / it cannot be read any more: {error!r}")
    return found


def files_changed(files: Files) -> Iterator[str]:
    """Every file is as the manifest lists it, and none is more or less."""
    listed = json.loads(files[MANIFEST])["files"]
    for name in sorted(set(listed) | set(files) - {MANIFEST}):
        if name not in files:
            yield f"{name}: berkas ini hilang / this file is missing"
        elif name not in listed:
            yield f"{name}: berkas ini ditambahkan / this file was added"
        elif sha256(files[name]) != listed[name]:
            yield f"{name}: berkas ini diubah / this file was changed"


def read_chain(text: str) -> tuple[str, list[Link]]:
    """(head before the first link, links)."""
    first, *lines = text.splitlines()
    links: list[Link] = []
    for line in lines:
        if line.startswith("link "):
            _, number, head = line.split(" ")
            links.append((int(number), head, []))
        else:
            links[-1][2].append(line)
    return first.split(" ")[1], links


def chain_changed(before: str, links: list[Link]) -> Iterator[str]:
    """Every head follows from the one before it."""
    for index, (number, head, digests) in enumerate(links):
        if index and number != links[index - 1][0] + 1:
            yield f"chain.txt: rantai terputus sebelum {number} / the chain is broken before link {number}"
        if sha256("\n".join([before, str(number), *digests])) != head:
            yield f"chain.txt: mata rantai {number} diubah / link {number} was changed"
        before = head


def entries_changed(proof: Json, links: list[Link], files: Files) -> Iterator[str]:
    """Every step, mail and letter is what stands in the chain, at its place."""
    chain = {number: digests for number, _, digests in links}
    entries = {entry["ref"]: entry for entry in proof["entries"]}
    for entry in proof["entries"]:
        digests = chain.get(entry["link"], [])
        if not 0 <= entry["index"] < len(digests):
            yield f"{name_of(entry['ref'])}: tidak ada di rantai / is not in the chain"
        elif digest_of(entry, entries, files) != digests[entry["index"]]:
            yield f"{name_of(entry['ref'])}: diubah / was changed"


def digest_of(entry: Json, entries: Json, files: Files) -> str:
    """What the entry must have been chained with; "" when what is left of it is not what was left."""
    salt, parts = entry["salt"], []
    for part in entry["parts"]:
        text = sha256(files.get(part["file"], b"")) if "file" in part else part["text"]
        parts.append(sha256(f"{salt}\n{text}"))
    for ref in entry["gone"]:  # the newest first
        gone = json.loads(entries[ref]["facts"])
        left = gone["now"] or sha256(f"{salt}\n")
        if gone["of"] != entry["ref"] or parts[gone["part"]] != left:
            return ""
        parts[gone["part"]] = gone["was"]
    return sha256("\n".join([salt, entry["ref"], entry["facts"], *parts]))


def steps_changed(proof: Json) -> Iterator[str]:
    """The ticket's steps are complete from the first on, and stand in the chain in their order."""
    places = [(entry["link"], entry["index"], entry["ref"]) for entry in proof["entries"] if entry["ref"][0] == "e"]
    order = [int(ref.partition(".")[2]) for _, _, ref in sorted(places)]
    if sorted(order) != list(range(1, len(order) + 1)):
        yield "ada langkah yang hilang / steps are missing"
    elif order != sorted(order):
        yield "urutan langkah diubah / the order of the steps was changed"


def head_changed(proof: Json, links: list[Link], asked: Json | None) -> Iterator[str]:
    """The head that was mailed, and one that the reader has himself."""
    heads = {number: head for number, head, _ in links}
    for one in (proof["mailed"], asked):
        if one and heads.get(one["number"]) != one["digest"]:
            yield f"head {one['number']} {one['digest']}: bukan kepala rantai ini / is no head of this chain"


def name_of(ref: str) -> str:
    """A reference in words."""
    own, english = KINDS.get(ref[:1], ("?", "?"))
    number = ref.partition(".")[2] if ref[:1] == "e" else ref[1:]
    return f"{own} {number} / {english} {number}"


def told(proof: Json) -> Iterator[str]:
    """What was proven, and what of it has gone."""
    count = {kind: sum(entry["ref"][0] == kind for entry in proof["entries"]) for kind in "eml"}
    number = proof["ticket"]
    yield f"Tiket {number}: {count['e']} langkah, {count['m']} email, {count['l']} surat diperiksa."
    yield f"Ticket {number}: steps {count['e']}, emails {count['m']}, letters {count['l']} were checked."
    yield "steps.txt, summary.html, rules/: keterangan mailflow; buktinya proof.json, mails/, letters/, chain.txt."
    yield "steps.txt, summary.html, rules/: mailflow's words; the proof is proof.json, mails/, letters/, chain.txt."
    for entry in proof["entries"]:
        if entry["ref"][0] == "x":
            gone = json.loads(entry["facts"])
            yield f"- {name_of(gone['of'])}: isinya dihapus / content was removed, {gone['at']} ({gone['why']})"
    if proof["mailed"]:
        yield "Bandingkan dengan email di kotak surat penerimanya / compare with the email in its readers' mailboxes:"
        yield f"  head {proof['mailed']['number']} {proof['mailed']['digest']}"
        for letter in proof["mailed"]["letters"]:
            yield f"  {letter['at']} {', '.join(letter['to'])} {letter['message_id']}"
    if proof["unmailed"]:
        yield "Kepala rantai sesudah langkah terakhir belum pernah dikirim lewat email: mintalah bukti baru besok."
        yield "No head after the last of it was mailed yet: ask for a new proof tomorrow."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
