"""Commitments: one promise, one occasion, one due moment. And what was done about them."""

from django.db import models
from django.db.models import Q

from aftercare.people.models import Organisation, Person
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises.rules.deriving import RUNNING, State

OPEN_STATES = [str(state) for state in sorted(RUNNING)]
# The same said without words, so that a database sees which rows its partial indexes hold, also
# where the words are parameters.
RUNS = Q(ended_at__isnull=True)
ENDED = Q(ended_at__isnull=False)  # written as ~RUNS, SQLite would not see that an index fits


class Commitment(models.Model):
    """A row of what the engine derived; only `promises.actions` writes it.

    All but `next_at` and `warned_at` follows from the events. `due_at` is empty while a pause
    runs. `warned_at` is the planned moment of the first warning that was given. Being late is
    `state` open and `due_at` in the past, whether or not a worker runs.
    """

    key = models.CharField(max_length=120)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)
    promise = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    variant = models.PositiveIntegerField(default=0)
    started_by = models.BigIntegerField()
    started_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    target = models.CharField(max_length=60)
    row = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=[(state, state) for state in State])
    pauses = models.JSONField(default=list)
    met_by = models.BigIntegerField(null=True)
    met_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="commitments"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="commitments"
    )
    next_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "agreement", "key"], name="commitment_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="commitment_next", condition=Q(next_at__isnull=False)
            ),
            models.Index(fields=["due_at", "id"], name="commitment_open", condition=RUNS),
            models.Index(fields=["agreement", "promise", "number"], name="commitment_of_agreement"),
            models.Index(
                fields=["responsible", "due_at"],
                name="commitment_of_person",
                condition=RUNS,
            ),
            models.Index(
                fields=["organisation", "due_at"],
                name="commitment_of_dealer",
                condition=RUNS,
            ),
            models.Index(
                fields=["due_at", "id"],
                name="commitment_warned",
                condition=RUNS & Q(warned_at__isnull=False),
            ),
            # Holds all that the outcomes of a stretch of time are counted by.
            models.Index(
                fields=["ended_at", "id", "state", "plan_version", "organisation", "responsible"],
                name="commitment_ended",
                condition=ENDED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise} {self.subject}"

    @property
    def reference(self) -> str:
        return f"commitment/{self.pk}"

    @property
    def answerable(self) -> str:
        """The name of the person, else of the organisation, that has to keep it."""
        holder = self.responsible or self.organisation
        return holder.name if holder else "—"


class Consequence(models.Model):
    """One step that was taken about a commitment, once: a warning, or what follows lateness."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="consequences"
    )
    step = models.CharField(max_length=60)
    actions = models.JSONField(default=list)
    planned_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "step"], name="consequence_once")
        ]


class Alert(models.Model):
    """A person was told of a step of a commitment: a warning, lateness, an escalation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alerts")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="alerts")
    step = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "commitment", "step"], name="alert_once")
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="alert_of_person"),
            models.Index(
                fields=["person", "-id"], name="alert_unread", condition=Q(read_at__isnull=True)
            ),
        ]
