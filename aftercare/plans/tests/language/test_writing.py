"""A plan written and read again is the same plan."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from aftercare.plans.language.document import Plan
from aftercare.plans.language.reading import read_plan
from aftercare.plans.language.writing import plan_text
from aftercare.plans.tests.language.samples import BUILT_IN, plan
from aftercare.plans.tests.language.strategies import plans


@settings(max_examples=70, deadline=None)
@given(plans())
def test_any_plan_written_and_read_again_is_the_same(made: Plan) -> None:
    read = read_plan(plan_text(made), "p.yaml")
    assert [fault.located("en") for fault in read.faults if fault.is_error] == []
    assert read.plan == made


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_the_built_in_plans_keep_their_blanks(file: Path) -> None:
    first = read_plan(file.read_bytes(), file.name).plan
    assert first is not None
    again = read_plan(plan_text(first), file.name)
    assert again.plan == first
    assert again.blank_paths == set(first.blank_uses)
    assert again.faults == []


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_survives_being_kept_as_json(made: Plan) -> None:
    assert Plan.model_validate_json(made.model_dump_json(by_alias=True)) == made


def test_a_value_from_a_blank_is_written_as_its_blank() -> None:
    text = plan_text(
        plan(
            "blanks: {soon: 15 min}\n"
            "promises:\n"
            "  a: {from: case.reported, until: case.answered, within: $soon}\n"
        )
    )
    assert text.endswith(
        "promises:\n"
        "  a:\n"
        "    from: case.reported\n"
        "    until:\n"
        "    - case.answered\n"
        "    within: $soon\n"
    )
