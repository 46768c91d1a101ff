"""Looking up remote sessions: of the cases a person may see."""

from django.db.models import QuerySet

from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.people.models import Person
from aftercare.remote.models import RemoteSession

RELATED = ("case__customer", "case__agreement", "engineer")


def sessions_visible_to(person: Person) -> QuerySet[RemoteSession]:
    """Those on the cases a person may see."""
    cases = desk.cases_visible_to(person).select_related(None).order_by().values("pk")
    return RemoteSession.objects.select_related(*RELATED).filter(case__in=cases)


def of_case(case: Case) -> QuerySet[RemoteSession]:
    """The sessions of one case, the latest first."""
    found = RemoteSession.objects.select_related("engineer", "case").prefetch_related("changes")
    return found.filter(case=case).order_by("-requested_at", "-pk")


def by_link(link_hash: str) -> RemoteSession | None:
    """The session of a customer's link, as long as it was not answered."""
    found = RemoteSession.objects.select_related(*RELATED)
    return found.filter(link_hash=link_hash).first() if link_hash else None
