"""The tables of docs/rules/coverage, remedies and floors, computed again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from aftercare.coverage.floors.loader import READ_WHERE, book
from aftercare.coverage.floors.records import Floor
from aftercare.coverage.rules import repairs, terms
from aftercare.coverage.rules.history import History
from aftercare.coverage.rules.ladder import ladder
from aftercare.coverage.rules.question import Component, Setting
from aftercare.coverage.rules.repairs import Wait
from aftercare.coverage.tests.rules.making import (
    SHANGHAI,
    as_term,
    ask,
    at,
    codes,
    day,
    law,
    paper,
    plan,
    reasons,
    repair,
    term,
    wait,
)
from aftercare.plans.language.document import Remedy

DOCS = Path(__file__).parents[4] / "docs" / "rules"
LANGUAGES = ("md", "zh.md")
Row = tuple[str, ...]


def tables(page: str, ending: str) -> list[list[Row]]:
    """The tables of a page, each without its heading."""
    found: list[list[Row]] = []
    inside = False
    for line in (DOCS / f"{page}.{ending}").read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            if not inside:
                found.append([])
            found[-1].append(tuple(cell.strip() for cell in line.strip("|").split("|")))
        inside = line.startswith("|")
    return [table[2:] for table in found]


def listed(cell: str) -> list[str]:
    return [word for word in cell.split(", ") if word]


@pytest.mark.parametrize("page", ["coverage", "remedies", "floors"])
def test_both_languages_show_the_same_figures(page: str) -> None:
    english, chinese = (tables(page, ending) for ending in LANGUAGES)
    if page == "floors":  # its first tables explain words
        english, chinese = english[2:], chinese[2:]
    assert english == chinese


def test_the_ends_of_terms() -> None:
    for start, length, still, last in tables("coverage", "md")[0]:
        found = terms.term_of(
            as_term(length=length), [paper("acceptance.signed", start)], int(still), SHANGHAI
        )
        assert str(found.ends_on) == last, (start, length)


def test_the_verdicts_of_the_sample_plan() -> None:
    text = (DOCS / "coverage.md").read_text(encoding="utf-8")
    sample = plan(**yaml.safe_load(text.split("```yaml")[1].split("```")[0]))
    for papers, component, cause, on, covered, *lines in tables("coverage", "md")[1]:
        found = ask(
            on=on,
            plan=sample,
            papers=[paper(*one.split(" ")) for one in listed(papers)],
            asked=(component,) if component else (),
            facts={"cause": cause},
        )
        assert (found.covered, *codes(found)) == (covered, *lines), (component, cause, on)


def test_plan_and_law_side_by_side() -> None:
    half_year = plan(warranty=[term(length="6 months", starts="invoice.issued")])
    for product, has_plan, part, cause, on, covered, why in tables("coverage", "md")[2]:
        found = ask(
            on=on,
            plan=half_year if has_plan == "yes" else None,
            floors=law(),
            setting=Setting(product_class=product, customer_class="consumer"),
            papers=[paper("invoice.issued", "2024-05-06")],
            components=(Component("part", frozenset({part})),),
            asked=("part",),
            cause=cause,
            km=9_000,
        )
        assert (found.covered, why in reasons(found)) == (covered, True), (product, on)


def waiting(cell: str) -> tuple[Wait, ...]:
    """`parts 2026-03-03 08:00 2026-03-06 08:00`, or nothing."""
    if not cell:
        return ()
    reason, low, low_time, high, high_time = cell.split(" ")
    return (wait(reason, f"{low} {low_time}", f"{high} {high_time}"),)


def test_the_days_in_repair() -> None:
    for begins, ends, waited, left_out, count in tables("remedies", "md")[0]:
        one = repair("R1", begins, ends, waits=waiting(waited))
        found = repairs.repair_days(one, at("2026-12-31"), listed(left_out))
        assert found == int(count), begins


def history(product: str, count: str, longest: str, fault_class: str) -> History:
    """The history a row of the table describes."""
    past = [
        repair(f"R{n}", f"2026-0{n + 1}-02 08:00", f"2026-0{n + 1}-03 08:00")
        for n in range(1, int(count) + (0 if longest else 1))
    ]
    if longest:
        slow = repair("R9", "2026-03-02 08:00")
        past.append(replace(slow, handed_back_at=slow.handed_in_at + timedelta(int(longest))))
    sold = (paper("invoice.issued", "2026-01-12"), paper("delivery.made", "2026-01-12"))
    return History(
        setting=Setting(product_class=product, customer_class="consumer"),
        facts={"component": "tank", "fault": "leak", "cause": "product"},
        repairs=tuple(past),
        in_warranty=True,
        fault_class=fault_class or None,
        levels=(sold,),
        km=9_000,
    )


THREE = Remedy.model_validate({"name": "three", "same_fault_repaired": 3, "offer": "new-unit"})


def test_what_may_be_chosen() -> None:
    for product, count, longest, grade, on, rules, choices, ahead in tables("remedies", "md")[1]:
        past = history(product, count, longest, grade)
        of_plan = (THREE,) if rules == "plan" else ()
        found = ladder(past, of_plan, () if of_plan else law(rules), day(on))
        assert sorted(found.choices) == sorted(listed(choices)), (rules, count)
        told = [
            f"{', '.join(rung.offers)} after {rung.missing}"
            for rung in found.ahead
            if rung.short_of == "repairs"
        ]
        assert told == ([ahead] if ahead else []), (rules, count)


def length(rule: Floor) -> str:
    clock = rule.clock
    if clock is None:
        return ""
    seasons = f"{clock.seasons.count} {clock.seasons.name} seasons" if clock.seasons else ""
    return (seasons or str(clock.length)) + (f" or {clock.km} km" if clock.km else "")


def effect(rule: Floor) -> str:
    """What a rule does, as the table writes it."""
    told: Any = rule.counting or rule.bars
    if told is None:
        return length(rule) or "in_warranty"
    said = [(name, getattr(told, name)) for name in type(told).model_fields]
    return "; ".join(f"{name} {', '.join(words)}" for name, words in said if words)


def rows(*kinds: str) -> list[Floor]:
    return sorted((r for r in book().rules if r.kind in kinds), key=lambda r: r.id)


def test_the_records_of_the_law() -> None:
    marks, _, periods, choices, others = tables("floors", "md")
    assert [(mark, where) for mark, where, _ in marks] == list(READ_WHERE.items())
    assert periods == [
        (
            r.id,
            ", ".join(r.applies_to.product),
            ", ".join(r.applies_to.component),
            length(r),
            r.confidence,
        )
        for r in rows("period")
    ]
    assert choices == [
        (r.id, ", ".join(r.applies_to.product), ", ".join(r.remedies), length(r), r.confidence)
        for r in rows("choice")
    ]
    assert others == [
        (r.id, r.kind, effect(r), r.confidence) for r in rows("counting", "burden", "bar")
    ]
