"""Changing rosters, and the look ahead."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from aftercare.duty import actions, queries
from aftercare.duty.models import Gap, Roster
from aftercare.duty.tests.conftest import MONDAY
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.models import Event
from aftercare.people import actions as people
from aftercare.promises.models import Alert
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_there_is_one_name_by_day_and_by_night(cast: Cast, roster: Roster) -> None:
    department = roster.department
    named = [queries.on_duty(department, MONDAY + hours * HOUR) for hours in (0, 9, 5 * 24)]
    assert named == [cast["agent"], cast["dispatcher"], cast["dispatcher"]]
    assert queries.within_hours(department, MONDAY)
    assert not queries.within_hours(department, MONDAY + 9 * HOUR)
    assert queries.opens_next(department, MONDAY + 9 * HOUR) == MONDAY + 23.5 * HOUR
    without = cast.departments["财务部"]
    assert queries.on_duty(without, MONDAY) is None
    assert not queries.within_hours(without, MONDAY)


def test_in_a_gap_the_head_answers(cast: Cast, roster: Roster) -> None:
    actions.enter_leave(
        cast["agent"], begins_at=MONDAY, ends_at=MONDAY + 2 * HOUR, by=cast["manager"], at=MONDAY
    )
    assert queries.on_duty(roster.department, MONDAY) is None
    assert queries.answerable(roster.department, MONDAY) == cast["manager"]
    people.suspend_person(cast["manager"], by=cast["admin"], at=MONDAY)
    assert queries.answerable(roster.department, MONDAY) is None
    assert queries.answerable(cast.departments["工程维修部"], MONDAY) == cast["lead"]


def test_who_left_is_not_on_duty(cast: Cast, roster: Roster) -> None:
    people.suspend_person(cast["agent"], by=cast["admin"], at=MONDAY)
    assert queries.on_duty(roster.department, MONDAY) is None


def test_who_has_duty_hands_it_over_and_takes_it_back(cast: Cast, roster: Roster) -> None:
    stretch: dict[str, Any] = {"begins_at": MONDAY, "ends_at": MONDAY + HOUR, "at": MONDAY}
    made = actions.stand_in(
        roster, person=cast["technician"], instead_of=cast["agent"], by=cast["agent"], **stretch
    )
    assert queries.on_duty(roster.department, MONDAY) == cast["technician"]
    assert [one.person for one in Alert.objects.all()] == [cast["technician"]]
    with pytest.raises(NotAllowed):
        actions.cancel_stand_in(made, by=cast["technician2"], at=MONDAY)
    with pytest.raises(NotAllowed):
        actions.stand_in(
            roster, person=cast["technician2"], instead_of=cast["technician"], by=cast["agent"],
            **stretch,
        )  # fmt: skip
    actions.cancel_stand_in(made, by=cast["agent"], at=MONDAY)
    actions.cancel_stand_in(made, by=cast["agent"], at=MONDAY)
    assert queries.on_duty(roster.department, MONDAY) == cast["agent"]
    kinds = Event.objects.filter(subject=roster.reference).values_list("kind", flat=True)
    assert sorted(kinds)[-2:] == ["stand_in.added", "stand_in.cancelled"]


def test_nobody_hands_over_duty_they_do_not_have(cast: Cast, roster: Roster) -> None:
    """Otherwise whoever handles cases could put anybody on duty anywhere."""
    for who, begins_at, ends_at in (
        ("technician", MONDAY, MONDAY + HOUR),  # on no roster
        ("agent", MONDAY + 7 * HOUR, MONDAY + 9 * HOUR),  # until 17:00
        ("agent", MONDAY - 2 * HOUR, MONDAY + HOUR),
    ):
        with pytest.raises(Refusal) as refused:
            actions.stand_in(
                roster, person=cast["technician2"], instead_of=cast[who], begins_at=begins_at,
                ends_at=ends_at, by=cast[who], at=MONDAY - 2 * HOUR,
            )  # fmt: skip
        assert refused.value.field == "begins_at"
    assert queries.on_duty(roster.department, MONDAY) == cast["agent"]
    whole: dict[str, Any] = {"begins_at": MONDAY + HOUR, "ends_at": MONDAY + 8 * HOUR, "at": MONDAY}
    actions.stand_in(
        roster, person=cast["technician"], instead_of=cast["agent"], by=cast["agent"], **whole
    )
    actions.stand_in(  # who stands in may hand over too
        roster, person=cast["technician2"], instead_of=cast["technician"], by=cast["technician"],
        **whole,
    )  # fmt: skip
    assert queries.on_duty(roster.department, MONDAY + HOUR) == cast["technician2"]


def test_duty_is_planned_within_time_that_can_be_counted(cast: Cast, roster: Roster) -> None:
    far = datetime(9999, 12, 31, 22, tzinfo=UTC)
    with pytest.raises(Refusal, match="五年") as refused:
        actions.enter_leave(
            cast["agent"], begins_at=far, ends_at=far + HOUR, by=cast["manager"], at=MONDAY
        )
    assert refused.value.field == "ends_at"
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(Refusal) as refused:
            actions.add_shift(
                roster, person=cast["agent"], days=[0], begins=0, ends=60, from_on=day,
                by=cast["manager"], at=MONDAY,
            )  # fmt: skip
        assert refused.value.field == "from_on"
        with pytest.raises(Refusal) as refused:
            actions.end_shift(roster.shifts.all()[0], on=day, by=cast["manager"], at=MONDAY)
        assert refused.value.field == "on"


def test_a_gap_is_told_once_before_it_comes_and_closed_when_it_is_filled(
    cast: Cast, roster: Roster
) -> None:
    assert actions.look_ahead(MONDAY) == 0
    leave = actions.enter_leave(
        cast["dispatcher"], begins_at=MONDAY + 72 * HOUR, ends_at=MONDAY + 96 * HOUR,
        by=cast["lead"], at=MONDAY,
    )  # fmt: skip
    assert [actions.look_ahead(MONDAY + step * HOUR) for step in range(3)] == [1, 0, 0]
    gap = Gap.objects.get()
    assert (gap.begins_at, gap.ends_at) == (MONDAY + 80 * HOUR, MONDAY + 95.5 * HOUR)
    assert [(one.person, one.step) for one in Alert.objects.all()] == [
        (cast["manager"], "gap.found")
    ]
    actions.cancel_leave(leave, by=cast["lead"], at=MONDAY)
    assert actions.look_ahead(MONDAY + 4 * HOUR) == 0
    gap.refresh_from_db()
    assert gap.closed_at == MONDAY + 4 * HOUR
    kinds = Event.objects.filter(kind__startswith="gap.").order_by("sequence")
    assert [one.kind for one in kinds] == ["gap.found", "gap.closed"]


def test_a_gap_that_has_begun_stays_the_same_gap(cast: Cast, roster: Roster) -> None:
    actions.enter_leave(
        cast["agent"], begins_at=MONDAY, ends_at=MONDAY + 6 * HOUR, by=cast["lead"], at=MONDAY
    )
    told = [actions.look_ahead(MONDAY + step * HOUR) for step in (-1, 2, 4)]
    assert (told, Gap.objects.count()) == ([1, 0, 0], 1)
    assert Gap.objects.get().begins_at == MONDAY


def test_a_shift_ends_on_a_day_and_what_was_before_stays(cast: Cast, roster: Roster) -> None:
    shift = roster.shifts.get(person=cast["agent"])
    actions.end_shift(shift, on=date(2026, 3, 2), by=cast["lead"], at=MONDAY)
    assert queries.on_duty(roster.department, MONDAY) == cast["agent"]
    assert queries.on_duty(roster.department, MONDAY + 24 * HOUR) is None
    with pytest.raises(Stale):
        actions.end_shift(shift, on=date(2026, 3, 3), by=cast["lead"], at=MONDAY, revision=1)


def test_reports_come_to_one_department(cast: Cast, roster: Roster) -> None:
    other = actions.add_roster(cast.departments["工程维修部"], by=cast["lead"], at=MONDAY)
    actions.change_roster(other, changes={"takes_reports": True}, by=cast["lead"], at=MONDAY)
    roster.refresh_from_db()
    assert (roster.takes_reports, queries.taking_reports()) == (False, other)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"days": []}, "days"), ({"days": [7]}, "days"), ({"every": 13}, "every"),
        ({"until_on": date(2026, 3, 1)}, "until_on"),
    ],
)  # fmt: skip
def test_a_shift_that_is_none_is_refused(
    cast: Cast, roster: Roster, what: dict[str, object], field: str
) -> None:
    whole = {"days": [0], "begins": 0, "ends": 60, "from_on": date(2026, 3, 2), **what}
    with pytest.raises(Refusal) as refused:
        actions.add_shift(roster, person=cast["agent"], by=cast["lead"], at=MONDAY, **whole)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_only_our_own_people_and_departments_have_duty(cast: Cast, roster: Roster) -> None:
    whole = {"days": [0], "begins": 0, "ends": 60, "from_on": date(2026, 3, 2)}
    with pytest.raises(Refusal):
        actions.add_shift(roster, person=cast["dealer"], by=cast["lead"], at=MONDAY, **whole)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.add_shift(roster, person=cast["agent"], by=cast["agent"], at=MONDAY, **whole)  # type: ignore[arg-type]
    wrong = {"week": [["25:00-26:00"]] * 7}
    with pytest.raises(Refusal) as refused:
        actions.change_roster(roster, changes=wrong, by=cast["lead"], at=MONDAY)
    assert refused.value.field == "week"
