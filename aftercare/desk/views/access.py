"""Who may open the pages of the desk, and which cases they find there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aftercare.desk import queries
from aftercare.desk.models import Case
from aftercare.kit.errors import NotAllowed
from aftercare.people.models import Person
from aftercare.people.roles import Power

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def at_desk(*powers: str) -> Callable[[View[P]], View[P]]:
    """A page for those who have one of these powers; without any named: who see or handle cases."""
    wanted = powers or (Power.HANDLE_CASES, Power.SEE_ALL_CASES)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(person_of(request).may(power) for power in wanted):
                raise NotAllowed(_("You may not see this page."))
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in."""
    user: Any = request.user
    assert isinstance(user, Person)  # noqa: S101  # login_required has made sure
    return user


def case_or_404(request: HttpRequest, number: str) -> Case:
    """The case of this number, if the person may see it; otherwise there is none."""
    return get_object_or_404(queries.cases_visible_to(person_of(request)), number=number)
