"""Signs that a mail server wrote a mail about a letter it could not deliver: senders, subjects, phrases."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail import encoded
from mailflow.mail.headers import Headers
from mailflow.mail.mime_tree import MimeTree

MAX_WORDS = 6_000  # characters of a report's text that are searched

RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)

_DAEMON = LazyPattern(
    r"(?:mailer[-_. ]?daemon|mail[-_.]?daemon|courier mail server|mdaemon|"
    r"mail[-_. ]?delivery[-_. ]?(?:sub-?system|system|agent)?|"
    r"microsoftexchange[0-9a-f]{16,}"
    r"|internet mail delivery|mail administrator)(?!\w)",
    re.IGNORECASE,
)
_MACHINE = LazyPattern(
    r"(?:post[-_.]?master|bounces?|mailadmin|administrator|system administrator|exchange|root|smtp|mail-?server|"
    r"nobody)\b",
    re.IGNORECASE,
)
_DAEMON_ADDRESS = LazyPattern(
    r"<\s{0,2}\"?(?:mailer-?daemon|mdaemon|mail-?daemon|microsoftexchange[0-9a-f]{16})", re.IGNORECASE
)
_MACHINE_ADDRESS = LazyPattern(r"<\s{0,2}(?:post[-_.]?master|bounces?|administrator|root)@", re.IGNORECASE)
_FAILED_SUBJECT = LazyPattern(
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
# Shops and forms also send from these addresses: their words count only together with a returned mail.
_NO_REPLY = LazyPattern(r"(?:[^<]{0,100}<)?\s?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply)[^@<>]{0,40}@", re.IGNORECASE)
# Where neither sender nor return path is a server's, only what no person writes counts: "Gagal kirim pulsa" is a
# customer.
_BOUNCE_SUBJECT = LazyPattern(
    r"\s*(?:undeliver(?:ed|able)\b|returned mail\b|mail delivery (?:failed|failure|error)|delivery status notification|"
    r"failure notice|(?:mail|message) (?:could not be delivered|delivery (?:has )?failed|undeliverable)|"
    r"delivery (?:failure|"
    r"failed|has failed)|mail system error|nondeliverable|non-?delivery)",
    re.IGNORECASE,
)
_OPENING = 200  # characters; behind them servers quote the mail they return
_ASKS = LazyPattern(
    r"\b(?:saya|aku|kenapa|mengapa|kok)\b|\b(?:my|our) (?:e-?mails?|mails?|messages?|letters?|answers?|repl(?:y|ies))\b"
    r"|\bi (?:got|get|keep|wrote|sent|received|am getting)\b|\bi(?:'ve| have) (?:sent|written|received|got)\b",
    re.IGNORECASE,
)
_SERVER_WORDS = LazyPattern(
    r"(?<![\d.])5\.\d{1,2}\.\d{1,3}(?![\d.])|(?<!\d)5[05]\d[ -]|recipient|mail (?:server|system)|postmaster|"
    r"smtp|unknown user|"
    r"user unknown|no such user|copy of (?:the|your)|original message|diagnostic|delivery report",
    re.IGNORECASE,
)
_FAILED_WORDS = LazyPattern(
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
_DELAYED = LazyPattern(
    r"(?:delay(?:ed)?\b|warning: (?:could not send|message|e-?mail)|still (?:being )?(?:re)?tr(?:y|ied)|"
    r"transient|deferred|will be retried|verzöger|tertunda|ditunda|penundaan|"
    r"遅延|延迟|延遲|temporarily|(?:4|four) hours)",
    re.IGNORECASE,
)
_DELAYED_WORDS = LazyPattern(
    r"this is a warning message only|do not need to resend|no action is required on your part|(?:will|"
    r"we'll) (?:continue|keep|be retried|try again|retry|be tried)|has been delayed|"
    r"have not (?:yet )?been (?:able|delivered)|has not yet been delivered"
    r"|delivery attempts will continue|still trying|delivery to the following recipients? has been delayed|"
    r"will be attempted again|akan (?:terus )?mencoba|(?<!tidak )akan dicoba (?:lagi|kembali)|wird (?:weiter|"
    r"erneut) versucht|まだ配信されていません|再試行|将继续尝试",
    re.IGNORECASE,
)
_GIVEN_UP = LazyPattern(
    r"giv(?:ing|en) up|permanent|failed after|no longer|expired|could not be delivered|final(?:ly)? fail|"
    r"has been returned|retry time(?:out)? (?:not|exceeded)",
    re.IGNORECASE,
)
# A server that will retry also writes that the mail "could not be delivered" (Postfix).
_TRIES_ON = LazyPattern(
    r"warning (?:message )?only\b|do not need to resend|delivery attempts will continue|(?:will|we'll) be retried|"
    r"(?:will|we'll) (?:continue|keep)(?: on)?(?: to)? (?:try|attempt|retry|deliver)|"
    r"(?<!tidak )akan (?:terus )?(?:mencoba|dicoba)|wird (?:weiter|erneut) versucht",
    re.IGNORECASE,
)
_ENDED = LazyPattern(
    r"giv(?:ing|en) up|permanent(?:ly)?\b|failed after|expired|has been returned|(?<![\d.])5\.[0-7]\.\d", re.IGNORECASE
)
_OVER = LazyPattern(
    r"\bexpired\b|\bg(?:ave|iven) up\b|has been abandoned|no (?:more|further) (?:attempts|tries|retries)|"
    r"will not be (?:retried|tried again|attempted again)|queued? (?:for )?too long|too many (?:delivery )?(?:attempts|"
    r"tries|times)|(?:has been|is being) returned\b|retry time(?:out)? exceeded|kedaluwarsa|kadaluarsa|"
    r"tidak (?:akan )?dicoba lagi|(?:sudah|telah) berhenti mencoba|(?:masa berlaku|batas waktu)\w{0,3}"
    r"(?: pengiriman)? (?:sudah|telah) (?:habis|lewat|terlampaui|berakhir)|abgelaufen",
    re.IGNORECASE,
)
_DELIVERED = LazyPattern(
    r"\s*(?:success(?:ful)?(?:ly)? (?:mail )?(?:deliver|relay)|delivery status notification ?\((?:success|"
    r"relay)|delivered:|terkirim:|delivery receipt|relayed:|zugestellt:|expanded:|return receipt|"
    r"mail delivered|message status\W{1,3}delivered|pemberitahuan status pengiriman ?\(berhasil)",
    re.IGNORECASE,
)


def empty_return_path(fields: Headers) -> bool:
    """Return-Path: <> written by our own final server: only the topmost counts (mail.md 1.6)."""
    paths = fields.all("return-path")
    return bool(paths) and paths[0].replace(" ", "") in ("<>", '<"">', "<MAILER-DAEMON>")


def from_daemon(fields: Headers) -> bool:
    """From MAILER-DAEMON or a name only mail servers have."""
    sender = _sender(fields)
    return _DAEMON.match(sender) is not None or _DAEMON_ADDRESS.search(sender) is not None


def like_machine(fields: Headers) -> bool:
    """A sender that is not a daemon, but from which bounces may come: empty return path, postmaster and similar, or
    none."""
    sender = _sender(fields)
    named = _MACHINE.match(sender) is not None or _MACHINE_ADDRESS.search(sender) is not None
    return named or empty_return_path(fields) or sender in ("", ">")


def from_machine(fields: Headers) -> bool:
    """A sender bounces may come from."""
    return from_daemon(fields) or like_machine(fields)


def _sender(fields: Headers) -> str:
    return encoded.decode_words(fields.get("from"))[:300].strip(" \"'<")


def from_nobody(fields: Headers) -> bool:
    """From a no-reply address."""
    return _NO_REPLY.match(encoded.decode_words(fields.get("from"))[:300]) is not None


def returns_a_mail(tree: MimeTree) -> bool:
    """Whether a mail or its headers are attached, as servers return them."""
    return any(child.content_type in RETURNED for child in tree.root.children)


def from_postmaster(fields: Headers) -> bool:
    return re.match(r"(?:[^<]{0,100}<)?\s?post[-_.]?master@", fields.get("from")[:300], re.IGNORECASE) is not None


def subject_says_failed(subject: str) -> bool:
    return _FAILED_SUBJECT.match(subject) is not None


def only_a_server_says(subject: str, text: str) -> bool:
    """Subject and text that certainly are a bounce's, whatever the sender, and no question of a person about one."""
    return (
        _BOUNCE_SUBJECT.match(subject) is not None
        and not (subject.rstrip().endswith("?") or _ASKS.search(text[:_OPENING]))
        and _FAILED_WORDS.search(text[:MAX_WORDS]) is not None
        and _SERVER_WORDS.search(text[:MAX_WORDS]) is not None
    )


def says_failed(subject: str, text: str) -> bool:
    """Whether a server's mail, by subject or text, is about a failure."""
    return subject_says_failed(subject) or _FAILED_WORDS.search(text[:MAX_WORDS]) is not None


def gave_up(status: str, words: str) -> bool:
    """Whether a server that reports a delay has in fact given up: OpenSMTPD's "Envelope expired" has status 4.4.7,
    delivery time expired (RFC 3463 §3.5), which may also be a delay, but then without the word expired."""
    if _OVER.search(words) is None:
        return False
    return status in ("4.4.7", "") or _TRIES_ON.search(words) is None


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
