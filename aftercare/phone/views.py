"""The register of calls, one call, and who is calling now."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aftercare.catalog import queries as catalog
from aftercare.desk.views.access import at_desk
from aftercare.kit import forms, pages
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.phone import actions, queries
from aftercare.phone.forms import CallForm, ExtensionForm, NoteForm, purposes
from aftercare.phone.models import Call, Result
from aftercare.phone.rules import Standing

CALLS = pages.Keyset(("-began_at",), size=30)  # an agent asks while somebody is on the line
LOOKS: dict[Standing, tuple[str, str, Any]] = {
    Standing.RINGING: ("warn", "phone-call", gettext_lazy("ringing")),
    Standing.TALKING: ("calm", "phone", gettext_lazy("talking")),
    Standing.ENDED: ("idle", "check", gettext_lazy("ended")),
    Standing.MISSED: ("bad", "x", gettext_lazy("missed")),
}
GUESSES = 4


@dataclass(frozen=True)
class Row:
    """A call as a list shows it."""

    call: Call
    look: tuple[str, str, str]
    purpose: str
    result: str

    @property
    def talked(self) -> timedelta | None:
        """How long they talked."""
        if self.call.answered_at is None or self.call.ended_at is None:
            return None
        return self.call.ended_at - self.call.answered_at


@at_desk()
def calls(request: HttpRequest) -> HttpResponse:
    """The register, the latest first; by the beginning or end of a number, by day, by result."""
    person = person_of(request)
    filters = pages.Filters(_filters(), request.GET)
    rows = queries.with_number(queries.calls_visible_to(person), filters["q"])
    if filters["result"]:
        rows = rows.filter(result="" if filters["result"] == "none" else filters["result"])
    if day := filters.on("on"):
        begin = timezone.make_aware(datetime.combine(day, time()))
        rows = rows.filter(began_at__gte=begin, began_at__lt=begin + timedelta(days=1))
    page = CALLS.shown(queries.listed(rows), request)
    context = {
        "filters": filters,
        "page": page,
        "rows": _rows(page),
        "handles": person.may(Power.HANDLE_CASES),
        "keeps": person.may(Power.KEEP_PEOPLE),
    }
    return render(request, "phone/calls.html", context)


@at_desk()
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call; sent, it notes what was said."""
    person = person_of(request)
    found = get_object_or_404(queries.calls_visible_to(person), pk=pk)
    form = NoteForm(request.POST or None, call=found)
    status = HTTPStatus.OK
    if request.method == "POST":
        noted = form.is_valid() and forms.carried_out(form, lambda: _noted(request, found, form))
        if noted:
            messages.success(request, _("Saved."))
            return redirect("phone:call", found.pk)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    may_note = person.may(Power.HANDLE_CASES)
    context = {"row": _rows([found])[0], "form": form if may_note else None}
    return render(request, "phone/call.html", context, status=status)


def _noted(request: HttpRequest, found: Call, form: NoteForm) -> bool:
    actions.note_call(
        found, **form.cleaned_data, by=person_of(request), at=timezone.now(),
        revision=forms.revision(request),
    )  # fmt: skip
    return True


@at_desk(Power.HANDLE_CASES)
def enter(request: HttpRequest) -> HttpResponse:
    """A call that no exchange told of."""
    person, at = person_of(request), timezone.now()
    initial = {"began_at": timezone.localtime(at), "id": uuid.uuid4()}
    form = CallForm(request.POST or None, initial=initial)
    return forms.page(
        request, form, title=_("Enter a call"), back=reverse("phone:calls"),
        act=lambda: actions.enter_call(**form.cleaned_data, by=person, at=at),
        done=lambda made: reverse("phone:call", args=[made.pk]),
    )  # fmt: skip


@at_desk(Power.KEEP_PEOPLE)
def extensions(request: HttpRequest) -> HttpResponse:
    """Whose telephone is whose; sent, it gives one to somebody."""
    person, at = person_of(request), timezone.now()
    form = ExtensionForm(request.POST or None)
    given = form.is_valid() and forms.carried_out(form, lambda: _given(form, person, at))
    if given:
        messages.success(request, _("Saved."))
        return redirect("phone:extensions")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "rows": queries.extensions()}
    return render(request, "phone/extensions.html", context, status=status)


def _given(form: ExtensionForm, by: Person, at: datetime) -> bool:
    given = form.cleaned_data
    actions.give_extension(given["number"], to=given["person"], by=by, at=at)
    return True


@at_desk(Power.KEEP_PEOPLE)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody has this extension any more."""
    found = get_object_or_404(queries.extensions(), pk=pk)
    actions.take_extension(found, by=person_of(request), at=timezone.now())
    return redirect("phone:extensions")


@at_desk(Power.HANDLE_CASES)
def now(request: HttpRequest) -> HttpResponse:
    """Who is calling: asked when the stream of news says that something happened."""
    person = person_of(request)
    ringing = queries.on_the_line(person, timezone.now())
    context = {
        "call": ringing,
        "look": LOOKS[ringing.standing] if ringing else None,
        "guesses": _guesses(person, ringing.digits) if ringing else [],
    }
    return render(request, "phone/now.html", context)


def _guesses(person: Person, number: str) -> list[str]:
    """Who has this number, each named once."""
    found = catalog.find(person, number, limit=GUESSES)
    named = (" · ".join(dict.fromkeys(filter(None, (one.label, one.customer)))) for one in found)
    return list(dict.fromkeys(named))


def _rows(calls: Iterable[Call]) -> list[Row]:
    """Calls as they are shown; the words of purposes and results looked up once for all."""
    about = dict(purposes())
    results = {result.value: str(result.label) for result in Result}
    looks = {look: (tone, icon, str(words)) for look, (tone, icon, words) in LOOKS.items()}
    return [
        Row(one, looks[one.standing], about.get(one.purpose, ""), results.get(one.result, ""))
        for one in calls
    ]


def _filters() -> tuple[pages.Filter, ...]:
    nothing = ("none", _("nothing noted yet"))
    return (
        pages.Filter("q", gettext_lazy("Number: its beginning or end"), "text"),
        pages.Filter("on", gettext_lazy("Day"), "date"),
        pages.Filter("result", gettext_lazy("Result"), choices=(nothing, *Result.choices)),
    )
