"""Who answers for a case at this moment: always one name.

The person who was named; else somebody of the dealer that has it; else whoever is on duty in its
department, else the head of that department; a case that nobody has yet is answered for by the
department to which reports come, and in the last resort by a service manager.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from aftercare.desk.models import Case, Part
from aftercare.duty import queries as duty
from aftercare.duty.queries import Answering
from aftercare.people.models import Department, Organisation, Person
from aftercare.people.roles import Role

HOW: dict[str, Any] = {
    "named": "",
    "dealer": pgettext_lazy("answers", "of the dealer"),
    "duty": pgettext_lazy("answers", "on duty now"),
    "head": pgettext_lazy("answers", "head of the department"),
    "manager": pgettext_lazy("answers", "service manager"),
}


@dataclass(frozen=True)
class Answerable:
    """The one who answers for a case, and why it is they; a dealer without people is its name."""

    name: str
    how: str
    person: Person | None = None

    @property
    def words(self) -> Any:
        """Why it is this one."""
        return HOW[self.how]


def who_answers(case: Case, at: datetime) -> Answerable | None:
    """Who answers for one case at a moment; None once it is settled and nobody was named."""
    return all_answerable([case], at).get(case.reference)


def all_answerable(cases: Sequence[Case | Part], at: datetime) -> dict[str, Answerable]:
    """Who answers for each case, by its reference; in a fixed number of statements."""
    found = {
        one.reference: Answerable(one.responsible.name, "named", one.responsible)
        for one in cases
        if one.responsible is not None and (one.responsible.is_active or not one.is_open)
    }
    left = [one for one in cases if one.is_open and one.reference not in found]
    if not left:
        return found
    dealers = _dealers({one.organisation for one in left if one.organisation is not None})
    places = _departments(left, at)
    for case in left:
        answer = dealers.get(case.organisation_id or 0) or places.get(case.department_id or 0)
        if answer is not None:
            found[case.reference] = answer
    waiting = [one for one in left if one.reference not in found]
    last = _desk(at) if waiting else None
    return found | ({one.reference: last for one in waiting} if last is not None else {})


def _dealers(organisations: Iterable[Organisation]) -> dict[int, Answerable]:
    """Of each dealer the person entered first, else its name."""
    found = {one.pk: Answerable(one.name, "dealer") for one in organisations}
    people = (
        Person.objects.filter(organisation__in=list(found), role=Role.DEALER, is_active=True)
        if found
        else []
    )
    for person in sorted(people, key=lambda one: -one.pk):
        found[person.organisation_id] = Answerable(person.name, "dealer", person)
    return found


def _departments(cases: Sequence[Case | Part], at: datetime) -> dict[int, Answerable]:
    keys = {one.department_id for one in cases if one.department_id is not None}
    if not keys:
        return {}
    answers = duty.answerable_in(Department.objects.filter(pk__in=keys), at)
    return {key: _in_words(one) for key, one in answers.items()}


def _desk(at: datetime) -> Answerable | None:
    """Who answers for what nobody has yet."""
    roster = duty.taking_reports()
    if roster is not None:
        answer = duty.answerable_in([roster.department], at).get(roster.department_id)
        if answer is not None:
            return _in_words(answer)
    manager = Person.objects.filter(role=Role.MANAGER, is_active=True).order_by("pk").first()
    return Answerable(manager.name, "manager", manager) if manager else None


def _in_words(answer: Answering) -> Answerable:
    return Answerable(answer.person.name, "duty" if answer.on_duty else "head", answer.person)
