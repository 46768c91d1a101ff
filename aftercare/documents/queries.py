"""Looking up attachments. Whoever asks has made sure that the person may see the subject."""

from django.db.models import QuerySet

from aftercare.documents.models import Attachment


def attachments_of(subject: str, *, public_only: bool = False) -> QuerySet[Attachment]:
    """The files of a subject, the newest first; for a customer only those meant for them."""
    files = Attachment.objects.filter(subject=subject).order_by("-id")
    return files.filter(public=True) if public_only else files
