"""Coverage in the JSON API: what is covered today, why, and what the customer may choose."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import Project, Unit
from aftercare.coverage import queries
from aftercare.coverage.rules.verdict import Verdict
from aftercare.desk import actions, choosing
from aftercare.desk import queries as desk
from aftercare.desk.api.looking import shown
from aftercare.desk.api.shapes import CaseShape, cases
from aftercare.desk.models import FACTS, Case
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.people.roles import Power
from aftercare.plans import queries as plans
from aftercare.plans.language import vocabulary
from aftercare.plans.models import Agreement
from aftercare.plans.reading import language

coverage = http.Area("coverage", _("coverage"), _("What is covered, and why."))


class CoverageQuestion(http.Shape):
    """What is asked about; a unit or a project, on a day, for a component and a cause."""

    unit: http.Key | None = Field(None, description=N_("The unit."))
    project: http.Key | None = Field(None, description=N_("The project, without a unit."))
    agreement: http.Key | None = Field(
        None, description=N_("The agreement; found by what it covers if empty.")
    )
    component: str | None = Field(None, max_length=60, description=N_("A component of the plan."))
    cause: str | None = Field(None, max_length=40, description=N_("The cause class, if known."))
    fault: str | None = Field(None, max_length=60, description=N_("The fault, a word of the plan."))
    symptom: str | None = Field(
        None, max_length=200, description=N_("What is wrong, where no word of the plan says so.")
    )
    service: str | None = Field(None, max_length=40, description=N_("The service line."))
    on: http.Moment | None = Field(None, description=N_("The moment it is about; now if empty."))


class OpenChoice(http.Shape):
    """A choice that is open now."""

    source: str = Field(examples=["plan"], description=N_("plan or law"))
    name: str = Field(examples=["three-failed-repairs"])
    offers: list[str] = Field(examples=[["new-unit"]])
    chooser: str = Field(examples=["customer"], description=N_("Whose choice it is."))
    clauses: list[str] = Field(examples=[["P09-36"]])
    law: list[str] = Field(examples=[[]], description=N_("The rule of law that opens it."))
    reasons: list[str] = Field(examples=[["…"]])


class ChoicesShape(http.Shape):
    """What the customer may choose now, what comes next, and the counts behind it."""

    open: list[OpenChoice]
    ahead: list[str] = Field(examples=[["…"]], description=N_("What is still missing for more."))
    unsettled: list[str] = Field(
        examples=[[]], description=N_("What might be open if a fact were known.")
    )
    same_fault_repaired: int = Field(examples=[3])
    repair_days: int = Field(examples=[4])
    suspended_days: int = Field(
        examples=[1], description=N_("In repair, but waiting for the customer: not counted.")
    )


class NewChoice(http.Shape):
    """What the customer chose."""

    offer: http.Word = Field(examples=["new-unit"])
    name: http.Word = Field("", description=N_("What opens it; the first that does if empty."))


class CoverageShape(http.Shape):
    """The verdict with its reasons as sentences."""

    agreement: int | None = Field(examples=[7])
    verdict: Verdict
    reasons: list[str] = Field(
        examples=[["…"]], description=N_("The reasons as sentences, the deciding one first.")
    )
    choices: ChoicesShape = Field(description=N_("What the customer may choose that day."))


@coverage.get(
    "/coverage",
    _("Ask what is covered"),
    returns=CoverageShape,
    description=_(
        "The verdict line by line: term, exclusion, legal floor; the best for the customer wins. "
        "What is not known is not guessed: the verdict says what decides."
    ),
)
def show_coverage(request: http.Request, query: Query[CoverageQuestion]) -> HttpResponse:
    """The verdict for a unit or project as things stand."""
    person = request.user
    unit = _one(catalog.units_visible_to(person), "unit", query.unit)
    project = _one(catalog.projects_visible_to(person), "project", query.project)
    thing = unit or project
    if thing is None:
        raise Refusal(_("Name the unit or the project."), field="unit")
    agreement = _one(plans.agreements_visible_to(person), "agreement", query.agreement)
    if agreement is None:
        site = unit.site if unit else None
        agreement = plans.agreement_for(
            customer=thing.customer, unit=unit, project=project, site=site,
            at=query.on or timezone.now(),
        )  # fmt: skip
    on = query.on or timezone.now()
    verdict = queries.verdict_for(
        agreement=agreement, unit=unit, project=project, customer=thing.customer,
        facts=_facts(query), on=on,
    )  # fmt: skip
    imagined = _imagined(query, agreement, thing, verdict.covered)
    return http.answer(
        {
            "agreement": agreement.pk if agreement else None,
            "verdict": verdict.to_json(),
            "reasons": [one.text(language()) for one in verdict.reasons],
            "choices": choosing.as_json(choosing.ladder_of(imagined, on)),
        }
    )


@cases.get("/cases/{number}/choices", _("Show what may be chosen"), returns=ChoicesShape)
def show_choices(request: http.Request, number: str) -> HttpResponse:
    """What the customer may choose now about the fault of a case."""
    case = http.found(desk.cases_visible_to(request.user), number=number)
    return http.answer(choosing.as_json(choosing.ladder_of(case, timezone.now())))


@cases.post(
    "/cases/{number}/choices",
    _("Choose a remedy"),
    description=_("Only what is open now; a later choice takes the place of an earlier one."),
    returns=CaseShape,
    tagged=True,
    power=Power.HANDLE_CASES,
)
def choose_remedy(request: http.Request, number: str, body: NewChoice) -> HttpResponse:
    """Record what the customer chose."""
    case = http.found(desk.cases_visible_to(request.user), number=number)
    actions.choose_remedy(
        case, body.offer, name=body.name, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return shown(request, case)


def _imagined(
    query: CoverageQuestion, agreement: Agreement | None, thing: Unit | Project, covered: str
) -> Case:
    """A case about what is asked, only thought of."""
    unit, project = (thing, None) if isinstance(thing, Unit) else (None, thing)
    facts = {name: value for name, value in _facts(query).items() if name in FACTS}
    return Case(customer=thing.customer, agreement=agreement, unit=unit, project=project,
                symptom=query.symptom or "", covered=covered, **facts)  # fmt: skip


def _facts(query: CoverageQuestion) -> dict[str, str]:
    if query.cause and query.cause not in vocabulary.VALUES["cause"]:
        raise Refusal(_("This word is not known here."), field="cause")
    asked = {
        "component": query.component, "cause": query.cause, "service": query.service,
        "fault": query.fault,
    }  # fmt: skip
    return {name: value for name, value in asked.items() if value}


def _one(rows: Any, field: str, key: int | None) -> Any:
    return None if key is None else http.chosen(rows, field, pk=key)
