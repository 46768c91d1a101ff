"""Complaining in the portal, and reading there what becomes of it."""

from typing import Any

import pytest
from django.test import Client

from aftercare.complaints import actions
from aftercare.complaints.models import Complaint
from aftercare.desk.tests.conftest import SignIn, case, sign_in, stage, stand
from aftercare.desk.tests.stage import Stage, hour

__all__ = ["case", "sign_in", "stage", "stand"]
pytestmark = pytest.mark.django_db

SAID = {"matter": "等了一周没有人来", "remedy": "work", "name": "李娜", "phone": "13800138001"}


def text_of(page: Any) -> str:
    return str(page.content.decode())


def complain(browser: Client, query: str = "", **more: str) -> Any:
    form = browser.get(f"/complain{query}").context["form"]
    given = {"id": str(form["id"].value()), **SAID, **more}
    browser.post(f"/complain{query}", given)
    return browser.post(f"/complain{query}", given, follow=True)


def decided(stage: Stage, complaint: Complaint) -> None:
    quality = stage.cast["quality"]
    actions.appoint_investigator(complaint, quality, by=stage.cast["manager"], at=hour(2))
    actions.decide_complaint(
        complaint, finding="派工遗漏", outcome="upheld", cause="delay", decision="明天上门。",
        by=quality, at=hour(3),
    )  # fmt: skip


def test_a_visitor_complains_once_and_comes_back_by_the_link(stage: Stage, sign_in: SignIn) -> None:
    browser = Client()
    page = complain(browser)
    complaint = Complaint.objects.get()
    assert complaint.number in text_of(page)
    assert (complaint.source, complaint.state) == ("portal", "acknowledged")
    link = page.context["private_link"]
    decided(stage, complaint)
    other = Client()
    assert other.get("/complaint").status_code == 404
    shown = text_of(other.get(link, follow=True))
    assert "明天上门。" in shown
    assert "派工遗漏" not in shown
    form = other.get("/complaint").context["forms"]["further"]
    other.post("/complaint/act/further", {"id": str(form["id"].value()), "reason": "太晚了"})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.recourse) == ("recourse", "太晚了")
    assert Client().get(f"/complaint/{'x' * 30}").status_code == 404


def test_a_customer_complains_about_a_case_and_accepts_the_decision(
    stage: Stage, sign_in: SignIn, case: Any
) -> None:
    browser = sign_in("customer")
    assert "/complain?case=" in text_of(browser.get(f"/my/cases/{case.number}"))
    complain(browser, f"?case={case.number}", about="case")
    complaint = Complaint.objects.get()
    assert (complaint.case, complaint.customer) == (case, case.customer)
    assert complaint.number in text_of(browser.get("/my"))
    decided(stage, complaint)
    page = browser.get(f"/my/complaints/{complaint.number}")
    form = page.context["forms"]["accept"]
    address = f"/my/complaints/{complaint.number}/act/accept"
    browser.post(address, {"id": str(form["id"].value())})
    complaint.refresh_from_db()
    assert complaint.state == "accepted"
    assert sign_in("customer2").get(f"/my/complaints/{complaint.number}").status_code == 404
    strange = sign_in("customer2").get(f"/complain?case={case.number}")
    assert case.symptom not in text_of(strange)
