"""Classifies refusals: a server that accepts nothing from us now is different from one that refuses this letter or does
not know its recipient. Pure: decides by SMTP stage, enhanced status code (RFC 3463, RFC 5248) and text.

When in doubt the recipient or the letter is at fault, which fails at once and is told; only a reply about us, our
account or our route makes all letters wait.
"""

from __future__ import annotations

import re
from typing import Literal

Stage = Literal["MAIL", "RCPT", "DATA"]  # DATA: the command, or the reply to the text
Verdict = Literal["ours", "later", "failed"]  # ours: the server accepts nothing from us now

LOGIN_CODES = (530, 534, 535, 538)  # RFC 4954 §6

# By status code alone: its last two numbers (subject, detail); the first says only whether it is permanent
_THEIRS = re.compile(
    r"1\.(?:[1-46]|10)"  # the recipient's address; 1.0 is said of the sender's, too
    r"|2\.[1-4]"  # the recipient's mailbox; at Gmail also one that gets too much mail
    r"|3\.4|6\.\d+"  # the letter is too large, or cannot be transported
    r"|4\.[14]"  # routing of the recipient's mail
    r"|7\.(?:2|17|18|13[3-6]|50[457]|512|513)"  # a list or group, a changed owner, the recipient's own block list
)
_OURS = re.compile(
    r"1\.(?:[78]|90)"  # the sender's address; Microsoft: a blocked account, or its daily limit
    r"|2\.25[2-4]"  # Microsoft: may not send as this sender, is throttled
    r"|3\.[12]"  # the server's disk is full, or it accepts nothing now
    r"|4\.5"  # congestion; Gmail: the daily limit
    # login, a disabled account, SPF, DKIM, flooding; Microsoft: no permission
    r"|7\.(?:[389]|1[1-4]|2[0-8]|57|60|64|139)"
    r"|7\.(?:50[12368]|509|51[01]|6\d\d|7\d\d)"  # Microsoft: a banned sender, address or tenant
)

_SIZE = re.compile(r"(?i)(?:message|mail|letter)\b.{0,20} (?:size|too (?:big|large))|size (?:exceeds|limit)|too large")
_READER = re.compile(
    r"(?i)mailbox|storage|disk quota|over (?:its |their )?quota|tried to reach|recipient's|of (?:the )?recipient\b"
    r"|content presents|virus|malware|attachment|manually blocked"
    r"|blocked by (?:spam ?assassin|rspamd|amavis|milter|filter)"
)
_OF_SENDING = re.compile(  # a mailbox has a limit of its own for that, too
    r"(?i)\b(?:outgoing|outbound|sending|submission)\b.{0,60}\b(?:limits?|quotas?|rate)\b"
    r"|\b(?:limits?|quotas?)\b.{0,40}\b(?:outgoing|outbound|sending|submission|sent)\b"
)
_SENDING = r"(?:send(?:ing|er)?|outgoing|outbound|daily|hourly|rate|relay|account|messages?|emails?|mails?)"
_MOST = r"(?:send(?:ing|er)?|outgoing|outbound|daily|hourly|monthly|rate|relay|max(?:imum)?|permitted|account)"
_LIMIT = r"(?:over ?limit|limits?|quotas?|thresholds?)"
_OVER = r"(?:exceeded|exceeds|reached|used|hit|over)"
_US = re.compile(
    "(?i)\\b(?:"
    + "|".join(
        (
            # our sending quota is used up
            rf"{_SENDING}[ -](?:(?:rate|message|recipient|mail|email|sending|user) ){{0,3}}{_LIMIT}\b.{{0,60}}?{_OVER}",
            rf"{_OVER}\b.{{0,50}}?\b{_MOST}\b.{{0,30}}(?:{_LIMIT}|emails?|messages|mails|defers|credits|rate)",
            rf"you(?:'ve| have|r)?\b.{{0,40}}\b{_OVER}\b.{{0,40}}\b{_LIMIT}",
            rf"(?:submission|sendas|outbound) ?(?:\w+ )?{_LIMIT}",
            rf"{_LIMIT} (?:of|for) (?:this|your) (?:account|address|sender|user|domain)",
            rf"{_LIMIT} (?:on|of|for)\b.{{0,40}}\b(?:outgoing|sent|sending)\b.{{0,30}}{_OVER}",
            r"(?:disabled|suspended|blocked|restricted|locked|prevented) (?:for|from) (?:sending|relaying|outgoing)",
            r"not one of your (?:own )?(?:addresses|identities|aliases)",
            r"(?:credits|permitted limits|threshold) exceeded",
            r"rate ?limit(?:ed|s)?\b|rate overlimit|throttl(?:ed|ing)|unusual (?:sending|rate)",
            r"too many (?:messages|mails|emails|recipients|connections)",
            r"(?:messages?|emails?|mails?|recipients) (?:per|an?|each) (?:minute|hour|day|month)",
            r"(?:kuota|batas|limit) (?:pengiriman|kirim|email|harian)\b.{0,40}?"
            r"(?:habis|terlampaui|terlewati|tercapai|penuh)",
            r"(?:melebihi|mencapai|melampaui) (?:batas|kuota|limit)\b",
            # the account or sender is blocked
            r"(?:bad|banned|blocked) (?:outbound )?(?:sender|sending ip)",
            r"email outgoing|(?:outgoing|outbound) ?(?:e?mail|spam)",
            r"(?:outgoing|sending|your (?:\w+ )?(?:account|user|domain))\b[^.:;]{0,40} "
            r"(?:blocked|suspended|disabled|paused|restricted|deactivated|not (?:yet )?activated)",
            r"sender(?:'s)?(?: address| verify| domain| identity)?(?: is| was| has been)? "
            r"(?:rejected|refused|denied|blocked|failed|not allowed|not verified|not permitted|unknown)",
            r"send ?as ?denied|permissions? to send as|not owned by user",
            r"(?:invalid|bad|unverified|envelope|poor reputation) sender\b|badmailfrom|access to submit",
            r"not (?:allowed|authori[sz]ed|permitted) to (?:send|relay|use|perform)",
            r"(?:from|sender|email) address (?:is |does )?not (?:match|verified|allowed|owned)|verified sender",
            # no login, no relaying, our IP address
            r"(?:un)?authenticat(?:e|ion)|credentials|smtp auth",
            r"log ?in (?:first|required)|must (?:be )?(?:log|check|auth)",
            r"relay(?:ing)?(?: access)? (?:is )?(?:denied|disallowed|prohibited|not (?:allowed|permitted))|rcpthosts",
            r"(?:encryption|encrypted connection|starttls|tls)\b.{0,20} (?:is )?required|must issue a starttls",
            r"not permitted to relay|unable to relay|cannot relay|client host|your ip|unauthorized ip|helo",
            r"ip (?:address )?(?:is |was |has been )?(?:blocked|banned|blacklisted|listed|unauthorized)",
            r"(?:block|black)(?:ed|listed)? (?:using|by|at|in)\b|reverse (?:dns|hostname|lookup)",
            r"network is on our block ?list|blocked - see\b.{0,40}\bip|messages from \[?\d{1,3}(?:\.\d{1,3}){3}",
            r"(?:spf|dkim|dmarc)\b.{0,30}(?:fail|pass|align)",
        )
    )
    + ")"
)
_SESSION = re.compile(r"(?i)(?:per|this|in one|in a single|single|same)(?: smtp)? (?:session|connection)")
_STATUS = re.compile(r"\d{3}[ -]#?([245])\.(\d{1,3}\.\d{1,3})\b")


def verdict(stage: Stage, code: int, answer: str) -> Verdict:
    """Classify a refusal; `answer` includes the code: "550 5.4.5 Daily user sending limit exceeded". A refusal at MAIL
    is about the desk's own address, whatever its text; one about a size is about the letter."""
    otherwise: Verdict = "later" if code // 100 == 4 else "failed"
    found = _STATUS.match(answer)
    status = found[2] if found else ""
    if code in LOGIN_CODES or _OURS.fullmatch(status):
        return "ours"
    if _THEIRS.fullmatch(status) and stage != "MAIL":
        return otherwise
    if code == 552 or status == "3.4" or status.startswith("6.") or _SIZE.search(answer):
        return otherwise
    if stage == "MAIL":
        return "ours"
    about_us = not _READER.search(answer) or _OF_SENDING.search(answer)
    return "ours" if about_us and _US.search(answer) else otherwise


def of_the_session(answer: str) -> bool:
    """Whether a new connection helps: "452 4.5.3 Too many messages in this session"."""
    return bool(_SESSION.search(answer))
