"""P08, a seller of software and equipment: the website at once, visits step by step, returns."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-02-26 10:00")  # a Thursday before a make-up Saturday
    return Deal(api, "p08")


@pytest.mark.clause("P08-10", "P08-11")
@pytest.mark.parametrize("source", ["web", "portal"])
def test_website_questions_are_answered_at_once_also_on_sundays(api: Api, source: str) -> None:
    api.at("2026-03-01 03:00")
    case = Deal(api, "p08").reported("如何导出报表", kind="question", source=source)
    assert case.due("web-answer") == "2026-03-01 03:05"
    api.wait(minutes=5, seconds=1)
    worker(api)
    assert case.late("web-answer") == ["notify manager"]
    case.does("answer")
    assert case.clock("web-answer")["state"] == "late"


def test_a_question_by_telephone_has_no_website_clock(deal: Deal) -> None:
    assert "web-answer" not in deal.reported("如何导出报表", kind="question").clocks()


@pytest.mark.clause("P08-16", "P08-17")
def test_what_the_call_does_not_solve_is_dealt_with_in_three_working_days(deal: Deal) -> None:
    case = deal.reported("打印机卡纸", needs="remote")
    assert "handled" not in case.clocks()
    case.forwarded("technician")
    assert case.due("handled") == "2026-03-03 00:00"
    deal.api.at("2026-03-03 00:01")
    worker(deal.api)
    assert case.late("handled") == ["notify manager", "raise priority"]
    case.does("solve", solution="换纸轮")
    assert case.clock("handled")["state"] == "late"


@pytest.mark.clause("P08-15", "P08-21")
def test_nobody_travels_before_the_telephone_was_tried(deal: Deal) -> None:
    case = deal.reported("打印机卡纸")
    assert case.refused("need_visit") == "gate"
    case.does("guide").does("need_visit")
    assert case.shown()["state"] == "needs-visit"


@pytest.mark.clause("P08-12", "P08-23", "P08-24", "P08-25", "P08-26")
def test_a_visit_goes_step_by_step_each_with_its_time(deal: Deal) -> None:
    case = deal.reported("打印机卡纸").does("guide").does("need_visit")
    assert case.due("on-site") == "2026-03-03 00:00"
    case.forwarded("lead")
    assert case.due("visit-assigned") == "2026-02-26 12:00"
    deal.api.at("2026-02-26 12:00")
    case.assigned("technician")
    assert case.due("visit-agreed") == "2026-02-26 13:00"
    deal.api.at("2026-02-26 13:01")
    case.records("visit.agreed", agreed_for="2026-02-28T09:00:00+08:00")
    assert case.due("on-time") == "2026-02-28 09:00"
    deal.api.at("2026-02-28 09:00")
    case.records("visit.arrived")
    assert case.due("visit-report") == "2026-03-05 00:00"
    case.records("visit.reported", report="更换纸轮，培训一次")
    told = ("visit-assigned", "visit-agreed", "on-time", "on-site", "visit-report")
    states = [case.clock(one)["state"] for one in told]
    assert states == ["kept", "late", "kept", "kept", "kept"]


@pytest.mark.clause("P08-25")
def test_the_hour_that_was_agreed_is_kept_to_the_minute(deal: Deal) -> None:
    case = deal.reported("打印机卡纸", needs="visit")
    case.records("visit.agreed", agreed_for="2026-02-27T09:00:00+08:00")
    deal.api.at("2026-02-27 09:01")
    worker(deal.api)
    assert case.late("on-time") == ["notify dispatcher"]
    case.records("visit.arrived")
    assert case.clock("on-time")["state"] == "late"


@pytest.mark.clause("P08-27")
def test_each_service_is_followed_up_once(deal: Deal) -> None:
    case = deal.reported("打印机卡纸").does("solve", solution="换纸轮")
    assert case.due("follow-up") == "2026-03-03 00:00"
    deal.api.at("2026-03-02 17:00")
    case.records("case.followed_up", result="使用正常")
    assert case.clock("follow-up")["state"] == "kept"


@pytest.mark.clause("P08-42")
def test_a_return_the_customer_insists_on_is_decided_at_once(deal: Deal) -> None:
    case = deal.reported("退货", kind="return").records("return.requested")
    assert case.due("return-decided") == "2026-03-03 00:00"
    deal.api.at("2026-03-03 00:01")
    worker(deal.api)
    assert case.late("return-decided") == ["notify leaders"]
    case.records("return.decided", decision="退款")
    assert case.clock("return-decided")["state"] == "late"


@pytest.mark.clause("P08-19")
def test_customers_are_rung_every_three_months(deal: Deal) -> None:
    deal.happened("agreement.signed", "2026-02-26 09:00")
    assert deal.due("return-visits")[0] == "2026-05-27 00:00"
    deal.api.at("2026-05-20 10:00")
    deal.happened("return_visit.done")
    deal.api.at("2026-08-27 00:01")
    worker(deal.api)
    assert deal.states("return-visits")[0] == "kept"
    assert deal.late("return-visits") == ["notify manager"]


@pytest.mark.clause("P08-48")
def test_three_reports_come_every_week(deal: Deal) -> None:
    deal.happened("agreement.signed", "2026-02-26 09:00")
    for name in ("weekly-telephone", "weekly-enquiries", "weekly-demands"):
        assert deal.due(name)[0] == "2026-03-06 00:00"
    deal.api.at("2026-03-05 17:00")
    deal.happened("report.delivered", schedule="weekly-telephone")
    deal.api.at("2026-03-06 00:01")
    worker(deal.api)
    assert deal.states("weekly-telephone")[0] == "kept"
    assert deal.late("weekly-telephone") == []
    assert deal.late("weekly-demands") == ["notify manager"]
