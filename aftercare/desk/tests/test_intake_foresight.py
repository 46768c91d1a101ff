"""What the intake says before a report is registered: what will be promised, who calls, what is
already known; and that whoever registers may go on with it."""

import re
from typing import Any

import pytest
from django.test import Client

from aftercare.catalog import entries as catalogue
from aftercare.catalog.models import Unit
from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn
from aftercare.desk.tests.stage import Stage, hour
from aftercare.desk.tests.test_intake_pages import found, live, report
from aftercare.kit import search
from aftercare.people.models import Person
from aftercare.promises.models import Commitment


@pytest.fixture
def software(stage: Stage) -> Unit:
    return stage.unit("p14", "PM5-26-01")


def foreseen(page: str) -> str:
    """The card of what will be promised, without its tags."""
    card = page.partition('id="foreseen"')[2].partition("</section>")[0]
    return re.sub(r"<[^>]+>| +", " ", card)


def picked(unit: Unit, **facts: str) -> dict[str, Any]:
    return {"customer": unit.customer_id, "unit": unit.pk, "kind": "fault", **facts}


@pytest.mark.parametrize(
    ("facts", "promise", "due"),
    [
        ({}, "半小时内响应", "今天 10:30"),
        ({}, "四小时内处理完毕", "今天 14:00"),
        ({"needs": "visit"}, "两小时内到达现场", "今天 12:00"),
        ({"reported_at": "2026-11-16T09:00"}, "半小时内响应", "今天 09:30"),
    ],
)
def test_what_will_be_promised_is_seen_before_saving(
    stage: Stage, sign_in: SignIn, facts: dict[str, str], promise: str, due: str
) -> None:
    told = foreseen(live(sign_in("agent"), **picked(stage.unit("p01"), **facts)))
    assert re.search(rf"{promise}[^。]*?应于 {due}", " ".join(told.split()))
    assert ("两小时内到达现场" in told) is ("needs" in facts)
    assert not Case.objects.exists()


@pytest.mark.parametrize("plan", ["p01", "p03", "p08", "p09", "p14"])
def test_what_is_registered_promises_what_was_foreseen(
    stage: Stage, sign_in: SignIn, plan: str
) -> None:
    unit = stage.unit(plan, service="heaters" if plan == "p09" else "")
    browser, said = sign_in("agent"), {"needs": "visit", "source": "phone"}
    told = foreseen(live(browser, **picked(unit, **said)))
    assert browser.post("/intake", report(unit, **said)).status_code == 302
    made = Commitment.objects.filter(subject=Case.objects.get().reference)
    assert len(re.findall(r"P\d\d-\d\d", told)) > 0
    assert told.count("应于") == made.filter(due_at__isnull=False).count()


@pytest.mark.clause("P03-12")
def test_the_time_the_customer_sets_is_asked_where_the_plan_keeps_it(
    stage: Stage, sign_in: SignIn
) -> None:
    browser, unit = sign_in("agent"), stage.unit("p03")
    said = {"needs": "visit", "agreed_for": "2026-11-17T15:00"}
    page = live(browser, **picked(unit, **said))
    assert "明天 15:00" in foreseen(page)
    assert 'name="agreed_for" value="2026-11-17T15:00"' in page
    assert browser.post("/intake", report(unit, **said)).status_code == 302
    assert Commitment.objects.get(promise="arrive").due_at == hour(30)
    refused = browser.post("/intake", report(unit, seen=Case.objects.get().number, needs="visit",
                                             agreed_for="2026-11-15T15:00"))  # fmt: skip
    assert refused.status_code == 422
    assert "约定时间必须在将来。" in refused.content.decode()
    assert 'name="agreed_for"' not in live(browser, **picked(stage.unit("p01")))


def test_each_running_promise_says_what_it_is_about(software: Unit, stage: Stage,
                                                    sign_in: SignIn) -> None:  # fmt: skip
    case = stage.case(software, symptom="报表打不开")
    shown = live(sign_in("agent"), **picked(software))
    assert f"{case.number} 报表打不开</span>" in shown


def test_a_caller_who_is_known_need_not_be_typed_again(software: Unit, stage: Stage,
                                                       sign_in: SignIn) -> None:  # fmt: skip
    search.rebuild(*catalogue.everything(hour(0)))
    browser, who = sign_in("agent"), stage.cast["customer"]
    assert found(browser, "13600000001")[0] == who.reference
    page = live(browser, picked=who.reference)
    assert 'name="customer" value="' + str(software.customer_id) in page
    assert 'name="reporter_name" value="张伟"' in page
    assert 'name="reporter_phone" value="13600000001"' in page
    typed = live(browser, picked=who.reference, reporter_name="门卫老王")
    assert 'name="reporter_name" value="门卫老王"' in typed


def test_an_agreement_is_found_by_its_number_and_picks_what_it_covers(
    software: Unit, stage: Stage, sign_in: SignIn
) -> None:
    agreement = stage.agreements[software.serial]
    for text in ("HT-PM5-26-01", "ht-pm5-26-01 "):
        assert found(sign_in("agent"), text)[0] == agreement.reference
    page = live(sign_in("agent"), picked=agreement.reference)
    assert f'<option value="{software.project_id}" selected>' in page
    assert "HT-PM5-26-01" in page
    for username in ("dealer", "technician"):
        assert agreement.reference not in found(sign_in(username), "HT-PM5-26-01")
        assert "HT-PM5-26-01" not in live(sign_in(username), picked=agreement.reference)


def test_our_own_people_are_not_offered_as_callers(stage: Stage, sign_in: SignIn) -> None:
    search.rebuild(*catalogue.everything(hour(0)))
    own = Person.objects.get(username="technician")
    assert found(sign_in("agent"), own.phone) == []
    assert found(sign_in("agent"), "守约机电") == []


@pytest.mark.parametrize("source", ["letter", "walk-in"])
def test_a_letter_and_a_visit_begin_with_their_source(sign_in: SignIn, source: str) -> None:
    page = sign_in("agent").get("/intake", {"source": source}).content.decode()
    assert f'<option value="{source}" selected' in page


def _registered(browser: Client, unit: Unit) -> str:
    answer = browser.post("/intake", report(unit, source="dealer"))
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_dealer_keeps_what_it_registers(stage: Stage, sign_in: SignIn) -> None:
    unit = stage.unit("p06", customer="household", service="machinery", dealer="dealer")
    address = _registered(sign_in("dealer"), unit)
    case = Case.objects.get()
    assert case.organisation == stage.cast.organisations["dealer"]
    assert sign_in("dealer").get(address).status_code == 200
    assert sign_in("dealer2").get(address).status_code == 404
    made = Commitment.objects.filter(subject=case.reference)
    assert {one.organisation for one in made} == {case.organisation}


def test_a_technician_keeps_what_it_registers(stage: Stage, sign_in: SignIn) -> None:
    unit = stage.unit("p01")
    stage.move(stage.case(unit, responsible=stage.cast["technician"]), "solve", at=0.5,
               data={"solution": "复位"})  # fmt: skip
    address = _registered(sign_in("technician"), unit)
    assert Case.objects.latest("pk").responsible == stage.cast["technician"]
    assert sign_in("technician").get(address).status_code == 200
    assert sign_in("technician2").get(address).status_code == 404


def test_an_open_case_of_others_is_not_shown_as_a_duplicate(stage: Stage,
                                                            sign_in: SignIn) -> None:  # fmt: skip
    unit = stage.unit("p06", customer="household", service="machinery", dealer="dealer")
    ours = stage.case(unit, symptom="割台异响")
    assert ours.number in live(sign_in("agent"), **picked(unit))
    assert ours.number not in live(sign_in("dealer"), **picked(unit))
    own = _registered(sign_in("dealer"), unit)
    assert ours.number not in sign_in("dealer").get(own).content.decode()
