"""Changing what an agreement covers and who is named to the customer; finding such things."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.kit import forms as kit
from aftercare.kit.parts import Option
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.forms import ContactForm, CoverForm, EndForm
from aftercare.plans.models import Agreement, AgreementContact

ICONS = {"agreement": "signature", "project": "briefcase", "site": "map-pin", "unit": "package"}


@login_required
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Cover something more."""
    found, me = _kept(request, number)
    initial = {"from_on": timezone.localdate()}
    form = CoverForm(request.POST or None, agreement=found, initial=initial)
    return kit.page(
        request, form, title=_("Cover something more"), lead=str(found), record=found,
        act=lambda: actions.add_cover(
            found, form.cleaned_data["thing"], from_on=form.cleaned_data["from_on"], by=me,
            at=timezone.now(), revision=kit.revision(request),
        ),
        done=lambda _cover: _address(found), back=_address(found),
    )  # fmt: skip


@login_required
def end(request: HttpRequest, number: str, cover: int) -> HttpResponse:
    """Cover something no longer."""
    found, me = _kept(request, number)
    thing = get_object_or_404(found.covers.filter(until_at__isnull=True), pk=cover).thing
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    return kit.page(
        request, form, title=_("Cover this no longer"), lead=str(thing), record=found,
        act=lambda: actions.end_cover(
            found, thing, **form.cleaned_data, by=me, at=timezone.now(),
            revision=kit.revision(request),
        ),
        done=lambda _cover: _address(found), back=_address(found),
    )  # fmt: skip


@login_required
def contact(request: HttpRequest, number: str, contact: int = 0) -> HttpResponse:
    """Name somebody to the customer: more, others, or no longer."""
    found, me = _kept(request, number)
    known = get_object_or_404(found.contacts.all(), pk=contact) if contact else None
    initial = {name: getattr(known, name) for name in ("role", "name", "phone")} if known else None
    form = ContactForm(request.POST or None, initial=initial, fresh=known is None)

    def act() -> AgreementContact | None:
        given = dict(form.cleaned_data)
        frame = {"by": me, "at": timezone.now(), "revision": kit.revision(request)}
        if given.pop("dropped", False) and known is not None:
            actions.drop_contact(found, known, **frame)
            return None
        return actions.change_contact(found, known, **given, **frame)

    return kit.page(
        request, form, title=_("Contact"), lead=str(found), record=found, act=act,
        done=lambda _contact: _address(found), back=_address(found),
    )  # fmt: skip


@login_required
def thing_options(request: HttpRequest, number: str) -> HttpResponse:
    """Suggestions of what a milestone can happen to."""
    found = _agreement(request, number)
    return _options(request, queries.things_offered(found, request.GET.get("q", "")[:80]))


@login_required
def candidate_options(request: HttpRequest, number: str) -> HttpResponse:
    """Suggestions of what an agreement could cover."""
    found, _me = _kept(request, number)
    return _options(request, queries.things_of_customer(found, request.GET.get("q", "")[:80]))


def _options(request: HttpRequest, things: Sequence[Any]) -> HttpResponse:
    options = [
        Option(one.reference, str(one), icon=ICONS[one.reference.partition("/")[0]])
        for one in things
    ]
    return render(request, "kit/options.html", {"options": options})


def _agreement(request: HttpRequest, number: str) -> Agreement:
    return get_object_or_404(queries.agreements_visible_to(person_of(request)), number=number)


def _kept(request: HttpRequest, number: str) -> Any:
    """The agreement, and who keeps it; refused to anybody else who may see it."""
    found, me = _agreement(request, number), person_of(request)
    require(me, Power.KEEP_AGREEMENTS)
    return found, me


def _address(found: Agreement) -> str:
    return reverse("plans:agreement", args=[found.number])
