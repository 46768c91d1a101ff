"""What is kept about one person: shown, copied, made unrecognisable without breaking records."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftercare.accounts.tests.conftest import sign_in
from aftercare.api.tests.conftest import make_world
from aftercare.desk import actions as desk
from aftercare.desk.models import Case
from aftercare.kit import events, search
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Person
from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    """Reported by a customer of the cast, who may sign in."""
    world, at = make_world(cast), timezone.now()
    caller = cast["customer"]
    report = desk.Report(
        customer=world.unit.customer, symptom="漏水", unit=world.unit, facts={"severity": "1"},
        reporter_name=caller.name, reporter_phone=caller.phone,
    )  # fmt: skip
    return desk.register_case(report, by=SYSTEM, at=at).case


def mask(cast: Cast, person: Person) -> Any:
    return signed_in(cast, "admin").post(f"/accounts/people/{person.pk}/mask")


def test_everybody_sees_and_takes_what_is_kept_about_them(cast: Cast, case: Case) -> None:
    client = Client(headers={"user-agent": "Telephone"})
    sign_in(client, "customer")
    assert "您报修的服务单" in client.get("/profile/data").content.decode()
    taken = json.loads(client.get("/profile/data.json").content)
    rows = [row for part in taken["kept"] for row in part["rows"]]
    assert any((row.get("name"), row.get("phone")) == ("张伟", "13600000001") for row in rows)
    assert any(row.get("number") == case.number for row in rows)
    assert any(row.get("user_agent") == "Telephone" for row in rows)
    assert all(part["purpose"] and part["until"] for part in taken["kept"])


def test_of_others_only_who_keeps_people_sees_it(cast: Cast) -> None:
    key = cast["customer"].pk
    for username in ("manager", "agent", "customer2", "dealer"):
        client = signed_in(cast, username)
        assert client.get(f"/accounts/people/{key}/data").status_code == 403
        assert client.get(f"/accounts/people/{key}/data.json").status_code == 403
        assert mask_by(client, key) == 403


def mask_by(client: Client, key: int) -> int:
    return client.post(f"/accounts/people/{key}/mask").status_code


def test_masking_leaves_the_records_and_takes_the_person(cast: Cast, case: Case) -> None:
    person = cast["customer"]
    assert mask(cast, person).status_code == 422  # the account is open
    signed_in(cast, "admin").post(f"/accounts/{person.pk}/suspend", {"reason": "left"})
    assert mask(cast, person).status_code == 422  # a case still runs
    case.refresh_from_db()
    desk.move_case(case, "withdraw", by=cast["agent"], at=timezone.now(), data={"reason": "x"})
    assert mask(cast, person).status_code == 302
    person.refresh_from_db()
    case.refresh_from_db()
    assert (person.name, person.phone, person.email, person.username) == (
        f"#{person.pk}", "", "", None,
    )  # fmt: skip
    assert (case.reporter_name, case.reporter_phone) == (f"#{person.pk}", "")
    assert case.symptom == "漏水"
    for words in ("张伟", "13600000001"):
        assert search.search(words, kinds=["person", "case"], scope=search.EVERYTHING) == []
    assert events.verify().broken is None
    assert events.events_of(person.reference)[-1].kind == "person.masked"


def test_nobody_masks_themselves(cast: Cast) -> None:
    assert mask(cast, cast["admin"]).status_code == 422
    assert Person.objects.get(pk=cast["admin"].pk).name == "管理员"
