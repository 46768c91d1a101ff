"""Complaints, each with what is sought, who looks into it, and what was decided."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.complaints.rules import Accused
from aftercare.complaints.states import OPEN, ComplaintState, CorrectiveState
from aftercare.coverage.delays import Told
from aftercare.desk.models import Case
from aftercare.kit.models import Living
from aftercare.people.models import Department, Organisation, Person
from aftercare.plans.models import Agreement


class About(models.TextChoices):
    """What a complaint is about."""

    PERSON = "person", _("the person who serves")
    CASE = "case", _("how a case is handled")
    DEPARTMENT = "department", _("a department")
    OTHER = "other", _("something else")


class Remedy(models.TextChoices):
    """What the complainant seeks."""

    ANOTHER_PERSON = "another-person", _("somebody else is sent")
    EXPLANATION = "explanation", _("an explanation")
    APOLOGY = "apology", _("an apology")
    WORK = "work", _("the work is done, or done again")
    REPLACEMENT = "replacement", _("a replacement")
    REFUND = "refund", _("money back")
    COMPENSATION = "compensation", _("compensation")
    OTHER = "other", pgettext_lazy("remedy", "something else")


class Severity(models.TextChoices):
    """How bad it is."""

    SERIOUS = "serious", pgettext_lazy("complaint", "serious")
    ORDINARY = "ordinary", pgettext_lazy("complaint", "ordinary")
    MINOR = "minor", pgettext_lazy("complaint", "minor")


class Outcome(models.TextChoices):
    """Whether the complaint was right."""

    UPHELD = "upheld", _("upheld")
    PARTLY = "partly", _("partly upheld")
    REJECTED = "rejected", pgettext_lazy("complaint", "not upheld")


class Cause(models.TextChoices):
    """What brought the complaint about; counted in the trend of causes."""

    CONDUCT = "conduct", _("conduct of a person")
    WORK = "work", _("quality of the work")
    PRODUCT = "product", _("quality of the product")
    DELAY = "delay", _("delay")
    CHARGE = "charge", _("charges")
    INFORMATION = "information", _("missing or wrong information")
    COMPLAINANT = "misunderstanding", _("misunderstanding")
    OTHER = "other", pgettext_lazy("cause", "another cause")


class CorrectiveAction(Living):
    """What is done so that something does not happen again (ISO 9001, 10.2).

    `origin` is the reference of what it came of, such as `complaint/7` or `case/12`, `origin_name`
    what that is called. `effect` is the evidence of the check: without it nothing is closed.
    """

    origin = models.CharField(max_length=60)
    origin_name = models.CharField(max_length=200)
    matter = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    action = models.TextField(blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="corrective_actions"
    )
    due_on = models.DateField(null=True, blank=True)
    report = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    checked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="effects_checked"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="corrective_newest"),
            models.Index(fields=["origin", "-opened_at"], name="corrective_of_origin"),
        ]

    def __str__(self) -> str:
        return self.matter

    @property
    def stands_as(self) -> CorrectiveState:
        """The state with its label."""
        return CorrectiveState(self.state)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        waits = self.state in {CorrectiveState.OPEN, CorrectiveState.PLANNED}
        return waits and self.due_on is not None and self.due_on < today


class Complaint(Living):
    """One complaint from its receipt to its close.

    `person` is whom it is about; about how a case is handled: whoever answered for the case when
    the complaint came. `rank` is the place in the queue. `link_hash` is the SHA-256 of the secret
    in the complainant's private link. `law_told` is what was told of the fifteen days of the law.
    """

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    complainant_name = models.CharField(max_length=80)
    complainant_phone = models.CharField(max_length=40, blank=True)
    complainant_email = models.EmailField(blank=True)
    complainant_language = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=40)
    about = models.CharField(max_length=12, choices=About.choices)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints_about"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    matter = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    remedy = models.CharField(max_length=20, choices=Remedy.choices)
    remedy_words = models.CharField(max_length=300, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.ORDINARY)
    safety = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField()
    investigator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="investigations"
    )
    finding = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)
    decision = models.TextField(blank=True)
    recourse = models.TextField(blank=True)
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    law_told = models.CharField(max_length=5, choices=Told.choices, blank=True)
    link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["rank", "received_at", "id"],
                name="complaint_queue",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
            models.Index(fields=["customer", "-received_at"], name="complaint_of_customer"),
            models.Index(fields=["case", "-received_at"], name="complaint_of_case"),
            models.Index(fields=["cause", "decided_at"], name="complaint_of_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.matter}"

    @property
    def accused(self) -> Accused:
        """Whom it is about, for the question who is impartial."""
        persons = frozenset({self.person_id} - {None})
        return Accused(persons, self.department_id)  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN

    @property
    def stands_as(self) -> ComplaintState:
        """The state with its label."""
        return ComplaintState(self.state)
