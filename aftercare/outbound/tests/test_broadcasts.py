"""Notices to a group of customers: who is meant, who got it and who did not and why, stopped and
resumed without anybody getting it twice."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from aftercare.catalog.models import ProductModel, Site, Unit
from aftercare.desk.tests.conftest import statements
from aftercare.outbound import actions, jobs
from aftercare.outbound.models import Broadcast, Message, Receiver
from aftercare.people.models import Organisation, Person
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api
from tests.plugins.postbox import Postbox

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)
NOTICE = {"topic": "virus", "subject_zh": "病毒预警", "text_zh": "请更新补丁。"}


def customers(count: int, *, place: str = "", model: ProductModel | None = None) -> list[Person]:
    """So many customers with a contact each; with a site and a unit when it is said where."""
    made = []
    for number in range(count):
        name = f"{place or '客户'}{number}"
        customer = Organisation.objects.create(kind="customer", code=f"K-{name}", name=name)
        contact = Person.objects.create(
            name=name, role="customer", organisation=customer,
            email=f"k{customer.pk}@example.com",
        )  # fmt: skip
        if place:
            site = Site.objects.create(customer=customer, name="x", address="x", place=place)
            if model is not None:
                Unit.objects.create(serial=f"S-{name}", model=model, customer=customer, site=site)
        made.append(contact)
    return made


def written(api: Api, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = api.post("/broadcasts", {**NOTICE, **more}, by="manager")
    return made


def move(api: Api, made: dict[str, Any], verb: str) -> dict[str, Any]:
    moved: dict[str, Any] = api.post(
        f"/broadcasts/{made['id']}/moves", {"move": verb}, by="manager"
    )
    return moved


def reachable() -> int:
    return Receiver.objects.exclude(to="").count()


def outcomes(api: Api, made: dict[str, Any]) -> dict[str, int]:
    counts = api.get(f"/broadcasts/{made['id']}")["outcomes"]
    return {name: count for name, count in counts.items() if count and name != "no-address"}


@pytest.mark.clause("P14-11")
def test_a_virus_warning_reaches_all_customers_and_says_who_did_not_get_it_and_why(
    api: Api, cast: Cast, mail_server: Any, postbox: Postbox
) -> None:
    mail_server.start()
    api.at("2026-03-05 12:00")
    gone, unwilling, *fine = customers(5)
    postbox.unknown.add(gone.email)
    Organisation.objects.create(kind="household", code="K-x", name="没有邮箱", phone="010-1")
    refused = {"customer": unwilling.organisation_id, "kind": "notice"}
    api.post("/opt-outs", refused)
    cast_contacts = Person.objects.filter(role="customer", is_active=True).exclude(email="")
    made = written(api)
    assert Message.objects.count() == 0  # nobody is written to before it is started
    move(api, made, "start")
    for _round in range(3):
        jobs.send_due(NOON)
    arrived = Counter(str(one["To"]) for one in postbox.mails)
    expected = {one.email for one in cast_contacts} - {gone.email, unwilling.email}
    assert arrived == dict.fromkeys(expected, 1)
    assert {one.email for one in fine} <= expected
    letter = postbox.mails[0]
    assert letter["Subject"] == "病毒预警"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip(" <>") in letter.get_content()
    told = outcomes(api, made)
    assert (told["got"], told["failed"], told["opted-out"]) == (len(expected), 1, 1)
    browser = Client()
    browser.force_login(cast["manager"])
    page = browser.get(f"/outbox/broadcasts/{made['id']}?outcome=no-address").content.decode()
    assert "没有邮箱" in page
    assert "010-1" in page  # so that somebody can call
    page = browser.get(f"/outbox/broadcasts/{made['id']}?outcome=failed").content.decode()
    assert gone.email in page
    assert "对方拒收" in page


@pytest.mark.clause("P02-40")
def test_a_storm_warning_goes_to_the_customers_of_the_area_in_their_language(
    api: Api, cast: Cast
) -> None:
    api.at("2026-03-05 12:00")
    inside = customers(2, place="浙江省/宁波市")
    customers(2, place="山西省/太原市")
    Person.objects.filter(pk=inside[0].pk).update(language="en")
    browser = Client()
    browser.force_login(cast["manager"])
    form = {
        "topic": "storm", "place": "浙江省", "urgent": "on", "subject_zh": "台风预警",
        "text_zh": "请关好窗户。", "subject_en": "Storm warning", "text_en": "Close all windows.",
    }  # fmt: skip
    written = browser.post("/outbox/broadcasts/write", form)
    address = written.headers["Location"]
    assert "目前此范围内有 2 个客户" in browser.get(address).content.decode()
    midnight = datetime(2026, 3, 5, 23, 30, tzinfo=SHANGHAI)
    api.at("2026-03-05 23:30")
    browser.post(f"{address}/start", {"revision": 1})
    jobs.send_due(midnight)
    got = {one.to[0]: one.subject for one in mail.outbox}
    assert got == {inside[0].email: "Storm warning", inside[1].email: "台风预警"}


def test_a_recall_goes_to_those_who_have_the_model(api: Api) -> None:
    api.at("2026-03-05 12:00")
    model = ProductModel.objects.create(code="R1", name="召回型号")
    concerned = customers(3, place="浙江省", model=model)
    customers(2, place="江苏省")
    made = written(api, topic="recall", product=model.pk)
    move(api, made, "start")
    meant = set(Receiver.objects.values_list("to", flat=True))
    assert meant == {one.email for one in concerned}
    other = {**NOTICE, "product": 987654}
    assert api.refused("/broadcasts", other, by="manager") == "refused"


def test_stopped_and_resumed_in_the_middle_everybody_gets_it_once(
    api: Api, mail_server: Any, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.start()
    api.at("2026-03-05 12:00")
    monkeypatch.setattr("aftercare.outbound.actions.broadcasting.AT_ONCE", 20)
    customers(70)
    everybody = Person.objects.filter(role="customer", is_active=True).exclude(email="").count()
    made = written(api)
    move(api, made, "start")
    jobs.send_due(NOON)  # twenty are queued, and go out
    jobs.send_due(NOON)
    move(api, made, "stop")
    before = len(postbox.mails)
    assert before == 40
    for _round in range(3):
        assert jobs.send_due(NOON) == 0
    assert outcomes(api, made) == {"got": 40, "waiting": everybody - 40}
    move(api, made, "resume")
    for _round in range(5):
        jobs.send_due(NOON)
        move(api, made, "stop")
        move(api, made, "resume")
    while jobs.send_due(NOON):
        pass
    assert Counter(str(one["To"]) for one in postbox.mails).most_common(1)[0][1] == 1
    assert len(postbox.mails) == everybody
    assert outcomes(api, made) == {"got": everybody}
    assert Broadcast.objects.get().state == "done"


def test_what_was_queued_but_not_sent_is_stopped_too(api: Api, mail_port: int) -> None:
    """The mail server is away while it is stopped, and back when it goes on."""
    api.at("2026-03-05 12:00")
    customers(3)
    made = written(api)
    move(api, made, "start")
    jobs.send_due(NOON)
    move(api, made, "stop")
    assert not Message.objects.exclude(state="held").exists()
    assert outcomes(api, made) == {"waiting": reachable()}
    move(api, made, "resume")
    assert Message.objects.filter(state="queued").count() == reachable()


def test_two_workers_double_nothing(api: Api) -> None:
    api.at("2026-03-05 12:00")
    customers(5)
    made = written(api)
    move(api, made, "start")
    first, second = (Broadcast.objects.get() for _each in range(2))
    actions.go_on(first, at=NOON)
    actions.go_on(second, at=NOON)
    assert Message.objects.filter(template="notice").count() == reachable()


def test_who_may_and_what_is_refused(api: Api, cast: Cast) -> None:
    assert api.refused("/broadcasts", {"topic": "virus"}, by="manager") == "refused"
    half = {"topic": "virus", "subject_zh": "x"}
    assert api.refused("/broadcasts", half, by="manager") == "refused"
    made = written(api, place="没有这个地方")
    path = f"/broadcasts/{made['id']}/moves"
    assert api.refused(path, {"move": "start"}, by="manager") == "refused"
    assert Broadcast.objects.get().state == "draft"
    assert api.refused(path, {"move": "resume"}, by="manager") == "wrong-state"
    browser = Client()
    browser.force_login(cast["agent"])
    assert browser.get("/outbox/broadcasts/write").status_code == 403
    assert browser.post(f"/outbox/broadcasts/{made['id']}/start").status_code == 403
    browser.force_login(cast["customer"])
    assert browser.get(f"/outbox/broadcasts/{made['id']}").status_code == 403


def test_the_page_asks_the_same_questions_with_few_receivers_and_with_many(
    api: Api, cast: Cast
) -> None:
    browser = Client()
    browser.force_login(cast["manager"])
    counts = []
    for number in (1, 20):
        customers(number, place=f"省{number}")
        made = written(api, place=f"省{number}")
        move(api, made, "start")
        jobs.send_due(NOON + timedelta(days=1))
        with statements() as asked:
            browser.get(f"/outbox/broadcasts/{made['id']}")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_who_has_to_do_with_several_customers_gets_it_once(
    api: Api, mail_server: Any, postbox: Postbox
) -> None:
    mail_server.start()
    api.at("2026-03-05 12:00")
    for one in customers(2, place="浙江省"):
        Person.objects.filter(pk=one.pk).update(email="Keeper@example.com")
    made = written(api, place="浙江省")
    move(api, made, "start")
    while jobs.send_due(NOON):
        pass
    assert [str(one["To"]) for one in postbox.mails] == ["keeper@example.com"]
    assert outcomes(api, made) == {"got": 2}


def test_a_broadcast_is_forgotten_with_its_messages_and_none_goes_out_again(api: Api) -> None:
    api.at("2026-03-05 12:00")
    customers(1, place="浙江省")
    made = written(api, place="浙江省")
    move(api, made, "start")
    while jobs.send_due(NOON):
        pass
    jobs.forget_old(NOON + jobs.KEPT - timedelta(days=1))
    assert Broadcast.objects.exists()
    jobs.forget_old(NOON + jobs.KEPT + timedelta(days=1))
    assert not Broadcast.objects.exists()
    assert not Message.objects.exists()
