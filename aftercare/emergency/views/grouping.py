"""The leading group: who belongs to it, and changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.emergency import actions, queries
from aftercare.emergency.forms import MemberForm
from aftercare.emergency.views.access import in_house
from aftercare.kit import forms
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power


@in_house
def group(request: HttpRequest) -> HttpResponse:
    """The group as it is, and who would be convened now."""
    person, at = person_of(request), timezone.now()
    members = list(queries.members())
    seats = queries.to_convene(None, at)
    people = Person.objects.in_bulk({one.person for one in seats})
    stands_in = {one.instead_of: people[one.person] for one in seats if one.instead_of}
    context = {
        "rows": [(one, stands_in.get(one.person_id)) for one in members],
        "instead": [people[one.person] for one in seats] if not members else [],
        "keeps": person.may(Power.KEEP_DUTY),
    }
    return render(request, "emergency/group.html", context)


@in_house
def add(request: HttpRequest) -> HttpResponse:
    """Take somebody into the group."""
    person = person_of(request)
    require(person, Power.KEEP_DUTY)
    form = MemberForm(request.POST or None)
    back = reverse("emergency:group")
    return forms.page(
        request, form, title=_("Add a member"), button=_("Add the member"), back=back,
        act=lambda: actions.add_member(**form.cleaned_data, by=person, at=timezone.now()),
        done=lambda _made: back,
    )  # fmt: skip


@in_house
@require_POST
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member head the group."""
    return _do(request, pk, actions.make_head)


@in_house
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves the group."""
    return _do(request, pk, actions.end_member)


def _do(request: HttpRequest, pk: int, action: Any) -> HttpResponse:
    member = get_object_or_404(queries.members(), pk=pk)
    by, revision = person_of(request), forms.revision(request)
    try:
        action(member, by=by, at=timezone.now(), revision=revision)
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        messages.error(request, str(refusal.message))
    return redirect("emergency:group")
