"""Pages of commitments and the manager's page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=NOW)
    return plans.make_agreement(
        version, number="A1", title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=NOW.date(), by=SYSTEM, at=NOW,
    )  # fmt: skip


def report(agreement: Agreement, number: int, hours_ago: float) -> None:
    moment = NOW - timedelta(hours=hours_ago)
    data = {"facts": {"severity": "1"}}
    happened = Happened(
        "case.reported", f"case/{number}", moment, SYSTEM, agreement.reference, data
    )
    events.record(happened, recorded_at=moment)


def test_a_commitment_explains_itself_to_those_it_concerns(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    report(agreement, 1, 5)
    row = Commitment.objects.get(promise="fix")
    shown = {"manager": 200, "customer": 200, "customer2": 404, "dealer": 404}
    for username, status in shown.items():
        client.force_login(cast[username])
        assert client.get(f"/commitments/{row.pk}").status_code == status
    client.force_login(cast["manager"])
    assert "4 小时" in client.get(f"/commitments/{row.pk}").content.decode()


def test_only_those_with_the_power_let_a_promise_go(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    report(agreement, 1, 1)
    row = Commitment.objects.get(promise="fix")
    client.force_login(cast["agent"])
    given = {"how": "waive", "reason": "客户同意"}
    assert client.post(f"/commitments/{row.pk}/decide", given).status_code == 422
    client.force_login(cast["manager"])
    assert client.post(f"/commitments/{row.pk}/decide", {**given, "reason": ""}).status_code == 422
    assert client.post(f"/commitments/{row.pk}/decide", given).status_code == 302
    row.refresh_from_db()
    assert row.state == "waived"


@pytest.mark.parametrize(
    "address", ["/commitments/", "/commitments/?standing=late", "/insight/promises"]
)
def test_lists_cost_the_same_for_one_and_for_three(
    client: Client, cast: Cast, agreement: Agreement, address: str
) -> None:
    client.force_login(cast["manager"])
    report(agreement, 1, 5)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    report(agreement, 2, 5)
    report(agreement, 3, 6)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_the_manager_sees_what_is_late_and_others_do_not_see_the_report(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    report(agreement, 1, 5)
    client.force_login(cast["manager"])
    page = client.get("/insight/promises").content.decode()
    late = page.split('id="late"')[1].split('id="risk"')[0]
    assert late.count('#lateness"') == 2
    for username in ("agent", "technician", "dealer", "customer"):
        client.force_login(cast[username])
        assert client.get("/insight/promises").status_code == 403
