"""What people are written to about a case, from the report to the close, through a real mail
server: the customer, the dealer it is handed to, and whoever the plan names when it is late."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.duty import actions as duty
from aftercare.kit.events import SYSTEM
from aftercare.outbound.models import Message
from aftercare.worker import run
from tests.plugins.api import Api
from tests.plugins.postbox import Postbox
from tests.stories.telling import Case, Deal, worker

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^/\s]+(/follow/\S+)")


@pytest.fixture
def machine(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p06", service="machinery", components=("main-parts",))


@pytest.fixture
def mails(mail_server: Any, postbox: Postbox) -> list[Any]:
    mail_server.start()
    return postbox.mails


def reported(deal: Deal, by: str = "agent", **reporter: Any) -> Case:
    """A customer calls, and leaves an address."""
    body = {"unit": deal.unit.pk, "symptom": "割台不转", **reporter}
    return Case(deal.api, deal.api.post("/cases", body, by=by))


def arrived(mails: list[Any]) -> dict[str, str]:
    """What has come since the last look, by its receiver."""
    run.send_due(timezone.now())
    told = {str(mail["To"]): f"{mail['Subject']}\n{mail.get_content()}" for mail in mails}
    assert len(told) == len(mails)
    mails.clear()
    return told


def test_from_the_report_to_the_close_everybody_hears_what_concerns_them_and_nothing_else(
    machine: Deal, mails: list[Any]
) -> None:
    api = machine.api
    case = reported(machine, reporter_name="韩梅", reporter_email="han@example.com")
    told = arrived(mails)
    assert set(told) == {"han@example.com"}
    letter = told["han@example.com"]
    assert "韩梅，您好：" in letter
    assert f"服务单 {case.number} 已受理：割台不转" in letter
    opened = Client().get(LINK.findall(letter)[0], follow=True).content.decode()
    assert "割台不转" in opened
    kept = Message.objects.get()
    assert "/follow/" not in kept.text + str(kept.values)  # the link is nowhere kept

    case.forwarded("dealer")
    told = arrived(mails)
    assert set(told) == {"dealer@example.com"}
    assert f"/cases/{case.number}" in told["dealer@example.com"]
    assert "han@example.com" not in told["dealer@example.com"]

    api.at("2026-03-05 14:01")
    worker(api)
    told = arrived(mails)
    assert "agent@example.com" in told
    assert "customer@example.com" not in told

    case.does("arrange")
    told = arrived(mails)
    assert "已经安排，由 河北远航农机销售有限公司 处理" in told["han@example.com"]
    case.does("solve", solution="更换皮带")
    case.does("close")
    told = arrived(mails)
    assert set(told) == {"han@example.com"}
    assert "处理情况：更换皮带" in told["han@example.com"]


def test_a_customer_with_an_account_is_written_to_in_their_language_there(
    api: Api, mails: list[Any]
) -> None:
    api.at("2026-03-05 12:00")
    building = Deal(api, "p01")
    person = api.cast["customer"]
    person.language = "en"
    person.save()
    reported(building, by="customer")
    told = arrived(mails)
    assert set(told) == {"customer@example.com"}
    letter = told["customer@example.com"]
    assert "Dear 张伟," in letter
    promised = Message.objects.get().values["promises"]
    assert [one["until"] for one in promised] == sorted(one["until"] for one in promised)
    assert promised
    assert all(f"- {one['promise']}: by {one['until']}" in letter for one in promised)


def test_a_new_link_is_the_one_that_later_letters_carry(machine: Deal, mails: list[Any]) -> None:
    case = reported(machine, reporter_email="han@example.com")
    first = LINK.findall(arrived(mails)["han@example.com"])[0]
    machine.api.post(f"/cases/{case.number}/link")
    case.does("solve", solution="x")
    case.does("close")
    second = LINK.findall(arrived(mails)["han@example.com"])[0]
    assert first != second
    assert "割台不转" in Client().get(second, follow=True).content.decode()
    assert "割台不转" not in Client().get(first, follow=True).content.decode()


def test_a_letter_that_does_not_get_through_is_told_to_whoever_has_the_case(
    machine: Deal, mails: list[Any], postbox: Postbox
) -> None:
    postbox.unknown.add("han@example.com")
    case = reported(machine, reporter_email="han@example.com")
    assert arrived(mails) == {}
    browser = Client()
    browser.force_login(machine.api.cast["agent"])
    alerts = browser.get("/alerts").content.decode()
    assert "信件未送达" in alerts
    assert case.number in alerts


def test_an_address_that_is_none_is_told_where_it_was_given(machine: Deal) -> None:
    report = {"symptom": "x", "unit": machine.unit.pk, "reporter_email": "han at home"}
    assert machine.api.refused("/cases", report) == "refused"


def test_what_a_company_does_not_send_by_itself_is_not_sent(
    machine: Deal, mails: list[Any], settings: Any
) -> None:
    settings.LETTERS_OFF = ["case-registered", "case-handed-over"]
    reported(machine, reporter_email="han@example.com").forwarded("dealer")
    assert arrived(mails) == {}


def test_who_is_handed_a_part_of_a_case_is_told_of_that_part(
    machine: Deal, mails: list[Any]
) -> None:
    api = machine.api
    case = reported(machine, reporter_email="han@example.com")
    arrived(mails)
    dealer = api.cast.organisations["dealer"].reference
    parts = [
        {"what": "更换皮带", "to": dealer},
        {"what": "检查电路", "to": api.cast["technician"].reference},
    ]
    api.post(f"/cases/{case.number}/parts", {"parts": parts})
    told = arrived(mails)
    assert set(told) == {"dealer@example.com", "technician@example.com"}
    assert "更换皮带" in told["dealer@example.com"]
    assert "检查电路" in told["technician@example.com"]
    assert "检查电路" not in told["dealer@example.com"]


def test_of_a_department_whoever_is_on_duty_now_is_told(machine: Deal, mails: list[Any]) -> None:
    api = machine.api
    department = api.cast.departments["客户服务部"]
    roster = duty.add_roster(
        department, by=SYSTEM, at=timezone.now(),
        fields={"head": api.cast["manager"], "covers": "always", "takes_reports": False},
    )  # fmt: skip
    for who, begins, ends in (("dispatcher", 1020, 510), ("agent", 510, 1020)):
        duty.add_shift(
            roster, person=api.cast[who], days=list(range(7)), begins=begins, ends=ends,
            from_on=timezone.localdate(), by=SYSTEM, at=timezone.now(),
        )  # fmt: skip
    for moment, who in (("2026-03-05 18:00", "dispatcher"), ("2026-03-06 10:00", "agent")):
        api.at(moment)
        case = reported(machine, by="manager", reporter_email="han@example.com")
        to = f"department/{department.pk}"
        api.post(f"/cases/{case.number}/forward", {"to": to}, by="manager")
        assert set(arrived(mails)) == {"han@example.com", f"{who}@example.com"}
