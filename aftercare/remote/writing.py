"""What a customer is written to about a remote session; the worker sends it."""

from django.conf import settings

from aftercare.desk import reaching
from aftercare.kit import reading
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.outbound import actions as outbound
from aftercare.outbound import queries as outbox
from aftercare.remote import letters
from aftercare.remote.models import RemoteSession
from aftercare.remote.states import SessionState


def write_asked(session: RemoteSession, event: Event) -> None:
    """The customer gets the link that answers once, unless it is answered already."""
    case = session.case
    reach = None if letters.ASKED in settings.LETTERS_OFF else reaching.of_customer(case)
    if reach is None or session.state != SessionState.REQUESTED:
        return
    values = {
        "number": case.number, "symptom": case.symptom, "name": reach.name,
        "company": outbox.company_name(), "engineer": session.engineer.name,
        "purpose": session.purpose, "scope": session.scope, "hours": session.hours,
        "until": reading.exact_words(session.link_ends_at.astimezone(reach.zone))[:16],
    }  # fmt: skip
    outbound.queue(
        channel=reach.channel, to=reach.to, template=letters.ASKED, language=reach.language,
        about=case.reference, key=outbound.key_of(f"{event.id}:{letters.ASKED}", reach.to),
        values=values, by=SYSTEM, at=event.recorded_at, person=reach.person, customer=case.customer,
    )  # fmt: skip
