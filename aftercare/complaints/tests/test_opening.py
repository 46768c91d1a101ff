"""A case that was registered as a complaint, and the complaint in which it is heard."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from aftercare.complaints import actions
from aftercare.complaints.models import Complaint
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.errors import Refusal
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
REPORTER = {"reporter_name": "张伟", "reporter_phone": "010-6255-2001",
            "reporter_email": "zhang@example.com"}  # fmt: skip


@pytest.fixture
def complained(stage: Stage, stand: Stand) -> Case:
    """A case of the kind complaint."""
    unit = stage.unit("p01")
    more: dict[str, Any] = {"kind": "complaint", "symptom": "报告迟到两周", **REPORTER}
    return stage.case(unit, source="phone", **more)


def shown(browser: Any, address: str) -> str:
    return str(browser.get(address).content.decode())


def test_the_case_page_offers_it_and_each_page_leads_to_the_other(
    complained: Case, sign_in: SignIn
) -> None:
    agent = sign_in("agent")
    part = f"/complaints/of/{complained.number}"
    assert "立案投诉" in shown(agent, part)
    unsaid = agent.post(f"{part}/open", {"remedy": ""}, follow=True)
    assert "请选择投诉人的诉求" in unsaid.content.decode()
    first, second = (agent.post(f"{part}/open", {"remedy": "explanation"}) for _each in range(2))
    made = Complaint.objects.get()
    assert {first.headers["Location"], second.headers["Location"]} == {f"/complaints/{made.number}"}
    assert (made.case, made.customer, made.received_at) == (
        complained,
        complained.customer,
        hour(0),
    )
    assert (made.matter, made.complainant_name, made.remedy) == (
        "报告迟到两周", "张伟", "explanation",
    )  # fmt: skip
    assert made.complainant_email == "zhang@example.com"
    assert f"/cases/{complained.number}" in shown(agent, f"/complaints/{made.number}")
    after = shown(agent, part)
    assert f"/complaints/{made.number}" in after
    assert "立案投诉" not in after


def test_a_case_of_long_ago_is_heard_all_the_same(stage: Stage, complained: Case) -> None:
    late = hour(24 * 400)
    made = actions.open_from_case(complained, remedy="work", by=stage.cast["agent"], at=late)
    assert made.received_at == complained.reported_at
    grievance = actions.Grievance("x", "other", "work", "张伟")
    with pytest.raises(Refusal):
        actions.receive_complaint(grievance, by=stage.cast["agent"], at=late, received_at=hour(0))


def test_two_people_who_open_it_by_the_api_get_the_same(complained: Case, api: Api) -> None:
    api.clock.move_to(hour(1))
    path = f"/cases/{complained.number}/complaint"
    first = api.post(path, {"remedy": "work"}, by="agent")
    second = api.post(path, {"remedy": "refund"}, by="manager")
    assert (first["number"], first["case"]) == (second["number"], complained.number)
    assert second["remedy"] == "work"
    found = api.get(f"/complaints?case={complained.number}")["items"]
    assert [one["number"] for one in found] == [first["number"]]


def test_a_case_of_another_kind_is_no_complaint(stage: Stage, sign_in: SignIn) -> None:
    fault = stage.case(stage.unit("p01"))
    assert "立案投诉" not in shown(sign_in("agent"), f"/complaints/of/{fault.number}")
    with pytest.raises(Refusal):
        actions.open_from_case(fault, remedy="work", by=stage.cast["agent"], at=hour(1))


def test_a_dealer_and_another_customer_open_none(complained: Case, sign_in: SignIn) -> None:
    for who, status in (("dealer", 404), ("customer", 403), ("inspector", 403)):
        answer = sign_in(who).post(f"/complaints/of/{complained.number}/open", {"remedy": "work"})
        assert answer.status_code == status, who
    assert not Complaint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_opened_by_four_at_once_it_is_one(stage: Stage, complained: Case) -> None:
    def opened(name: str) -> int:
        try:
            made = actions.open_from_case(
                complained, remedy="work", by=stage.cast[name], at=hour(1)
            )
            return made.pk
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        found = set(pool.map(opened, ["agent", "manager", "agent", "lead"]))
    assert found == {Complaint.objects.get().pk}
