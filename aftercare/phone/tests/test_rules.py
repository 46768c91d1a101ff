"""Numbers as people write them; how a call stands."""

from datetime import UTC, datetime

import pytest

from aftercare.phone.rules import Standing, digits, standing

MOMENT = datetime(2026, 11, 16, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("138 0013 8001", "13800138001"),
        ("+86-138-0013-8001", "13800138001"),
        ("0086 13800138001", "13800138001"),
        ("(010) 6255-2001", "01062552001"),
        ("１３８００１３８００１", "13800138001"),
        ("+44 20 7946 0000", "442079460000"),
        ("anonymous", ""),
        ("9" * 60, "9" * 20),
    ],
)
def test_a_number_is_known_however_it_is_written(written: str, dialled: str) -> None:
    assert digits(written) == dialled


@pytest.mark.parametrize(
    ("answered", "ended", "stands"),
    [
        (None, None, Standing.RINGING),
        (MOMENT, None, Standing.TALKING),
        (MOMENT, MOMENT, Standing.ENDED),
        (None, MOMENT, Standing.MISSED),
    ],
)
def test_how_a_call_stands(
    answered: datetime | None, ended: datetime | None, stands: Standing
) -> None:
    assert standing(MOMENT, answered, ended) == stands
