"""The clause catalogue in the JSON API: what is asked for, what carries it, what is proven."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.people.models import Person
from aftercare.people.roles import Power
from aftercare.plans import queries
from aftercare.plans.api.versions import plans
from aftercare.plans.catalogue import Clause, clauses, proofs
from aftercare.plans.reading import language
from aftercare.plans.realising import Part, parts_by_clause


class PartShape(http.Shape):
    """A part of a loaded plan that carries a clause."""

    plan: str = Field(examples=["building-systems"])
    number: int = Field(examples=[1])
    chapter: str = Field(examples=["Promised times"])
    title: str = Field(examples=["Response within half an hour"])


class CatalogueClauseShape(http.Shape):
    """One clause of the catalogue."""

    id: str = Field(examples=["P01-04"])
    area: str = Field(examples=["sla-response"])
    kind: str = Field(examples=["deadline"])
    rule: str = Field(description=N_("What it asks for, in one sentence."), examples=["…"])
    terms: list[str] = Field(
        description=N_("The trade's Chinese words for it."), examples=[["响应"]]
    )
    same_as: str | None = Field(description=N_("The clause it is a copy of."), examples=["P07-01"])
    carried_by: list[PartShape] = Field(description=N_("The parts of loaded plans that name it."))
    proven: bool = Field(description=N_("Whether a test proved it in the last full run."))


class ClauseFilters(http.Paging):
    """Filters of the list of clauses."""

    catalogue: str | None = Field(
        None, max_length=3, description=N_("Only this place of the catalogue."), examples=["P09"]
    )
    area: str | None = Field(
        None, max_length=40, description=N_("Only this area."), examples=["sla-response"]
    )


@plans.get(
    "/clauses",
    _("List the clauses of the catalogue"),
    returns=http.Listed[CatalogueClauseShape],
    power=Power.SEE_REPORTS,
    description=_("What the source plans ask for, in the order of their ids."),
)
def list_clauses(request: http.Request, query: Query[ClauseFilters]) -> HttpResponse:
    """The clauses, each with the parts of plans that carry it."""
    chosen = [
        one for one in clauses().values()
        if query.catalogue in (None, one.plan) and query.area in (None, one.area)
    ]  # fmt: skip
    return http.page_of(
        request, chosen, query, key=lambda one: one.id,
        items=lambda shown: clause_items(shown, request.user),
    )  # fmt: skip


def clause_items(shown: Sequence[Clause], person: Person) -> list[dict[str, Any]]:
    """Clauses as JSON, each with the parts of the plans that the person may read."""
    loaded = queries.plans_visible_to(person).filter(catalogue__in={one.plan for one in shown})
    parts = parts_by_clause(loaded, language())
    run = proofs.last_run()
    proven = run.proven if run else {}
    return [clause_item(one, parts.get(one.id, []), proven=one.id in proven) for one in shown]


def clause_item(clause: Clause, parts: list[Part], *, proven: bool) -> dict[str, Any]:
    """A clause as JSON, in the reader's language."""
    return {
        "id": clause.id, "area": clause.area, "kind": clause.kind,
        "rule": clause.said(language()), "terms": list(clause.terms), "same_as": clause.same_as,
        "carried_by": [
            {"plan": part.version.plan, "number": part.version.number,
             "chapter": part.chapter, "title": part.title}
            for part in parts
        ],
        "proven": proven,
    }  # fmt: skip
