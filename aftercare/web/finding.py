"""All that can be found by the one search."""

from collections.abc import Iterator

from django.utils import timezone

from aftercare.catalog import entries as catalog
from aftercare.desk import entries as desk
from aftercare.kit import search


def rebuild() -> int:
    """Make the search index anew from the records of every folder; how many can be found."""
    return search.rebuild(*_everything())


def _everything() -> list[Iterator[search.Entry]]:
    return [*catalog.everything(timezone.now()), *desk.everything()]
