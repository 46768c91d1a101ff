"""Reading cases."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query

from aftercare.catalog import queries as catalog
from aftercare.coverage.delays import LegalClock
from aftercare.desk import lawful, queries
from aftercare.desk.answerable import who_answers
from aftercare.desk.api.shapes import (
    Answers,
    CaseFilters,
    CaseRow,
    CaseShape,
    DuplicateFilters,
    answers_item,
    cases,
)
from aftercare.desk.models import Case
from aftercare.desk.states import MOVES, OPEN
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.kit.states import open_moves
from aftercare.people import queries as people
from aftercare.people.classing import facts_for
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.promises import api as promises
from aftercare.promises import queries as commitments

PLAIN = (
    "number", "state", "symptom", "source", "kind", "severity", "covered", "high_priority",
    "reported_at", "solved_at", "closed_at", "revision",
)  # fmt: skip
OWN = (
    "description", "reporter_name", "reporter_phone", "reporter_email", "waiting_reason",
    "solution", "rating", "loan", "verdict", "verdict_at",
)  # fmt: skip
COLUMNS = (
    *PLAIN, "id", "customer_id", "customer__name", "unit_id", "unit__serial", "unit__model__code",
    "responsible_id", "responsible__name", "organisation_id", "organisation__name",
)  # fmt: skip
MOST_COMMITMENTS = 100


@cases.get("/cases", _("List cases"), returns=http.Listed[CaseRow],
           description=_("The newest reports first."))  # fmt: skip
def list_cases(request: http.Request, query: Query[CaseFilters]) -> HttpResponse:
    """The cases the person may see."""
    rows = queries.cases_visible_to(request.user).select_related(None)
    wanted = {
        "state": query.state, "customer": query.customer, "unit": query.unit,
        "project": query.project, "agreement": query.agreement, "responsible": query.responsible,
        "organisation": query.organisation, "kind": query.kind, "severity": query.severity,
        "reported_at__gte": query.reported_after, "reported_at__lt": query.reported_before,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if query.open is not None:
        rows = rows.filter(state__in=OPEN) if query.open else rows.exclude(state__in=OPEN)
    order = ("-reported_at", "-id")
    return http.page(request, rows.values(*COLUMNS), query, order=order, item=case_row)


@cases.get(
    "/cases/duplicates",
    _("Look for duplicates"),
    returns=list[CaseRow],
    description=_("Open cases on the same unit, or of the same customer and site without one."),
)
def list_duplicates(request: http.Request, query: Query[DuplicateFilters]) -> HttpResponse:
    """What a report might double."""
    person = request.user
    unit = _one(catalog.units_visible_to(person), "unit", query.unit)
    site = _one(catalog.sites_visible_to(person), "site", query.site)
    key = query.customer or (unit or site).customer_id if unit or site else query.customer
    if key is None:
        raise Refusal(_("Name the customer, the unit or the site."), field="customer")
    customer = http.chosen(people.organisations_visible_to(person), "customer", pk=key)
    found = queries.likely_duplicates(person, customer=customer, unit=unit, site=site)
    keys = [case.pk for case in found]
    rows = Case.objects.filter(pk__in=keys).order_by("-reported_at", "-id")
    return http.answer([case_row(row) for row in rows.values(*COLUMNS)])


@cases.get("/cases/{number}", _("Show a case"), returns=CaseShape, tagged=True)
def show_case(request: http.Request, number: str) -> HttpResponse:
    """One case with its clocks, its verdict and the moves that are open."""
    case = http.found(queries.cases_visible_to(request.user), number=number)
    return shown(request, case)


@cases.get(
    "/cases/{number}/answers",
    _("Show who answers for a case"),
    returns=Answers,
    description=_(
        "One name at every moment: the person named, else the dealer's, else whoever is on duty. "
        "It changes with the rosters while the case stays as it is; customers are not told. Once a "
        "case is settled and nobody was named there is none."
    ),
)
def show_answerable(request: http.Request, number: str) -> HttpResponse:
    """Who answers for the case now."""
    case = http.found(queries.cases_visible_to(request.user), number=number)
    found = who_answers(case, timezone.now()) if request.user.role != Role.CUSTOMER else None
    if found is None:
        raise Http404
    return http.answer(answers_item(found))


def shown(request: http.Request, case: Case) -> HttpResponse:
    """A case with its ETag."""
    return http.single(request, case_item(case, request.user), revision=case.revision)


def case_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `values(*COLUMNS)` as JSON."""
    return {
        **{name: row[name] for name in PLAIN},
        "reference": f"case/{row['id']}",
        "customer": _named(row, "customer"),
        "unit": row["unit_id"]
        and {
            "id": row["unit_id"], "serial": row["unit__serial"], "model": row["unit__model__code"],
        },
        "responsible": _named(row, "responsible"),
        "organisation": _named(row, "organisation"),
    }  # fmt: skip


def case_item(case: Case, person: Person) -> dict[str, Any]:
    """A case as JSON, with what the person may see of its promises."""
    unit, agreement = case.unit, case.agreement
    named = ("customer", "responsible", "organisation", "project", "site", "department")
    return {
        **{name: getattr(case, name) for name in (*PLAIN, *OWN)},
        **{name: _reference(getattr(case, name)) for name in named},
        "reference": case.reference,
        "unit": unit and {"id": unit.pk, "serial": unit.serial, "model": unit.model.code},
        "agreement": agreement and {"id": agreement.pk, "number": agreement.number},
        "facts": facts_for(person, case.facts),
        "moves": [
            {"move": move, "label": MOVES[move].label, "needs": MOVES[move].needs}
            for move in open_moves(MOVES, case.state)
        ],
        "commitments": _commitments(case, person),
        "law": legal_item(lawful.clock_of(case)),
    }


def legal_item(clock: LegalClock | None) -> dict[str, Any] | None:
    """The clock of the law as JSON."""
    names = ("rule", "due_at", "state", "provisional")
    return {name: getattr(clock, name) for name in names} if clock else None


def _commitments(case: Case, person: Person) -> list[dict[str, Any]]:
    now = timezone.now()
    rows = commitments.bare_commitments_on_case(person, case.reference).values(*promises.COLUMNS)
    return [promises.commitment_item(row, now) for row in rows[:MOST_COMMITMENTS]]


def _reference(thing: Any) -> dict[str, Any] | None:
    return {"id": thing.pk, "name": thing.name} if thing else None


def _named(row: dict[str, Any], name: str) -> dict[str, Any] | None:
    key = row[f"{name}_id"]
    return {"id": key, "name": row[f"{name}__name"]} if key else None


def _one(rows: Any, field: str, key: int | None) -> Any:
    return None if key is None else http.chosen(rows, field, pk=key)
