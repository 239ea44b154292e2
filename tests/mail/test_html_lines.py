"""Line ends in HTML: shown where the style keeps them, folded elsewhere."""

from __future__ import annotations

import pytest

from mailflow.mail.html import text_of

SHOWN = {
    "of a division": (
        '<div style="white-space:pre-wrap">satu\n  dua\r\ntiga</div>empat\nlima',
        "satu\ndua\ntiga\nempat lima",
    ),
    "pasted words": (
        '<p>Halo</p><span style="font-size:11pt; white-space: pre-line">0812\n0813</span> a\nb',
        "Halo\n\n0812\n0813 a b",
    ),
    "a command": ('<div style="white-space:break-spaces">/selesai\nTerima kasih</div>', "/selesai\nTerima kasih"),
    "folded within": (
        '<div style="white-space:pre">a\n\nb<div style="white-space:normal">c\nd</div>e\nf</div>',
        "a\n\nb\nc d\ne\nf",
    ),
    "inherited": ('<div style="white-space:pre"><b style="white-space:inherit">a\nb</b></div>', "a\nb"),
    "one line": ('<div style="white-space:nowrap">a\nb</div>', "a b"),
    "between blocks": ('<div style="white-space:pre-wrap">\n<p>Halo</p>\n<p>dua</p>\n</div>', "Halo\n\ndua"),
    "preformatted": ('<pre style="white-space:pre-wrap">a\n  b\nc</pre>', "a\n  b\nc"),
}


@pytest.mark.parametrize(("source", "text"), SHOWN.values(), ids=SHOWN)
def test_lines_are_where_a_reader_sees_them(source: str, text: str) -> None:
    """`white-space: pre-wrap` and its kin keep the line ends of the source; all other values fold them."""
    assert text_of(source) == text
