"""How long to wait."""

from datetime import timedelta
from itertools import pairwise

from aftercare.outbound import rules


def test_attempts_go_on_for_three_days_ever_more_rarely_and_then_end() -> None:
    waits = [rules.wait_after(attempts) for attempts in range(1, len(rules.WAITS) + 2)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
    told = [wait for wait in waits if wait is not None]
    assert all(before <= after for before, after in pairwise(told))
    assert timedelta(days=3) < sum(told, timedelta()) < timedelta(days=4)


def test_a_way_that_is_closed_is_tried_again_within_minutes_however_long_it_was() -> None:
    assert rules.closed_for(1) == timedelta(seconds=30)
    assert rules.closed_for(1000) == timedelta(minutes=5)
