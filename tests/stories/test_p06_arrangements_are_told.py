"""P06-25: of what a dealer arranged the user is told, and the technical department has it on file;
both stand on the case with their time. And the supplier who has to come is written to."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.outbound.models import Message
from aftercare.people.models import Department, Person
from aftercare.promises.models import Alert
from aftercare.worker import run
from tests.plugins.api import Api
from tests.plugins.postbox import Postbox
from tests.stories.telling import Case, Deal

pytestmark = pytest.mark.django_db
HER = "han@example.com"


@pytest.fixture
def machine(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="machinery", components=("main-parts",))


@pytest.fixture
def mails(mail_server: Any, postbox: Postbox) -> list[Any]:
    mail_server.start()
    return postbox.mails


@pytest.fixture
def technical(api: Api) -> Person:
    """Somebody of the technical department."""
    own = api.cast.organisations["own"]
    department = Department.objects.create(organisation=own, name="技术部")
    person = api.cast["lead"]
    person.department = department
    person.save()
    return person


def handed(deal: Deal, **reporter: str) -> Case:
    body = {"unit": deal.unit.pk, "symptom": "割台不转", **reporter}
    return Case(deal.api, deal.api.post("/cases", body)).forwarded("dealer")


def arrived(mails: list[Any]) -> dict[str, str]:
    run.send_due(timezone.now())
    run.send_due(timezone.now())
    told = {str(mail["To"]): str(mail.get_content()) for mail in mails}
    mails.clear()
    return told


@pytest.mark.clause("P06-25")
def test_both_are_told_and_both_stand_on_the_case_with_their_time(
    machine: Deal, mails: list[Any], technical: Person
) -> None:
    case = handed(machine, reporter_email=HER)
    arrived(mails)
    machine.api.at("2026-03-05 13:00")
    case.does("arrange")
    assert case.clock("user-told")["state"] == "open"
    machine.api.at("2026-03-05 13:05")
    told = arrived(mails)
    assert "河北远航农机销售有限公司" in told[HER]
    assert case.clock("user-told")["state"] == "kept"
    (contacted,), (filed,) = case.events("case.contacted"), case.events("arrangement.filed")
    assert contacted["occurred_at"].startswith("2026-03-05T05:05")
    assert (contacted["data"]["to"], filed["data"]["department_name"]) == (HER, "技术部")
    assert filed["data"]["told_names"] == [technical.name]
    assert [one.person for one in Alert.objects.filter(step="arrangement.filed")] == [technical]
    arrived(mails)
    assert len(case.events("case.contacted")) == 1
    browser = Client()
    browser.force_login(machine.api.cast["agent"])
    page = browser.get(f"/cases/{case.number}").content.decode()
    assert "安排已报技术部备案" in page
    assert HER in page


def test_without_an_address_the_user_is_still_to_be_told_by_a_person(
    machine: Deal, mails: list[Any]
) -> None:
    machine.unit.customer.people.update(email="")
    case = handed(machine)
    arrived(mails)
    case.does("arrange")
    arrived(mails)
    assert case.clock("user-told")["state"] == "open"
    assert case.events("case.contacted") == []
    (filed,) = case.events("arrangement.filed")  # nobody is called a technical department here
    assert filed["data"]["told_names"] == [machine.api.cast["manager"].name]


@pytest.mark.clause("P06-74", "P13-05")
def test_a_supplier_with_an_address_is_written_to(api: Api, mails: list[Any]) -> None:
    api.at("2026-03-05 12:00")
    deal = Deal(api, "p14")
    supplier = api.cast.organisations["supplier"]
    Person.objects.create(
        name="严工", organisation=supplier, role="customer", email="yan@supplier.example.com"
    )
    case = Case(api, api.post("/cases", {"unit": deal.unit.pk, "symptom": "电机异响"}))
    arrived(mails)
    body = {"cause": "supplier", "supplier": supplier.pk, "agreed_for": "2026-03-08T09:00+08:00"}
    api.post(f"/cases/{case.number}/cause", body)
    told = arrived(mails)
    letter = told["yan@supplier.example.com"]
    assert "约定时间：2026-03-08 09:00" in letter
    (notified,) = case.events("supplier.notified")
    assert (notified["data"]["means"], notified["data"]["to"]) == (
        "email", "yan@supplier.example.com",
    )  # fmt: skip
    assert Message.objects.filter(template="supplier-notified", about=case.reference).exists()
