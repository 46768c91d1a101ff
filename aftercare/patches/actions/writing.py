"""Writing patches: what they are for, what they mend, their files and the cases they came from."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import ProductModel
from aftercare.desk.models import Case
from aftercare.documents import actions as documents
from aftercare.documents.models import Attachment
from aftercare.kit import events, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import Actor
from aftercare.kit.happening import happened, record
from aftercare.patches import rules
from aftercare.patches.actions.happening import told
from aftercare.patches.models import Patch, PatchCase
from aftercare.patches.states import PatchState
from aftercare.people.rights import require
from aftercare.people.roles import Power


@dataclass(frozen=True)
class Draft:
    """What is written about a patch; the words in at least one language."""

    number: str
    products: Sequence[ProductModel]
    title_zh: str = ""
    title_en: str = ""
    fixes_zh: str = ""
    fixes_en: str = ""
    risks_zh: str = ""
    risks_en: str = ""
    link: str = ""

    def values(self) -> dict[str, str]:
        """The texts as they are kept."""
        names = [one.name for one in fields(self) if one.name != "products"]
        return {name: getattr(self, name).strip() for name in names}


@transaction.atomic
def write_patch(draft: Draft, *, by: Actor, at: datetime) -> Patch:
    """Keep a draft; no customer sees it. Refused: a number that there is already, no model, no
    words, an address that is not https."""
    require(by, Power.KEEP_PATCHES)
    events.take_turn()
    _check(draft)
    made = Patch.objects.create(
        **draft.values(), state=PatchState.DRAFT, made_by=by.name[:120], made_at=at
    )
    made.products.set(draft.products)
    record(happened(made, "patch.written", by=by, at=at, data=told(made)), at=at)
    return made


@transaction.atomic
def change_patch(
    patch: Patch,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Patch:
    """Change a draft. What was published stays as customers have read it."""
    require(by, Power.KEEP_PATCHES)
    events.take_turn()
    states.expect(patch, revision)
    _check_draft(patch)
    now = {one.name: getattr(patch, one.name) for one in fields(Draft) if one.name != "products"}
    draft = Draft(**{**now, "products": list(patch.products.all()), **changes})
    _check(draft, patch)
    states.write(patch, changes=draft.values(), expected={"state": PatchState.DRAFT})
    patch.products.set(draft.products)
    record(happened(patch, "patch.changed", by=by, at=at, data=told(patch)), at=at)
    return patch


def add_file(
    patch: Patch,
    file: IO[bytes],
    name: str,
    *,
    by: Actor,
    at: datetime,
    id: uuid.UUID | None = None,
) -> Attachment:
    """Keep a file with a draft; see `documents.actions.attach_file` for what is refused."""
    require(by, Power.KEEP_PATCHES)
    with transaction.atomic():
        events.take_turn()
        patch.refresh_from_db(fields=["state"])
        _check_draft(patch)
        return documents.attach_file(
            file, name, subject=patch.reference, by=by, at=at, public=True, id=id
        )


@transaction.atomic
def link_case(
    patch: Patch, case: Case, *, by: Actor, at: datetime, id: uuid.UUID | None = None
) -> bool:
    """Say that a patch mends the fault of a case, in the history of the case; whether it is news.

    By who writes patches, or works on the case: “fixed by patch X”. A draft is only named by its
    writers, because nobody else knows of it.
    """
    require(by, Power.KEEP_PATCHES, Power.HANDLE_CASES)
    events.take_turn()
    if patch.state == PatchState.DRAFT:
        require(by, Power.KEEP_PATCHES)
    if patch.state == PatchState.WITHDRAWN:
        raise Refusal(_("This patch was withdrawn."), code="wrong-state", field="patch")
    _made, new = PatchCase.objects.get_or_create(patch=patch, case=case)
    if new:
        record(happened(case, "patch.linked", by=by, at=at, data=told(patch), id=id), at=at)
    return new


def _check(draft: Draft, known: Patch | None = None) -> None:
    number = draft.number.strip()
    if not rules.is_number(number):
        raise Refusal(
            _("A number has letters, digits and . _ + - and at most 40 of them."), field="number"
        )
    others = Patch.objects.filter(number__iexact=number)
    if known is not None:
        others = others.exclude(pk=known.pk)
    if others.exists():
        raise Refusal(_("There is a patch with this number already."), field="number")
    if not draft.products:
        raise Refusal(_("Say for which models it is."), field="products")
    if draft.link.strip() and not rules.is_link(draft.link.strip()):
        raise Refusal(_("The address begins with https://."), field="link")
    written = [one for one in ("zh", "en") if getattr(draft, f"title_{one}").strip()]
    if not written:
        raise Refusal(_("Write it in at least one language."), field="title_zh")
    for one in ("zh", "en"):
        if bool(getattr(draft, f"fixes_{one}").strip()) != (one in written):
            field = f"fixes_{one}" if one in written else f"title_{one}"
            raise Refusal(_("Write both what it is called and what it mends."), field=field)


def _check_draft(patch: Patch) -> None:
    if patch.state != PatchState.DRAFT:
        raise Refusal(
            _("What is published stays as customers have read it; withdraw it and write another."),
            code="wrong-state",
        )
