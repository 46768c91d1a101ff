"""What is wrong in a plan: where, how badly, and how to say it in both languages."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from aftercare.plans.language.messages import MESSAGES, NOUNS, SUGGESTION, WARNING

LONGEST_QUOTED = 400
MOST_FAULTS = 200  # nobody reads more; a file with so many is not a plan yet
Language = Literal["zh", "en"]
Path = tuple[str | int, ...]


class Severity(StrEnum):
    """An error keeps a plan from being loaded; a warning is shown and never swallowed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Fault:
    """One mistake of a plan.

    line, column: where it stands, counted from 1. code: a key of `messages.MESSAGES`.
    params: what fills the message; `what` names a noun of `messages.NOUNS`, `suggestion` is the
    nearest known word. file: the name the plan was read under. path: the place in the document.
    """

    severity: Severity
    line: int
    column: int
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    path: Path = ()

    @property
    def is_error(self) -> bool:
        """True when the plan must not be loaded because of it."""
        return self.severity is Severity.ERROR

    def text(self, language: str) -> str:
        """The sentence a person reads, in `zh` or `en`."""
        spoken: Language = "zh" if language.startswith("zh") else "en"
        params = {name: _clipped(value) for name, value in self.params.items()}
        if "what" in params:
            params["what"] = getattr(NOUNS[params["what"]], spoken)
        sentence: str = getattr(MESSAGES[self.code], spoken).format_map(params)
        if params.get("suggestion"):
            sentence += getattr(SUGGESTION, spoken).format_map(params)
        return sentence

    def located(self, language: str) -> str:
        """The sentence behind its file, line and column: `p09.yaml:31:14: unknown event …`."""
        spoken: Language = "zh" if language.startswith("zh") else "en"
        mark = "" if self.is_error else getattr(WARNING, spoken)
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.text(language)}"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that `word` was probably meant to be; empty when none is near."""
    found = difflib.get_close_matches(word[:60], list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults from the top of the file to the bottom, each once, and only so many of them."""
    listed = list(faults)
    hidden = sum(int(fault.params["count"]) for fault in listed if fault.code == "more")
    unique = {
        (f.line, f.column, f.code, tuple(sorted(f.params.items()))): f
        for f in listed
        if f.code != "more"
    }
    ordered = [unique[key] for key in sorted(unique)]
    hidden += len(ordered) - MOST_FAULTS if len(ordered) > MOST_FAULTS else 0
    return [*ordered[:MOST_FAULTS], *_more(ordered, hidden)]


def _more(ordered: list[Fault], hidden: int) -> list[Fault]:
    if hidden <= 0:
        return []
    last = ordered[: MOST_FAULTS + 1][-1]
    worst = Severity.ERROR if any(f.is_error for f in ordered) else Severity.WARNING
    return [Fault(worst, last.line, last.column, "more", {"count": str(hidden)}, last.file)]
