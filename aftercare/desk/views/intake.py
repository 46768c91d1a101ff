"""Intake in one screen: search, pick, see what is promised and covered, register."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.catalog import queries as catalog
from aftercare.desk import picking, queries
from aftercare.desk.forms.intake import TIMES, IntakeForm, NewcomerForm, facts_of, moment_of
from aftercare.desk.picking import Picked
from aftercare.desk.views.access import at_desk
from aftercare.kit import forms as kit
from aftercare.kit.errors import Refusal
from aftercare.kit.models import Event
from aftercare.kit.parts import Option
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import queries as plans

SEARCH = "find"
ICONS = {"customer": "building", "site": "map-pin", "project": "briefcase", "unit": "package"}
GROUPS = {
    "customer": pgettext_lazy("found", "customer"),
    "site": pgettext_lazy("found", "place"),
    "project": pgettext_lazy("found", "project"),
    "unit": pgettext_lazy("found", "unit"),
    "case": pgettext_lazy("found", "case"),
    "agreement": pgettext_lazy("found", "agreement"),
}
EACH = 4


@at_desk(Power.HANDLE_CASES)
def intake(request: HttpRequest) -> HttpResponse:
    """The screen; sent, it registers the case."""
    person = person_of(request)
    if request.method == "POST":
        return _register(request, person)
    picked = picking.pick(person, request.GET.get("picked", ""))
    form = IntakeForm(person=person, picked=picked)
    source = request.GET.get("source", "")
    if source in dict(form.fields["source"].choices):  # type: ignore[attr-defined]
        form.fields["source"].initial = source
    return _screen(request, form, {})


def intake_page(
    request: HttpRequest, *, picked: Picked, first: Mapping[str, Any], **more: Any
) -> HttpResponse:
    """The screen with something filled in already, for a report that came in writing. first: by
    the names of the form's fields; with an `id`, whoever gave it knows the case again by it."""
    form = IntakeForm(person=person_of(request), picked=picked, first=first)
    return _screen(request, form, {}, **more)


@at_desk(Power.HANDLE_CASES)
@require_POST
def live(request: HttpRequest) -> HttpResponse:
    """What changes on the screen when something else is picked, or a fact becomes known."""
    person, given = person_of(request), request.POST
    picked = picking.picked_from(person, given)
    if request.htmx.trigger == SEARCH and given.get("picked"):  # type: ignore[attr-defined]
        picked = picking.pick(person, given["picked"])
        return _parts(request, person, picked, given, caller=True)
    return _parts(request, person, picked, given)


@at_desk(Power.HANDLE_CASES)
def find(request: HttpRequest) -> HttpResponse:
    """Suggestions as one types: customers, places, projects, units, and cases by number."""
    person, text = person_of(request), request.GET.get("q", "")[:80]
    lines = catalog.find(person, text, limit=EACH)
    options = [
        Option(line.person or line.reference, line.label, _hint(line), ICONS[line.group])
        for line in lines
    ]
    found = [*_agreements(person, text), *options, *_cases(person, text)]
    return render(request, "kit/options.html", {"options": found})


@at_desk(Power.KEEP_CATALOG)
@require_POST
def newcomer(request: HttpRequest) -> HttpResponse:
    """Add a caller nobody knows, and go on with them picked."""
    person, form = person_of(request), NewcomerForm(request.POST)
    if form.is_valid():
        try:
            picked = form.welcome(by=person, at=timezone.now())
        except Refusal as refused:
            kit.refused(form, refused)
        else:
            return _parts(
                request, person, picked, request.POST, newcomer=NewcomerForm(), caller=True
            )
    return render(
        request, "desk/newcomer.html", {"newcomer": form, "opened": True},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )  # fmt: skip


def _register(request: HttpRequest, person: Person) -> HttpResponse:
    picked = picking.picked_from(person, request.POST)
    form = IntakeForm(request.POST, request.FILES, person=person, picked=picked)
    if form.is_valid() and not _unseen(form, picked):
        try:
            case = form.register(timezone.now()).case
        except Refusal as refused:
            kit.refused(form, refused)
        else:
            messages.success(request, _("%(number)s is registered.") % {"number": case.number})
            return redirect("desk:case", case.number)
    return _screen(request, form, request.POST, HTTPStatus.UNPROCESSABLE_ENTITY)


def _unseen(form: IntakeForm, picked: Picked) -> bool:
    """Whether there is an open case that the person has not seen yet; then they are asked once."""
    if picked.customer is None or Event.objects.filter(id=form.cleaned_data["id"]).exists():
        return False  # the same form again is no other case
    found = queries.likely_duplicates(
        form.person, customer=picked.customer, unit=picked.unit, site=picked.site
    )
    seen = form.cleaned_data["seen"].split(",")
    new = [case.number for case in found if case.number not in seen]
    if new:
        sentence = _("Perhaps this is the same matter: %(numbers)s. Look, then register again.")
        form.add_error(None, sentence % {"numbers": ", ".join(new)})
    return bool(new)


def _screen(
    request: HttpRequest,
    form: IntakeForm,
    given: Mapping[str, Any],
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    person = form.person
    content = {
        **_content(form, person, form.picked, given),
        "newcomer": NewcomerForm() if person.may(Power.KEEP_CATALOG) else None,
        "file_limit_mb": settings.FILE_LIMIT_BYTES // 1024 // 1024,
        "asked_for": request.GET.get("q", "")[:80],
        **more,
    }
    return render(request, "desk/intake.html", content, status=status)


def _parts(
    request: HttpRequest, person: Person, picked: Picked, given: Mapping[str, Any], **more: Any
) -> HttpResponse:
    kept = {name: given[name] for name in given if name not in {"unit", "site", "project",
            "agreement", "customer", "id", "seen"}}  # fmt: skip
    form = IntakeForm(person=person, picked=picked)
    told = ("source", "kind", "reporter_name", "reporter_phone", "reporter_email")
    for name in (*told, *TIMES, *form.asked):
        if kept.get(name):
            form.initial[name] = kept[name]
    content = {**_content(form, person, picked, given), "parts": True, **more}
    return render(request, "desk/intake_live.html", content)


def _content(
    form: IntakeForm, person: Person, picked: Picked, given: Mapping[str, Any]
) -> dict[str, Any]:
    now = timezone.now()
    about = picking.about(
        person, picked, facts_of(given, picked), now,
        reported_at=moment_of(given, "reported_at"), agreed_for=moment_of(given, "agreed_for"),
        symptom=str(given.get("symptom", ""))[:200].strip(),
    )  # fmt: skip
    return {
        "form": form,
        "about": about,
        "seen": ",".join(case.number for case in about.duplicates),
        "price_asked": about.price_to_sales and given.get("kind") == "price",
        "now": now,
    }


def _hint(line: catalog.Found) -> str:
    known = [line.label, *(line.contact or line.detail).split(" · "), line.customer]
    told = [part for part in dict.fromkeys(known) if part and part != line.label]
    return " · ".join([str(GROUPS[line.group]), *told])


def _agreements(person: Person, text: str) -> list[Option]:
    """The agreement whose whole number was typed."""
    number = text.strip()
    found = plans.agreements_visible_to(person).filter(number__in=[number, number.upper()])
    return [
        Option(one.reference, str(one), f"{GROUPS['agreement']} · {one.customer}", "signature")
        for one in found
    ]


def _cases(person: Person, text: str) -> list[Option]:
    if not text.strip():
        return []
    found = queries.cases_found(person, text, limit=EACH).order_by("-reported_at")
    return [
        Option(case.reference, f"{case.number} {case.symptom}",
               f"{GROUPS['case']} · {case.customer} · {case.stands_as.label}", "clipboard-list",
               href=reverse("desk:case", args=[case.number]))
        for case in found[:EACH]
    ]  # fmt: skip


@at_desk()
def search_page(request: HttpRequest) -> HttpResponse:
    """What the field in the top bar found, for those who take no calls too."""
    person, text = person_of(request), request.GET.get("q", "")[:80].strip()
    exact = queries.cases_visible_to(person).filter(number=text.upper()).first()
    if text and exact is not None:
        return redirect("desk:case", exact.number)
    lines = catalog.find(person, text, limit=10) if text else []
    cases = queries.cases_found(person, text, limit=20) if text else []
    content = {
        "text": text,
        "lines": [(line, GROUPS[line.group], ICONS[line.group]) for line in lines],
        "cases": cases,
        "handles": person.may(Power.HANDLE_CASES),
    }
    return render(request, "desk/search.html", content)
