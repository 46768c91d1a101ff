"""What the tools remember: the event chain, counters, search entries."""

import uuid

from django.db import models

from aftercare.kit.fields import TokensField

GENESIS = "0" * 64


class Revised(models.Model):
    """A record that two people may edit at once: each change counts its revision up."""

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """How events and addresses name this record, such as `case/12`."""
        return f"{self._meta.model_name}/{self.pk}"

    @property
    def context(self) -> str:
        """What its events happen under: the reference of its agreement, if it has one."""
        agreement: Revised | None = getattr(self, "agreement", None)
        return agreement.reference if agreement else ""


class Living(Revised):
    """A record with a life: a state from its table of moves."""

    state = models.CharField(max_length=20)

    class Meta:
        abstract = True


class Event(models.Model):
    """Something that happened, once and for ever.

    `sequence` is gap-free and in commit order, because it is given under the lock of the chain
    head. `subject` and `context` are references such as `case/12` and `agreement/7`. `begins` is
    known only while it is recorded: nothing had happened to the subject before.
    """

    begins = False
    sequence = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    context = models.CharField(max_length=60, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "sequence"], name="event_of_subject"),
            models.Index(fields=["kind", "subject"], name="event_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.subject}"


class ChainHead(models.Model):
    """The end of the event chain: one row, locked by whoever appends."""

    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)


class Counter(models.Model):
    """The last number given in a range, such as the cases of one day."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.BigIntegerField(default=0)


class Tally(models.Model):
    """How often something was tried by somebody until `ends_at`; see `kit.limits`."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)


class SearchEntry(models.Model):
    """One thing that can be searched for; `aftercare.kit.search` writes and finds these.

    A changed entry gets a new id, so the newest ids are what was last touched. `mark` is the
    digest of `tokens`; `haystack` holds the folded texts, numbers and sounds, to be exact.
    """

    reference = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    detail = models.CharField(max_length=400, blank=True)
    haystack = models.TextField()
    mark = models.CharField(max_length=32)
    tokens = TokensField()
    ranked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reference} {self.label}"
