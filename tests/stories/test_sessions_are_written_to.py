"""The link by which a customer allows work on their system goes out by itself, by e-mail or short
message, and answers once."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.outbound.models import Message
from aftercare.worker import run
from tests.plugins.api import Api
from tests.plugins.postbox import Postbox
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^/\s]+(/authorise/\S+)")
HER = "han@example.com"
ASKING = {"purpose": "查明报表打不开", "scope": "只读日志", "hours": 4}


@pytest.fixture
def software(api: Api) -> Deal:
    api.at("2026-03-05 12:00")
    return Deal(api, "p14")


@pytest.fixture
def mails(mail_server: Any, postbox: Postbox) -> list[Any]:
    mail_server.start()
    return postbox.mails


def asked_by_mail(mails: list[Any]) -> str:
    """The letter with the link that has come since the last look."""
    run.send_due(timezone.now())
    letters = [str(mail.get_content()) for mail in mails if "/authorise/" in mail.get_content()]
    mails.clear()
    (letter,) = letters
    return letter


def reported(deal: Deal, **reporter: str) -> str:
    body = {"unit": deal.unit.pk, "symptom": "报表打不开", **reporter}
    return f"/cases/{deal.api.post('/cases', body)['number']}/remote-sessions"


@pytest.mark.clause("P14-22")
def test_the_customer_allows_by_the_letter_and_asking_again_makes_the_old_link_useless(
    software: Deal, mails: list[Any]
) -> None:
    path = reported(software, reporter_name="韩梅", reporter_email=HER)
    first_session = software.api.post(path, ASKING)
    letter = asked_by_mail(mails)
    assert "韩梅，您好：" in letter
    assert "范围：只读日志" in letter
    assert "2026-03-06 12:00 前有效" in letter
    first = LINK.findall(letter)[0]
    assert first.endswith(first_session["link_secret"])
    software.api.post(path, ASKING)
    second = LINK.findall(asked_by_mail(mails))[0]
    assert Client().get(first, follow=True).status_code == 404
    customer = Client()
    assert customer.get(second, follow=True).status_code == 200
    customer.post("/authorise", {"name": "韩梅", "answer": "yes"})
    assert [one["state"] for one in software.api.get(path)] == ["authorised", "ended"]
    assert Client().get(second, follow=True).status_code == 404
    kept = "".join(one.text + str(one.values) for one in Message.objects.all())
    assert "/authorise/" not in kept


def test_without_an_address_it_goes_to_the_mobile_telephone(
    software: Deal, settings: Any, mails: list[Any]
) -> None:
    settings.SENDING = {**settings.SENDING, "sms": "aftercare.outbound.adapters.sms.SmsFiles"}
    people = software.unit.customer.people.all()
    people.update(email="")
    path = reported(software, reporter_phone="13800138000")
    software.api.post(path, ASKING)
    run.send_due(timezone.now())
    sent = Message.objects.get(template="session-asked")
    assert (sent.channel, sent.to) == ("sms", "13800138000")
    (file,) = [
        one.read_text(encoding="utf-8")
        for one in (settings.DATA / "sent" / "sms").iterdir()
        if "/authorise/" in one.read_text(encoding="utf-8")
    ]
    assert "时长 4 小时" in file


def test_what_was_answered_before_it_went_out_is_not_asked(
    software: Deal, mails: list[Any]
) -> None:
    path = reported(software, reporter_email=HER)
    made = software.api.post(path, ASKING)
    software.api.post(f"/remote-sessions/{made['id']}/answer", {"allowed": False}, by="customer")
    run.send_due(timezone.now())
    assert not Message.objects.filter(template="session-asked").exists()
