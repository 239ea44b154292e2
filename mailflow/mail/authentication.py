"""What our own server's Authentication-Results (RFC 8601) say about the author of a mail (mail.md 6.2–6.5).

Whoever can write to the desk can write this header too. So only fields count that carry our server's name, stand in the
topmost block of such fields, and stand above the first hop of a foreign server (RFC 8601 §5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailflow.core.message import Authentication, OurAddresses
from mailflow.mail import addresses, headers
from mailflow.mail.headers import Headers

MAX_FIELD = 20_000  # characters of one field that are read

# Fields that may stand between two fields of one block.
_BESIDE = re.compile(r"arc-|x-|dkim-|received-spf|authentication-results|domainkey|return-path|delivered-to")
_PAIR = re.compile(r"([A-Za-z][\w.-]{0,60})(?:/\d{1,3})?\s{0,5}=\s{0,5}(\"[^\"]{0,500}\"|[^\s;]{1,500})")
# Second labels that are public below a two-letter domain: x.co.id and y.co.id are strangers.
_PUBLIC = frozenset(
    (
        "ac ad asn asso biz co com desa ed edu firm gen go gob gouv gov govt gr gub id ind info k12 lg ltd me "
        "mil my name ne net nhs nic nom or org plc police ponpes res sch school sci tm web "
    ).split()
)
_MICROSOFT = ("outlook.com", "protection.outlook.com", "microsoft.com", "mx.microsoft.com", "office365.com")


@dataclass(slots=True)
class _Results:
    """First word for each method, and every DKIM signature."""

    dmarc: str = ""
    dmarc_from: str = ""
    spf: str = ""
    mailfrom: str = ""
    dkim: list[tuple[str, str]] = field(default_factory=list)  # result, domain


def of(fields: Headers, ours: OurAddresses) -> Authentication:
    """The verdict of the trusted server about the one author of the mail."""
    if not ours.authserv:
        return Authentication(reason="no trusted server is named in trust.authserv")
    values = _trusted(fields, ours.authserv.lower())
    if not values:
        return Authentication()
    results = _Results()
    for value in values:
        _read(value, results)
    froms = fields.all("from")
    people = addresses.parse(froms[0]) if len(froms) == 1 else ()
    if len(people) != 1:
        return Authentication(dmarc_fail=results.dmarc == "fail", reason="not exactly one author in From")
    return _verdict(results, people[0].email.rpartition("@")[2])


def _verdict(results: _Results, author: str) -> Authentication:
    if results.dmarc == "fail":
        return Authentication(dmarc_fail=True, reason="dmarc=fail")
    if results.dmarc == "pass" and (not results.dmarc_from or aligned(results.dmarc_from, author)):
        return Authentication(aligned=True, reason=f"dmarc=pass for {author}")
    for result, domain in results.dkim:
        if result == "pass" and domain and aligned(domain, author):
            return Authentication(aligned=True, reason=f"dkim=pass for {domain}")
    if results.spf == "pass" and results.mailfrom and aligned(results.mailfrom, author):
        return Authentication(aligned=True, reason=f"spf=pass for {results.mailfrom}")
    said = [f"dmarc={results.dmarc}" if results.dmarc else "", f"spf={results.spf}" if results.spf else ""]
    said += [f"dkim={result} ({domain})" for result, domain in results.dkim[:3]]
    told = ", ".join(one for one in said if one) or "no result"
    return Authentication(reason=f"nothing passed for {author}: {told}")


def _trusted(fields: Headers, authserv: str) -> list[str]:
    """The fields of the topmost block our server wrote."""
    found: list[str] = []
    for name, raw in fields.fields:
        if name == "authentication-results":
            value = headers.unfolded(raw[:MAX_FIELD])
            if _authserv_id(value) == authserv or (not _authserv_id(value) and authserv in _MICROSOFT):
                found.append(value)
                continue
        if found and not _BESIDE.match(name):
            break
        if name == "received" and _foreign(headers.unfolded(raw[:2_000]), authserv):
            break
    return found


def _authserv_id(value: str) -> str:
    """The server's name at the start of a field; "" when it is left out, as Microsoft does."""
    head = _without_comments(value).partition(";")[0].strip()
    return "" if "=" in head else (head.split() or [""])[0].strip('"').rstrip(".").lower()


def _foreign(received: str, authserv: str) -> bool:
    """Whether a hop was written by a server outside our organisation. A hop that names only an address is nobody's."""
    found = re.search(r"\bby\s+([\w.-]{1,255})", received)
    if found is None or "." not in found[1] or re.fullmatch(r"[\d.]+", found[1]):
        return False
    host = found[1].rstrip(".").lower()
    internal = host.endswith((".local", ".internal", ".lan", ".localdomain")) or host in (
        "localhost",
        "localhost.localdomain",
    )
    google = authserv == "mx.google.com" and host.endswith(".google.com")
    return not (internal or google or aligned(host, authserv))


def _read(value: str, results: _Results) -> None:
    """One field: `id; method=result reason=… ptype.property=value; …` (RFC 8601 §2.2)."""
    for segment in _without_comments(value).split(";"):
        pairs = [(name.lower(), text.strip('"')) for name, text in _PAIR.findall(segment)]
        if not pairs:
            continue
        method, result = pairs[0][0], pairs[0][1].lower()
        told = dict(pairs[1:])
        if method == "dmarc" and not results.dmarc:
            results.dmarc, results.dmarc_from = result, _domain(told.get("header.from", ""))
        elif method == "spf" and not results.spf:
            results.spf, results.mailfrom = result, _domain(told.get("smtp.mailfrom", "") or told.get("smtp.mail", ""))
        elif method == "dkim" and len(results.dkim) < 50:
            results.dkim.append((result, _domain(told.get("header.d", "") or told.get("header.i", ""))))


def _domain(value: str) -> str:
    return addresses.ascii_domain(value.rpartition("@")[2].strip("<>").rstrip(".").lower())


def _without_comments(value: str) -> str:
    """Comments blanked out, nested ones too; what a quoted string holds divides nothing."""
    if "(" not in value and '"' not in value:
        return value
    out: list[str] = []
    depth, quoted = 0, False
    for piece in re.split(r'(["()])', value):
        if piece == '"' and not depth:
            quoted = not quoted
        if not quoted and piece == "(":
            depth += 1
        elif not quoted and piece == ")":
            depth = max(0, depth - 1)
            out.append(" ")
        elif not depth:
            out.append(piece.replace(";", ",") if quoted else piece)
    return "".join(out)


def aligned(one: str, other: str) -> bool:
    """Relaxed alignment (RFC 7489 §3.1): the same organisational domain."""
    return organisational(one) == organisational(other) != ""


def organisational(domain: str) -> str:
    """The registered domain: two labels, or three below a public second level such as co.id."""
    labels = domain.lower().strip(".").split(".")
    if len(labels) < 2:
        return domain.lower()
    size = 3 if len(labels[-1]) == 2 and labels[-2] in _PUBLIC else 2
    return ".".join(labels[-size:])
