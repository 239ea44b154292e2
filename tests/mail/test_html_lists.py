"""The numbers a reader sees before the items of a list are the numbers in the text."""

import pytest

from mailflow.mail.html import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>Klik Bayar</li><li>Tunggu</li></ol>", "1. Klik Bayar\n2. Tunggu"),
        ('<ol start="5"><li>Klik Bayar</li><li>Tunggu</li></ol>', "5. Klik Bayar\n6. Tunggu"),
        ('<ol><li>a</li><li value="7">b</li><li>c</li></ol>', "1. a\n7. b\n8. c"),
        ('<ol start="0"><li>a</li></ol>', "0. a"),
        ('<ol start="-1"><li>a</li><li>b</li></ol>', "-1. a\n0. b"),
        ('<ol start="x"><li>a</li></ol>', "1. a"),
        ("<ol reversed><li>a</li><li>b</li></ol>", "2. a\n1. b"),
        ('<ol reversed start="10"><li>a</li><li>b</li></ol>', "10. a\n9. b"),
        ('<ol type="a" start="26"><li>a</li><li>b</li></ol>', "z. a\naa. b"),
        ('<ol type="A"><li>a</li><li type="1">b</li></ol>', "A. a\n2. b"),
        ('<ol type="I" start="3"><li>a</li><li>b</li></ol>', "III. a\nIV. b"),
        ('<ol style="list-style-type:lower-alpha"><li>a</li><li>b</li></ol>', "a. a\nb. b"),
        ('<ol type="i" start="4000"><li>a</li></ol>', "4000. a"),
        ('<ol><li>a<ol type="a"><li>b</li></ol></li><li>c</li></ol>', "1. a\n  a. b\n2. c"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li><p>a</p></li></ol>", "1. a"),
        ("<ol><li><div>a</div><div>b</div></li><li>c</li></ol>", "1. a\nb\n2. c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\nb"),
        ("<ul><li></li><li>b</li></ul>", "-\n- b"),
    ],
)
def test_items_are_numbered_as_shown(html: str, text: str) -> None:
    """`start`, `value`, `reversed` and the form count as in a browser; an item's paragraph stands beside its number."""
    assert text_of(html) == text
