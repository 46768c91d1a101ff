"""A coverage verdict as a page shows it: the answer, each line with who pays, and the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import pgettext, pgettext_lazy

from aftercare.coverage.rules import sentences
from aftercare.coverage.rules.reasons import Reason
from aftercare.coverage.rules.verdict import Branch, Verdict
from aftercare.desk.speech import COVERED, Voice
from aftercare.plans.language.document import Plan
from aftercare.plans.reading import language

UNKNOWN = "unknown-yet"
TONES = {"yes": "good", "no": "warn", "advice": "idle", "undetermined": "calm"}
DRAWINGS = {
    "yes": "shield-check",
    "no": "shield-off",
    "advice": "help-circle",
    "undetermined": "shield-half",
}
CODES = {
    "warranty": pgettext_lazy("coverage", "in warranty"),
    "contract": pgettext_lazy("coverage", "by contract"),
    "goodwill": pgettext_lazy("coverage", "goodwill"),
    "recover-at-cost": pgettext_lazy("coverage", "at cost"),
    "list-price": pgettext_lazy("coverage", "at list price"),
    "advice-only": pgettext_lazy("coverage", "advice only"),
}


@dataclass(frozen=True)
class Told:
    """A reason in words, with the clauses and the rules of law it stands on."""

    words: str
    clauses: Sequence[str] = ()
    law: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """One line of the work and who bears it."""

    name: str
    code: Any
    payer: str
    why: str


@dataclass(frozen=True)
class Judged:
    """A verdict made ready to be shown.

    depends: what would decide it. decided_by: who froze it. overruled_by: who decided otherwise.
    """

    covered: str
    words: str
    tone: str
    drawing: str
    on: date
    lines: Sequence[Line]
    reasons: Sequence[Told]
    depends: Sequence[str]
    needs: Sequence[str]
    decided_by: str = ""
    overruled_by: str = ""
    overruled_why: str = ""
    overruled_at: datetime | None = None


def judged(verdict: Verdict, plan: Plan | None) -> Judged:
    """A verdict in the language of the page."""
    voice = Voice(plan)
    tongue = language()
    return Judged(
        covered=verdict.covered,
        words=voice.look_up(COVERED, verdict.covered),
        tone=TONES[verdict.covered],
        drawing=DRAWINGS[verdict.covered],
        on=verdict.on,
        lines=[_line(line, voice, tongue) for line in verdict.lines if line.code != UNKNOWN],
        reasons=[_told(reason, tongue) for reason in _said(verdict)],
        depends=[_depends(branch, voice) for branch in verdict.branches],
        needs=[voice.look_up(sentences.MISSING, need) if need in sentences.MISSING
               else voice.kind(need) for need in verdict.needs],
    )  # fmt: skip


def _said(verdict: Verdict) -> list[Reason]:
    """The reasons; what it depends on is told by the branches, if there are any."""
    told = verdict.reasons
    return [one for one in told if not (verdict.branches and one.code.startswith("depends-on"))]


def frozen(kept: Mapping[str, Any], covered: str, plan: Plan | None) -> Judged:
    """The verdict a case carries, with who decided it and who overruled it."""
    own = {"decided", "overruled"}
    verdict = Verdict.from_json({name: value for name, value in kept.items() if name not in own})
    shown, voice = judged(verdict, plan), Voice(plan)
    overruled = kept.get("overruled", {})
    return Judged(
        **{
            **vars(shown),
            "covered": covered,
            "words": voice.look_up(COVERED, covered),
            "tone": TONES.get(covered, "idle"),
            "drawing": DRAWINGS.get(covered, "shield"),
            "decided_by": kept.get("decided", ""),
            "overruled_by": overruled.get("by", ""),
            "overruled_why": overruled.get("reason", ""),
            "overruled_at": parse_datetime(overruled["at"]) if overruled else None,
        }
    )


def _line(line: Any, voice: Voice, tongue: str) -> Line:
    name = voice.look_up(sentences.LINES, line.line)
    if line.component:
        name = f"{voice.value('component', line.component)} · {name}"
    payer = voice.look_up(sentences.PARTIES, line.payer)
    return Line(name, CODES.get(line.code, line.code), payer, line.reason.text(tongue))


def _told(reason: Reason, tongue: str) -> Told:
    return Told(reason.text(tongue), reason.clauses, reason.law)


def _depends(branch: Branch, voice: Voice) -> str:
    values = voice.either([voice.value(branch.fact, value) for value in branch.values])
    return pgettext("coverage", "%(fact)s: %(values)s → %(covered)s") % {
        "fact": voice.fact(branch.fact),
        "values": values,
        "covered": voice.look_up(COVERED, branch.covered),
    }
