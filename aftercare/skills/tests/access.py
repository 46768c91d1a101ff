"""Who is let through to skills and certificates; see `api/tests/stage`."""

from datetime import date
from typing import Any

from django.utils import timezone

from aftercare.api.tests.stage import EVERYBODY, Access, Keys, Rules, Stage
from aftercare.kit.events import SYSTEM
from aftercare.skills import actions
from aftercare.skills.models import Certificate, Skill

WORKING = tuple(name for name in EVERYBODY if not name.startswith("customer"))
SEES_ALL = ("dispatcher", "lead", "manager", "leader", "admin", "quality", "inspector")
KEEPS = ("admin",)
RULES: Rules = {
    "list_skills": (EVERYBODY, 0),
    "show_skill": (WORKING, 404),
    "add_skill": (KEEPS, 403),
    "change_skill": (KEEPS, 0),
    "list_certificates": (EVERYBODY, 0),
    "show_certificate": ((*SEES_ALL, "dealer"), 404),
    "add_certificate": ((*KEEPS, "dealer"), 422),
    "change_certificate": ((*KEEPS, "dealer"), 0),
    "renew_certificate": ((*KEEPS, "dealer"), 0),
    "withdraw_certificate": ((*KEEPS, "dealer"), 0),
}


def keys(stage: Stage) -> Keys:
    certificate = one(stage)
    return {"skills": {"id": certificate.skill_id}, "certificates": {"id": certificate.pk}}


def bodies(stage: Stage) -> dict[str, Any]:
    certificate = one(stage)
    return {
        "add_skill": {"code": "welding", "title_zh": "焊接作业", "product_classes": ["plant"]},
        "change_skill": {"title_en": "Hot work"},
        "add_certificate": {
            "person": certificate.person_id, "skill": certificate.skill_id, "number": "2",
            "valid_from": "2026-01-01",
        },
        "change_certificate": {"valid_until": "2198-01-01"},
        "renew_certificate": {"valid_from": "2199-01-02", "valid_until": "2199-12-31"},
        "withdraw_certificate": {"reason": "x"},
    }  # fmt: skip


def one(stage: Stage) -> Certificate:
    """The one certificate there is, of the dealer's man."""
    known = Certificate.objects.first()
    if known is not None:
        return known
    at = timezone.now()
    fields = {"code": "hot-work", "title_zh": "动火作业", "product_classes": ["plant"]}
    skill = Skill.objects.first() or actions.add_skill(fields=fields, by=SYSTEM, at=at)
    return actions.add_certificate(
        stage.world.cast["dealer"], skill, valid_from=date(2026, 1, 1),
        valid_until=date(2199, 1, 1), number="1", by=SYSTEM, at=at,
    )  # fmt: skip


ACCESS = Access(RULES, keys, bodies)
