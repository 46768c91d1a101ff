"""Plans and their versions in the JSON API."""

from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import Query
from pydantic import Field

from aftercare.kit import http
from aftercare.people.roles import Power
from aftercare.plans import actions, checking, queries
from aftercare.plans.models import PlanVersion

plans = http.Area("plans", _("plans"), _("Service plans, their versions and their texts."))
TEXT_LIMIT = 1_000_000


class VersionShape(http.Shape):
    """One version of a plan."""

    reference: str = Field(examples=["plan/9"])
    plan: str = Field(examples=["machinery"], description=N_("The plan's own name."))
    number: int = Field(examples=[2], description=N_("The number of the version, from 1."))
    catalogue: str = Field(examples=["P09"], description=N_("Its place in the catalogue."))
    title: str = Field(examples=["…"])
    digest: str = Field(description=N_("SHA-256 of the text."), examples=["5f2c…"])
    loaded_at: http.Moment
    loaded_by: str = Field(examples=["王芳"])


class VersionText(VersionShape):
    """A version with its text."""

    text: str = Field(description=N_("The plan as YAML, word for word."), examples=["plan: …"])


class PlanFilters(http.Paging):
    """Filters of the list of plans."""

    catalogue: str | None = Field(
        None, max_length=3, description=N_("Only this place of the catalogue."), examples=["P09"]
    )


class PlanText(http.Shape):
    """A text to be checked or loaded."""

    text: str = Field(
        min_length=1, max_length=TEXT_LIMIT, examples=["plan: mine"], description=N_("YAML.")
    )
    name: str = Field("plan.yaml", max_length=120, description=N_("What to call it in faults."))


class FaultShape(http.Shape):
    """One mistake or warning."""

    severity: Literal["error", "warning"]
    line: int = Field(examples=[31])
    column: int = Field(examples=[14])
    code: str = Field(examples=["unknown-event"])
    detail: str = Field(examples=["…"])


class CheckShape(http.Shape):
    """What came of a check."""

    loadable: bool = Field(description=N_("Whether the text could be loaded as it is."))
    faults: list[FaultShape]


VERSION_COLUMNS = (
    "id", "plan", "number", "catalogue", "title_zh", "title_en", "digest", "loaded_at", "loaded_by",
)  # fmt: skip


@plans.get(
    "/plans",
    _("List plans"),
    returns=http.Listed[VersionShape],
    description=_("The newest version of every plan."),
)
def list_plans(request: http.Request, query: Query[PlanFilters]) -> HttpResponse:
    """The newest version of each plan the person may see."""
    rows = queries.newest_of(queries.versions_visible_to(request.user))
    if query.catalogue:
        rows = rows.filter(catalogue=query.catalogue)
    order = ("catalogue", "plan", "id")
    return http.page(request, rows.values(*VERSION_COLUMNS), query, order=order, item=version_item)


@plans.get(
    "/plans/{plan}/versions", _("List the versions of a plan"), returns=http.Listed[VersionShape]
)
def list_versions(request: http.Request, plan: str, query: Query[http.Paging]) -> HttpResponse:
    """All versions, the newest first."""
    rows = queries.versions_visible_to(request.user).filter(plan=plan)
    http.found(rows)
    rows = rows.values(*VERSION_COLUMNS)
    return http.page(request, rows, query, order=("-number", "-id"), item=version_item)


@plans.get(
    "/plans/{plan}/versions/{number}",
    _("Show a version with its text"),
    returns=VersionText,
    tagged=True,
)
def show_version(request: http.Request, plan: str, number: http.Key) -> HttpResponse:
    """One version; it never changes."""
    rows = queries.versions_visible_to(request.user)
    version = http.found(rows, plan=plan, number=number)
    content = {**version_item(_columns(version)), "text": version.text}
    return http.single(request, content, revision=version.number)


@plans.post(
    "/plans/check",
    _("Check a plan text"),
    returns=CheckShape,
    reads=True,
    description=_("Every mistake with its place and a suggestion; nothing is stored."),
)
def check_plan(request: http.Request, body: PlanText) -> HttpResponse:
    """Read and check a text."""
    reading = checking.checked(body.text, body.name)
    language = get_language() or "zh"
    faults = [
        {"severity": str(one.severity), "line": one.line, "column": one.column, "code": one.code,
         "detail": one.text(language)}
        for one in reading.faults
    ]  # fmt: skip
    return http.answer({"loadable": reading.plan is not None, "faults": faults})


@plans.post(
    "/plans",
    _("Load a plan"),
    returns=VersionShape,
    status=201,
    power=Power.WRITE_PLANS,
    description=_(
        "The text becomes the next version of its plan, which never changes. A text that is known "
        "is the version it was; one with mistakes is refused with all of them in `faults`."
    ),
)
def load_plan(request: http.Request, body: PlanText) -> HttpResponse:
    """Load a text as a version."""
    version = actions.load_plan(body.text, name=body.name, by=request.user, at=timezone.now())
    location = f"/api/v1/plans/{version.plan}/versions/{version.number}"
    return http.created(request, version_item(_columns(version)), location=location)


def version_item(row: dict[str, Any]) -> dict[str, Any]:
    """A version as JSON."""
    spoken = "title_zh" if (get_language() or "zh").startswith("zh") else "title_en"
    kept = ("plan", "number", "catalogue", "digest", "loaded_at", "loaded_by")
    return {
        "reference": f"plan/{row['id']}",
        "title": row[spoken],
        **{name: row[name] for name in kept},
    }


def _columns(version: PlanVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in VERSION_COLUMNS}
