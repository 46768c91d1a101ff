"""Reports: promises today."""

import zoneinfo
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.insight import queries
from aftercare.kit.errors import NotAllowed
from aftercare.kit.pages import Filter, Filters, Keyset
from aftercare.kit.parts import Chart, Series
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import queries as plans
from aftercare.plans.reading import language
from aftercare.promises import explaining
from aftercare.promises.models import Commitment

RANGES = {"day": 1, "week": 7, "month": 30}
FILTERS = (
    Filter(
        "range",
        gettext_lazy("Time"),
        choices=(
            ("day", gettext_lazy("today")),
            ("week", gettext_lazy("7 days")),
            ("month", gettext_lazy("30 days")),
        ),
    ),
)
MISSED = Keyset(("-ended_at",), size=30, filled=("ended_at",))
SHOWN = 15


@login_required
def promises_today(request: HttpRequest) -> HttpResponse:
    """Kept, late, at risk: by plan, by dealer, by person, with the reasons for each late one."""
    person = person_of(request)
    if not person.may(Power.SEE_REPORTS):
        raise NotAllowed(_("Reports are for managers, quality and inspectors."))
    filters = Filters(FILTERS, request.GET)
    now = timezone.now()
    begin, end = _stretch(filters["range"], now)
    rows = queries.ended(person, begin, end)
    tally = queries.tally(rows)
    groups = {by: tally.by(by, language()) for by in queries.GROUPS}
    late, risk = queries.late_now(person, now), queries.at_risk(person, now)
    page = MISSED.shown(queries.missed(person, begin, end), request)
    late_ones, at_risk = queries.first(SHOWN, late), queries.first(SHOWN, *risk)
    queries.complete([*late_ones, *at_risk, *page])
    context = {
        "filters": filters,
        "total": tally.total,
        "groups": groups,
        "chart": _chart(groups["plan"]),
        "late_count": queries.capped(late),
        "risk_count": queries.capped(*risk),
        "late": [_line(row) for row in late_ones],
        "risk": [_line(row) for row in at_risk],
        "page": page,
        "missed": [_line(row) for row in page],
    }
    return render(request, "insight/promises.html", context)


def _stretch(name: str, now: datetime) -> tuple[datetime, datetime]:
    """From midnight of the reader's zone, so many days back, until now."""
    zone = timezone.get_current_timezone()
    today = now.astimezone(zone).date()
    days = RANGES.get(name, 1) - 1
    midnight = datetime.combine(today - timedelta(days=days), time(), zoneinfo.ZoneInfo(str(zone)))
    return midnight, now + timedelta(seconds=1)


def _chart(groups: list[queries.Group]) -> Chart | None:
    if not groups:
        return None
    return Chart(
        _("Outcomes by plan"),
        [group.name for group in groups],
        [
            Series(_("kept"), [group.kept for group in groups], "good"),
            Series(_("kept late"), [group.late for group in groups], "warn"),
            Series(_("broken"), [group.broken for group in groups], "bad"),
        ],
        "stack",
    )


def _line(row: Commitment) -> dict[str, Any]:
    """A commitment with what explains why it is late: pauses, steps taken, who was answerable."""
    plan = plans.document(row.plan_version)
    promise = plan.promises.get(row.promise) or plan.schedules.get(row.promise)
    title = getattr(promise.title, language()) if promise and promise.title else row.promise
    waits = [getattr(explaining.waiting(pause["reason"]), language()) for pause in row.pauses]
    reason = explaining.REASONS.get(row.reason)
    told = [getattr(reason, language())] if reason else []
    return {"row": row, "title": title, "reasons": [*told, *dict.fromkeys(waits)]}
