"""P14: engineers are chosen by what they are able to do: hardware, software, network, database."""

from typing import Any

import pytest

from aftercare.people.tests.test_pages import signed_in
from tests.plugins.api import Api
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db
AREAS = {"hardware": "硬件", "software": "软件", "network": "网络", "database": "数据库"}


@pytest.fixture
def deal(api: Api) -> Deal:
    """A system under P14 whose cases ask for all four; one engineer has them, one lacks two."""
    api.at("2026-03-05 12:00")
    made = Deal(api, "p14")
    able, half = api.cast["technician"], api.cast["technician2"]
    for code, title in AREAS.items():
        skill = api.post("/skills", _skill(code, title), by="admin")
        _certify(api, able.pk, skill["id"])
        if code in ("hardware", "network"):
            _certify(api, half.pk, skill["id"])
    return made


@pytest.mark.clause("P14-36")
def test_the_choice_shows_the_skills_and_nobody_is_sent_who_lacks_one(deal: Deal) -> None:
    case = deal.reported("数据库无法连接")
    browser = signed_in(deal.api.cast, "agent")
    page = browser.get(f"/cases/{case.number}/act/assign").content.decode()
    assert "赵勇 · 上门工程师</option>" in page
    assert "钱伟 · 上门工程师 — 数据库：没有证书；软件：没有证书</option>" in page
    half, able = (deal.api.cast[name].pk for name in ("technician2", "technician"))
    refused = {"to": half}
    assert deal.api.refused(f"/cases/{case.number}/assign", refused) == "certificate"
    deal.api.post(f"/cases/{case.number}/assign", {"to": able})
    assert case.shown()["responsible"]["name"] == "赵勇"


def _skill(code: str, title: str) -> dict[str, Any]:
    return {"code": code, "title_zh": title, "product_models": ["M1"]}


def _certify(api: Api, person: int, skill: int) -> None:
    body = {"person": person, "skill": skill, "number": "N-1", "valid_from": "2025-01-01"}
    api.post("/certificates", body, by="admin")
