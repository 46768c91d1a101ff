"""What the worker does for patches: offers them, and lets the customers know."""

from datetime import datetime

from aftercare.patches import actions, queries


def tend(at: datetime) -> int:
    """Offer published patches for units they were not offered for, then write to the customers;
    how much of it was done."""
    offered = sum(actions.offer_some(patch, at=at) for patch in queries.to_offer(at))
    if queries.to_tell() is None:  # nobody waits for the turn to append, once a second, for nothing
        return offered
    return offered + actions.tell_some(at=at)
