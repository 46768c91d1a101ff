"""Whether frozen verdicts are still what was decided.

A verdict that a person decided stands on the case and, whole, in the event of the decision. The
event cannot change unseen; so a verdict that was changed on the case shows.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from aftercare.desk.models import Case
from aftercare.kit.chunks import chunks
from aftercare.kit.models import Event

COVERED = "case.covered"
CHUNK = 2000


def changed_verdicts() -> Iterator[Case]:
    """The cases whose verdict is not the one that was decided last, or was decided by no event."""
    events = Event.objects.filter(kind=COVERED).order_by("subject", "sequence")
    by_case = groupby(events.iterator(chunk_size=CHUNK), key=lambda event: event.subject)
    for some in chunks(list(group)[-1] for _subject, group in by_case):
        yield from _unlike(some)
    decided = Case.objects.filter(verdict__has_key="decided").order_by("id")
    for cases in chunks(decided.iterator(chunk_size=CHUNK)):
        subjects = [case.reference for case in cases]
        told = Event.objects.filter(kind=COVERED, subject__in=subjects)
        known = set(told.values_list("subject", flat=True))
        yield from (case for case in cases if case.reference not in known)


def _unlike(decisions: Iterable[Event]) -> Iterator[Case]:
    keys = {int(event.subject.rpartition("/")[2]): event for event in decisions}
    for key, case in sorted(Case.objects.in_bulk(list(keys)).items()):
        data = keys[key].data
        if "verdict" in data and (case.verdict, case.covered) != (data["verdict"], data["covered"]):
            yield case
