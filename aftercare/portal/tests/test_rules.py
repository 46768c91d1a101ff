"""Names, numbers, and what is told to a customer."""

import pytest

from aftercare.plans.language.vocabulary import EVENTS
from aftercare.portal import rules


@pytest.mark.parametrize(
    ("name", "short"),
    [("林晓", "林"), ("欧阳娜娜", "欧"), ("Mary Ann Smith", "Mary"), ("  Bo ", "Bo"), ("", "")],
)
def test_a_name_is_shortened(name: str, short: str) -> None:
    assert rules.first_name(name) == short


@pytest.mark.parametrize(
    ("phone", "end"), [("010-6255-2001", "2001"), ("+86 138 0013 8001", "8001"), ("123", "")]
)  # fmt: skip
def test_the_ending_of_a_telephone_number(phone: str, end: str) -> None:
    assert rules.ending(phone) == end


@pytest.mark.parametrize(
    ("until", "inside"),
    [("case.forwarded", True), (["case.forwarded", "case.assigned"], True),
     (["case.forwarded", "case.answered"], False), ("case.solved", False), ([], False)],
)  # fmt: skip
def test_a_promise_is_ours_alone_when_nothing_else_keeps_it(
    until: str | list[str], inside: bool
) -> None:
    assert rules.is_ours_alone(until) == inside


def test_the_words_are_words_of_the_vocabulary() -> None:
    assert rules.TOLD - EVENTS.keys() == {"file.added"}
    assert rules.INSIDE - EVENTS.keys() == set()
    assert set() == rules.TOLD & rules.INSIDE
