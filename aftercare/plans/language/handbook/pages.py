"""Fills the marked parts of the pages about the plan language."""

import re
from pathlib import Path

from aftercare.plans.language.handbook.mistakes import mistakes
from aftercare.plans.language.handbook.words import LISTS, word_list

PAGES = {"en": "plan-language.md", "zh": "plan-language.zh.md"}
PART = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str, language: str) -> str:
    """The text of a page with every marked part made anew."""

    def made(match: re.Match[str]) -> str:
        return f"{match[1]}\n{_part(match[2], language)}\n\n{match[3]}"

    return PART.sub(made, text)


def _part(name: str, language: str) -> str:
    return word_list(name, language) if name in LISTS else mistakes(language)


def stale(folder: Path) -> list[str]:
    """The pages in a folder whose marked parts are behind the language."""
    return [
        page
        for language, page in PAGES.items()
        if (text := (folder / page).read_text(encoding="utf-8")) != filled(text, language)
    ]


def write(folder: Path) -> None:
    """Bring the pages in a folder up to date."""
    for language, page in PAGES.items():
        file = folder / page
        file.write_text(filled(file.read_text(encoding="utf-8"), language), encoding="utf-8")
