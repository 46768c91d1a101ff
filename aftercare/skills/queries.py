"""Looking up certificates, within what a person may see, and who lacks what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from aftercare.documents import queries as documents
from aftercare.documents.models import Attachment
from aftercare.kit import days
from aftercare.people.models import OrganisationKind, Person
from aftercare.people.roles import Power, Role, may
from aftercare.skills import rules
from aftercare.skills.models import Certificate, Reminder, Skill
from aftercare.skills.rules import Paper, Standing

SOON = rules.WARNED[0]  # days within which a certificate counts as expiring
SEES_ALL = (Power.KEEP_PEOPLE, Power.KEEP_DUTY, Power.SEE_HISTORY)
OURS = (OrganisationKind.COMPANY, OrganisationKind.DEALER, OrganisationKind.SUPPLIER)
MOST_KEEPERS = 5


def skills_visible_to(person: Person) -> QuerySet[Skill]:
    """Everybody who works for customers sees what must be known; customers see none."""
    skills = Skill.objects.order_by("code")
    return skills.none() if person.role == Role.CUSTOMER else skills


def skills_in_use() -> QuerySet[Skill]:
    """Those that a certificate may be entered for."""
    return Skill.objects.filter(retired=False).order_by("code")


def certificates_visible_to(person: Person) -> QuerySet[Certificate]:
    """Those who keep people, plan duty or look at every record see all; a dealer those of its
    house; everybody their own, and those of whom they stand above, of whose end they are told."""
    rows = Certificate.objects.select_related("person__organisation", "skill")
    if any(person.may(power) for power in SEES_ALL):
        return rows
    if person.role == Role.DEALER:
        return rows.filter(person__organisation=person.organisation_id)
    return rows.filter(Q(person=person) | Q(person__superior=person))


def people_shown_to(person: Person) -> QuerySet[Person]:
    """Whose certificates a person may see."""
    people = Person.objects.select_related("organisation", "department")
    if any(person.may(power) for power in SEES_ALL):
        return people.filter(organisation__kind__in=OURS)
    if person.role == Role.DEALER:
        return people.filter(organisation=person.organisation_id)
    return people.filter(Q(pk=person.pk) | Q(superior=person))


def keeps(person: Person) -> bool:
    """Whether somebody keeps certificates at all."""
    return person.may(Power.KEEP_PEOPLE) or person.role == Role.DEALER


def people_kept_by(person: Person) -> QuerySet[Person]:
    """Whose certificates a person keeps: all who work for us, or those of the own house."""
    people = Person.objects.filter(is_active=True).order_by("name", "id")
    if person.may(Power.KEEP_PEOPLE):
        return people.filter(organisation__kind__in=OURS)
    if person.role == Role.DEALER:
        return people.filter(organisation=person.organisation_id)
    return people.none()


def expiring(rows: QuerySet[Certificate], on: date) -> QuerySet[Certificate]:
    """Those that hold on a day, end within `SOON`, and are not renewed."""
    ending = rows.filter(valid_until__gte=on, valid_until__lte=on + timedelta(days=SOON))
    return _current(ending.filter(valid_from__lte=on), on)


def expired(rows: QuerySet[Certificate], on: date) -> QuerySet[Certificate]:
    """Those whose last valid day is over, and that are not renewed."""
    return _current(rows.filter(valid_until__lt=on), on)


def valid(rows: QuerySet[Certificate], on: date) -> QuerySet[Certificate]:
    """Those that hold on a day."""
    open_ = Q(valid_until=None) | Q(valid_until__gte=on)
    return rows.filter(open_, _stays(on), valid_from__lte=on)


def standing_as(rows: QuerySet[Certificate], state: str, on: date) -> QuerySet[Certificate]:
    """Those that stand so on a day, by a word of `wording.STATES`; all for any other word."""
    if state == "withdrawn":
        return rows.exclude(withdrawn_on=None)
    narrow = {"valid": valid, "expiring": expiring, "expired": expired}.get(state)
    return narrow(rows, on) if narrow is not None else rows


def _current(rows: QuerySet[Certificate], on: date) -> QuerySet[Certificate]:
    """Not withdrawn, and none of the same person and skill ends later."""
    later = Certificate.objects.filter(
        _stays(on), person=OuterRef("person"), skill=OuterRef("skill")
    ).filter(Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")))
    return rows.filter(_stays(on)).exclude(Exists(later))


def _stays(on: date) -> Q:
    return Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)


def scans_of(certificate: Certificate) -> QuerySet[Attachment]:
    """The scans of a certificate, the newest first."""
    return documents.attachments_of(certificate.reference)


def needed_for(*, product_class: str, model: str, cause: str) -> list[Skill]:
    """The skills that a case about such a product with such a cause asks for."""
    return [
        one
        for one in skills_in_use()
        if rules.is_for(one.scope, product_class=product_class, model=model, cause=cause)
    ]


@dataclass(frozen=True)
class Possession:
    """How somebody stands with a skill on a day, with the certificate that holds, if one does."""

    skill: Skill
    standing: Standing
    certificate: Certificate | None = None

    @property
    def bars(self) -> bool:
        """Whether somebody who stands so is not sent: a certificate is needed, none holds."""
        return self.skill.needs_certificate and not self.standing.holds


def possessions(
    people: Iterable[int], skills: Sequence[Skill], on: date
) -> Mapping[int, list[Possession]]:
    """For each person how they stand with each skill on a day, in one statement."""
    wanted = list(people)
    found: dict[tuple[int, int], list[Certificate]] = {}
    rows = Certificate.objects.filter(person__in=wanted, skill__in=skills) if skills else ()
    for row in rows:
        found.setdefault((row.person_id, row.skill_id), []).append(row)
    return {
        key: [_possession(skill, found.get((key, skill.pk), []), on) for skill in skills]
        for key in wanted
    }


def held(person: Person, skill: Skill, on: date) -> bool:
    """Whether somebody has a skill on a day of the company's zone."""
    return possessions([person.pk], [skill], on)[person.pk][0].standing.holds


def _possession(skill: Skill, rows: Sequence[Certificate], on: date) -> Possession:
    papers: list[Paper] = [one.paper for one in rows]
    holding = [one for one in rows if rules.holds(one.paper, on)]
    best = max(holding, key=lambda one: one.valid_until or date.max, default=None)
    return Possession(skill, rules.standing(papers, on), best)


def to_remind(at: datetime) -> list[tuple[Certificate, date, rules.Told]]:
    """The certificates of which something is to be told now, with their last valid day."""
    on = days.today(at)
    rows = Certificate.objects.select_related("skill", "person__superior", "person__organisation")
    near = rows.filter(
        person__is_active=True, skill__retired=False,
        valid_until__gte=on - timedelta(days=rules.LOOKS_BACK),
        valid_until__lte=on + timedelta(days=SOON),
    )  # fmt: skip
    current = list(_current(near, on).order_by("valid_until", "id"))
    told = set(
        Reminder.objects.filter(certificate__in=current).values_list(
            "certificate_id", "what", "valid_until"
        )
    )
    found = []
    for one in current:
        end = one.valid_until
        what = rules.to_tell(end, on) if end is not None else None
        if end is not None and what is not None and (one.pk, what.value, end) not in told:
            found.append((one, end, what))
    return found


def told_of(certificate: Certificate) -> list[Person]:
    """Who is told that a certificate ends: its person, who stands above them, and who keeps it."""
    person = certificate.person
    keeping = [role for role in Role.values if may(role, Power.KEEP_PEOPLE)]
    keepers = Person.objects.filter(is_active=True).order_by("pk")
    if person.organisation.kind == OrganisationKind.DEALER:
        keepers = keepers.filter(organisation=person.organisation_id, role=Role.DEALER)
    else:
        keepers = keepers.filter(role__in=keeping)
    above = [person.superior] if person.superior and person.superior.is_active else []
    found = {one.pk: one for one in [person, *above, *keepers[:MOST_KEEPERS]]}
    return list(found.values())
