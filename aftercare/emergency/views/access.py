"""Who may open the pages of incidents: for all others there are none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from aftercare.emergency import queries
from aftercare.emergency.models import Incident
from aftercare.people.requests import person_of

View = Callable[..., HttpResponseBase]


def in_house(view: View) -> View:
    """A page for those who see incidents; for dealers and customers it is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.sees(person_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def incident_or_404(request: HttpRequest, number: str) -> Incident:
    """The incident of this number, if the person may see it."""
    return get_object_or_404(queries.incidents_visible_to(person_of(request)), number=number)
