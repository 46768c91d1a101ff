"""How somebody stands with a skill, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.plans.reading import language
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
    return _said(standing.how, standing.day, needs_certificate=skill.needs_certificate)


def lacks(found: Iterable[Possession]) -> str:
    """What is lacking, skill by skill; nothing when all of it is there."""
    return _listed(
        (one.skill.title, said(one.standing, one.skill)) for one in found if not one.standing.holds
    )


def told(recorded: Iterable[Mapping[str, str]]) -> str:
    """What an event tells of skills, in words; see `desk.certifying.recorded`."""
    return _listed(
        (one[language()], _said(How(one["how"]), one["day"], needs_certificate=True))
        for one in recorded
    )


def _listed(rows: Iterable[tuple[str, Any]]) -> str:
    between, after = ("；", "：") if language() == "zh" else ("; ", ": ")
    return between.join(f"{skill}{after}{words}" for skill, words in rows)


def _said(how: How, day: date | str | None, *, needs_certificate: bool) -> Any:
    if how in SAID:
        return SAID[how] % {"day": day}
    if how == How.NONE:
        return _("no certificate") if needs_certificate else _("not known to have it")
    return _("valid until %(day)s") % {"day": day} if day else _("valid without end")
