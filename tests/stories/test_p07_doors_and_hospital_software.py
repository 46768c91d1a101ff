"""P07, hospital software: one and eight hours, three working days, visits by region, advice only;
and project doors: two hours on site day and night, two years."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital(api: Api) -> Deal:
    api.at("2026-02-26 10:00")
    return Deal(api, "p07", service="hospital-software", customer="customer2")


@pytest.fixture
def doors(api: Api) -> Deal:
    api.at("2026-02-22 23:00")
    return Deal(api, "p07", service="doors")


@pytest.mark.clause("P07-40")
def test_a_general_problem_is_answered_in_one_hour_and_solved_in_eight(hospital: Deal) -> None:
    case = hospital.reported("处方打不出来", difficulty="general")
    assert case.due("software-feedback") == "2026-02-26 11:00"
    assert case.due("software-solved") == "2026-02-26 18:00"
    hospital.api.at("2026-02-26 11:00")
    case.does("answer")
    hospital.api.at("2026-02-26 18:01")
    worker(hospital.api)
    assert case.late("software-solved") == ["escalate to service-manager", "raise priority"]
    case.does("solve", solution="重建索引")
    states = [case.clock(one)["state"] for one in ("software-feedback", "software-solved")]
    assert states == ["kept", "late"]
    assert case.shown()["high_priority"] is True


@pytest.mark.clause("P07-40")
def test_what_nobody_has_found_complex_counts_as_general(hospital: Deal) -> None:
    case = hospital.reported("处方打不出来")
    assert case.due("software-feedback") == "2026-02-26 11:00"
    assert case.due("software-solved") == "2026-02-26 18:00"


@pytest.mark.clause("P07-41")
@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2026-02-26 10:00", "2026-03-03 00:00"),  # Friday, the make-up Saturday 28th, Monday
        ("2026-02-12 10:00", "2026-02-25 00:00"),  # Friday, the make-up Saturday 14th, the 24th
        ("2026-03-12 10:00", "2026-03-18 00:00"),  # an ordinary Thursday
        ("2026-09-29 10:00", "2026-10-10 00:00"),  # Wednesday, then the 8th and 9th of October
        ("2026-09-30 10:00", "2026-10-11 00:00"),  # the 8th, the 9th, the make-up Saturday 10th
    ],
)
def test_a_complex_problem_has_three_working_days(api: Api, reported: str, due: str) -> None:
    api.at(reported)
    case = Deal(api, "p07", service="hospital-software").reported("死锁", difficulty="complex")
    assert case.due("software-solution-found") == due
    assert case.due("software-complex-solved") == due
    assert not {"software-feedback", "software-solved"} & case.clocks()


@pytest.mark.clause("P07-41")
def test_found_complex_later_the_hours_turn_into_working_days_from_the_report(
    hospital: Deal,
) -> None:
    case = hospital.reported("数据对不上", difficulty="general")
    hospital.api.wait(hours=5)
    case.triaged(difficulty="complex")
    assert case.clock("software-solved")["state"] == "void"
    assert case.due("software-complex-solved") == "2026-03-03 00:00"
    hospital.api.at("2026-03-02 23:59")
    case.records("case.solution_found", solution="补丁 3")
    hospital.api.at("2026-03-03 00:01")
    worker(hospital.api)
    assert case.clock("software-solution-found")["state"] == "kept"
    assert case.late("software-complex-solved") == ["escalate to service-manager", "raise priority"]
    case.does("solve", solution="补丁 3")
    assert case.clock("software-complex-solved")["state"] == "late"


@pytest.mark.clause("P07-45")
@pytest.mark.parametrize(
    ("place", "due"),
    [
        ("北京市/海淀区", "2026-02-26 12:00"),
        ("河北省/保定市", "2026-02-26 22:00"),
        ("天津市/南开区", "2026-02-26 22:00"),
        ("上海市/徐汇区", "2026-02-28 10:00"),
        ("", "2026-02-28 10:00"),
    ],
)
def test_how_soon_on_site_goes_by_the_region_of_the_address(api: Api, place: str, due: str) -> None:
    api.at("2026-02-26 10:00")
    deal = Deal(api, "p07", service="hospital-software", place=place)
    case = deal.reported("服务器不启动", needs="visit")
    assert case.due("software-on-site") == due


@pytest.mark.clause("P07-42", "P07-44")
def test_first_the_telephone_then_remotely_and_only_then_a_visit(hospital: Deal) -> None:
    case = hospital.reported("打印乱码")
    assert case.refused("need_visit") == "gate"
    case.does("guide")
    assert case.refused("need_visit") == "gate"
    case.does("connect")
    hospital.api.wait(hours=1)
    case.does("need_visit")
    assert case.due("software-on-site") == "2026-02-26 12:00"
    assert case.due("software-solved-on-site") == "2026-03-03 00:00"
    hospital.api.at("2026-02-26 12:00")
    case.records("visit.arrived")
    assert case.clock("software-on-site")["state"] == "kept"


@pytest.mark.clause("P07-29")
def test_it_goes_on_until_the_user_is_satisfied(hospital: Deal) -> None:
    case = hospital.reported("打印乱码").does("solve", solution="换驱动")
    assert case.refused("close") == "gate"
    case.does("confirm").does("close")
    assert case.shown()["state"] == "closed"


@pytest.mark.clause("P07-32", "P07-33")
def test_twelve_months_of_free_upkeep(hospital: Deal) -> None:
    hospital.accepted("2026-02-26 09:00")
    inside, after = (hospital.coverage(on, cause="product") for on in ("2027-02-26", "2027-03-01"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    assert {"support", "repair", "data-recovery"} <= set(inside["remedies"])
    assert (inside["covered"], after["covered"]) == ("yes", "no")


@pytest.mark.clause("P07-34")
def test_a_slip_of_the_staff_is_covered_too(hospital: Deal) -> None:
    hospital.accepted("2026-02-26 09:00")
    inside, after = (
        hospital.coverage(on, cause="wrong-operation") for on in ("2027-02-26", "2027-03-01")
    )
    assert "data-recovery" in inside["remedies"]
    assert (inside["covered"], after["covered"]) == ("yes", "no")


@pytest.mark.clause("P07-36")
@pytest.mark.parametrize("cause", ["virus", "operating-system", "procedure-violation"])
def test_what_lies_outside_the_software_brings_advice_only(hospital: Deal, cause: str) -> None:
    hospital.accepted("2026-02-26 09:00")
    verdict = hospital.coverage("2026-06-01", cause=cause)
    assert verdict["covered"] == "advice"
    assert {line["code"] for line in verdict["lines"]} == {"advice-only"}
    assert hospital.reported("系统中毒", cause=cause).covered == "advice"


@pytest.mark.clause("P07-07", "P07-08")
def test_doors_are_reached_in_two_hours_on_the_night_of_a_festival(doors: Deal) -> None:
    case = doors.reported("防火门关不上", needs="visit")
    assert case.due("doors-on-site") == "2026-02-23 01:00"
    doors.api.at("2026-02-23 01:01")
    worker(doors.api)
    assert case.late("doors-on-site") == ["raise priority", "notify service-manager"]
    assert case.shown()["high_priority"] is True


@pytest.mark.clause("P07-05", "P07-06", "P07-09", "P07-13")
def test_doors_are_free_for_two_years_unless_somebody_broke_them(doors: Deal) -> None:
    doors.accepted("2026-02-22 09:00")
    inside, after = (doors.coverage(on, cause="product") for on in ("2028-02-22", "2028-02-23"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    assert "replace-part" in inside["remedies"]
    assert after["covered"] == "no"
    parts = [line for line in after["lines"] if line["line"] == "parts"]
    assert [(one["code"], one["payer"]) for one in parts] == [("recover-at-cost", "customer")]
    assert doors.coverage("2026-06-01", cause="user")["covered"] == "no"


@pytest.mark.clause("P07-12")
def test_project_customers_are_visited_again_and_again(doors: Deal) -> None:
    doors.happened("project.handed_over", "2026-02-22 09:00")
    assert doors.due("return-visits")[0] == "2026-08-23 00:00"
    doors.api.at("2026-08-22 23:59")
    doors.happened("return_visit.done")
    doors.api.at("2027-02-23 00:01")
    worker(doors.api)
    assert doors.states("return-visits")[0] == "kept"
    assert doors.due("return-visits")[1] == "2027-02-23 00:00"
    assert doors.late("return-visits") == ["notify service-manager"]


@pytest.mark.clause("P07-24")
def test_the_general_manager_sees_the_site_at_least_once(doors: Deal) -> None:
    doors.happened("project.started", "2026-02-22 09:00")
    assert doors.due("manager-visit") == ["2026-03-23 00:00"]
    doors.api.at("2026-03-23 00:01")
    worker(doors.api)
    assert doors.late("manager-visit") == ["notify leaders"]
    doors.happened("project.visited")
    assert doors.states("manager-visit") == ["late"]


@pytest.mark.clause("P07-05")
def test_doors_are_not_told_what_is_promised_for_the_hospital_s_software(doors: Deal) -> None:
    doors.accepted("2026-02-22 09:00")
    verdict = doors.coverage("2029-06-01", cause="product")
    assert verdict["covered"] == "no"
    told = str(verdict["reasons"])
    assert "P07-05" in told
    for word in ("软件", "software", "hospital"):
        assert word not in told.lower()
