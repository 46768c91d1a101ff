"""Promises that come back: anchored, never skipped, never twice, met by the oldest open one."""

from datetime import UTC, datetime

import pytest

from aftercare.promises.rules import engine
from aftercare.promises.rules.deriving import Derived, Happening, State
from aftercare.promises.tests.rules.stories import bound

ACCEPTED = {"provider": "2026-01-30T10:00:00+08:00", "customer": "2026-01-31T10:00:00+08:00"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T10:00:00+08:00").astimezone(UTC)


def event(number: int, kind: str, on: str, **data: object) -> Happening:
    return Happening(number, kind, at(on), at(on), data)


def visits(*more: Happening, as_of: str) -> list[Derived]:
    signed = event(1, "acceptance.signed", "2026-01-31", signatures=ACCEPTED)
    derived = engine.derive([bound()], [signed, *more], at(as_of))
    return [one for one in derived if one.promise == "visits"]


def due_days(rows: list[Derived]) -> list[str]:
    return [one.due_at.astimezone(UTC).date().isoformat() for one in rows if one.due_at]


def test_the_present_and_the_next_occasion_are_there() -> None:
    assert due_days(visits(as_of="2026-02-01")) == ["2026-07-31", "2027-01-31"]


def test_oca_month_ends_keep_their_anchor_day_and_stop_with_the_warranty() -> None:
    assert due_days(visits(as_of="2030-01-01")) == [
        "2026-07-31",
        "2027-01-31",
        "2027-07-31",
        "2028-01-31",
    ]


def test_atlas_nothing_is_skipped_after_downtime_and_nothing_disables_itself() -> None:
    late = visits(as_of="2030-01-01")
    assert [one.state for one in late] == [State.OPEN] * 4
    assert [one.number for one in late] == [1, 2, 3, 4]


def test_oca_a_visit_done_early_or_late_does_not_shift_the_series() -> None:
    early = visits(event(2, "return_visit.done", "2026-03-01"), as_of="2026-08-15")
    assert due_days(early) == ["2026-07-31", "2027-01-31", "2027-07-31"]
    assert [one.state for one in early] == [State.KEPT, State.OPEN, State.OPEN]


def test_a_late_visit_meets_the_oldest_open_occasion_as_late() -> None:
    rows = visits(event(2, "return_visit.done", "2026-09-01"), as_of="2026-09-02")
    assert [one.state for one in rows] == [State.LATE, State.OPEN, State.OPEN]


def test_two_visits_in_one_period_do_not_meet_two_occasions() -> None:
    rows = visits(
        event(2, "return_visit.done", "2026-03-01"),
        event(3, "return_visit.done", "2026-03-02"),
        as_of="2026-08-15",
    )
    assert [one.state for one in rows] == [State.KEPT, State.OPEN, State.OPEN]


def test_erpnext_deriving_again_makes_no_second_row() -> None:
    assert [one.key for one in visits(as_of="2026-08-15")] == [
        one.key for one in visits(as_of="2026-08-15")
    ]
    assert len({one.key for one in visits(as_of="2030-01-01")}) == 4


@pytest.mark.parametrize(
    ("signatures", "begins"),
    [
        ({"provider": "2026-01-30T10:00:00+08:00"}, None),
        (ACCEPTED, "2026-01-31"),
    ],
)
def test_acceptance_counts_only_with_both_signatures(
    signatures: dict[str, str], begins: str | None
) -> None:
    signed = event(1, "acceptance.signed", "2026-02-10", signatures=signatures)
    rows = engine.derive([bound()], [signed], at("2026-02-10"))
    training = [one for one in rows if one.promise == "training"]
    assert [one.started_at for one in training] == ([at(begins)] if begins else [])


def test_the_second_signature_may_be_recorded_later() -> None:
    ours = {"provider": ACCEPTED["provider"]}
    first = event(1, "acceptance.signed", "2026-01-30", signatures=ours)
    second = event(
        2, "acceptance.signed", "2026-02-05", signatures={"customer": ACCEPTED["customer"]}
    )
    rows = engine.derive([bound()], [first, second], at("2026-02-10"))
    assert [one.started_at for one in rows if one.promise == "training"] == [at("2026-01-31")]


def test_an_agreement_that_ends_breaks_what_was_missed_and_voids_what_was_to_come() -> None:
    rows = visits(event(2, "agreement.ended", "2026-09-01"), as_of="2026-09-02")
    assert [one.state for one in rows] == [State.BROKEN, State.VOID, State.VOID]
