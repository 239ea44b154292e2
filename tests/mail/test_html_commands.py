"""Each mail command from clients that send HTML alone, above the quotation and below it, in both languages."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape

import pytest

from mailflow.core.commands.table import COMMANDS
from mailflow.core.message import OurAddresses
from mailflow.mail.command_lines import command_lines
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("iduhelp@desk.example",))
LINES = [
    (command.example[language] or f"/{command.words[language]}").split("\n", 1)
    for command in COMMANDS
    for language in (0, 1)
    if command.words[language]
]
_TOLD = "Tiket ini sekarang milik Anda: offline nomor 1, Operator Budi.<br><br>/tutup menutupnya.<br>"
_SAYS = "Pada Sen, 2 Nov 2026 pukul 09.00 iDuHelp &lt;iduhelp@desk.example&gt; menulis:"
GMAIL_QUOTE = (
    f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{_SAYS}<br></div><blockquote class="gmail_quote" '
    'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
    f"{_TOLD}</blockquote></div>"
)
MOZ_QUOTE = (
    f'<div class="moz-cite-prefix">{_SAYS}<br></div><blockquote type="cite" cite="mid:1.receipt@desk.example">{_TOLD}'
    "</blockquote>"
)
OUTLOOK_QUOTE = (
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> "
    "iDuHelp &lt;iduhelp@desk.example&gt;<br><b>Sent:</b> Monday, 2 November 2026 09:00<br><b>To:</b> Budi<br>"
    f"<b>Subject:</b> Re: [#1] Pulsa</p></div><p class=MsoNormal>{_TOLD}</p>"
)
CLIENTS = {
    "gmail, above": lambda says: f'<div dir="ltr">{_divs(says)}</div><br>{GMAIL_QUOTE}',
    "gmail, below": lambda says: f'{GMAIL_QUOTE}<div dir="ltr">{_divs(says)}</div>',
    "thunderbird, above": lambda says: f"<html><body>{_breaks(says)}<br><br>{MOZ_QUOTE}</body></html>",
    "thunderbird, below": lambda says: f"<html><body>{MOZ_QUOTE}<p>{_breaks(says)}</p></body></html>",
    "outlook": lambda says: f'<div class="WordSection1">{_word(says)}{OUTLOOK_QUOTE}</div>',
    "apple mail": lambda says: (
        f'<html><body style="line-break: after-white-space;">{_divs(says)}<div><br><blockquote type="cite">'
        f"<div>{_SAYS}</div><br><div>{_TOLD}</div></blockquote></div></body></html>"
    ),
}


def _divs(says: list[str]) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in says)


def _breaks(says: list[str]) -> str:
    return "<br>\n".join(map(escape, says))


def _word(says: list[str]) -> str:
    return "".join(f"<p class=MsoNormal>{escape(line) or '<o:p>&nbsp;</o:p>'}</p>" for line in says)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_each_command(line: list[str], client: str) -> None:
    """Its line is found, with the words below it, and nothing of what is quoted."""
    name, _, argument = line[0].removeprefix("/").partition(" ")
    below = [part for text in line[1:] for part in ("", *text.strip().split("\n"))]
    html = CLIENTS[client]([line[0], *below])
    raw = (
        "From: Budi <budi@desk.example>\r\nTo: iduhelp@desk.example\r\nSubject: Re: [#1] Pulsa\r\n"
        "In-Reply-To: <1.receipt@desk.example>\r\nMessage-ID: <b@desk.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n"
    ).encode()
    found = command_lines(understand(raw, OURS).reply_text, ("Budi",))
    assert found.commands == ((name, argument),)
    assert found.words.split() == " ".join(line[1:]).split()


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<div><s>/selesai</s></div><div>/status</div>", "/status"),
        ("<p><del>/tutup</del></p><p>Sudah kami proses.</p>", "Sudah kami proses."),
        ("<p><strike>/tutup</strike> Sudah kami proses.</p>", "Sudah kami proses."),
        ('<p style="text-decoration-line: line-through">/tutup</p><p>/status</p>', "/status"),
        ('<p>/serahkan <span style="TEXT-DECORATION:line-through">Budi</span> Sari</p>', "/serahkan Sari"),
        ("<p>Pulsa <s>50.000</s> 100.000 sudah masuk.</p>", "Pulsa 100.000 sudah masuk."),
        ("<p><s>Sudah kami proses.</s></p>", "Sudah kami proses."),  # all there is: better said than lost
        ("<p><s>/tutup</s></p>", ""),
    ],
)
def test_what_is_struck_out_is_not_said(markup: str, said: str, plain: bool) -> None:
    """A plain part beside it does not show what is."""
    assert understand(_mail(markup, "/selesai\n/status" if plain else ""), OURS).reply_text == said


def test_a_line_of_a_style_sheet_strikes_nothing() -> None:
    raw = _mail("<style>.old {text-decoration: line-through}</style><p>Sudah kami proses.</p>", "Kata dari teks.")
    assert understand(raw, OURS).reply_text == "Kata dari teks."


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<blockquote>/selesai</blockquote><p>/status</p>", "/status"),
        ("<p>/status</p><blockquote><p>/selesai</p></blockquote>", "/status"),
        ("<blockquote>Langkah pertama</blockquote><p>lalu tunggu</p>", "Langkah pertama\n\nlalu tunggu"),
        ("<blockquote>/selesai</blockquote>", "/selesai"),  # indented, and all there is
        (
            '<p>/status</p><blockquote style="margin: 0 0 0 40px; border: none">/selesai</blockquote>',
            "/status\n\n/selesai",
        ),
    ],
)
def test_a_command_in_a_blockquote_is_quoted(markup: str, said: str) -> None:
    """Without any sign of a mail program, beside other words."""
    assert understand(_mail(markup, ""), OURS).reply_text == said


def _mail(markup: str, plain: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "budi@desk.example", "iduhelp@desk.example", "Re: [#4] Pulsa"
    mail["In-Reply-To"] = "<4.x@desk.example>"
    if plain:
        mail.set_content(plain)
        mail.add_alternative(markup, subtype="html")
    else:
        mail.set_content(markup, subtype="html")
    return mail.as_bytes()
