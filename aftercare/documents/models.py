"""What is remembered of a file; its content lies under its hash, see `storage`."""

from django.db import models

from aftercare.documents.rules import KINDS, Kind


class Attachment(models.Model):
    """A file of a subject such as `case/12`; a public one is shown to the customer too.

    `uploaded_by` is the reference of whoever sent it, who need not be a person that signs in.
    """

    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    public = models.BooleanField(default=False)
    uploaded_by = models.CharField(max_length=60)
    uploaded_by_name = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="attachment_of_subject"),
            models.Index(fields=["sha256"], name="attachment_content"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"attachment/{self.pk}"

    @property
    def kind(self) -> Kind:
        """What it is, by its content."""
        return KINDS[self.media_type]

    @property
    def is_picture(self) -> bool:
        """Whether there is a small picture of it."""
        return self.kind.picture
