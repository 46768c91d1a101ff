"""The reasons of an outcome, the deciding ones first.

A refusal is explained by the plan and by verified rules only. An unverified rule appears
beside a refusal as what must be checked first, never as its ground.
"""

from collections.abc import Mapping

from aftercare.coverage.rules import exclusions, terms
from aftercare.coverage.rules.grants import Grant
from aftercare.coverage.rules.outcome import Covered, Settled, WorkLine, unique
from aftercare.coverage.rules.reasons import Reason, reason
from aftercare.coverage.rules.weighing import Weighed


def reasons(
    weighed: Weighed, lines: Mapping[WorkLine, Settled], covered: Covered
) -> tuple[Reason, ...]:
    """Why each line is as it is, what else ran or had run out, and which paper counted."""
    told = [settled.reason for settled in lines.values()]
    if covered == "yes":
        told += _why_covered(weighed)
    else:
        told = [*_why_not(weighed), *told]
        told += [grant.told for grant in weighed.open]
    told += [entry.told for entry in weighed.afterwards]
    told += [note for grant in _spoken_of(weighed) for note in grant.notes]
    if covered == "no" and weighed.doubtful:
        told.append(to_confirm(weighed))
    return unique([*told, *_papers(weighed)])


def to_confirm(weighed: Weighed) -> Reason:
    """That a person must look at rules of law that nobody has verified before refusing."""
    return reason("confirm-first", law=[grant.name for grant in weighed.doubtful])


def _why_covered(weighed: Weighed) -> list[Reason]:
    told = [grant.told for grant in weighed.giving]
    told += _which_won(weighed)
    unverified = [g.name for g in weighed.giving if g.source == "law" and not g.verified]
    if unverified:
        told.append(reason("unverified", law=unverified))
    if weighed.ground is not None and weighed.plan:
        told.append(_ground_set_aside(weighed, weighed.ground))
    return told


def _which_won(weighed: Weighed) -> list[Reason]:
    """Whether the plan or the law was better for the customer, and why."""
    if not weighed.giving:
        return []
    best = weighed.giving[0]
    rivals = [grant for grant in weighed.giving[1:] if grant.source != best.source]
    if best.source == "plan":
        return [_beats(best, rivals[0])] if rivals else []
    law = [best.name]
    if weighed.question.plan is None:
        return [reason("law-without-agreement", title=best.title, law=law)]
    if rivals:
        return [_beats(best, rivals[0])]
    if weighed.plan and weighed.ground is not None:
        return [
            reason("law-over-exclusion", title=weighed.ground.title, law=law,
                   clauses=weighed.ground.told.clauses)
        ]  # fmt: skip
    return [reason("law-beyond-plan", title=best.title, ends_on=best.span.ends_on, law=law)]


def _beats(best: Grant, other: Grant) -> Reason:
    """The grant that ends later; when both end alike the plan is named."""
    law = [grant.name for grant in (best, other) if grant.source == "law"]
    clauses = [*best.clauses, *other.clauses]
    code = "plan-at-least-law" if best.source == "plan" else "law-outlasts-plan"
    return reason(
        code, title=best.title, other=other.title, ends_on=best.span.ends_on,
        other_ends_on=other.span.ends_on, law=law, clauses=clauses,
    )  # fmt: skip


def _ground_set_aside(weighed: Weighed, ground: exclusions.Ground) -> Reason:
    """Why an exclusion that fits did not count: forbidden, beaten by law, or named by the plan."""
    clauses = ground.told.clauses
    if weighed.barred:
        return reason("exclusion-barred", title=ground.title, law=weighed.barred, clauses=clauses)
    if weighed.standing:
        title = weighed.standing[0].title
        return reason("expressly-covered", title=title, other=ground.title, clauses=clauses)
    law = [grant.name for grant in weighed.law if grant.state == "in force"]
    return reason("law-over-exclusion", title=ground.title, law=law, clauses=clauses)


def _why_not(weighed: Weighed) -> list[Reason]:
    """What speaks against: the exclusion, the terms that ran out, no promise at all."""
    question, facts = weighed.question, weighed.facts
    if question.plan is None:
        told = [reason("no-agreement")]
    else:
        told = [weighed.ground.told] if weighed.ground and weighed.plan else []
        told += [grant.told for grant in weighed.plan if grant.state in ("in force", "not begun")]
        told += [grant.told for grant in weighed.of_plan if not grant.live]
        past = exclusions.past_its_own_term(question.plan, facts) if not weighed.plan else []
        told += [reason("past-its-own-term", title=e.title, clauses=e.clauses) for e in past]
        about = [grant for grant in weighed.of_plan if grant.state == "in force"]
        told += [_not_about(weighed, grant) for grant in about if grant not in weighed.plan]
        if not weighed.of_plan:
            told.append(reason("no-term", component=facts.get("component")))
    told += [grant.told for grant in weighed.expired_law if grant.verified]
    return told


def _not_about(weighed: Weighed, grant: Grant) -> Reason:
    cause = weighed.facts.get("cause")
    return reason("not-about", title=grant.title, cause=cause, clauses=grant.clauses)


def _spoken_of(weighed: Weighed) -> list[Grant]:
    """The grants whose starts and ends need explaining."""
    return [*weighed.giving, *weighed.open] or list(weighed.of_plan)


def _papers(weighed: Weighed) -> list[Reason]:
    """That lost papers and a new owner change nothing."""
    told = []
    if "papers-lost" in weighed.question.setting.circumstances:
        told.append(reason("papers-lost", law=_barring(weighed, "papers-lost")))
    on = terms.counted_on("ownership.changed", weighed.milestones, weighed.question.zone)
    if on is not None:
        law = _barring(weighed, "ownership-changed")
        told.append(reason("ownership-changed", on=on, law=law))
    return told


def _barring(weighed: Weighed, ground: str) -> list[str]:
    return [bar.id for bar in weighed.bars if bar.bars and ground in bar.bars.grounds]
