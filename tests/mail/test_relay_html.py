# ruff: noqa: E501 - specimens are kept as they come
"""The same for replies that are HTML alone, as mail programs build their quotations in it."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest

from mailflow.core.message import Message
from mailflow.mail.quoting.reply import read_again
from mailflow.mail.understand import understand
from tests.mail.test_corpus import OURS
from tests.mail.test_relay import ANSWER, KNOWN, LETTER

LINES = html.escape(LETTER).replace("\n", "<br>\n")
PARAGRAPHS = "".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>" for line in LETTER.split("\n"))
CITED = 'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"'
OWN = f"<blockquote {CITED}>Kartu hilang wajib dilaporkan dalam 24 jam.</blockquote>"  # Gmail's quote button

PROGRAMS: dict[str, Callable[[str], str]] = {
    "gmail": lambda said: f'<div dir="ltr">{said}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp &lt;<a href="mailto:iduhelp@desk.example">iduhelp@desk.example</a>&gt; menulis:<br></div><blockquote {CITED}>{LINES}</blockquote></div>',
    "outlook on the web": lambda said: f'<html><body>{said}<div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font><b>Dari:</b> iDuHelp &lt;iduhelp@desk.example&gt;<br><b>Dikirim:</b> Selasa, 3 November 2026 10.00<br><b>Kepada:</b> Budi<br><b>Subjek:</b> Re: [#7]</font><div>&nbsp;</div></div>{PARAGRAPHS}</body></html>',
    "outlook": lambda said: f'<html><body><div class=WordSection1>{said}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>From:</b> iDuHelp<br><b>Sent:</b> Tuesday, November 3, 2026 10:00 AM<br><b>To:</b> Budi<br><b>Subject:</b> Re: [#7]</p></div>{PARAGRAPHS}</div></body></html>',
    "apple": lambda said: f'<html><body>{said}<br><div><br><blockquote type="cite"><div>Pada 3 Nov 2026, pukul 10.00, iDuHelp &lt;iduhelp@desk.example&gt; menulis:</div><br><div>{LINES}</div></blockquote></div></body></html>',
    "thunderbird": lambda said: f'<html><body><p>{said}</p><div class="moz-cite-prefix">On 03/11/2026 10.00, iDuHelp wrote:<br></div><blockquote type="cite" cite="mid:7.a@desk.example"><pre>{html.escape(LETTER)}</pre></blockquote></body></html>',
    "thunderbird, below": lambda said: f'<html><body><div class="moz-cite-prefix">On 03/11/2026 10.00, iDuHelp wrote:<br></div><blockquote type="cite" cite="mid:7.a@desk.example"><pre>{html.escape(LETTER)}</pre></blockquote><p>{said}</p></body></html>',
    "yahoo": lambda said: f'<html><body><div class="ydp1yahoo-style-wrap"><div dir="ltr">{said}</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Tuesday, November 3, 2026 at 10:00:00 AM GMT+7, iDuHelp &lt;iduhelp@desk.example&gt; wrote:</div><div>{LINES}</div></div></body></html>',
    "proton": lambda said: f'<div>{said}</div><div class="protonmail_quote">On Tuesday, iDuHelp wrote:<br><blockquote class="protonmail_quote" type="cite">{LINES}</blockquote></div>',
    "nextcloud": lambda said: f'<p>{said}</p><p></p><div class="quote">"iDuHelp (pengingat)" iduhelp@desk.example – 3 November 2026 pukul 10.00<br><blockquote><div>{LINES}</div></blockquote></div>',
    "nextcloud, of plain text": lambda said: f'<p>{said}</p><p></p><div class="quote">"iDuHelp" iduhelp@desk.example – November 3, 2026 10:00 AM<br>&gt; {LINES.replace("<br>", "<br>&gt; ")}</div>',
    "odoo": lambda said: f'<p>{said}</p><div data-o-mail-quote="1"><blockquote data-o-mail-quote-node="1">{LINES}</blockquote></div>',
    "no program we know": lambda said: f"<div>{said}</div>{PARAGRAPHS}",
}  # fmt: skip


def reply(markup: str) -> Message:
    raw = (
        "From: Budi Santoso <budi@desk.example>\nTo: iduhelp@desk.example\nSubject: Re: [#7] Pulsa\n"
        f"In-Reply-To: <7.a@desk.example>\nContent-Type: text/html; charset=utf-8\n\n{markup}\n"
    )
    return read_again(understand(raw.encode(), OURS), "", KNOWN)


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("program", PROGRAMS)
def test_only_the_answer_goes_on(program: str) -> None:
    """And it is what decides."""
    message = reply(PROGRAMS[program](ANSWER))
    assert lines(message.relay_text) == lines(message.reply_text) == [ANSWER]


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_typed_is_empty(program: str) -> None:
    """A claim."""
    message = reply(PROGRAMS[program](""))
    assert (message.reply_text, message.relay_text) == ("", "")


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_he_quotes_himself_goes_on(program: str) -> None:
    """Gmail's quote button makes the same blockquote as its reply; what it says tells them apart."""
    message = reply(PROGRAMS[program](f"{ANSWER}<br>{OWN}"))
    assert lines(message.relay_text) == [ANSWER, "> Kartu hilang wajib dilaporkan dalam 24 jam."]
