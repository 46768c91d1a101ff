"""What a commitment is about, in words, with the address of its page.

A case is a thing of a folder above; what it is called stands in the event that began it.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment

_THINGS: Mapping[str, tuple[Any, str]] = {
    "project": (Project.objects, "catalog:project"),
    "site": (Site.objects, "catalog:site"),
    "unit": (Unit.objects.select_related("model"), "catalog:unit"),
}


def about(commitment: Commitment) -> tuple[str, str]:
    """The name of the subject, and its address or nothing."""
    kind, _slash, key = commitment.subject.partition("/")
    if kind == "agreement":
        return str(commitment.agreement), _address("plans:agreement", commitment.agreement.number)
    if kind == "case":
        return _case(commitment.subject)
    things, page = _THINGS.get(kind, (None, ""))
    found = things.filter(pk=key).first() if things is not None else None
    return (str(found), _address(page, key)) if found else (commitment.subject, "")


def _case(subject: str) -> tuple[str, str]:
    told = Event.objects.filter(subject=subject, kind="case.reported").first()
    number = told.data.get("number", "") if told else ""
    if told is None or not number:
        return subject, ""
    return f"{number} {told.data.get('symptom', '')}".strip(), _address("desk:case", number)


def _address(page: str, key: str) -> str:
    try:
        return reverse(page, args=[key])
    except NoReverseMatch:
        return ""
