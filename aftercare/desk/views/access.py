"""Who may open the pages of the desk, and which cases they find there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aftercare.desk import queries
from aftercare.desk.models import Case
from aftercare.kit.errors import NotAllowed
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

View = Callable[..., HttpResponseBase]


def at_desk(*powers: str) -> Callable[[View], View]:
    """A page for those who have one of these powers; without any named: who see or handle cases."""
    wanted = powers or (Power.HANDLE_CASES, Power.SEE_ALL_CASES)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(person_of(request).may(power) for power in wanted):
                raise NotAllowed(_("You may not see this page."))
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def case_or_404(request: HttpRequest, number: str) -> Case:
    """The case of this number, if the person may see it; otherwise there is none."""
    return get_object_or_404(queries.cases_visible_to(person_of(request)), number=number)
