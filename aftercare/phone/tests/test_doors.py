"""The telephone by page and by API, and the pop-up at the agent's."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.desk.tests.conftest import statements
from aftercare.phone.models import Call, Extension
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db
Shown = dict[str, Any]


def ring(api: Api, event: str = "ring", **more: str) -> Shown:
    told = {"call": "pbx-1", "event": event, "at": timezone.now().isoformat(), "extension": "801"}
    sent = {**told, "caller": "010-6255-2001", "line": "4001", **more}
    answer: Shown = api.post("/call-events", sent)
    return answer


def signed_in(cast: Cast, who: str) -> Client:
    browser = Client()
    browser.force_login(cast[who])
    return browser


def test_the_agent_sees_who_is_calling_and_takes_the_call(
    api: Api, cast: Cast, telephone: Extension
) -> None:
    browser = signed_in(cast, "agent")
    assert "010-6255-2001" not in browser.get("/calls/now").content.decode()
    ring(api)
    shown = browser.get("/calls/now").content.decode()
    assert "010-6255-2001" in shown
    assert "没有登记过这个号码" in shown
    assert "/intake?q=01062552001" in shown
    ring(api, "hang-up")
    assert browser.get("/calls/now").content.decode().strip() == ""
    assert signed_in(cast, "customer").get("/calls/now").status_code == 403


@pytest.mark.clause("P08-18")
def test_a_question_of_price_goes_to_sales_by_both_doors(
    api: Api, cast: Cast, telephone: Extension
) -> None:
    call = ring(api)
    price = {"purpose": "price", "answer": "八百元", "result": "solved"}
    refused = api.refused(f"/calls/{call['id']}/note", price)
    assert refused == "refused"
    browser = signed_in(cast, "agent")
    page = browser.post(f"/calls/{call['id']}", {**price, "result": "sales"})
    assert (page.status_code, Call.objects.get().result) == (422, "")
    assert "电话中不答复价格" in page.content.decode()
    done = browser.post(f"/calls/{call['id']}", {**price, "answer": "", "result": "sales"})
    assert (done.status_code, Call.objects.get().result) == (302, "sales")


def test_the_register_keeps_every_call_with_what_was_said(
    api: Api, cast: Cast, telephone: Extension
) -> None:
    call = ring(api)
    ring(api, "answer")
    ring(api, "hang-up")
    said = {"purpose": "question", "answer": "重启打印服务", "result": "solved"}
    api.post(f"/calls/{call['id']}/note", said)
    page = signed_in(cast, "manager").get("/calls/", {"q": "2001"}).content.decode()
    assert "010-6255-2001" in page
    assert "电话中解决" in page
    nothing = signed_in(cast, "manager").get("/calls/", {"q": "99999"}).content.decode()
    assert "没有符合条件的通话" in nothing
    listed = api.get("/calls?number=6255")["items"]
    assert listed == []  # neither the beginning nor the end
    assert [one["answer"] for one in api.get("/calls?number=0106255")["items"]] == ["重启打印服务"]


def test_a_call_is_entered_by_hand_once(cast: Cast) -> None:
    browser = signed_in(cast, "agent")
    form = browser.get("/calls/enter").context["form"]
    given = {"direction": "out", "caller": "13800138001", "began_at": "2026-03-05T12:00",
             "id": str(form["id"].value())}  # fmt: skip
    first, second = (browser.post("/calls/enter", given) for _each in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Call.objects.get().person == cast["agent"]
    assert signed_in(cast, "finance").get("/calls/enter").status_code == 403
    stolen = signed_in(cast, "lead").post("/calls/enter", given)  # the id of somebody else's form
    assert (stolen.status_code, Call.objects.count()) == (422, 1)


def test_the_list_asks_the_same_questions_with_one_row_and_with_three(
    api: Api, cast: Cast, telephone: Extension
) -> None:
    browser = signed_in(cast, "agent")
    ring(api)
    browser.get("/calls/")
    with statements() as for_one:
        browser.get("/calls/")
    for number in ("2", "3"):
        ring(api, call=f"pbx-{number}")
    with statements() as for_three:
        browser.get("/calls/")
    assert len(for_three) == len(for_one) > 0


def test_an_extension_is_given_by_administrators_and_is_one_persons(cast: Cast) -> None:
    admin = signed_in(cast, "admin")
    for who in ("agent", "dispatcher"):
        given = admin.post("/calls/extensions", {"number": "801", "person": cast[who].pk})
        assert given.status_code == 302
    assert [(one.number, one.person) for one in Extension.objects.all()] == [
        ("801", cast["dispatcher"]),
    ]  # fmt: skip
    assert admin.post("/calls/extensions", {"number": "x", "person": ""}).status_code == 422
    assert signed_in(cast, "agent").get("/calls/extensions").status_code == 403
    admin.post(f"/calls/extensions/{Extension.objects.get().pk}/take")
    assert "还没有分机" in admin.get("/calls/extensions").content.decode()
