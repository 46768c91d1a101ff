"""The duty roster of a department: service hours, shifts, who stands in, who is away, gaps."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.duty import rules
from aftercare.kit.models import Revised
from aftercare.people.models import Department, Person
from aftercare.promises.rules import holidays
from aftercare.promises.rules.calendars import Calendar


class Covers(models.TextChoices):
    """When somebody has to be on duty."""

    HOURS = "hours", _("in service hours")
    ALWAYS = "always", _("day and night")


class Absence(models.TextChoices):
    """Why somebody is away. What is nobody's business is simply leave."""

    LEAVE = "leave", pgettext_lazy("away", "leave")
    TRIP = "trip", pgettext_lazy("away", "business trip")
    TRAINING = "training", pgettext_lazy("away", "training")


def whole_week() -> list[list[str]]:
    """Hours of a new roster: Monday to Friday, half past eight to five."""
    return [["08:30-17:00"]] * 5 + [[], []]


class Roster(Revised):
    """The duty roster of one department.

    `week` holds the service hours of Monday to Sunday as texts such as `08:30-12:00`, `exceptions`
    those of single dates, `makeup` those of a make-up working day (null: as on a Monday).
    `takes_reports`: new reports come to this department until they are handed on.
    """

    department = models.OneToOneField(Department, on_delete=models.PROTECT, related_name="roster")
    head = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    week = models.JSONField(default=whole_week)
    exceptions = models.JSONField(default=dict, blank=True)
    keeps_holidays = models.BooleanField(default=True)
    makeup = models.JSONField(null=True, blank=True)
    covers = models.CharField(max_length=8, choices=Covers.choices, default=Covers.HOURS)
    takes_reports = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["takes_reports"],
                name="roster_takes_reports",
                condition=Q(takes_reports=True),
            )
        ]
        ordering = ["department__name", "id"]

    def __str__(self) -> str:
        return self.department.name

    @property
    def hours(self) -> Calendar:
        """The service hours, to be asked."""
        return hours_of(self.zone, self.week, self.exceptions, self.makeup, self.keeps_holidays)

    @property
    def zone_info(self) -> ZoneInfo:
        """The zone its hours are written in."""
        return ZoneInfo(self.zone)


def hours_of(
    zone: str,
    week: Sequence[Sequence[str]],
    exceptions: dict[str, Any],
    makeup: Sequence[str] | None,
    keeps_holidays: bool,
) -> Calendar:
    """Service hours as a calendar; ValueError for what is no stretch of time or no zone."""
    return rules.calendar(
        ZoneInfo(zone), week, exceptions=exceptions, makeup=makeup,
        holidays=holidays.of("CN") if keeps_holidays else None,
    )  # fmt: skip


class Shift(Revised):
    """A shift that comes back every so many weeks; `days` are numbers, Monday being 0.

    `begins` and `ends` are minutes after midnight; `ends` past 1440 is the next day.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="shifts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shifts")
    days = models.JSONField()
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    every = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=models.F("begins")), name="shift_lasts")
        ]
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.person} {self.times}"

    @property
    def times(self) -> str:
        """From when to when."""
        return f"{rules.clock(self.begins)}–{rules.clock(self.ends)}"


class StandIn(Revised):
    """Somebody is on duty for a stretch, in place of another or besides the pattern."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="stand_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stand_ins")
    instead_of = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="stand_in_lasts"
            )
        ]
        indexes = [models.Index(fields=["roster", "ends_at"], name="stand_in_of_roster")]
        ordering = ["begins_at", "id"]

    def __str__(self) -> str:
        return str(self.person)


class Leave(Revised):
    """A stretch in which a person does no duty in any department."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Absence.choices, default=Absence.LEAVE)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="leave_lasts"
            )
        ]
        indexes = [models.Index(fields=["person", "ends_at"], name="leave_of_person")]
        ordering = ["begins_at", "id"]

    def __str__(self) -> str:
        return str(self.person)


class Gap(models.Model):
    """A stretch in which nobody is on duty, found before it came; told once."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="gaps")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["roster", "begins_at"], name="gap_open", condition=Q(closed_at=None)
            )
        ]
        ordering = ["begins_at", "id"]

    def __str__(self) -> str:
        return str(self.begins_at)
