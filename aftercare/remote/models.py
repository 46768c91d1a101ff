"""Remote sessions, and what was changed in them."""

from datetime import datetime

from django.db import models

from aftercare.desk.models import Case
from aftercare.kit.models import Living
from aftercare.people.models import Person
from aftercare.remote.rules import standing
from aftercare.remote.states import SessionState


class RemoteSession(Living):
    """One session on a case. `hours` is what is asked for; `authorised_until` what was allowed.

    `link_hash` is the SHA-256 of the secret in the customer's link; it goes with the answer, so
    that the link answers once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remote_sessions")
    engineer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="remote_sessions")
    purpose = models.CharField(max_length=200)
    scope = models.CharField(max_length=300)
    hours = models.PositiveSmallIntegerField()
    tool = models.URLField(max_length=300, blank=True)
    link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    link_ends_at = models.DateTimeField()
    requested_at = models.DateTimeField()
    authorised_by = models.CharField(max_length=80, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_until = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-requested_at"], name="session_of_case")]

    def __str__(self) -> str:
        return self.purpose

    def stands_at(self, at: datetime) -> SessionState:
        """The state at a moment, with its label."""
        found = standing(self.state, at, self.link_ends_at, self.authorised_until)
        return SessionState(found)


class SessionChange(models.Model):
    """Something that was changed on the customer's system; never edited."""

    session = models.ForeignKey(RemoteSession, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    what = models.TextField()

    def __str__(self) -> str:
        return self.what
