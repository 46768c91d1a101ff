"""What a commitment is about, in words, with the address of its page.

A case and its parts are things of a folder above; what they are called stands in the event that
began them.
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


def about(commitment: Commitment) -> tuple[str, str]:
    """The name of the subject, and its address or nothing."""
    kind, key = references.parts(commitment.subject)
    if kind == "agreement":
        return str(commitment.agreement), reverse(
            "plans:agreement", args=[commitment.agreement.number]
        )
    if kind == "case":
        return _case(commitment.subject)
    if kind == "part" and key is not None:
        return _part(commitment.subject), reverse("desk:part", args=[key])
    things, page = _THINGS.get(kind, (None, ""))
    found = things.filter(pk=key).first() if things is not None else None
    return (str(found), reverse(page, args=[key])) if found else (commitment.subject, "")


def _part(subject: str) -> str:
    told = Event.objects.filter(subject=subject, kind="case.forwarded").first()
    return f"{told.data.get('number', '')} {told.data.get('symptom', '')}" if told else subject


def _case(subject: str) -> tuple[str, str]:
    told = Event.objects.filter(subject=subject, kind="case.reported").first()
    number = told.data.get("number", "") if told else ""
    if told is None or not number:
        return subject, ""
    return f"{number} {told.data.get('symptom', '')}".strip(), reverse("desk:case", args=[number])
