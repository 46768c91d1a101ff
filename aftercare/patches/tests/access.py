"""Who is let through to patches; see `api/tests/stage`."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aftercare.api.tests.stage import (
    EVERYBODY,
    HEADS,
    LOOKING,
    ON_THE_CASE,
    PDF,
    SEES_THE_UNIT,
    STAFF,
    Access,
    Keys,
    Rules,
    Stage,
    form_with,
)
from aftercare.patches import actions
from aftercare.patches.models import Offer, Patch
from aftercare.patches.states import PatchState
from aftercare.people.models import Person

WRITERS = (*HEADS, "quality")
OURS = (*STAFF, *LOOKING, "author", "technician", "technician2")
CHOOSES = (*ON_THE_CASE, "customer")
RULES: Rules = {
    "list_patches": (EVERYBODY, 0),
    "show_patch": ((*OURS, "dealer", "customer", "customer2"), 404),
    "write_patch": (WRITERS, 0),
    "change_patch": (WRITERS, 0),
    "publish_patch": (HEADS, 0),
    "withdraw_patch": (HEADS, 0),
    "link_patched_case": ((*ON_THE_CASE, "quality"), 0),
    "add_patch_file": (WRITERS, 0),
    "list_offers": (EVERYBODY, 0),
    "show_offer": (SEES_THE_UNIT, 404),
    "accept_offer": (CHOOSES, 0),
    "decline_offer": (CHOOSES, 0),
    "apply_offer": (CHOOSES, 0),
    "undo_offer": (CHOOSES, 0),
}


def keys(stage: Stage) -> Keys:
    return {"patches": {"id": offer(stage).patch_id}, "patch-offers": {"id": offer(stage).pk}}


def bodies(stage: Stage) -> dict[str, Any]:
    words = {"title_zh": "x", "fixes_zh": "x"}
    said = {"said_by": "王"}
    return {
        "write_patch": {"number": "P-2", "products": [stage.world.unit.model_id], **words},
        "change_patch": {"title_zh": "别的"},
        "withdraw_patch": {"reason": "x"},
        "link_patched_case": {"case": stage.case.number},
        "add_patch_file": form_with(SimpleUploadedFile("a.pdf", PDF)),
        "accept_offer": {"planned_on": "2299-01-01", **said},
        "decline_offer": {"reason": "x", **said},
        "apply_offer": {"applied_on": "2026-01-01", "done_by": "x", "result": "x"},
        "undo_offer": {"reason": "x"},
    }


def offer(stage: Stage) -> Offer:
    """The one offer there is, of a published patch for the customer's unit."""
    known = Offer.objects.select_related("patch", "unit", "customer").first()
    if known is not None:
        return known
    admin, at, unit = stage.world.cast["admin"], timezone.now(), stage.world.unit
    draft = actions.Draft(
        "P-1", [unit.model], title_zh="x", fixes_zh="x", link="https://example.com/p1"
    )
    patch = actions.write_patch(draft, by=admin, at=at)
    actions.publish_patch(patch, by=admin, at=at)
    actions.offer_some(patch, at=at)
    return offer(stage)


def draft(stage: Stage) -> None:
    """As if it were not published yet."""
    Patch.objects.filter(pk=offer(stage).patch_id).update(state=PatchState.DRAFT)


def accept(stage: Stage) -> Offer:
    return actions.accept_offer(offer(stage), date(2299, 1, 1), by=_customer(stage),
                                at=timezone.now())  # fmt: skip


def apply(stage: Stage) -> None:
    done = actions.Applied(date(2026, 1, 1), "x", "x")
    actions.apply_offer(accept(stage), done, by=_customer(stage), at=timezone.now())


def _customer(stage: Stage) -> Person:
    return stage.world.cast["customer"]


ACCESS = Access(RULES, keys, bodies, ready={
    "change_patch": draft, "publish_patch": draft, "add_patch_file": draft,
    "apply_offer": accept, "undo_offer": apply,
})  # fmt: skip
