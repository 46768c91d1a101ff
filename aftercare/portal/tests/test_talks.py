"""The conversation a case came of stands on its customer's page: what both said, with the files,
and nothing of what stays in the house."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.catalog.models import Unit
from aftercare.chat import actions as chat
from aftercare.chat.models import Consultation
from aftercare.chat.rules import Side
from aftercare.chat.tests.conftest import Visitor, signed_in
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage
from aftercare.portal.tests.conftest import photo
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_duty(cast: Cast) -> Cast:
    """The cast, with the agent on duty at the web page."""
    chat.come_on_duty(cast["agent"], at=timezone.now())
    return cast


def text_of(page: Any) -> str:
    return str(page.content.decode())


def talked(visitor: Visitor, cast: Cast, **asked: Any) -> Case:
    """A question with an answer and a picture, that became a case."""
    visitor.ask("打印机卡纸", **asked)
    one = visitor.consultation
    chat.take(one, by=cast["agent"], at=timezone.now())
    said: Any = {"key": uuid.uuid4(), "side": Side.AGENT, "by": cast["agent"], "at": timezone.now()}
    chat.say(one, "请取出纸盒", **said)
    visitor.say("还是不行", sent=[photo("jam.jpg")])
    chat.become_case(one, by=cast["agent"], at=timezone.now())
    case = Case.objects.get()
    desk.note_case(case, "客户急躁", by=cast["agent"], at=timezone.now(), internal=True)
    return case


def test_by_the_private_link_the_customer_reads_what_both_said(
    unit: Unit, on_duty: Cast, client: Client
) -> None:
    visitor = Visitor(client)
    client.get(f"/u/{unit.code}")
    talked(visitor, on_duty, unit=unit.pk, phone="")
    visitor.page()  # the page of the conversation opens the case
    page = text_of(client.get("/follow"))
    assert [word in page for word in ("打印机卡纸", "请取出纸盒", "还是不行", "jam.jpg")] == [
        True
    ] * 4
    assert "客户急躁" not in page
    (address,) = set(re.findall(r'href="(/follow/files/\d+)"', page))
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_from_the_account_too_and_nobody_else_does(stage: Stage, unit: Unit, on_duty: Cast) -> None:
    mine, other = (signed_in(on_duty, name) for name in ("customer", "customer2"))
    case = talked(Visitor(mine), on_duty)
    address = f"/my/cases/{case.number}"
    page = text_of(mine.get(address))
    assert "请取出纸盒" in page
    (file,) = set(re.findall(rf'href="({address}/files/\d+)"', page))
    assert mine.get(file).status_code == 200
    assert other.get(address).status_code == 404
    foreign = stage.case(stage.unit("p14", customer="customer2"))
    moved = file.replace(case.number, foreign.number)
    assert (other.get(file).status_code, other.get(moved).status_code) == (404, 404)


def test_what_a_stranger_wrote_is_not_shown_to_the_owner_of_the_number(
    stage: Stage, on_duty: Cast, client: Client
) -> None:
    whose = on_duty["customer"]
    case = talked(Visitor(client), on_duty, phone=whose.organisation.phone)
    assert case.customer == whose.organisation
    assert not Consultation.objects.get().is_known
    page = text_of(signed_in(on_duty, "customer").get(f"/my/cases/{case.number}"))
    assert case.number in page
    assert "请取出纸盒" not in page
