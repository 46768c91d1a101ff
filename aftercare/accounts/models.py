"""Mail that lets somebody in, or tells them that something about their account changed."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.people.models import Person


class Purpose(models.TextChoices):
    """What a letter is for; all but notices carry a link that opens once."""

    INVITATION = "invitation", _("invitation")
    RECOVERY = "recovery", _("new password")
    NOTICE = "notice", _("notice")


class LetterState(models.TextChoices):
    """Where a letter is."""

    QUEUED = "queued", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")


class Notice(models.TextChoices):
    """What a notice tells."""

    PASSWORD = "password-changed", _("Your password was changed.")
    CODES_ON = "codes-on", _("Codes from an app were set up as your second factor.")
    CODES_OFF = "codes-off", _("Codes from an app are no longer your second factor.")
    PASSKEY_ON = "passkey-added", _("A passkey was added to your account.")
    PASSKEY_OFF = "passkey-removed", _("A passkey was removed from your account.")
    RECOVERY_CODES = "recovery-codes", _("New recovery codes were made for your account.")
    FACTORS_RESET = "factors-reset", _("An administrator removed your second factors.")
    COMPANY = "company-linked", _("Your account was linked to the sign-in of the company.")


class Letter(models.Model):
    """One mail to one person, sent by the worker.

    The secret of its link is kept nowhere: it is derived from `nonce` and the installation's
    secret key when the mail is written. `secret_hash` finds the letter when the link comes back.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    notice = models.CharField(max_length=20, blank=True, choices=Notice.choices)
    nonce = models.CharField(max_length=32)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, default=LetterState.QUEUED, choices=LetterState.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="letter_to_send", condition=models.Q(state="queued")
            ),
            models.Index(fields=["person", "-made_at"], name="letter_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    def is_open(self, at: datetime) -> bool:
        """Whether its link still opens something."""
        return self.used_at is None and at < self.expires_at and self.person.is_active
