"""What happened to patches and offers: the same before and after every change."""

import uuid
from typing import Any

from aftercare.kit import events, happening
from aftercare.patches.models import Offer, Patch


def told(patch: Patch) -> dict[str, Any]:
    """How events name a patch."""
    return {"patch": patch.pk, "number": patch.number, "title": patch.title_zh or patch.title_en}


def is_known(about: Offer | Patch, kind: str, id: uuid.UUID | None) -> bool:
    """Whether the same was sent before: then it is done already. Takes the turn to append.

    `IdUsed` when it was something else that was sent.
    """
    events.take_turn()
    return happening.known(about, id, kind) is not None
