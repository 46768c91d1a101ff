"""Everything that changes a commitment."""

from aftercare.promises.actions.acting import act, put_off
from aftercare.promises.actions.deciding import explain_lateness, void, waive
from aftercare.promises.actions.following import follow, refresh
from aftercare.promises.actions.outcomes import record_outcome
from aftercare.promises.actions.settling import settle_provisional
from aftercare.promises.actions.telling import read_alerts

__all__ = [
    "act", "explain_lateness", "follow", "put_off", "read_alerts", "record_outcome", "refresh",
    "settle_provisional", "void", "waive",
]  # fmt: skip
