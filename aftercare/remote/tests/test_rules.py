"""How a session stands at a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.remote.rules import standing

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "after", "stands"),
    [
        ("requested", 23, "requested"),
        ("requested", 24, "expired"),
        ("authorised", 3, "authorised"),
        ("authorised", 4, "expired"),
        ("connected", 4, "expired"),
        ("ended", 100, "ended"),
        ("declined", 100, "declined"),
    ],
)
def test_it_ends_by_itself_when_its_time_is_over(state: str, after: int, stands: str) -> None:
    until = None if state == "requested" else NOON + 4 * HOUR
    assert standing(state, NOON + after * HOUR, NOON + 24 * HOUR, until) == stands
