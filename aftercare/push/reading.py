"""The events after a place in the chain, as open pages need them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from aftercare.kit.models import Event

MOST = 500  # read at once
FURTHEST = 20_000  # who stopped further back than this shows the page anew


@dataclass(frozen=True)
class News:
    """Something happened: its place in the chain, and what it is about: the references, and the
    kind of its subject for who follows all of a kind."""

    sequence: int
    about: tuple[str, ...]


class TooFarBack(Exception):
    """More has happened meanwhile than is worth going through."""


def after(sequence: int) -> list[News]:
    """What happened after a place in the chain, the oldest first; at most `MOST`."""
    rows = Event.objects.filter(sequence__gt=sequence).order_by("sequence")
    found = rows.values_list("sequence", "subject", "context")[:MOST]
    return [
        News(place, (subject, context, subject.partition("/")[0]))
        for place, subject, context in found
    ]


def missed(followed: Collection[str], sequence: int, until: int) -> int | None:
    """The last place up to `until` at which something happened to what is followed; None: nothing.

    Raises TooFarBack.
    """
    if until - sequence > FURTHEST:
        raise TooFarBack
    wanted = Q(subject__in=followed) | Q(context__in=followed)
    for whole in (one for one in followed if "/" not in one):
        wanted |= Q(subject__startswith=f"{whole}/")
    rows = Event.objects.filter(
        wanted,
        sequence__gt=sequence,
        sequence__lte=until,
    )
    return rows.order_by("-sequence").values_list("sequence", flat=True).first()
