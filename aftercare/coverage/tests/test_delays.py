"""The fifteen days of the law on every request of a consumer."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from aftercare.coverage.delays import delay_clock, is_consumer
from aftercare.people.models import Organisation

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("requested", "due"),
    [
        ("2026-09-20 10:00", "2026-10-06 00:00"),  # the last day is swapped, not statutory
        ("2026-11-20 23:59", "2026-12-06 00:00"),
        ("2026-02-02 09:00", "2026-02-21 00:00"),  # it would end within the Spring Festival
    ],
)
def test_fifteen_days_from_the_day_after_the_request(requested: str, due: str) -> None:
    found = delay_clock(local(requested), None)
    assert found is not None
    assert (found.due_at, found.rule, found.state) == (local(due), "PEN-8", "open")


def test_an_answer_on_the_last_day_is_in_time_and_one_after_it_is_late() -> None:
    asked, last = local("2026-11-20 10:00"), local("2026-12-05 23:59")
    in_time, late = delay_clock(asked, last), delay_clock(asked, local("2026-12-06 00:01"))
    assert in_time is not None
    assert late is not None
    assert (in_time.state, late.state) == ("kept", "late")


def test_before_the_law_there_is_no_clock() -> None:
    assert delay_clock(local("2015-03-01 10:00"), None) is None


def test_a_household_and_somebody_unknown_are_consumers_and_a_company_is_not() -> None:
    assert is_consumer(Organisation(kind="household"))
    assert is_consumer(None)
    assert not is_consumer(Organisation(kind="customer"))
