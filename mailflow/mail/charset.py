"""Bytes and their declared charset → text. Never raises, whatever the name or the bytes (mail.md 9.1–9.4)."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from mailflow.core.lazy_regex import LazyPattern

# Names in mails that Python does not know, or knows as a narrower charset than senders mean: gb2312 mails
# are gbk or gb18030, ks_c_5601 is cp949, latin-1 is windows-1252 (WHATWG Encoding §4.2 says the same for the web).
ALIASES = {
    "ascii": "us-ascii", "ansi_x3.4-1968": "us-ascii", "iso-ir-6": "us-ascii", "646": "us-ascii", "us": "us-ascii",
    "7bit": "us-ascii", "iso646-us": "us-ascii",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "l1": "cp1252", "8859-1": "cp1252", "iso-88591": "cp1252", "windows1252": "cp1252", "ansi": "cp1252",
    "iso-8859-1-windows-3.1-latin-1": "cp1252", "ansi-1252": "cp1252", "cp-1252": "cp1252", "x-ansi": "cp1252",
    "x-cp1252": "cp1252", "iso-8859-1i": "cp1252", "ansi_x3.110-1983": "cp1252", "cp819": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254",
    "iso-8859-11": "cp874", "tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874", "x-windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "logical": "iso8859-8", "visual": "iso8859-8",
    "iso-8859-6-i": "iso8859-6", "iso-8859-6-e": "iso8859-6",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "iso-gb2312": "gb18030",
    "euc-cn": "gb18030", "chinese": "gb18030", "csgb2312": "gb18030", "cp936": "gb18030", "windows-936": "gb18030",
    "gb-2312": "gb18030", "cn-gb": "gb18030", "x-euc-cn": "gb18030", "hz-gb-2312": "hz",
    "big5": "big5hkscs", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "big-5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932", "csshiftjis": "cp932", "ms932": "cp932", "windows-932": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "csiso2022jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp", "x-euc": "euc_jp", "eucjp": "euc_jp",
    "euc-kr": "cp949", "euckr": "cp949", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949",
    "ks-c-5601": "cp949", "ks-c-5601-1987": "cp949", "windows-949": "cp949", "x-windows-949": "cp949",
    "korean": "cp949",
    "ksc_5601": "cp949", "iso-2022-kr": "iso2022_kr",
    "unicode-1-1-utf-7": "utf-7", "utf7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "csunicode11utf7": "utf-7",
    "unicode-1-1-utf-8": "utf-8", "x-unicode-2-0-utf-8": "utf-8", "utf8mb4": "utf-8", "utf8mb3": "utf-8",
    "utf-8n": "utf-8", "uft-8": "utf-8", "utf-8-mac": "utf-8", "unicode": "utf-8", "utf": "utf-8", "utf--8": "utf-8",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-mac": "mac_roman", "mac": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "x-mac-ukrainian": "mac_cyrillic", "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2", "x-mac-greek": "mac_greek", "x-mac-turkish": "mac_turkish",
    "x-mac-icelandic": "mac_iceland", "x-mac-japanese": "cp932",
    "koi8": "koi8-r", "koi": "koi8-r", "cskoi8r": "koi8-r", "koi8-ru": "koi8-u", "x-koi8-r": "koi8-r",
    "cp-866": "cp866", "dos-866": "cp866", "x-cp1251": "cp1251", "win-1251": "cp1251", "cp-1251": "cp1251",
    "x-cp1250": "cp1250", "win-1250": "cp1250", "windows-1251http-equivcontent-type": "cp1251",
}  # fmt: skip
UNKNOWN = frozenset(
    ["", "unknown", "unknown-8bit", "x-unknown", "x-user-defined", "default", "default_charset", "binary", "8bit",
     "_autodetect", "auto", "none", "null", "undefined", "mbcs", "x-transparent", "iso-8859"]
)  # fmt: skip
# Codecs that are not charsets; idna and punycode are also quadratic.
_NO_CHARSETS = frozenset(["idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"])

_CHINESE_JAPANESE_KOREAN = frozenset(["gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"])

_C1 = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_META = LazyPattern(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", re.IGNORECASE)
_DOUBLE = LazyPattern(rb"\x1b\$(?:[@B]|\(D)([\x21-\x7e]*)(?:\x1b\([BJH])?")
_SAMPLE = 4_000  # bytes: charset detection costs milliseconds per kilobyte


def decode(data: bytes, declared: str = "", *, html: bool = False) -> str:
    """The text of `data`: by the declared charset, else a byte-order mark, a <meta> (HTML only), UTF-8, detection,
    windows-1252."""
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data[3:])
    name = codec(declared)
    if name is None and html and (found := _META.search(data, 0, 4096)):
        name = codec(found[1].decode("ascii", "replace"))
        # a <meta> read as ASCII cannot be in UTF-16
        name = None if name is not None and name.startswith("utf-16") else name
    if name is None or name == "us-ascii":
        return undeclared(data)
    if name == "cp1252":
        return windows1252(data)
    if name == "utf-8":
        return _utf8(data)
    if name == "iso2022_jp_ext":
        return _iso2022jp(data)
    if name == "utf-16" and data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        # RFC 2781 §4.3 says big-endian, but most Windows programs write little-endian
        name = "utf-16-be" if data[:400:2].count(0) >= data[1:400:2].count(0) else "utf-16-le"
    if name in _CHINESE_JAPANESE_KOREAN and (mistaken := _rather_utf8(data, name)) is not None:
        return mistaken
    try:
        text = data.decode(name, "replace")
    except Exception:  # a bug in a codec must not lose the mail
        return undeclared(data)
    # UTF-7 can encode a lone surrogate, which no other encoding can
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _rather_utf8(data: bytes, name: str) -> str | None:
    """The text, when a double-byte charset is declared but the bytes are UTF-8: the charset does not decode them, or
    UTF-8 does for more characters than can be chance."""
    if data.isascii():
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if sum(char > "\x7f" for char in text[:200]) >= 6:
        return text
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return text
    return None


@lru_cache(maxsize=512)  # 5.6 % of requests (bench/caches.py)
def codec(declared: str) -> str | None:
    """Python's name of a declared charset; None when unknown."""
    name = declared.strip().strip("\"'").strip().lower()
    name = re.split(r"[\s;,*]", name, maxsplit=1)[0].strip("\"'=")
    for candidate in (name, name.replace("_", "-"), re.sub(r"^(?:x|cs)-?", "", name), re.sub(r"^cp-", "cp", name)):
        if candidate in UNKNOWN:
            return None
        if candidate in ALIASES:
            return ALIASES[candidate]
        try:
            info = codecs.lookup(candidate)
        except (LookupError, ValueError):
            continue
        if info.name in ALIASES:
            return ALIASES[info.name]
        known = getattr(info, "_is_text_encoding", True) and info.name.replace("_", "-") not in _NO_CHARSETS
        return info.name if known else None
    return None


def undeclared(data: bytes) -> str:
    """The text of bytes without a charset: UTF-8 if valid, ISO-2022-JP if it has its escapes, detection for dense 8-bit
    text."""
    if data.isascii():
        if b"\x1b$" in data or b"\x1b(" in data:
            return _iso2022jp(data)
        return data.decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", "replace")
    high = sum(1 for byte in data[:_SAMPLE] if byte > 0x7F)
    if high > 0.25 * min(len(data), _SAMPLE) and high > 12:
        import charset_normalizer  # loaded only for the few mails with unknown charset

        guess = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
        if guess is not None and (name := codec(guess.encoding)) is not None:
            return data.decode(name, "replace")
    return _utf8(data)  # one broken character in otherwise valid UTF-8 does not make it windows-1252


def beside(data: bytes, said: str) -> str:
    """The text of bytes without a charset, in a mail that `said` its charset elsewhere: a Python codec name, or "" for
    none."""
    if said in _CHINESE_JAPANESE_KOREAN:
        return decode(data, said)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if said:
        try:
            return data.decode(said)
        except UnicodeDecodeError:
            pass
    return undeclared(data)


def keeps_ascii(name: str) -> bool:
    """Whether ASCII bytes mean ASCII in this codec: in UTF-16 or EBCDIC a header would read differently."""
    plain = bytes(range(0x20, 0x7F))
    try:
        return plain.decode(name) == plain.decode("ascii")
    except UnicodeDecodeError:
        return False


def is_multibyte(name: str) -> bool:
    """Whether a codec writes one character as several bytes that may look like UTF-8."""
    return name in _CHINESE_JAPANESE_KOREAN


def _iso2022jp(data: bytes) -> str:
    """ISO-2022-JP, with the vendor characters Japanese mail uses in it (①, ㈱), which only cp932 decodes."""
    if b"\x1b" not in data and not data.isascii():
        return undeclared(data)  # 8-bit without escapes: the declaration is false
    try:
        return data.decode("iso2022_jp_ext")
    except UnicodeDecodeError:
        return _DOUBLE.sub(lambda found: _shift_jis(found[1]), data).decode("cp932", "replace")


def _shift_jis(pairs: bytes) -> bytes:
    """7-bit JIS X 0208 → Shift_JIS: the same table in another arrangement."""
    out = bytearray()
    for row, cell in zip(pairs[::2], pairs[1::2], strict=False):  # an odd byte at the end is dropped
        out.append((row + 1) // 2 + (0x70 if row < 0x5F else 0xB0))
        out.append(cell + (0x1F + (cell >= 0x60) if row % 2 else 0x7E))
    return bytes(out)


def windows1252(data: bytes) -> str:
    """Every byte is a character: the five undefined ones of windows-1252 become control characters."""
    return data.decode("latin-1").translate(_C1)


def _utf8(data: bytes) -> str:
    """UTF-8, or windows-1252 when most of the non-ASCII bytes are not valid UTF-8: then it is not UTF-8 with
    damage."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - broken
    return text if good > broken else windows1252(data)
