"""What mail programs put before a subject: "Re:", "Bls: ", "AW[2]:", "Fwd:". One table of words for all who look for
it; which of them counts where differs (mail.md 4.5)."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern

REPLIES = tuple("re aw sv antw odp bls balas balasan ynt res rif rép 回复 回覆 答复".split())
FORWARDS = tuple("fw fwd tr wg rv enc i trs terusan diteruskan doorst vb vl ilt pd 転送 转发 轉寄 전달".split())
EITHER = ("vs",)  # a reply in Finnish, a forward in Danish and Norwegian
_COUNT = r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?"  # RE[2]:, Re(2):, Re^2:
_LIST = r"\s*(?:\[[^\]]{1,40}\]\s*)?"  # a mailing list's tag


def _prefix(*words: str) -> str:
    return rf"(?:{'|'.join(words)})\s?{_COUNT}\s?[:：]"


_REPLY = rf"\s*{_prefix(*REPLIES)}\s?"
REPLY = LazyPattern(_REPLY, re.IGNORECASE)
MARKED_REPLY = LazyPattern(rf"{_LIST}{_prefix(*REPLIES, *EITHER)}", re.IGNORECASE)
MARKED_FORWARD = LazyPattern(rf"{_LIST}{_prefix(*FORWARDS, *EITHER)}|.{{0,60}}\((?:fwd|fw)\)\s*$", re.IGNORECASE)
_ANY = rf"\s*{_prefix(*REPLIES, *FORWARDS, *EITHER)}\s*"
BEFORE_SUBJECT = LazyPattern(rf"(?:{_REPLY})*", re.IGNORECASE)  # all that replies have put there
_MARKS = LazyPattern(rf"(?:{_ANY})*", re.IGNORECASE)
_MARK = LazyPattern(_ANY, re.IGNORECASE)


def is_marked(subject: str) -> bool:
    """Whether it begins as a reply's or a forward's does."""
    return _MARK.match(subject) is not None


def without_replies(subject: str) -> str:
    """Without what replies have put before it; a forward's mark is its author's words."""
    return BEFORE_SUBJECT.sub("", subject, 1)


def without_marks(subject: str) -> str:
    """Without any such mark."""
    return _MARKS.sub("", subject, 1)
