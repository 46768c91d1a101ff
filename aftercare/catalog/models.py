"""Product models, sites, projects, installed units and their components."""

import secrets

from django.db import models

from aftercare.kit.models import Revised
from aftercare.people.models import Organisation, Person


def new_code() -> str:
    """A code that cannot be guessed, printed as QR code on the unit or the card."""
    return secrets.token_urlsafe(12)


class ProductModel(Revised):
    """A model that is made, sold or installed; `component_classes` are words of the plans."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    brand = models.CharField(max_length=60, blank=True)
    product_class = models.CharField(max_length=60, blank=True)
    component_classes = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class Site(Revised):
    """A place of a customer; `place` is the administrative path, such as 北京市/海淀区."""

    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    place = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "name"], name="site_once")]

    def __str__(self) -> str:
        return self.name


class Project(Revised):
    """Something built or installed under one contract."""

    number = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    manager = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="managed_projects"
    )
    began_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Unit(Revised):
    """One installed thing with a serial number."""

    serial = models.CharField(max_length=80)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="units")
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    dealer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="dealt_units"
    )
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    card_number = models.CharField(max_length=60, blank=True, db_index=True)
    made_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "serial"], name="unit_once")]
        indexes = [models.Index(fields=["customer", "id"], name="unit_of_customer")]

    def __str__(self) -> str:
        return f"{self.model.name} {self.serial}"


class Component(models.Model):
    """A part of a unit with its own life; `kind` is a component word of the plan."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="components")
    kind = models.CharField(max_length=60)
    serial = models.CharField(max_length=80, blank=True)
    installed_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}".strip()


class PastRepair(models.Model):
    """A repair from before Aftercare, as the books of that time tell it; never changed.

    `kind` is the order type of the old system, whatever it said. `fault` groups repairs of the
    same fault (`rules.same_problem`). `key` makes a second import of the same row do nothing.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past_repairs")
    done_on = models.DateField()
    text = models.TextField()
    kind = models.CharField(max_length=40, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    fault = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_row = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-done_on", "-id"], name="past_repair_of_unit"),
            models.Index(fields=["unit", "fault", "done_on"], name="past_repair_of_fault"),
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.text}"

    @property
    def sign(self) -> str:
        """What stands before an amount in this currency."""
        return {"CNY": "¥", "USD": "US$", "AUD": "A$", "EUR": "€"}.get(
            self.currency, f"{self.currency} "
        )
