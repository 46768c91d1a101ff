"""What a customer with an account sees: its own, and nothing of others."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aftercare.catalog.models import Unit
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.people.models import Person
from aftercare.portal.tests.conftest import Visitor, make_case
from aftercare.promises.models import Commitment
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


def test_units_cases_and_promises_of_the_own_house(
    signed_in: Visitor, unit: Unit, stage: Stage, cast: Cast
) -> None:
    own = make_case(unit, cast)
    foreign_unit = stage.unit("p14", "FOREIGN-1", customer="customer2")
    foreign = make_case(foreign_unit, cast)
    page = signed_in.client.get("/my").content.decode()
    assert [own.number in page, unit.serial in page, 'class="clock ' in page] == [True] * 3
    assert [foreign.number in page, "FOREIGN-1" in page] == [False] * 2
    assert signed_in.client.get(f"/my/cases/{own.number}").status_code == 200
    assert signed_in.client.get(f"/my/cases/{foreign.number}").status_code == 404
    assert signed_in.client.get(f"/my/units/{foreign_unit.pk}/report").status_code == 404
    sent = {"id": "2b2f0d6e-51d5-4b7e-9f3c-0b8de9a7f001", "text": "?"}
    assert signed_in.client.post(f"/my/cases/{foreign.number}/act/answer", sent).status_code == 404


def test_what_is_promised_inside_the_house_is_not_shown(
    signed_in: Visitor, stage: Stage, cast: Cast
) -> None:
    for plan, inside, told in (("p08", "weekly-telephone", "return-visits"),
                               ("p05", "", "lab-results")):  # fmt: skip
        unit = stage.unit(plan)
        agreement = stage.agreements[unit.serial]
        rows = Commitment.objects.filter(agreement=agreement)
        if not rows.filter(promise=told).exists():
            start = rows.create
            moment = timezone.now()
            for name in filter(None, (inside, told)):
                start(key=name, agreement=agreement, plan_version=agreement.plan_version,
                      subject=agreement.reference, promise=name, number=1, started_by=1,
                      started_at=moment, target="7 days", due_at=moment, state="open")  # fmt: skip
        ours = {one["promise"] for one in promises_of(cast["agent"], agreement.pk)}
        theirs = {one["promise"] for one in promises_of(cast["customer"], agreement.pk)}
        assert told in theirs <= ours
        assert inside not in theirs
        assert not inside or inside in ours
    page = signed_in.client.get("/my").content.decode()
    assert "本周电话记录报表" not in page
    assert "化验结果" in page


def promises_of(person: Person, agreement: int) -> list[dict[str, str]]:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/api/v1/commitments?agreement={agreement}&limit=200")
    found: list[dict[str, str]] = answer.json()["items"]
    return found


def test_a_customer_reports_and_acts_under_the_own_name(
    signed_in: Visitor, unit: Unit, cast: Cast
) -> None:
    assert signed_in.client.get(f"/my/units/{unit.pk}/report")["Location"] == "/report"
    assert signed_in.report(unit).status_code == 302
    case = Case.objects.get()
    sent = {"id": "2b2f0d6e-51d5-4b7e-9f3c-0b8de9a7f001", "reason": "已恢复"}
    done = signed_in.client.post(f"/my/cases/{case.number}/act/withdraw", sent)
    assert done["Location"] == f"/my/cases/{case.number}"
    page = signed_in.client.get(done["Location"]).content.decode()
    assert ("已恢复" in page, "张伟" in page) == (True, True)
    assert case.number not in signed_in.client.get("/my").content.decode()
    assert case.number in signed_in.client.get("/my?all").content.decode()


def test_only_customers_have_this_page(client: Client, cast: Cast) -> None:
    assert client.get("/my")["Location"] == "/sign-in?next=/my"
    client.force_login(cast["agent"])
    assert client.get("/my").status_code == 403
    assert client.get("/my/cases/C1").status_code == 404


def test_the_page_asks_as_often_for_many_as_for_one(
    signed_in: Visitor, unit: Unit, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_case(unit, cast)
    signed_in.client.get("/my")
    with django_assert_num_queries(11):
        signed_in.client.get("/my")
    for n in range(3):
        make_case(unit, cast, f"问题 {n}")
    with django_assert_num_queries(11):
        signed_in.client.get("/my")
