"""The arithmetic of the floor: no mail may be passed over, and little may be asked."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.mail.sources.progress import LOOKBACK, Progress

ROUND = st.tuples(
    st.sets(st.integers(1, 300), max_size=6),  # new mails, counted from the highest so far
    st.sets(st.integers(0, LOOKBACK - 1), max_size=2),  # mails that show up late, counted back from the floor
    st.sets(st.integers(0, 20)),  # which of the unknown cannot be stored
    st.booleans(),  # whether the listing was read to its end
    st.sets(st.integers(0, 20), max_size=3),  # which of the folder's mails people remove
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ROUND, max_size=10))
def test_what_is_in_the_folder_and_not_stored_is_found_by_the_next_poll(rounds: list[tuple]) -> None:  # type: ignore[type-arg]
    progress, folder, stored, used = Progress("1"), set[int](), set[int](), {0}
    for new, late, failing, ended, removed in rounds:
        highest = max(used)
        folder |= {highest + step for step in new}
        folder |= {progress.floor - step for step in late if progress.floor - step > 0} - used
        used |= folder
        listed = [uid for uid in folder if uid >= progress.begin]
        unknown = progress.unknown(listed)
        assert set(unknown) >= folder - stored
        progress.learn(stored.intersection(unknown))  # what the inbox answers
        unknown = progress.unknown(listed)
        assert set(unknown) == folder - stored
        kept = {uid for position, uid in enumerate(unknown) if position not in failing}
        progress.learn(kept)
        stored |= kept
        if ended:
            progress.settle(listed)
        folder -= {uid for position, uid in enumerate(sorted(folder)) if position in removed}


def test_a_folder_that_is_read_costs_only_the_lookback() -> None:
    progress = Progress("1")
    progress.learn(range(1, 100_001))
    progress.settle(range(1, 100_001))
    assert progress.floor == 100_000
    assert progress.begin == 100_000 - LOOKBACK + 1
    assert progress.unknown(range(progress.begin, 100_001)) == []


def test_the_floor_stays_below_the_first_mail_that_is_not_stored() -> None:
    progress = Progress("1")
    progress.learn([1, 2, 4, 5])
    progress.settle([1, 2, 3, 4, 5])
    assert progress.floor == 2
    progress.learn([3])
    progress.settle([1, 2, 3, 4, 5])
    assert progress.floor == 5


def test_an_empty_listing_moves_nothing() -> None:
    progress = Progress("1")
    progress.learn([500])
    progress.settle([500])
    progress.settle([])
    assert progress.floor == 500


def test_a_restart_asks_for_everything() -> None:
    progress = Progress("1")
    progress.learn([1, 500])
    progress.settle([1, 500])
    progress.restart()
    assert progress.begin == 1
    assert progress.unknown([1, 500]) == [1, 500]
