"""Looking up who is on duty, and when a department is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from aftercare.duty import rules
from aftercare.duty.models import Covers, Leave, Roster, Shift, StandIn
from aftercare.duty.rules import Away, Pattern, Single, Span, Turn, Weekly
from aftercare.people.models import Department, OrganisationKind, Person
from aftercare.people.roles import Power, Role, may

LOOKS_BACK = timedelta(days=2)  # a stretch that began so long ago may still be running
HEADS = (Role.LEAD, Role.MANAGER)
AHEAD = timedelta(days=14)  # so far ahead gaps are looked for


def rosters_visible_to(person: Person) -> QuerySet[Roster]:
    """Everybody of our own house sees every roster; nobody else sees any."""
    rosters = Roster.objects.select_related("department", "head")
    return rosters if person.may(Power.SEE_DUTY) else rosters.none()


def on_duty(department: Department, at: datetime) -> Person | None:
    """The one person on duty for a department at a moment; None in a gap or without a roster."""
    roster = Roster.objects.filter(department=department).first()
    return shown(roster, at).on_duty(at) if roster else None


def answerable(department: Department, at: datetime) -> Person | None:
    """Who answers for what a department has, when nobody is named: the person on duty, else its
    head."""
    found = answerable_in([department], at).get(department.pk)
    return found.person if found else None


def within_hours(department: Department, at: datetime) -> bool:
    """Whether a moment lies within a department's service hours; without a roster it has none."""
    roster = Roster.objects.filter(department=department).first()
    return roster is not None and rules.is_open(roster.hours, at)


def opens_next(department: Department, at: datetime) -> datetime | None:
    """When a department next opens after a moment; None when it has no hours ahead, or never
    closes."""
    roster = Roster.objects.filter(department=department).first()
    return rules.opens_next(roster.hours, at) if roster else None


def taking_reports() -> Roster | None:
    """The roster of the department to which new reports come."""
    return Roster.objects.filter(takes_reports=True).select_related("department", "head").first()


@dataclass(frozen=True)
class Answering:
    """Who answers for a department: the person on duty, or its head."""

    person: Person
    on_duty: bool


@dataclass(frozen=True)
class Shown:
    """The duty of one department between two moments, with the people it names."""

    roster: Roster
    pattern: Pattern
    people: Mapping[int, Person]
    begin: datetime
    end: datetime

    def on_duty(self, at: datetime) -> Person | None:
        """The one person on duty at a moment."""
        key = self.pattern.on_duty(at)
        return self.people[key] if key is not None else None

    def turns(self) -> list[Turn]:
        """Who is on duty in the stretch."""
        return self.pattern.turns(self.begin, self.end)

    def gaps(self) -> list[Span]:
        """Where nobody is, and somebody has to be."""
        needed: Iterable[Span] = [(self.begin, self.end)]
        if self.roster.covers == Covers.HOURS:
            needed = self.roster.hours.openings(self.begin, self.end)
        return self.pattern.gaps(needed, self.begin, self.end)


def shown(roster: Roster, begin: datetime, end: datetime | None = None) -> Shown:
    """The duty of one roster between two moments; without an end at the first."""
    return all_shown([roster], begin, end)[roster.pk]


def all_shown(
    rosters: Iterable[Roster], begin: datetime, end: datetime | None = None
) -> dict[int, Shown]:
    """The duty of many rosters by their keys, in a fixed number of statements."""
    found = list(rosters)
    end = end or begin + timedelta(seconds=1)
    since = begin - LOOKS_BACK
    people = Person.objects.select_related("department", "organisation")
    shifts = _by_roster(Shift.objects.filter(roster__in=found).order_by("pk"))
    singles = _by_roster(
        StandIn.objects.filter(
            roster__in=found, cancelled_at=None, begins_at__lt=end, ends_at__gt=since
        )
    )
    rows = [one for some in (*shifts.values(), *singles.values()) for one in some]
    named = people.in_bulk({one.person_id for one in rows})
    away = [
        Away(one.person_id, one.begins_at, one.ends_at)
        for one in Leave.objects.filter(
            person__in=list(named), cancelled_at=None, begins_at__lt=end, ends_at__gt=since
        )
    ]
    away += [Away(key, since, end) for key, one in named.items() if not one.is_active]
    return {
        one.pk: Shown(
            one,
            Pattern(
                one.zone_info,
                [_weekly(row) for row in shifts.get(one.pk, [])],
                [_single(row) for row in singles.get(one.pk, [])],
                away,
            ),
            named, begin, end,
        )
        for one in found
    }  # fmt: skip


def answerable_in(departments: Iterable[Department], at: datetime) -> dict[int, Answering]:
    """For each department the person on duty, else its head; in a fixed number of statements."""
    wanted = [one.pk for one in departments]
    rosters = list(Roster.objects.filter(department__in=wanted).select_related("head"))
    shown_ = all_shown(rosters, at) if rosters else {}
    found: dict[int, Answering] = {}
    for roster in rosters:
        on = shown_[roster.pk].on_duty(at)
        person = on or _serving(roster.head)
        if person is not None:
            found[roster.department_id] = Answering(person, on is not None)
    missing = set(wanted) - set(found)
    heads = _heads(missing) if missing else {}
    return {**{key: Answering(one, on_duty=False) for key, one in heads.items()}, **found}


def _heads(departments: set[int]) -> dict[int, Person]:
    """The head of each: its department head, else its manager; by the order they were entered."""
    rows = Person.objects.filter(department__in=departments, role__in=HEADS, is_active=True)
    found: dict[int, Person] = {}
    for person in sorted(rows, key=lambda one: (HEADS.index(Role(one.role)), one.pk)):
        if person.department_id is not None:
            found.setdefault(person.department_id, person)
    return found


def _serving(person: Person | None) -> Person | None:
    return person if person is not None and person.is_active else None


def _by_roster(rows: Iterable[Shift] | Iterable[StandIn]) -> dict[int, list]:  # type: ignore[type-arg]
    found: dict[int, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.roster_id, []).append(row)
    return found


def _weekly(row: Shift) -> Weekly:
    return Weekly(row.pk, row.person_id, frozenset(row.days), row.begins, row.ends, row.from_on,
                  row.until_on, row.every)  # fmt: skip


def _single(row: StandIn) -> Single:
    return Single(row.pk, row.person_id, row.begins_at, row.ends_at, row.instead_of_id)


def away_at(people: Iterable[Person], at: datetime) -> set[int]:
    """The keys of those who are away at a moment."""
    rows = Leave.objects.filter(
        person__in=[one.pk for one in people], cancelled_at=None, begins_at__lte=at, ends_at__gt=at
    )
    return set(rows.values_list("person_id", flat=True))


def may_do_duty() -> QuerySet[Person]:
    """Our own people who handle cases and may be put on a roster, by name."""
    own = Person.objects.filter(organisation__kind=OrganisationKind.COMPANY, is_active=True)
    handling = [role for role in Role.values if may(role, Power.HANDLE_CASES)]
    return own.filter(role__in=handling).order_by("name", "id")


def may_be_head() -> QuerySet[Person]:
    """Those who may answer for a department."""
    own = Person.objects.filter(organisation__kind=OrganisationKind.COMPANY, is_active=True)
    return own.filter(role__in=[*HEADS, Role.LEADER]).order_by("name", "id")


def without_roster() -> QuerySet[Department]:
    """Our own departments that have no roster yet."""
    own = Department.objects.filter(organisation__kind=OrganisationKind.COMPANY)
    return own.filter(roster=None).order_by("name", "id")


def shifts_of(roster: Roster, at: datetime) -> QuerySet[Shift]:
    """The shifts of a roster that are not over, in the order they were entered."""
    today = at.astimezone(roster.zone_info).date()
    current = roster.shifts.exclude(until_on__lt=today)
    return current.select_related("person").order_by("pk")


def stand_ins_of(roster: Roster, at: datetime) -> QuerySet[StandIn]:
    """Who stands in from now on."""
    ahead = roster.stand_ins.filter(cancelled_at=None, ends_at__gt=at)
    return ahead.select_related("person", "instead_of").order_by("begins_at", "pk")


def leaves_around(roster: Roster, at: datetime) -> QuerySet[Leave]:
    """Who of a roster is away, now or later."""
    people = roster.shifts.values("person")
    ahead = Leave.objects.filter(person__in=people, cancelled_at=None, ends_at__gt=at)
    return ahead.select_related("person").order_by("begins_at", "pk")


def keepers_of(roster: Roster) -> list[Person]:
    """Who is told of a gap: the head, else the service managers."""
    head = _serving(roster.head) or _heads({roster.department_id}).get(roster.department_id)
    managers = Person.objects.filter(role=Role.MANAGER, is_active=True).order_by("pk")[:5]
    return [head] if head is not None else list(managers)
