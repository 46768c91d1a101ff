"""What cases keep about a person: that they reported one."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.desk import entries
from aftercare.desk.models import Case
from aftercare.desk.states import OPEN
from aftercare.kit import search
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person
from aftercare.people.personal import Kept, mask_of


def kept(person: Person) -> list[Kept]:
    """The cases they reported."""
    rows = _reported(person).order_by("pk")
    return [
        Kept(_("Cases you reported"), _("to do the service and prove it"),
             _("as long as the records of the service must be kept"),
             list(rows.values("number", "reported_at", "reporter_name", "reporter_phone",
                              "reporter_email"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """The case and its promises stay; who called goes. Refused while a case still runs."""
    if running := _reported(person).filter(state__in=OPEN).order_by("pk").first():
        raise Refusal(
            _("%(number)s still runs, and somebody must be able to call back.")
            % {"number": running.number}
        )
    keys = list(_reported(person).values_list("pk", flat=True))
    Case.objects.filter(pk__in=keys).update(
        reporter_name=mask_of(person), reporter_phone="", reporter_email=""
    )
    masked = Case.objects.filter(pk__in=keys).select_related("customer", "unit")
    search.index(*entries.of_cases(masked))


def _reported(person: Person) -> QuerySet[Case]:
    """Cases of their organisation from their telephone; without one, from their name."""
    cases = Case.objects.filter(customer=person.organisation_id)
    if person.phone:
        return cases.filter(reporter_phone=person.phone)
    return cases.filter(reporter_name=person.name)
