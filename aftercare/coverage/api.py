"""Coverage in the JSON API: what is covered today, and why."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.catalog import queries as catalog
from aftercare.coverage import queries
from aftercare.coverage.rules.verdict import Verdict
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.plans import queries as plans
from aftercare.plans.language import vocabulary

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
    service: str | None = Field(None, max_length=40, description=N_("The service line."))
    on: http.Moment | None = Field(None, description=N_("The moment it is about; now if empty."))


class CoverageShape(http.Shape):
    """The verdict with its reasons as sentences."""

    agreement: int | None = Field(examples=[7])
    verdict: Verdict
    reasons: list[str] = Field(
        examples=[["…"]], description=N_("The reasons as sentences, the deciding one first.")
    )


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
    verdict = queries.verdict_for(
        agreement=agreement, unit=unit, project=project, customer=thing.customer,
        facts=_facts(query), on=query.on or timezone.now(),
    )  # fmt: skip
    return http.answer(
        {
            "agreement": agreement.pk if agreement else None,
            "verdict": verdict.to_json(),
            "reasons": [one.text(get_language() or "zh") for one in verdict.reasons],
        }
    )


def _facts(query: CoverageQuestion) -> dict[str, str]:
    if query.cause and query.cause not in vocabulary.VALUES["cause"]:
        raise Refusal(_("This word is not known here."), field="cause")
    asked = {"component": query.component, "cause": query.cause, "service": query.service}
    return {name: value for name, value in asked.items() if value}


def _one(rows: Any, field: str, key: int | None) -> Any:
    return None if key is None else http.chosen(rows, field, pk=key)
