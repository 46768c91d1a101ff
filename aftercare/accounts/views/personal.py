"""What is kept about one person: to look at, to take away, to be made unrecognisable."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aftercare.accounts import actions
from aftercare.accounts import personal as kept
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power


@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What is kept about me."""
    return _page(request, person_of(request), mine=True)


@login_required
@never_cache
def own_copy(request: HttpRequest) -> HttpResponse:
    """The same, to take away."""
    return _copy(person_of(request))


@login_required
@never_cache
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept about somebody, for whoever answers their request."""
    return _page(request, _asked_for(request, pk), mine=False)


@login_required
@never_cache
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, to hand over."""
    return _copy(_asked_for(request, pk))


@login_required
@require_POST
def mask(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody unrecognisable."""
    person = _asked_for(request, pk)
    actions.mask_person(person, by=person_of(request), at=timezone.now())
    messages.success(request, _("This person cannot be recognised any more."))
    return redirect("accounts:data", person.pk)


def _asked_for(request: HttpRequest, pk: int) -> Person:
    require(person_of(request), Power.KEEP_PEOPLE)
    return get_object_or_404(Person.objects.select_related("organisation"), pk=pk)


def _page(request: HttpRequest, person: Person, *, mine: bool) -> HttpResponse:
    context = {"person": person, "kept": kept.all_kept(person), "mine": mine}
    return render(request, "accounts/personal.html", context)


def _copy(person: Person) -> HttpResponse:
    parts = [
        {"what": str(one.what), "purpose": str(one.purpose), "until": str(one.until),
         "rows": list(one.rows)}
        for one in kept.all_kept(person)
    ]  # fmt: skip
    answer = JsonResponse({"person": person.reference, "kept": parts},
                          json_dumps_params={"ensure_ascii": False, "indent": 1})  # fmt: skip
    answer.headers["Content-Disposition"] = f'attachment; filename="person-{person.pk}.json"'
    return answer
