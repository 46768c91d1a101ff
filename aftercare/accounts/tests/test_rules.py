"""Which passwords are too easy to guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.accounts import rules


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaaaaaaa", "abababababababab", "123412341234123", "123456789012345",
     "987654321098765", "abcdefghijklmnopq", "qwertyuiopasdfg", "mnbvcxzlkjhgfds",
     "１２３４５６７８９０１２３４５"],
)  # fmt: skip
def test_a_pattern_is_too_easy(password: str) -> None:
    assert rules.is_pattern(password)


@pytest.mark.parametrize(
    ("password", "names"),
    [
        ("Password12345678", ()), ("aftercare-2026-!!", ()), ("守约守约守约守约2026abc", ()),
        ("linxiao-linxiao-99", ("linxiao",)), ("13900000004-1234", ("13900000004",)),
        ("lin.xiao@example.com", ("lin.xiao@example.com",)),
        ("林晓林晓林晓林晓林晓20261", ("林晓",)),
    ],
)  # fmt: skip
def test_a_well_known_word_or_ones_own_name_is_too_easy(
    password: str, names: tuple[str, ...]
) -> None:
    assert rules.is_well_known(password, names)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "Xk3-long-enough", "四月的雨落在老屋的瓦片上呢喃",
     "582094716350918", "🦉 owl in the moonlight 🌙", "login window tea kettle"],
)  # fmt: skip
def test_what_is_long_and_ones_own_is_fine_without_any_kinds_of_characters(password: str) -> None:
    assert not rules.is_pattern(password)
    assert not rules.is_well_known(password, ("agent", "林晓", "agent@example.com", ""))


@given(st.text(min_size=1, max_size=4), st.integers(15, 40))
def test_repeating_never_helps(piece: str, length: int) -> None:
    assert rules.is_pattern((piece * length)[:length])
