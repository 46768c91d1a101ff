"""What people do not want to be sent, and the hours in which nobody writes to them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.outbound import actions, jobs, rules
from aftercare.outbound.models import Message, OptOut
from aftercare.outbound.tests.conftest import stop_sign
from aftercare.people.models import Organisation
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = rules.Quiet(time(22), time(7))
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 3, 5, 23, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-03-05 21:59", None),
        ("2026-03-05 22:00", "2026-03-06 07:00"),
        ("2026-03-06 06:59", "2026-03-06 07:00"),
        ("2026-03-06 07:00", None),
    ],
)
def test_the_night_ends_in_the_morning(at: str, ends: str | None) -> None:
    local = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    found = NIGHT.until(local.astimezone(UTC), SHANGHAI)
    assert found == (datetime.fromisoformat(ends).replace(tzinfo=SHANGHAI) if ends else None)


def test_quiet_hours_may_lie_within_a_day_and_may_be_none() -> None:
    noon = rules.Quiet(time(12), time(14))
    assert noon.until(NOON, SHANGHAI) == NOON + timedelta(hours=2)
    assert rules.quiet_hours("off") is None
    assert rules.quiet_hours("07:00-07:00") is None
    with pytest.raises(ValueError, match=r".*"):
        rules.quiet_hours("at night")


def late(customer: Organisation | None = None, *, at: datetime, **more: Any) -> Message:
    values = {
        "number": "C1", "symptom": "漏水", "company": "守约", "name": "王芳", "promise": "到场",
        "until": "2026-03-05 13:00",
    }  # fmt: skip
    asked = {"to": "wang@example.com", "template": "promise-late", "key": "x", "channel": "email",
             **more}  # fmt: skip
    with transaction.atomic():
        return actions.queue(
            language="zh-hans", about="", values=values, by=SYSTEM, at=at,
            customer=customer, **asked,
        )  # fmt: skip


@pytest.mark.django_db
def test_at_night_a_letter_waits_for_the_morning_and_an_urgent_one_does_not() -> None:
    message = late(at=MIDNIGHT)
    assert (message.state, message.trouble) == ("queued", "quiet")
    morning = datetime(2026, 3, 6, 7, 0, tzinfo=SHANGHAI)
    assert message.next_at == morning
    urgent = late(at=MIDNIGHT, key="y", urgent=True)
    assert jobs.send_due(MIDNIGHT) == 1
    urgent.refresh_from_db()
    assert urgent.state == "sent"
    assert jobs.send_due(morning) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["138 0013 8001", "+86-138-0013-8001", "13800138001"])
def test_a_telephone_is_left_in_peace_however_its_number_is_written(written: str) -> None:
    actions.opt_out(kind="service", address=written, by=SYSTEM, at=NOON)
    message = late(at=NOON, to="13800138001", channel="sms")
    assert (message.state, message.trouble) == ("held", "opted-out")


@pytest.mark.django_db
def test_what_waited_for_something_else_into_the_night_waits_on() -> None:
    message = late(at=NOON)
    assert jobs.send_due(MIDNIGHT) == 0
    message.refresh_from_db()
    assert (message.state, message.trouble, message.attempts) == ("queued", "quiet", 0)


@pytest.mark.django_db
def test_who_lives_elsewhere_has_the_night_of_their_own(cast: Cast) -> None:
    person = cast["customer"]
    person.time_zone = "America/New_York"
    person.save()
    assert late(at=MIDNIGHT, person=person).trouble == ""
    assert late(at=NOON, person=person, key="y").trouble == "quiet"


@pytest.mark.django_db
@pytest.mark.parametrize("whole", [True, False])
def test_who_does_not_want_it_is_not_written_to_from_now_on_and_not_any_more(
    cast: Cast, api: Api, whole: bool
) -> None:
    customer = cast.organisations["customer"]
    before = late(customer, at=NOON)
    browser = Client()
    browser.force_login(cast["agent"])
    address = "" if whole else "Wang@example.com"
    done = browser.post(f"/outbox/customers/{customer.pk}", {"kind": "service", "address": address})
    assert done.status_code == 302
    after = late(customer, at=NOON, key="y")
    assert (after.state, after.trouble) == ("held", "opted-out")
    assert jobs.send_due(NOON) == 0
    before.refresh_from_db()
    assert (before.state, before.trouble, mail.outbox) == ("held", "opted-out", [])
    other = late(customer, at=NOON, key="z", to="li@example.com")
    assert other.state == ("held" if whole else "queued")
    page = browser.get(f"/outbox/customers/{customer.pk}").content.decode()
    assert "林晓" in page
    (said,) = api.get(f"/opt-outs?customer={customer.pk}")["items"]
    assert (said["kind"], said["address"]) == ("service", address.lower())
    api.post(f"/opt-outs/{said['id']}/end")
    assert late(customer, at=NOON, key="again").state == "queued"
    kinds = Event.objects.filter(kind__startswith="opt-out").order_by("sequence")
    assert [one.kind for one in kinds] == ["opt-out.said", "opt-out.ended"]


@pytest.mark.django_db
def test_colleagues_cannot_opt_out_of_their_work(api: Api, cast: Cast) -> None:
    customer = cast.organisations["customer"].pk
    assert api.post("/opt-outs", {"customer": customer, "kind": "staff"}, status=422)
    api.post("/opt-outs", {"customer": customer, "kind": "notice"})
    again = api.post("/opt-outs", {"customer": customer, "kind": "notice"})
    assert OptOut.objects.get().pk == again["id"]


@pytest.mark.django_db
def test_the_link_in_a_message_stops_what_comes_after_it_and_nobody_elses(cast: Cast) -> None:
    message = late(cast.organisations["customer"], at=NOON)
    sign = stop_sign(message)
    visitor = Client(enforce_csrf_checks=True)
    assert "不再接收" in visitor.get(f"/stop/{sign}").content.decode()
    assert OptOut.objects.count() == 0  # looking changes nothing
    done = visitor.post(f"/stop/{sign}", {"List-Unsubscribe": "One-Click"})
    assert "不会再向您发送" in done.content.decode()
    said = OptOut.objects.get()
    assert (said.address, said.customer) == ("wang@example.com", cast.organisations["customer"])
    forged = f"{message.pk + 1}.{sign.partition('.')[2]}"
    assert visitor.post(f"/stop/{forged}").status_code == 404
    assert late(at=timezone.now(), key="y").trouble == "opted-out"
