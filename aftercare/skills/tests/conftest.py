"""A skill for a class of products that needs a certificate, and a clock to stand at."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aftercare.kit.events import SYSTEM
from aftercare.skills import actions
from aftercare.skills.models import Certificate, Skill
from aftercare.web.demo.cast import Cast

ZONE = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """A moment in Shanghai, such as `2026-03-02 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


START = moment("2026-01-05 09:00")


@pytest.fixture
def cooling(cast: Cast) -> Skill:
    """What is asked for by every case about something of the class hvac."""
    fields = {"code": "cooling", "title_zh": "制冷作业", "title_en": "Refrigeration work",
              "product_classes": ["hvac"]}  # fmt: skip
    return actions.add_skill(fields=fields, by=SYSTEM, at=START)


def certify(cast: Cast, skill: Skill, who: str = "technician", **said: Any) -> Certificate:
    """A certificate from the beginning of 2026 until the end of June."""
    given = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 6, 30), "number": "T-1"}
    return actions.add_certificate(
        cast[who], skill, **{**given, **said}, by=SYSTEM, at=START
    )  # fmt: skip
