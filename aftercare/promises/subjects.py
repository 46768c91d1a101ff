"""What a commitment is about, in words, with the address of its page.

Cases, their parts, complaints and consultations are things of folders above; what they are called
stands in the event that began each.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit import references
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment

_THINGS: Mapping[str, tuple[Any, str]] = {
    "project": (Project.objects, "catalog:project"),
    "site": (Site.objects, "catalog:site"),
    "unit": (Unit.objects.select_related("model"), "catalog:unit"),
}
# By kind: the event that began it, its page, and where its matter stands in the event.
_TOLD: Mapping[str, tuple[str, str, str]] = {
    "case": ("case.reported", "desk:case", "symptom"),
    "complaint": ("complaint.received", "complaints:complaint", "matter"),
    "incident": ("incident.convened", "emergency:incident", "title"),
}


def about(commitment: Commitment) -> tuple[str, str]:
    """The name of the subject, and its address or nothing."""
    kind, key = references.parts(commitment.subject)
    if kind == "agreement":
        return str(commitment.agreement), reverse(
            "plans:agreement", args=[commitment.agreement.number]
        )
    if kind in _TOLD:
        return told(commitment.subject)
    if kind == "consultation":
        return _consultation(commitment.subject, key)
    if kind == "part" and key is not None:
        return _part(commitment.subject), reverse("desk:part", args=[key])
    things, page = _THINGS.get(kind, (None, ""))
    found = things.filter(pk=key).first() if things is not None else None
    return (str(found), reverse(page, args=[key])) if found else (commitment.subject, "")


def told(subject: str) -> tuple[str, str]:
    """The same of a case or a complaint, by the event that began it."""
    began, page, words = _TOLD[references.parts(subject)[0]]
    event = Event.objects.filter(subject=subject, kind=began).first()
    number = event.data.get("number", "") if event else ""
    if event is None or not number:
        return subject, ""
    return f"{number} {event.data.get(words, '')}".strip(), reverse(page, args=[number])


def _part(subject: str) -> str:
    told = Event.objects.filter(subject=subject, kind="case.forwarded").first()
    return f"{told.data.get('number', '')} {told.data.get('symptom', '')}" if told else subject


def _consultation(subject: str, key: int | None) -> tuple[str, str]:
    told = Event.objects.filter(subject=subject, kind="consultation.asked").first()
    if told is None or key is None:
        return subject, ""
    return str(told.data.get("title", "")), reverse("chat:consultation", args=[key])
