"""The board, and the views people keep of it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.desk import actions, queries
from aftercare.desk import board as lanes
from aftercare.desk.forms import filtering
from aftercare.desk.views.access import at_desk
from aftercare.kit.pages import Filters
from aftercare.kit.parts import Tab
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

PAGES = {"board": "desk:board", "cases": "desk:cases"}


@at_desk()
def board(request: HttpRequest) -> HttpResponse:
    """What is late and what is due, one lane at a time."""
    person, now = person_of(request), timezone.now()
    filters = filtering.board_filters(person, request.GET)
    chosen = filtering.chosen(person, filters)
    counts = lanes.counts(person, chosen, now)
    lane = lanes.LANES.get(request.GET.get("lane", "")) or _fullest(counts)
    part = "desk/board.html#lane" if request.htmx else "desk/board.html"  # type: ignore[attr-defined]
    content = {
        "now": now,
        "lane": lane,
        "tabs": _tabs(filters, lane, counts),
        "filters": filters,
        "bare": f"?lane={lane.name}",
        "handles": person.may(Power.HANDLE_CASES),
        "page": lanes.page(person, lane, chosen, now, request),
        **views_of(person, "board", request),
    }
    return render(request, part, content)


def _fullest(counts: dict[str, int]) -> lanes.Lane:
    """The first lane that has something in it."""
    return next((lane for name, lane in lanes.LANES.items() if counts[name]), lanes.LANES["today"])


def _tabs(filters: Filters, current: lanes.Lane, counts: dict[str, int]) -> list[dict[str, Any]]:
    kept = [(name, value) for name, value in filters.chosen.items()]
    return [
        {
            "lane": lane,
            "href": f"?{urlencode([('lane', name), *kept])}",
            "current": lane is current,
            "count": "99+" if counts[name] >= lanes.MOST_COUNTED else counts[name],
        }
        for name, lane in lanes.LANES.items()
    ]


def views_of(person: Person, page: str, request: HttpRequest) -> dict[str, Any]:
    """The saved views of a page, the present one marked, and its filters to be saved."""
    given = request.GET.copy()
    given.pop("at", None)
    here = given.urlencode()
    address = reverse(PAGES[page])
    saved = [
        Tab(view.name, f"{address}?{view.query}", current=view.query == here)
        for view in queries.saved_views(person, page)
    ]
    present = next((view.label for view in saved if view.current), "")
    return {"saved_views": saved, "present_view": present, "page_name": page, "query": here}


@at_desk()
@require_POST
def save_view(request: HttpRequest, page: str) -> HttpResponse:
    """Keep the filters of a page under a name."""
    if page not in PAGES:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    view = actions.save_view(page, name, query, by=person_of(request))
    messages.success(request, _("The view %(name)s is saved.") % {"name": view.name})
    return redirect(f"{reverse(PAGES[page])}?{view.query}")


@at_desk()
@require_POST
def drop_view(request: HttpRequest, page: str) -> HttpResponse:
    """Forget a view of one's own."""
    person = person_of(request)
    view = get_object_or_404(queries.saved_views(person, page), name=request.POST.get("name", ""))
    actions.drop_view(view, by=person)
    messages.success(request, _("The view %(name)s is removed.") % {"name": view.name})
    return redirect(PAGES[page])
