"""Coming on duty at the web page, and going."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.chat import queries
from aftercare.chat.models import Attendance
from aftercare.kit import events
from aftercare.kit.errors import NotAllowed
from aftercare.kit.events import Happened
from aftercare.people.models import Person


@transaction.atomic
def come_on_duty(person: Person, *, at: datetime) -> Attendance:
    """Be on duty at the web page from now on, as long as a page of ours is open."""
    if not queries.may_answer(person):
        raise NotAllowed(_("Questions on the web page are answered at the desk."))
    events.take_turn()
    known = Attendance.objects.filter(person=person).first()
    if known is not None and known.is_here(at):
        return known
    here, _new = Attendance.objects.update_or_create(
        person=person, defaults={"since": at, "seen_at": at}
    )
    told = Happened("consultations.duty-began", person.reference, at, person)
    events.record(told, recorded_at=at)
    return here


@transaction.atomic
def go_off_duty(person: Person, *, at: datetime) -> None:
    """Be on duty no longer. One's conversations stay one's own."""
    events.take_turn()
    gone, _rows = Attendance.objects.filter(person=person).delete()
    if gone:
        told = Happened("consultations.duty-ended", person.reference, at, person)
        events.record(told, recorded_at=at)


def give_sign(person: Person, *, at: datetime) -> None:
    """An open page of somebody on duty; no event, it happens every minute."""
    here = Attendance.objects.filter(person=person).first()
    if here is not None:  # most pages are of people who are not, and need not write
        Attendance.objects.filter(pk=here.pk).update(seen_at=at)
