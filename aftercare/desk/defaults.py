"""Who is responsible for a case unless somebody says otherwise: the rules of its plan (P01-37)."""

from dataclasses import dataclass
from datetime import datetime

from aftercare.catalog.models import Project
from aftercare.desk import certifying, rules
from aftercare.desk.models import Case
from aftercare.duty import queries as duty
from aftercare.people.models import Person
from aftercare.plans import queries as plans
from aftercare.plans.language.document import Assignee
from aftercare.promises.rules.terms import holds

MANAGER = "project-manager"


@dataclass(frozen=True)
class Default:
    """Whom a rule of the plan names. `person`: when they can come; `named`: whoever it is.

    why: `here`, `transferred`, `away`, `left`, `uncertified` or `nobody`; all but the first ask
    for a special dispatch, by the role `otherwise` of the rule.
    """

    rule: Assignee
    named: Person | None
    why: str

    @property
    def person(self) -> Person | None:
        """The one who is responsible by default; None when somebody is dispatched specially."""
        return self.named if self.why == "here" else None


def default_assignee(case: Case, at: datetime) -> Default | None:
    """What the first rule of the plan that fits says; None when the plan has none for this case."""
    if case.agreement is None:
        return None
    plan = plans.document(case.agreement.plan_version)
    rule = next((one for one in plan.assignees if holds(one.when, case.facts)), None)
    if rule is None:
        return None
    named = _named(case, rule)
    return Default(rule, named, _why(case, named, at))


def _named(case: Case, rule: Assignee) -> Person | None:
    """The manager of the project itself, or who the agreement names in this role."""
    project = _project(case)
    if rule.role == MANAGER and project is not None and project.manager is not None:
        return project.manager
    contacts = case.agreement.contacts.filter(role=rule.role) if case.agreement else []
    return next((one.person for one in contacts if one.person is not None), None)


def _why(case: Case, named: Person | None, at: datetime) -> str:
    if named is None:
        return "nobody"
    if not named.is_active:
        return "left"
    if duty.away_at([named], at):
        return "away"
    if certifying.bars(certifying.lacking(case, [named], at).get(named.pk, ())):
        return "uncertified"
    project = _project(case)
    if project is None or project.manager_id != named.pk:
        return "here"
    others = Project.objects.filter(manager=named).exclude(pk=project.pk).select_related("site")
    later = [one for one in others if _after(one, project)]
    return rules.whereabouts(_place(project), [_place(one) for one in later])


def _project(case: Case) -> Project | None:
    return case.project or (case.unit.project if case.unit else None)


def _after(one: Project, project: Project) -> bool:
    began = project.began_on
    return one.began_on is not None and (began is None or one.began_on > began)


def _place(project: Project) -> str:
    return project.site.place if project.site else ""
