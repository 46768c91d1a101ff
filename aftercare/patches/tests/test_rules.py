"""Numbers, addresses and levels; no database."""

from itertools import permutations

import pytest

from aftercare.patches import rules


@pytest.mark.parametrize(
    ("numbers", "level"),
    [
        ([], ""),
        (["8.9", "8.10", "8.2.1"], "8.10"),
        (["PM5-8.2.1", "PM5-8.2"], "PM5-8.2.1"),
        (["8.2-rc1", "8.2.1"], "8.2.1"),
        (["v8", "V7"], "v8"),
    ],
)
def test_the_level_is_the_highest_number(numbers: list[str], level: str) -> None:
    assert rules.level(numbers) == level


@pytest.mark.parametrize("numbers", list(permutations(["8.2", "8.10", "8.10-rc1", "V9"])))
def test_the_order_in_which_they_are_told_does_not_matter(numbers: list[str]) -> None:
    assert rules.level(numbers) == rules.level(reversed(numbers)) == "8.10-rc1"


@pytest.mark.parametrize("number", ["PM5-8.2.1", "2026_11", "a" * 40, "8.2+1"])
def test_what_is_a_number(number: str) -> None:
    assert rules.is_number(number)


@pytest.mark.parametrize("number", ["", "-1", "补丁一", "a b", "a" * 41, "a/b", "1\n"])
def test_what_is_no_number(number: str) -> None:
    assert not rules.is_number(number)


@pytest.mark.parametrize("link", ["https://example.com/a", "https://e.cn"])
def test_what_is_an_address(link: str) -> None:
    assert rules.is_link(link)


@pytest.mark.parametrize("link", ["http://a.cn", "javascript:x", "https://", "https:///a", ""])
def test_what_is_no_address(link: str) -> None:
    assert not rules.is_link(link)
