"""P13 and P06-C: the file is checked twice by two people, the second on site; then the cause is
decided, and the case goes one of three ways."""

from typing import Any

import pytest
from django.test import Client

from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api
from tests.stories.telling import Case, Deal

pytestmark = pytest.mark.django_db
PLANS = [("p13", ""), ("p06", "decoration")]
SEEN = {"result": "起拱两平方米", "visited": "yes"}


@pytest.fixture(params=PLANS, ids=["P13", "P06-C"])
def case(api: Api, request: Any) -> Case:
    plan, service = request.param
    api.at("2026-03-06 12:00")
    return Deal(api, plan, service=service, customer="household").reported("地板起拱")


def act(cast: Cast, who: str, case: Case, what: str, **given: str) -> Any:
    browser = Client()
    browser.force_login(cast[who])
    address = f"/cases/{case.number}/act/{what}"
    form = browser.get(address).context["form"]
    frame = {name: form[name].value() for name in ("id", "revision")}
    return browser.post(address, {**frame, **given})


def check(case: Case) -> None:
    """Both checks of the file, by two persons."""
    case.records("file.checked", result="在保修期内")
    case.records("file.rechecked", by="lead", **SEEN)


@pytest.mark.clause("P13-01", "P13-03", "P06-70", "P06-72")
def test_the_file_is_checked_twice_by_two_people_and_the_second_on_site(
    case: Case, cast: Cast
) -> None:
    cause = {"cause": "installation", "items": "地板两平方米"}
    held = act(cast, "agent", case, "cause", **cause)
    assert (held.status_code, "由两人分别进行" in held.content.decode()) == (422, True)
    assert case.api.refused(f"/cases/{case.number}/cause", cause) == "gate"
    record = f"/cases/{case.number}/records"
    second = {"kind": "file.rechecked", "data": SEEN}
    assert case.api.refused(record, second, by="lead") == "wrong-state"
    assert act(cast, "lead", case, "file.checked", result="在保修期内").status_code == 302
    assert case.api.refused(record, second, by="lead") == "same-person"
    case.api.post(record, second, by="agent", status=403)
    at_desk = act(cast, "manager", case, "file.rechecked", **{**SEEN, "visited": "no"})
    assert "第二次查卷须亲自到现场。" in at_desk.content.decode()
    assert act(cast, "manager", case, "file.rechecked", **SEEN).status_code == 302
    assert act(cast, "agent", case, "cause", **cause).status_code == 302
    checks = [one["actor_name"] for kind in ("file.checked", "file.rechecked")
              for one in case.events(kind)]  # fmt: skip
    assert checks == ["孙丽", "李明"]


@pytest.mark.clause("P13-04", "P13-05", "P06-73", "P06-74")
def test_a_supplier_is_notified_and_comes_at_the_agreed_time(case: Case, cast: Cast) -> None:
    check(case)
    supplier = cast.organisations["supplier"]
    given = {"cause": "supplier", "supplier": str(supplier.pk), "agreed_for": "2026-03-08T09:00"}
    nobody = act(cast, "agent", case, "cause", **{**given, "supplier": ""})
    assert "请选择供应商。" in nobody.content.decode()
    silent = act(cast, "agent", case, "cause", **given)
    assert "请先告知对方并选择告知方式" in silent.content.decode()
    assert act(cast, "agent", case, "cause", **given, told_by="phone").status_code == 302
    told = case.events("supplier.notified")[0]["data"]
    assert (told["supplier_name"], told["means"]) == (supplier.name, "phone")
    assert case.due("supplier-visit") == "2026-03-08 09:00"


@pytest.mark.clause("P13-04", "P13-06", "P06-73", "P06-75")
def test_the_customer_is_told_the_cause_and_offered_help(case: Case) -> None:
    check(case)
    path = f"/cases/{case.number}/cause"
    assert case.api.refused(path, {"cause": "unknown"}) == "refused"
    assert case.api.refused(path, {"cause": "user", "explanation": "浸水"}) == "refused"
    case.api.post(path, {"cause": "user", "explanation": "厨房长期浸水", "help": "代买地板"})
    assert case.shown()["covered"] == "advice"
    assert case.events("cause.decided")[0]["data"]["way"] == "customer"
    told = case.events("case.noted")[0]["data"]
    assert (told["text"], told["internal"]) == ("厨房长期浸水\n代买地板", False)


@pytest.mark.clause("P13-04", "P06-73")
def test_for_our_own_work_what_is_to_be_repaired_is_decided(case: Case, cast: Cast) -> None:
    check(case)
    without = act(cast, "agent", case, "cause", cause="installation")
    assert without.status_code == 422
    assert act(cast, "agent", case, "cause", cause="installation", items="地板两平方米"
               ).status_code == 302  # fmt: skip
    decided = case.events("cause.decided")[0]["data"]
    assert (decided["way"], decided["items"]) == ("company", "地板两平方米")
    browser = Client()
    browser.force_login(cast["lead"])
    assert "地板两平方米" in browser.get(f"/cases/{case.number}").content.decode()
