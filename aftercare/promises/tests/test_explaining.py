"""A commitment taken apart for a person: in the words of the trade, in both languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement
from aftercare.promises import actions as promises
from aftercare.promises.explaining import explain, text_of
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast

FRIDAY = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)  # 16:40 in Shanghai, before a worked Saturday
pytestmark = pytest.mark.django_db
MORE = """
dates:
  cut-offs: {title: {zh: 截止日, en: cut-offs}, dates: ["06-30", "12-31"]}
seasons:
  heating: {title: {zh: 采暖季, en: heating}, spans: [{begins: "11-15", ends: "03-15"}]}
"""
DATED = (
    PLAN.replace(
        "schedules:\n",
        "  old-part:\n"
        "    {from: case.reported, until: old_part.returned, by: cut-offs, pause_while: parts}\n"
        "schedules:\n"
        "  heating-check:\n"
        "    {before: heating, by: 30 days, from: acceptance.signed, until: inspection.done,"
        " kind: inspection}\n",
    )
    .replace("agreed: {", "agreed: {pause_while: customer, ")
    .replace("promises:\n", f"{MORE}promises:\n")
)


def hour(after: float) -> datetime:
    return FRIDAY + timedelta(hours=after)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    version = plans.load_plan(DATED, name="sample.yaml", by=SYSTEM, at=hour(-100))
    return plans.make_agreement(
        version, number="A1", title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=hour(-100).date(), by=SYSTEM, at=hour(-100),
    )  # fmt: skip


def happen(agreement: Agreement, kind: str, after: float, late: float = 0, **data: Any) -> None:
    with transaction.atomic():
        happened = Happened(kind, "case/7", hour(after), SYSTEM, agreement.reference, data)
        events.record(happened, recorded_at=hour(after + late))


def told(promise: str, language: str = "zh") -> list[str]:
    row = Commitment.objects.select_related("agreement", "plan_version").get(
        promise=promise, ended_at=None
    )
    return text_of(explain(row), language).splitlines()


def test_office_hours_over_a_night_a_worked_saturday_and_a_pause(agreement: Agreement) -> None:
    happen(agreement, "case.reported", 0, facts={"severity": "1"})
    happen(agreement, "case.waiting", 1, late=2, reason="customer", evidence="来电 138")
    happen(agreement, "case.resumed", 17)  # Saturday 9:40
    assert told("office-fix")[1:] == [
        "时限: 4小时",
        "起算: 2026-10-09 16:40 报修 (系统, #3)",
        "  2026-10-09 16:40-17:40 开放 1 小时，累计 1 小时",
        "  2026-10-09 17:40 至 2026-10-10 09:40 暂停（等待客户），1 小时不计",
        "  2026-10-10 09:40-12:00（调休上班）开放 2 小时 20 分钟，累计 3 小时 20 分钟",
        "  2026-10-10 13:00-13:40（调休上班）开放 40 分钟，累计 4 小时",
        "  到期 2026-10-10 13:40",
        "到期: 2026-10-10 13:40",
        "暂停: 等待客户 2026-10-09 17:40 – 2026-10-10 09:40"
        " 2026-10-09 17:40 等待 (系统, #4) ，记录于 2026-10-09 19:40 佐证: 来电 138",
        "结果: 进行中",
    ]
    assert "Time: 4 hours (one)" in told("fix", "en")


def test_a_fixed_date_names_its_list_and_moves_with_a_pause(agreement: Agreement) -> None:
    happen(agreement, "case.reported", 0, facts={"severity": "1"})
    happen(agreement, "case.waiting", 24, reason="parts")
    row = Commitment.objects.get(promise="old-part")
    assert (row.state, row.due_at) == ("paused", None)
    happen(agreement, "case.resumed", 24 * 3)
    lines = told("old-part")
    assert "时限: 截止日" in lines
    assert "  按固定日期 06-30、12-31 取其后的 2026-12-31" in lines
    assert "  扣除暂停共 48 小时，最后一日移至 2027-01-02" in lines


def test_an_agreed_moment_stands_still_too_while_the_customer_is_waited_for(
    agreement: Agreement,
) -> None:
    happen(agreement, "case.reported", 0, facts={"severity": "1"})
    happen(agreement, "visit.agreed", 1, agreed_for=hour(20).isoformat())
    assert "  与客户约定的时间 2026-10-10 12:40" in told("agreed")
    happen(agreement, "case.waiting", 2, reason="customer")
    row = Commitment.objects.get(promise="agreed")
    assert (row.state, row.due_at) == ("paused", None)
    happen(agreement, "case.resumed", 5)
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("open", hour(23))
    assert told("agreed")[-4] == "  到期 2026-10-10 15:40"


def test_a_schedule_before_a_season_names_the_season(agreement: Agreement) -> None:
    both = dict.fromkeys(("provider", "customer"), hour(-50).isoformat())
    plans.record_milestone(agreement, "acceptance.signed", occurred_at=hour(-50), by=SYSTEM,
                           at=hour(0), data={"signatures": both})  # fmt: skip
    row = Commitment.objects.filter(promise="heating-check").order_by("number")[0]
    lines = text_of(explain(row), "zh").splitlines()
    assert "时限: 采暖季之前 30天" in lines
    assert "  季节“采暖季”：11-15–03-15" in lines
    assert "到期: 2026-10-15 24:00" in lines


def test_who_let_it_go_and_why_and_what_reopening_skipped(agreement: Agreement, cast: Cast) -> None:
    happen(agreement, "case.reported", 0, facts={"severity": "1"})
    happen(agreement, "case.solved", 1)
    happen(agreement, "case.reopened", 3)
    lines = told("fix")
    assert "  2026-10-09 17:40-19:40 暂停（已结束，后重新打开），2 小时不计" in lines
    row = Commitment.objects.get(promise="fix")
    promises.waive(row, reason="客户自理", by=cast["manager"], at=hour(4))
    text = text_of(explain(row), "zh")
    assert "  2026-10-09 20:40 豁免 (李明, #6): 客户自理" in text
