"""Patches, the cases they came from, and one offer for each unit they fit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy

from aftercare.catalog.models import ProductModel, Unit
from aftercare.desk.models import Case
from aftercare.kit.models import Living
from aftercare.patches.states import OfferState, PatchState
from aftercare.people.models import Organisation


class Patch(Living):
    """A patch or version of a product, in both languages.

    A language that is not written is shown in the other one. `link` is where to get it, if it is
    no file. `next_at` is when the worker looks again for units it was not offered for, empty when
    never; `reached` is the key of the last unit it has looked at in this round, 0 between rounds.
    """

    number = models.CharField(max_length=40, unique=True)
    products = models.ManyToManyField(ProductModel, related_name="patches")
    title_zh = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    fixes_zh = models.TextField(blank=True)
    fixes_en = models.TextField(blank=True)
    risks_zh = models.TextField(blank=True)
    risks_en = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    cases = models.ManyToManyField(Case, through="PatchCase", related_name="patches")
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    reached = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="patch_newest"),
            models.Index(
                fields=["next_at", "id"], name="patch_to_offer", condition=Q(next_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def said(self, what: str, language: str | None = None) -> str:
        """The title, `fixes` or `risks` in a language, else in the other one."""
        in_english = (language or get_language() or "") == "en"
        names = ("en", "zh") if in_english else ("zh", "en")
        words: list[str] = [getattr(self, f"{what}_{one}") for one in names]
        return words[0] or words[1]

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return self.said("title")

    @property
    def fixes(self) -> str:
        """What it mends."""
        return self.said("fixes")

    @property
    def risks(self) -> str:
        """What may go wrong."""
        return self.said("risks")

    @property
    def stands_as(self) -> PatchState:
        """The state with its label."""
        return PatchState(self.state)


class PatchCase(models.Model):
    """A case whose fault a patch mends: the patch came of it, or answers it."""

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="links")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="patch_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "patch"], name="patch_case_once")]


class ToTell(models.TextChoices):
    """What a customer is still to be told about an offer."""

    OFFERED = "offered", pgettext_lazy("patch", "that it is offered")
    WITHDRAWN = "withdrawn", pgettext_lazy("patch", "that it is withdrawn")


class Offer(Living):
    """A patch for one unit of a customer, and what the customer chose.

    `customer` is whose unit it was when it was offered; whoever gets the unit later is asked anew.
    `answered_by` is who chose, `recorded_by` who wrote it down for them, if it was somebody else.
    `to_tell` is what the worker has still to write to the customer; empty for nothing.
    """

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="offers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="patch_offers")
    customer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="patch_offers"
    )
    offered_at = models.DateTimeField()
    to_tell = models.CharField(max_length=10, choices=ToTell.choices, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=120, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    done_by = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patch", "unit", "customer"], name="offer_once")
        ]
        indexes = [
            models.Index(fields=["patch", "state", "id"], name="offer_of_patch"),
            models.Index(fields=["customer", "state", "-id"], name="offer_of_customer"),
            models.Index(fields=["customer", "-id"], name="offer_newest"),
            models.Index(fields=["unit", "-id"], name="offer_of_unit"),
            models.Index(
                fields=["patch", "customer", "id"], name="offer_to_tell", condition=~Q(to_tell="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patch.number} · {self.unit}"

    @property
    def context(self) -> str:
        """What becomes of a patch for a unit happens under the patch."""
        return self.patch.reference

    @property
    def stands_as(self) -> OfferState:
        """The state with its label."""
        return OfferState(self.state)
