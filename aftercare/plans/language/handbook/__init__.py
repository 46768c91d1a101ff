"""The pages about the plan language that are made from the language itself.

`python -m aftercare.plans.language.handbook docs` writes the word lists and the list of mistakes
into `plan-language.md` and `plan-language.zh.md`; a test finds pages that are behind.
"""

from aftercare.plans.language.handbook.mistakes import EXAMPLES, Example, faults_of, mistakes
from aftercare.plans.language.handbook.pages import filled, stale
from aftercare.plans.language.handbook.words import LISTS, word_list

__all__ = [
    "EXAMPLES",
    "LISTS",
    "Example",
    "faults_of",
    "filled",
    "mistakes",
    "stale",
    "word_list",
]
