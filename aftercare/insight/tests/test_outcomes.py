"""What the manager's page counts, and that it reads no more than the stretch of time asks for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aftercare.insight import queries
from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    version = plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=NOW)
    return plans.make_agreement(
        version, number="A1", title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=NOW.date(), by=SYSTEM, at=NOW,
    )  # fmt: skip


def happen(agreement: Agreement, kind: str, case: int, hours_ago: float, **data: object) -> None:
    moment = NOW - timedelta(hours=hours_ago)
    one = Happened(kind, f"case/{case}", moment, SYSTEM, agreement.reference, data)
    events.record(one, recorded_at=moment)


def report(agreement: Agreement, case: int, hours_ago: float, **data: object) -> None:
    happen(agreement, "case.reported", case, hours_ago, facts={"severity": "1"}, **data)


def test_what_was_warned_of_is_at_risk_though_it_is_due_later(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    report(agreement, 1, 2.5)  # to be fixed in four hours, warned of after two
    client.force_login(cast["manager"])

    def at_risk() -> int:
        page = client.get("/insight/promises").content.decode()
        return page.split('id="risk"')[1].split("</ul>")[0].count(f"/commitments/{fix.pk}")

    fix = Commitment.objects.get(promise="fix")
    assert at_risk() == 0
    run.run_until_idle(NOW)
    fix.refresh_from_db()
    assert fix.warned_at == NOW - timedelta(minutes=30)
    assert at_risk() == 1


def test_outcomes_are_counted_for_each_plan_and_person(cast: Cast, agreement: Agreement) -> None:
    technician = cast["technician"]
    for case, hours in ((1, 2), (2, 30), (3, 90)):
        report(agreement, case, 100, responsible=technician.reference)
        happen(agreement, "case.solved", case, 100 - hours)
    rows = queries.of(cast["manager"], {}).filter(promise="fix")
    fixes = queries.tally(queries.ended(rows, NOW - timedelta(days=30), NOW), [], [])
    assert (fixes.total.kept, fixes.total.late) == (1, 2)
    assert [(group.name, group.kept, group.late) for group in fixes.by("person")] == [
        (technician.name, 1, 2)
    ]
    assert [group.share_kept for group in fixes.by("plan")] == [33]
    assert [(group.key, group.kept) for group in fixes.by("dealer")] == [(queries.NOBODY, 1)]
    recent = queries.ended(rows, NOW - timedelta(hours=20), NOW)
    assert queries.tally(recent, [], []).total.late == 1


def test_outcomes_are_read_from_the_index_of_what_ended(cast: Cast) -> None:
    """A page of today must not look at what ended in years before."""
    rows = queries.ended(queries.of(cast["manager"], {}), NOW - timedelta(days=1), NOW)
    counted = rows.order_by().filter(state__in=queries.OUTCOMES)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    for asked in (counted.values("state", "responsible"), queries.missed(rows)):
        assert "commitment_ended" in asked.explain()
