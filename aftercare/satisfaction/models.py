"""What parties said about the managers of projects, and what followed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project
from aftercare.kit.models import Living
from aftercare.people.models import Person
from aftercare.satisfaction.rules import Opinion
from aftercare.satisfaction.states import ReviewState


class Party(models.TextChoices):
    """Who is asked (P07-25)."""

    CLIENT = "client", _("Party A (client)")
    CONTRACTOR = "contractor", _("Construction unit")


class ManagerMark(models.Model):
    """What a party said about whoever managed a project then, in percent of full satisfaction."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="manager_marks")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="marks")
    party = models.CharField(max_length=12, choices=Party.choices)
    percent = models.PositiveSmallIntegerField()
    said_by = models.CharField(max_length=80)
    said_on = models.DateField()
    remark = models.CharField(max_length=500, blank=True)
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="mark_of_project")]

    def __str__(self) -> str:
        return f"{self.percent} %"

    @property
    def reference(self) -> str:
        """How events name it."""
        return f"managermark/{self.pk}"

    @property
    def opinion(self) -> Opinion:
        """What the rules look at."""
        return Opinion(self.party, self.percent, self.said_on)


class ManagerReview(Living):
    """A manager put up for replacement, and what was decided.

    `figure` and `below` are the percentages of the day it was opened.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="manager_reviews")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    figure = models.DecimalField(max_digits=4, decimal_places=1)
    below = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    successor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="succeeded_in"
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "-id"], name="review_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="open"), name="one_open_review_of_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.manager}"

    @property
    def stands_as(self) -> ReviewState:
        """The state with its label."""
        return ReviewState(self.state)
