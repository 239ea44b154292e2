"""Syntax of single values of rules.yaml: addresses, URLs, time zones, number formats.

Each function returns the value or raises ValueError with a sentence for the admin; the text after its first ": " is the
remedy. No pydantic here. A `${NAME}` that is neither set nor needed passes.
"""

from __future__ import annotations

import re
from datetime import date
from ipaddress import ip_address, ip_network
from string import Formatter
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mailflow.config.environment import is_placeholder
from mailflow.config.settings import Since
from mailflow.core import hours, patterns
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.rules import Duration
from mailflow.suggest import advice, did_you_mean

_LOCAL = re.compile(r"[^\s@<>\"(),:;\[\]\\]+")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
IMAP_SCHEMES = ("imaps", "imap", "imap+insecure")
SMTP_SCHEMES = ("smtps", "smtp", "smtp+insecure")
AFTER_WORDS = ("keep", "seen", "delete")
_SIZE = LazyPattern(r"(\d{1,6}(?:[.,]\d{1,3})?) ?(B|kB|MB|GB)|0", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_NUMBER_WORDS = ("n", "year", "month")
_SURVEY_WORDS = ("number", "token")


def address(value: str) -> str:
    """An addr-spec: local part as written, domain lower-case and in A-labels."""
    value = value.strip()
    if is_placeholder(value):
        return value
    if "<" in value:
        raise ValueError(f"{value!r} is more than an address: leave out the name and the <>")
    local, at, domain = value.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise ValueError(f"{value!r} is not a mail address: write name@domain")
    try:
        domain = domain.encode("idna").decode("ascii").lower() if not domain.isascii() else domain.lower()
    except UnicodeError:
        raise ValueError(f"{value!r} has no valid domain") from None
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or (len(labels) < 2 and domain != "localhost"):
        raise ValueError(f"{value!r} is not a mail address: {domain!r} is no domain")
    return f"{local}@{domain}"


def duration(value: str) -> Duration:
    return hours.parse(value)


def elapsed(value: str) -> Duration:
    """A duration that is not in working time."""
    found = hours.parse(value)
    if found.unit != "elapsed":
        raise ValueError(f"{value!r} counts working time; here only elapsed time is possible, such as 60s or 5m")
    return found


def undo(value: str) -> Duration:
    """How long an answer can be taken back: elapsed time, at most a day."""
    found = elapsed(value)
    if isinstance(found.amount, int) or found.amount.total_seconds() > 86400:
        raise ValueError(f"{value!r} would keep every answer back for more than a day: write 0s to 24h, such as 60s")
    return found


def poll(value: str) -> Duration:
    """A polling interval: elapsed time, greater than zero."""
    found = elapsed(value)
    if not found.amount:
        raise ValueError(f"{value!r} would look without pause: write at least 1s")
    return found


def grace(value: str) -> Duration:
    """How long after its end a right still counts: elapsed time, perhaps none, at most a year."""
    found = elapsed(value)
    if isinstance(found.amount, int) or found.amount.total_seconds() > 366 * 86400:
        raise ValueError(f"{value!r} is longer than a year: write 0d to 366d, such as 7d")
    return found


def pulse(value: str) -> Duration:
    """An interval between probe mails: elapsed time, at least a minute."""
    found = elapsed(value)
    if isinstance(found.amount, int) or not 60 <= found.amount.total_seconds() <= 86400:
        raise ValueError(f"{value!r} is no sensible pause between probes: write 1m to 24h, such as 5m")
    return found


def language(value: str) -> str:
    """Of letters: any code that a letter's file may have."""
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise ValueError(f"{value!r} is no code of a language: write id, en, jv, ms")
    return value


def number_format(value: str) -> str:
    """`{n}`, `{n:05}`, `{year}`, `{month}` and text; must contain `{n}`."""
    try:
        parts = [(word, spec, turn) for _, word, spec, turn in Formatter().parse(value) if word is not None]
    except ValueError as wrong:
        raise ValueError(f"{value!r} is not a number format: {wrong}") from None
    for word, spec, turn in parts:
        if word not in _NUMBER_WORDS:
            raise ValueError(f"{{{word}}} means nothing in a number; {advice(word, _NUMBER_WORDS)}")
        if turn or not re.fullmatch(r"(0\d{1,2}d?)?", spec or "") or (spec and word == "year"):
            raise ValueError(f"{{{word}:{spec}}} is not a format: write {{n}}, or {{n:05}} for five digits")
    if sum(word == "n" for word, _, _ in parts) != 1:
        raise ValueError(f"{value!r} must contain {{n}} once, or two tickets would have the same number")
    if re.search(r"[\[\]#\s]", value):
        raise ValueError(f"{value!r} must not contain spaces, # or brackets: it stands as [#NUMBER] in subjects")
    return value


def imap_url(value: str) -> str:
    return _server(value, IMAP_SCHEMES, "write imaps://user@host:993/INBOX", needs_user=True)


def smtp_url(value: str) -> str:
    return _server(value, SMTP_SCHEMES, "write smtp://user@host:587", needs_user=False)


def _server(value: str, schemes: tuple[str, ...], remedy: str, needs_user: bool) -> str:
    if is_placeholder(value):
        return value
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f"not a server's address: {remedy}") from None
    if parts.scheme not in schemes:
        raise ValueError(
            f"not a server's address: begin with {'://, '.join(schemes)}://, as in {remedy.removeprefix('write ')}"
        )
    if not host or port == 0:
        raise ValueError(f"the server's name is missing: {remedy}")
    if needs_user and not parts.username:
        raise ValueError(f"the user is missing: {remedy}")
    if parts.scheme.endswith("+insecure") and not is_loopback(host):
        raise ValueError(
            f"{parts.scheme}:// would send the password unencrypted; only for this very machine (127.0.0.1)"
        )
    return value


def is_loopback(host: str) -> bool:
    """An address that only this machine can reach."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def without_password(url: str) -> tuple[str, str | None]:
    """A server's URL, and the password that was in it."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, None
    user, host = quote(unquote(parts.username or ""), safe=""), parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{user}@{host}")), unquote(parts.password)


def listener(value: str) -> tuple[str, int]:
    """ "127.0.0.1:8024", "[::1]:8024"; port 0 lets the system choose."""
    host, colon, port = value.strip().rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535 or not host:
        raise ValueError(f"{value!r} is not host:port: write 127.0.0.1:8024")
    return host.strip("[]"), int(port)


def resolver(value: str) -> str:
    """A DNS server by its address: "127.0.0.1", "127.0.0.1:5353", "[::1]:53"; with port."""
    try:
        ip_address(value.strip())
        host, port = value.strip(), 53
    except ValueError:
        host, port = listener(value)
    try:
        ip_address(host)
    except ValueError:
        raise ValueError(f"{value!r} is no DNS server's address: write 127.0.0.1, or 127.0.0.1:5353") from None
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def server_name(value: str) -> str:
    """As a server calls itself in Authentication-Results (RFC 8601 §2.5); OpenDKIM's job id behind a slash is no part
    of it."""
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]*)?", value.strip()):
        host = re.sub(r"^\w+://|[/:;\s].*$", "", value.strip())
        raise ValueError(f"{value!r} is no name a server calls itself: did you mean `{host or 'mail.desk.example'}`?")
    return value.strip()


def header_name(value: str) -> str:
    """ "X-Spam-Flag" → lower-case; a colon behind it does not count (RFC 5322 §2.2)."""
    name = value.strip().removesuffix(":").lower()
    if not re.fullmatch(r"[!-9;-~]{1,77}", name):
        raise ValueError(f"{value!r} is no name of a header field: write X-Spam-Flag")
    return name


def spam_filter(value: str) -> str:
    """ "rspamd://127.0.0.1:11333", "spamassassin://127.0.0.1:783"; without a port the usual one."""
    kind, found, rest = value.strip().partition("://")
    usual = {"rspamd": 11333, "spamassassin": 783}
    if not found or kind not in usual or not rest:
        raise ValueError(f"{value!r} is no filter: write rspamd://127.0.0.1:11333 or spamassassin://127.0.0.1:783")
    host, port = listener(rest if re.search(r":\d+$", rest) else f"{rest}:{usual[kind]}")
    return f"{kind}://{f'[{host}]' if ':' in host else host}:{port}"


def network(value: str) -> str:
    """ "10.1.0.0/16", "192.0.2.7", "fd00::/8"."""
    try:
        return str(ip_network(value.strip(), strict=False))
    except ValueError:
        raise ValueError(f"{value!r} is not a network: write 10.1.0.0/16, or one address") from None


def time_of_day(value: object) -> int | None:
    """ "07:30" → minutes since midnight; `off` → None."""
    if value is False or value in ("off", "OFF"):
        return None
    written = re.fullmatch(r"(\d{1,2})[:.](\d{2})", str(value).strip(), re.ASCII)
    if written is None or int(written[1]) > 23 or int(written[2]) > 59:
        raise ValueError(f'{value!r} is not a time of day: write "07:30", or off')
    return int(written[1]) * 60 + int(written[2])


def count_or_off(value: object) -> int | None:
    """A number from 1 on; `off` → None."""
    if value is False or value in ("off", "OFF"):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{value!r} is no number from 1 on: write one, or off")
    return value


def keeping(value: object) -> int | None:
    """`90d`, `2y` → days; `never` (deleted) → None."""
    written = re.fullmatch(r"(\d{1,4}) ?([dy])", str(value).strip().lower(), re.ASCII)
    if str(value).strip().lower() == "never":
        return None
    if written is None or int(written[1]) == 0:
        raise ValueError(f"{value!r} is no time to keep something: write 90d (days), 2y (years) or never")
    return int(written[1]) * (365 if written[2] == "y" else 1)


def only_never(value: object) -> None:
    """For what proves everything else, and is always kept."""
    if str(value).strip().lower() != "never":
        raise ValueError(f"{value!r} is not possible: the journal proves everything else, write never or leave it out")


def after_word(value: str) -> str:
    verb, colon, folder = value.partition(":")
    if verb == "move" and folder.strip():
        return f"move:{folder.strip()}"
    if colon or value not in AFTER_WORDS:
        near = did_you_mean(verb, AFTER_WORDS) or "possible are keep, seen, delete, move:FOLDER"
        raise ValueError(f"{value!r} is nothing one can do with a mail that was read; {near}")
    return value


def since(value: str) -> Since:
    if value == "init":
        return "init"
    if value == "all":
        return "all"
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is neither init, all nor a date: write a date as 2026-11-02") from None


def database(value: str) -> str:
    if is_placeholder(value):
        return value
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return value
    if scheme in ("postgresql", "postgres") and rest.strip("/"):
        return value
    raise ValueError("not a database: write sqlite:///mailflow.db or postgresql://user@host/name")


def survey_link(value: str) -> str:
    if is_placeholder(value):
        return value
    try:
        words = [word for _, word, _, _ in Formatter().parse(value) if word is not None]
    except ValueError as wrong:
        raise ValueError(f"{value!r} is not a link: {wrong}") from None
    for word in words:
        if word not in _SURVEY_WORDS:
            raise ValueError(f"{{{word}}} means nothing in a link; {advice(word, _SURVEY_WORDS)}")
    if urlsplit(value).scheme not in ("https", "http", "mailto"):
        raise ValueError(f"{value!r} is not a link: begin with https://")
    return value


def page_url(value: str) -> str:
    """The URL of a page people are sent to."""
    if not is_placeholder(value) and (urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).netloc):
        raise ValueError(f"{value!r} is no address of a page: begin with https://")
    return value.strip()


def size(value: str) -> int:
    """Bytes, written with a unit: `2MB`; `0` means none."""
    found = _SIZE.fullmatch(value.strip())
    if found is None:
        raise ValueError(f"{value!r} is not a size: write it with its unit, such as 500kB or 2MB")
    number, unit = found.groups()
    return int(float(number.replace(",", ".")) * _UNITS[unit.lower()]) if number else 0


def expression_with(group: str, value: str) -> str:
    """A regular expression with a named group."""
    if group not in patterns.compiled(value).groupindex:
        raise ValueError(f"the expression does not say which part is the {group}: write (?P<{group}>…) around it")
    return value


def finder(value: str) -> str:
    """A finder of core/finders/table.py, or an expression between slashes."""
    from mailflow.core.finders.table import FINDERS  # 25 ms that desks without `data:` need not wait

    if patterns.is_expression(value):
        patterns.compiled(value[1:-1])
    elif value not in FINDERS:
        raise ValueError(f"there is no finder {value!r}: {advice(value, FINDERS)}; your own is written /.../")
    return value
