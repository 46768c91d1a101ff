"""Taking down what parties say about the manager of a project, and deciding what follows."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog import actions as catalog
from aftercare.catalog.models import Project
from aftercare.kit import days, events, references, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor, Happened
from aftercare.kit.happening import begun, happened, record
from aftercare.kit.models import Event
from aftercare.people import queries as people
from aftercare.people.models import Person
from aftercare.promises import actions as promises
from aftercare.satisfaction import queries, rules
from aftercare.satisfaction.models import ManagerMark, ManagerReview, Party
from aftercare.satisfaction.states import MOVES, ReviewState

OLDEST = date(1970, 1, 1)


@dataclass(frozen=True)
class Said:
    """What a party said: `percent` of full satisfaction, by whom, on which day."""

    party: str
    percent: int
    said_by: str
    said_on: date
    remark: str = ""


@transaction.atomic
def give_mark(
    project: Project, said: Said, *, by: Person, at: datetime, id: uuid.UUID | None = None
) -> ManagerMark:
    """Take down what a party says about the manager of a project.

    When the figure is below that of the plan, the manager is put up for replacement and the heads
    are told (P07-25); once, while a review is open.
    """
    if not queries.records(by):
        raise NotAllowed(_("Marks of managers are taken down at the desk."))
    events.take_turn()
    before = begun(id, "manager.marked", by=by)
    if before is not None:
        return _given(before, project)
    project.refresh_from_db(fields=["manager"])
    manager = _manager_of(project, by)
    _check(said, at)
    mark = ManagerMark.objects.create(
        project=project, manager=manager, party=said.party, percent=said.percent,
        said_by=said.said_by.strip(), said_on=said.said_on, remark=said.remark.strip(),
        recorded_by_name=by.name, recorded_at=at,
    )  # fmt: skip
    told = {"mark": mark.pk, "project": project.reference, "manager": manager.reference,
            "party": said.party, "percent": said.percent}  # fmt: skip
    # On the mark and not on the project, whose history its manager reads.
    marked = Happened("manager.marked", mark.reference, at, by, data=told, id=id)
    events.record(marked, recorded_at=at)
    _weigh(project, at)
    return mark


def _given(mark: int, project: Project) -> ManagerMark:
    """The mark that a form sent before gave; `IdUsed` when it was about another project."""
    given = ManagerMark.objects.get(pk=mark)
    if given.project_id != project.pk:
        raise events.IdUsed
    return given


def _manager_of(project: Project, by: Person) -> Person:
    if project.manager is None:
        raise Refusal(_("This project has no manager. Name one on its page first."))
    if project.manager.pk == by.pk:
        raise NotAllowed(_("Somebody else takes down what is said about you."))
    return project.manager


def _check(said: Said, at: datetime) -> None:
    if said.party not in Party.values:
        raise Refusal(_("Choose who said it."), field="party")
    if not 0 <= said.percent <= 100:  # percent
        raise Refusal(_("Write a number from 0 to 100."), field="percent")
    if not said.said_by.strip():
        raise Refusal(_("Say who it was."), field="said_by")
    if not OLDEST <= said.said_on <= days.today(at):
        raise Refusal(_("Write a day that has been."), field="said_on")


def _weigh(project: Project, at: datetime) -> None:
    """Put the manager up for replacement where the plan says so."""
    rule, manager = queries.rule_of(project, at), project.manager
    found = queries.figure_of(project)
    if rule is None or found is None or manager is None:
        return
    below = rules.threshold(rule.below)
    waits = ManagerReview.objects.filter(project=project, state=ReviewState.OPEN).exists()
    if waits or not rules.is_too_low(found, below):
        return
    review = ManagerReview.objects.create(
        state=ReviewState.OPEN, project=project, manager=manager, figure=found,
        below=below, opened_at=at,
    )  # fmt: skip
    told = {"project": project.reference, "figure": str(found), "below": below,
            "clauses": list(rule.clauses)}  # fmt: skip
    _record(review, "manager.proposed", told, events.SYSTEM, at)
    heads = [one for one in people.service_managers() if one.pk != review.manager_id]
    promises.tell(heads, subject=review.reference, kind="manager.proposed", at=at)


@transaction.atomic
def keep_manager(
    review: ManagerReview, *, reason: str, by: Person, at: datetime, revision: int | None = None
) -> ManagerReview:
    """Decide that the manager stays, and say why."""
    return _decide(review, "keep", {}, reason, by, at, revision)


@transaction.atomic
def replace_manager(
    review: ManagerReview,
    successor: Person,
    *,
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None = None,
) -> ManagerReview:
    """Decide who manages the project from now on, and say why."""
    if successor.pk == review.manager_id:
        raise Refusal(_("Choose somebody else, or let the manager stay."), field="successor")
    if not queries.successors().filter(pk=successor.pk).exists():
        raise Refusal(_("Choose somebody of the house."), field="successor")
    _decide(review, "replace", {"successor": successor}, reason, by, at, revision)
    catalog.change_project(review.project, changes={"manager": successor}, by=by, at=at)
    return review


def follow_manager(event: Event) -> None:
    """Somebody else manages a project, by whatever door: who was put up there is replaced, and
    nobody decides any more about somebody who is not there."""
    if "manager" not in event.data["changes"]:
        return
    project = Project.objects.get(pk=event.subject.partition("/")[2])
    open_ = ManagerReview.objects.select_related("project", "manager").filter(
        project=project, state=ReviewState.OPEN
    )
    key = references.key_of(event.actor, "person")
    for review in open_.exclude(manager=project.manager_id):
        said = {"successor": project.manager, "decided_by_id": key, "decided_at": event.recorded_at}
        step = states.move(review, "replace", moves=MOVES, changes=said)
        successor = project.manager.reference if project.manager is not None else ""
        told = {"project": project.reference, "reason": "", "successor": successor}
        _record(review, step.event, told, events.actor_of(event), event.recorded_at)


def _decide(
    review: ManagerReview,
    verb: str,
    changes: dict[str, Any],
    reason: str,
    by: Person,
    at: datetime,
    revision: int | None,
) -> ManagerReview:
    if not queries.decides(by) or by.pk == review.manager_id:
        raise NotAllowed(_("A head whom it is not about decides."))
    if not reason.strip():
        raise Refusal(_("Say why."), field="reason")
    said = {"reason": reason.strip(), "decided_by": by, "decided_at": at, **changes}
    step = states.move(review, verb, moves=MOVES, revision=revision, changes=said)
    told = {"project": review.project.reference, "reason": reason.strip()}
    if "successor" in changes:
        told["successor"] = changes["successor"].reference
    _record(review, step.event, told, by, at)
    return review


def _record(
    review: ManagerReview, kind: str, told: dict[str, Any], by: Actor, at: datetime
) -> None:
    data = {**told, "manager": review.manager.reference}
    record(happened(review, kind, by=by, at=at, data=data), at=at)
