"""References from outside: the kind, the key, and what is none."""

import pytest

from aftercare.kit import references


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("17", 17),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),  # no key of a database is so long
        ("", None),
        ("-1", None),
        ("1.5", None),
        (" 1", None),
        ("²", None),  # str.isdigit() says yes, int() fails
        ("١٧", None),  # int() reads it; a key is written 17 and not otherwise
    ],
)
def test_a_number_is_read_or_is_none(text: str, number: int | None) -> None:
    assert references.number(text) == number


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("case/12", ("case", 12)),
        ("case", ("case", None)),
        ("case/", ("case", None)),
        ("case/1/2", ("case", None)),
        ("unit/²", ("unit", None)),
        ("", ("", None)),
    ],
)
def test_a_reference_has_a_kind_and_a_key(reference: str, parts: tuple[str, int | None]) -> None:
    assert references.parts(reference) == parts


def test_a_key_counts_only_for_its_kind() -> None:
    assert references.key_of("case/12", "case") == 12
    assert references.key_of("cases/12", "case") is None
    assert references.key_of("case/x", "case") is None
