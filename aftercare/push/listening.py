"""Who may hear about what: one table, asked of the same queries as the pages."""

from collections.abc import Callable, Iterable, Mapping

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from aftercare.chat import queries as chat
from aftercare.chat import visiting
from aftercare.desk import queries as desk
from aftercare.emergency import queries as emergency
from aftercare.kit import references
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
        if reference in WHOLE:
            if not WHOLE[reference](person):
                raise NotHeard
            continue
        kind, key = references.parts(reference)
        may = HEARD.get(kind)
        if may is None or key is None or not may(person, key):
            raise NotHeard


def check_talk(session_key: str, main: int, beside: Iterable[int]) -> None:
    """NotHeard unless this session is that of the visitor of a conversation, or its person may
    see it and all those beside it."""
    others = set(beside)
    own = chat.by_link(SessionStore(session_key).get(visiting.LINK, ""))
    if own is not None and own.pk == main and not others:
        return
    wanted = others | {main}
    seen = chat.consultations_visible_to(person_of(session_key)).filter(pk__in=wanted)
    if seen.count() != len(wanted):
        raise NotHeard


def _case(person: Person, key: int) -> bool:
    return desk.cases_visible_to(person).filter(pk=key).exists()


def _self(person: Person, key: int) -> bool:
    return person.pk == key


def _incident(person: Person, key: int) -> bool:
    return emergency.incidents_visible_to(person).filter(pk=key).exists()


HEARD: Mapping[str, Callable[[Person, int], bool]] = {
    "case": _case, "incident": _incident, "person": _self,
}  # fmt: skip
# What is followed as a whole, by the kind alone.
WHOLE: Mapping[str, Callable[[Person], bool]] = {"consultation": chat.may_answer}
