"""Duty in the JSON API: who is on duty, rosters, shifts, who stands in, who is away."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query

from aftercare.duty import actions, queries, rules
from aftercare.duty.api.shapes import (
    DutyFilters,
    DutyShape,
    LeaveShape,
    NewLeave,
    NewRoster,
    NewShift,
    NewStandIn,
    RosterFields,
    RosterShape,
    ShiftEnd,
    ShiftShape,
    StandInShape,
)
from aftercare.duty.models import Leave, Roster, Shift, StandIn
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.people.models import Department, Person
from aftercare.people.roles import Power

duty = http.Area("duty", _("duty"), _("Who is on duty in which department, and when it is open."))
LONGEST = timedelta(days=92)
MAKING: Any = {"status": 201, "tagged": True, "new": True}


@duty.get("/rosters", _("List rosters, with who is on duty now"), returns=http.Listed[RosterShape])
def list_rosters(request: http.Request, query: Query[http.Paging]) -> HttpResponse:
    """Every department that has a roster."""
    now = timezone.now()
    rows = queries.rosters_visible_to(request.user)
    return http.page_of(
        request, list(rows), query, key=lambda one: str(one.pk),
        items=lambda some: _items(some, now),
    )  # fmt: skip


@duty.get("/rosters/{id}", _("Show a roster"), returns=RosterShape, tagged=True)
def show_roster(request: http.Request, id: http.Key) -> HttpResponse:
    """One roster, with who is on duty now."""
    return _answer(request, _roster(request, id))


@duty.get("/rosters/{id}/duty", _("Show who is on duty"), returns=DutyShape)
def show_duty(request: http.Request, id: http.Key, query: Query[DutyFilters]) -> HttpResponse:
    """The turns of a department between two moments, and the gaps."""
    if query.end <= query.begin or query.end - query.begin > LONGEST:
        raise Refusal(_("Ask for at most three months."), field="end")
    shown = queries.shown(_roster(request, id), query.begin, query.end)
    turns = [
        {"person": _named(shown.people[one.person]), "begins_at": one.begins_at,
         "ends_at": one.ends_at, "stands_in": one.stands_in}
        for one in shown.turns()
    ]  # fmt: skip
    gaps = [{"begins_at": low, "ends_at": high} for low, high in shown.gaps()]
    return http.answer({"turns": turns, "gaps": gaps})


@duty.post("/rosters", _("Begin a roster"), returns=RosterShape, power=Power.KEEP_DUTY, **MAKING)
def add_roster(request: http.Request, body: NewRoster) -> HttpResponse:
    """The roster of one of our departments."""
    department = http.chosen(Department.objects.all(), "department", pk=body.department)
    made = actions.add_roster(department, fields=_fields(body), by=request.user, at=timezone.now())
    return _answer(request, made, status=201)


@duty.patch(
    "/rosters/{id}", _("Change a roster"), returns=RosterShape, tagged=True, power=Power.KEEP_DUTY
)
def change_roster(request: http.Request, id: http.Key, body: RosterFields) -> HttpResponse:
    """Other hours, another head; what is left out stays."""
    found = _roster(request, id)
    actions.change_roster(
        found, changes=_fields(body), by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, found)


@duty.get("/rosters/{id}/shifts", _("List shifts"), returns=http.Listed[ShiftShape])
def list_shifts(request: http.Request, id: http.Key, query: Query[http.Paging]) -> HttpResponse:
    """The shifts of a roster that are not over."""
    rows = queries.shifts_of(_roster(request, id), timezone.now())
    return http.page(request, rows, query, order=("id",), item=shift_item)


@duty.post("/rosters/{id}/shifts", _("Add a shift"), returns=ShiftShape, power=Power.KEEP_DUTY,
           **MAKING)  # fmt: skip
def add_shift(request: http.Request, id: http.Key, body: NewShift) -> HttpResponse:
    """Put somebody on the weekly pattern."""
    shift = actions.add_shift(
        _roster(request, id), person=_person("person", body.person), days=body.days,
        begins=_minutes("begins", body.begins), ends=_minutes("ends", body.ends),
        every=body.every, from_on=body.from_on, until_on=body.until_on, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return http.single(request, shift_item(shift), revision=shift.revision, status=201)


@duty.post(
    "/shifts/{id}/end", _("End a shift"), returns=ShiftShape, tagged=True, power=Power.KEEP_DUTY
)
def end_shift(request: http.Request, id: http.Key, body: ShiftEnd) -> HttpResponse:
    """The last day of a shift."""
    shift = http.found(_of_mine(request, Shift), pk=id)
    actions.end_shift(
        shift, on=body.on, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return http.single(request, shift_item(shift), revision=shift.revision)


@duty.post(
    "/rosters/{id}/stand-ins", _("Let somebody stand in"), returns=StandInShape,
    power=Power.HANDLE_CASES, **MAKING,
)  # fmt: skip
def add_stand_in(request: http.Request, id: http.Key, body: NewStandIn) -> HttpResponse:
    """Once, in place of another or besides the pattern; one's own duty may be handed over."""
    made = actions.stand_in(
        _roster(request, id), person=_person("person", body.person),
        instead_of=_person("instead_of", body.instead_of) if body.instead_of else None,
        begins_at=body.begins_at, ends_at=body.ends_at, note=body.note, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return http.single(request, stand_in_item(made), revision=made.revision, status=201)


@duty.post("/stand-ins/{id}/cancel", _("Cancel standing in"), returns=StandInShape, tagged=True,
           power=Power.HANDLE_CASES)  # fmt: skip
def cancel_stand_in(request: http.Request, id: http.Key) -> HttpResponse:
    """The weekly pattern holds again."""
    made = http.found(_of_mine(request, StandIn), pk=id)
    actions.cancel_stand_in(
        made, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return http.single(request, stand_in_item(made), revision=made.revision)


@duty.post("/leaves", _("Enter who is away"), returns=LeaveShape, power=Power.KEEP_DUTY, **MAKING)
def add_leave(request: http.Request, body: NewLeave) -> HttpResponse:
    """A person does no duty in a stretch."""
    leave = actions.enter_leave(
        _person("person", body.person), begins_at=body.begins_at, ends_at=body.ends_at,
        reason=body.reason, by=request.user, at=timezone.now(),
    )  # fmt: skip
    return http.single(request, leave_item(leave), revision=leave.revision, status=201)


@duty.post(
    "/leaves/{id}/cancel", _("Cancel a leave"), returns=LeaveShape, tagged=True,
    power=Power.KEEP_DUTY,
)  # fmt: skip
def cancel_leave(request: http.Request, id: http.Key) -> HttpResponse:
    """The person does duty after all."""
    leave = http.found(Leave.objects.select_related("person"), pk=id)
    actions.cancel_leave(leave, by=request.user, at=timezone.now(), revision=http.expected(request))
    return http.single(request, leave_item(leave), revision=leave.revision)


def roster_item(
    roster: Roster, answers: queries.Answering | None, on: Person | None, now: datetime
) -> Any:
    """A roster as JSON."""
    hours = roster.hours
    return {
        "id": roster.pk, "reference": roster.reference, "department": _named(roster.department),
        "head": _named(roster.head), "takes_reports": roster.takes_reports,
        "covers": roster.covers, "zone": roster.zone, "week": roster.week,
        "exceptions": roster.exceptions, "keeps_holidays": roster.keeps_holidays,
        "makeup": roster.makeup, "on_duty": _named(on),
        "answerable": _named(answers.person if answers else None),
        "open": rules.is_open(hours, now), "opens_next": rules.opens_next(hours, now),
        "revision": roster.revision,
    }  # fmt: skip


def shift_item(shift: Shift) -> dict[str, Any]:
    """A shift as JSON."""
    return {
        "id": shift.pk, "person": _named(shift.person), "days": shift.days,
        "begins": rules.clock(shift.begins), "ends": rules.clock(shift.ends),
        "every": shift.every, "from_on": shift.from_on, "until_on": shift.until_on,
        "revision": shift.revision,
    }  # fmt: skip


def stand_in_item(made: StandIn) -> dict[str, Any]:
    """Who stands in, as JSON."""
    return {
        "id": made.pk, "person": _named(made.person), "instead_of": _named(made.instead_of),
        "begins_at": made.begins_at, "ends_at": made.ends_at, "cancelled_at": made.cancelled_at,
        "revision": made.revision,
    }  # fmt: skip


def leave_item(leave: Leave) -> dict[str, Any]:
    """Who is away, as JSON."""
    return {
        "id": leave.pk, "person": _named(leave.person), "begins_at": leave.begins_at,
        "ends_at": leave.ends_at, "reason": leave.reason, "cancelled_at": leave.cancelled_at,
        "revision": leave.revision,
    }  # fmt: skip


def _items(some: Any, now: datetime) -> list[Any]:
    rosters = list(some)
    shown = queries.all_shown(rosters, now)
    answers = queries.answerable_in([one.department for one in rosters], now)
    return [
        roster_item(one, answers.get(one.department_id), shown[one.pk].on_duty(now), now)
        for one in rosters
    ]


def _answer(request: http.Request, roster: Roster, status: int = 200) -> HttpResponse:
    item = _items([roster], timezone.now())[0]
    return http.single(request, item, revision=roster.revision, status=status)


def _roster(request: http.Request, key: int) -> Roster:
    return http.found(queries.rosters_visible_to(request.user), pk=key)


def _of_mine(request: http.Request, model: Any) -> Any:
    rosters = queries.rosters_visible_to(request.user)
    return model.objects.select_related("person", "roster").filter(roster__in=rosters)


def _person(field: str, key: int) -> Person:
    return http.chosen(queries.may_do_duty(), field, pk=key)


def _fields(body: RosterFields) -> dict[str, Any]:
    """What was said; hours that were left out stay as they are."""
    said = body.model_dump(exclude_unset=True, exclude={"department"})
    if "head" in said and said["head"] is not None:
        said["head"] = http.chosen(queries.may_be_head(), "head", pk=said["head"])
    if said.get("week", []) is None:
        del said["week"]
    return said


def _minutes(field: str, text: str) -> int:
    try:
        return rules.minutes(text)
    except ValueError:
        raise Refusal(_("Write a time such as 08:30."), field=field) from None


def _named(one: Any) -> dict[str, Any] | None:
    return {"id": one.pk, "name": one.name} if one is not None else None
