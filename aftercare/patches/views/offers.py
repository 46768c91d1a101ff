"""What becomes of a patch for one unit, as our people see it and write it down."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from aftercare.catalog import queries as catalog
from aftercare.desk.views.access import at_desk
from aftercare.kit import days, forms
from aftercare.patches import queries, story
from aftercare.patches.forms import ANSWERS
from aftercare.patches.models import Offer
from aftercare.patches.states import OFFER_MOVES, possible
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

ICONS = {"accept": "calendar-due", "decline": "ban", "apply": "circle-check", "undo": "rotate"}


@at_desk()
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One patch for one unit: what the customer says, what was done, what may be written down."""
    person, found = person_of(request), _found(request, pk)
    may = person.may(Power.HANDLE_CASES)
    context = {
        "offer": found, "patch": found.patch, "look": story.OFFER_LOOKS[found.state],
        "buttons": [(verb, OFFER_MOVES[verb].label, ICONS[verb])
                    for verb in possible(found.state, found.patch.state)]
        if may else [],
        "entries": story.entries(queries.history_of(found.reference)),
        "level": queries.level_of(found.unit), "now": timezone.now(),
        "late": queries.is_planned_late(found, days.today(timezone.now())),
    }  # fmt: skip
    return render(request, "patches/offer.html", context)


@at_desk(Power.HANDLE_CASES)
def answer(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Write down what the customer says, or what was done."""
    person, found = person_of(request), _found(request, pk)
    if what not in ANSWERS:
        raise Http404
    others = queries.beside(person, found).count() if what in {"accept", "decline"} else 0
    form = ANSWERS[what](request.POST or None, by=person, others=others)
    back = reverse("patches:offer", args=[pk])
    return forms.page(
        request, form, title=OFFER_MOVES[what].label, lead=f"{found.patch} · {found.unit}",
        act=lambda: form.carry_out(found, at=timezone.now(), revision=forms.revision(request)),
        done=lambda _made: back, back=back, record=found, button=OFFER_MOVES[what].label,
    )  # fmt: skip


@at_desk()
def of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The patches of a unit and the level it has: a part of its page."""
    person = person_of(request)
    unit = get_object_or_404(catalog.units_visible_to(person), pk=pk)
    rows: list[Any] = [(one, story.OFFER_LOOKS[one.state]) for one in queries.of_unit(person, unit)]
    context = {"unit": unit, "rows": rows, "level": queries.level_of(unit)}
    return render(request, "patches/of_unit.html", context)


def _found(request: HttpRequest, pk: int) -> Offer:
    return get_object_or_404(queries.offers_visible_to(person_of(request)), pk=pk)
