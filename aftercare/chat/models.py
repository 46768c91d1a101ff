"""Consultations, what is said in them, and who is on duty at the web page."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from aftercare.catalog.models import Unit
from aftercare.chat.rules import HERE_FOR, TITLE, Side
from aftercare.chat.states import OPEN, Result, Standing
from aftercare.desk.models import Case
from aftercare.documents.models import Attachment
from aftercare.kit.models import Living
from aftercare.people.models import Organisation, Person
from aftercare.plans.models import Agreement


class Consultation(Living):
    """A question on the web page and the conversation that follows.

    `key` is made by the page that asks, so that a form sent twice asks once. `customer` is known
    when the visitor signed in or opened a unit; otherwise `name` and `phone` are what they say of
    themselves. `link_hash` is the SHA-256 of the secret in the visitor's private link.
    `*_saw` is the last remark that reached this side; `*_typed_at` is no part of the record.
    """

    key = models.UUIDField(unique=True)
    title = models.CharField(max_length=TITLE)
    customer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="asked"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40, blank=True)
    link_hash = models.CharField(max_length=64, unique=True)
    agent = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    last_side = models.CharField(max_length=10, default=Side.CUSTOMER)
    last_at = models.DateTimeField()
    customer_saw = models.PositiveIntegerField(default=0)
    agent_saw = models.PositiveIntegerField(default=0)
    customer_typed_at = models.DateTimeField(null=True, blank=True)
    agent_typed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="consultation_newest"),
            models.Index(
                fields=["asked_at", "id"],
                name="consultation_waiting",
                condition=Q(state=Standing.WAITING),
            ),
            models.Index(
                fields=["agent", "asked_at", "id"],
                name="consultation_talking",
                condition=Q(state=Standing.TALKING),
            ),
            models.Index(
                fields=["last_at", "id"],
                name="consultation_open",
                condition=Q(state__in=sorted(OPEN)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether something may still be said."""
        return self.state in OPEN

    @property
    def stands_as(self) -> Standing:
        """The state with its label."""
        return Standing(self.state)

    @property
    def is_known(self) -> bool:
        """Whether the visitor has proved which customer they are of."""
        return self.person_id is not None or self.unit_id is not None


class Remark(models.Model):
    """Something said: a text, or a file. `number` counts from 1 without a gap in each
    consultation; `key` is made by the page that sends, so that what is sent twice is kept once."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="remarks")
    number = models.PositiveIntegerField()
    key = models.UUIDField()
    side = models.CharField(max_length=10)
    by = models.CharField(max_length=60)
    by_name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks"
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="remark_number"),
            models.UniqueConstraint(fields=["consultation", "key"], name="remark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:40]}"


class Attendance(models.Model):
    """Who is on duty at the web page; `seen_at` is the last sign of an open page of theirs."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="attendance")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.person)

    def is_here(self, at: datetime) -> bool:
        """Whether they gave a sign lately."""
        return at - self.seen_at < HERE_FOR
