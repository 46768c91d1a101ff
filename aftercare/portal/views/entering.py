"""Coming in: by the code on the unit or the number on the card, and reporting what is wrong."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.catalog.models import Unit
from aftercare.desk import actions
from aftercare.desk.linking import LINK, UNITS
from aftercare.desk.speech import Voice
from aftercare.kit import forms as kit
from aftercare.kit import limits as counting
from aftercare.kit.models import Event
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.portal import limits, queries, visitors
from aftercare.portal.forms import SHOWN_KINDS, LookupForm, ReportForm, keep_photos
from aftercare.portal.views.access import page_of_portal

MADE = "portal_made"


@page_of_portal
def start(request: HttpRequest) -> HttpResponse:
    """Where a customer without an account begins."""
    form = LookupForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        number, phone_end = form.cleaned_data["number"], form.cleaned_data["phone_end"]
        found = _found(request, number, phone_end)
        if found:
            request.session[UNITS] = found
            return redirect("portal:report")
        form.add_error(None, _not_found())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/start.html", {"form": form}, status=status)


@page_of_portal
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code on a unit opens; the code does not stay in the address."""
    found = _found(request, code, "")
    if not found:
        messages.error(request, _not_found())
        return redirect("portal:start")
    request.session[UNITS] = found
    return redirect("portal:report")


@page_of_portal
def report(request: HttpRequest) -> HttpResponse:
    """What is wrong with the unit that was found; sent, it becomes a case with its link."""
    units = queries.units_opened(request.session.get(UNITS, []))
    if not units:
        return redirect("portal:start")
    if request.method == "POST":
        counting.spend(limits.SENDINGS, counting.address_of(request))
    form = _report_form(request, units)
    if request.method == "POST" and form.is_valid():
        made = visitors.event_id(request, form.cleaned_data["id"])
        _count(form, made)
        kit.carried_out(form, lambda: _register(request, form, made))
        if not form.errors:
            return redirect("portal:follow")
    visitors.sow(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/report.html", {"form": form, "units": units}, status=status)


def _found(request: HttpRequest, number: str, phone_end: str) -> list[int]:
    """The units that are meant. Wrong entries count, for the address and for the number, known
    or not; so neither time nor answers tell which numbers there are."""
    address, number = counting.address_of(request), number.strip()
    counting.spend(limits.LOOKUPS, address)
    by_code = queries.unit_by_code(number)
    if by_code is not None:
        counting.give_back(limits.LOOKUPS, address)
        return [by_code.pk]
    counting.spend(limits.CARD, number)
    found = queries.units_by_card(number, phone_end)
    if found:
        counting.give_back(limits.LOOKUPS, address)
        counting.give_back(limits.CARD, number)
    return found


def _not_found() -> str:
    return _(
        "We found nothing under this. Check the number; a card number needs the last four digits "
        "of the telephone you left with us."
    )


def _report_form(request: HttpRequest, units: QuerySet[Unit]) -> ReportForm:
    voice = Voice(None)
    kinds = [(kind, voice.value("kind", kind)) for kind in SHOWN_KINDS]
    user = request.user
    known = isinstance(user, Person) and user.role == Role.CUSTOMER
    initial = {name: getattr(user, name) for name in ("name", "phone", "email")} if known else {}
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, units=units, kinds=kinds)
    return ReportForm(units=units, kinds=kinds, initial=initial)


def _count(form: ReportForm, made: uuid.UUID) -> None:
    """One more report of a unit, unless it is the same one again."""
    if not Event.objects.filter(id=made).exists():
        counting.spend(limits.REPORTS, str(form.cleaned_data["unit"].pk))


def _register(request: HttpRequest, form: ReportForm, made: uuid.UUID) -> None:
    """Register, keep the photographs, and open the private link in this browser."""
    given, at = form.cleaned_data, timezone.now()
    by = visitors.actor_of(request, given["unit"].customer_id, given["name"])
    secret = visitors.secret_of(made)
    case = actions.register_case(form.report(), by=by, at=at, secret=secret, id=made).case
    request.session[LINK] = case.link_hash
    request.session[MADE] = str(made)
    keep_photos(case, given["photos"], by=by, at=at, id=_of_photos(made))


def _of_photos(made: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(made, "photos")
