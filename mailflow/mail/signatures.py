"""DKIM signatures (RFC 6376) and ARC chains (RFC 8617) checked by ourselves, with dkimpy, for `trust.operators: dkim`.

Counts as no signature: one with `l=` (anything may be appended), expired when the mail arrived, by SHA-1 or a key below
1024 bits (RFC 8301), by a key in testing mode (t=y) or none, of another domain than From's, or that does not sign the
subject. A forwarder's ARC chain counts when rules.yaml names every one of its sealers.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import addresses, headers, results
from mailflow.mail.domains import aligned
from mailflow.mail.headers import Headers

MOST_SIGNATURES = 3  # that are checked: each costs a question to DNS
SHORTEST_KEY = 1024  # bits, RFC 8301 §3.2
MOST_SEALS = 5
LONGEST = 30_000_000  # bytes of a mail
_STEERS = ("from", "subject")  # fields that must be signed: who it is, and which ticket
_LATER = "DNS does not answer"

log = logging.getLogger("mailflow")

Keys = Callable[[str], "KeyAnswer"]


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """What DNS says of a signer's name: its TXT record, or none; or that it did not answer."""

    text: bytes | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """`domain`: of a valid signature aligned with From; "" for none. `later`: DNS did not answer, so there may be
    one."""

    domain: str = ""
    why: str = ""
    field: str = ""  # the field that decided
    later: bool = False


@dataclass(slots=True)
class _Asked:
    """Answers of DNS for one mail, and whether one was missing."""

    keys: Keys
    silent: bool = False
    refused: str = ""  # why a key that is there counts as none
    known: dict[str, bytes | None] = field(default_factory=dict)

    def __call__(self, name: bytes | str, timeout: float = 0) -> bytes | None:
        """As dkimpy asks: `selector._domainkey.domain.`"""
        text = (name.decode("ascii", "replace") if isinstance(name, bytes) else name).rstrip(".").lower()
        if text not in self.known:
            answer = self.keys(text)
            self.silent |= answer.silent
            self.known[text] = self._usable(answer.text)
        return self.known[text]

    def _usable(self, record: bytes | None) -> bytes | None:
        tags = _tags((record or b"").decode("ascii", "replace"))
        flags, hashes = tags.get("t", "").split(":"), tags.get("h", "sha256").split(":")
        self.refused = "its key is in testing mode (t=y)" if "y" in flags else ""
        self.refused = self.refused or ("its key does not allow sha256" if "sha256" not in hashes else "")
        return None if self.refused else _for_mail(record, tags)


def check(raw: bytes, author: str, at: datetime, keys: Keys, forwarders: Iterable[str] = ()) -> CheckedSignature:
    """Whether a valid signature proves that domain `author`, that of From, sent `raw`, which arrived `at`. Never
    raises."""
    if len(raw) > LONGEST:
        return CheckedSignature(why="it is too large to be checked")
    fields = headers.split(raw, 0, len(raw))[0]
    asked = _Asked(keys)
    try:
        found = _own(raw, fields, author, at, asked)
        if not found.domain and not found.later and forwarders:
            found = _forwarded(raw, author, asked, frozenset(forwarders)) or found
    except ImportError:
        return CheckedSignature(why="dkimpy is missing, which it needs: pip install 'mailflow[dkim]'")
    except Exception as error:  # dkimpy meets what a stranger wrote: whatever it raises, nothing is proven
        return CheckedSignature(why=f"its signature cannot be read: {type(error).__name__}", later=asked.silent)
    return found


def _own(raw: bytes, fields: Headers, author: str, at: datetime, asked: _Asked) -> CheckedSignature:
    """The first signature of the author's domain that is valid."""
    written = fields.all("dkim-signature")
    ours = [(index, tags) for index, one in enumerate(written) if aligned(_domain(tags := _tags(one)), author)]
    if not ours:
        signers = ", ".join(sorted({_domain(_tags(one)) for one in written[:MOST_SIGNATURES]}))
        return CheckedSignature(why=f"no signature of {author}" + (f", only of {signers}" if signers else ""))
    why, shown = "", ""
    for index, tags in ours[:MOST_SIGNATURES]:
        shown = shown or _shown(tags)
        weak = _weakness(fields, tags, at)
        if not weak and _is_valid(raw, index, asked):
            domain = _domain(tags)
            return CheckedSignature(domain, f"a valid signature of {domain}, checked by ourselves", _shown(tags))
        why = why or f"the signature of {_domain(tags)} counts as none: {weak or asked.refused or _reason(asked)}"
    return CheckedSignature(why=_LATER if asked.silent else why, field=shown, later=asked.silent)


def _reason(asked: _Asked) -> str:
    return "it has no key in DNS" if asked.known and not any(asked.known.values()) else "it does not fit the mail"


def _weakness(fields: Headers, tags: dict[str, str], at: datetime) -> str:
    """Why a signature counts as none whatever it says; "" for nothing."""
    if "l" in tags:
        return "it covers only a part of the text (l=)"
    if tags.get("a", "") not in ("rsa-sha256", "ed25519-sha256"):
        return f"its algorithm is {tags.get('a', 'not named')}"
    expires = tags.get("x", "")
    if expires and not (expires.isdigit() and len(expires) < 12 and int(expires) >= at.timestamp()):
        return "it had expired"
    signed = [name.strip().lower() for name in tags.get("h", "").split(":")]
    bare = [name for name in _STEERS if fields.all(name) and name not in signed]
    if bare:
        return f"it does not cover {bare[0].capitalize()}"
    return ""


def _is_valid(raw: bytes, index: int, asked: _Asked) -> bool:
    import dkim

    asked.refused = ""
    try:
        return bool(dkim.DKIM(raw, minkey=SHORTEST_KEY, timeout=0).verify(idx=index, dnsfunc=asked))
    except dkim.KeyFormatError as error:
        asked.refused = f"its key has fewer than {SHORTEST_KEY} bits" if "too small" in str(error) else ""
    except (
        Exception
    ) as error:  # whatever a stranger's tags make of it (Ed25519 without PyNaCl, too): the next may be good
        log.debug("dkim: %r", error)
    return False


# -- forwarders


def _forwarded(raw: bytes, author: str, asked: _Asked, named: frozenset[str]) -> CheckedSignature | None:
    """What the first sealer found, if the chain is unbroken and rules.yaml names all who sealed it."""
    import dkim

    chain = dkim.ARC(raw, minkey=SHORTEST_KEY, timeout=0)
    found, sets, _ = chain.verify(dnsfunc=asked)
    if found == dkim.CV_None or not sets:
        return None
    sealers = [_text(one.get("as-domain", b"")) for one in sets]
    strangers = [name for name in sealers if name not in named]
    if strangers or len(sets) > MOST_SEALS:
        return CheckedSignature(why=f"trust.forwarders does not name {strangers[0] if strangers else sealers[0]}")
    if found != dkim.CV_Pass:
        return CheckedSignature(why=_LATER if asked.silent else "its ARC chain is broken", later=asked.silent)
    said = " ".join(_text(sets[-1]["aar-value"]).split())
    if _passed(said, author):
        return CheckedSignature(
            author, f"{sealers[-1]} found it proven and passed it on (ARC)", f"ARC-Authentication-Results: {said}"[:500]
        )
    return CheckedSignature(why=f"{sealers[-1]} did not find it proven (ARC)", field=said[:500])


def _passed(said: str, author: str) -> bool:
    """An ARC-Authentication-Results with one dmarc=pass, or a dkim=pass of the author's domain."""
    read = results.read(re.sub(r"^\s*i\s*=\s*\d+\s*;\s*", "", said))
    dmarc = [one for one in read.results if one.method == "dmarc"]
    if not read.readable or len(dmarc) > 1:
        return False
    if dmarc:
        return dmarc[0].word == "pass" and aligned(_bare(dmarc[0].get("header.from")) or author, author)
    return any(
        one.method == "dkim" and one.word == "pass" and aligned(_bare(one.get("header.d", "header.i")), author)
        for one in read.results
    )


# -- values


def _tags(value: str) -> dict[str, str]:
    """`v=1; d=desk.example` (RFC 6376 §3.2) → its tags, blanks left out; of a repeated tag the last."""
    pairs = [piece.partition("=") for piece in re.sub(r"\s+", "", value).split(";")]
    return {name: said for name, _, said in pairs if name}


def _for_mail(record: bytes | None, tags: dict[str, str]) -> bytes | None:
    """A key for mail among other services (`s=email:tlsrpt`, RFC 6376 §3.6.1) as one for any: dkimpy (1.1.8) compares
    the list as a whole and takes the signature for a broken one."""
    if record is None or not {"email", "*"} & set(tags.get("s", "").split(":")):
        return record
    return b";".join(piece for piece in record.split(b";") if piece.partition(b"=")[0].strip() != b"s")


def _domain(tags: dict[str, str]) -> str:
    return addresses.ascii_domain(tags.get("d", "").rstrip(".").lower())


def _bare(value: str) -> str:
    return addresses.ascii_domain(value.rpartition("@")[2].strip("<>").rstrip(".").lower())


def _shown(tags: dict[str, str]) -> str:
    return f"DKIM-Signature: d={tags.get('d', '')} s={tags.get('s', '')}"[:200]


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
