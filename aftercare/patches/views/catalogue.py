"""The catalogue of patches, and one patch: who wants it, who does not, who has not answered."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from aftercare.catalog import queries as catalog
from aftercare.desk import queries as desk
from aftercare.desk.models import Case
from aftercare.desk.views.access import at_desk, case_or_404
from aftercare.documents.rules import ACCEPTED
from aftercare.documents.uploading import MOST_FILES
from aftercare.documents.views import deliver
from aftercare.kit import days, forms, pages, references, sheets
from aftercare.kit.errors import Refusal
from aftercare.kit.states import open_moves
from aftercare.outbound import queries as outbox
from aftercare.outbound.states import MessageState
from aftercare.patches import actions, queries, story
from aftercare.patches.forms import CaseForm, NameForm, PatchForm, WithdrawForm
from aftercare.patches.models import Offer, Patch
from aftercare.patches.states import PATCH_MOVES, OfferState, PatchState
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.roles import Power

NEWEST = pages.Keyset(("-made_at",))
OFFERS = pages.Keyset(("id",))
MOST_EXPORTED = 20_000
STATE = pages.Filter("state", gettext_lazy("State"), choices=PatchState.choices)
OFFER_FILTERS = (
    pages.Filter("state", gettext_lazy("What the customers say"), choices=OfferState.choices),
)


@at_desk()
def patches(request: HttpRequest) -> HttpResponse:
    """All patches the person may see, the newest first; of one model, in one state."""
    person = person_of(request)
    models = [(str(one.pk), f"{one.name} {one.code}")
              for one in catalog.products().filter(patches__isnull=False).distinct()
              .order_by("code")]  # fmt: skip
    product = pages.Filter("product", _("Model"), choices=models)
    filters = pages.Filters([STATE, product], request.GET)
    rows = queries.patches_visible_to(person).prefetch_related("products")
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    if filters["product"]:
        rows = rows.filter(products=references.number(filters["product"]))
    page = NEWEST.shown(rows, request)
    context = {
        "filters": filters, "page": page, "now": timezone.now(),
        "rows": [(one, story.PATCH_LOOKS[one.state]) for one in page],
        "may_write": person.may(Power.KEEP_PATCHES),
    }  # fmt: skip
    return render(request, "patches/patches.html", context)


@at_desk()
def patch(request: HttpRequest, pk: int) -> HttpResponse:
    """One patch: its words, what customers say about it, who was told, the cases it mends."""
    person, found = person_of(request), _found(request, pk)
    filters = pages.Filters(OFFER_FILTERS, request.GET)
    page = OFFERS.shown(queries.of_patch(person, found, filters["state"]), request)
    counts = queries.counts_of(person, found)
    draft, writes = found.state == PatchState.DRAFT, person.may(Power.KEEP_PATCHES)
    context = {
        "patch": found, "look": story.PATCH_LOOKS[found.state], "filters": filters, "page": page,
        "rows": [(one, story.OFFER_LOOKS[one.state]) for one in page],
        "counts": [(name, *story.OFFER_LOOKS[name], OfferState(name).label, count)
                   for name, count in counts.items()],
        "products": list(found.products.order_by("code")),
        "files": list(queries.files_of(found)),
        "cases": queries.cases_of(person, found, desk.cases_visible_to(person)),
        "told": _told(person, found),
        "entries": story.entries(queries.history_of(found.reference)),
        "moves": open_moves(PATCH_MOVES, found.state) if person.may(Power.PUBLISH_PATCHES) else [],
        "writes": writes and draft, "links": writes and found.state != PatchState.WITHDRAWN,
        "draft": draft, "now": timezone.now(), "accept": ACCEPTED, "upload_id": uuid.uuid4(),
        "today": days.today(timezone.now()), "most_exported": MOST_EXPORTED,
    }  # fmt: skip
    return render(request, "patches/patch.html", context)


@at_desk()
def offers_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """What customers say about a patch, for a spreadsheet; at most `MOST_EXPORTED` rows."""
    person, found = person_of(request), _found(request, pk)
    filters = pages.Filters(OFFER_FILTERS, request.GET)
    rows = queries.of_patch(person, found, filters["state"]).order_by("pk")[:MOST_EXPORTED]
    return sheets.answer(f"patch-{found.number}", _lines(rows))


@at_desk(Power.KEEP_PATCHES)
def write(request: HttpRequest) -> HttpResponse:
    """Write one; no customer sees it before it is published."""
    person, form = person_of(request), PatchForm(request.POST or None)
    return forms.page(
        request, form, title=_("Write a patch"), back=reverse("patches:patches"),
        lead=_("No customer sees it before it is published."),
        act=lambda: actions.write_patch(form.draft(), by=person, at=timezone.now()),
        done=lambda made: reverse("patches:patch", args=[made.pk]),
    )  # fmt: skip


@at_desk(Power.KEEP_PATCHES)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    person, found = person_of(request), _found(request, pk)
    form, back = PatchForm(request.POST or None, patch=found), reverse("patches:patch", args=[pk])
    return forms.page(
        request, form, title=_("Change %(name)s") % {"name": found}, back=back, record=found,
        act=lambda: actions.change_patch(
            found, changes=form.cleaned_data, by=person, at=timezone.now(),
            revision=forms.revision(request),
        ),
        done=lambda _made: back,
    )  # fmt: skip


@at_desk(Power.PUBLISH_PATCHES)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish it."""
    found = _found(request, pk)
    actions.publish_patch(
        found, by=person_of(request), at=timezone.now(), revision=forms.revision(request)
    )
    messages.success(request, _("Published; customers are told in a moment."))
    return redirect("patches:patch", pk)


@at_desk(Power.PUBLISH_PATCHES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw it, and say why."""
    person, found, form = (
        person_of(request),
        _found(request, pk),
        WithdrawForm(request.POST or None),
    )
    back = reverse("patches:patch", args=[pk])
    return forms.page(
        request, form, title=_("Withdraw %(name)s") % {"name": found}, back=back, record=found,
        button=PATCH_MOVES["withdraw"].label,
        act=lambda: actions.withdraw_patch(
            found, form.said()["reason"], by=person, at=timezone.now(),
            revision=forms.revision(request), id=form.cleaned_data["id"],
        ),
        done=lambda _made: back,
    )  # fmt: skip


@at_desk(Power.KEEP_PATCHES)
@require_POST
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the files that were sent; those that may not be kept are named, the others stay."""
    found, sent = _found(request, pk), request.FILES.getlist("files")
    if not sent or len(sent) > MOST_FILES:
        messages.error(request, _("Choose one to %(most)s files.") % {"most": MOST_FILES})
    for file in sent[:MOST_FILES]:
        try:
            kept = actions.add_file(
                found, file, file.name or "", by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("%(name)s is kept.") % {"name": kept.name})
        except Refusal as refused:
            messages.error(request, str(refused.message))
    return redirect(f"{reverse('patches:patch', args=[pk])}#files")


@at_desk()
def file(request: HttpRequest, pk: int, key: int) -> FileResponse:
    """A file of a patch, for who may see the patch."""
    attachment = get_object_or_404(queries.files_of(_found(request, pk)), pk=key)
    return deliver(attachment, save="save" in request.GET)


@at_desk(Power.KEEP_PATCHES)
def add_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a case whose fault it mends."""
    person, found = person_of(request), _found(request, pk)
    form, back = CaseForm(request.POST or None, by=person), reverse("patches:patch", args=[pk])
    return forms.page(
        request, form, title=_("Name a case whose fault it mends"), back=back, lead=str(found),
        act=lambda: actions.link_case(
            found, form.cleaned_data["case"], by=person, at=timezone.now(),
            id=form.cleaned_data["id"],
        ),
        done=lambda _made: back,
    )  # fmt: skip


@at_desk()
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The patches that mend the fault of a case: a part of its page."""
    person, case = person_of(request), case_or_404(request, number)
    seen = set(queries.patches_visible_to(person).filter(cases=case).values_list("pk", flat=True))
    rows = [(one, story.PATCH_LOOKS[one.state]) for one in queries.of_case(case) if one.pk in seen]
    names = person.may(Power.HANDLE_CASES) and queries.fitting_case(person, case).exists()
    return render(request, "patches/of_case.html", {"case": case, "rows": rows, "names": names})


@at_desk(Power.HANDLE_CASES)
def name(request: HttpRequest, number: str) -> HttpResponse:
    """Say which patch mends the fault of a case."""
    person, case = person_of(request), case_or_404(request, number)
    form = NameForm(request.POST or None, patches=queries.fitting_case(person, case))
    back = reverse("desk:case", args=[case.number])
    return forms.page(
        request, form, title=_("Mended by a patch"), back=back, lead=_lead(case),
        act=lambda: actions.link_case(
            form.cleaned_data["patch"], case, by=person, at=timezone.now(),
            id=form.cleaned_data["id"],
        ),
        done=lambda _made: back,
    )  # fmt: skip


def _found(request: HttpRequest, pk: int) -> Patch:
    return get_object_or_404(queries.patches_visible_to(person_of(request)), pk=pk)


def _lead(case: Case) -> str:
    return f"{case.number} {case.symptom}"


def _told(person: Person, found: Patch) -> list[tuple[Any, int]]:
    """How many letters about it went out and how many did not, for whom may see the outbox."""
    if not person.may(Power.SEE_ALL_CASES):
        return []
    counts = outbox.counts_about(found.reference)
    return [(state.label, counts[state]) for state in MessageState if counts.get(state)]


def _lines(rows: Any) -> Iterator[list[str]]:
    yield [
        _("Customer"), _("Site"), _("Unit"), _("What the customers say"), _("Said by"),
        _("To be applied on"), pgettext("patch", "Applied on"), pgettext("patch", "Applied by"),
        pgettext("patch", "Result"), _("Reason"),
    ]  # fmt: skip
    yield from (_line(one) for one in rows.iterator(chunk_size=500))


def _line(one: Offer) -> list[str]:
    unit = one.unit
    return [
        one.customer.name, unit.site.name if unit.site else "", str(unit),
        str(one.stands_as.label), one.answered_by, _day(one.planned_on), _day(one.applied_on),
        one.done_by, one.result, one.reason,
    ]  # fmt: skip


def _day(on: Any) -> str:
    return on.isoformat() if on else ""
