"""Messages by WeChat, through a real HTTP gateway on loopback: to whom no mail address is known."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from aftercare.desk import reaching
from aftercare.kit.events import SYSTEM
from aftercare.outbound import actions, jobs
from aftercare.outbound.models import Channel, Message
from aftercare.outbound.reaching import ways_to
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.web.demo.cast import Cast
from aftercare.worker import run
from tests.plugins.api import Api
from tests.plugins.listener import Listener
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db
ID = "oZx8k5v3Qw_A-b"


@pytest.fixture
def gateway(receiver: Listener, settings: Any) -> Listener:
    settings.SENDING = {**settings.SENDING, "wechat": "aftercare.outbound.adapters.wechat.Gateway"}
    settings.WECHAT_ADDRESS, settings.WECHAT_TOKEN = receiver.address, "wx-token"
    receiver.status = 200
    return receiver


@pytest.fixture
def building(api: Api) -> Deal:
    """A household whose only contact is known by WeChat alone."""
    api.at("2026-03-05 12:00")
    deal = Deal(api, "p01", customer="household")
    Person.objects.filter(organisation=deal.unit.customer).update(is_active=False)
    Person.objects.create(
        organisation=deal.unit.customer, name="赵敏", role=Role.CUSTOMER, wechat=ID
    )
    return deal


def queued(template: str = "notice") -> Message:
    values = {"subject": "台风预警", "text": "请关好门窗。", "company": "守约"}
    with transaction.atomic():
        return actions.queue(
            channel="wechat", to=ID, template=template, language="zh-hans", about="", key="x",
            values=values, by=SYSTEM, at=timezone.now(), urgent=True,
        )  # fmt: skip


def test_the_customer_hears_of_the_case_by_wechat(
    api: Api, gateway: Listener, building: Deal
) -> None:
    case = api.post("/cases", {"unit": building.unit.pk, "symptom": "停机"})
    run.send_due(timezone.now())
    ((headers, body),) = gateway.told
    sent = json.loads(body)
    assert sent["to"] == ID
    assert f"服务单 {case['number']}" in sent["text"]
    assert "/follow/" in sent["text"]
    assert headers["authorization"] == "Bearer wx-token"
    assert Message.objects.get().state == "sent"


def test_mail_goes_before_wechat_and_wechat_before_a_short_message(
    gateway: Listener, building: Deal, settings: Any
) -> None:
    settings.SENDING = {**settings.SENDING, "sms": "aftercare.outbound.adapters.sms.SmsFiles"}
    customer = building.unit.customer
    person = Person.objects.get(organisation=customer, is_active=True)
    Person.objects.filter(pk=person.pk).update(phone="13900001234")

    def ways() -> list[tuple[str, str]]:
        return [(one.channel, one.to) for one in ways_to([customer.pk])]

    assert ways() == [(Channel.WECHAT, ID)]
    settings.SENDING = {**settings.SENDING, "wechat": ""}
    assert ways() == [(Channel.SMS, "13900001234")]
    settings.SENDING = {**settings.SENDING, "wechat": "aftercare.outbound.adapters.wechat.Gateway"}
    Person.objects.filter(pk=person.pk).update(email="han@customer.example")
    person.refresh_from_db()
    assert ways() == [(Channel.EMAIL, "han@customer.example")]
    assert reaching.of_person(person).channel == Channel.EMAIL


def test_who_wants_no_notices_there_gets_none(gateway: Listener, cast: Cast) -> None:
    actions.opt_out(kind="notice", address=ID, by=cast["agent"], at=timezone.now())
    assert (queued().state, Message.objects.get().trouble) == ("held", "opted-out")
    jobs.send_due(timezone.now())
    assert gateway.told == []


def test_the_id_is_kept_by_the_api_and_by_the_page(api: Api, cast: Cast) -> None:
    customer = cast.organisations["customer"].pk
    made = api.post("/people", {"organisation": customer, "name": "赵敏", "wechat": ID}, by="admin")
    assert made["wechat"] == ID
    assert Person.objects.get(pk=made["id"]).wechat == ID


def test_to_try_it_out_messages_are_files(settings: Any) -> None:
    settings.SENDING = {"wechat": "aftercare.outbound.adapters.wechat.WeChatFiles"}
    queued()
    jobs.send_due(timezone.now())
    (file,) = (settings.DATA / "sent" / "wechat").iterdir()
    assert json.loads(file.read_text(encoding="utf-8"))["to"] == ID
