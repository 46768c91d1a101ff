"""The clocks of cases as pages show them: what is promised, how it stands, until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from aftercare.desk.speech import Voice
from aftercare.promises import sources
from aftercare.promises.models import OPEN_STATES, Commitment


@dataclass(frozen=True)
class Ticking:
    """One promise on a page: its words, its standing, and the clauses it comes from."""

    commitment: Commitment
    title: str
    clauses: Sequence[str]
    warn_at: datetime | None

    @property
    def runs(self) -> bool:
        """Whether its outcome is still open."""
        return self.commitment.state in OPEN_STATES

    def is_late(self, now: datetime) -> bool:
        """Whether its moment has passed and nobody has kept it."""
        due_at = self.commitment.due_at
        return self.runs and due_at is not None and due_at <= now


def ticking(commitments: Iterable[Commitment] | QuerySet[Commitment]) -> list[Ticking]:
    """Commitments made ready to be shown."""
    rows = list(commitments)
    versions = {row.plan_version_id for row in rows}
    voices = {version: Voice(sources.terms_of(version).plan) for version in versions}
    return [_shown(row, voices[row.plan_version_id]) for row in rows]


def _shown(row: Commitment, voice: Voice) -> Ticking:
    next_is_warning = row.next_at and row.due_at and row.next_at < row.due_at
    warned_at = row.warned_at if row.state in OPEN_STATES else None
    warn_at = warned_at or (row.next_at if next_is_warning else None)
    return Ticking(row, voice.promise(row.promise), voice.clauses_of(row.promise), warn_at)
