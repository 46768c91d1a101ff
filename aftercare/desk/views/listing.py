"""The list of cases, its file for a spreadsheet, and the register of calls and letters."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.desk import board as lanes
from aftercare.desk import queries
from aftercare.desk.forms import filtering
from aftercare.desk.models import Case, standing_in
from aftercare.desk.speech import COVERED, Voice, voice_of
from aftercare.desk.states import OPEN
from aftercare.desk.views.access import at_desk
from aftercare.desk.views.board import views_of
from aftercare.desk.views.case import STATE_LOOKS
from aftercare.kit import pages, sheets
from aftercare.kit.pages import Filters
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

CASES = pages.Keyset(("-reported_at",), size=50)
MOST_EXPORTED = 10_000
MOST_REGISTERED = 500


@at_desk()
def cases(request: HttpRequest) -> HttpResponse:
    """All cases the person may see, the newest first."""
    person, now = person_of(request), timezone.now()
    filters = filtering.case_filters(person, request.GET)
    exact = queries.cases_visible_to(person).filter(number=filters["q"].upper()).first()
    if filters["q"] and exact is not None:
        return redirect("desk:case", exact.number)
    page = CASES.shown(queries.listed(fitting(person, filters)), request)
    clocks = lanes.next_clocks([case for case in page.rows if case.is_open])
    content = {
        "now": now,
        "filters": filters,
        "page": page,
        "rows": [(case, clocks.get(case.reference), STATE_LOOKS[case.state]) for case in page],
        "handles": person.may(Power.HANDLE_CASES),
        "most_found": queries.MOST_FOUND,
        "most_exported": MOST_EXPORTED,
        **views_of(person, "cases", request),
    }
    part = "desk/cases.html#list" if request.htmx else "desk/cases.html"  # type: ignore[attr-defined]
    return render(request, part, content)


def fitting(person: Person, filters: Filters) -> QuerySet[Case]:
    """The cases that the filters ask for."""
    if filters["q"]:
        rows = queries.cases_found(person, filters["q"])
    else:
        rows = queries.cases_visible_to(person)
    if filters["state"]:
        open_ones = filters["state"] == "open"
        rows = rows.filter(standing_in(OPEN) if open_ones else Q(state=filters["state"]))
    since, until = filters.on("since"), filters.on("until")
    if since:
        rows = rows.filter(reported_at__gte=_midnight(since))
    if until:
        rows = rows.filter(reported_at__lt=_midnight(until + timedelta(days=1)))
    chosen = filtering.chosen(person, filters)
    return rows.filter(**{lanes.OF_CASE[name]: value for name, value in chosen.items()})


@at_desk()
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The list as the filters show it, for a spreadsheet; at most `MOST_EXPORTED` rows."""
    person = person_of(request)
    rows = fitting(person, filtering.case_filters(person, request.GET))
    rows = rows.order_by("-reported_at", "-pk")[:MOST_EXPORTED]
    return sheets.answer("cases", _csv(rows))


def _csv(rows: QuerySet[Case]) -> Iterator[list[str]]:
    yield [
        _("Number"), _("Reported"), _("Source"), _("Kind"), _("Customer"), _("Reported by"),
        _("Phone"), _("Unit"), _("Symptom"), _("Severity"), _("Coverage"), _("State"),
        _("Responsible"), _("Agreement"), _("Solved"), _("Closed"), _("Solution"),
    ]  # fmt: skip
    yield from (_cells(case) for case in rows.iterator(chunk_size=500))


def _cells(case: Case) -> list[str]:
    voice = voice_of(case)
    return [
        case.number, _local(case.reported_at), voice.value("source", case.source),
        voice.value("kind", case.kind), case.customer.name, case.reporter_name,
        case.reporter_phone, str(case.unit or ""), case.symptom,
        voice.value("severity", case.severity), voice.look_up(COVERED, case.covered),
        str(case.stands_as.label), case.responsible.name if case.responsible else "",
        case.agreement.number if case.agreement else "", _local(case.solved_at),
        _local(case.closed_at), case.solution,
    ]  # fmt: skip


@at_desk()
def register(request: HttpRequest) -> HttpResponse:
    """The register of calls, letters and visitors of one day with the result of each (P03-19,
    P06-12)."""
    person = person_of(request)
    sources = Voice(None)
    filters = Filters(
        [
            pages.Filter("on", _("Day"), "date"),
            pages.Filter("source", _("Source"), choices=filtering.ways_in(sources)),
        ],
        request.GET,
    )
    on = filters.on("on") or timezone.localdate()
    rows = queries.listed(queries.cases_visible_to(person)).filter(
        reported_at__gte=_midnight(on), reported_at__lt=_midnight(on + timedelta(days=1))
    )
    if filters["source"]:
        rows = rows.filter(source=filters["source"])
    found = list(rows.order_by("reported_at", "pk")[: MOST_REGISTERED + 1])
    takers = queries.taken_by(found)
    shown = [
        (case, sources.value("source", case.source), sources.value("kind", case.kind),
         takers.get(case.reference, ""))
        for case in found[:MOST_REGISTERED]
    ]  # fmt: skip
    content = {
        "rows": shown,
        "filters": filters,
        "on": on,
        "more": len(found) > MOST_REGISTERED,
        "handles": person.may(Power.HANDLE_CASES),
    }
    return render(request, "desk/register.html", content)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), timezone.get_current_timezone())


def _local(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
