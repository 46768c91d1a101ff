"""Text into plain values with their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.plans.language.tree import Place, read_tree


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("08:30", "08:30"),
        ("1:30", "1:30"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("1", "1"),
        ("1.0", "1.0"),
        ("0x1F", "0x1F"),
        ("012", "012"),
        ("1_000", "1_000"),
        ("2026-05-01", "2026-05-01"),
        ("true", "true"),
        ("=", "="),
        ("~", None),
        ("null", None),
        ("", None),
        ("'null'", "null"),
        ('""', ""),
        ("[a, [b]]", ["a", ["b"]]),
        ("{a: {b: c}}", {"a": {"b": "c"}}),
    ],
)
def test_every_scalar_stays_the_text_the_author_wrote(written: str, value: object) -> None:
    assert read_tree(f"key: {written}\n").value == {"key": value}


def test_names_and_contents_are_found_again_in_characters() -> None:
    positions = read_tree("甲: {乙: 丙}\nlist:\n  - one\n  - two: 2\n").positions
    assert positions.key(("甲", "乙")) == Place(1, 5)
    assert positions.value(("甲", "乙")) == Place(1, 8)
    assert positions.value(("list", 0)) == Place(3, 5)
    assert positions.value(("list", 1, "two")) == Place(4, 10)
    assert positions.names("甲") == ["乙"]


def test_a_place_that_is_not_there_is_the_nearest_around_it() -> None:
    positions = read_tree("a:\n  b: c\n").positions
    assert positions.value(("a", "b", "x", 3)) == Place(2, 6)
    assert positions.value(("z",)) == Place(1, 1)


def test_places_move_up_when_a_list_entry_is_taken_out() -> None:
    positions = read_tree("list: [one, two, three]\n").positions.without(("list", 1))
    assert positions.value(("list", 1)) == Place(1, 18)
    assert positions.value(("list", 0)) == Place(1, 8)
    assert ("list", 2) not in positions


def test_the_first_of_two_equal_names_counts_and_both_lines_are_told() -> None:
    tree = read_tree("a: 1\nb: {x: 1}\na: {y: 2}\n")
    assert tree.value == {"a": "1", "b": {"x": "1"}}
    assert [(f.line, f.column, f.code, f.params) for f in tree.faults] == [
        (3, 1, "duplicate_key", {"word": "a", "first": "1"})
    ]


def test_everything_that_is_refused_is_told_in_one_run() -> None:
    tree = read_tree("a: &x 1\nb: *x\nc: !!str d\nd: !own e\n")
    assert [(f.line, f.column, f.code) for f in tree.faults] == [
        (1, 4, "anchor"),
        (2, 4, "alias"),
        (3, 4, "tag"),
        (4, 4, "tag"),
    ]
    assert tree.complete


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("a: 1\n---\nb: 2\n", 2, 1, "several_documents"),
        ("a: " + "[" * 60, 1, 53, "too_deep"),
        ("a: [" + "x," * 501 + "]", 1, 1005, "too_many"),
        ("x" * 1_000_001, 1, 1, "too_large"),
        ("甲" * 400_000, 1, 1, "too_large"),
        ("a: 1\nb: \x00", 2, 4, "bad_character"),
        ("a: \ud800", 1, 4, "bad_character"),
        ("", 1, 1, "empty_file"),
        ("just text", 1, 1, "not_a_plan"),
        ("? {a: b}\n: c\n", 1, 3, "complex_key"),
    ],
)
def test_what_cannot_be_read_on_breaks_off(text: str, line: int, column: int, code: str) -> None:
    tree = read_tree(text)
    assert [(f.line, f.column, f.code) for f in tree.faults] == [(line, column, code)]
    assert not tree.complete


def test_a_character_brought_in_by_an_escape_is_refused() -> None:
    assert [f.code for f in read_tree('a: "\\0"\n').faults] == ["bad_character"]


def test_bytes_are_read_as_utf8_with_or_without_a_mark() -> None:
    assert read_tree(b"\xef\xbb\xbfa: \xe7\x94\xb2").value == {"a": "甲"}
    (fault,) = read_tree("甲: 乙\n丙: ".encode() + b"\xff").faults
    assert (fault.line, fault.column, fault.code) == (2, 4, "not_text")


@pytest.mark.parametrize("lines", ["\r\n", "\n"])
def test_line_ends_do_not_move_places(lines: str) -> None:
    tree = read_tree(lines.join(["a: 1", "b: 2", "b: 3"]))
    assert [(f.line, f.column) for f in tree.faults] == [(3, 1)]


@given(st.text() | st.text(alphabet="[]{}:,-?&*!|>'\"%@#\n\t ab\\x0") | st.binary())
def test_no_text_whatever_raises(text: str | bytes) -> None:
    tree = read_tree(text)
    assert tree.faults or isinstance(tree.value, dict)
    for fault in tree.faults:
        assert fault.text("zh") != fault.text("en")
