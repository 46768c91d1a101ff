"""Which roles belong to which organisations, and why an account is closed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from aftercare.people.roles import Role

# The kinds of organisation a role works in; every other role is ours.
_ELSEWHERE: dict[str, frozenset[str]] = {
    Role.CUSTOMER: frozenset({"customer", "household", "authority", "supplier"}),
    Role.DEALER: frozenset({"dealer"}),
    Role.TECHNICIAN: frozenset({"company", "dealer", "supplier"}),
    Role.INSPECTOR: frozenset({"company", "authority", "customer"}),
}
_OURS = frozenset({"company"})


class Suspension(TextChoices):
    """Why an account is closed; words of one's own would stay in the history for ever."""

    LEFT = "left", _("left the organisation")
    AWAY = "away", _("away for a long time")
    LOST = "lost", _("device or password lost")
    MISUSE = "misuse", _("suspected misuse")
    OTHER = "other", _("another reason")


def role_fits(role: str, kind: str) -> bool:
    """Whether somebody of a kind of organisation may have a role; `customer` also means contact."""
    return kind in _ELSEWHERE.get(role, _OURS)
