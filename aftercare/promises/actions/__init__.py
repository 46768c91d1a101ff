"""Everything that changes a commitment."""

from aftercare.promises.actions.acting import act, put_off
from aftercare.promises.actions.deciding import void, waive
from aftercare.promises.actions.following import follow, refresh

__all__ = ["act", "follow", "put_off", "refresh", "void", "waive"]
