"""The pages about the language say what the language is."""

import re
from pathlib import Path

import pytest

from aftercare.plans.language.handbook import filled, stale
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.language.wording.events import SAID
from aftercare.plans.tests.language.samples import reading, said

DOCS = Path(__file__).parents[4] / "docs"
PAGES = ["plan-language.md", "plan-language.zh.md"]


def test_the_pages_are_up_to_date() -> None:
    assert stale(DOCS) == [], "run: python -m aftercare.plans.language.handbook docs"


def test_a_marked_part_is_made_anew_and_the_rest_left_alone() -> None:
    page = "before\n<!-- made: facts -->\nold\n<!-- end -->\nafter\n"
    made = filled(page, "en")
    assert made.startswith("before\n<!-- made: facts -->\n\n| word | Chinese | English |\n")
    assert made.endswith("\n<!-- end -->\nafter\n")
    assert "old" not in made
    assert filled(made, "en") == made


def blocks(page: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8").partition("<!-- made: mistakes -->")[0]
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_the_grammar_can_be_read(page: str) -> None:
    fragments = [block for block in blocks(page) if not block.startswith(("plan:", "when:"))]
    assert len(fragments) == 5
    for fragment in fragments:
        assert said(reading(fragment)) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_example_of_the_head_is_a_whole_plan(page: str) -> None:
    from aftercare.plans.language.checking import check_text

    (head,) = (block for block in blocks(page) if block.startswith("plan:"))
    assert said(check_text(head, "p.yaml")) == []


def test_both_pages_show_the_same_examples() -> None:
    uncommented = [
        [re.sub(r" *#.*", "", block) for block in blocks(page)] for page in PAGES
    ]  # fmt: skip
    assert uncommented[0] == uncommented[1]


def test_every_event_can_be_said_in_a_sentence() -> None:
    assert set(SAID) == set(EVENTS)
