"""Reports: promises today."""

import zoneinfo
from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.desk.forms import filtering
from aftercare.insight import lawful, queries, reasons
from aftercare.kit.errors import NotAllowed
from aftercare.kit.pages import Filter, Filters, Keyset
from aftercare.kit.parts import Chart, Series
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import queries as plans
from aftercare.plans.reading import language

RANGES = {"day": 1, "week": 7, "month": 30}
RANGE_WORDS = (
    ("day", gettext_lazy("today")),
    ("week", gettext_lazy("7 days")),
    ("month", gettext_lazy("30 days")),
)
GROUPED = ("plan", "dealer", "person")
MISSED = Keyset(("-ended_at",), size=30, filled=("ended_at",))
SHOWN = 15


@login_required
def promises_today(request: HttpRequest) -> HttpResponse:
    """Kept, late, at risk: by plan, by dealer, by person, with the reasons for each late one."""
    person = person_of(request)
    if not person.may(Power.SEE_REPORTS):
        raise NotAllowed(_("Reports are for managers, quality and inspectors."))
    filters = _filters(request)
    now, words = timezone.now(), language()
    begin, end = _stretch(filters["range"], now)
    chosen = {name: filters[name] for name in GROUPED if filters[name]}
    rows = queries.of(person, chosen)
    ended = queries.ended(rows, begin, end)
    late, risk = queries.late_now(rows, now), queries.at_risk(rows, now)
    tally = queries.tally(ended, queries.standing(late), queries.standing(*risk))
    groups = {by: tally.by(by, words) for by in GROUPED}
    page = MISSED.shown(queries.missed(ended), request)
    context = {
        "now": now,
        "filters": filters,
        "total": tally.total,
        "groups": {by: _linked(found, by, filters) for by, found in groups.items()},
        "chart": _chart([one for one in groups["plan"] if one.share_kept is not None]),
        "late_count": _figure(len(tally.late)),
        "risk_count": _figure(len(tally.risk)),
        "more_late": len(tally.late) > SHOWN,
        "late": reasons.lines(list(late[:SHOWN]), words),
        "risk": reasons.lines(queries.first(SHOWN, *risk), words),
        "requests": lawful.requests(person, now, SHOWN),
        "page": page,
        "missed": reasons.lines(page.rows, words),
    }
    return render(request, "insight/promises.html", context)


def _filters(request: HttpRequest) -> Filters:
    """Time, plan, dealer and person, kept in the address."""
    known = plans.newest_versions().only("plan", "title_zh", "title_en")
    titles = [(one.plan, getattr(one, f"title_{language()}")) for one in known]
    choices = {
        "plan": titles,
        "dealer": [(queries.NOBODY, _("our own house")), *filtering.dealers()],
        "person": [(queries.NOBODY, _("nobody yet")), *filtering.people()],
    }
    labels = {"plan": _("Plan"), "dealer": _("Dealer"), "person": _("Responsible")}
    offered = [Filter(name, labels[name], choices=choices[name]) for name in GROUPED]
    return Filters([Filter("range", _("Time"), choices=RANGE_WORDS), *offered], request.GET)


def _figure(count: int) -> str:
    """A count that stops at the bound."""
    return f"{count}+" if count >= queries.CAP else str(count)


def _linked(
    groups: list[queries.Group], by: str, filters: Filters
) -> list[tuple[queries.Group, str, str]]:
    """Groups with the name of those without one, and the address that shows them alone."""
    without = {"dealer": _("our own house"), "person": _("nobody yet")}
    return [
        (group, group.name or without.get(by, "—"), filters.address(**{by: group.key}))
        for group in groups
    ]


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
