"""Which of two lengths of time is longer, as far as that can be said without a calendar."""

from aftercare.kit.durations import Duration, Unit

DAY = 24 * 60 * 60
BOUNDS: dict[Unit, tuple[int, int]] = {  # the shortest and the longest it can be, in seconds
    Unit.SECOND: (1, 1),
    Unit.MINUTE: (60, 60),
    Unit.HOUR: (3600, 3600),
    Unit.DAY: (DAY, DAY),
    Unit.WORKING_DAY: (
        DAY,
        12 * DAY,
    ),  # eight days off, with weekends around, is the most there was
    Unit.WEEK: (7 * DAY, 7 * DAY),
    Unit.MONTH: (28 * DAY, 31 * DAY),
    Unit.YEAR: (365 * DAY, 366 * DAY),
}


def bounds(length: Duration) -> tuple[int, int]:
    """The fewest and the most seconds that `length` can be."""
    low, high = BOUNDS[length.unit]
    return low * length.amount, high * length.amount


def longer(one: Duration, other: Duration) -> bool | None:
    """True when `one` is longer, False when it is not, None when that depends on the dates."""
    if one.unit is other.unit:
        return one.amount > other.amount
    months, others = _months(one), _months(other)
    if months and others:
        return months > others
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    if low > other_high:
        return True
    return False if high <= other_low else None


def _months(length: Duration) -> int | None:
    if length.unit is Unit.YEAR:
        return 12 * length.amount
    return length.amount if length.unit is Unit.MONTH else None
