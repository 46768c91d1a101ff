"""Who may hear about what: one table, asked of the same queries as the pages."""

from collections.abc import Callable, Iterable, Mapping

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from aftercare.desk import queries as desk
from aftercare.people.models import Person

MOST_FOLLOWED = 20  # by one page


class NotHeard(Exception):
    """This visitor may not hear about that, or it does not exist."""


def person_of(session_key: str) -> Person:
    """Whose session it is; NotHeard when it ended, or the person may no longer sign in."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, Person) or not user.is_active:
        raise NotHeard
    return user


def check(session_key: str, followed: Iterable[str]) -> None:
    """NotHeard unless the person of this session may hear about every one of these."""
    person = person_of(session_key)
    for reference in followed:
        kind, _slash, key = reference.partition("/")
        may = HEARD.get(kind)
        if may is None or not (key.isascii() and key.isdigit()) or not may(person, int(key)):
            raise NotHeard


def _case(person: Person, key: int) -> bool:
    return desk.cases_visible_to(person).filter(pk=key).exists()


def _self(person: Person, key: int) -> bool:
    return person.pk == key


HEARD: Mapping[str, Callable[[Person, int], bool]] = {"case": _case, "person": _self}
