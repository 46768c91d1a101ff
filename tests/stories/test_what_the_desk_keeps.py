"""What the plans ask of the desk and of its archive: the register, the origin, causes and levels,
who can be called, where a product went, who may look and who may not touch."""

from typing import Any

import pytest

from aftercare.kit.events import SYSTEM
from aftercare.plans import actions as plans
from aftercare.web.demo.loading import PLANS
from tests.plugins.api import Api
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db
LEVELS = {
    "1": "系统瘫痪", "2": "潜在", "3": "直接影响服务", "4": "间",
}  # fmt: skip


def page(deal: Deal, address: str, by: str = "agent") -> str:
    """A page as one of the cast sees it."""
    answer = deal.api._client(by).get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.clause("P06-12")
def test_calls_letters_and_visits_stand_in_one_register_with_what_came_of_them(api: Api) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p06", service="machinery")
    for source, symptom in (("phone", "电话一"), ("letter", "来函二"), ("walk-in", "来访三")):
        deal.reported(symptom, source=source)
    deal.reported("电话四").does("solve", solution="更换皮带")
    register = page(deal, "/register?on=2026-03-02")
    assert [word in register for word in ("电话一", "来函二", "来访三", "电话四")] == [True] * 4
    assert [word in register for word in ("来函", "来访", "已解决")] == [True] * 3
    assert "电话一" not in page(deal, "/register?on=2026-03-01")


@pytest.mark.clause("P06-23")
def test_a_dealer_keeps_the_register_of_its_own_calls_letters_and_visits(api: Api) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p06", service="machinery")
    house = api.cast.organisations["dealer"]
    type(deal.agreement).objects.filter(pk=deal.agreement.pk).update(dealer=house)
    type(deal.unit).objects.filter(pk=deal.unit.pk).update(dealer=house)
    deal.reported("总部接的电话")
    for source, symptom in (("phone", "电话一"), ("letter", "来函二"), ("walk-in", "来访三")):
        report = {"unit": deal.unit.pk, "symptom": symptom, "source": source}
        made = api.post("/cases", report, by="dealer")
    api.post(f"/cases/{made['number']}/moves",
             {"move": "solve", "data": {"solution": "更换皮带"}}, by="dealer")  # fmt: skip
    register = page(deal, "/register?on=2026-03-02", by="dealer")
    wanted = ("电话一", "来函二", "来访三", "来函", "来访", "已解决")
    assert [word for word in wanted if word not in register] == []
    other = page(deal, "/register?on=2026-03-02", by="dealer2")
    assert [word for word in wanted[:3] if word in other] == []


@pytest.mark.clause("P07-39")
def test_who_took_a_question_by_telephone_is_on_record(api: Api) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p07", service="hospital-software")
    case = deal.reported("如何换班", kind="question").does("answer")
    actors = [one["actor_name"] for kind in ("case.reported", "case.answered")
              for one in case.events(kind)]  # fmt: skip
    assert actors == [api.cast["agent"].name] * 2
    assert case.shown()["source"] == "phone"


@pytest.mark.parametrize(
    ("plan", "service"),
    [
        pytest.param("p06", "decoration", marks=pytest.mark.clause("P06-70")),
        pytest.param("p13", "", marks=pytest.mark.clause("P13-01")),
    ],
)
def test_a_request_is_held_against_the_warranty_on_file_at_once(
    api: Api, plan: str, service: str
) -> None:
    api.at("2026-03-02 12:00")
    deal = Deal(api, plan, service=service)
    deal.accepted("2026-03-02 10:00")
    assert deal.reported("墙面开裂", cause="installation").covered == "yes"
    api.at("2028-03-03 09:00")
    late = deal.reported("墙面又裂", cause="installation")
    assert late.covered == "no"
    expired = [
        one["params"]["ends_on"] for one in late.shown()["verdict"]["reasons"]
        if one["code"] == "term-expired"
    ]  # fmt: skip
    assert "2028-03-02" in expired


@pytest.mark.clause("P06-73")
def test_a_fault_in_a_home_has_one_of_three_causes_and_each_leads_elsewhere(api: Api) -> None:
    api.at("2026-03-02 12:00")
    deal = Deal(api, "p06", service="decoration")
    deal.accepted("2026-03-02 10:00")
    verdicts = {
        cause: deal.reported("地板翘起").triaged(cause=cause).shown()
        for cause in ("supplier", "installation", "user")
    }
    covered = {cause: deal.coverage("2026-03-03", cause=cause)["covered"] for cause in verdicts}
    assert covered == {"supplier": "yes", "installation": "yes", "user": "advice"}
    assert [one["facts"]["cause"] for one in verdicts.values()] == list(verdicts)


@pytest.mark.clause("P14-16", "P14-17", "P14-18", "P14-19")
def test_the_four_levels_are_explained_where_a_call_is_taken_and_there_is_no_fifth(
    api: Api,
) -> None:
    api.at("2026-02-27 10:00")
    deal = Deal(api, "p14")
    given = {"customer": deal.unit.customer_id, "unit": deal.unit.pk}
    intake = api._client("agent").post("/intake/live", given).content.decode()
    plan = page(deal, "/plans/project-software/1", by="author")
    for level, means in LEVELS.items():
        assert means in plan, level
        assert means in intake, level
        assert deal.reported("慢", severity=level).shown()["severity"] == level
    report = {"unit": deal.unit.pk, "symptom": "慢", "source": "phone", "facts": {"severity": "5"}}
    assert api.refused("/cases", report) == "refused"


@pytest.mark.clause("P01-08", "P01-13")
def test_an_owner_finds_the_place_the_staff_and_the_maker_s_technical_lead(api: Api) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p01")
    body = {
        "number": "HT-2", "title": "二期", "plan": "building-systems", "version": 1,
        "customer": deal.unit.customer_id, "signed_on": "2026-03-01",
        "covers": [{"project": deal.project.pk}],
        "contacts": [
            {"role": "technician", "name": "赵勇", "phone": "13900000006"},
            {"role": "manufacturer-lead", "name": "何工", "phone": "13900000100"},
        ],
    }  # fmt: skip
    api.post("/agreements", body, by="manager")
    given = page(deal, "/agreements/HT-2", by="customer")
    wanted = ("赵勇", "13900000006", "工程师", "何工", "13900000100", "制造商技术负责人")
    assert [word in given for word in wanted] == [True] * len(wanted)
    site = deal.unit.site
    assert site is not None
    site.phone = "010-8888"
    site.save(update_fields=["phone"])
    assert f"/catalog/sites/{site.pk}" in page(deal, f"/catalog/projects/{deal.project.pk}")
    place = page(deal, f"/catalog/sites/{site.pk}")
    assert [word in place for word in ("一号路 1 号", "010-8888")] == [True, True]


@pytest.mark.parametrize(
    ("plan", "service"),
    [
        pytest.param("p07", "doors", marks=pytest.mark.clause("P07-11")),
        pytest.param("p10", "", marks=pytest.mark.clause("P10-11")),
        pytest.param("p12", "", marks=pytest.mark.clause("P12-11")),
    ],
)
def test_where_a_product_went_is_found_by_its_serial_number(
    api: Api, plan: str, service: str
) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, plan, service=service)
    (unit,) = api.get("/units?serial=SN-1")["items"]
    assert unit["customer"]["name"] == deal.unit.customer.name
    assert (unit["project"]["name"], unit["site"]["name"]) == ("项目", "现场")
    assert api.get("/units?serial=SN-2")["items"] == []


@pytest.mark.clause("P05-21")
def test_an_inspector_may_read_every_record_at_any_time_and_change_none(api: Api) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p05")
    case = deal.reported("鼓风机损坏", kind="damage")
    assert case.shown(by="inspector")["number"] == case.number
    events = api.get(f"/events?subject={case.reference}", by="inspector")["items"]
    assert [one["kind"] for one in events][:1] == ["case.reported"]
    moves: Any = {"move": "answer", "data": {}}
    api.post(f"/cases/{case.number}/moves", moves, by="inspector", status=403)
    recorded = {"kind": "inspection.done", "occurred_at": "2026-03-02T08:00:00+08:00"}
    api.post(f"/agreements/{deal.agreement.pk}/milestones", recorded, by="inspector", status=403)


@pytest.mark.clause("P04-11")
def test_one_customer_may_choose_several_plans(api: Api) -> None:
    api.at("2026-03-02 09:00")
    deal = Deal(api, "p04")
    text = next(PLANS.glob("p15*.yaml")).read_text(encoding="utf-8")
    other = plans.load_plan(text, name="p15", by=SYSTEM, at=deal.agreement.plan_version.loaded_at)
    body = {
        "number": "HT-2", "title": "另一方案", "plan": other.plan, "version": 1,
        "customer": deal.unit.customer_id, "signed_on": "2026-03-01",
        "covers": [{"unit": deal.unit.pk}],
    }  # fmt: skip
    api.post("/agreements", body, by="manager")
    rows = api.get(f"/agreements?customer={deal.unit.customer_id}")["items"]
    assert {one["plan"] for one in rows} == {"supply-chain", other.plan}
