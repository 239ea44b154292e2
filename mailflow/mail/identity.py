"""What proves that a mail replies to one of ours: signed Message-IDs, reply addresses, loop marks, survey keys, tags.

Everything is derived from the desk's one secret; nothing is stored or random (random parts are arguments). Each use has
its own derived key, so that one token (a survey link, a Reply-To) cannot be used to forge another.

    <123.k3v9x2.abcdefghij234567@desk.example>    a letter of ticket 123     (RFC 5322 §3.6.4, mail.md 4.2)
    <123.root.abcdefghij234567@desk.example>      its stable root, first in every References     (mail.md 4.3)
    <123.k3v9x2.re.abcdefghij234567@desk.example> stands for that letter, last in its own References
    desk+123.p4k2m7qa.abcdefghij234567@d          Reply-To where desk.plus
    desk+123.k3v9x2.b.abcdefghij234567@d          the envelope sender of that letter, where desk.plus (VERP)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import string
from functools import lru_cache

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.secret import accepted

LONGEST_ID = 70  # with brackets: longer ids are folded, cut or mangled by common libraries (interfaces.md)
LONGEST_LOCAL_PART = 64  # RFC 5321 §4.5.3.1.1
ROOT = "root"

_RANDOM = LazyPattern(r"[a-z0-9]{1,16}")
_ID = LazyPattern(r"<?([0-9]{1,15})\.([a-z0-9]{1,16})\.([a-z2-7]{16})(?:@[^\s<>@]*)?>?")
_STAND_IN = LazyPattern(r"<?([0-9]{1,15})\.([a-z0-9]{1,16})\.re\.([a-z2-7]{16})(?:@[^\s<>@]*)?>?")
_BOUNCE = LazyPattern(r"([0-9]{1,15})\.([a-z0-9]{1,16})\.b\.([a-z2-7]{16})")
_TOKEN = LazyPattern(r"([0-9]{1,15})(?:\.([a-z2-7]{8}))?\.([a-z2-7]{16})")


# ---- Message-IDs


def mint(secret: bytes, n: int, random: str, domain: str) -> str:
    """A new Message-ID of ticket `n` (0: a letter that belongs to no ticket), with brackets, lower-case, at most 70
    characters. `random` makes it unique; anything but up to 16 lower-case letters and digits is hashed first."""
    return _message_id(secret, n, random if _RANDOM.fullmatch(random) and random != ROOT else _short(random), domain)


def root_id(secret: bytes, n: int, domain: str) -> str:
    """The ticket's stable id. No mail bears it as Message-ID; it stands first in the References of every letter, so
    that a thread survives a provider that rewrites Message-IDs (mail.md 4.3)."""
    return _message_id(secret, n, ROOT, domain)


def verify(secret: bytes, message_id: str) -> int | None:
    """The ticket number in one of our own Message-IDs, None if it is not ours. May be 0: compare with `is None`.

    Tolerant of what clients do to ids: lost brackets, upper case, blanks around."""
    found = _ID.fullmatch(message_id.strip().lower())
    if found is None:
        return None
    n, random, mac = found.groups()
    return int(n) if _signer(secret, "message-id", f"{n}.{random}", mac) is not None else None


def stand_in(secret: bytes, message_id: str, domain: str) -> str | None:
    """The signed id that stands for our letter `message_id` in its own References: a relay that gives it another
    Message-ID leaves those alone (mail.md 4.3). None when the id has not our form."""
    found = _ID.fullmatch(message_id.strip().lower())
    if found is None:
        return None
    left = f"{found[1]}.{found[2]}.re.{_mac(secret, 'stand-in', f'{found[1]}.{found[2]}')}"
    return f"<{left}@{_short_domain(domain, LONGEST_ID - len(left) - 3)}>"


def stood_for(secret: bytes, message_id: str, domain: str) -> str | None:
    """The Message-ID our letter left with, from the id that stands for it; None when it is none."""
    found = _STAND_IN.fullmatch(message_id.strip().lower())
    if found is None:
        return None
    n, random, mac = found.groups()
    signer = _signer(secret, "stand-in", f"{n}.{random}", mac)
    return None if signer is None else _message_id(signer, int(n), random, domain)


def _message_id(secret: bytes, n: int, random: str, domain: str) -> str:
    if n < 0:
        raise ValueError("a ticket number is never negative")
    left = f"{n}.{random}.{_mac(secret, 'message-id', f'{n}.{random}')}"
    return f"<{left}@{_short_domain(domain, LONGEST_ID - len(left) - 3)}>"


@lru_cache(maxsize=256)  # 0.8 % of requests (bench/caches.py)
def _short_domain(domain: str, room: int) -> str:
    """`domain` without as many left labels as needed; a last label that is still too long loses its beginning.
    An id's right side must be a dot-atom, it need not exist (RFC 5322 §3.6.4)."""
    plain = re.sub(r"[^a-z0-9.-]", "", _a_labels(domain).lower()).strip(".-")
    while len(plain) > room and "." in plain:
        plain = plain.partition(".")[2]
    return plain[-room:].strip(".-") or "localhost"


def _a_labels(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:  # not a domain name; whatever is ASCII in it will do
        return domain


def boundary(secret: bytes, seed: str) -> str:
    """Parts the files of letters from one mail, of which `seed` is a digest: nobody who writes to us can foresee it.
    "=_" never occurs in quoted-printable or base64 (RFC 2045 §6.7)."""
    return f"=_{_mac(secret, 'boundary', seed, size=15)}"


# ---- Reply-To


def reply_address(secret: bytes, desk_address: str, n: int, person: str = "", edition: str = "") -> str:
    """`desk+TOKEN@d` for ticket `n`. With `person` (an addr-spec) the token is personal: in a letter to that person
    alone it proves who replies (`trust: token`), as long as its `edition` is in force (store/mail/reply_tokens.py). A
    local part too long for it keeps the plain address."""
    local, _, domain = desk_address.rpartition("@")
    middle = f"{n}.{_person_tag(secret, person, edition)}" if person else str(n)
    tagged = f"{local}+{middle}.{_mac(secret, 'reply-to', middle)}"
    return f"{tagged}@{domain}" if len(tagged) <= LONGEST_LOCAL_PART else desk_address


def verify_reply_address(secret: bytes, address: str) -> int | None:
    """The ticket whose reply address this is, None if it is none of ours."""
    token = _token(secret, address)
    return None if token is None else token[0]


def reply_address_is_of(secret: bytes, address: str, person: str, edition: str = "") -> bool:
    """Whether this reply address was made for `person` (an addr-spec, compared without case) in that edition."""
    token = _token(secret, address)
    return token is not None and hmac.compare_digest(token[1], _person_tag(token[2], person, edition))


def is_personal(secret: bytes, address: str) -> bool:
    """Whether this reply address was made for one person, whoever it is."""
    token = _token(secret, address)
    return token is not None and bool(token[1])


def looks_like_id(message_id: str) -> bool:
    """Whether it has the form of our Message-IDs; only the secret could prove it."""
    return _ID.fullmatch(message_id.strip().lower()) is not None


def looks_like_reply_address(address: str) -> bool:
    """Whether it has the form of our reply addresses; only the secret could prove it."""
    return _parsed(address) is not None


# ---- envelope sender


def bounce_address(secret: bytes, desk_address: str, message_id: str) -> str:
    """`desk+TOKEN@d`, from which our letter `message_id` is sent; what is returned to it is about that letter, whatever
    else it says. The plain address where the local part would be too long, or the id has not our form."""
    found = _ID.fullmatch(message_id.strip().lower())
    local, _, domain = desk_address.rpartition("@")
    if found is None:
        return desk_address
    tagged = f"{local}+{found[1]}.{found[2]}.b.{_mac(secret, 'bounce', f'{found[1]}.{found[2]}')}"
    return f"{tagged}@{domain}" if len(tagged) <= LONGEST_LOCAL_PART else desk_address


def bounced_id(secret: bytes, address: str) -> str | None:
    """The Message-ID of the letter that was sent from this address; None when it is no bounce address of ours."""
    found = _BOUNCE.fullmatch(_tag(address))
    if found is None:
        return None
    n, random, mac = found.groups()
    signer, domain = _signer(secret, "bounce", f"{n}.{random}", mac), address.rpartition("@")[2].strip(" >")
    return None if signer is None else _message_id(signer, int(n), random, domain)


def without_bounce_tag(address: str) -> str:
    """The desk's address in a bounce address; any other is returned unchanged."""
    tag = _tag(address)
    local, _, domain = address.rpartition("@")
    return f"{local[: -len(tag) - 1]}@{domain}" if _BOUNCE.fullmatch(tag) else address


def _tag(address: str) -> str:
    """What stands behind the last plus sign of the local part, lower-case; "" without."""
    return address.strip().strip("<>").rpartition("@")[0].lower().rpartition("+")[2] if "+" in address else ""


# ---- reading tokens


def _token(secret: bytes, address: str) -> tuple[int, str, bytes] | None:
    """(ticket, person tag or "", the secret that signed it) of a verified plus address."""
    found = _parsed(address)
    if found is None:
        return None
    n, tag, mac = found.group(1), found.group(2) or "", found.group(3)
    signer = _signer(secret, "reply-to", f"{n}.{tag}" if tag else n, mac)
    return (int(n), tag, signer) if signer is not None else None


def _parsed(address: str) -> re.Match[str] | None:
    return _TOKEN.fullmatch(_tag(address))


def _person_tag(secret: bytes, person: str, edition: str = "") -> str:
    """Short on purpose: it only identifies the person; the token's own MAC makes it unforgeable."""
    return _mac(secret, "person", f"{person.strip().casefold()} {edition}".strip())[:8]


# ---- loop mark and survey key


@lru_cache(maxsize=8)  # 0.7 % of requests (bench/caches.py)
def loop_mark(secret: bytes) -> str:
    """The value of X-Mailflow-Loop in everything we send: identifies this desk, unguessable to others (mail.md
    1.7)."""
    return _mac(secret, "loop", "", size=15)


def is_loop_mark(secret: bytes, value: str) -> bool:
    """Whether an X-Mailflow-Loop is ours: our mark, perhaps with the letter's Message-ID after it."""
    mark = (value.split()[0] if value.split() else "").lower().encode("utf-8", "replace")
    return any(hmac.compare_digest(mark, loop_mark(one).encode()) for one in accepted(secret))


def marked_id(secret: bytes, value: str) -> str | None:
    """The Message-ID our letter left with, from its X-Mailflow-Loop; a list may have changed its Message-ID."""
    words = value.split()
    found = words[1] if len(words) > 1 else ""
    return found.lower() if found and verify(secret, found) is not None and is_loop_mark(secret, value) else None


def survey_key(secret: bytes, ticket_token: str) -> str:
    """The `{token}` of the survey link: 24 characters, with a derived key of its own, so that no header reveals it."""
    return _mac(secret, "survey", ticket_token, size=15)


def is_survey_key(secret: bytes, ticket_token: str, key: str) -> bool:
    return _signer(secret, "survey", ticket_token, key.lower(), size=15) is not None


# ---- what our pages hand out


def page_token(secret: bytes, use: str, what: str) -> str:
    """A signature of `what` for one `use` on our pages: 24 characters."""
    return _mac(secret, f"page/{use}", what, size=15)


def is_page_token(secret: bytes, use: str, what: str, token: str) -> bool:
    return _signer(secret, f"page/{use}", what, token, size=15) is not None


# ---- subject tags


def subject_tag(number: str) -> str:
    """`[#123]`, from the number as written."""
    return f"[#{number}]"


def tags_in(subject: str, number_format: str) -> list[str]:
    """The numbers tagged in a subject, in order; the rightmost counts (mail.md 4.5). `number_format` is desk.number;
    whatever else looks like a number is found, too, for tags older than a change of the format."""
    found = [*_tag_pattern(number_format).finditer(subject), *_OLDER_TAG.finditer(subject)]
    return [tag for _, tag in sorted({(one.start(), one.group(1)) for one in found})]


def without_tags(subject: str, number_format: str) -> str:
    """`subject` without our tags and similar ones of other desks, blanks normalised."""
    return " ".join(_OLDER_TAG.sub(" ", _tag_pattern(number_format).sub(" ", subject)).split())


_OLDER_TAG = LazyPattern(r"\[ ?# ?((?=[^\]]{0,40}[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{0,40}) ?\]")
_AGAIN = "(?:-[0-9]{1,4})?"  # behind a number that was given before


@lru_cache(maxsize=64)  # more than 1 % of any mail (bench/caches.py)
def _tag_pattern(number_format: str) -> re.Pattern[str]:
    """`{year}-{n:05}` → `\\[#([0-9]{4}-[0-9]{5,15}|[0-9]{1,15})\\]`, either perhaps with "-2" behind. Lengths are
    bounded, so matching is linear."""
    digits = {"year": "[0-9]{4}", "month": "[0-9]{1,2}"}
    pattern = ""
    for literal, name, spec, _ in string.Formatter().parse(number_format):
        pattern += re.escape(literal)
        if name == "n":
            width = re.search(r"[1-9][0-9]?", spec or "")
            pattern += f"[0-9]{{{min(int(width.group()), 15) if width else 1},15}}"
        elif name is not None:
            pattern += digits.get(name, "[0-9]{1,4}")
    return re.compile(rf"\[ ?# ?({pattern}{_AGAIN}|[0-9]{{1,15}}{_AGAIN}) ?\]", re.IGNORECASE)


# ---- the one primitive


def _signer(secret: bytes, label: str, message: str, mac: str, *, size: int = 10) -> bytes | None:
    """Which of the secrets that count made this `mac`; None: none of them."""
    given = mac.encode("utf-8", "replace")
    made = ((one, _mac(one, label, message, size=size).encode()) for one in accepted(secret))
    return next((one for one, own in made if hmac.compare_digest(given, own)), None)


@lru_cache(maxsize=1024)  # a ticket's ids return in mails and letters: 0.5 % of conversations (bench/caches.py)
def _mac(secret: bytes, label: str, message: str, *, size: int = 10) -> str:
    """HMAC-SHA-256 under the key derived for `label`: `size` bytes (10, 15: no padding) as lower-case base32."""
    return _base32(hmac.digest(_key(secret, label), message.encode("utf-8", "surrogatepass"), "sha256")[:size])


@lru_cache(maxsize=64)  # 5 % of requests (bench/caches.py)
def _key(secret: bytes, label: str) -> bytes:
    return hmac.digest(secret, f"mailflow/{label}".encode(), "sha256")


def _base32(data: bytes) -> str:
    """Lower-case base32 (RFC 4648 §6) of a multiple of 5 bytes: no padding."""
    return base64.b32encode(data).decode("ascii").lower()


def _short(random: str) -> str:
    digest = hashlib.sha256(random.encode("utf-8", "surrogatepass")).digest()
    return _base32(digest[:10])[:13]
