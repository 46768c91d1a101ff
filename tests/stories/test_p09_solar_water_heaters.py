"""P09, solar water heaters: four and twelve hours, three years and one, two services a year;
and equipment under tender: two, twelve and twenty-four hours, a third failed repair."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db

PARTS = ("tank", "collector", "bracket", "piping", "electrical")


@pytest.fixture
def heater(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p09", service="heaters", components=PARTS)


@pytest.fixture
def equipment(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p09", service="equipment")


@pytest.mark.clause("P09-08", "P09-09", "P09-10")
def test_a_heater_is_reached_in_four_hours_and_repaired_in_twelve_also_at_night(
    heater: Deal,
) -> None:
    heater.api.at("2026-03-07 22:00")  # a Saturday
    case = heater.reported("不出热水", needs="visit")
    assert case.due("heater-on-site") == "2026-03-08 02:00"
    assert case.due("heater-fixed") == "2026-03-08 10:00"
    heater.api.at("2026-03-08 02:00")
    case.records("visit.arrived")
    heater.api.at("2026-03-08 10:01")
    worker(heater.api)
    assert case.late("heater-fixed") == ["escalate to service-manager", "raise priority"]
    case.does("solve", solution="更换电磁阀")
    states = [case.clock(one)["state"] for one in ("heater-on-site", "heater-fixed")]
    assert states == ["kept", "late"]


@pytest.mark.clause("P09-44")
def test_equipment_is_answered_in_two_hours_and_reached_in_twelve(equipment: Deal) -> None:
    case = equipment.reported("循环泵停转", needs="visit")
    assert case.due("equipment-answer") == "2026-03-05 14:00"
    assert case.due("equipment-on-site") == "2026-03-06 00:00"
    assert not {"heater-on-site", "heater-fixed", "equipment-guidance"} & case.clocks()
    equipment.api.at("2026-03-05 14:00")
    case.does("answer")
    equipment.api.at("2026-03-06 00:01")
    worker(equipment.api)
    assert case.late("equipment-on-site") == ["escalate to service-manager", "raise priority"]
    assert case.clock("equipment-answer")["state"] == "kept"


@pytest.mark.clause("P09-46")
def test_guidance_on_site_within_24_hours(equipment: Deal) -> None:
    case = equipment.reported("不会设定参数", kind="guidance", needs="visit")
    assert case.due("equipment-guidance") == "2026-03-06 12:00"
    assert "equipment-on-site" not in case.clocks()


@pytest.mark.clause("P09-12", "P09-13", "P09-14", "P09-22", "P09-25")
def test_three_years_on_the_main_unit_and_one_on_piping_and_electrics(heater: Deal) -> None:
    heater.accepted("2026-03-05 10:00")
    for part, last, after in [
        ("tank", "2029-03-05", "2029-03-06"),
        ("collector", "2029-03-05", "2029-03-06"),
        ("bracket", "2029-03-05", "2029-03-06"),
        ("piping", "2027-03-05", "2027-03-06"),
        ("electrical", "2027-03-05", "2027-03-06"),
    ]:
        inside, outside = (
            heater.coverage(on, component=part, cause="product") for on in (last, after)
        )
        assert {line["code"] for line in inside["lines"]} == {"warranty"}, part
        assert outside["covered"] == "no", part
        assert "P09-14" in [one for told in outside["reasons"] for one in told["clauses"]]
    assert heater.coverage("2027-06-01", component="tank", cause="installation")["covered"] == "yes"


@pytest.mark.clause("P09-23", "P09-24", "P09-26", "P09-27")
@pytest.mark.parametrize(
    ("cause", "clause"),
    [
        ("own-dismantling", "P09-23"),
        ("unappointed-repair", "P09-23"),
        ("storage", "P09-24"),
        ("user", "P09-24"),
        ("force-majeure", "P09-26"),
    ],
)
def test_what_is_not_covered_is_charged_and_says_why(heater: Deal, cause: str, clause: str) -> None:
    heater.accepted("2026-03-05 10:00")
    verdict = heater.coverage("2026-06-01", component="tank", cause=cause)
    assert verdict["covered"] == "no"
    assert clause in [one for told in verdict["reasons"] for one in told["clauses"]]
    assert {line["payer"] for line in verdict["lines"]} == {"customer"}
    assert heater.reported("漏水", component="tank", cause=cause).covered == "no"


@pytest.mark.clause("P09-37", "P09-38", "P09-47")
def test_equipment_after_its_warranty_costs_its_parts_and_no_labour(equipment: Deal) -> None:
    equipment.accepted("2026-03-05 10:00")
    inside, after = (equipment.coverage(on, cause="product") for on in ("2027-03-05", "2027-03-06"))
    assert {line["code"] for line in inside["lines"]} == {"warranty"}
    codes = {line["line"]: line["code"] for line in after["lines"]}
    assert codes["parts"] == "recover-at-cost"
    assert {codes["labour"], codes["travel"]} == {"contract"}


@pytest.mark.clause("P09-29")
@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2026-03-05 10:00", "2026-03-08 00:00"),  # ends on a Saturday like on any other day
        ("2026-04-03 10:00", "2026-04-07 00:00"),  # the 5th is Tomb-Sweeping Day itself
    ],
)
def test_training_within_two_days_of_acceptance_past_a_statutory_holiday(
    heater: Deal, accepted: str, due: str
) -> None:
    heater.api.at(accepted)
    heater.accepted(accepted)
    assert heater.due("heater-training") == [due]
    heater.api.at(due).wait(minutes=-1)
    heater.happened("training.held")
    assert heater.states("heater-training") == ["kept"]


@pytest.mark.clause("P09-29")
def test_training_later_than_two_days_is_told_to_the_service_manager(heater: Deal) -> None:
    heater.accepted("2026-03-05 10:00")
    heater.api.at("2026-03-08 00:01")
    worker(heater.api)
    assert heater.late("heater-training") == ["notify service-manager"]
    heater.happened("training.held")
    assert heater.states("heater-training") == ["late"]


@pytest.mark.clause("P09-48")
def test_equipment_training_follows_the_trial_run(equipment: Deal) -> None:
    equipment.happened("trial_run.passed", "2026-03-05 10:00")
    assert equipment.due("equipment-training") == ["2026-03-13 00:00"]


@pytest.mark.clause("P09-19")
def test_two_free_services_a_year(heater: Deal) -> None:
    heater.accepted("2026-03-05 10:00")
    assert heater.due("heater-services")[0] == "2026-09-06 00:00"
    for moment in ("2026-09-01 10:00", "2027-03-10 10:00"):
        heater.api.at(moment)
        worker(heater.api)
        heater.happened("maintenance.done")
    worker(heater.api)
    assert heater.states("heater-services")[:2] == ["kept", "late"]
    assert heater.due("heater-services")[:2] == ["2026-09-06 00:00", "2027-03-06 00:00"]
    assert heater.late("heater-services") == ["notify service-manager"]


@pytest.mark.clause("P09-49")
def test_two_trainings_a_year(equipment: Deal) -> None:
    equipment.happened("agreement.signed", "2026-03-05 10:00")
    assert equipment.due("equipment-trainings")[0] == "2026-09-06 00:00"


@pytest.mark.clause("P09-34")
def test_goods_arrive_by_the_time_the_buyer_demands(equipment: Deal) -> None:
    agreed = "2026-03-20T10:00:00+08:00"
    equipment.happened("delivery.requested", "2026-03-05 10:00", agreed_for=agreed)
    assert equipment.due("equipment-delivered") == ["2026-03-20 10:00"]
    equipment.api.at("2026-03-20 10:01")
    worker(equipment.api)
    assert equipment.late("equipment-delivered") == ["notify sales", "report to leaders"]
    equipment.happened("delivery.made")
    assert equipment.states("equipment-delivered") == ["late"]


@pytest.mark.clause("P09-36")
def test_after_three_failed_repairs_of_the_same_fault_the_customer_chooses_a_new_unit(
    equipment: Deal,
) -> None:
    equipment.accepted("2026-03-05 10:00")
    for month in ("04", "05"):
        equipment.api.at(f"2026-{month}-10 09:00")
        case = equipment.reported("循环泵漏水", cause="product")
        equipment.api.wait(hours=30)
        case.does("solve", solution="更换密封圈")
    equipment.api.at("2026-06-10 09:00")
    case = equipment.reported("循环泵漏水", cause="product")
    assert case.offers() == []
    told = case.choices()
    assert (told["same_fault_repaired"], told["repair_days"]) == (2, 5)
    choose = f"/cases/{case.number}/choices"
    assert equipment.api.refused(choose, {"offer": "new-unit"}) == "refused"
    equipment.api.wait(hours=1)
    case.does("wait", reason="customer")
    equipment.api.wait(days=3)
    case.does("resume").does("solve", solution="更换泵体")
    equipment.api.wait(days=2)
    case.does("reopen", reason="又漏了")
    told = case.choices()
    assert (told["same_fault_repaired"], told["suspended_days"]) == (3, 3)
    assert case.offers() == [(["new-unit"], ["P09-36"])]
    unit, fault = equipment.unit.pk, "&symptom=循环泵漏水&cause=product"
    asked = equipment.api.get(f"/coverage?unit={unit}{fault}")["choices"]
    assert [one["clauses"] for one in asked["open"] if one["source"] == "plan"] == [["P09-36"]]
    other = equipment.api.get(f"/coverage?unit={unit}&symptom=控制器黑屏&cause=product")["choices"]
    assert [one for one in other["open"] if one["source"] == "plan"] == []
    equipment.api.post(choose, {"offer": "new-unit"}, by="customer", status=403)
    equipment.api.post(choose, {"offer": "new-unit"})
    [chosen] = case.events("remedy.chosen")
    said = {name: chosen["data"][name] for name in ("offer", "accepted", "remedy", "clauses")}
    assert said == {
        "offer": "new-unit", "accepted": True, "remedy": "three-failed-repairs",
        "clauses": ["P09-36"],
    }  # fmt: skip
    case.does("solve", solution="换新机")
    equipment.api.wait(days=9)
    again = equipment.reported("循环泵漏水", cause="product")
    assert again.offers() == []  # a new unit begins its own count


@pytest.mark.clause("P09-36")
def test_what_the_customer_did_and_an_ended_warranty_open_no_new_unit(equipment: Deal) -> None:
    equipment.accepted("2026-03-05 10:00")
    for month, cause in (("04", "user"), ("05", "product"), ("06", "product")):
        equipment.api.at(f"2026-{month}-10 09:00")
        equipment.reported("循环泵漏水", cause=cause).does("solve", solution="修好")
    equipment.api.at("2026-07-10 09:00")
    assert equipment.reported("循环泵漏水", cause="product").offers() == []
    equipment.api.at("2027-06-10 09:00")
    assert equipment.reported("循环泵漏水", cause="product").offers() == []


@pytest.mark.clause("P09-15")
@pytest.mark.parametrize(
    ("component", "fault"),
    [("collector", "tube-quality"), ("tank", "tank-leak"), ("tank", "insulation-failed"),
     ("bracket", "bracket-deformed")],
)  # fmt: skip
def test_four_faults_are_replaced_free_while_the_warranty_lasts(
    heater: Deal, component: str, fault: str
) -> None:
    heater.accepted("2026-03-05 10:00")
    heater.api.at("2028-12-01 10:00")
    facts = {"component": component, "fault": fault, "cause": "product"}
    case = heater.reported("坏了", **facts)
    assert case.offers() == [(["replace"], ["P09-15"])]
    heater.api.post(f"/cases/{case.number}/choices", {"offer": "replace"})
    assert case.events("remedy.chosen")[0]["data"]["clauses"] == ["P09-15"]
    assert heater.reported("坏了", component=component, cause="product").offers() == []
    heater.api.at("2029-04-01 10:00")  # three years have passed
    assert heater.reported("坏了", **facts).offers() == []
