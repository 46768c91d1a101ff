"""The figure of a manager, from opinions alone."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.satisfaction.rules import Opinion, figure, is_too_low, threshold

SPRING, SUMMER = date(2026, 3, 1), date(2026, 7, 1)


def said(party: str, percent: int, on: date = SPRING) -> Opinion:
    return Opinion(party, percent, on)


@pytest.mark.parametrize(
    ("opinions", "found"),
    [
        ([], None),
        ([said("client", 40)], "40.0"),
        ([said("client", 40), said("contractor", 61)], "50.5"),
        ([said("client", 90), said("client", 30, SUMMER)], "30.0"),
        ([said("client", 30, SUMMER), said("client", 90)], "30.0"),  # taken down late
        ([said("client", 90), said("client", 20)], "20.0"),  # said twice on a day
    ],
)
def test_each_party_counts_with_what_it_said_last(
    opinions: list[Opinion], found: str | None
) -> None:
    assert figure(opinions) == (Decimal(found) if found else None)


@pytest.mark.parametrize(
    ("found", "too_low"), [("49.9", True), ("50.0", False), ("50.1", False), (None, False)]
)
def test_the_figure_of_the_plan_itself_is_enough(found: str | None, too_low: bool) -> None:
    assert is_too_low(Decimal(found) if found else None, threshold("50%")) is too_low


PERCENTS = st.integers(0, 100)


@given(client=PERCENTS, contractor=PERCENTS, earlier=st.lists(PERCENTS, max_size=5))
def test_it_lies_between_what_was_said_last(
    client: int, contractor: int, earlier: list[int]
) -> None:
    before = [said("client", percent) for percent in earlier]
    found = figure([*before, said("client", client, SUMMER), said("contractor", contractor)])
    assert found is not None
    assert min(client, contractor) <= found <= max(client, contractor)
