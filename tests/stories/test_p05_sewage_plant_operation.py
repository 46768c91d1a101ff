"""P05, running a sewage plant: damage made good by the committee's date, samples and results."""

import pytest

from tests.plugins.api import Api
from tests.stories.telling import Deal, worker

pytestmark = pytest.mark.django_db

DATE = "2026-03-12T17:00:00+08:00"


@pytest.fixture
def deal(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p05")


@pytest.mark.clause("P05-12")
@pytest.mark.parametrize("how", ["solve", "pay"])
def test_damage_is_made_good_by_the_date_the_committee_sets(deal: Deal, how: str) -> None:
    case = deal.reported("污泥泵丢失", kind="damage", agreed_for=DATE)
    assert case.due("make-good") == "2026-03-12 17:00"
    deal.api.at("2026-03-12 17:00")
    if how == "solve":
        case.does("solve", solution="换新泵")
    else:
        case.records("damage.compensated")
    assert case.clock("make-good")["state"] == "kept"


@pytest.mark.clause("P05-12")
def test_damage_not_made_good_in_time_is_reported_to_the_leaders(deal: Deal) -> None:
    case = deal.reported("污泥泵丢失", kind="damage", agreed_for=DATE)
    deal.api.at("2026-03-12 17:01")
    worker(deal.api)
    worker(deal.api)
    assert case.late("make-good") == ["notify lead", "report to leaders"]
    case.records("damage.compensated")
    assert case.clock("make-good")["state"] == "late"


@pytest.mark.clause("P05-23")
def test_the_discharge_is_sampled_every_month(deal: Deal) -> None:
    deal.happened("agreement.signed", "2026-03-04 09:00")
    assert deal.due("discharge-monitoring")[0] == "2026-04-05 00:00"
    deal.api.at("2026-04-04 23:59")
    deal.happened("inspection.done")
    deal.api.at("2026-05-05 00:01")
    worker(deal.api)
    assert deal.states("discharge-monitoring")[0] == "kept"
    assert deal.late("discharge-monitoring") == ["notify lead"]


def test_laboratory_results_go_out_every_month(deal: Deal) -> None:
    deal.happened("agreement.signed", "2026-03-04 09:00")
    assert deal.due("lab-results")[0] == "2026-04-05 00:00"
    deal.api.at("2026-04-05 00:01")
    worker(deal.api)
    assert deal.late("lab-results") == ["notify lead"]
    deal.happened("report.delivered")
    assert deal.states("lab-results")[0] == "late"


def test_schedules_end_with_the_agreement(deal: Deal) -> None:
    deal.happened("agreement.signed", "2026-03-04 09:00")
    deal.happened("agreement.ended", "2026-03-05 12:00")
    assert "open" not in deal.states("discharge-monitoring") + deal.states("lab-results")
