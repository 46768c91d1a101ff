"""What an exchange tells: once, twice, late, in any order."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from aftercare.desk import actions as desk
from aftercare.desk.tests.stage import Stage
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.phone import actions, queries
from aftercare.phone.actions import Told
from aftercare.phone.models import Call, Extension
from aftercare.phone.rules import Standing
from aftercare.web.demo.cast import Cast

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


def told(kind: str, seconds: int = 0, source: str = "pbx-1", **more: str) -> Call:
    one = Told(source, kind, NOW + timedelta(seconds=seconds), **more)
    return actions.take_event(one, by=SYSTEM, at=NOW + timedelta(minutes=2))


Step = tuple[str, int, dict[str, str]]
RING: Step = ("ring", 0, {"caller": "138 0013 8001", "line": "4001", "extension": "801"})
ANSWER: Step = ("answer", 8, {"extension": "801"})
HANG_UP: Step = ("hang-up", 90, {})


@pytest.mark.parametrize("order", list(permutations((RING, ANSWER, HANG_UP))))
def test_in_whatever_order_it_is_told_the_call_is_the_same(
    telephone: Extension, order: tuple[Step, ...]
) -> None:
    for kind, seconds, more in order:
        told(kind, seconds, **more)
        told(kind, seconds + 5, **more)  # the exchange repeats itself
    call = Call.objects.get()
    assert (call.caller, call.digits, call.line) == ("138 0013 8001", "13800138001", "4001")
    assert call.person == telephone.person
    moments = (call.began_at, call.rang_at, call.answered_at, call.ended_at)
    assert moments == tuple(NOW + timedelta(seconds=one) for one in (0, 0, 8, 90))
    assert call.standing == Standing.ENDED
    kinds = Event.objects.filter(subject=call.reference).values_list("kind", flat=True)
    assert sorted(kinds) == ["call.answered", "call.ended", "call.rang"]


def test_an_exchange_whose_clock_was_never_set_is_told_so() -> None:
    for moment in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)):
        with pytest.raises(Refusal) as refused:
            actions.take_event(Told("pbx-1", "ring", moment), by=SYSTEM, at=NOW)
        assert refused.value.field == "at"
    assert not Call.objects.exists()


def test_who_answers_counts_before_where_it_rang(cast: Cast, telephone: Extension) -> None:
    Extension.objects.create(number="802", person=cast["dispatcher"])
    told("ring", extension="801", caller="1")
    assert told("answer", 3, extension="802").person == cast["dispatcher"]


def test_the_page_of_who_is_called_is_told_at_once(telephone: Extension) -> None:
    call = told("ring", extension="801", caller="13800138001")
    event = Event.objects.get(subject=call.reference)
    assert event.context == telephone.person.reference
    assert queries.on_the_line(telephone.person, NOW + timedelta(minutes=1)) == call
    told("hang-up", 30)
    assert queries.on_the_line(telephone.person, NOW + timedelta(minutes=1)) is None


def test_the_future_and_strange_events_are_refused(telephone: Extension) -> None:
    with pytest.raises(Refusal) as future:
        actions.take_event(Told("x", "ring", NOW + timedelta(days=1)), by=SYSTEM, at=NOW)
    assert future.value.code == "future"
    with pytest.raises(Refusal) as strange:
        actions.take_event(Told("x", "sing", NOW), by=SYSTEM, at=NOW)
    assert strange.value.field == "event"
    assert not Call.objects.exists()


def note(call: Call, by: str, cast: Cast, answer: str = "重启即可") -> Call:
    return actions.note_call(
        call, purpose="question", answer=answer, result="solved", by=cast[by], at=NOW,
        revision=call.revision,
    )  # fmt: skip


def test_what_was_said_is_noted_and_the_second_of_two_is_told(
    cast: Cast, telephone: Extension
) -> None:
    call = told("ring", extension="801", caller="13800138001")
    same = Call.objects.get(pk=call.pk)
    note(call, "agent", cast)
    assert Call.objects.get().answer == "重启即可"
    with pytest.raises(Stale):
        note(same, "agent", cast, answer="别的")
    with pytest.raises(NotAllowed):
        note(call, "finance", cast)
    with pytest.raises(Refusal) as empty:
        note(call, "agent", cast, answer=" ")
    assert empty.value.field == "answer"


def test_a_case_registered_by_telephone_belongs_to_the_call(
    cast: Cast, telephone: Extension
) -> None:
    stage = Stage(cast)
    unit = stage.unit("p01")
    told("ring", extension="801", caller="01062552001")
    told("answer", 3, extension="801")
    report = desk.Report(customer=unit.customer, unit=unit, symptom="漏水")
    at = NOW + timedelta(minutes=1)
    letter = desk.Report(customer=unit.customer, unit=unit, symptom="来函", source="letter")
    desk.register_case(letter, by=cast["agent"], at=at)
    desk.register_case(report, by=cast["dispatcher"], at=at)
    assert Call.objects.get().case is None
    mine = desk.register_case(report, by=cast["agent"], at=at).case
    desk.register_case(report, by=cast["agent"], at=at)
    call = Call.objects.get()
    assert (call.case, call.customer, call.result, call.purpose) == (
        mine, unit.customer, "case", "fault",
    )  # fmt: skip


def test_calls_are_seen_by_those_who_see_cases_else_by_who_took_them(
    cast: Cast, telephone: Extension
) -> None:
    told("ring", extension="801", caller="1")
    Extension.objects.create(number="803", person=cast["technician"])
    told("ring", source="pbx-2", extension="803", caller="2")
    seen = {
        name: queries.calls_visible_to(cast[name]).count()
        for name in ("agent", "inspector", "technician", "technician2", "dealer", "customer")
    }
    assert seen == {
        "agent": 2, "inspector": 2, "technician": 1, "technician2": 0, "dealer": 0, "customer": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1380013", ["13800138001"]),
        ("8001", ["13800138001"]),
        ("138 0013", ["13800138001"]),
        ("010-6255", ["01062552001"]),
        ("0013", []),
        ("13", ["01062552001", "13800138001"]),  # too little to search for
    ],
)
def test_a_number_is_found_by_its_beginning_and_its_end(text: str, found: list[str]) -> None:
    told("ring", caller="13800138001")
    told("ring", source="pbx-2", caller="010-6255-2001")
    rows = queries.with_number(Call.objects.all(), text).order_by("digits")
    assert list(rows.values_list("digits", flat=True)) == found
