from zoneinfo import ZoneInfo

import pytest

from aftercare.coverage.rules import terms
from aftercare.coverage.tests.rules.making import SHANGHAI, as_term, day, paper

CUSTOMER, PROVIDER = frozenset({"customer"}), frozenset({"provider"})


@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        ("2025-02-28", "1 year", "2026-02-28"),  # a Saturday that is worked: no roll
        ("2024-02-29", "1 year", "2025-02-28"),  # no 29 February: the last day of the month
        ("2026-08-31", "6 months", "2027-03-01"),  # 28 February is a Sunday
        ("2026-09-24", "7 days", "2026-10-08"),  # 1 October rests until the 7th
        ("2026-02-10", "7 days", "2026-02-24"),  # the Spring Festival
        ("2026-09-20", "15 days", "2026-10-08"),
        ("2024-05-06", "2 years", "2026-05-06"),
    ],
)
def test_ends_as_the_civil_code_counts_read_wide(start: str, length: str, ends: str) -> None:
    span = terms.term_of(
        as_term(length=length, starts="delivery.made"),
        [paper("delivery.made", start)],
        0,
        SHANGHAI,
    )
    assert span.ends_on == day(ends)


def test_the_last_day_counts_and_the_next_does_not() -> None:
    span = terms.term_of(as_term(), [paper("acceptance.signed", "2024-05-06")], 0, SHANGHAI)
    assert span.ends_on == day("2025-05-06")
    assert [span.state_on(day(on)) for on in ("2024-05-05", "2024-05-06")] == [
        "not begun",
        "in force",
    ]
    assert [span.state_on(day(on)) for on in ("2025-05-06", "2025-05-07")] == [
        "in force",
        "expired",
    ]


def test_days_that_do_not_count_are_added_before_the_last_day_rolls() -> None:
    term, papers = as_term(length="1 year"), [paper("acceptance.signed", "2025-02-09")]
    assert terms.term_of(term, papers, 0, SHANGHAI).ends_on == day("2026-02-09")
    # 2026-02-15 is the first day of the Spring Festival, which rests until the 23rd.
    span = terms.term_of(term, papers, 6, SHANGHAI)
    assert (span.nominal_on, span.ends_on) == (day("2026-02-15"), day("2026-02-24"))


def test_an_end_in_a_year_without_published_holidays_says_so() -> None:
    papers = [paper("acceptance.signed", "2026-05-01")]
    assert terms.term_of(as_term(length="1 year"), papers, 0, SHANGHAI).provisional
    papers = [paper("acceptance.signed", "2024-05-06")]
    assert not terms.term_of(as_term(length="1 year"), papers, 0, SHANGHAI).provisional


def test_acceptance_counts_from_the_later_signature() -> None:
    papers = [
        paper("acceptance.signed", "2026-03-01", signed=PROVIDER),
        paper("acceptance.signed", "2026-03-12", signed=CUSTOMER),
    ]
    start = terms.start_of(as_term(), papers, SHANGHAI)
    assert (start.on, start.because, start.unsigned_by) == (
        day("2026-03-12"),
        "acceptance.signed",
        (),
    )


def test_one_signature_starts_nothing_and_names_who_is_missing() -> None:
    papers = [paper("acceptance.signed", "2026-03-01", signed=PROVIDER)]
    start = terms.start_of(as_term(), papers, SHANGHAI)
    assert (start.on, start.needs, start.unsigned_by) == (
        None,
        ("acceptance.signed",),
        ("customer",),
    )


def test_signed_before_the_acceptance_passed_begins_when_it_passed() -> None:
    papers = [
        paper("acceptance.signed", "2026-03-01"),
        paper("acceptance.passed", "2026-03-05"),
    ]
    assert terms.start_of(as_term(), papers, SHANGHAI).on == day("2026-03-05")


def test_events_that_stand_in_are_taken_in_the_order_of_the_plan() -> None:
    term = as_term(starts_otherwise=["invoice.issued", "project.completed"])
    papers = [paper("project.completed", "2026-01-10"), paper("invoice.issued", "2026-02-01")]
    start = terms.start_of(term, papers, SHANGHAI)
    assert (start.on, start.because, start.fallback_used, start.papers_missing) == (
        day("2026-02-01"),
        "invoice.issued",
        True,
        False,
    )
    assert start.known == (
        ("invoice.issued", day("2026-02-01")),
        ("project.completed", day("2026-01-10")),
    )


def test_without_the_slip_completion_counts() -> None:
    term = as_term(missing_papers="project.completed")
    start = terms.start_of(term, [paper("project.completed", "2026-01-10")], SHANGHAI)
    assert (start.on, start.papers_missing) == (day("2026-01-10"), True)


def test_a_signed_acceptance_on_record_goes_before_the_completion_date_and_both_show() -> None:
    term = as_term(missing_papers="project.completed")
    papers = [paper("project.completed", "2026-01-10"), paper("acceptance.signed", "2026-02-20")]
    start = terms.start_of(term, papers, SHANGHAI)
    assert (start.on, start.papers_missing) == (day("2026-02-20"), False)
    assert start.known == (
        ("acceptance.signed", day("2026-02-20")),
        ("project.completed", day("2026-01-10")),
    )


def test_nothing_on_record_gives_no_date_and_says_what_would() -> None:
    term = as_term(starts_otherwise=["invoice.issued"], missing_papers="project.completed")
    start = terms.start_of(term, [], SHANGHAI)
    assert (start.on, start.needs) == (
        None,
        ("acceptance.signed", "invoice.issued", "project.completed"),
    )


def test_the_nearest_subject_that_has_the_paper_wins() -> None:
    unit = [paper("acceptance.signed", "2026-03-01")]
    project = [paper("acceptance.signed", "2026-01-01"), paper("invoice.issued", "2025-12-01")]
    found = terms.nearest([unit, project])
    assert terms.counted_on("acceptance.signed", found, SHANGHAI) == day("2026-03-01")
    assert terms.counted_on("invoice.issued", found, SHANGHAI) == day("2025-12-01")


def test_a_half_signed_sheet_of_the_unit_does_not_hide_the_signed_one_of_the_project() -> None:
    unit = [paper("acceptance.signed", "2026-03-01", signed=CUSTOMER)]
    project = [paper("acceptance.signed", "2026-01-01")]
    found = terms.nearest([unit, project])
    assert terms.counted_on("acceptance.signed", found, SHANGHAI) == day("2026-01-01")


def test_the_day_is_that_of_the_place() -> None:
    late = [paper("delivery.made", "2026-03-01 00:30")]
    term = as_term(starts="delivery.made")
    assert terms.start_of(term, late, SHANGHAI).on == day("2026-03-01")
    assert terms.start_of(term, late, ZoneInfo("Europe/Berlin")).on == day("2026-02-28")


def test_a_term_for_life_never_ends_and_one_for_the_design_life_needs_it() -> None:
    papers = [paper("acceptance.signed", "2020-03-01")]
    assert terms.term_of(as_term(length="lifetime"), papers, 0, SHANGHAI).endless
    unknown = terms.term_of(as_term(length="design life"), papers, 0, SHANGHAI)
    assert (unknown.unknown, unknown.state_on(day("2026-01-01"))) == ("design life", "unknown")
    known = terms.term_of(
        as_term(length="design life"), papers, 0, SHANGHAI, design_life_on=day("2070-03-01")
    )
    assert known.ends_on == day("2070-03-01")
