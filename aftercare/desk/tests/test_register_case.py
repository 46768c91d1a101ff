"""A report becomes a case with its number, agreement, zone, verdict and clocks."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from aftercare.desk import actions
from aftercare.desk.models import Case
from aftercare.desk.tests.stage import Stage, hour, kinds, last_event
from aftercare.kit import links
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.models import Event
from aftercare.promises.models import Commitment


def test_a_report_is_a_case_with_its_clocks_at_once(stage: Stage) -> None:
    unit = stage.unit("p01")
    case = stage.case(unit, facts={"cause": "product", "needs": "visit"})
    assert (case.number, case.state, case.agreement) == (
        "C20261116-0001", "registered", stage.agreements[unit.serial],
    )  # fmt: skip
    assert (case.site, case.project, case.covered) == (unit.site, unit.project, "yes")
    clocks = Commitment.objects.filter(subject=case.reference).order_by("due_at")
    assert [(one.promise, one.due_at) for one in clocks] == [
        ("answer", hour(0.5)), ("arrive", hour(2)), ("fix", hour(4)),
    ]  # fmt: skip
    event = last_event(case)
    assert (event.kind, event.actor_name, event.occurred_at) == ("case.reported", "林晓", hour(0))
    assert event.data["facts"] == {**case.facts}


def test_the_zone_comes_from_the_address_of_the_site(stage: Stage) -> None:
    for place, zone in (
        ("北京市/海淀区", "beijing"), ("河北省/保定市", "around-beijing"), ("湖北省", "elsewhere"),
    ):  # fmt: skip
        unit = stage.unit("p07", service="hospital-software", place=place)
        assert stage.case(unit).zone == zone


@pytest.mark.parametrize("source", ["phone", "letter", "walk-in", "email"])
def test_a_letter_counts_from_when_it_came(stage: Stage, source: str) -> None:
    unit = stage.unit("p01")
    report = actions.Report(customer=unit.customer, unit=unit, symptom="异响", source=source)
    case = actions.register_case(
        report, by=stage.cast["agent"], at=hour(30), reported_at=hour(6)
    ).case
    assert (case.source, case.reported_at) == (source, hour(6))
    event = last_event(case)
    assert (event.occurred_at, event.recorded_at) == (hour(6), hour(30))
    assert Commitment.objects.get(subject=case.reference, promise="answer").due_at == hour(6.5)


def report_of(stage: Stage, **more: Any) -> actions.Report:
    unit = more.pop("unit", None) or stage.unit("p14")
    values = {"customer": unit.customer, "unit": unit, "symptom": "报错", **more}
    return actions.Report(**values)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"symptom": "  "}, "symptom"),
        ({"source": "pigeon"}, "source"),
        ({"kind": "wish"}, "kind"),
        ({"facts": {"severity": "9"}}, "severity"),
        ({"facts": {"zone": "moon"}}, "zone"),
        ({"facts": {"colour": "red"}}, "colour"),
    ],
)
def test_words_nobody_knows_are_refused(stage: Stage, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.register_case(report_of(stage, **more), by=stage.cast["agent"], at=hour(0))
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_what_belongs_to_another_customer_is_refused(stage: Stage) -> None:
    other = stage.unit("p14", customer="customer2")
    things: tuple[tuple[str, Any], ...] = (
        ("unit", other), ("site", other.site), ("project", other.project),
        ("agreement", stage.agreements[other.serial]),
    )  # fmt: skip
    for name, thing in things:
        report = actions.Report(
            customer=stage.cast.organisations["customer"], symptom="报错", **{name: thing}
        )  # fmt: skip
        with pytest.raises(Refusal) as refused:
            actions.register_case(report, by=stage.cast["agent"], at=hour(0))
        assert refused.value.field == name


@pytest.mark.parametrize(
    ("moment", "code"), [(hour(1), "future"), (hour(0) - timedelta(days=400), "too-early")]
)
def test_a_report_lies_neither_in_the_future_nor_too_far_back(
    stage: Stage, moment: Any, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        actions.register_case(
            report_of(stage), by=stage.cast["agent"], at=hour(0), reported_at=moment
        )
    assert (refused.value.field, refused.value.code) == ("reported_at", code)


def test_who_does_not_handle_cases_registers_none(stage: Stage) -> None:
    report = report_of(stage)
    for username in ("finance", "inspector", "author"):
        with pytest.raises(NotAllowed):
            actions.register_case(report, by=stage.cast[username], at=hour(0))


def test_a_form_sent_twice_makes_one_case(stage: Stage) -> None:
    report, id = report_of(stage), uuid.uuid4()
    first = actions.register_case(report, by=stage.cast["agent"], at=hour(0), id=id)
    again = actions.register_case(report, by=stage.cast["agent"], at=hour(0), id=id)
    assert (again.case.pk, again.link_secret) == (first.case.pk, "")
    assert kinds(first.case) == ["case.reported"]
    assert actions.register_case(report, by=stage.cast["agent"], at=hour(0)).case.number == (
        "C20261116-0002"
    )


def test_the_event_of_somebody_else_shows_nobody_their_case(stage: Stage) -> None:
    first = actions.register_case(report_of(stage), by=stage.cast["agent"], at=hour(0)).case
    reported = Event.objects.get(subject=first.reference).id
    unit = stage.unit("p14")
    noted = actions.note_case(first, "已致电", by=stage.cast["agent"], at=hour(1)).id
    for id in (reported, noted):
        with pytest.raises(Refusal) as refused:
            actions.register_case(
                report_of(stage, unit=unit), by=stage.cast["dispatcher"], at=hour(2), id=id
            )
        assert refused.value.code == "id-used"
    assert Case.objects.count() == 1


def test_of_two_forms_sent_at_once_the_second_takes_its_case_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has looked before the first was there, and finds out when it records."""
    report, id = report_of(stage), uuid.uuid4()
    first = actions.register_case(report, by=stage.cast["agent"], at=hour(0), id=id).case
    real = Event.objects.filter
    unseen = iter([Event.objects.none()])
    monkeypatch.setattr(
        Event.objects, "filter", lambda *a, **k: next(unseen, None) or real(*a, **k)
    )
    again = actions.register_case(report, by=stage.cast["agent"], at=hour(0), id=id).case
    assert (again.pk, Case.objects.count()) == (first.pk, 1)


def test_a_new_private_link_ends_the_old_one(stage: Stage) -> None:
    unit = stage.unit("p14")
    old = actions.register_case(
        report_of(stage, unit=unit), by=stage.cast["agent"], at=hour(0)
    )  # fmt: skip
    new = actions.renew_link(old.case, by=stage.cast["agent"], at=hour(1))
    assert old.link_secret != new
    assert not Case.objects.filter(link_hash=links.hashed(old.link_secret)).exists()
    assert Case.objects.get(link_hash=links.hashed(new)) == old.case
    assert last_event(old.case).kind == "link.renewed"
    assert new not in str(last_event(old.case).data)
    with pytest.raises(NotAllowed):
        actions.renew_link(old.case, by=stage.cast["finance"], at=hour(1))
