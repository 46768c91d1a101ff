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


def test_the_words_are_words_of_the_vocabulary() -> None:
    inside = {"file.added", "session.requested", "session.declined", "session.changed"}
    assert rules.TOLD - EVENTS.keys() == {*inside, "session.ended"}
