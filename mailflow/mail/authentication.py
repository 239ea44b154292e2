"""What our own server's Authentication-Results (RFC 8601) say about the author of a mail (mail.md 6.2–6.5).

Whoever can write to the desk can also write this header. So only fields count that have our server's authserv-id, are
in the topmost block of such fields, and are above the first hop of a foreign server (RFC 8601 §5). And because our
server copies a stranger's text into them, often without quoting, they are believed only when nothing in them is
suspicious.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Authentication, OurAddresses
from mailflow.lazy_dataclasses import replace
from mailflow.mail import addresses, headers, results
from mailflow.mail.domains import aligned
from mailflow.mail.headers import Headers
from mailflow.mail.results import Field, Result

_MAX_FIELDS = 12  # fields of our server in one block
_LONGEST_SHOWN = 500  # characters of a field
_MAX_HOPS = 50  # servers reject a mail with more hops (RFC 5321 §6.3)
# Fields that may stand between two fields of one block.
_BESIDE = LazyPattern(r"arc-|x-|dkim-|received-spf|authentication-results|domainkey|return-path|delivered-to")
_MICROSOFT = ("outlook.com", "protection.outlook.com", "microsoft.com", "mx.microsoft.com", "office365.com")
_PROVING = ("dmarc", "dkim", "spf")
_FAILED = ("fail", "hardfail", "reject", "quarantine")
_SPF_FAILED = ("fail", "hardfail")  # softfail is what a domain says that is not sure itself (RFC 7208 §8.5)
_CLEARLY_FAILED = frozenset((*_FAILED, "softfail"))
# Also searched in the raw text: a stranger's bracket or quote may have turned a result of our server into a comment.
_DMARC_FAILED = LazyPattern(
    r'(?<![\w.-])dmarc\s{0,9}(?:/\s{0,9}\w{1,9}\s{0,9})?=\s{0,9}"?(?:' + "|".join(_FAILED) + r")\b", re.IGNORECASE
)
_A_RESULT = LazyPattern(
    r"(?<![\w.-])(?:(?:dmarc|dkim|spf)(?:/\d{1,3})?|(?:header|smtp)\.[a-z-]{1,30})\s{0,9}=\s{0,9}[a-z@]", re.IGNORECASE
)
# Methods that have these properties; with any other method they are the remainder of a broken result.
_OF_SIGNATURES = {
    "header.a": ("dkim", "x-google-dkim", "domainkeys"),
    "header.b": ("dkim", "x-google-dkim", "domainkeys"),
    "header.i": ("dkim", "x-google-dkim", "domainkeys"),
    "header.s": ("dkim", "x-google-dkim", "domainkeys", "arc", "bimi"),
}
_SIGNED_BY = ("dkim-signature", "x-google-dkim-signature", "domainkey-signature")
_MANY_SIGNATURES = 3  # OpenDKIM verifies three signatures, rspamd five: further ones have no result


def of(fields: Headers, ours: OurAddresses) -> Authentication:
    """The trusted server's verdict about the single author of the mail."""
    if not ours.authserv:
        why = "no trusted server is named in trust.authserv"
        return Authentication(reason=why, silent=True, found=_topmost(fields))
    authserv = _which(fields, ours.authserv)
    texts = _trusted(fields, authserv) if authserv else []
    if not texts:
        return Authentication(silent=True, found=_topmost(fields))
    read = [results.read(text) for text in texts[:_MAX_FIELDS]]
    if _fails(texts, read):
        return Authentication(dmarc_fail=True, reason="dmarc=fail", field=_deciding(texts, "dmarc"))
    if why := "too many fields" if len(texts) > _MAX_FIELDS else _doubt(fields, read):
        reason = f"Authentication-Results of the trusted server are not believed: {why}"
        return Authentication(reason=reason, field=_deciding(texts))
    froms = fields.all("from")
    people = addresses.parse(froms[0]) if len(froms) == 1 else ()
    if len(people) != 1:
        return Authentication(reason="not exactly one author in From")
    judged = _verdict(fields, _all(read), people[0].email.rpartition("@")[2])
    return replace(judged, field=_deciding(texts, judged.reason.partition("=")[0]))


def _deciding(texts: Sequence[str], method: str = "") -> str:
    """The first field that speaks of `method`, else the topmost, as people read it."""
    found = next((text for text in texts if re.search(rf"\b{re.escape(method)}\s?=", text)), texts[0])
    return f"Authentication-Results: {' '.join(found.split())}"[:_LONGEST_SHOWN]


def speaks(raw: bytes, ours: OurAddresses) -> bool:
    """Our server has written results into this mail."""
    return not of(headers.split(raw, 0, len(raw))[0], ours).silent


def _fails(texts: Iterable[str], read: Iterable[Field]) -> bool:
    """DMARC fails when any result says so, even one that a stranger has turned into a comment or half a string."""
    for text, field in zip(texts, read, strict=False):
        words = [aside for one in field.results for aside in _suspicious(one)] if field.readable else [text]
        if any(_DMARC_FAILED.search(each) for each in words):
            return True
    return any(one.method == "dmarc" and one.word in _FAILED for one in _all(read))


def _all(read: Iterable[Field]) -> list[Result]:
    return [one for field in read for one in field.results]


def _named(method: str, found: Iterable[Result]) -> list[Result]:
    return [one for one in found if one.method == method]


def named(raw: bytes) -> str:
    """How the server calls itself that has judged this mail last; "" for none that could be ours."""
    return _topmost(headers.split(raw, 0, len(raw))[0])


# -- is the topmost block what our server wrote? -------------------------------------------------------------------


def _which(fields: Headers, named: Iterable[str]) -> str:
    """Of several servers of ours the one that took the mail in, by the topmost Received of one of them: the others have
    not judged it, and what bears their names may be a stranger's, which only they would have taken out. "" for none."""
    names = [one.partition("/")[0].lower() for one in named]
    if len(names) == 1:
        return names[0]
    hosts = (_received_by(headers.unfolded(raw[:2_000])) for name, raw in fields.fields if name == "received")
    return next((host for host in hosts if host in names), "")


def _trusted(fields: Headers, authserv: str) -> list[str]:
    """The fields of the topmost block written by our server."""
    found: list[str] = []
    hops = 0
    said = [_whole(raw) for name, raw in fields.fields if name == "authentication-results"]
    if not any(_is_named(value, authserv) for value in said):
        return []
    for name, raw in fields.fields:
        if name == "authentication-results" and _is_named(value := _whole(raw), authserv):
            found.append(value)
            continue
        if found and not _BESIDE.match(name):
            break
        if name == "received":
            hops += 1
            if hops > _MAX_HOPS or _foreign(headers.unfolded(raw[:2_000]), authserv):
                break
    return found


def _whole(raw: bytes) -> str:
    """The field with a sign for each NUL: elsewhere it goes, here it would make one word of two halves."""
    return headers.unfolded(raw.replace(b"\0", "\ufffd".encode()) if b"\0" in raw else raw)


def _topmost(fields: Headers) -> str:
    """Who wrote the topmost results, if they stand above the first hop of a server foreign to it; "" for nobody."""
    value = next((headers.unfolded(raw) for name, raw in fields.fields if name == "authentication-results"), None)
    if value is None:
        return ""
    name = results.server(value) or _MICROSOFT[0]
    return name if _trusted(fields, name) else ""


def _is_named(value: str, authserv: str) -> bool:
    server = results.server(value)
    return server == authserv or (not server and authserv in _MICROSOFT)


# Domains that nobody owns (RFC 6762 appendix G, RFC 8375)
_INTERNAL = tuple(f".{one}" for one in "local internal lan localdomain intranet private corp home home.arpa".split())
_BY = LazyPattern(r"\bby\s+([\w.-]{1,255})")


def _received_by(received: str) -> str:
    """The server that wrote a Received field, lower-case; "" when it does not say. Its name is the last `by` outside
    comments."""
    hosts = _BY.findall(results.without_asides(received).partition(";")[0])
    return hosts[-1].rstrip(".").lower() if hosts else ""


def _foreign(received: str, authserv: str) -> bool:
    """Whether a Received field was written by a server outside our organisation. One that names only an IP address is
    not counted. The name after `from` and the comments come from the other side; the last `by` outside them is the
    server's own."""
    host = _received_by(received)
    if "." not in host or re.fullmatch(r"[\d.]+", host):
        return False
    internal = host == "localhost" or host.endswith(_INTERNAL)
    google = authserv == "mx.google.com" and host.endswith(".google.com")
    return not (internal or google or aligned(host, authserv))


# -- may they be believed? -----------------------------------------------------------------------------------------


def _doubt(fields: Headers, read: Sequence[Field]) -> str:
    """Why nothing in these fields is believed; "" when nothing is suspicious."""
    if not all(field.readable for field in read):
        return "a field does not follow its grammar"
    found = _all(read)
    if any(len(_named("dmarc", field.results)) > 1 for field in read):
        return "two dmarc results in one field"
    if any(_hides_a_result(one) for one in found):
        return "a result stands in a comment or a string"
    if any(_torn(one, field.server) for field in read for one in field.results):
        return "a result with properties that are not its own"
    if any(_more_than_signed(fields, field.results) for field in read):
        return "more dkim results than signatures"
    return "two fields contradict each other" if _contradict(read) else ""


def _hides_a_result(one: Result) -> bool:
    """A comment or string that contains a result, or half a string."""
    return any(_A_RESULT.search(aside) or aside.count('"') % 2 for aside in _suspicious(one))


def _suspicious(one: Result) -> Iterable[str]:
    """Comments and strings that may contain a lost result of our server. ARC's comments name the results of earlier
    servers, but a result of ours always ends in a semicolon."""
    return one.asides if one.method != "arc" else [aside for aside in one.asides if ";" in aside]


# Google writes a signature's `i` before its selector: what a selector tears off has no `i`, so this one is its own.
_GOOGLES = ("mx.google.com", "dara", "header.i")


def _torn(one: Result, server: str) -> bool:
    """A property given twice, of another method, empty, or an `i=` outside its `d=` (RFC 6376 §3.5): the value before
    it ended too early."""
    names = [name for name, _ in one.told]
    twice = one.method in _PROVING and len(set(names)) < len(names)
    if twice or any(not value and name in _OF_SIGNATURES for name, value in one.told):
        return True
    others = (name for name in names if one.method not in _OF_SIGNATURES.get(name, (one.method,)))
    if any((server, one.method, name) != _GOOGLES for name in others):
        return True
    domain, identity = one.get("header.d").lower(), one.get("header.i")
    return bool(domain and identity) and not f".{_domain(identity)}".endswith(f".{_domain(domain)}")


def _more_than_signed(fields: Headers, found: Sequence[Result]) -> bool:
    """More dkim results than signatures in the mail. A mail without any signature has lost them on its way, which
    proves nothing."""
    signed = sum(len(fields.all(name)) for name in _SIGNED_BY)
    said = [one for one in found if one.method in _OF_SIGNATURES["header.b"] and one.word != "none"]
    return 0 < signed < len(said)


def _contradict(read: Sequence[Field]) -> bool:
    """Two fields with different results for the same mail, signature or envelope."""
    dmarc = _named("dmarc", _all(read))
    if len({one.word for one in dmarc}) > 1 or len({_author(one) for one in dmarc} - {""}) > 1:
        return True
    said = [_by_subject(field.results) for field in read]
    passed = {subject for found in said for subject, words in found.items() if "pass" in words}
    failed = {subject for found in said for subject, words in found.items() if words <= _CLEARLY_FAILED}
    return not passed.isdisjoint(failed)


def _by_subject(found: Iterable[Result]) -> dict[tuple[str, ...], set[str]]:
    """One field's results by signature and envelope. Two signatures may have one name: one pass is enough."""
    said: dict[tuple[str, ...], set[str]] = {}
    for one in _named("dkim", found):
        subject = ("dkim", _signer(one), one.get("header.s").lower(), one.get("header.b")[:8])
        said.setdefault(subject, set()).add(one.word)
    for one in _named("spf", found):
        said.setdefault(("spf", one.get("smtp.mailfrom", "smtp.helo").lower()), set()).add(one.word)
    return said


# -- what do they say? ---------------------------------------------------------------------------------------------


def _verdict(fields: Headers, found: list[Result], author: str) -> Authentication:
    """DMARC alone decides when our server reports it. Else a signature of the author's domain, or all SPF results."""
    dmarc, dkim, spf = (_named(method, found) for method in _PROVING)
    if dmarc and dmarc[0].word == "pass":
        proof = f"dmarc=pass for {author}" if all(aligned(_author(one) or author, author) for one in dmarc) else ""
    elif dmarc:
        proof = _by_signature(dkim, author) if _each_signed(fields, dkim) else ""
    else:
        proof = _by_signature(dkim, author) or _by_envelope(spf, author)
    if proof:
        return Authentication(aligned=True, reason=proof)
    disowned = any(one.word in _SPF_FAILED for one in spf)
    return Authentication(spf_fail=disowned, reason=f"nothing passed for {author}: {_told(found)}")


def _by_signature(dkim: Iterable[Result], author: str) -> str:
    """One valid signature of the author's domain is enough, whatever the results of the others."""
    passed = (_signer(one) for one in dkim if one.word == "pass" and aligned(_signer(one), author))
    return next((f"dkim=pass for {domain}" for domain in passed), "")


def _by_envelope(spf: Sequence[Result], author: str) -> str:
    """The worst of all SPF results, including those of HELO: a mail has only one envelope."""
    senders = [sender for one in spf if (sender := _domain(one.get(*_MAILFROM)))]
    if not senders or any(one.word != "pass" for one in spf) or not all(aligned(one, author) for one in senders):
        return ""
    return f"spf=pass for {senders[0]}"


def _each_signed(fields: Headers, dkim: Sequence[Result]) -> bool:
    """Without a DMARC record, a signature counts only if every dkim result has its signature in the mail: a `dkim=pass`
    smuggled in by an envelope address has none."""
    signed = [_tags(value) for value in fields.all("dkim-signature")]
    if not 0 < len(signed) <= _MANY_SIGNATURES or len(signed) != len(dkim):
        return False
    for one in dkim:
        match = next((tags for tags in signed if _is_of(one, tags)), None)
        if match is None:
            return False
        signed.remove(match)
    return True


def _tags(value: str) -> dict[str, str]:
    """`d=desk.example; s=a` (RFC 6376 §3.2) → its tags; blanks are ignored."""
    pairs = [piece.partition("=") for piece in re.sub(r"\s+", "", value).split(";")]
    return {name: told for name, _, told in pairs}


def _is_of(one: Result, tags: dict[str, str]) -> bool:
    said = _signer(one)
    domain = addresses.ascii_domain(tags.get("d", "").lower())
    selector = one.get("header.s").lower() in ("", tags.get("s", "").lower())
    body = tags.get("b", "").startswith(one.get("header.b"))
    return bool(domain) and f".{said}".endswith(f".{domain}") and selector and body


_MAILFROM = ("smtp.mailfrom", "smtp.mail")


def _author(dmarc: Result) -> str:
    return _domain(dmarc.get("header.from", "header.d", "d"))


def _signer(dkim: Result) -> str:
    return _domain(dkim.get("header.d", "header.i"))


def _domain(value: str) -> str:
    return addresses.ascii_domain(value.rpartition("@")[2].strip("<>").rstrip(".").lower())


def _told(found: Iterable[Result]) -> str:
    """The results for people: `dmarc=none, dkim=pass (evil.example)`."""
    said = [
        f"{one.method}={one.word}" + (f" ({_signer(one)})" if one.method == "dkim" else "")
        for one in found
        if one.method in _PROVING
    ]
    return ", ".join(said[:6]) or "no result"
