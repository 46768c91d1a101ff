"""The search of the desk."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import queries
from aftercare.catalog.api.shapes import FoundShape, catalog
from aftercare.kit import http


class Sought(http.Shape):
    """What is looked for."""

    q: str = Field(
        max_length=200, examples=["6255"],
        description=N_("A name or its initials, a part of a phone or serial number, an address."),
    )  # fmt: skip
    limit: int = Field(5, ge=1, le=50, description=N_("How many lines of each group."))


class FoundList(http.Shape):
    """What was found, the exact hits first."""

    items: list[FoundShape]


@catalog.get("/search", _("Search"), returns=FoundList)
def search(request: http.Request, query: Query[Sought]) -> HttpResponse:
    """Customers, sites, projects and units that a caller may mean."""
    lines = queries.find(request.user, query.q, query.limit)
    return http.answer({"items": [vars(line) for line in lines]})
