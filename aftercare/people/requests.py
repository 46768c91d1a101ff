"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from aftercare.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; PermissionDenied when nobody is."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
