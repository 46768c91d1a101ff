"""Patches for a customer's units: what each mends, and what the customer chooses (P14-07)."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.documents.views import deliver
from aftercare.kit import days, pages
from aftercare.kit import forms as kit
from aftercare.patches import queries, story
from aftercare.patches.forms import ANSWERS, AnswerForm
from aftercare.patches.models import Offer
from aftercare.patches.states import OFFER_MOVES, OfferState, possible
from aftercare.people.requests import person_of
from aftercare.portal.views.access import for_customers

NEWEST = pages.Keyset(("-id",), size=25)
FILTERS = (
    pages.Filter("state", gettext_lazy("What you chose"), choices=OfferState.choices),
)  # fmt: skip


@for_customers
def patches(request: HttpRequest) -> HttpResponse:
    """Every patch for every unit of the customer, the newest first."""
    person, filters = person_of(request), pages.Filters(FILTERS, request.GET)
    rows = queries.offers_visible_to(person)
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    page = NEWEST.shown(rows, request)
    context = {
        "filters": filters, "page": page, "now": timezone.now(),
        "rows": [(one, story.OFFER_LOOKS[one.state]) for one in page],
    }  # fmt: skip
    return render(request, "portal/patches.html", context)


@for_customers
def patch(request: HttpRequest, key: int) -> HttpResponse:
    """One patch for one unit: what it mends, known risks, where to get it, and the choice."""
    return _page(request, _found(request, key))


@for_customers
@require_POST
def answer(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Choose it, decline it, say that it is applied, or was taken off."""
    found = _found(request, key)
    if what not in ANSWERS:
        raise Http404
    form = _form(request, found, what)
    if form.is_valid():
        kit.carried_out(
            form,
            lambda: form.carry_out(found, at=timezone.now(), revision=kit.revision(request)),
        )
        if not form.errors:
            messages.success(request, _("Thank you, it is recorded."))
            return redirect("portal:my-patch", key)
    found.refresh_from_db()
    return _page(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, **{what: form})


@for_customers
def file(request: HttpRequest, key: int, file: int) -> FileResponse:
    """A file of a patch that is offered to the customer."""
    found = _found(request, key)
    attachment = get_object_or_404(queries.files_of(found.patch), pk=file)
    return deliver(attachment, save=True)


def _form(request: HttpRequest, found: Offer, what: str) -> AnswerForm:
    person = person_of(request)
    others = queries.beside(person, found).count() if what in {"accept", "decline"} else 0
    given = request.POST if request.method == "POST" else None
    return ANSWERS[what](given, by=person, others=others)


def _page(
    request: HttpRequest, found: Offer, *, status: int = HTTPStatus.OK, **filled: AnswerForm
) -> HttpResponse:
    person = person_of(request)
    others = queries.beside(person, found).count()
    verbs = [*possible(found.state, found.patch.state), *filled]
    forms: dict[str, Any] = {
        verb: filled.get(verb) or ANSWERS[verb](by=person, others=others)
        for verb in dict.fromkeys(verbs)
    }
    context = {
        "offer": found, "patch": found.patch, "look": story.OFFER_LOOKS[found.state],
        "files": list(queries.files_of(found.patch)),
        "files_base": f"{reverse('portal:my-patch', args=[found.pk])}/files",
        "forms": [(verb, OFFER_MOVES[verb].label, form) for verb, form in forms.items()],
        "level": queries.level_of(found.unit), "now": timezone.now(),
        "entries": story.entries(queries.history_of(found.reference), theirs=True),
        "late": queries.is_planned_late(found, days.today(timezone.now())),
    }  # fmt: skip
    return render(request, "portal/patch.html", context, status=status)


def _found(request: HttpRequest, key: int) -> Offer:
    return get_object_or_404(queries.offers_visible_to(person_of(request)), pk=key)
