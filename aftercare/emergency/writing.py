"""The letter that convenes somebody; it is queued with the incident, and the worker sends it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from aftercare.desk import reaching
from aftercare.emergency import letters
from aftercare.emergency.models import Incident, Summons
from aftercare.kit import reading
from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions as outbound
from aftercare.outbound import queries as outbox
from aftercare.outbound.models import Channel
from aftercare.outbound.reaching import has_wechat
from aftercare.outbound.rules import mobile
from aftercare.people.models import Person


def write_convened(incident: Incident, summons: Summons, at: datetime) -> None:
    """Call somebody by mail, and by WeChat and short message where this installation sends there;
    at night too."""
    if letters.CONVENED in settings.LETTERS_OFF:
        return
    person = summons.person
    reach = reaching.of_person(person)
    values = {
        "number": incident.number, "title": incident.title, "text": incident.description,
        "name": person.name, "by": incident.declared_by.name if incident.declared_by else "",
        "until": _moment(summons.answer_by, reach.zone), "company": outbox.company_name(),
        "page": f"{settings.ADDRESS}{reverse('emergency:incident', args=[incident.number])}",
    }  # fmt: skip
    for channel, to in _ways_to(person):
        outbound.queue(
            channel=channel, to=to, template=letters.CONVENED, language=reach.language,
            about=incident.reference, key=f"{incident.reference}:convened:{person.pk}:{channel}",
            values=values, by=SYSTEM, at=at, person=person, urgent=True,
        )  # fmt: skip


def _ways_to(person: Person) -> list[tuple[str, str]]:
    """By mail always: without an address the outbox names whom to call."""
    ways = [(str(Channel.EMAIL), person.email)]
    if has_wechat(person):
        ways.append((str(Channel.WECHAT), person.wechat))
    if settings.SENDING.get(Channel.SMS) and (number := mobile(person.phone)):
        ways.append((str(Channel.SMS), number))
    return ways


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return reading.exact_words(at.astimezone(zone))[:16]
