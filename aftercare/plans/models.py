"""Plan versions, agreements and what they cover."""

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Site, Unit
from aftercare.kit.models import Revised
from aftercare.people.models import Organisation, Person


class PlanVersion(models.Model):
    """One version of a service plan, word for word; it never changes once loaded."""

    plan = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    catalogue = models.CharField(max_length=3)
    title_zh = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(fields=["plan", "digest"], name="plan_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"

    @property
    def reference(self) -> str:
        return f"plan/{self.pk}"


class Agreement(Revised):
    """A plan version bound to a customer; `plan_version` is the one new promises are made from."""

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    dealer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dealt_agreements",
    )
    plan_version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, related_name="agreements"
    )
    service = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "id"], name="agreement_of_customer")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Binding(models.Model):
    """From when an agreement follows which plan version; moving on adds a row."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="bindings")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="bindings")
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "from_at"], name="binding_once")
        ]
        ordering = ["from_at", "id"]


BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)  # what holds without a day holds from here
STILL = models.Q(until_at__isnull=True)


class Cover(models.Model):
    """One thing an agreement covers: a project, a unit, or everything at a site.

    from_at, until_at: when it does; empty means from the beginning of time, and still.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="covers")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="covers"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="covers"
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="covers"
    )
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cover_exactly_one",
                condition=(
                    models.Q(project__isnull=False, unit__isnull=True, site__isnull=True)
                    | models.Q(project__isnull=True, unit__isnull=False, site__isnull=True)
                    | models.Q(project__isnull=True, unit__isnull=True, site__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["agreement", "project"], name="cover_project_once", condition=STILL
            ),
            models.UniqueConstraint(
                fields=["agreement", "unit"], name="cover_unit_once", condition=STILL
            ),
            models.UniqueConstraint(
                fields=["agreement", "site"], name="cover_site_once", condition=STILL
            ),
        ]

    @property
    def thing(self) -> Project | Unit | Site:
        """What is covered."""
        found = self.project or self.unit or self.site
        if found is None:
            raise ValueError(f"cover {self.pk} covers nothing")
        return found

    @property
    def reference(self) -> str:
        """The reference of what is covered, such as `unit/17`."""
        pairs = {"project": self.project_id, "unit": self.unit_id, "site": self.site_id}
        return next(f"{kind}/{key}" for kind, key in pairs.items() if key)

    @property
    def period(self) -> tuple[datetime, datetime | None]:
        """From when until when; the end does not belong to it."""
        return self.from_at or BEGINNING, self.until_at


class AgreementContact(models.Model):
    """A named person the customer is given: responsible person, manufacturer's technical lead."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("contact")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "role", "name"], name="contact_once")
        ]
