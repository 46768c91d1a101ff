"""The worked tables of `docs/rules/clocks.md` and its Chinese twin, computed again."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from aftercare.promises.rules import arithmetic, counting, recurrences
from aftercare.promises.rules.calendars import Calendar
from aftercare.promises.rules.counting import Reading
from aftercare.promises.tests.rules.given import ALWAYS, OFFICE, built, local, paused, span

PAGES = Path(__file__).parents[4] / "docs" / "rules"
LANGUAGES = {"clocks.md": "en", "clocks.zh.md": "zh"}
NONE = {"none", "无"}
PROVISIONAL = re.compile(r" \(provisional\)|（暂定）")


def text_of(page: str) -> str:
    return (PAGES / page).read_text(encoding="utf-8")


def calendars(page: str) -> dict[str, Calendar]:
    (block,) = re.findall(r"```yaml\n(.*?)```", text_of(page), re.DOTALL)
    return {name: built(**section) for name, section in yaml.safe_load(block).items()}


def rows(page: str, columns: int) -> Iterator[list[str]]:
    """The rows of the tables with so many columns, without their headings."""
    for line in text_of(page).splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == columns and re.match(r"\d{4}-", cells[0]):
            yield cells


def due_rows(page: str) -> list[list[str]]:
    return [cells[:6] for cells in rows(page, 7)]


def read_due(cell: str) -> tuple[datetime | None, bool]:
    """`2026-10-08 24:00 (provisional)`; None when there is no due moment."""
    text = PROVISIONAL.sub("", cell)
    if text in NONE:
        return None, False
    if text.endswith("24:00"):
        return local(text[:10] + " 00:00") + timedelta(days=1), text != cell
    return local(text), text != cell


@pytest.mark.parametrize("page", LANGUAGES)
def test_every_row_of_the_page_is_right(page: str) -> None:
    by_name = calendars(page)
    told = due_rows(page)
    assert len(told) == 39
    for start, within, name, pauses, reading, due in told:
        calendar = by_name[name]
        found = counting.due(
            local(start, calendar.zone),
            span(within),
            calendar,
            [paused(text, zone=calendar.zone) for text in pauses.split(";") if text],
            reading=Reading(reading or "plain"),
        )
        at, provisional = read_due(due)
        expected = at and at.replace(tzinfo=calendar.zone)
        assert (found.at, found.provisional) == (expected, provisional), (start, within, name)


@pytest.mark.parametrize("page", LANGUAGES)
def test_every_recurrence_of_the_page_is_right(page: str) -> None:
    told = list(rows(page, 4))
    assert len(told) == 5
    for anchor, every, first, days in told:
        expected = days.split(", ")
        row = recurrences.occurrences(
            local(f"{anchor} 10:00"), span(every), ALWAYS,
            horizon=local(f"{expected[-1]} 00:00"), first_within=span(first) if first else None,
        )  # fmt: skip
        assert [one.on.isoformat() for one in row] == expected


def test_both_languages_show_the_same_rows() -> None:
    def plain(page: str) -> list[list[str]]:
        cleared = [[PROVISIONAL.sub("*", cell) for cell in row] for row in due_rows(page)]
        return [["" if cell in NONE else cell for cell in row] for row in cleared]

    assert plain("clocks.md") == plain("clocks.zh.md")
    assert [row[:4] for row in rows("clocks.md", 4)] == [row[:4] for row in rows("clocks.zh.md", 4)]
    assert calendars("clocks.md") == calendars("clocks.zh.md")


@pytest.mark.parametrize(("page", "language"), LANGUAGES.items())
def test_the_sum_on_the_page_is_the_sum_that_is_told(page: str, language: str) -> None:
    (block,) = re.findall(r"```\n(2026.*?)\n```", text_of(page), re.DOTALL)
    found = counting.explain(
        local("2026-11-20 16:40"), span("4 h"), OFFICE,
        [paused("2026-11-20 16:50 > 2026-11-23 09:00")],
    )  # fmt: skip
    words = arithmetic.sentences(found.lines, OFFICE.zone)
    assert block.splitlines() == [getattr(sentence, language) for sentence in words]
