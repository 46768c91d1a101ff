"""The life of a remote session, as a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.kit.states import Move, from_states


class SessionState(TextChoices):
    """Where a session stands; that its time is over follows from the clock."""

    REQUESTED = "requested", pgettext_lazy("session", "asked for")
    AUTHORISED = "authorised", pgettext_lazy("session", "authorised")
    DECLINED = "declined", pgettext_lazy("session", "not allowed")
    CONNECTED = "connected", pgettext_lazy("session", "connected")
    ENDED = "ended", pgettext_lazy("session", "ended")
    EXPIRED = "expired", pgettext_lazy("session", "time is over")


S = SessionState
MOVES: dict[str, Move] = {
    "authorise": Move(from_states(S.REQUESTED), S.AUTHORISED, "session.authorised", _("Authorise")),
    "decline": Move(from_states(S.REQUESTED), S.DECLINED, "session.declined", _("Do not allow")),
    "connect": Move(
        from_states(S.AUTHORISED), S.CONNECTED, "session.connected",
        pgettext_lazy("session", "Connect"),
    ),
    "end": Move(
        from_states(S.REQUESTED, S.AUTHORISED, S.CONNECTED), S.ENDED, "session.ended",
        pgettext_lazy("session", "End"),
    ),
}  # fmt: skip
