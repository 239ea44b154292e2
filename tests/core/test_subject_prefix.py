"""What mail programs put before a subject, in the languages they speak."""

from __future__ import annotations

import pytest

from mailflow.core.subject_prefix import MARKED_FORWARD, MARKED_REPLY, is_marked, without_marks, without_replies

_REPLIES = ["Re: ", "RE[2]: ", "Re(3): ", "Re^2: ", "Bls: ", "Balas: ", "Balasan : ", "AW: ", "SV: ", "Antw: ", "Odp: "]
_REPLIES += ["YNT: ", "Res: ", "RIF: ", "Rép：", "回复：", "答复:", "re:Re: AW: "]
_FORWARDS = [
    "Fwd: ",
    "FW: ",
    "Fw : ",
    "TR: ",
    "WG: ",
    "Rv: ",
    "ENC: ",
    "I: ",
    "Terusan: ",
    "VB: ",
    "VL: ",
    "PD: ",
    "转发：",
]


@pytest.mark.parametrize("mark", _REPLIES)
def test_a_reply_s_mark(mark: str) -> None:
    """It goes, and says that it is a reply, also behind a list's tag."""
    assert without_replies(f"{mark}Pulsa belum masuk") == "Pulsa belum masuk"
    assert MARKED_REPLY.match(f"{mark}Pulsa") and MARKED_REPLY.match(f"[milis] {mark}Pulsa")
    assert not MARKED_FORWARD.match(f"{mark}Pulsa")
    assert is_marked(f"{mark}Pulsa")


@pytest.mark.parametrize("mark", _FORWARDS)
def test_a_forward_s_mark(mark: str) -> None:
    """It is its author's word, and says that it is a forward."""
    assert without_replies(f"{mark}Pulsa belum masuk") == f"{mark}Pulsa belum masuk"
    assert without_marks(f"Re: {mark}Pulsa belum masuk") == "Pulsa belum masuk"
    assert MARKED_FORWARD.match(f"{mark}Pulsa") and not MARKED_REPLY.match(f"{mark}Pulsa")
    assert is_marked(f"{mark}Pulsa")


@pytest.mark.parametrize(
    "subject", ["Pulsa belum masuk", "Refund: kapan?", "Info: libur", "Reply", "Rekening 12: salah", ""]
)
def test_no_mark(subject: str) -> None:
    """A word that only begins so is the customer's."""
    assert without_marks(subject) == subject
    assert not is_marked(subject)


def test_vs_is_either() -> None:
    """A reply in Finnish, a forward in Danish: it stays where only replies' marks go."""
    assert MARKED_REPLY.match("VS: Pulsa") and MARKED_FORWARD.match("VS: Pulsa")
    assert without_replies("VS: Pulsa") == "VS: Pulsa"
