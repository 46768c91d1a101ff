"""Terms, exclusions, advice and prices of a plan, without the law."""

import pytest

from aftercare.coverage.rules import question, verdict
from aftercare.coverage.rules.conditions import UNKNOWN
from aftercare.coverage.tests.rules.making import (
    HEATER,
    ask,
    codes,
    day,
    paper,
    plan,
    reasons,
    term,
)

SIGNED = [paper("acceptance.signed", "2024-05-06")]


@pytest.mark.parametrize(
    ("component", "on", "covered", "lines"),
    [
        ("tank", "2024-05-06", "yes", ("warranty", "warranty", "warranty")),
        ("tank", "2027-05-06", "yes", ("warranty", "warranty", "warranty")),
        ("tank", "2027-05-07", "no", ("recover-at-cost", "list-price", "list-price")),
        ("electrical", "2025-05-06", "yes", ("warranty", "warranty", "warranty")),
        ("electrical", "2025-05-07", "no", ("recover-at-cost", "list-price", "list-price")),
    ],
)
def test_each_component_has_its_own_term(
    component: str, on: str, covered: str, lines: tuple[str, str, str]
) -> None:
    found = ask(on=on, plan=HEATER, papers=SIGNED, asked=(component,), cause="product")
    assert (found.covered, codes(found)) == (covered, lines)


def test_several_components_are_answered_each_for_itself() -> None:
    found = ask(
        on="2026-01-05",
        plan=HEATER,
        papers=SIGNED,
        asked=("tank", "electrical"),
        cause="product",
    )
    assert codes(found, "tank") == ("warranty", "warranty", "warranty")
    assert codes(found, "electrical") == ("recover-at-cost", "list-price", "list-price")
    assert found.covered == "yes"


def test_a_component_with_its_own_acceptance_counts_from_it() -> None:
    own = question.Component("electrical", milestones=(paper("acceptance.signed", "2025-11-03"),))
    found = ask(
        on="2026-01-05",
        plan=HEATER,
        papers=SIGNED,
        components=(own,),
        asked=("electrical",),
        cause="product",
    )
    assert found.covered == "yes"
    assert found.reasons[0].params["begins_on"] == "2025-11-03"


def test_an_excluded_cause_is_charged_though_the_term_runs_and_both_are_said() -> None:
    found = ask(on="2026-01-05", plan=HEATER, papers=SIGNED, asked=("tank",), cause="user")
    assert (found.covered, found.code("parts")) == ("no", "recover-at-cost")
    assert reasons(found)[:2] == ["excluded", "term-in-force"]
    assert found.reasons[0].clauses == ("P09-24",)


@pytest.mark.parametrize("cause", ["virus", "operating-system", "procedure-violation"])
def test_advice_only_is_neither_free_nor_paid_repair(cause: str) -> None:
    software = plan(
        warranty=[term(length="12 months")],
        advice_only=[
            {
                "name": "outside",
                "cause": ["virus", "operating-system", "procedure-violation"],
                "then": "advice only",
                "clauses": ["P07-36"],
            }
        ],
    )
    found = ask(on="2024-06-03", plan=software, papers=SIGNED, cause=cause)
    assert (found.covered, codes(found)) == ("advice", ("advice-only",) * 3)


def test_a_cause_the_term_names_is_covered_though_an_exclusion_fits_it() -> None:
    software = plan(
        warranty=[term("wrong-operation", covers={"cause": "wrong-operation"})],
        exclusions=[{"name": "man-made", "cause": ["user", "wrong-operation"]}],
    )
    found = ask(on="2024-06-03", plan=software, papers=SIGNED, cause="wrong-operation")
    assert found.covered == "yes"
    assert "expressly-covered" in reasons(found)
    found = ask(on="2024-06-03", plan=software, papers=SIGNED, cause="user")
    assert found.covered == "no"


def test_an_exclusion_of_one_service_leaves_another_alone() -> None:
    both = plan(
        services={name: {"title": {"zh": name, "en": name}} for name in ("doors", "software")},
        warranty=[
            term("doors", covers={"service": "doors"}),
            term("software", covers={"service": "software"}),
        ],
        exclusions=[{"name": "man-made", "cause": "user", "when": {"service": "doors"}}],
    )
    doors = ask(on="2024-06-03", plan=both, papers=SIGNED, cause="user", facts={"service": "doors"})
    software = ask(
        on="2024-06-03", plan=both, papers=SIGNED, cause="user", facts={"service": "software"}
    )
    assert (doors.covered, software.covered) == ("no", "yes")


def test_only_terms_of_the_service_line_in_question_are_spoken_of() -> None:
    both = plan(
        services={name: {"title": {"zh": name, "en": name}} for name in ("doors", "software")},
        warranty=[
            term("doors", covers={"service": "doors"}, title={"zh": "门", "en": "door"}),
            term(
                "software", covers={"service": "software"}, length="9 years",
                title={"zh": "软件", "en": "program"},
            ),
        ],
    )  # fmt: skip
    told = {}
    for line in ("doors", "software", UNKNOWN):
        found = ask(on="2028-06-03", plan=both, papers=SIGNED, cause="wear",
                    facts={"service": line})  # fmt: skip
        told[line] = (found.covered, str(found.to_json()))
    assert told["doors"][0] == "no"
    assert "门" in told["doors"][1]
    assert "软件" not in told["doors"][1]
    assert told["software"][0] == "yes"
    assert "门" not in told["software"][1]
    assert told[UNKNOWN][0] == "undetermined"


def test_a_term_about_some_causes_does_not_cover_the_others() -> None:
    windows = plan(warranty=[term(covers={"cause": ["product", "installation"]})])
    found = ask(on="2024-06-03", plan=windows, papers=SIGNED, cause="wear")
    assert (found.covered, reasons(found)[0]) == ("no", "not-about")
    found = ask(on="2024-06-03", plan=windows, papers=SIGNED, cause="installation")
    assert found.covered == "yes"


def test_an_unknown_cause_says_what_decides() -> None:
    found = ask(on="2026-01-05", plan=HEATER, papers=SIGNED, asked=("tank",), cause=UNKNOWN)
    assert (found.covered, codes(found)) == ("undetermined", ("unknown-yet",) * 3)
    charged = [branch for branch in found.branches if branch.covered == "no"]
    assert [set(branch.values) for branch in charged] == [{"user", "storage"}]
    assert found.reasons[0].code == "depends-on-cause"
    assert "term-in-force" in reasons(found)


def test_an_unknown_cause_does_not_matter_when_the_term_is_over() -> None:
    found = ask(on="2027-06-01", plan=HEATER, papers=SIGNED, asked=("tank",))
    assert (found.covered, found.branches) == ("no", ())


def test_an_unknown_component_says_which_would_be_covered() -> None:
    found = ask(on="2026-01-05", plan=HEATER, papers=SIGNED, cause="product")
    assert found.covered == "undetermined"
    assert {branch.values: branch.covered for branch in found.branches} == {
        ("collector", "tank"): "yes",
        ("electrical", "piping"): "no",
    }


def test_an_unknown_component_does_not_matter_while_every_term_runs() -> None:
    found = ask(on="2025-01-06", plan=HEATER, papers=SIGNED, cause="product")
    assert (found.covered, codes(found)) == ("yes", ("warranty",) * 3)


def test_a_missing_start_is_undetermined_and_names_the_papers() -> None:
    found = ask(on="2026-01-05", plan=HEATER, asked=("tank",), cause="product")
    assert (found.covered, codes(found)) == ("undetermined", ("unknown-yet",) * 3)
    assert found.needs == ("acceptance.signed", "invoice.issued")
    assert found.reasons[0].code == "start-missing"


def test_a_half_signed_acceptance_is_told_with_the_missing_party() -> None:
    half = [paper("acceptance.signed", "2024-05-06", signed=frozenset({"provider"}))]
    found = ask(on="2024-06-03", plan=HEATER, papers=half, asked=("electrical",), cause="product")
    assert found.covered == "undetermined"
    told = next(reason for reason in found.reasons if reason.code == "unsigned")
    assert told.params["parties"] == ["customer"]


def test_the_completion_date_stands_in_and_both_dates_are_told() -> None:
    decoration = plan(
        warranty=[
            term(
                length="2 years",
                starts_otherwise=["project.completed"],
                missing_papers="project.completed",
                clauses=["P06-88"],
            )
        ]
    )
    completed = paper("project.completed", "2024-01-08")
    without = ask(on="2026-01-12", plan=decoration, papers=[completed], cause="product")
    assert (without.covered, "papers-missing" in reasons(without)) == ("no", True)
    signed = [completed, paper("acceptance.signed", "2024-03-04")]
    found = ask(on="2026-01-12", plan=decoration, papers=signed, cause="product")
    assert found.covered == "yes"
    other = next(reason for reason in found.reasons if reason.code == "other-date")
    assert other.params == {"because": "project.completed", "on": "2024-01-08"}


def test_before_the_handing_over_repair_is_part_of_the_delivery() -> None:
    found = ask(on="2024-05-05", plan=HEATER, papers=SIGNED, asked=("tank",), cause="product")
    assert (found.covered, codes(found)) == ("yes", ("contract",) * 3)
    assert found.reasons[0].code == "term-not-begun"


def test_before_an_agreement_begins_nothing_is_promised() -> None:
    upkeep = plan(warranty=[term(starts="agreement.signed")])
    papers = [paper("agreement.signed", "2024-05-06")]
    found = ask(on="2024-05-05", plan=upkeep, papers=papers, cause="product")
    assert (found.covered, found.code("parts")) == ("no", "list-price")


ABNORMAL = plan(
    warranty=[term(length="2 years")],
    after_expiry=[
        {
            "name": "abnormal-life",
            "needs": "appraisal.issued",
            "covers": {"cause": "abnormal-life"},
            "remedies": ["replace", "compensate-loss"],
            "clauses": ["P01-62", "P01-63"],
        }
    ],
    fees={"charges": [{"name": "cost", "when": {"covered": "no"}, "parts": "cost"}]},
)


def test_an_abnormal_life_after_the_term_needs_the_appraisal() -> None:
    found = ask(on="2026-06-01", plan=ABNORMAL, papers=SIGNED, cause="abnormal-life")
    assert (found.covered, found.needs) == ("undetermined", ("appraisal.issued",))


def test_an_abnormal_life_with_the_appraisal_is_free_and_the_loss_is_made_good() -> None:
    papers = [*SIGNED, paper("appraisal.issued", "2026-05-28")]
    found = ask(on="2026-06-01", plan=ABNORMAL, papers=papers, cause="abnormal-life")
    assert (found.covered, codes(found)) == ("yes", ("contract",) * 3)
    assert found.remedies == ("replace", "compensate-loss")
    assert found.reasons[0].clauses == ("P01-62", "P01-63")


def test_another_cause_after_the_term_is_charged_and_the_appraisal_is_mentioned() -> None:
    found = ask(on="2026-06-01", plan=ABNORMAL, papers=SIGNED, cause="wear")
    assert (found.covered, found.code("parts")) == ("no", "recover-at-cost")
    assert "afterwards-possible" in reasons(found)


def test_an_appraisal_of_an_abnormal_life_does_not_free_misuse() -> None:
    papers = [*SIGNED, paper("appraisal.issued", "2026-05-28")]
    found = ask(on="2026-06-01", plan=ABNORMAL, papers=papers, cause="user")
    assert found.covered == "no"


def test_support_for_life_is_served_at_the_plan_s_price() -> None:
    lifelong = plan(
        warranty=[term()],
        after_expiry=[{"name": "for-life", "remedies": ["repair"], "clauses": ["P09-14"]}],
        fees={
            "charges": [
                {"name": "out", "when": {"covered": "no"}, "parts": "cost", "labour": "free"}
            ]
        },
    )
    found = ask(on="2026-06-01", plan=lifelong, papers=SIGNED, cause="product")
    assert (found.covered, codes(found)) == ("no", ("recover-at-cost", "contract", "list-price"))
    assert "afterwards-served" in reasons(found)


def test_the_damage_of_a_third_person_is_that_person_s_bill() -> None:
    windows = plan(
        warranty=[term()],
        exclusions=[{"name": "man-made", "cause": ["third-person", "user"]}],
        fees={
            "charges": [
                {
                    "name": "third",
                    "when": {"cause": "third-person"},
                    "parts": "agreed",
                    "labour": "agreed",
                    "payer": "third person",
                }
            ]
        },
    )
    found = ask(on="2024-06-03", plan=windows, papers=SIGNED, cause="third-person")
    assert found.covered == "no"
    assert [found.line(line).payer for line in ("parts", "labour")] == ["third person"] * 2


def test_a_covered_part_may_still_have_a_price_of_its_own() -> None:
    machine = plan(
        warranty=[term()],
        fees={"charges": [{"name": "own", "when": {"covered": "yes"}, "travel": "cost"}]},
    )
    found = ask(on="2024-06-03", plan=machine, papers=SIGNED, cause="product")
    assert codes(found) == ("warranty", "warranty", "recover-at-cost")


def test_voiding_ends_a_term_from_its_day_on_and_not_before() -> None:
    void = question.Change("void", day("2024-09-02"), "改装", term="unit")
    machine = plan(warranty=[term()])
    asked = {"plan": machine, "papers": SIGNED, "cause": "product", "changes": (void,)}
    assert ask(on="2024-09-01", **asked).covered == "yes"
    ended = ask(on="2024-09-02", **asked)
    assert (ended.covered, "voided" in reasons(ended)) == ("no", True)


def test_shortening_cannot_reach_back_before_the_day_it_was_recorded() -> None:
    shorten = question.Change("shorten", day("2024-09-02"), "协商", ends_on=day("2024-06-30"))
    asked = {
        "plan": plan(warranty=[term()]),
        "papers": SIGNED,
        "cause": "product",
        "changes": (shorten,),
    }
    assert ask(on="2024-08-15", **asked).covered == "yes"
    assert ask(on="2024-09-03", **asked).covered == "no"


def test_two_acts_of_one_day_have_one_outcome_whatever_their_order() -> None:
    acts = [
        question.Change("shorten", day("2024-09-02"), "协商", ends_on=day(end))
        for end in ("2024-10-08", "2024-12-02")
    ]
    asked = {"plan": plan(warranty=[term()]), "papers": SIGNED, "cause": "product"}
    one, other = (
        ask(on="2024-09-09", changes=tuple(listed), **asked) for listed in (acts, acts[::-1])
    )
    assert (one, one.in_force[0].ends_on) == (other, day("2024-10-08"))


def test_a_line_no_open_term_is_about_keeps_its_price() -> None:
    parts_only = [term(covers={"lines": ["parts"]})]
    for charge, labour in (
        ({"name": "paid", "when": {"covered": "no"}, "labour": "cost"}, "recover-at-cost"),
        ({"name": "free", "when": {"covered": "yes"}, "labour": "free"}, "unknown-yet"),
    ):
        document = plan(warranty=parts_only, fees={"charges": [charge]})
        found = ask(on="2024-09-09", plan=document, cause="product")
        assert codes(found) == ("unknown-yet", labour, "list-price")


def test_a_new_owner_keeps_the_rights() -> None:
    papers = [*SIGNED, paper("ownership.changed", "2024-07-01")]
    found = ask(on="2024-09-02", plan=HEATER, papers=papers, asked=("tank",), cause="product")
    assert (found.covered, "ownership-changed" in reasons(found)) == ("yes", True)


def test_goodwill_gives_lines_and_keeps_the_old_reasons() -> None:
    found = ask(on="2027-06-01", plan=HEATER, papers=SIGNED, asked=("tank",), cause="product")
    given = verdict.overruled(found, ["labour"], why="老客户", by="王经理")
    assert codes(given) == ("recover-at-cost", "goodwill", "list-price")
    assert given.line("labour").payer == "company"
    assert given.reasons == (given.line("labour").reason, *found.reasons)


def test_a_verdict_survives_being_frozen_with_the_remarks_of_the_desk() -> None:
    found = ask(on="2026-01-05", plan=HEATER, papers=SIGNED)
    frozen = found.to_json() | {"decided": "李四", "overruled": {"covered": "yes"}}
    assert verdict.Verdict.from_json(frozen) == found
