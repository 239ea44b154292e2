"""Delivery reports (RFC 3464), receipts (RFC 8098) and complaints (RFC 5965): what they say about which letter."""

from __future__ import annotations

import re

from mailflow.core.message import BouncedRecipient, Report
from mailflow.mail import addresses, headers
from mailflow.mail.headers import Headers
from mailflow.mail.ids import message_ids
from mailflow.mail.mime import Part, Tree, decoded

MAX_RECIPIENTS = 200
MAX_REPORT = 200_000  # bytes of a report part that are read
MAX_WORDS = 6_000  # characters of a report's text that are searched

DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)
_ACTIONS = {"failure": "failed", "fail": "failed", "delay": "delayed", "success": "delivered"}
_KNOWN_ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")  # RFC 3464 §2.3.3

# -- signs -------------------------------------------------------------------------------------------------------------

_DAEMON = re.compile(
    r"(?:mailer[-_. ]?daemon|mail[-_.]?daemon|courier mail server|mdaemon|"
    r"mail[-_. ]?delivery[-_. ]?(?:sub-?system|system|agent)?|"
    r"microsoftexchange[0-9a-f]{16,}"
    r"|internet mail delivery|mail administrator)(?!\w)",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:post[-_.]?master|bounces?|mailadmin|administrator|system administrator|exchange|root|smtp|mail-?server|"
    r"nobody)\b",
    re.IGNORECASE,
)
_FAILED_SUBJECT = re.compile(
    r"\s*(?:\W{0,3}(?:undeliver\w{2,6}|undelivered|non[- ]?deliver\w{1,6}|not delivered|delivery (?:failure|"
    r"failed|has failed|status notification ?\(failure|report|error|notification)"
    r"|mail (?:delivery (?:failed|failure|error|system|status report|problem)|system error|could not be|"
    r"not deliver)|mail undeliverable|message (?:undeliver\w{2,5}|not delivered|could not be|"
    r"delivery (?:has )?fail|you sent)|notice: mail delivery status|there was an error sending|"
    r"sorry, your message could not be"
    r"|failure notice|failure delivery|failed (?:mail|delivery)|delivery to|returned (?:mail|to sender|"
    r"e-?mail|message)|unable to deliver|could ?n[o']t (?:be )?deliver|error (?:sending|delivering)|ndn:|"
    r"nondeliverable"
    r"|rejected (?:mail|message|posting)|user unknown|unknown user|bounce(?:d)?\b|status of your mail|"
    r"permanent delivery failure|warning: message not|email (?:couldn't|could not) be"
    r"|gagal (?:ter)?kirim|pengiriman gagal|tidak (?:dapat )?terkirim|tidak dapat (?:di)?kirim\w{0,4}|"
    r"pesan tidak terkirim|pemberitahuan status pengiriman ?\(kegagalan|surat (?:tidak terkirim|dikembalikan)"
    r"|unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|mail-?zustellung|fehler bei der|"
    r"échec de (?:la )?(?:remise|distribution)|non[ _]remis|no se puede entregar|no entregado|error de entrega"
    r"|não (?:foi )?entreg\w{1,4}|falha na entrega|mancato recapito|non[ _]recapitabile|onbestelbaar|"
    r"kan niet worden bezorgd|niedostarczon\w{1,3}|недоставлен\w{1,4}|не доставлено|kan inte levereras|"
    r"uleverbar"
    r"|kan ikke leveres|tidak (?:dapat|boleh) (?:disampaikan|dihantar)|teslim edilemedi|iletilemedi|nedoručiteln\w|"
    r"kézbesíthetetlen|ανεπίδοτο|недоставено|не вдалося доставити|không (?:thể )?gửi được|nelivrat|imposibil de livrat"
    r"|退信|系统退信|未送达|未送達|无法(?:送达|投递|传递)|無法(?:傳遞|遞送|投遞)|配信できません|配信不能|配信に失敗|配達不能|送信エラー|"
    r"メールを送信できません|メッセージを配信できません|メール配信に失敗|배달되지|배달할 수 없|반송))",
    re.IGNORECASE,
)
# Shops and forms write from there too: what they say counts only with a returned mail beside it.
_NO_REPLY = re.compile(r"(?:[^<]{0,100}<)?\s?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply)[^@<>]{0,40}@", re.IGNORECASE)
# Where neither sender nor return path is a server's, only what no person writes counts: "Gagal kirim pulsa" is a
# customer.
_BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliver(?:ed|able)\b|returned mail\b|mail delivery (?:failed|failure|error)|delivery status notification|"
    r"failure notice|(?:mail|message) (?:could not be delivered|delivery (?:has )?failed|undeliverable)|"
    r"delivery (?:failure|"
    r"failed|has failed)|mail system error|nondeliverable|non-?delivery)",
    re.IGNORECASE,
)
_SERVER_WORDS = re.compile(
    r"(?<![\d.])5\.\d{1,2}\.\d{1,3}(?![\d.])|(?<!\d)5[05]\d[ -]|recipient|mail (?:server|system)|postmaster|"
    r"smtp|unknown user|"
    r"user unknown|no such user|copy of (?:the|your)|original message|diagnostic|delivery report",
    re.IGNORECASE,
)
_FAILED_WORDS = re.compile(
    r"(?:could ?n[o']t|cannot|can't|was not|has not been|unable to be|not be|did not) (?:be )?(?:deliver|"
    r"reach|sent)|unable to deliver|undeliver|delivery (?:has |to the following \w{1,20} )?failed"
    r"|failed permanently|permanent (?:fatal )?error|fatal error|user unknown|unknown user|no such (?:user|"
    r"mailbox|address|person|recipient)|unknown (?:recipient|address|local)|mailbox (?:is )?(?:full|"
    r"unavailable|not found|disabled)"
    r"|quota exceeded|over quota|recipient(?:'s)? (?:address )?(?:rejected|unknown|not found|mailbox)|"
    r"address rejected|does ?n[o']t exist|not (?:known|listed|recogni[sz]ed)|host unknown|relay(?:ing)? denied"
    r"|message (?:was )?rejected|returned to (?:you|sender|its sender)|(?<![\d.])5\.\d{1,2}\.\d{1,3}(?![\d.])|"
    r"(?<!\d)55[0-4][ -]|invalid (?:recipient|address|mailbox)|bounce|message.{0,30}blocked"
    r"|tidak (?:dapat|bisa|berhasil) (?:di|ter)?(?:kirim|sampai)|tidak terkirim|gagal (?:di|ter)?kirim|"
    r"alamat tidak ditemukan|kotak surat penuh|nicht zugestellt|unzustellbar|n'a pas pu être|"
    r"no se pudo entregar"
    r"|宛先|エラー|存在しない|見つかりません|失敗しました|無法|无法|не (?:может быть|удалось|был[оа]?) достав",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"(?:delay(?:ed)?\b|warning: (?:could not send|message|e-?mail)|still (?:being )?(?:re)?tr(?:y|ied)|"
    r"transient|deferred|will be retried|verzöger|tertunda|ditunda|penundaan|"
    r"遅延|延迟|延遲|temporarily|(?:4|four) hours)",
    re.IGNORECASE,
)
_DELAYED_WORDS = re.compile(
    r"this is a warning message only|do not need to resend|no action is required on your part|(?:will|"
    r"we'll) (?:continue|keep|be retried|try again|retry|be tried)|has been delayed|"
    r"have not (?:yet )?been (?:able|delivered)|has not yet been delivered"
    r"|delivery attempts will continue|still trying|delivery to the following recipients? has been delayed|"
    r"will be attempted again|akan (?:terus )?mencoba|akan dicoba (?:lagi|kembali)|wird (?:weiter|"
    r"erneut) versucht|まだ配信されていません|再試行|将继续尝试",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"giv(?:ing|en) up|permanent|failed after|no longer|expired|could not be delivered|final(?:ly)? fail|"
    r"has been returned|retry time(?:out)? (?:not|exceeded)",
    re.IGNORECASE,
)
# A server that will try again says of the past that the mail "could not be delivered" (Postfix).
_TRIES_ON = re.compile(
    r"warning (?:message )?only\b|do not need to resend|delivery attempts will continue|(?:will|we'll) be retried|"
    r"(?:will|we'll) (?:continue|keep)(?: on)?(?: to)? (?:try|attempt|retry|deliver)|"
    r"akan (?:terus )?(?:mencoba|dicoba)|wird (?:weiter|erneut) versucht",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"giv(?:ing|en) up|permanent(?:ly)?\b|failed after|expired|has been returned|(?<![\d.])5\.[0-7]\.\d", re.IGNORECASE
)
_DELIVERED = re.compile(
    r"\s*(?:success(?:ful)?(?:ly)? (?:mail )?(?:deliver|relay)|delivery status notification ?\((?:success|"
    r"relay)|delivered:|terkirim:|delivery receipt|relayed:|zugestellt:|expanded:|return receipt|"
    r"mail delivered|message status\W{1,3}delivered|pemberitahuan status pengiriman ?\(berhasil)",
    re.IGNORECASE,
)


def empty_return_path(fields: Headers) -> bool:
    """Return-Path: <> as our own final server wrote it: only the topmost counts (mail.md 1.6)."""
    paths = fields.all("return-path")
    return bool(paths) and paths[0].replace(" ", "") in ("<>", '<"">', "<MAILER-DAEMON>")


def from_daemon(fields: Headers) -> bool:
    """From MAILER-DAEMON or a name only mail servers have."""
    sender = headers.decode_words(fields.get("from"))[:300].strip(" \"'<")
    return (
        _DAEMON.match(sender) is not None
        or re.search(
            r"<\s{0,2}\"?(?:mailer-?daemon|mdaemon|mail-?daemon|microsoftexchange[0-9a-f]{16})", sender, re.IGNORECASE
        )
        is not None
    )


def from_machine(fields: Headers) -> bool:
    """A sender bounces may come from: empty return path, postmaster and the like, or nobody at all."""
    sender = headers.decode_words(fields.get("from"))[:300].strip(" \"'<")
    named = _MACHINE.match(sender) or re.search(
        r"<\s{0,2}(?:post[-_.]?master|bounces?|administrator|root)@", sender, re.IGNORECASE
    )
    return named is not None or from_daemon(fields) or empty_return_path(fields) or sender in ("", ">")


def from_nobody(fields: Headers) -> bool:
    """From an address nobody reads."""
    return _NO_REPLY.match(headers.decode_words(fields.get("from"))[:300]) is not None


def returns_a_mail(tree: Tree) -> bool:
    """Whether a mail or its headers come with it, as a server returns them."""
    return any(child.content_type in _RETURNED for child in tree.root.children)


def from_postmaster(fields: Headers) -> bool:
    return re.match(r"(?:[^<]{0,100}<)?\s?post[-_.]?master@", fields.get("from")[:300], re.IGNORECASE) is not None


def subject_says_failed(subject: str) -> bool:
    return _FAILED_SUBJECT.match(subject) is not None


def only_a_server_says(subject: str, text: str) -> bool:
    """Subject and text of a bounce beyond doubt, whoever seems to have sent it."""
    return (
        _BOUNCE_SUBJECT.match(subject) is not None
        and _FAILED_WORDS.search(text[:MAX_WORDS]) is not None
        and _SERVER_WORDS.search(text[:MAX_WORDS]) is not None
    )


def says_failed(subject: str, text: str) -> bool:
    """Whether a mail of a server, by its subject or its text, is about a failure."""
    return subject_says_failed(subject) or _FAILED_WORDS.search(text[:MAX_WORDS]) is not None


def says_delayed_or_delivered(subject: str, text: str) -> str:
    """ "delayed" or "delivered" when a report is not about a failure (mail.md 2.3)."""
    if _DELIVERED.match(subject):
        return "delivered"
    words = text[:MAX_WORDS]
    if _TRIES_ON.search(words) and not _ENDED.search(words):
        return "delayed"
    if _DELAYED_WORDS.search(words) and not _GIVEN_UP.search(words):
        return "delayed"
    if (
        _DELAYED.search(subject[:200])
        and not re.search(r"failed|failure|undeliver|returned", subject, re.IGNORECASE)
        and not _GIVEN_UP.search(words)
    ):
        return "delayed"
    return ""


# -- content -----------------------------------------------------------------------------------------------------------


def read(tree: Tree, text: str) -> Report:
    """What a report says: per recipient, and about which of our letters."""
    found = recipients(tree)
    if not any(one.email for one in found):  # Exim names a mailbox file where its user's address belongs
        known = found[0] if found else None
        found = [_known(one, known) for one in _free_form(tree, text)] or found
    return Report(tuple(found[:MAX_RECIPIENTS]), _original_id(tree, text))


def _known(one: BouncedRecipient, known: BouncedRecipient | None) -> BouncedRecipient:
    """A recipient found in words with what the status part says of nobody by name."""
    return one if known is None else BouncedRecipient(one.email, known.action, known.status, known.diagnostic)


def recipients(tree: Tree) -> list[BouncedRecipient]:
    """The recipients of a delivery status part."""
    return [one for group in status_groups(tree) if (one := _recipient(group)) is not None]


def status_groups(tree: Tree) -> list[Headers]:
    return [group for leaf in tree.root.leaves() if leaf.content_type in DELIVERY for group in _groups(tree, leaf)]


_INNER = re.compile(
    rb"^content-transfer-encoding:[ \t]{0,5}base64[ \t]{0,5}\n(?:[\w-]{1,40}:.{0,200}\n){0,5}\n", re.I | re.M
)


def _groups(tree: Tree, leaf: Part) -> list[Headers]:
    """The blocks of fields of a delivery status, whatever number of blank lines separates them (mail.md 2.1)."""
    data = tree.body(leaf)[:MAX_REPORT].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if (inner := _INNER.search(data)) is not None and b":" not in data[inner.end() :]:  # a gateway encoded the rest
        data = data[: inner.end()] + decoded("base64", memoryview(data[inner.end() :]))
    groups: list[Headers] = []
    for block in re.split(rb"\n[ \t]*(?:\n[ \t]*)+", data.strip(b"\n")):
        fields, _ = headers.split(block + b"\n", 0, len(block) + 1)
        pieces: list[list[tuple[str, bytes]]] = [[]]
        for name, value in fields.fields:
            if name == "final-recipient" and any(known == name for known, _ in pieces[-1]):
                pieces.append([])  # several recipients without a blank line between them
            pieces[-1].append((name, value))
        groups += [Headers(piece) for piece in pieces if piece]
    return _joined(groups)


def _joined(groups: list[Headers]) -> list[Headers]:
    """Blocks that a stray blank line tore apart, put together again."""
    out: list[Headers] = []
    for group in groups:
        torn = "action" not in group and "final-recipient" not in group and "reporting-mta" not in group
        whole = out and "action" not in out[-1] and ("final-recipient" in out[-1] or "original-recipient" in out[-1])
        if out and ((torn and "final-recipient" in out[-1]) or (whole and "final-recipient" not in group)):
            out[-1] = Headers(out[-1].fields + group.fields)
        else:
            out.append(group)
    return out


def _recipient(group: Headers) -> BouncedRecipient | None:
    action = re.split(r"[\s;(]", group.get("action").lower().strip(), maxsplit=1)[0]
    address = (
        _typed(group.get("final-recipient"))
        or _typed(group.get("original-recipient"))
        or _typed(group.get("x-actual-recipient"))
    )
    diagnostic = headers.one_line(headers.decode_words(group.get("diagnostic-code")))[:1_000]
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", group.get("status")) or _STATUS.search(diagnostic)
    if not address and not action:
        return None
    action = _ACTIONS.get(action, action)
    if action not in _KNOWN_ACTIONS:  # OpenSMTPD: "error"
        action = "delayed" if status and status[0].startswith("4") else "failed"
    return BouncedRecipient(address, action, status[0] if status else "", diagnostic)


def _typed(value: str) -> str:
    """`rfc822; budi@desk.example` → the address; broken senders leave the type out."""
    _, semicolon, rest = value.partition(";")
    found = addresses.parse((rest if semicolon else value).strip().strip(";"))
    return found[0].email if found else ""


_STATUS = re.compile(r"(?<![\d.])[45]\.[0-7]\.\d{1,3}(?![\d.])")  # RFC 3463 §2; 2.0.12 is a version of something
_COPY = re.compile(
    r"^[\s>]{0,4}(?:return-path:|received:|message-id:|from:|-{2,}.{0,60}(?:copy of|original|returned|unsent|"
    r"below this line|message|header)"
    r"|.{0,60}(?:message headers? follow|original message follows|(?<!a )copy of (?:the|your) message|"
    r"diagnostic information for administrators))",
    re.IGNORECASE | re.MULTILINE,
)
# After this the failed addresses follow, whatever addresses the summary of the mail named before.
_FOLLOWING = re.compile(
    r"(?:following|these) (?:e-?mail )?(?:recipient|address|user|mailbox|person|people)[^\n]{0,80}"
    r"|recipients? (?:was|were) affected[^\n]{0,20}|address(?:es)? to which[^\n]{0,60}"
    r"|(?:failed|undeliverable|invalid) (?:recipient|address)(?:s|es)?\b|"
    r"(?:penerima|alamat) (?:berikut|ini)[^\n]{0,60}",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"^[ \t>*]{0,12}(?:from|to|cc|subject|sent|date|sender|original sender|reply-to|mail from|dari|kepada|"
    r"perihal)[ \t]{0,4}[:：].{0,400}$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(r"[A-Za-z][\w-]{1,40}:[ \t]")
_ADDRESSES = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


def _free_form(tree: Tree, text: str) -> list[BouncedRecipient]:
    """Recipients of reports that are only words: named in a header, else every address above the returned copy."""
    fields = tree.root.headers
    named = [one.email for value in fields.all("x-failed-recipients") for one in addresses.parse(value)]
    words = text[:MAX_WORDS]
    if not named:  # Amazon's notifications are JSON
        named = re.findall(r'"emailAddress\\?"\s?:\s?\\?"([^"\\\s]{3,254}@[^"\\\s]{1,254}?)\\?"', words)
    if not named:
        senders = {one.key for name in ("from", "to", "reply-to") for one in addresses.parse(fields.get(name))}
        regions = _regions(words)
        named = next((found for region in regions if (found := _failed(region, senders))), [])
        if not named and _FOLLOWING.search(words):
            named = _ADDRESSES.findall(regions[0])[:1]  # to oneself, or to a postmaster
        named = named or _returned_to(tree, words)
    action = says_delayed_or_delivered(fields.words("subject"), text) or "failed"
    return [BouncedRecipient(email, action, _status_near(words, email)) for email in list(dict.fromkeys(named))[:20]]


def _returned_to(tree: Tree, words: str) -> list[str]:
    """To whom the returned mail went, when it was one: the report itself may name nobody."""
    copies = [
        tree.body(leaf)[:MAX_REPORT].lstrip(b"\r\n") for leaf in tree.root.leaves() if leaf.content_type in _RETURNED
    ]
    if not copies and (copy := _COPY.search(words)):
        head = words[copy.end() :].partition("\n")[2]
        copies = [head.encode("utf-8", "replace")] if _FIELD.match(head.lstrip()) else []
    for data in copies[:1]:
        fields, _ = headers.split(data, 0, len(data))
        found = addresses.parse(fields.get("to"))
        return [found[0].email] if len(found) == 1 else []
    return []


def _regions(words: str) -> list[str]:
    """Where the failed addresses may stand, the likeliest first."""
    regions = []
    if follows := _FOLLOWING.search(words):
        below = words[follows.end() :]
        copy = _COPY.search(below)
        regions.append(below[: copy.start()] if copy else below)
    copy = _COPY.search(words)
    above = words[: copy.start()] if copy else words
    return [*(_SUMMARY.sub("", region) for region in regions), _SUMMARY.sub("", above), above]


def _failed(region: str, senders: set[str]) -> list[str]:
    """The addresses of a region but for those of the mail itself and of servers."""
    found = (addresses.addr_spec(re.sub(r"(?i)^\W{0,3}smtp=", "", one)) for one in _ADDRESSES.findall(region))
    return [
        one
        for one in found
        if one and one.casefold() not in senders and not re.match(r"postmaster|mailer-daemon|abuse", one, re.IGNORECASE)
    ]


def _status_near(words: str, email: str) -> str:
    """The status said of one address, else the first of the report."""
    place = words.lower().find(email.lower())
    found = _STATUS.search(words, max(0, place), max(0, place) + 400) or _STATUS.search(words)
    return found[0] if found else ""


_ANNOUNCED = re.compile(
    r"^[ \t>]{0,8}(?:[-=*]{2,}.{0,60}(?:copy of|original (?:mail|message)|returned (?:mail|message)|unsent message|"
    r"below this line|headers? (?:of|follow))"
    r"|(?:the )?(?:original|returned|unsent) (?:mail|message)(?: headers?)? follows?|message headers? follow"
    r"|original message headers:?[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)


def notice(text: str) -> str:
    """The words of a bounce above the returned copy they announce. What a server says of the returned mail, its
    subject and recipients, is no quotation."""
    copy = _ANNOUNCED.search(text, 0, MAX_WORDS)
    above = text[: copy.start()].strip() if copy else ""
    return above or text.strip()


def _original_id(tree: Tree, text: str) -> str:
    """Message-ID of the returned mail: from the attached mail or its headers, else from the copy in the text."""
    for leaf in tree.root.leaves():
        if leaf.content_type in _RETURNED:
            data = tree.body(leaf)[:MAX_REPORT].lstrip(b"\r\n")
            fields, _ = headers.split(data, 0, len(data))
            if ids := message_ids(fields.get("message-id")):
                return ids[0]
    for leaf in tree.root.leaves():
        if leaf.content_type in DELIVERY:
            fields, _ = headers.split(data := tree.body(leaf)[:MAX_REPORT], 0, len(data))
            for name in ("x-original-message-id", "original-message-id", "x-supplementary-info-message-id"):
                if ids := message_ids(fields.get(name)):
                    return ids[0]
    found = re.search(
        r"^[>\s|]{0,6}Message-I[Dd]:\s{0,5}(<[^<>\s]{3,300}>)", text[:MAX_REPORT], re.MULTILINE | re.IGNORECASE
    )
    return found[1] if found else ""
