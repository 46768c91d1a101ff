"""What other products get wrong about promises beyond counting: choosing, warning, escalating,
ending, and visits that come back. Each bug as it was reported, on rows.

The bugs of counting itself are in `rules/test_clock_peers.py`.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from aftercare.kit import events
from aftercare.kit.events import SYSTEM, Happened
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check_text
from aftercare.plans.models import Agreement
from aftercare.promises import actions as promises
from aftercare.promises import queries
from aftercare.promises.models import Alert, Commitment, Consequence
from aftercare.promises.replay import replay
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast
from aftercare.worker import run

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def hour(after: float) -> datetime:
    return MONDAY + timedelta(hours=after)


def agree(cast: Cast, text: str = PLAN, number: str = "A1") -> Agreement:
    version = plans.load_plan(text, name="sample.yaml", by=SYSTEM, at=hour(-100))
    return plans.make_agreement(
        version, number=number, title="样例", customer=cast.organisations["customer"], covers=[],
        signed_on=hour(-100).date(), by=SYSTEM, at=hour(-100),
    )  # fmt: skip


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agree(cast)


def happen(agreement: Agreement, kind: str, after: float, case: int = 7, **data: Any) -> None:
    with transaction.atomic():
        happened = Happened(kind, f"case/{case}", hour(after), SYSTEM, agreement.reference, data)
        events.record(happened, recorded_at=hour(after))


def report(agreement: Agreement, after: float = 0, case: int = 7) -> None:
    happen(agreement, "case.reported", after, case, facts={"severity": "1"})


def row(promise: str, case: int = 7) -> Commitment:
    return Commitment.objects.filter(subject=f"case/{case}", promise=promise).order_by("-id")[0]


def sign(agreement: Agreement, moment: datetime) -> None:
    both = dict.fromkeys(("provider", "customer"), moment.isoformat())
    plans.record_milestone(agreement, "acceptance.signed", occurred_at=moment, by=SYSTEM,
                           at=moment, data={"signatures": both})  # fmt: skip


# Frappe Helpdesk, OCA helpdesk


def test_frappe_helpdesk_the_agreement_is_chosen_again_at_every_save(cast: Cast) -> None:
    """A second agreement of the same customer, made later, takes no case over."""
    first = agree(cast)
    report(first)
    before = row("fix")
    agree(cast, PLAN.replace("{1: 4 h, 2: 8 h}", "{1: 1 h, 2: 2 h}"), "A2")
    happen(first, "case.noted", 0.5)
    assert [(one.pk, one.due_at) for one in Commitment.objects.filter(promise="fix")] == [
        (before.pk, before.due_at)
    ]


def test_frappe_helpdesk_conditions_are_program_text_that_is_run() -> None:
    """They were given to `eval`; here a condition is a word of the plan or a mistake."""
    evil = PLAN.replace("when: {needs: visit}", "when: {needs: \"__import__('os')\"}")
    reading = check_text(evil, "sample.yaml", clauses())
    assert any("__import__" in fault.text("en") for fault in reading.faults if fault.is_error)


def test_frappe_helpdesk_lateness_is_seen_hourly_and_only_in_one_state(
    agreement: Agreement, cast: Cast
) -> None:
    """A late promise is late in the next second, in whatever state its case is, and finding it
    costs one statement however many are open."""
    for number in range(20):
        report(agreement, case=number)
    happen(agreement, "case.answered", 1, case=3)
    happen(agreement, "case.forwarded", 2, case=4)
    rows = queries.commitments_visible_to(cast["manager"]).filter(promise="fix")
    with CaptureQueriesContext(connection) as asked:
        late = list(queries.due_between(rows, None, hour(4) + timedelta(seconds=1)))
    assert (len(late), len(asked)) == (20, 1)
    assert not list(queries.due_between(rows, None, hour(4)))


def test_frappe_and_oca_helpdesk_neither_warn_nor_escalate(agreement: Agreement) -> None:
    report(agreement)
    for after in (1.99, 2, 4.1, 6):
        run.run_until_idle(hour(after))
    steps = Consequence.objects.filter(commitment=row("fix")).order_by("planned_at")
    assert [one.step for one in steps] == ["warn 50%", "late", "late 2 h"]
    assert Alert.objects.filter(step="late 2 h").exists()


def test_oca_helpdesk_expired_is_the_end(agreement: Agreement) -> None:
    """A late promise can still be met; and reopened, it goes on."""
    report(agreement)
    run.run_until_idle(hour(5))
    happen(agreement, "case.solved", 6)
    assert (row("fix").state, row("fix").met_at) == ("late", hour(6))
    happen(agreement, "case.reopened", 7)
    assert row("fix").state == "open"


def test_oca_helpdesk_a_later_stage_counts_as_having_reached_the_earlier(
    agreement: Agreement,
) -> None:
    """Reached meant a higher number in a list; here only the event a promise waits for meets
    it."""
    report(agreement)
    happen(agreement, "case.forwarded", 0.1)
    happen(agreement, "case.arranged", 0.2)
    assert row("answer").state == "open"
    assert row("arranged").state == "kept"


def test_oca_helpdesk_compares_every_open_ticket_with_every_agreement(
    agreement: Agreement,
) -> None:
    """What the worker looks at is what is due, not what is open."""
    for number in range(30):
        report(agreement, after=number, case=number)
    assert len(queries.with_something_to_do(hour(2), 100)) == len(
        Commitment.objects.filter(next_at__lte=hour(2))
    )
    assert run.run_once(hour(0.01)) == 0


# Zammad, Chatwoot


def test_zammad_192_the_history_of_other_tickets_is_loaded(agreement: Agreement) -> None:
    """An event of a case costs the same beside one other case and beside thirty."""

    def cost(case: int) -> int:
        report(agreement, case=case)
        with CaptureQueriesContext(connection) as asked:
            happen(agreement, "case.answered", 0.2, case=case)
        return len(asked)

    alone = cost(1)
    for number in range(2, 30):
        report(agreement, case=number)
    assert cost(100) == alone


def test_zammad_pauses_are_found_by_the_name_of_a_state(agreement: Agreement) -> None:
    """A reason is a word of the vocabulary that the plan names; any other stops nothing."""
    report(agreement)
    happen(agreement, "case.waiting", 1, reason="Customer ")
    assert row("fix").state == "open"


def test_zammad_an_edited_plan_rebuilds_all_open_tickets(agreement: Agreement, cast: Cast) -> None:
    for number in range(5):
        report(agreement, case=number)
    before = list(Commitment.objects.order_by("id").values())
    stricter = plans.load_plan(PLAN.replace("30 min", "10 min"), name="s.yaml", by=SYSTEM,
                               at=hour(1))  # fmt: skip
    plans.move_agreement(agreement, to=stricter, reason="x", by=cast["manager"], at=hour(1))
    assert list(Commitment.objects.order_by("id").values()) == before


def test_zammad_figures_are_not_counted_again_after_a_change(agreement: Agreement) -> None:
    """Outcomes are derived, so late evidence corrects what was counted."""
    report(agreement)
    run.run_until_idle(hour(5))
    happen(agreement, "case.solved", 6)
    assert row("fix").state == "late"
    with transaction.atomic():
        offline = Happened("case.waiting", "case/7", hour(1), SYSTEM, agreement.reference,
                           {"reason": "customer"})  # fmt: skip
        resumed = Happened("case.resumed", "case/7", hour(4), SYSTEM, agreement.reference)
        events.record(offline, resumed, recorded_at=hour(8))
    assert (row("fix").state, row("fix").due_at) == ("kept", hour(7))
    assert list(replay(hour(9))) == []


def test_zammad_4353_escalations_that_never_die(agreement: Agreement, cast: Cast) -> None:
    """Nothing fires any more once a promise is waived or its case withdrawn."""
    report(agreement, case=1)
    report(agreement, case=2)
    promises.waive(row("fix", 1), reason="客户同意", by=cast["manager"], at=hour(1))
    happen(agreement, "case.withdrawn", 1, case=2)
    run.run_until_idle(hour(1))
    before = Consequence.objects.filter(commitment__promise="fix").count()
    run.run_until_idle(hour(500))
    assert Consequence.objects.filter(commitment__promise="fix").count() == before == 0


def test_zammad_4432_warnings_come_at_night(agreement: Agreement) -> None:
    """A share of office hours is reached in office hours; reported at five, half of four hours
    is used up next morning."""
    text = PLAN.replace("calendar: office, pause", "calendar: office, warn_at: [50%], pause")
    other = agree_with(agreement, text)
    report(other, after=8, case=9)
    assert row("office-fix", 9).next_at == hour(25)


def agree_with(agreement: Agreement, text: str) -> Agreement:
    version = plans.load_plan(text, name="sample.yaml", by=SYSTEM, at=hour(-100))
    return plans.make_agreement(
        version, number="A9", title="样例", customer=agreement.customer, covers=[],
        signed_on=hour(-100).date(), by=SYSTEM, at=hour(-100),
    )  # fmt: skip


def test_zammad_5177_one_clock_overrides_another(agreement: Agreement) -> None:
    """The answer is met by answering; the other clocks of the case are not touched by it."""
    report(agreement)
    due = row("fix").due_at
    happen(agreement, "case.answered", 0.2)
    assert (row("answer").state, row("fix").state, row("fix").due_at) == ("kept", "open", due)


def test_zammad_3523_one_broken_ticket_stops_all_escalation(agreement: Agreement) -> None:
    """A row that cannot be acted on is put off; all the others get their steps."""
    for number in range(3):
        report(agreement, case=number)
    broken = row("fix", 1)
    happened = Event.objects.filter(subject="case/1", kind="case.reported")
    happened.update(data={"facts": ["no facts at all"]})
    run.run_once(hour(5))
    late = Consequence.objects.filter(step="late", commitment__promise="fix")
    assert late.exclude(commitment=broken).count() == 2


def test_chatwoot_10178_a_clock_runs_on_after_the_case_is_solved(agreement: Agreement) -> None:
    report(agreement)
    happen(agreement, "case.solved", 1)
    run.run_until_idle(hour(500))
    assert not Consequence.objects.filter(commitment__promise__in=["fix", "answer"],
                                          step__startswith="late").exists()  # fmt: skip


# GLPI, django-helpdesk


def test_glpi_15605_a_pause_is_lost_when_the_severity_changes(agreement: Agreement) -> None:
    report(agreement)
    happen(agreement, "case.waiting", 1, reason="customer")
    happen(agreement, "case.resumed", 3)
    happen(agreement, "case.triaged", 3.5, facts={"severity": "2"})
    assert row("fix").due_at == hour(10)


def test_glpi_15429_escalation_fires_at_creation(agreement: Agreement) -> None:
    report(agreement)
    run.run_until_idle(hour(0))
    assert not Consequence.objects.filter(commitment__promise="fix").exists()


def test_django_helpdesk_telling_people_changes_the_priority(agreement: Agreement) -> None:
    """`--notify-only` raised the priority all the same. A warning only tells."""
    report(agreement)
    run.run_until_idle(hour(2))
    warned = Consequence.objects.get(step="warn 50%", commitment__promise="fix")
    assert warned.actions == ["notify responsible"]
    told = events.events_of("case/7")
    assert [one.kind for one in told if one.kind.startswith(("priority", "loan"))] == []


def test_django_helpdesk_being_on_hold_keeps_no_times(agreement: Agreement) -> None:
    report(agreement)
    happen(agreement, "case.waiting", 1, reason="parts")
    happen(agreement, "case.resumed", 2)
    [pause] = row("fix").pauses
    assert (pause["reason"], pause["begins_at"], pause["ends_at"]) == (
        "parts", hour(1).isoformat(), hour(2).isoformat(),
    )  # fmt: skip


# ERPNext Maintenance Schedule, OCA maintenance, Atlas: visits that come back


def test_erpnext_maintenance_visits_are_tied_to_a_salesperson(agreement: Agreement) -> None:
    """A promise belongs to the agreement; who answers for it is a fact of its own."""
    sign(agreement, hour(0))
    visit = Commitment.objects.filter(promise="visits").order_by("number")[0]
    assert (visit.agreement, visit.responsible) == (agreement, None)


def test_erpnext_23682_all_visits_are_made_at_once_and_cannot_be_moved(
    agreement: Agreement,
) -> None:
    """Only the present one and the next exist; one held on another day is met all the same and
    moves no other."""
    sign(agreement, hour(0))
    visits = Commitment.objects.filter(promise="visits").order_by("number")
    assert [one.number for one in visits] == [1, 2]
    due = [one.due_at for one in visits]
    early = hour(24 * 30)
    plans.record_milestone(agreement, "return_visit.done", occurred_at=early, by=SYSTEM, at=early)
    assert [one.state for one in visits.all()] == ["kept", "open"]
    assert [one.due_at for one in visits.all()] == due


def test_erpnext_29372_a_visit_that_was_cancelled_stays_done(
    agreement: Agreement, cast: Cast
) -> None:
    sign(agreement, hour(0))
    early = hour(24 * 30)
    held = plans.record_milestone(agreement, "return_visit.done", occurred_at=early, by=SYSTEM,
                                  at=early)  # fmt: skip
    plans.correct_milestone(agreement, held.sequence, withdrawn=True, reason="没有去成",
                            by=cast["agent"], at=early)  # fmt: skip
    visits = Commitment.objects.filter(promise="visits").order_by("number")
    assert [one.state for one in visits] == ["open", "open"]
    assert list(replay(early)) == []


def test_oca_fsm_recurring_no_constraint_keeps_two_runs_apart(agreement: Agreement) -> None:
    """The database itself refuses a second row of the same occasion."""
    sign(agreement, hour(0))
    visit = Commitment.objects.filter(promise="visits")[0]
    visit.pk = None
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        visit.save(force_insert=True)


def test_oca_maintenance_161_a_visit_done_early_is_asked_for_again(agreement: Agreement) -> None:
    sign(agreement, hour(0))
    for days in (30, 60):
        moment = hour(24 * days)
        plans.record_milestone(agreement, "return_visit.done", occurred_at=moment, by=SYSTEM,
                               at=moment)  # fmt: skip
    run.run_until_idle(hour(24 * 200))
    visits = Commitment.objects.filter(promise="visits").order_by("number")
    assert [(one.number, one.state) for one in visits] == [(1, "kept"), (2, "open"), (3, "open")]
