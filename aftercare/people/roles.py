"""Roles and what each may do: one table, asked by queries, actions and pages alike."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does all day (`design`: who sits in front of it)."""

    AGENT = "agent", _("desk agent")
    DISPATCHER = "dispatcher", _("dispatcher")
    TECHNICIAN = "technician", _("technician")
    LEAD = "lead", _("department head")
    MANAGER = "manager", _("service manager")
    LEADER = "leader", _("company leader")
    FINANCE = "finance", _("finance")
    QUALITY = "quality", _("quality engineer")
    DEALER = "dealer", _("dealer")
    CUSTOMER = "customer", _("customer")
    AUTHOR = "author", _("plan author")
    INSPECTOR = "inspector", _("inspector")
    ADMINISTRATOR = "administrator", _("administrator")


class Suspension(TextChoices):
    """Why an account is closed; words of one's own would stay in the history for ever."""

    LEFT = "left", _("left the organisation")
    AWAY = "away", _("away for a long time")
    LOST = "lost", _("device or password lost")
    MISUSE = "misuse", _("suspected misuse")
    OTHER = "other", _("another reason")


class Power(TextChoices):
    """Something a role may do."""

    SEE_ALL_CASES = "see-all-cases", _("see every case")
    HANDLE_CASES = "handle-cases", _("register and move cases")
    RECORD_MILESTONES = "record-milestones", _("record what happened to projects and units")
    KEEP_CATALOG = "keep-catalog", _("keep customers, sites and units")
    KEEP_AGREEMENTS = "keep-agreements", _("make and move agreements")
    WRITE_PLANS = "write-plans", _("load and activate plans")
    OVERRULE = "overrule", _("overrule a coverage verdict or a missing certificate")
    WAIVE = "waive", _("waive or void a promise")
    SEE_REPORTS = "see-reports", _("see reports")
    SEE_HISTORY = "see-history", _("see every record and its history")
    BROADCAST = "broadcast", _("send notices to many customers")
    IMPORT = "import", _("import data")
    KEEP_PEOPLE = "keep-people", _("keep persons and tokens")
    SEE_DUTY = "see-duty", _("see who is on duty")
    KEEP_DUTY = "keep-duty", _("keep duty rosters")
    KEEP_PATCHES = "keep-patches", _("write patches")
    PUBLISH_PATCHES = "publish-patches", _("publish and withdraw patches")


_DESK = {
    Power.SEE_ALL_CASES, Power.HANDLE_CASES, Power.RECORD_MILESTONES, Power.KEEP_CATALOG,
    Power.SEE_DUTY,
}  # fmt: skip
_HEAD = _DESK | {
    Power.KEEP_AGREEMENTS,
    Power.OVERRULE,
    Power.WAIVE,
    Power.SEE_REPORTS,
    Power.SEE_HISTORY,
    Power.BROADCAST,
    Power.KEEP_DUTY,
    Power.KEEP_PATCHES,
    Power.PUBLISH_PATCHES,
}
_LOOKS = {Power.SEE_ALL_CASES, Power.SEE_REPORTS, Power.SEE_HISTORY, Power.SEE_DUTY}

POWERS: dict[str, frozenset[str]] = {
    Role.AGENT: frozenset(_DESK),
    Role.DISPATCHER: frozenset(_DESK | {Power.KEEP_DUTY}),
    Role.TECHNICIAN: frozenset({Power.HANDLE_CASES, Power.SEE_DUTY}),
    Role.LEAD: frozenset(_HEAD),
    Role.MANAGER: frozenset(_HEAD | {Power.IMPORT}),
    Role.LEADER: frozenset(_HEAD),
    Role.FINANCE: frozenset({Power.SEE_ALL_CASES, Power.SEE_REPORTS, Power.SEE_DUTY}),
    Role.QUALITY: frozenset(_LOOKS | {Power.KEEP_PATCHES}),
    Role.DEALER: frozenset({Power.HANDLE_CASES}),
    Role.CUSTOMER: frozenset(),
    Role.AUTHOR: frozenset(
        {Power.WRITE_PLANS, Power.KEEP_AGREEMENTS, Power.SEE_REPORTS, Power.SEE_DUTY}
    ),
    Role.INSPECTOR: frozenset(_LOOKS),
    Role.ADMINISTRATOR: frozenset(Power),
}

# The role words of the plan language, and the persons they reach.
PLAN_ROLES: dict[str, str] = {
    "agent": Role.AGENT, "dispatcher": Role.DISPATCHER, "technician": Role.TECHNICIAN,
    "lead": Role.LEAD, "project-manager": Role.LEAD, "service-manager": Role.MANAGER,
    "manager": Role.MANAGER, "leaders": Role.LEADER, "general-manager": Role.LEADER,
    "engineering-manager": Role.LEAD, "unit-leader": Role.LEADER, "quality": Role.QUALITY,
    "finance": Role.FINANCE, "dealer": Role.DEALER, "headquarters": Role.MANAGER,
    "support-group": Role.MANAGER, "author": Role.AUTHOR, "inspector": Role.INSPECTOR,
}  # fmt: skip


def may(role: str, power: str) -> bool:
    """Whether a role may do something; an unknown role may do nothing."""
    return power in POWERS.get(role, frozenset())
