"""Duty by page and by API."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.desk.tests.conftest import statements
from aftercare.duty import jobs
from aftercare.duty.models import Leave, Roster, Shift, StandIn
from aftercare.promises.models import Alert
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db


def signed_in(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast[who])
    return browser


@pytest.mark.clause("P14-29", "P14-30")
def test_office_hours_keep_holidays_and_outside_them_somebody_is_reached(
    api: Api, cast: Cast, roster: Roster
) -> None:
    seen: dict[str, tuple[bool, str]] = {}
    for moment in ("2026-03-02 08:29", "2026-03-02 08:30", "2026-03-02 17:00", "2026-03-07 10:00",
                   "2026-02-28 10:00", "2026-04-06 10:00"):  # fmt: skip
        shown = api.at(moment).get(f"/rosters/{roster.pk}")
        seen[moment] = (shown["open"], shown["on_duty"]["name"])
    assert seen == {
        "2026-03-02 08:29": (False, "周航"), "2026-03-02 08:30": (True, "林晓"),
        "2026-03-02 17:00": (False, "周航"), "2026-03-07 10:00": (False, "周航"),
        "2026-02-28 10:00": (True, "周航"),  # a Saturday that is worked
        "2026-04-06 10:00": (False, "林晓"),  # Tomb-Sweeping Day
    }  # fmt: skip
    page = signed_in(cast, "technician").get("/duty/").content.decode()
    assert "13900000004" in page
    assert "休息" in page


def test_a_roster_is_begun_and_filled_on_pages(api: Api, cast: Cast) -> None:
    lead = signed_in(cast, "lead")
    week = dict.fromkeys(("monday", "tuesday", "wednesday"), "08:00-12:00，13:00-18:00")
    given = {
        "department": cast.departments["工程维修部"].pk, "head": cast["lead"].pk, "covers": "hours",
        "zone": "Asia/Shanghai", "keeps_holidays": "on", "exceptions": "2026-03-04 09:00-10:00",
        **week,
    }  # fmt: skip
    wrong = lead.post("/duty/add", {**given, "monday": "8-12", "exceptions": "morgen"})
    assert wrong.status_code == 422
    assert "请按 08:30-12:00, 13:00-17:00 的格式填写时间。" in wrong.content.decode()
    assert "每行以日期开头" in wrong.content.decode()
    assert lead.post("/duty/add", given).status_code == 302
    roster = Roster.objects.get()
    assert roster.week == [["08:00-12:00", "13:00-18:00"]] * 3 + [[]] * 4
    shift = {
        "person": cast["technician"].pk, "days": ["0", "1"], "begins": "08:00", "ends": "12:00",
        "every": "1", "from_on": "2026-03-02", "until_on": "",
    }  # fmt: skip
    assert lead.post(f"/duty/{roster.pk}/shifts/add", shift).status_code == 302
    page = signed_in(cast, "finance").get(f"/duty/{roster.pk}").content.decode()
    assert page.count("赵勇") > 4
    assert "今后两周内无人值班的时段" in page
    assert "时间按 UTC+08:00 上海" in page
    assert "星期一、星期二" in page
    asked = lead.get(f"/duty/shifts/{Shift.objects.get().pk}/end").content.decode()
    assert f'value="{timezone.localdate()}"' in asked  # in the one form that browsers read
    on = {"on": "2026-03-09", "revision": "1"}
    ended = lead.post(f"/duty/shifts/{Shift.objects.get().pk}/end", on)
    assert (ended.status_code, str(Shift.objects.get().until_on)) == (302, "2026-03-09")


def test_the_calendar_shows_weeks_swaps_and_make_up_days(
    api: Api, cast: Cast, roster: Roster
) -> None:
    swap = {"person": cast["technician"].pk, "instead_of": cast["agent"].pk,
            "begins_at": "2026-03-03T09:00", "ends_at": "2026-03-03T10:00"}  # fmt: skip
    agent = signed_in(cast, "agent")
    assert agent.post(f"/duty/{roster.pk}/stand-ins/add", swap).status_code == 302
    page = agent.get(f"/duty/{roster.pk}", {"week": "", "on": "2026-03-03"}).content.decode()
    assert "赵勇 · 代班" in page
    assert "09:00–10:00" in page
    assert "08:30-17:00" in page
    february = agent.get(f"/duty/{roster.pk}", {"on": "2026-02-10"}).content.decode()
    assert "调休上班" in february
    assert "春节" in february
    made = StandIn.objects.get()
    assert agent.post(f"/duty/stand-ins/{made.pk}/cancel").status_code == 302
    made.refresh_from_db()
    assert made.cancelled_at is not None


@pytest.mark.clause("P08-11")
def test_that_nobody_will_be_there_is_told_before_it_comes(
    api: Api, cast: Cast, roster: Roster
) -> None:
    away = {"person": cast["dispatcher"].pk, "reason": "leave",
            "begins_at": "2026-03-06T12:00", "ends_at": "2026-03-07T00:00"}  # fmt: skip
    lead = signed_in(cast, "lead")
    assert lead.post("/duty/leave", away).status_code == 302
    assert jobs.look_ahead(timezone.now()) == 1
    manager = signed_in(cast, "manager")
    told = manager.get("/alerts").content.decode()
    assert "今后有一段时间无人值班" in told
    opened = manager.post(f"/alerts/{Alert.objects.get().pk}/open")
    page = manager.get(opened.headers["Location"]).content.decode()
    assert "今后两周内无人值班的时段" in page
    assert "17:00–24:00" in page
    lead.post(f"/duty/leaves/{Leave.objects.get().pk}/cancel")
    assert jobs.look_ahead(timezone.now()) == 0
    assert "无人值班的时段" not in manager.get(f"/duty/{roster.pk}").content.decode()


def test_strangers_see_no_duty(cast: Cast, roster: Roster) -> None:
    for who in ("dealer", "customer"):
        browser = signed_in(cast, who)
        assert browser.get("/duty/").status_code == 403
        assert browser.get(f"/duty/{roster.pk}/stand-ins/add").status_code in {403, 404}
    agent = signed_in(cast, "agent")
    assert agent.get("/duty/add").status_code == 403
    assert agent.post("/duty/leave").status_code == 403


def test_by_api_a_roster_is_kept_whole(api: Api, cast: Cast) -> None:
    department = cast.departments["工程维修部"].pk
    made = api.post("/rosters", {"department": department, "head": cast["lead"].pk}, by="lead")
    path = f"/rosters/{made['id']}"
    assert made["answerable"]["name"] == "孙丽"
    assert made["on_duty"] is None
    shift = {"person": cast["technician"].pk, "days": [0, 1, 2, 3, 4], "begins": "08:30",
             "ends": "17:00", "from_on": "2026-03-02"}  # fmt: skip
    kept = api.post(f"{path}/shifts", shift, by="lead")
    assert (kept["begins"], kept["ends"], kept["days"]) == ("08:30", "17:00", [0, 1, 2, 3, 4])
    begin, end = "2026-03-02T00:00:00%2B08:00", "2026-03-04T00:00:00%2B08:00"
    away = api.post("/leaves", {
        "person": cast["technician"].pk, "begins_at": "2026-03-03T00:00:00+08:00",
        "ends_at": "2026-03-04T00:00:00+08:00", "reason": "trip",
    }, by="lead")  # fmt: skip
    shown = api.get(f"{path}/duty?begin={begin}&end={end}", by="finance")
    assert shown == {
        "turns": [{"person": {"id": cast["technician"].pk, "name": "赵勇"}, "stands_in": False,
                   "begins_at": "2026-03-02T00:30:00Z", "ends_at": "2026-03-02T09:00:00Z"}],
        "gaps": [{"begins_at": "2026-03-03T00:30:00Z", "ends_at": "2026-03-03T09:00:00Z"}],
    }  # fmt: skip
    api.post(f"/leaves/{away['id']}/cancel", by="lead")
    assert api.get(f"{path}/duty?begin={begin}&end={end}")["gaps"] == []
    stands: Any = api.post(f"{path}/stand-ins", {
        "person": cast["technician2"].pk, "begins_at": "2026-03-02T10:00:00+08:00",
        "ends_at": "2026-03-02T11:00:00+08:00",
    }, by="lead")  # fmt: skip
    assert api.at("2026-03-02 10:30").get(path)["on_duty"]["name"] == "钱伟"
    api.post(f"/stand-ins/{stands['id']}/cancel", by="lead")
    assert api.get(path)["on_duty"]["name"] == "赵勇"
    api.post(f"/shifts/{kept['id']}/end", {"on": "2026-03-01"}, by="lead")
    assert api.get(path)["on_duty"] is None
    changed = api.patch(path, {"week": [["10:00-11:00"]] * 7, "keeps_holidays": False}, by="lead")
    assert (changed["open"], changed["head"]["name"]) == (True, "孙丽")
    assert [one["id"] for one in api.get("/rosters")["items"]] == [made["id"]]
    too_long = "2026-07-04T00:00:00%2B08:00"
    api.get(f"{path}/duty?begin={begin}&end={too_long}", status=422)


def test_the_list_asks_the_same_questions_with_one_row_and_with_three(
    api: Api, cast: Cast, roster: Roster
) -> None:
    browser = signed_in(cast, "agent")
    browser.get("/duty/")
    with statements() as for_one:
        browser.get("/duty/")
    for name in ("工程维修部", "质量部"):
        api.post("/rosters", {"department": cast.departments[name].pk}, by="lead")
    with statements() as for_three:
        browser.get("/duty/")
    assert len(for_one) > 0
    assert len(for_three) <= len(for_one) + 1  # the heads of those without anybody, at once
