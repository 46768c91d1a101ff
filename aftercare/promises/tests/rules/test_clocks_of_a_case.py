"""How the clocks of a case run, stop and end; peers' mistakes are named after the peer."""

import pytest

from aftercare.promises.rules.deriving import State
from aftercare.promises.tests.rules.stories import Story, bound, hours


def test_a_report_starts_its_clocks_and_an_answer_meets_one() -> None:
    story = Story().reported().then("case.answered", 0.25)
    answer, fix = story.last("answer"), story.last("fix")
    assert (answer.state, hours(answer.due_at), hours(answer.met_at)) == (State.KEPT, 0.5, 0.25)
    assert (fix.state, hours(fix.due_at), fix.target) == (State.OPEN, 4, "4 h")


@pytest.mark.parametrize(("after", "state"), [(0.5, State.KEPT), (0.5003, State.LATE)])
def test_the_due_moment_itself_is_in_time(after: float, state: State) -> None:
    assert Story().reported().then("case.answered", after).last("answer").state == state


def test_a_promise_with_unmet_conditions_does_not_start() -> None:
    assert Story().reported(zone="city").of("arrive") == []


def test_a_visit_found_necessary_later_counts_from_the_report() -> None:
    story = Story().reported(zone="city").then("case.visit_needed", 1, facts={"needs": "visit"})
    assert hours(story.last("arrive").due_at) == 2


def test_chained_promise_starts_when_the_other_is_met() -> None:
    story = Story().reported(zone="city", needs="visit").then("visit.arrived", 1.5)
    assert hours(story.last("restore").due_at) == 4.5


def test_customer_agreed_time_is_the_due_moment_and_a_new_agreement_replaces_it() -> None:
    story = Story().reported().then("visit.agreed", 1, agreed_for="2026-11-17T10:00:00+08:00")
    story.then("visit.agreed", 2, agreed_for="2026-11-18T10:00:00+08:00")
    first, second = story.of("agreed")
    assert (first.state, first.reason) == (State.VOID, "superseded")
    assert (second.state, hours(second.due_at)) == (State.OPEN, 49)


def test_forwarding_again_before_the_time_is_up_starts_anew_but_hides_no_lateness() -> None:
    early = Story().reported().then("case.forwarded", 1).then("case.forwarded", 2)
    late = Story().reported().then("case.forwarded", 1).then("case.forwarded", 4)
    assert [one.state for one in early.of("arranged")] == [State.VOID, State.OPEN]
    assert [one.state for one in late.of("arranged")] == [State.BROKEN, State.OPEN]


def test_solving_makes_an_unneeded_arrival_void_and_a_missed_one_broken() -> None:
    in_time = Story().reported(zone="city", needs="visit").then("case.solved", 1)
    too_late = Story().reported(zone="city", needs="visit").then("case.solved", 3)
    assert (in_time.last("arrive").state, in_time.last("arrive").reason) == (State.VOID, "moot")
    assert too_late.last("arrive").state == State.BROKEN


def test_withdrawing_ends_every_clock_of_the_case() -> None:
    story = Story().reported().then("case.withdrawn", 0.1)
    assert {one.state for one in story.derive()} == {State.VOID}


# Pauses ------------------------------------------------------------------------------------------


def test_frappe_helpdesk_a_paused_case_never_turns_failed() -> None:
    story = Story().reported().then("case.waiting", 1, reason="customer")
    waiting = story.last("fix")
    assert (waiting.state, waiting.due_at) == (State.PAUSED, None)
    story.then("case.resumed", 6)
    assert (story.last("fix").state, hours(story.last("fix").due_at)) == (State.OPEN, 9)


def test_frappe_helpdesk_paused_straight_to_solved_counts_no_pause_as_work() -> None:
    story = Story().reported().then("case.waiting", 1, reason="customer").then("case.solved", 25)
    fix = story.last("fix")
    assert (fix.state, hours(fix.met_at), hours(fix.due_at)) == (State.KEPT, 25, 28)


def test_a_reason_the_plan_does_not_name_pauses_nothing() -> None:
    story = Story().reported().then("case.waiting", 1, reason="approval")
    assert (story.last("fix").state, hours(story.last("fix").due_at)) == (State.OPEN, 4)


def test_an_answer_clock_is_not_paused_by_waiting() -> None:
    assert (
        Story().reported().then("case.waiting", 0.1, reason="customer").last("answer").state
        == State.OPEN
    )


def test_waiting_that_begins_after_the_moment_neither_pauses_nor_hides_lateness() -> None:
    """Else a case that is late could be put on hold, and its escalation with it."""
    one = Story().reported().then("case.waiting", 5, reason="customer").last("fix")
    assert (one.state, hours(one.due_at)) == (State.OPEN, 4)


def test_changing_the_reason_of_waiting_keeps_both_stretches() -> None:
    story = Story().reported().then("case.waiting", 1, reason="customer")
    story.then("case.waiting", 2, reason="parts").then("case.resumed", 5)
    fix = story.last("fix")
    assert [pause.reason for pause in fix.pauses] == ["customer", "parts"]
    assert hours(fix.due_at) == 8


def test_erpnext_a_pause_outside_office_hours_gives_no_time() -> None:
    story = Story().reported(7).then("case.waiting", 10, reason="customer").then("case.resumed", 20)
    without = Story().reported(7)
    assert story.last("office-fix").due_at == without.last("office-fix").due_at


# Changes of the facts
# ------------------------------------------------------------------------------


def test_glpi_changing_severity_keeps_the_pause_already_earned() -> None:
    story = Story().reported().then("case.waiting", 1, reason="customer").then("case.resumed", 3)
    story.then("case.triaged", 3.5, facts={"severity": "2"})
    old, new = story.of("fix")
    assert (old.state, old.reason, hours(old.ended_at)) == (State.VOID, "changed", 3.5)
    assert (new.state, hours(new.due_at), new.variant) == (State.OPEN, 10, 1)
    assert new.pauses == old.pauses


def test_changing_severity_while_waiting_goes_on_as_one_pause() -> None:
    story = Story().reported().then("case.waiting", 1, reason="customer")
    story.then("case.triaged", 2, facts={"severity": "2"})
    waiting = story.last("fix")
    assert (waiting.state, [hours(one.begins_at) for one in waiting.pauses]) == (State.PAUSED, [1])
    story.then("case.resumed", 6)
    assert hours(story.last("fix").due_at) == 13  # eight hours, and the five it stood still


def test_changing_severity_after_the_moment_hides_no_lateness() -> None:
    story = Story().reported().then("case.triaged", 5, facts={"severity": "2"})
    assert [one.state for one in story.of("fix")] == [State.BROKEN, State.OPEN]


def test_a_severity_nobody_knows_yet_takes_the_shortest_time_and_is_corrected_by_triage() -> None:
    story = Story().then("case.reported", 0, facts={})
    assert hours(story.last("fix").due_at) == 4
    story.then("case.triaged", 5, facts={"severity": "2"})
    assert [one.state for one in story.of("fix")] == [State.VOID, State.OPEN]


def test_an_unknown_place_falls_to_the_zone_without_places() -> None:
    assert hours(Story().reported(needs="visit").last("arrive").due_at) == 12


def test_triage_that_changes_nothing_changes_no_clock() -> None:
    before = Story().reported().derive()
    after = (
        Story()
        .reported()
        .then("case.triaged", 1, facts={"severity": "1", "cause": "product"})
        .derive()
    )
    assert after == before


# Reopening
# -------------------------------------------------------------------------------------------


def test_reopening_continues_the_clock_without_the_closed_interval() -> None:
    story = (
        Story().reported().then("case.solved", 1).then("case.closed", 2).then("case.reopened", 24)
    )
    fix = story.last("fix")
    assert (fix.state, hours(fix.due_at)) == (State.OPEN, 27)
    story.then("case.solved", 26)
    assert (story.last("fix").state, len(story.of("fix"))) == (State.KEPT, 1)


def test_reopening_brings_back_an_arrival_that_solving_had_made_pointless() -> None:
    story = (
        Story()
        .reported(zone="city", needs="visit")
        .then("case.solved", 1)
        .then("case.reopened", 10)
    )
    assert (story.last("arrive").state, hours(story.last("arrive").due_at)) == (State.OPEN, 11)


def test_reopening_leaves_the_answer_as_it_was() -> None:
    story = (
        Story()
        .reported()
        .then("case.answered", 0.2)
        .then("case.solved", 1)
        .then("case.reopened", 2)
    )
    assert story.last("answer").state == State.KEPT


def test_chatwoot_no_clock_runs_while_a_case_is_solved() -> None:
    story = Story().reported(zone="city", needs="visit").then("case.solved", 1)
    assert [one.promise for one in story.derive() if one.state in {State.OPEN, State.PAUSED}] == []


# Evidence and order
# ------------------------------------------------------------------------------------


def test_evidence_that_arrives_late_is_judged_by_when_it_happened() -> None:
    story = Story().reported(zone="city", needs="visit").then("visit.arrived", 1.5, recorded=9)
    assert (story.last("arrive").state, hours(story.last("arrive").met_at)) == (State.KEPT, 1.5)


def test_an_answer_before_the_report_meets_nothing() -> None:
    assert Story().reported(1).then("case.answered", 0.5).last("answer").state == State.OPEN


def test_helpdesk_rows_in_another_order_give_the_same_clocks() -> None:
    story = Story().reported().then("case.answered", 0.2).then("case.waiting", 1, reason="customer")
    story.then("case.resumed", 2).then("case.solved", 3)
    expected = story.derive()
    story.happenings.reverse()
    assert story.derive() == expected


def test_a_note_changes_nothing() -> None:
    assert (
        Story().reported().then("case.noted", 1, text="…").derive() == Story().reported().derive()
    )


# Versions and decisions
# --------------------------------------------------------------------------------


def test_zammad_a_new_plan_version_does_not_reach_back() -> None:
    old = bound(version=1, until=Story().reported(2).happenings[0].at)
    new = bound(version=2, since=Story().reported(2).happenings[0].at)
    before = Story().reported(1)
    after = Story().reported(3)
    assert {one.version for one in before.derive(bounds=[old, new])} == {1}
    assert {one.version for one in after.derive(bounds=[old, new])} == {2}


def test_a_waived_promise_is_waived_and_stays_so() -> None:
    story = Story().reported()
    key = story.last("fix").key
    story.then("promise.waived", 1, commitment=key).then("case.solved", 9)
    assert (story.last("fix").state, hours(story.last("fix").ended_at)) == (State.WAIVED, 1)
    assert story.last("office-fix").state == State.LATE


def test_the_answerable_person_is_the_one_at_the_end_of_the_clock() -> None:
    story = Story().reported().then("case.assigned", 0.1, responsible="person/1")
    story.then("case.answered", 0.2).then("case.assigned", 1, responsible="person/2")
    assert (story.last("answer").responsible, story.last("fix").responsible) == (
        "person/1",
        "person/2",
    )
