"""A report becomes a case: by phone, letter, visit, portal, dealer or API, all in one register."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Site, Unit
from aftercare.desk import entries, foreseeing
from aftercare.desk import facts as words
from aftercare.desk.actions import covering
from aftercare.desk.actions.certifying import check_certified
from aftercare.desk.actions.happening import check_address
from aftercare.desk.models import FACTS, Case
from aftercare.desk.private_links import secret_of
from aftercare.desk.states import CaseState
from aftercare.kit import links, search, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import Actor
from aftercare.kit.happening import begun, happened, known, record
from aftercare.kit.numbering import next_number
from aftercare.people.models import Organisation, Person
from aftercare.people.roles import Power, Role
from aftercare.plans import queries as plans
from aftercare.plans.actions.happening import SKEW
from aftercare.plans.models import Agreement

OLDEST_REPORT = timedelta(days=366)


@dataclass(frozen=True)
class Report:
    """What somebody reported. Words are those of the plan language; empty means not known yet."""

    customer: Organisation
    symptom: str
    source: str = "phone"
    kind: str = "fault"
    unit: Unit | None = None
    project: Project | None = None
    site: Site | None = None
    agreement: Agreement | None = None
    description: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    reporter_email: str = ""
    reporter_language: str = ""  # in which they are written to; empty: that of the company
    facts: dict[str, str] = field(default_factory=dict)  # severity, cause, urgency, component, …
    agreed_for: datetime | None = None  # the time the customer sets (P03-12, P05-12)


@dataclass(frozen=True)
class Registered:
    """A new case, and the secret of its private link, shown once and never stored. A letter
    to the customer makes it again."""

    case: Case
    link_secret: str


class _Before(Exception):
    """The same form, sent twice at once, had made this case."""

    def __init__(self, case: Case) -> None:
        self.case = case


def register_case(
    report: Report,
    *,
    by: Actor,
    at: datetime,
    reported_at: datetime | None = None,
    responsible: Person | None = None,
    secret: str = "",
    id: uuid.UUID | None = None,
) -> Registered:
    """Register a report: number, agreement, zone, coverage verdict and all its clocks, at once.

    reported_at: when the customer said it, if earlier than `at` (a letter, an offline phone); the
    clocks run from then. Refused when customer, unit and agreement do not belong together.
    Who sees only their own keeps what they register: a technician becomes responsible, a dealer's
    case stays with its house.
    secret: of the private link, when the sender must be able to make it again by itself; otherwise
    it is made of the number.
    id: of the event, made by the sender; a form sent twice makes one case, and the second answer
    is that case without a link secret. Refused when somebody else used it.
    """
    before = begun(id, "case.reported", by=by)
    if before is not None:
        return Registered(Case.objects.get(pk=before), "")
    try:
        return _register(report, by, at, reported_at, responsible, secret, id)
    except _Before as known:
        return Registered(known.case, "")


@transaction.atomic
def _register(
    report: Report,
    by: Actor,
    at: datetime,
    reported_at: datetime | None,
    responsible: Person | None,
    secret: str,
    id: uuid.UUID | None,
) -> Registered:
    moment = (reported_at or at).replace(microsecond=0)
    _check(report, by, moment, at)
    agreement = report.agreement or plans.agreement_for(
        customer=report.customer, unit=report.unit, project=report.project, site=report.site,
        at=moment,
    )  # fmt: skip
    _check_words(report, agreement)
    responsible, house = _kept_by(by, responsible)
    case = _case(report, agreement, moment, responsible)
    case.organisation = house
    covering.judge(case, at=at)
    _check_named(case, by, at)
    # As late as can be: others wait for theirs until the commit.
    case.number = next_number("C", moment)
    secret = secret or secret_of(case.number)
    case.link_hash = links.hashed(secret)
    case.save(force_insert=True)
    search.add(*entries.of_cases([case]))
    data = {"facts": case.facts, "symptom": case.symptom, "number": case.number}
    if responsible is not None:
        data["responsible"] = responsible.reference
    if house is not None:
        data["organisation"] = house.reference
    if report.agreed_for is not None:
        data["agreed_for"] = report.agreed_for.isoformat()
    reported = happened(case, "case.reported", by=by, at=moment, data=data, id=id, begins=True)
    event = record(reported, at=at)[0]
    if event.subject != case.reference:
        raise _Before(Case.objects.get(pk=event.subject.partition("/")[2]))
    return Registered(case, secret)


def _kept_by(by: Actor, responsible: Person | None) -> tuple[Person | None, Organisation | None]:
    """Who is responsible, and which dealer's house a new case stays with."""
    if isinstance(by, Person) and by.role == Role.TECHNICIAN:
        responsible = responsible or by
    dealing = [one for one in (responsible, by) if isinstance(one, Person)]
    house = next((one.organisation for one in dealing if one.role == Role.DEALER), None)
    return responsible, house


@transaction.atomic
def renew_link(
    case: Case,
    *,
    by: Person,
    at: datetime,
    revision: int | None = None,
    id: uuid.UUID | None = None,
) -> str:
    """Make a new secret for the private link, and return it this once; the old link ends."""
    if not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not do this with a case."))
    if known(case, id):
        return ""
    states.expect(case, revision)
    id = id or uuid.uuid4()
    secret = secret_of(id)
    states.write(case, changes={"link_hash": links.hashed(secret)})
    record(happened(case, "link.renewed", by=by, at=at, id=id), at=at)
    return secret


def _case(
    report: Report,
    agreement: Agreement | None,
    moment: datetime,
    responsible: Person | None,
) -> Case:
    project = report.project or (report.unit.project if report.unit else None)
    site = (
        report.site
        or (report.unit.site if report.unit else None)
        or (project.site if project else None)
    )
    case = Case(
        state=CaseState.REGISTERED,
        customer=report.customer,
        agreement=agreement,
        unit=report.unit,
        project=project,
        site=site,
        reporter_name=report.reporter_name,
        reporter_phone=report.reporter_phone,
        reporter_email=report.reporter_email.strip(),
        reporter_language=report.reporter_language,
        symptom=report.symptom.strip(),
        description=report.description.strip(),
        source=report.source,
        kind=report.kind,
        responsible=responsible,
        reported_at=moment,
        **{name: value for name, value in report.facts.items() if value},
    )
    foreseeing.complete(case)
    return case


def _check_named(case: Case, by: Actor, at: datetime) -> None:
    """Whoever registers keeps it; somebody else who is named needs the certificates."""
    if case.responsible is not None and case.responsible != by:
        check_certified(case, case.responsible, by=by, at=at, field="responsible")


def _check(report: Report, by: Actor, moment: datetime, at: datetime) -> None:
    if isinstance(by, Person) and by.role != Role.CUSTOMER and not by.may(Power.HANDLE_CASES):
        raise NotAllowed(_("You may not register cases."))
    if not report.symptom.strip():
        raise Refusal(_("Say what is wrong."), field="symptom")
    if moment > at + SKEW:
        raise Refusal(_("The report lies in the future."), field="reported_at", code="future")
    if report.agreed_for is not None and report.agreed_for < moment:
        raise Refusal(_("The agreed time must lie ahead."), field="agreed_for")
    if moment < at - OLDEST_REPORT:
        raise Refusal(
            _("The report is more than a year old."), field="reported_at", code="too-early"
        )
    check_address(report.reporter_email, field="reporter_email")
    _check_belonging(report)


def _check_words(report: Report, agreement: Agreement | None) -> None:
    plan = plans.document(agreement.plan_version) if agreement else None
    if twice := {"source", "kind"} & set(report.facts):
        raise Refusal(_("This fact is not known here."), field=min(twice))
    for name, value in {"source": report.source, "kind": report.kind, **report.facts}.items():
        if name not in FACTS:
            raise Refusal(_("This fact is not known here."), field=name)
        if value and value not in words.words_of(plan, name):
            raise Refusal(_("This word is not known here."), field=name)


def _check_belonging(report: Report) -> None:
    for thing, name in ((report.unit, "unit"), (report.project, "project"), (report.site, "site")):
        if thing is not None and thing.customer_id != report.customer.pk:
            raise Refusal(_("This does not belong to the customer."), field=name)
    if report.agreement is not None and report.agreement.customer_id != report.customer.pk:
        raise Refusal(_("This agreement is another customer's."), field="agreement")
