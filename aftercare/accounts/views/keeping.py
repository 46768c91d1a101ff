"""Keeping the accounts of others: invite, move, close, open, help out."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from aftercare.accounts import actions, queries
from aftercare.accounts.forms import (
    STATES,
    ContactInvitationForm,
    InvitationForm,
    PlaceForm,
    SuspensionForm,
)
from aftercare.kit import forms as kit
from aftercare.kit import pages
from aftercare.people import actions as people
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power, Role, Suspension

ACCOUNTS = pages.Keyset(("name",))
FILTERS = (
    pages.Filter("q", gettext_lazy("Name, sign-in name or e-mail"), "text"),
    pages.Filter("role", gettext_lazy("Role"), choices=Role.choices),
    pages.Filter("state", pgettext_lazy("account", "State"), choices=STATES),
)
STATE_FILTERS: Mapping[str, Q] = {
    "open": Q(is_active=True, is_invited=False),
    "invited": Q(is_active=True, is_invited=True),
    "closed": Q(is_active=False),
}
LETTERS_SHOWN = 10


@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who may sign in, by name."""
    _keeper(request)
    filters = pages.Filters(FILTERS, request.GET)
    rows = _filtered(queries.accounts(), filters)
    context = {"filters": filters, "page": ACCOUNTS.shown(rows, request)}
    return render(request, "accounts/accounts.html", context)


@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Let somebody in, who chooses their own password."""
    me = _keeper(request)
    form = InvitationForm(request.POST or None)
    return kit.page(
        request, form, title=_("Invite somebody"), back=reverse("accounts:accounts"),
        button=_("Send the invitation"),
        act=lambda: actions.invite_person(
            actions.Invitation(**form.cleaned_data), by=me, at=timezone.now()
        ),
        done=_address,
    )  # fmt: skip


@login_required
def invite_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """An account for a contact."""
    me = _keeper(request)
    person = get_object_or_404(Person.objects.select_related("organisation"), pk=pk, username=None)
    form = ContactInvitationForm(request.POST or None, initial={"email": person.email})
    return kit.page(
        request, form, title=_("Invite %(name)s") % {"name": person.name},
        lead=person.organisation.name, done=_address, button=_("Send the invitation"),
        back=reverse("people:organisation", args=[person.organisation_id]),
        act=lambda: actions.invite_contact(
            person, **form.cleaned_data, by=me, at=timezone.now()
        ),
    )  # fmt: skip


@login_required
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: what is known, and what may be done about it."""
    me = _keeper(request)
    person = get_object_or_404(queries.accounts(), pk=pk)
    context = {
        "person": person, "factors": queries.factors_of(person), "is_me": me.pk == person.pk,
        "sessions": len(queries.sessions_of(person)), "suspension": SuspensionForm(),
        "letters": queries.letters_of(person)[:LETTERS_SHOWN],
        "stuck": queries.letters_stuck(person),
    }  # fmt: skip
    return render(request, "accounts/account.html", context)


@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another organisation, role or department."""
    me = _keeper(request)
    person = get_object_or_404(queries.accounts(), pk=pk)
    form = PlaceForm(
        request.POST or None, initial=kit.values(person, PlaceForm.base_fields), person=person
    )
    return kit.page(
        request, form, title=_("Role and organisation of %(name)s") % {"name": person.name},
        record=person, back=_address(person), done=_address,
        act=lambda: people.change_person(
            person, changes=form.cleaned_data, revision=kit.revision(request), by=me,
            at=timezone.now(),
        ),
    )  # fmt: skip


@login_required
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One of ACTS; each is an action of its own."""
    me = _keeper(request)
    person = get_object_or_404(queries.accounts(), pk=pk)
    if what not in ACTS:
        raise Http404
    perform, said = ACTS[what]
    perform(request, person, me)
    messages.success(request, str(said))
    return redirect(_address(person))


def _suspend(request: HttpRequest, person: Person, me: Person) -> None:
    given = request.POST.get("reason", "")
    reason = given if given in Suspension.values else Suspension.OTHER
    people.suspend_person(person, reason=reason, by=me, at=timezone.now())


def _resume(_request: HttpRequest, person: Person, me: Person) -> None:
    people.resume_person(person, by=me, at=timezone.now())


def _invite_again(_request: HttpRequest, person: Person, me: Person) -> None:
    actions.invite_again(person, by=me, at=timezone.now())


def _end_sessions(_request: HttpRequest, person: Person, me: Person) -> None:
    people.end_sessions(person, by=me, at=timezone.now())


def _reset_factors(_request: HttpRequest, person: Person, me: Person) -> None:
    actions.reset_factors(person, by=me, at=timezone.now())


def _unlink_company(_request: HttpRequest, person: Person, me: Person) -> None:
    actions.unlink_company(person, by=me, at=timezone.now())


def _retry_letters(_request: HttpRequest, person: Person, me: Person) -> None:
    actions.try_letters_again(queries.letters_of(person), by=me, at=timezone.now())


ACTS: Mapping[str, tuple[Callable[[HttpRequest, Person, Person], None], Any]] = {
    "suspend": (_suspend, gettext_lazy("The account is closed; every session and token ended.")),
    "resume": (_resume, gettext_lazy("The account is open again.")),
    "invite-again": (_invite_again, gettext_lazy("A new invitation is on its way.")),
    "end-sessions": (_end_sessions, gettext_lazy("Every session of this person is ended.")),
    "reset-factors": (_reset_factors, gettext_lazy("The second factors are removed.")),
    "unlink-company": (_unlink_company, gettext_lazy("The link to the company is removed.")),
    "retry-letters": (_retry_letters, gettext_lazy("Undelivered mail will be sent again.")),
}


def _filtered(rows: QuerySet[Person], filters: pages.Filters) -> QuerySet[Person]:
    if filters["role"]:
        rows = rows.filter(role=filters["role"])
    if filters["state"] in STATE_FILTERS:
        rows = rows.filter(STATE_FILTERS[filters["state"]])
    if text := filters["q"]:
        named = Q(name__icontains=text) | Q(username__icontains=text) | Q(email__icontains=text)
        rows = rows.filter(named)
    return rows


def _keeper(request: HttpRequest) -> Person:
    me = person_of(request)
    require(me, Power.KEEP_PEOPLE)
    return me


def _address(person: Person) -> str:
    return reverse("accounts:account", args=[person.pk])
