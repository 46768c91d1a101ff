"""Who is on duty now, the duty of a department, and changing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.duty import actions, queries, rules, showing
from aftercare.duty.forms import (
    WEEKDAYS,
    EndForm,
    LeaveForm,
    RosterForm,
    ShiftForm,
    StandInForm,
    times_in,
)
from aftercare.duty.models import Leave, Roster, Shift, StandIn
from aftercare.kit import forms as kit
from aftercare.kit.parts import Tab
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.plans.reading import language

View = Callable[..., HttpResponseBase]


def in_house(power: Power) -> Callable[[View], View]:
    """A page for those of our own house who have a power."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(person_of(request), power)
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


@dataclass(frozen=True)
class Row:
    """One department as the list shows it."""

    roster: Roster
    person: Person | None
    until: datetime | None
    after: Person | None
    head: Person | None
    is_open: bool
    turns_at: datetime | None
    gaps: int


@in_house(Power.SEE_DUTY)
def now(request: HttpRequest) -> HttpResponse:
    """Who is on duty now, in every department."""
    person, at = person_of(request), timezone.now()
    rosters = list(queries.rosters_visible_to(person))
    shown = queries.all_shown(rosters, at, at + queries.AHEAD)
    heads = queries.answerable_in([one.department for one in rosters], at)
    context = {
        "now": at,
        "rows": [_row(shown[one.pk], heads, at) for one in rosters],
        "keeps": person.may(Power.KEEP_DUTY),
    }
    return render(request, "duty/now.html", context)


@in_house(Power.SEE_DUTY)
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The duty of a department, by month or by week, with its shifts."""
    person, at = person_of(request), timezone.now()
    found = _roster(request, pk)
    today = at.astimezone(found.zone_info).date()
    on = _asked_day(request) or today
    stretch = showing.week(on) if "week" in request.GET else showing.month(on)
    shown = queries.shown(found, at, at + queries.AHEAD)
    heads = queries.answerable_in([found.department], at)
    context = {
        "now": at, "roster": found, "row": _row(shown, heads, at), "on": on, "stretch": stretch,
        "times_in": times_in(found.zone),
        "days": showing.days(found, stretch, on, at),
        "weekdays": [label for _name, label in WEEKDAYS],
        "tabs": [
            Tab(_("Month"), f"?on={on}", not stretch.is_week),
            Tab(_("Week"), f"?week&on={on}", stretch.is_week),
        ],
        "gaps": shown.gaps(),
        "shifts": [(one, _days(one)) for one in queries.shifts_of(found, at)],
        "stand_ins": queries.stand_ins_of(found, at),
        "leaves": queries.leaves_around(found, at),
        "keeps": person.may(Power.KEEP_DUTY), "me": person,
        "swaps": person.may(Power.HANDLE_CASES),
    }  # fmt: skip
    return render(request, "duty/roster.html", context)


@in_house(Power.KEEP_DUTY)
def add_roster(request: HttpRequest) -> HttpResponse:
    """The duty roster of one more department."""
    form = RosterForm(request.POST or None)
    return kit.page(
        request, form, title=_("Begin a duty roster"), back=reverse("duty:now"),
        button=_("Begin a duty roster"),
        act=lambda: actions.add_roster(
            form.cleaned_data["department"], fields=form.said(), by=person_of(request),
            at=timezone.now(),
        ),
        done=_address,
    )  # fmt: skip


@in_house(Power.KEEP_DUTY)
def change_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Other hours, another head."""
    found = _roster(request, pk)
    form = RosterForm(request.POST or None, roster=found)
    return kit.page(
        request, form, title=_("Change %(name)s") % {"name": found}, record=found,
        act=lambda: actions.change_roster(
            found, changes=form.said(), revision=kit.revision(request), by=person_of(request),
            at=timezone.now(),
        ),
        done=_address, back=_address(found),
    )  # fmt: skip


@in_house(Power.KEEP_DUTY)
def add_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody more on the weekly pattern."""
    found = _roster(request, pk)
    form = ShiftForm(request.POST or None)
    return kit.page(
        request, form, title=_("Add a shift"), lead=str(found), back=_address(found),
        button=_("Add a shift"),
        act=lambda: actions.add_shift(
            found, **form.cleaned_data, by=person_of(request), at=timezone.now()
        ),
        done=lambda _shift: _address(found),
    )  # fmt: skip


@in_house(Power.KEEP_DUTY)
def end_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a shift."""
    shift = get_object_or_404(
        Shift, pk=pk, roster__in=queries.rosters_visible_to(person_of(request))
    )
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    return kit.page(
        request, form, title=_("End a shift"), lead=str(shift), back=_address(shift.roster),
        record=shift, button=_("End a shift"),
        act=lambda: actions.end_shift(
            shift, on=form.cleaned_data["on"], revision=kit.revision(request),
            by=person_of(request), at=timezone.now(),
        ),
        done=lambda _shift: _address(shift.roster),
    )  # fmt: skip


@in_house(Power.HANDLE_CASES)
def add_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands in; who keeps no rosters hands over duty of their own."""
    me, found = person_of(request), _roster(request, pk)
    form = StandInForm(request.POST or None, only=None if me.may(Power.KEEP_DUTY) else me)
    return kit.page(
        request, form, title=_("Stand in"), lead=str(found), back=_address(found),
        button=_("Let somebody stand in"),
        act=lambda: actions.stand_in(found, **form.cleaned_data, by=me, at=timezone.now()),
        done=lambda _made: _address(found),
    )  # fmt: skip


@in_house(Power.HANDLE_CASES)
@require_POST
def cancel_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The weekly pattern holds again."""
    rosters = queries.rosters_visible_to(person_of(request))
    made = get_object_or_404(StandIn.objects.select_related("roster"), pk=pk, roster__in=rosters)
    actions.cancel_stand_in(made, by=person_of(request), at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect(_address(made.roster))


@in_house(Power.KEEP_DUTY)
def add_leave(request: HttpRequest) -> HttpResponse:
    """Somebody is away."""
    form = LeaveForm(request.POST or None)
    return kit.page(
        request, form, title=_("Enter who is away"), back=reverse("duty:now"),
        button=_("Enter who is away"),
        act=lambda: actions.enter_leave(
            **form.cleaned_data, by=person_of(request), at=timezone.now()
        ),
        done=lambda _leave: reverse("duty:now"),
    )  # fmt: skip


@in_house(Power.KEEP_DUTY)
@require_POST
def cancel_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The person does duty after all."""
    leave = get_object_or_404(Leave, pk=pk)
    actions.cancel_leave(leave, by=person_of(request), at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("duty:now")


def _row(shown: queries.Shown, heads: dict[int, queries.Answering], at: datetime) -> Row:
    """Who is on duty now and next, until when it is open or when it opens."""
    turns = shown.turns()
    here = turns[0] if turns and turns[0].begins_at == at else None
    after = next((one for one in turns if one is not here), None)
    answers = heads.get(shown.roster.department_id)
    hours = shown.roster.hours
    is_open = rules.is_open(hours, at)
    return Row(
        roster=shown.roster,
        person=shown.people[here.person] if here else None,
        until=here.ends_at if here and here.ends_at < shown.end else None,
        after=shown.people[after.person] if after else None,
        head=answers.person if here is None and answers else None,
        is_open=is_open,
        turns_at=rules.closes_next(hours, at) if is_open else rules.opens_next(hours, at),
        gaps=len(shown.gaps()),
    )


def _roster(request: HttpRequest, pk: int) -> Roster:
    return get_object_or_404(queries.rosters_visible_to(person_of(request)), pk=pk)


def _asked_day(request: HttpRequest) -> Any:
    try:
        day = parse_date(request.GET.get("on", ""))
    except ValueError:
        return None
    return day if day is not None and 1970 < day.year < 2200 else None


def _days(shift: Shift) -> str:
    labels = [str(label) for _name, label in WEEKDAYS]
    return ("、" if language() == "zh" else ", ").join(labels[day] for day in shift.days)


def _address(found: Roster) -> str:
    return reverse("duty:roster", args=[found.pk])
