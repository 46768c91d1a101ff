"""Cases: what a customer reported, and where it stands."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from aftercare.catalog.models import Project, Site, Unit
from aftercare.coverage.delays import Told
from aftercare.desk.states import OPEN, UNARRANGED, CaseState, PartState
from aftercare.kit.models import Living
from aftercare.people.models import Department, Organisation, Person
from aftercare.plans.models import Agreement

FACTS = (
    "service", "severity", "zone", "source", "kind", "cause", "needs", "component", "fault",
    "urgency", "difficulty", "condition", "dismissed_by",
)  # fmt: skip


class Case(Living):
    """One matter of a customer from the call to the close.

    The fact columns hold words of the plan's vocabulary; the clocks see them through events.
    `verdict` is the coverage decision, frozen with its reasons. `link_hash` is the SHA-256 of the
    secret in the customer's private link. `law_told` is what was told of the fifteen days of the
    law on a consumer's request.
    """

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    reporter_name = models.CharField(max_length=80, blank=True)
    reporter_phone = models.CharField(max_length=40, blank=True)
    reporter_email = models.EmailField(blank=True)
    reporter_language = models.CharField(max_length=10, blank=True)
    symptom = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    service = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=40, blank=True)
    needs = models.CharField(max_length=40, blank=True)
    component = models.CharField(max_length=60, blank=True)
    fault = models.CharField(max_length=60, blank=True)
    urgency = models.CharField(max_length=40, default="ordinary")
    difficulty = models.CharField(max_length=40, blank=True)
    condition = models.CharField(max_length=40, blank=True)
    dismissed_by = models.CharField(max_length=40, blank=True)
    high_priority = models.BooleanField(default=False)
    waiting_reason = models.CharField(max_length=40, blank=True)
    resumes_to = models.CharField(max_length=20, blank=True)
    solution = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    loan = models.CharField(max_length=10, blank=True)  # offered, accepted, declined, returned
    covered = models.CharField(max_length=12, blank=True)
    verdict = models.JSONField(null=True, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="handed_cases"
    )
    reported_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    law_told = models.CharField(max_length=5, choices=Told.choices, blank=True)
    link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-reported_at", "-id"], name="case_newest"),
            models.Index(
                fields=["-reported_at", "-id"],
                name="case_open",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(fields=["unit", "-reported_at"], name="case_of_unit"),
            models.Index(fields=["customer", "-reported_at"], name="case_of_customer"),
            models.Index(fields=["responsible", "-reported_at"], name="case_of_person"),
            models.Index(fields=["organisation", "-reported_at"], name="case_of_dealer"),
            models.Index(fields=["state", "-reported_at"], name="case_of_state"),
            models.Index(
                fields=["reported_at", "id"],
                name="case_unarranged",
                condition=Q(state__in=sorted(UNARRANGED)),
            ),
            models.Index(
                fields=["reported_at", "id"],
                name="case_waiting",
                condition=Q(state=CaseState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.symptom}"

    @property
    def facts(self) -> dict[str, str]:
        """What the clocks need to know; words nobody said are left out."""
        known = {name: str(getattr(self, name)) for name in FACTS if getattr(self, name)}
        known["customer"] = self.customer.standing
        if self.covered in {"yes", "no", "advice"}:
            known["covered"] = self.covered
        return known

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN

    @property
    def stands_as(self) -> CaseState:
        """The state with its label."""
        return CaseState(self.state)


class Part(Living):
    """A part of a case in the hands of a receiver of its own; `number` counts within the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="handed_parts"
    )
    forwarded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    forwarded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="part_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-forwarded_at", "-id"], name="part_of_dealer"),
            models.Index(fields=["responsible", "-forwarded_at", "-id"], name="part_of_person"),
            models.Index(fields=["-forwarded_at", "-id"], name="part_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.shown} {self.what}"

    @property
    def context(self) -> str:
        """That of its case."""
        return self.case.context

    @property
    def shown(self) -> str:
        """Its number as people say it."""
        return f"{self.case.number}-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in PartState.open()

    @property
    def stands_as(self) -> PartState:
        """The state with its label."""
        return PartState(self.state)


class Standing(RawSQL):
    """A condition on states that SQLite does not take for rare: else it would gather all cases by
    their states and sort them, before it reads a partial index in its order."""

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, Any]:
        """SQLite's own word for how often a condition holds; other databases count."""
        told, parameters = self.as_sql(compiler, connection)
        return f"likelihood({told}, 0.9)", parameters


def standing_in(states: Iterable[str]) -> Standing:
    """A condition on the state of cases, with the states in the statement and not as parameters:
    only so do databases see which of the partial indexes holds those cases."""
    words = [f"'{state}'" for state in sorted(states)]
    column = '"desk_case"."state"'
    told = f"{column} = {words[0]}" if len(words) == 1 else f"{column} IN ({', '.join(words)})"
    return Standing(told, (), output_field=models.BooleanField())  # our own words


class SavedView(models.Model):
    """A list as somebody likes to see it: the filters of a page under a name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_once")
        ]
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
