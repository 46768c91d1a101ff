"""P14-07 from the writer to the customers: published, offered, chosen by each, through the pages
and the JSON API."""

import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from aftercare.catalog.models import Unit
from aftercare.desk.tests.conftest import SignIn, Stand
from aftercare.desk.tests.stage import Stage, hour
from aftercare.patches.models import Offer
from aftercare.worker.run import send_due

pytestmark = pytest.mark.django_db
DRAFT = {
    "number": "PM5-8.2.1", "title_zh": "报表导出修复", "fixes_zh": "大报表导出中断",
    "title_en": "Export mended", "fixes_en": "Large reports broke off",
    "risks_zh": "停机五分钟", "link": "https://download.example.com/pm5-8.2.1",
}  # fmt: skip


class Api:
    """The JSON API in the hands of somebody who is signed in."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}").json()

    def post(self, path: str, body: Any = None, *, status: int = 200, tag: str = "*") -> Any:
        answer = self.client.post(
            f"/api/v1{path}", body or {}, "application/json", headers={"If-Match": tag}
        )
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


def text_of(page: Any) -> str:
    return str(page.content.decode())


def choose(browser: Client, offer: Offer, what: str, **said: str) -> Any:
    offer.refresh_from_db()
    frame = {"id": str(uuid.uuid4()), "revision": str(offer.revision)}
    return browser.post(f"/my/patches/{offer.pk}/{what}", {**frame, **said}, follow=True)


@pytest.mark.clause("P14-07")
def test_patches_come_out_and_each_customer_chooses(
    stage: Stage, stand: Stand, unit: Unit, sign_in: SignIn
) -> None:
    other = stage.unit("p14", "PM5-26-09", customer="customer2")
    quality, manager = Api(sign_in("quality")), Api(sign_in("manager"))
    made = quality.post("/patches", {**DRAFT, "products": [unit.model_id]}, status=201)
    customer, theirs, agent = sign_in("customer"), sign_in("customer2"), sign_in("agent")
    assert "PM5-8.2.1" not in text_of(customer.get("/my/patches"))
    quality.post(f"/patches/{made['id']}/publish", status=403)
    manager.post(f"/patches/{made['id']}/publish")
    for _round in range(4):
        send_due(hour(1))
    letters = {one.to[0]: one for one in mail.outbox}
    assert sorted(letters) == ["customer2@example.com", "customer@example.com"]
    assert "大报表导出中断" in str(letters["customer@example.com"].body)

    # The first customer chooses on its page, signed in; what it chose may change until it is on.
    mine, foreign = Offer.objects.get(unit=unit), Offer.objects.get(unit=other)
    page = text_of(customer.get("/my/patches"))
    assert ("PM5-26-01" in page, "PM5-26-09" in page) == (True, False)
    page = text_of(customer.get(f"/my/patches/{mine.pk}"))
    assert "停机五分钟" in page
    assert DRAFT["link"] in page
    assert customer.get(f"/my/patches/{foreign.pk}").status_code == 404
    assert choose(customer, foreign, "accept", planned_on="2026-11-20").status_code == 404
    assert Client().get(f"/my/patches/{mine.pk}").status_code == 302  # signed in only
    choose(customer, mine, "decline", reason="月底结账后再说")
    page = text_of(agent.get(f"/patches/{made['id']}?state=declined"))
    assert "月底结账后再说" in page
    stand(30)
    choose(customer, mine, "accept", planned_on="2026-11-18")
    stand(54)
    done = {"applied_on": "2026-11-18", "done_by": "张伟", "result": "导出正常"}
    assert "已安装" in text_of(choose(customer, mine, "apply", **done))
    mine.refresh_from_db()
    assert (mine.state, mine.done_by, mine.result) == ("applied", "张伟", "导出正常")
    assert choose(customer, mine, "decline", reason="x").status_code == 422  # it is final

    # The second one by the API: of two answers at once one wins, the other is told.
    api = Api(theirs)
    item = api.get(f"/patch-offers?patch={made['id']}")["items"]
    assert [one["serial"] for one in item] == ["PM5-26-09"]
    path = f"/patch-offers/{foreign.pk}"
    api.post(f"{path}/decline", {"reason": "不需要导出"}, tag='"1"')
    api.post(f"{path}/accept", {"planned_on": "2026-11-30"}, tag='"1"', status=412)
    assert theirs.get(f"/api/v1/patch-offers/{mine.pk}").status_code == 404
    counts = manager.get(f"/patches/{made['id']}")["units"]
    assert counts == {"offered": 0, "accepted": 0, "declined": 1, "applied": 1}
    shown = text_of(agent.get(f"/patches/{made['id']}"))
    assert "不需要导出" in shown
    assert "PM5-8.2.1" in text_of(agent.get(f"/patches/units/{unit.pk}"))
    withdrawn(manager, customer, api, mine, foreign)


def withdrawn(manager: Api, customer: Client, theirs: Api, applied: Offer, declined: Offer) -> None:
    """Whoever has it on is told why; nobody chooses it any more."""
    mail.outbox.clear()
    manager.post(f"/patches/{applied.patch_id}/withdraw", {"reason": "登录变慢，请回退"})
    for _round in range(4):
        send_due(hour(54))
    assert [one.to for one in mail.outbox] == [["customer@example.com"]]
    assert "登录变慢，请回退" in str(mail.outbox[0].body)
    assert "登录变慢，请回退" in text_of(customer.get(f"/my/patches/{applied.pk}"))
    wanted = {"planned_on": "2026-11-30"}
    theirs.post(f"/patch-offers/{declined.pk}/accept", wanted, status=422)
    page = choose(customer, applied, "undo", reason="已回退到 8.2.0")
    assert "未答复" in text_of(page)
