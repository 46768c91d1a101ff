"""The manager's page: kept, late and at risk by plan, dealer and person, and why each is late."""

import html
import re

import pytest

from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand, statements
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.models import Event
from aftercare.promises import actions
from aftercare.promises.models import Commitment


@pytest.fixture
def late(stage: Stage, stand: Stand) -> Case:
    """A visit nobody made in time; the clock stands five hours after the report."""
    found = stage.case(stage.unit("p01"), symptom="循环泵漏水", facts={"needs": "visit"})
    stand(5)
    return found


def part(page: str, name: str) -> str:
    """A card of the page without its tags."""
    card = page.partition(f'id="{name}"')[2].partition("</section>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", card)).split())


def today(sign_in: SignIn, **asked: str) -> str:
    answer = sign_in("manager").get("/insight/promises", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def late_part(sign_in: SignIn, **asked: str) -> str:
    return part(today(sign_in, **asked), "late")


def test_each_late_one_says_what_is_missing_and_about_what(late: Case, sign_in: SignIn) -> None:
    told = late_part(sign_in)
    assert f"{late.number} 循环泵漏水" in told
    for words in (
        "两小时内到达现场",
        "P01-05",
        "尚未完成：到达现场",
        "无人负责",
        "服务单状态：已登记",
    ):
        assert words in told


def test_what_it_waits_for_and_what_was_done_is_told(
    stage: Stage, late: Case, sign_in: SignIn
) -> None:
    row = Commitment.objects.get(promise="arrive")
    actions.act(row.pk, at=hour(5))
    assert "已采取：" in late_part(sign_in)
    assert "通知服务经理" in late_part(sign_in)
    page = sign_in("manager").get(f"/commitments/{row.pk}").content.decode()
    assert f'<a href="/cases/{late.number}">{late.number} 循环泵漏水</a>' in page
    assert "<strong>逾期</strong>" in page
    assert "notify" not in page
    assert late.reference not in page


@pytest.mark.parametrize("door", ["page", "api"])
def test_why_it_is_late_is_said_by_who_works_on_it(late: Case, sign_in: SignIn, door: str) -> None:
    row = Commitment.objects.get(promise="arrive")
    page, api = f"/commitments/{row.pk}/lateness", f"/api/v1/commitments/{row.pk}/lateness"
    assert "尚无人说明原因" in late_part(sign_in)
    browser = sign_in("agent")
    if door == "page":
        assert browser.post(page, {"why": " "}).status_code == 422
        assert browser.post(page, {"why": "大雪封路"}).status_code == 302
    else:
        known = browser.get(f"/api/v1/commitments/{row.pk}").headers["ETag"]
        answer = browser.post(
            api, {"reason": "大雪封路"}, content_type="application/json",
            headers={"Idempotency-Key": "1", "If-Match": known},
        )  # fmt: skip
        assert answer.status_code == 200
    event = Event.objects.get(kind="promise.explained")
    assert (event.subject, event.actor_name, event.data["reason"]) == (
        late.reference, "林晓", "大雪封路",
    )  # fmt: skip
    assert "大雪封路 林晓" in late_part(sign_in)
    assert "大雪封路" in browser.get(f"/commitments/{row.pk}").content.decode()
    assert "逾期原因说明" in browser.get(f"/cases/{late.number}").content.decode()
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("open", hour(2))


def test_no_reason_is_taken_for_what_is_not_late_or_from_others(
    stage: Stage, stand: Stand, sign_in: SignIn
) -> None:
    stage.case(stage.unit("p01"), facts={"needs": "visit"})
    row = Commitment.objects.get(promise="fix")
    stand(1)
    refused = sign_in("agent").post(f"/commitments/{row.pk}/lateness", {"why": "忙"})
    assert refused.status_code == 422
    assert "此承诺并未逾期" in refused.content.decode()
    stand(9)
    assert (
        sign_in("finance").post(f"/commitments/{row.pk}/lateness", {"why": "忙"}).status_code == 403
    )
    assert (
        sign_in("dealer").post(f"/commitments/{row.pk}/lateness", {"why": "忙"}).status_code == 404
    )
    sign_in("agent").post(f"/commitments/{row.pk}/lateness", {"why": "内部原因"})
    assert "内部原因" not in sign_in("customer").get(f"/commitments/{row.pk}").content.decode()


def test_groups_count_what_ended_and_what_is_late_now(
    stage: Stage, stand: Stand, sign_in: SignIn
) -> None:
    worker = stage.cast["technician"]
    kept = stage.case(stage.unit("p01"), responsible=worker, facts={"needs": "visit"})
    stage.move(kept, "answer", at=0.2)
    dealt = stage.unit("p06", customer="household", service="machinery", dealer="dealer")
    other = stage.case(dealt, by="dealer", source="dealer")
    stand(9)
    page = today(sign_in)
    table = html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))
    assert re.search(r"机电工程售后服务方案 1 0 0 100 3 0", table)
    assert re.search(r"赵勇 1 0 0 100 2 0", table)
    assert re.search(r"河北远航农机销售有限公司 0 0 0 — 1 0", table)
    assert "本公司 1 0 0 100 3 0" in table
    alone = late_part(sign_in, person=str(worker.pk))
    assert kept.number in alone
    assert "经销商" not in alone
    assert kept.number not in late_part(sign_in, person="none")
    dealer = str(stage.cast.organisations["dealer"].pk)
    assert kept.number not in late_part(sign_in, dealer=dealer)
    of_plan = late_part(sign_in, plan="building-systems")
    assert kept.number in of_plan
    assert other.number not in of_plan


def test_the_page_takes_the_same_queries_however_much_is_late(
    stage: Stage, late: Case, sign_in: SignIn
) -> None:
    browser = sign_in("manager")
    browser.get("/insight/promises")
    with statements() as few:
        browser.get("/insight/promises")
    for _again in range(3):
        stage.case(late.unit, facts={"needs": "visit"})  # type: ignore[arg-type]
    with statements() as many:
        browser.get("/insight/promises")
    assert len(many) == len(few)
