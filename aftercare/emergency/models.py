"""The leading group, incidents, who was convened, emergency plans, measures."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from aftercare.desk.models import Case
from aftercare.emergency import rules
from aftercare.emergency.states import OPEN, IncidentState, MeasureState
from aftercare.kit.models import Living, Revised
from aftercare.people.models import Person
from aftercare.plans.models import Agreement


class GroupMember(Revised):
    """A member of the leading group for technical support (技术支持领导小组, P14-27), one head."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=80, blank=True)
    is_head = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="group_member_once", condition=Q(until=None)
            ),
            models.UniqueConstraint(
                fields=["is_head"], name="group_head_once", condition=Q(until=None, is_head=True)
            ),
        ]
        ordering = ["-is_head", "id"]

    def __str__(self) -> str:
        return self.person.name


class Incident(Living):
    """One incident from the convening of the leading group to its report.

    `severity` is a word of the plan under whose `agreement` its first case stands. `reason` is why
    it was closed although something was missing.
    """

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField()
    severity = models.CharField(max_length=40, blank=True)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    declared_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField()
    cause = models.TextField(blank=True)
    done = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-declared_at", "-id"], name="incident_newest"),
            models.Index(
                fields=["-declared_at", "-id"], name="incident_open",
                condition=Q(state__in=sorted(OPEN)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN

    @property
    def stands_as(self) -> IncidentState:
        """The state with its label."""
        return IncidentState(self.state)


class IncidentCase(models.Model):
    """A case that belongs to an incident."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="joined")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "case"], name="incident_case_once")
        ]
        indexes = [models.Index(fields=["case", "-joined_at"], name="incident_of_case")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.case_id}"


class Summons(models.Model):
    """Somebody who was convened: told at once, answers `here` until `answer_by`.

    `missed_at` is when the head was told that there was no answer; written once.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="summons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="summons")
    instead_of = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_head = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    here_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="summons_once"),
            models.UniqueConstraint(
                fields=["incident"], name="summons_one_head", condition=Q(is_head=True)
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by", "id"], name="summons_waiting",
                condition=Q(here_at=None, missed_at=None),
            )
        ]  # fmt: skip
        ordering = ["-is_head", "id"]

    def __str__(self) -> str:
        return str(self.person)

    def is_missing(self, at: datetime) -> bool:
        """Whether there was no answer in time."""
        return rules.is_missing(self.here_at, self.answer_by, at)


class EmergencyPlan(models.Model):
    """A version of the emergency technical plan (应急技术方案); its text never changes."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "version"], name="emergency_plan_once")
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)


class Measure(Living):
    """Something that is done about an incident: by whom, until when, with what result.

    `overdue_at` is when owner and head were told that it is late; written once for each due moment.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="measures")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="measures")
    due_at = models.DateTimeField()
    result = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="measure_due",
                condition=Q(state=MeasureState.OPEN, overdue_at=None),
            )
        ]  # fmt: skip
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == MeasureState.OPEN

    @property
    def stands_as(self) -> MeasureState:
        """The state with its label."""
        return MeasureState(self.state)

    def is_overdue(self, at: datetime) -> bool:
        """Whether its moment has come and it is not done."""
        return rules.is_overdue(self.due_at, at, is_open=self.is_open)
