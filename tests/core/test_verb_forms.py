"""Forms of Indonesian verbs: what one does, says one does, is done."""

from __future__ import annotations

import pytest

from mailflow.core.replies.verb_forms import active, by_me, passive


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        ("pegang", "pegang memegang megang pegangin megangin"),
        ("tangani", "menangani nangani tanganin nanganin"),
        ("kerja", "kerjain ngerjain mengerjakan kerjakan"),
        ("balas", "balas membalas mbalas balasin"),
        ("urus", "mengurus ngurus urusin mengurusi"),
        ("layan", "melayani layanin ngelayanin"),
        ("handle", "menghandle ngehandle"),
    ],
)
def test_who_does_it_says_so(stem: str, forms: str) -> None:
    """The nasal swallows p, t, k and s; endings follow; no i is doubled."""
    assert set(forms.split()) <= set(active(stem))


def test_doer_inside_the_word() -> None:
    """Ku- and Javanese tak-."""
    assert {"kuambil", "takambil", "kuambilin"} <= set(by_me("ambil"))


def test_what_is_done() -> None:
    """Di-."""
    assert {"diurus", "diurusin", "diuruskan"} <= set(passive("urus"))
