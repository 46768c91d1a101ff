"""Who is not sent on a case any more, and why: the customer complained about them (P14-32)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.desk import rules
from aftercare.desk.models import Case
from aftercare.kit import references
from aftercare.kit.models import Event

COMPLAINED = "case.complained"
PROPOSED = "reassignment.proposed"


def excluded_from(case: Case) -> dict[int, Any]:
    """By the key of each person: why they are not sent again, in words.

    A complaint excludes for good; that another technician is proposed, until that is decided.
    """
    happened = Event.objects.filter(subject=case.reference).order_by("sequence")
    rows = list(happened.values_list("kind", "data__proposal", "data"))
    excluded: dict[int, Any] = {}
    if PROPOSED in rules.open_proposals((kind, about or "") for kind, about, _data in rows):
        for kind, _about, data in rows:
            if kind == PROPOSED and (key := _key(data.get("from", ""))):
                excluded[key] = _("another technician is to be sent")
    for kind, _about, data in rows:
        if kind == COMPLAINED and (key := _key(data.get("person", ""))):
            number = {"number": data.get("complaint", "")}
            excluded[key] = _("the customer complained (%(number)s)") % number
    return excluded


def _key(reference: str) -> int | None:
    return references.key_of(reference, "person")
