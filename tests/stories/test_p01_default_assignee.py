"""P01, who is responsible for a repair: the original project manager; when they were transferred
and no project of theirs is near, somebody is dispatched specially."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from aftercare.catalog.models import Project, Site
from aftercare.duty import actions as duty
from aftercare.people import actions as people
from aftercare.web.demo.cast import Cast
from tests.plugins.api import SHANGHAI, Api
from tests.stories.telling import Case, Deal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def deal(api: Api, cast: Cast) -> Deal:
    api.at("2026-03-05 12:00")
    made = Deal(api, "p01")
    Project.objects.filter(pk=made.project.pk).update(manager=cast["lead"])
    made.project.refresh_from_db()
    return made


def later_project(deal: Deal, cast: Cast, place: str) -> None:
    site = Site.objects.create(customer=deal.project.customer, name=place, address="x", place=place)
    Project.objects.create(
        number=f"P-{place}", name=place, customer=deal.project.customer, site=site,
        manager=cast["lead"], began_on=date(2025, 6, 1),
    )  # fmt: skip


def page(cast: Cast, case: Case, act: str = "") -> str:
    browser = Client()
    browser.force_login(cast["agent"])
    return browser.get(f"/cases/{case.number}{act}").content.decode()


@pytest.mark.clause("P01-37")
def test_the_original_project_manager_is_responsible_by_default(deal: Deal, cast: Cast) -> None:
    later_project(deal, cast, "北京市/朝阳区")  # a project nearby
    case = deal.reported("冷水机组停机")
    assert "按方案由原项目经理 孙丽 负责（P01-37）。" in page(cast, case)
    form = page(cast, case, "/act/assign")
    assert f'<option value="{cast["lead"].pk}" selected>' in form
    deal.api.post(f"/cases/{case.number}/assign", {})
    assert case.shown()["responsible"]["name"] == "孙丽"
    assert "按方案" not in page(cast, case)


@pytest.mark.clause("P01-37")
@pytest.mark.parametrize("gone", ["transferred", "away", "left"])
def test_whoever_cannot_come_is_replaced_by_a_special_dispatch(
    deal: Deal, cast: Cast, gone: str
) -> None:
    if gone == "transferred":
        later_project(deal, cast, "广东省/深圳市")
    elif gone == "away":
        duty.enter_leave(cast["lead"], begins_at=NOW, ends_at=NOW + timedelta(days=3),
                         by=cast["manager"], at=NOW)  # fmt: skip
    else:
        people.suspend_person(cast["lead"], by=cast["admin"], at=NOW)
    case = deal.reported("冷水机组停机")
    said = {"transferred": "已调离，附近没有其工程", "away": "不在岗", "left": "已离职"}
    assert f"另行派人：孙丽{said[gone]}（P01-37）。" in page(cast, case)
    assert deal.api.refused(f"/cases/{case.number}/assign", {}) == "refused"
    case.assigned("technician2")
    assert case.shown()["responsible"]["name"] == "钱伟"
