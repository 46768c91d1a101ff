"""Everything that changes patches and what becomes of them."""

from aftercare.patches.actions.answering import (
    Applied,
    accept_offer,
    apply_offer,
    decline_offer,
    undo_offer,
)
from aftercare.patches.actions.offering import offer_some, tell_some
from aftercare.patches.actions.publishing import publish_patch, withdraw_patch
from aftercare.patches.actions.writing import (
    Draft,
    add_file,
    change_patch,
    link_case,
    write_patch,
)

__all__ = [
    "Applied",
    "Draft",
    "accept_offer",
    "add_file",
    "apply_offer",
    "change_patch",
    "decline_offer",
    "link_case",
    "offer_some",
    "publish_patch",
    "tell_some",
    "undo_offer",
    "withdraw_patch",
    "write_patch",
]
