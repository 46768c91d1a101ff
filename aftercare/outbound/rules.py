"""How long to wait before the next attempt. Plain sums; nothing here knows a clock or a table."""

from datetime import timedelta

# Between one attempt and the next, about three days together: a receiver that says “later” means
# minutes (greylisting), a mailbox that is full means days.
WAITS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440)
)  # fmt: skip
# While nothing gets through at all: short, because everybody waits for it.
CLOSED_FOR = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300))
# A worker that has died while sending: after this another one sends again.
LEASE = timedelta(minutes=10)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts that failed; None: give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def closed_for(failures: int) -> timedelta:
    """How long a way stays closed after failing so many times in a row; the last one repeats."""
    return CLOSED_FOR[min(failures, len(CLOSED_FOR)) - 1]
