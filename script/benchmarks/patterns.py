"""One case of the product taken as a pattern: its rows, with the places that differ from case to
case. The events of every copy are chained by the product's own digest, byte for byte."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import loading
import orjson
from stories import Story

from aftercare.desk.models import Case
from aftercare.kit.events import digest
from aftercare.kit.models import Event
from aftercare.promises.models import Alert, Commitment, Consequence

CASE = loading.columns(Case)
EVENT = loading.columns(Event)
COMMITMENT = loading.columns(Commitment)
CONSEQUENCE = loading.columns(Consequence)
ALERT = loading.columns(Alert)


@dataclass(frozen=True)
class Place:
    """Whose a copy is, and what is told of it; keys of rows that are there already."""

    customer: int
    agreement: int
    unit: int
    project: int
    site: int
    customer_name: str
    name: str
    phone: str
    numbers: tuple[str, str]
    tokens: str


@dataclass
class Keys:
    """The last keys and the last hash given."""

    case: int
    event: int
    commitment: int
    consequence: int
    alert: int
    hash: str


class Pattern:
    """The rows of one case, ready to be copied."""

    def __init__(self, story: Story) -> None:
        self.share = story.share
        case = Case.objects.select_related("agreement").get(pk=story.case)
        if case.agreement is None:
            raise AssertionError("a story is told on a unit that an agreement covers")
        self.plan = case.agreement.plan_version.plan
        self.symptom, self.solution = case.symptom, case.solution
        self.dealer, self.reported_at = case.organisation_id, case.reported_at
        self.number = case.number
        self.case = loading.raw(Case, "id = %s", [case.pk])[0]
        subject = case.reference
        self.events = [
            _Happened(event, row, case.number)
            for event, row in zip(
                Event.objects.filter(subject=subject).order_by("sequence"),
                loading.raw(Event, "subject = %s", [subject]),
                strict=True,
            )
        ]
        self.order = {event.sequence: place for place, event in enumerate(self.events, start=1)}
        for event in self.events:
            event.order = self.order
        rows = loading.raw(Commitment, "subject = %s", [subject])
        self.promises = [_Promised(row, self.order) for row in rows]
        keys = {int(row[0]): place for place, row in enumerate(rows, start=1)}
        mine = "commitment_id IN (SELECT id FROM promises_commitment WHERE subject = %s)"
        self.steps = _belonging(loading.raw(Consequence, mine, [subject]), CONSEQUENCE, keys)
        self.alerts = _belonging(loading.raw(Alert, mine, [subject]), ALERT, keys)

    def case_row(self, keys: Keys, place: Place) -> tuple[list[Any], str]:
        """The next copy of the case, and its number."""
        keys.case += 1
        number = f"{self.number.partition('-')[0]}-{keys.case:07d}"
        row = [*self.case]
        for name, value in (
            ("id", keys.case), ("number", number), ("customer_id", place.customer),
            ("agreement_id", place.agreement), ("unit_id", place.unit),
            ("project_id", place.project), ("site_id", place.site),
            ("reporter_name", place.name), ("reporter_phone", place.phone),
            ("link_hash", None),
        ):  # fmt: skip
            row[_OF_CASE[name]] = value
        return row, number

    def event_rows(self, keys: Keys, place: Place, number: str) -> Iterator[tuple[Any, ...]]:
        """The history of the copy, chained to what is there."""
        first = keys.event
        for event in self.events:
            keys.event += 1
            row = event.row(keys, place, number, first)
            keys.hash = row[-1]
            yield row

    def commitment_rows(self, keys: Keys, place: Place, first: int) -> Iterator[list[Any]]:
        """Its promises; `first` is the sequence number before its first event."""
        for promised in self.promises:
            keys.commitment += 1
            yield promised.row(keys, place, first)

    def following_rows(self, keys: Keys, first: int) -> tuple[list[list[Any]], list[list[Any]]]:
        """The steps taken about its promises and who was told; `first` is the key before them."""
        steps = [[keys.consequence + n, first + at, *rest]
                 for n, (at, rest) in enumerate(self.steps, start=1)]  # fmt: skip
        alerts = [
            [keys.alert + n, rest[0], first + at, *rest[1:]]
            for n, (at, rest) in enumerate(self.alerts, start=1)
        ]
        keys.consequence += len(steps)
        keys.alert += len(alerts)
        return steps, alerts


_OF_CASE = {name: place for place, name in enumerate(CASE)}


class _Happened:
    """One event. Its canonical writing is cut where copies differ; see `kit.events.digest`."""

    def __init__(self, event: Event, row: list[Any], number: str) -> None:
        self.sequence, self.order = event.sequence, dict[int, int]()
        named = dict(zip(EVENT, row, strict=True))
        self.fixed = named
        self.data: str = named["data"]
        self.says_number, self.case_number = number in self.data, number
        self.commitment: str = event.data.get("commitment", "")
        content = orjson.dumps(event.data, option=orjson.OPT_SORT_KEYS).decode()
        self.content = content
        self.begin = _plain({"actor": event.actor, "actor_name": event.actor_name})[:-1]
        self.middle = _plain({
            "kind": event.kind,
            "occurred_at": event.occurred_at.isoformat(),
            "recorded_at": event.recorded_at.isoformat(),
        })[1:-1]  # fmt: skip
        found = self.hash(
            event.previous_hash, event.context, content, str(event.id), event.sequence,
            event.subject,
        )  # fmt: skip
        if not found == event.hash == digest(event):
            raise AssertionError("the product writes its events otherwise now")

    def row(self, keys: Keys, place: Place, number: str, first: int) -> tuple[Any, ...]:
        data, content = self.data, self.content
        if self.says_number:
            data = data.replace(self.case_number, number)
            content = content.replace(self.case_number, number)
        if self.commitment:
            here = _moved(self.commitment, self.order, first)
            data = data.replace(self.commitment, here)
            content = content.replace(self.commitment, here)
        subject, context = f"case/{keys.case}", f"agreement/{place.agreement}"
        end = f"{keys.event:012x}"
        id = f"00000000-0000-4000-8000-{end}"
        fixed = self.fixed
        return (
            keys.event, f"00000000000040008000{end}", fixed["kind"], subject, context,
            fixed["occurred_at"], fixed["recorded_at"], fixed["actor"], fixed["actor_name"],
            data, keys.hash, self.hash(keys.hash, context, content, id, keys.event, subject),
        )  # fmt: skip

    def hash(
        self, before: str, context: str, content: str, id: str, sequence: int, subject: str
    ) -> str:
        """What `kit.events.digest` gives, without making the whole row."""
        canonical = (
            f'{before}{self.begin},"context":"{context}","data":{content},"id":"{id}",'
            f'{self.middle},"sequence":{sequence},"subject":"{subject}"}}'
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


class _Promised:
    """One commitment, which names the events that started, met and paused it."""

    def __init__(self, row: list[Any], order: dict[int, int]) -> None:
        self.fixed, self.order = row, order
        self.at = {name: place for place, name in enumerate(COMMITMENT)}
        self.started = order[int(row[self.at["started_by"]])]
        met = row[self.at["met_by"]]
        self.met = None if met is None else order[int(met)]
        self.pauses = orjson.loads(row[self.at["pauses"]])

    def row(self, keys: Keys, place: Place, first: int) -> list[Any]:
        row, at = [*self.fixed], self.at
        row[at["id"]] = keys.commitment
        row[at["key"]] = _moved(row[at["key"]], self.order, first)
        row[at["agreement_id"]] = place.agreement
        row[at["subject"]] = f"case/{keys.case}"
        row[at["started_by"]] = first + self.started
        row[at["met_by"]] = None if self.met is None else first + self.met
        if self.pauses:
            moved = [
                {**pause, "event": first + self.order[pause["event"]]} if pause["event"] else pause
                for pause in self.pauses
            ]
            row[at["pauses"]] = orjson.dumps(moved).decode()
        return row


def _plain(content: dict[str, str]) -> str:
    return orjson.dumps(content).decode()


def _moved(key: str, order: dict[int, int], first: int) -> str:
    """The key of a commitment, started by the same event of the copy."""
    version, promise, started, rest = key.split(":", 3)
    return f"{version}:{promise}:{first + order[int(started)]}:{rest}"


def _belonging(
    rows: list[list[Any]], names: list[str], keys: dict[int, int]
) -> list[tuple[int, list[Any]]]:
    """Rows without their keys, and to which of the promises they belong."""
    own = names.index("commitment_id")
    return [
        (keys[int(row[own])], [v for place, v in enumerate(row) if place not in (0, own)])
        for row in rows
    ]
