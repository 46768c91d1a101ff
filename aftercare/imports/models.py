"""What was imported, when and by whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where an import stands."""

    CHECKED = "checked", _("checked, nothing written yet")
    REFUSED = "refused", _("nothing written")
    DONE = "done", _("written")


class ImportRun(models.Model):
    """One file: as it was checked, and what came of it.

    The file itself is kept only until it is written. `sample` are its first rows, `refusal` why
    it could not be checked to the end. `problems` are the first of them; `mend` is the file of
    rows that did not fit.
    """

    sheet = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    file = models.FileField(upload_to="imports/", blank=True)
    mapping = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    sample = models.JSONField(default=list)
    refusal = models.CharField(max_length=1000, blank=True)
    good_rows = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RunState.choices)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    mend = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="imports",
    )  # fmt: skip
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.file_name}"

    @property
    def reference(self) -> str:
        """How the history names it."""
        return f"import/{self.pk}"
