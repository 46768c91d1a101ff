"""Who may open the outbox, and who may do something there."""

from django.http import HttpRequest

from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power


def reader(request: HttpRequest) -> Person:
    """Who is asking, if they see every case; NotAllowed otherwise."""
    person = person_of(request)
    require(person, Power.SEE_ALL_CASES)
    return person


def keeps(person: Person) -> bool:
    """Whether they may send again and hold back."""
    return person.handles_every_case
