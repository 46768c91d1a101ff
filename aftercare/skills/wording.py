"""How somebody stands with a skill, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.skills.models import Skill
from aftercare.skills.queries import Possession
from aftercare.skills.rules import How, Standing

LOOKS = {
    How.VALID: ("good", "shield-check"), How.EXPIRED: ("bad", "clock-x"),
    How.WITHDRAWN: ("bad", "ban"), How.LATER: ("warn", "hourglass"),
    How.NONE: ("warn", "alert-triangle"),
}  # fmt: skip
SAID: dict[str, Any] = {
    How.EXPIRED: _("certificate expired on %(day)s"),
    How.WITHDRAWN: _("certificate withdrawn on %(day)s"),
    How.LATER: _("certificate valid only from %(day)s"),
}
STATES = (
    ("valid", pgettext_lazy("certificate", "valid")),
    ("expiring", pgettext_lazy("certificate", "expiring within 30 days")),
    ("expired", pgettext_lazy("certificate", "expired")),
    ("withdrawn", pgettext_lazy("certificate", "withdrawn")),
)


def said(standing: Standing, skill: Skill) -> Any:
    """How it stands, such as `certificate expired on 2026-11-30`, the last valid day."""
    return _said(standing.how, standing.day, skill.needs_certificate)


def _said(how: How, day: date | str | None, needs_certificate: bool) -> Any:
    if how in SAID:
        return SAID[how] % {"day": day}
    if how == How.NONE:
        return _("no certificate") if needs_certificate else _("not known to have it")
    return _("valid until %(day)s") % {"day": day} if day else _("valid without end")


def lacks(found: Iterable[Possession]) -> str:
    """What is lacking, skill by skill; nothing when all of it is there."""
    return "; ".join(
        f"{one.skill.title}: {said(one.standing, one.skill)}"
        for one in found
        if not one.standing.holds
    )


def told(recorded: Iterable[Mapping[str, str]]) -> str:
    """What an event tells of skills, in words; see `desk.certifying.recorded`."""
    english = (get_language() or "").startswith("en")
    return "; ".join(
        f"{one['en'] if english else one['zh']}: {_said(How(one['how']), one['day'], True)}"
        for one in recorded
    )
