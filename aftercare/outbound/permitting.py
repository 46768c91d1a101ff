"""Whether a message may go out now: what its receiver has said, and the quiet hours."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from aftercare.outbound import rules
from aftercare.outbound.catalogue import letter
from aftercare.outbound.models import Kind, OptOut
from aftercare.people.middleware import zone_of
from aftercare.people.models import Organisation, Person

TO_CUSTOMERS = (Kind.SERVICE, Kind.NOTICE)


def is_unwanted(template: str, to: str, customer: Organisation | None) -> bool:
    """Whether this address, or the customer with all of theirs, has opted out of such letters.

    What is owed to somebody is sent all the same.
    """
    about = letter(template)
    if about.owed or about.kind not in TO_CUSTOMERS:
        return False
    said = Q(address=to.lower())  # as opting out writes it
    if customer is not None:
        said |= Q(address="", customer=customer)
    return OptOut.objects.filter(said, kind=about.kind).exists()


def quiet_until(template: str, person: Person | None, at: datetime) -> datetime | None:
    """When the quiet hours end that hold it up; None when nothing does.

    They are for customers, in their own zone where it is known. What answers something that
    somebody has just done goes out at once: they are awake.
    """
    about = letter(template)
    quiet = rules.quiet_hours(settings.QUIET_HOURS)
    if quiet is None or about.prompt or about.kind not in TO_CUSTOMERS:
        return None
    return quiet.until(at, zone_of(person))
