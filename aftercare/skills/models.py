"""Skills, the certificates people have of them, and what was told of a certificate."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from aftercare.kit.models import Revised
from aftercare.people.models import Person
from aftercare.skills.rules import Paper, Scope


class Skill(Revised):
    """Something one must be able to do, or be allowed to do.

    `product_classes` and `causes` are words of the catalogue and of the plans, `product_models`
    codes of models; see `rules.Scope`. Nobody is asked any more for one that is `retired`.
    """

    code = models.SlugField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    needs_certificate = models.BooleanField(default=True)
    for_everything = models.BooleanField(default=False)
    product_classes = models.JSONField(default=list, blank=True)
    product_models = models.JSONField(default=list, blank=True)
    causes = models.JSONField(default=list, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name in the language of the reader."""
        english = (get_language() or "").startswith("en")
        return self.title_en or self.title_zh if english else self.title_zh

    @property
    def scope(self) -> Scope:
        """What it is for, to be asked."""
        return Scope(self.for_everything, self.product_classes, self.product_models, self.causes)


class Certificate(Revised):
    """The paper that says somebody has a skill; for a skill that needs none, a word that they do.

    From `valid_from` to `valid_until`, both included; without a last day until it is withdrawn.
    From `withdrawn_on` on it holds no more. `renews`: the one it comes after.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    renews = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renewals"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "skill", "number", "valid_from"], name="certificate_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="certificate_lasts",
            ),
        ]
        indexes = [models.Index(fields=["valid_until", "id"], name="certificate_by_end")]

    def __str__(self) -> str:
        return f"{self.skill} {self.number}".strip()

    @property
    def paper(self) -> Paper:
        """What the rules ask about."""
        return Paper(self.valid_from, self.valid_until, self.withdrawn_on)


class Reminder(models.Model):
    """Something was told of a certificate with this last valid day; once, whoever tells it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=30)
    valid_until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "what", "valid_until"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.valid_until}"
