"""Patches in the JSON API: the catalogue, writing, publishing, withdrawing."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from ninja import File, Query, UploadedFile
from pydantic import Field

from aftercare.catalog import queries as catalog
from aftercare.catalog.models import ProductModel
from aftercare.desk import queries as desk
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.patches import actions, queries
from aftercare.patches.models import Patch
from aftercare.patches.states import PatchState
from aftercare.people.roles import Power

patches = http.Area(
    "patches", _("patches"), _("What mends a product, and who wants it on which unit.")
)


class PatchFile(http.Shape):
    """A file of a patch."""

    id: int = Field(examples=[7])
    name: str = Field(examples=["安装说明.pdf"])
    size: int = Field(examples=[20480])
    sha256: str = Field(examples=["5f2c…"])


class PatchShape(http.Shape):
    """A patch with its words in both languages."""

    id: int = Field(examples=[5])
    number: str = Field(examples=["PM5-8.2.1"])
    state: PatchState = Field(examples=["published"])
    products: list[int] = Field(examples=[[3]])
    title_zh: str = Field(examples=["报表导出修复"])
    title_en: str = Field(examples=["Export of reports mended"])
    fixes_zh: str
    fixes_en: str
    risks_zh: str
    risks_en: str
    link: str = Field(examples=["https://download.example.com/pm5-8.2.1"])
    files: list[PatchFile]
    cases: list[str] = Field(
        examples=[["C20261122-0007"]],
        description=N_("Whose fault it mends, as far as you see them."),
    )
    reason: str = Field(description=N_("Why it was withdrawn."))
    published_at: http.Moment | None
    withdrawn_at: http.Moment | None
    units: dict[str, int] = Field(
        examples=[{"offered": 12, "accepted": 3, "declined": 1, "applied": 20}],
        description=N_("How many of the units that you see stand how."),
    )
    revision: int = Field(examples=[2])


class PatchRow(http.Shape):
    """A patch as a list shows it."""

    id: int = Field(examples=[5])
    number: str = Field(examples=["PM5-8.2.1"])
    title: str
    state: PatchState = Field(examples=["published"])
    published_at: http.Moment | None


class NewPatch(http.Shape):
    """A draft; no customer sees it before it is published."""

    number: str = Field(max_length=40, examples=["PM5-8.2.1"])
    products: list[http.Id] = Field(min_length=1, max_length=100, examples=[[3]])
    title_zh: str = Field("", max_length=120)
    title_en: str = Field("", max_length=120)
    fixes_zh: str = Field("", max_length=4000)
    fixes_en: str = Field("", max_length=4000)
    risks_zh: str = Field("", max_length=4000)
    risks_en: str = Field("", max_length=4000)
    link: str = Field("", max_length=500, examples=["https://download.example.com/pm5-8.2.1"])


class PatchChange(http.Shape):
    """What is different; the rest stays."""

    number: str | None = Field(None, max_length=40)
    products: list[http.Id] | None = Field(None, min_length=1, max_length=100)
    title_zh: str | None = Field(None, max_length=120)
    title_en: str | None = Field(None, max_length=120)
    fixes_zh: str | None = Field(None, max_length=4000)
    fixes_en: str | None = Field(None, max_length=4000)
    risks_zh: str | None = Field(None, max_length=4000)
    risks_en: str | None = Field(None, max_length=4000)
    link: str | None = Field(None, max_length=500)


class Withdrawal(http.Shape):
    """Why; who has applied or planned it reads this."""

    reason: str = Field(min_length=1, max_length=300, examples=["个别环境下登录变慢"])


class PatchedCase(http.Shape):
    """A case whose fault it mends."""

    case: http.Word = Field(examples=["C20261122-0007"])


class PatchFilters(http.Paging):
    """Which patches."""

    state: PatchState | None = None
    product: int | None = Field(None, ge=1, le=http.LARGEST_KEY)


@patches.get("/patches", _("List patches"), returns=http.Listed[PatchRow])
def list_patches(request: http.Request, query: Query[PatchFilters]) -> HttpResponse:
    """Those one may see, the newest first."""
    rows = queries.patches_visible_to(request.user)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.product:
        rows = rows.filter(products=query.product)
    return http.page(request, rows, query, order=("-made_at", "-id"), item=patch_row)


@patches.post(
    "/patches", _("Write a patch"), returns=PatchShape, status=201, tagged=True, new=True,
    power=Power.KEEP_PATCHES,
)  # fmt: skip
def write_patch(request: http.Request, body: NewPatch) -> HttpResponse:
    """Keep a draft."""
    said = {**body.model_dump(), "products": _products(body.products)}
    made = actions.write_patch(actions.Draft(**said), by=request.user, at=timezone.now())
    return http.created(
        request, patch_item(made, request), location=f"/api/v1/patches/{made.pk}",
        revision=made.revision,
    )  # fmt: skip


@patches.get("/patches/{id}", _("Show a patch"), returns=PatchShape, tagged=True)
def show_patch(request: http.Request, id: http.Key) -> HttpResponse:
    """One patch."""
    return _shown(request, _found(request, id))


@patches.patch(
    "/patches/{id}", _("Change a patch"), returns=PatchShape, tagged=True,
    power=Power.KEEP_PATCHES, description=_("Only as long as it is not published."),
)  # fmt: skip
def change_patch(request: http.Request, id: http.Key, body: PatchChange) -> HttpResponse:
    """Change a draft."""
    found, changes = _found(request, id), body.model_dump(exclude_none=True)
    if body.products is not None:
        changes["products"] = _products(body.products)
    actions.change_patch(
        found, changes=changes, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@patches.post(
    "/patches/{id}/publish", _("Publish a patch"), returns=PatchShape, tagged=True,
    power=Power.PUBLISH_PATCHES,
    description=_("It is offered for every unit of its models under an agreement from now on."),
)  # fmt: skip
def publish_patch(request: http.Request, id: http.Key) -> HttpResponse:
    """Publish it."""
    found = _found(request, id)
    actions.publish_patch(
        found, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@patches.post(
    "/patches/{id}/withdraw", _("Withdraw a patch"), returns=PatchShape, tagged=True,
    power=Power.PUBLISH_PATCHES,
)  # fmt: skip
def withdraw_patch(request: http.Request, id: http.Key, body: Withdrawal) -> HttpResponse:
    """Withdraw it; who has applied or planned it is told."""
    found = _found(request, id)
    actions.withdraw_patch(
        found, body.reason, by=request.user, at=timezone.now(), revision=http.expected(request)
    )
    return _shown(request, found)


@patches.post("/patches/{id}/cases", _("Name a case whose fault a patch mends"), returns=PatchShape)
def link_patched_case(request: http.Request, id: http.Key, body: PatchedCase) -> HttpResponse:
    """It then stands in the history of the case."""
    found = _found(request, id)
    case = http.chosen(desk.cases_visible_to(request.user), "case", number=body.case)
    actions.link_case(found, case, by=request.user, at=timezone.now())
    return http.answer(patch_item(found, request))


@patches.post(
    "/patches/{id}/files", _("Add a file to a patch"), returns=PatchFile, status=201, upload=True,
    power=Power.KEEP_PATCHES, description=_("Only as long as it is not published."),
)  # fmt: skip
def add_patch_file(request: http.Request, id: http.Key, file: File[UploadedFile]) -> HttpResponse:
    """Keep a file with a draft."""
    found = _found(request, id)
    try:
        kept = actions.add_file(found, file, file.name or "", by=request.user, at=timezone.now())
    except Refusal as refused:
        refused.field = "file" if refused.code == "bad-file" else refused.field
        raise
    location = f"/api/v1/patches/{found.pk}"
    return http.created(request, file_item(kept), location=location)


def patch_row(one: Patch) -> dict[str, Any]:
    """A patch as a list shows it."""
    return {"id": one.pk, "number": one.number, "title": one.title, "state": one.state,
            "published_at": one.published_at}  # fmt: skip


def patch_item(one: Patch, request: http.Request) -> dict[str, Any]:
    """A patch as JSON, with what this person may know of its cases and units."""
    names = ("number", "state", "title_zh", "title_en", "fixes_zh", "fixes_en", "risks_zh",
             "risks_en", "link", "reason", "published_at", "withdrawn_at", "revision")  # fmt: skip
    person = request.user
    cases = queries.cases_of(person, one, desk.cases_visible_to(person))
    return {
        "id": one.pk, **{name: getattr(one, name) for name in names},
        "products": list(one.products.order_by("pk").values_list("pk", flat=True)),
        "files": [file_item(file) for file in queries.files_of(one)],
        "cases": [case.number for case in cases], "units": queries.counts_of(person, one),
    }  # fmt: skip


def file_item(one: Any) -> dict[str, Any]:
    """A file as JSON."""
    return {name: getattr(one, name) for name in ("id", "name", "size", "sha256")}


def _products(keys: list[int]) -> list[ProductModel]:
    found = list(catalog.products().filter(pk__in=keys).order_by("pk"))
    if len(found) != len(set(keys)):
        raise Refusal(_("There is none, or it is not yours to see."), field="products")
    return found


def _found(request: http.Request, key: int) -> Patch:
    return http.found(queries.patches_visible_to(request.user), pk=key)


def _shown(request: http.Request, one: Patch) -> HttpResponse:
    return http.single(request, patch_item(one, request), revision=one.revision)
