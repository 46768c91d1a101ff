"""Calls, and whose telephone is whose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.desk.models import Case
from aftercare.kit.models import Revised
from aftercare.people.models import Organisation, Person
from aftercare.phone.rules import LONGEST, Standing, standing


class Result(models.TextChoices):
    """What came of a call."""

    SOLVED = "solved", _("solved on the telephone")
    CASE = "case", _("a case was registered")
    KNOWN = "known", _("about a case that is open")
    SALES = "sales", _("handed to sales")
    CALL_BACK = "call-back", _("will be called back")
    WRONG = "wrong", _("wrong number")


class Direction(models.TextChoices):
    """Who called whom."""

    IN = "in", _("they called us")
    OUT = "out", _("we called them")


class Extension(models.Model):
    """The telephone on somebody's desk, by its number in the exchange."""

    number = models.CharField(max_length=20, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="extension")

    def __str__(self) -> str:
        return self.number


class Call(Revised):
    """One telephone call.

    `source` is the exchange's own name for it, empty for a call that a person entered. `digits` is
    the number as dialled at home, `tail` the same backwards, so that both its beginning and its
    end are found by an index.
    """

    source = models.CharField(max_length=80, unique=True, null=True, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.IN)
    line = models.CharField(max_length=40, blank=True)
    caller = models.CharField(max_length=40, blank=True)
    digits = models.CharField(max_length=LONGEST, blank=True)
    tail = models.CharField(max_length=LONGEST, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    customer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    began_at = models.DateTimeField()
    rang_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    answer = models.TextField(blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="call_newest"),
            models.Index(fields=["digits", "-began_at", "-id"], name="call_by_beginning"),
            models.Index(fields=["tail", "-began_at", "-id"], name="call_by_end"),
            models.Index(fields=["person", "-began_at", "-id"], name="call_of_person"),
            models.Index(
                fields=["person", "began_at"],
                name="call_running",
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.caller or str(self.pk)

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return standing(self.rang_at, self.answered_at, self.ended_at)
