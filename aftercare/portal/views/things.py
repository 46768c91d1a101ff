"""A customer's units, places and files, however many there are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.catalog import queries as catalog
from aftercare.desk import picking
from aftercare.desk import queries as desk
from aftercare.desk.speech import Voice
from aftercare.desk.ticking import ticking
from aftercare.kit import pages, references
from aftercare.patches import queries as patches
from aftercare.patches.story import OFFER_LOOKS
from aftercare.people import queries as people
from aftercare.people.requests import person_of
from aftercare.portal import contacts, queries, story
from aftercare.portal.views.access import for_customers

NEWEST = pages.Keyset(("-id",), size=25)
CASE_PAGE = pages.Keyset(("-reported_at",), size=10)
KEPT_PAGE = pages.Keyset(("-ended_at",), size=10, filled=("ended_at",))
SEARCH = (pages.Filter("q", _("Serial, card or model"), "text"),)
MOST_PLACES = 200


@for_customers
def units(request: HttpRequest) -> HttpResponse:
    """All units, newest first: found by a part of their number, or those of one place."""
    person = person_of(request)
    filters = pages.Filters(SEARCH, request.GET, keep=("site",))
    places = list(catalog.sites_visible_to(person).order_by("name", "id")[:MOST_PLACES])
    rows, key = catalog.units_visible_to(person), references.number(request.GET.get("site", ""))
    rows = rows.filter(site=key) if key is not None else rows
    if filters["q"]:
        page = pages.Page(people.searched(person, rows, filters["q"], "unit"))
    else:
        page = NEWEST.shown(rows, request)
    context = {"filters": filters, "page": page, "places": places, "place": key}
    return render(request, "portal/units.html", context)


@for_customers
def unit(request: HttpRequest, key: int) -> HttpResponse:
    """One unit: its warranty today, its reports, what is promised for it and how that was kept."""
    person, now = person_of(request), timezone.now()
    found = get_object_or_404(catalog.units_visible_to(person), pk=key)
    cases = CASE_PAGE.shown(desk.cases_visible_to(person).filter(unit=found), request, "cases")
    promised = queries.promised_for(person, found)
    kept, voice = KEPT_PAGE.shown(queries.ended(promised), request, "kept"), Voice(None)
    context = {
        "now": now,
        "unit": found,
        "verdict": picking.verdict_today(found, now),
        "contacts": contacts.of_unit(found, now),
        "cases": cases,
        "shown_cases": [(case, story.standing(case, voice)) for case in cases],
        "running": ticking(queries.running(promised).order_by("due_at", "pk")[:MOST_PLACES]),
        "patches": [(one, OFFER_LOOKS[one.state]) for one in patches.of_unit(person, found)],
        "level": patches.level_of(found),
        "kept": kept,
        "ended": ticking(kept.rows),
    }
    return render(request, "portal/unit.html", context)


@for_customers
def files(request: HttpRequest) -> HttpResponse:
    """Every file of the own reports that is meant for the customer, newest first."""
    page = NEWEST.shown(queries.files_of(person_of(request)), request)
    numbers = queries.numbers_of(page.rows)
    context = {
        "now": timezone.now(),
        "page": page,
        "files": [(one, numbers[one.subject]) for one in page.rows],
    }
    return render(request, "portal/files.html", context)
