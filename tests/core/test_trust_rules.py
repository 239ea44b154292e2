"""What `trust:` of rules.yaml asks of the mail server."""

from __future__ import annotations

import pytest

from mailflow.core.rules import Trust


@pytest.mark.parametrize(
    ("operators", "needs"),
    [(("aligned",), True), (("token", "aligned"), True), (("token",), False), (("aligned", "from"), False)],
)
def test_when_its_results_are_needed(operators: tuple[str, ...], needs: bool) -> None:
    """Where colleagues are believed by them; not where everybody is."""
    assert Trust(operators=operators).needs_results is needs
