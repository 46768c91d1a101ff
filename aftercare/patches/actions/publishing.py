"""Publishing a patch to everybody who has the product, and withdrawing it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.kit import states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, record
from aftercare.patches import queries
from aftercare.patches.actions.happening import is_known, told
from aftercare.patches.models import Offer, Patch, ToTell
from aftercare.patches.states import PATCH_MOVES, OfferState
from aftercare.people.rights import require
from aftercare.people.roles import Power


@transaction.atomic
def publish_patch(
    patch: Patch,
    *,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Patch:
    """Publish it: from now on the worker offers it for every unit of its models under an agreement
    (P14-07). Refused while nobody could get it: with neither file nor link."""
    require(by, Power.PUBLISH_PATCHES)
    if is_known(patch, "patch.published", id):
        return patch
    if not patch.link and not queries.files_of(patch).exists():
        raise Refusal(_("Add a file or an address first, so that customers can get it."))
    changes = {"published_at": at, "next_at": at, "reached": 0}
    step = states.move(patch, "publish", moves=PATCH_MOVES, revision=revision, changes=changes)
    record(happened(patch, step.event, by=by, at=at, data=told(patch), id=id), at=at)
    return patch


@transaction.atomic
def withdraw_patch(
    patch: Patch,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> Patch:
    """Withdraw it: nobody accepts it any more, and who has applied or planned it is told why."""
    require(by, Power.PUBLISH_PATCHES)
    if is_known(patch, "patch.withdrawn", id):
        return patch
    if not reason.strip():
        raise Refusal(_("Say why; who has applied it is told."), field="reason")
    changes = {"withdrawn_at": at, "reason": reason.strip(), "next_at": None, "reached": 0}
    step = states.move(patch, "withdraw", moves=PATCH_MOVES, revision=revision, changes=changes)
    offers = Offer.objects.filter(patch=patch)
    offers.exclude(to_tell="").update(to_tell="")
    concerned = offers.filter(state__in=(OfferState.ACCEPTED, OfferState.APPLIED))
    count = concerned.update(to_tell=ToTell.WITHDRAWN)
    data = {**told(patch), "reason": patch.reason, "units": count}
    record(happened(patch, step.event, by=by, at=at, data=data, id=id), at=at)
    return patch
