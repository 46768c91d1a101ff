"""What the API remembers: who may call it, and what it has answered."""

from datetime import datetime

from django.db import models

from aftercare.people.models import Person

PER_MINUTE = 600


class Token(models.Model):
    """A key with which a program acts as a person.

    `prefix` is public and stands in lists and logs. Of the secret only the SHA-256 is kept: it is
    long and random, so that a slow hash would protect nothing more. `scopes` are words such as
    `read:cases`; `per_minute` is how many requests it may send.
    """

    name = models.CharField(max_length=80)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField(default=PER_MINUTE)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="token_of_person")]

    def __str__(self) -> str:
        return f"ac_{self.prefix}_… {self.name}"

    @property
    def reference(self) -> str:
        """How events and the rate limit name this token."""
        return f"token/{self.pk}"

    def is_live(self, at: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and at < self.expires_at


class GivenAnswer(models.Model):
    """The answer to a request with an `Idempotency-Key`, written with its effect or not at all."""

    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="answer_once")]
