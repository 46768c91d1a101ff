"""Everything that changes who is on duty, and the look ahead for gaps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.duty import queries
from aftercare.duty.models import Absence, Covers, Gap, Leave, Roster, Shift, StandIn, hours_of
from aftercare.duty.rules import Span
from aftercare.kit import events, records, states
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM, Actor, Happened
from aftercare.people.models import Department, OrganisationKind, Person
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.promises import actions as promises

FIELDS = frozenset({
    "head", "zone", "week", "exceptions", "keeps_holidays", "makeup", "covers", "takes_reports",
})  # fmt: skip
# Hours that hold, one of which is tried in the place of each.
PLAIN: Mapping[str, Any] = {"zone": "UTC", "week": [[]] * 7, "exceptions": {}, "makeup": None}
LONGEST = timedelta(days=400)
FURTHEST = timedelta(days=5 * 366)  # ahead; nobody plans duty longer than that
YEARS = range(1970, 2200)  # of a shift
MOST_WEEKS = 12


@transaction.atomic
def add_roster(
    department: Department, *, by: Actor, at: datetime, fields: Mapping[str, Any] | None = None
) -> Roster:
    """Begin the duty roster of one of our departments; fields: of `FIELDS`, what is said now."""
    require(by, Power.KEEP_DUTY)
    fields = fields or {}
    records.known(fields, FIELDS)
    if department.organisation.kind != OrganisationKind.COMPANY:
        raise Refusal(_("Only our own departments have a duty roster."), field="department")
    roster = Roster(department=department, **fields)
    _check_hours(roster)
    _check_reports(roster)
    return records.add(roster, kind="roster", by=by, at=at, data={"department": department.name})


@transaction.atomic
def change_roster(
    roster: Roster,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Roster:
    """Change service hours, the head, or when somebody has to be on duty."""
    require(by, Power.KEEP_DUTY)
    records.known(changes, FIELDS)
    if changes.get("takes_reports"):
        _pass_reports_on(roster, by=by, at=at)
    records.change(
        roster, changes, kind="roster", by=by, at=at, revision=revision,
        fits=lambda: _check_hours(roster),
    )  # fmt: skip
    return roster


@transaction.atomic
def add_shift(
    roster: Roster,
    *,
    person: Person,
    days: Sequence[int],
    begins: int,
    ends: int,
    from_on: date,
    until_on: date | None = None,
    every: int = 1,
    by: Actor,
    at: datetime,
) -> Shift:
    """Put somebody on the roster, on these days of every so many weeks.

    days: Monday is 0. begins, ends: minutes after midnight; an end at or before the beginning lies
    on the next day.
    """
    require(by, Power.KEEP_DUTY)
    _check_person(person)
    if not days or not set(days) <= set(range(7)):
        raise Refusal(_("Choose at least one day of the week."), field="days")
    if not 1 <= every <= MOST_WEEKS:
        raise Refusal(_("A pattern comes back within twelve weeks."), field="every")
    _check_years(from_on=from_on, until_on=until_on)
    if until_on is not None and until_on < from_on:
        raise Refusal(_("The end lies before the beginning."), field="until_on")
    last = ends if ends > begins else ends + 1440
    shift = Shift(
        roster=roster, person=person, days=sorted(set(days)), begins=begins, ends=last,
        every=every, from_on=from_on, until_on=until_on,
    )  # fmt: skip
    records.check(shift)
    shift.save(force_insert=True)
    data = {"person": person.reference, "name": person.name, "shift": str(shift)}
    events.record(Happened("shift.added", roster.reference, at, by, data=data), recorded_at=at)
    return shift


@transaction.atomic
def end_shift(
    shift: Shift, *, on: date, by: Actor, at: datetime, revision: int | None = None
) -> Shift:
    """A shift comes for the last time on a day; what was before stays as it was."""
    require(by, Power.KEEP_DUTY)
    states.expect(shift, revision)
    _check_years(on=on)
    if on < shift.from_on - timedelta(days=1):
        raise Refusal(_("The end lies before the beginning."), field="on")
    states.write(shift, changes={"until_on": on})
    data = {"person": shift.person.reference, "name": shift.person.name, "on": on.isoformat()}
    events.record(
        Happened("shift.ended", shift.roster.reference, at, by, data=data), recorded_at=at
    )
    return shift


@transaction.atomic
def stand_in(
    roster: Roster,
    *,
    person: Person,
    begins_at: datetime,
    ends_at: datetime,
    instead_of: Person | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> StandIn:
    """Somebody is on duty for a stretch, in place of another or besides the weekly pattern.

    Whoever keeps rosters may say so; others only about duty of their own that they hand over.
    """
    own = isinstance(by, Person) and instead_of == by and by.may(Power.HANDLE_CASES)
    keeps = not isinstance(by, Person) or by.may(Power.KEEP_DUTY)
    if not own:
        require(by, Power.KEEP_DUTY)
    _check_person(person)
    if person == instead_of:
        raise Refusal(_("Choose somebody else to stand in."), field="person")
    _check_stretch(begins_at, ends_at, at)
    if not keeps:
        _check_theirs(roster, by, begins_at, ends_at)
    made = StandIn(
        roster=roster, person=person, instead_of=instead_of, begins_at=begins_at, ends_at=ends_at,
        note=note.strip(),
    )  # fmt: skip
    records.check(made)
    made.save(force_insert=True)
    _record_stand_in(made, "stand_in.added", by=by, at=at)
    told = [one for one in (person, instead_of) if one is not None and one != by]
    promises.tell(told, subject=roster.reference, kind="stand_in.added", at=at)
    return made


@transaction.atomic
def cancel_stand_in(
    made: StandIn, *, by: Actor, at: datetime, revision: int | None = None
) -> StandIn:
    """What was said does not hold any more; the weekly pattern does again."""
    if not (isinstance(by, Person) and made.instead_of == by):
        require(by, Power.KEEP_DUTY)
    states.expect(made, revision)
    if made.cancelled_at is None:
        states.write(made, changes={"cancelled_at": at}, expected={"cancelled_at": None})
        _record_stand_in(made, "stand_in.cancelled", by=by, at=at)
    return made


@transaction.atomic
def enter_leave(
    person: Person,
    *,
    begins_at: datetime,
    ends_at: datetime,
    reason: str = Absence.LEAVE,
    by: Actor,
    at: datetime,
) -> Leave:
    """A person does no duty in a stretch; in no department."""
    require(by, Power.KEEP_DUTY)
    _check_person(person)
    if reason not in Absence.values:
        raise Refusal(_("Choose one of the reasons."), field="reason")
    _check_stretch(begins_at, ends_at, at)
    leave = Leave.objects.create(person=person, begins_at=begins_at, ends_at=ends_at, reason=reason)
    _record_leave(leave, "leave.added", by=by, at=at)
    return leave


@transaction.atomic
def cancel_leave(leave: Leave, *, by: Actor, at: datetime, revision: int | None = None) -> Leave:
    """The person does duty after all."""
    require(by, Power.KEEP_DUTY)
    states.expect(leave, revision)
    if leave.cancelled_at is None:
        states.write(leave, changes={"cancelled_at": at}, expected={"cancelled_at": None})
        _record_leave(leave, "leave.cancelled", by=by, at=at)
    return leave


def look_ahead(at: datetime) -> int:
    """Tell of every gap of the next two weeks once, and close those that are filled; how many new.

    Works on the days as a whole, so that a gap keeps its beginning while time passes.
    """
    rosters = list(Roster.objects.select_related("department", "head"))
    begin = at.replace(minute=0, second=0, microsecond=0)
    shown = queries.all_shown(rosters, begin, begin + queries.AHEAD)
    return sum(_compare(roster, shown[roster.pk].gaps(), at) for roster in rosters)


@transaction.atomic
def _compare(roster: Roster, found: Sequence[Span], at: datetime) -> int:
    """What is known of the gaps of a roster, brought up to date; how many are new."""
    events.take_turn()
    known = list(Gap.objects.filter(roster=roster, closed_at=None, ends_at__gt=at))
    new = 0
    met: set[int] = set()
    for begins_at, ends_at in found:
        same = next(
            (one for one in known if one.begins_at < ends_at and begins_at < one.ends_at), None
        )
        if same is None:
            _tell_of_gap(roster, begins_at, ends_at, at)
            new += 1
            continue
        met.add(same.pk)
        Gap.objects.filter(pk=same.pk).update(ends_at=ends_at)
    for gone in (one for one in known if one.pk not in met):
        Gap.objects.filter(pk=gone.pk).update(closed_at=at)
        _record_gap(roster, "gap.closed", gone.begins_at, gone.ends_at, at)
    return new


def _tell_of_gap(roster: Roster, begins_at: datetime, ends_at: datetime, at: datetime) -> None:
    Gap.objects.create(roster=roster, begins_at=begins_at, ends_at=ends_at, found_at=at)
    _record_gap(roster, "gap.found", begins_at, ends_at, at)
    promises.tell(queries.keepers_of(roster), subject=roster.reference, kind="gap.found", at=at)


def _record_gap(
    roster: Roster, kind: str, begins_at: datetime, ends_at: datetime, at: datetime
) -> None:
    data = {"begins_at": begins_at.isoformat(), "ends_at": ends_at.isoformat()}
    events.record(Happened(kind, roster.reference, at, SYSTEM, data=data), recorded_at=at)


def _record_stand_in(made: StandIn, kind: str, *, by: Actor, at: datetime) -> None:
    data = {
        "person": made.person.reference, "name": made.person.name,
        "instead_of": made.instead_of.reference if made.instead_of else "",
        "begins_at": made.begins_at.isoformat(), "ends_at": made.ends_at.isoformat(),
    }  # fmt: skip
    events.record(Happened(kind, made.roster.reference, at, by, data=data), recorded_at=at)


def _record_leave(leave: Leave, kind: str, *, by: Actor, at: datetime) -> None:
    """Why somebody is away stays erasable, so it is not told to the history."""
    data = {"begins_at": leave.begins_at.isoformat(), "ends_at": leave.ends_at.isoformat()}
    events.record(Happened(kind, leave.person.reference, at, by, data=data), recorded_at=at)


def _check_hours(roster: Roster) -> None:
    said: dict[str, Any] = {name: getattr(roster, name) for name in PLAIN}
    wrong = [name for name in PLAIN if not _hold({**PLAIN, name: said[name]})]
    if wrong and wrong[0] == "zone":
        raise Refusal(_("There is no such time zone; write Asia/Shanghai."), field="zone")
    if wrong:
        raise Refusal(_("Write hours such as 08:30-12:00, 13:00-17:00."), field=wrong[0])
    if roster.covers not in Covers.values:
        raise Refusal(_("Choose when somebody has to be on duty."), field="covers")


def _hold(hours: Mapping[str, Any]) -> bool:
    try:
        hours_of(**hours, keeps_holidays=False)
    except (ValueError, KeyError, OSError):
        return False
    return True


def _check_reports(roster: Roster) -> None:
    if roster.takes_reports and queries.taking_reports() is not None:
        raise Refusal(_("Another department takes the reports already."), field="takes_reports")


def _pass_reports_on(roster: Roster, *, by: Actor, at: datetime) -> None:
    """Reports come to one department only: whoever took them until now does so no longer."""
    before = queries.taking_reports()
    if before is not None and before.pk != roster.pk:
        records.change(before, {"takes_reports": False}, kind="roster", by=by, at=at)


def _check_person(person: Person) -> None:
    if not queries.may_do_duty().filter(pk=person.pk).exists():
        raise Refusal(_("Only our own people who handle cases do duty."), field="person")


def _check_years(**days: date | None) -> None:
    for name, day in days.items():
        if day is not None and day.year not in YEARS:
            raise Refusal(_("Write a day between 1970 and 2199."), field=name)


def _check_theirs(roster: Roster, by: Actor, begins_at: datetime, ends_at: datetime) -> None:
    """Whoever hands over has the duty; otherwise anybody could put anybody on duty anywhere."""
    turns = queries.shown(roster, begins_at, ends_at).turns()
    own = [(one.begins_at, one.ends_at) for one in turns if by.reference == f"person/{one.person}"]
    if own != [(begins_at, ends_at)]:
        raise Refusal(
            _("You are not on duty all of this time; hand over only your own."), field="begins_at"
        )


def _check_stretch(begins_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= begins_at:
        raise Refusal(_("The end lies before the beginning."), field="ends_at")
    if ends_at - begins_at > LONGEST:
        raise Refusal(_("This is longer than a year."), field="ends_at")
    if ends_at <= at:
        raise Refusal(_("This lies in the past."), field="ends_at")
    if ends_at > at + FURTHEST:
        raise Refusal(_("This lies more than five years ahead."), field="ends_at")
