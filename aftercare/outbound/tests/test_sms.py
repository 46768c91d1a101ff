"""Short messages through a real HTTP gateway on loopback: to whom no mail address is known."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions, jobs, rules
from aftercare.outbound.models import Message, Way
from aftercare.people.models import Organisation, Person
from aftercare.worker import run
from tests.plugins.api import Api
from tests.plugins.listener import Listener
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(receiver: Listener, settings: Any) -> Listener:
    settings.SENDING = {**settings.SENDING, "sms": "aftercare.outbound.adapters.sms.Gateway"}
    settings.SMS_ADDRESS, settings.SMS_TOKEN = receiver.address, "gw-token"
    receiver.status = 200
    return receiver


def queued(to: str = "138 0013 8001", key: str = "x") -> Message:
    values = {"subject": "台风预警", "text": "请关好门窗。", "company": "守约"}
    with transaction.atomic():
        return actions.queue(
            channel="sms", to=to, template="notice", language="zh-hans", about="", key=key,
            values=values, by=SYSTEM, at=timezone.now(), urgent=True,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("138 0013 8001", "13800138001"), ("+86 138-0013-8001", "13800138001"),
        ("0086 13800138001", "13800138001"), ("+44 7700 900123", "+447700900123"),
        ("010-6255-2001", ""), ("400-800-1234", ""), ("+86 10 62552001", ""), ("x", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_mobile_telephones_take_short_messages(written: str, number: str) -> None:
    assert rules.mobile(written) == number


def test_the_gateway_is_given_number_text_and_an_id_that_stays(gateway: Listener) -> None:
    message = queued()
    assert jobs.send_due(timezone.now()) == 1
    ((headers, body),) = gateway.told
    sent = json.loads(body)
    assert (sent["to"], sent["id"]) == ("13800138001", message.message_id)
    assert sent["text"].startswith("【守约】台风预警：请关好门窗。 拒收：http")
    assert headers["authorization"] == "Bearer gw-token"
    message.refresh_from_db()
    assert message.state == "sent"
    assert "/stop/" not in message.text


def test_a_number_it_refuses_fails_alone_and_what_concerns_all_closes_the_way(
    gateway: Listener,
) -> None:
    refused, office = queued(), queued("010-6255-2001", key="y")
    assert (office.state, office.trouble) == ("failed", "bad-address")
    gateway.status = 400
    jobs.send_due(timezone.now())
    refused.refresh_from_db()
    assert (refused.state, refused.trouble) == ("failed", "refused")
    gateway.status = 401
    waiting = queued(key="z")
    jobs.send_due(timezone.now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.trouble) == ("queued", "unreachable")
    assert Way.objects.get(channel="sms").failures == 1
    gateway.status = 200
    assert jobs.send_due(timezone.now() + timedelta(minutes=2)) == 1


def test_who_left_only_a_mobile_number_gets_the_case_as_a_short_message(
    api: Api, gateway: Listener
) -> None:
    api.at("2026-03-05 12:00")
    building = Deal(api, "p01", customer="household")
    person = Person.objects.filter(organisation=building.unit.customer)
    person.update(email="")
    body = {"unit": building.unit.pk, "symptom": "停机", "reporter_phone": "13900001234"}
    case = api.post("/cases", body)
    run.send_due(timezone.now())
    (sent,) = gateway.bodies
    assert sent["to"] == "13900001234"
    assert f"服务单 {case['number']}" in sent["text"]
    assert "/follow/" in sent["text"]


def test_a_broadcast_reaches_those_without_mail_by_short_message(
    api: Api, gateway: Listener
) -> None:
    api.at("2026-03-05 12:00")
    by_phone = Organisation.objects.create(
        kind="household", code="H1", name="只有手机", phone="13700001111"
    )
    office = Organisation.objects.create(
        kind="customer", code="H2", name="只有座机", phone="010-6255-2001"
    )
    notice = {"topic": "storm", "subject_zh": "台风预警", "text_zh": "请关好门窗。"}
    made = api.post("/broadcasts", notice, by="manager")
    api.post(f"/broadcasts/{made['id']}/moves", {"move": "start"}, by="manager")
    jobs.send_due(timezone.now())
    jobs.send_due(timezone.now())
    rows = api.get(f"/broadcasts/{made['id']}/receivers?limit=100")["items"]
    told = {one["customer"]: (one["to"], one["outcome"]) for one in rows}
    assert told[by_phone.pk] == ("13700001111", "got")
    assert told[office.pk] == ("", "no-address")


def test_without_a_gateway_nobody_is_sent_a_short_message(api: Api) -> None:
    api.at("2026-03-05 12:00")
    building = Deal(api, "p01", customer="household")
    Person.objects.filter(organisation=building.unit.customer).update(email="")
    body = {"unit": building.unit.pk, "symptom": "停机", "reporter_phone": "13900001234"}
    api.post("/cases", body)
    run.send_due(timezone.now())
    assert Message.objects.count() == 0


def test_to_try_it_out_short_messages_are_files(settings: Any) -> None:
    settings.SENDING = {"sms": "aftercare.outbound.adapters.sms.SmsFiles"}
    message = queued()
    for _again in range(2):
        jobs.send_due(timezone.now())
        Message.objects.update(state="queued", next_at=timezone.now())
    (file,) = (settings.DATA / "sent" / "sms").iterdir()
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["id"], told["to"]) == (message.message_id, "13800138001")
