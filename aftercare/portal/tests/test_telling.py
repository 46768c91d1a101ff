"""When a customer says something, whoever is responsible for the case is told, once."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.portal.tests.conftest import Visitor, photo
from aftercare.promises.models import Alert
from aftercare.web.demo.cast import Cast


def told(case: Case) -> list[tuple[str, str]]:
    """Who was told which kind of thing about a case by its customer, and has not read it."""
    rows = Alert.objects.filter(subject=case.reference, read_at=None).order_by("id")
    return [(str(name), step) for name, step in rows.values_list("person__username", "step")]


def signed_in(cast: Cast, username: str, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(cast[username])
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def mine(reported: Case, cast: Cast) -> Case:
    actions.assign_case(reported, to=cast["technician"], by=cast["agent"], at=timezone.now())
    return reported


def test_a_new_report_with_photographs_alerts_nobody(visitor: Visitor, reported: Case) -> None:
    assert told(reported) == []


def test_who_is_responsible_is_told_and_keeps_it_until_it_is_read(
    visitor: Visitor, mine: Case, cast: Cast
) -> None:
    visitor.act("answer", text="现在更响了", photos=photo())
    assert told(mine) == [("technician", "case.noted")]
    visitor.act("answer", text="还是响")
    assert told(mine) == [("technician", "case.noted")]
    browser = signed_in(cast, "technician")
    assert 'aria-hidden="true">1<' in browser.get("/alerts/bell").content.decode()
    page = browser.get("/alerts").content.decode()
    assert "客户留言" in page
    assert mine.number in page
    opened = browser.post(f"/alerts/{Alert.objects.get(step='case.noted').pk}/open")
    assert opened.headers["Location"] == f"/cases/{mine.number}"
    assert told(mine) == []
    visitor.act("answer", text="有人吗")
    assert told(mine) == [("technician", "case.noted")]


def test_saying_no_is_told_too(visitor: Visitor, mine: Case, cast: Cast) -> None:
    actions.move_case(mine, "solve", data={"solution": "换阀"}, by=cast["technician"],
                      at=timezone.now())  # fmt: skip
    visitor.act("reopen", reason="又漏了")
    assert told(mine) == [("technician", "case.reopened")]
    page = signed_in(cast, "technician", "en").get("/alerts").content.decode()
    assert "The customer says it is not solved" in page


def test_the_same_form_twice_and_the_api_tell_once(mine: Case, cast: Cast) -> None:
    browser = signed_in(cast, "customer")
    form = {"id": str(uuid.uuid4()), "text": "请快一点"}
    for _again in range(2):
        assert browser.post(f"/my/cases/{mine.number}/act/answer", form).status_code == 302
    sent = browser.post(
        f"/api/v1/cases/{mine.number}/notes", {"text": "在吗"}, content_type="application/json"
    )
    assert sent.status_code == 201
    assert told(mine) == [("technician", "case.noted")]


def test_without_anybody_responsible_the_desk_is_told(
    visitor: Visitor, reported: Case, cast: Cast
) -> None:
    visitor.act("answer", text="有人吗")
    assert told(reported) == [("agent", "case.noted")]


def test_a_dealer_that_has_the_case_is_told(visitor: Visitor, reported: Case, cast: Cast) -> None:
    dealer = cast["dealer"]
    actions.forward_case(reported, to=dealer.organisation, by=cast["agent"], at=timezone.now())
    visitor.act("answer", text="有人吗")
    assert told(reported) == [("dealer", "case.noted")]


def test_what_the_house_does_itself_alerts_nobody(mine: Case, cast: Cast) -> None:
    at = timezone.now()
    actions.note_case(mine, "已联系", by=cast["agent"], at=at, internal=False)
    actions.add_file(mine, photo().file, "a.jpg", by=cast["agent"], at=at)  # type: ignore[arg-type]
    actions.move_case(mine, "solve", data={"solution": "x"}, by=cast["agent"], at=at)
    actions.move_case(mine, "reopen", data={"reason": "x"}, by=cast["agent"], at=at)
    actions.offer_loan(mine, by=cast["agent"], at=at)
    actions.answer_loan(mine, accepted=True, by=cast["agent"], at=at)
    assert told(mine) == []
