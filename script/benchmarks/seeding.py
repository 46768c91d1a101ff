"""A company grown to any number of cases: customers, units and agreements, and cases like the
patterns, with valid history, promises as the engine derives them, and everything findable.

    grown = World(stories, now); grown.grow(10_000); grown.grow(1_000_000)
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import finding
import loading
from django.db import connection, models, transaction
from patterns import Keys, Pattern, Place
from stories import GIVEN, SURNAMES, Story

from aftercare.catalog.models import Project, Site, Unit
from aftercare.desk.models import Case
from aftercare.kit import search
from aftercare.kit.models import ChainHead, Event, SearchEntry
from aftercare.people.models import Organisation, OrganisationKind
from aftercare.plans.models import Agreement, AgreementContact, Binding, Cover
from aftercare.promises.models import Alert, Commitment, Consequence

CASES_A_CUSTOMER, UNITS_A_CUSTOMER = 20, 3
CHUNK = 5000
CITIES = (
    "保定", "石家庄", "唐山", "济南", "青岛",
    "郑州", "洛阳", "武汉", "长沙", "成都", "重庆", "西安", "南京", "苏州", "杭州", "宁波",
)  # fmt: skip
WORDS = (
    "和平", "远航", "明珠", "恒通", "大地", "金桥", "东方", "华信", "瑞丰", "天元", "长城", "新源",
    "宏图", "安泰", "博远", "汇丰",
)  # fmt: skip
TRADES = (
    "机电", "物业", "农机", "医疗", "建材", "装饰", "科技", "物流", "商贸", "置业",
)  # fmt: skip
LOADED: tuple[type[models.Model], ...] = (
    Organisation, Site, Project, Unit, Agreement, Binding, Cover, AgreementContact, Case,
    Commitment, Consequence, Alert, SearchEntry,
)  # fmt: skip


class World:
    """A database that grows; what is in it already is never changed."""

    def __init__(self, stories: Sequence[Story], now: datetime, *, findable: bool = True) -> None:
        self.patterns = [Pattern(story) for story in stories]
        self.now, self.findable = loading.moment(now), findable
        self.at = now
        self.made = [0] * len(self.patterns)
        self.people = 0
        self.keys, self.entry = _keys(), _last(SearchEntry)
        self.founders = {pattern.plan: _Founder(pattern, self.now) for pattern in self.patterns}

    def grow(self, cases: int) -> None:
        """Add cases until there are so many of them besides the patterns."""
        self._make([round(cases * pattern.share) for pattern in self.patterns])

    def add(self, pattern: Pattern, copies: int) -> None:
        """Add so many cases like one more pattern."""
        self.founders.setdefault(pattern.plan, _Founder(pattern, self.now))
        self.patterns.append(pattern)
        self.made.append(0)
        self._make([*self.made[:-1], copies])
        self.patterns.pop()
        self.made.pop()

    def _make(self, wanted: list[int]) -> None:
        self.keys = _keys()  # the product may have gone on in the meantime
        missing = [want - made for want, made in zip(wanted, self.made, strict=True)]
        counts: dict[str, int] = {}
        for pattern, count in zip(self.patterns, missing, strict=True):
            counts[pattern.plan] = counts.get(pattern.plan, 0) + count
        with loading.hurried():
            places = {plan: self._places(plan, count) for plan, count in counts.items()}
            copies = self._copies(missing, places)
            while some := list(islice(copies, CHUNK)):
                self._write(some)
            self.made = wanted
            loading.settle(LOADED)

    def _copies(
        self, missing: Sequence[int], places: dict[str, Iterator[Place]]
    ) -> Iterator[tuple[Pattern, Place]]:
        for pattern, count in zip(self.patterns, missing, strict=True):
            for _ in range(count):
                yield pattern, next(places[pattern.plan])

    @transaction.atomic
    def _write(self, copies: Sequence[tuple[Pattern, Place]]) -> None:
        rows: dict[type[models.Model], list[Any]] = {
            model: [] for model in (Case, Event, Commitment, Consequence, Alert, SearchEntry)
        }
        for pattern, place in copies:
            first, before = self.keys.event, self.keys.commitment
            case, number = pattern.case_row(self.keys, place)
            rows[Case].append(case)
            rows[Event] += pattern.event_rows(self.keys, place, number)
            rows[Commitment] += pattern.commitment_rows(self.keys, place, first)
            steps, alerts = pattern.following_rows(self.keys, before)
            rows[Consequence] += steps
            rows[Alert] += alerts
            if self.findable:
                self.entry += 1
                found = finding.row(self.keys.case, number, pattern, place)
                rows[SearchEntry].append([self.entry, *found, self.now])
        if self.findable:
            finding.check(rows[SearchEntry][-1][1:-1], self.keys.case, number, *copies[-1])
        for model, several in rows.items():
            loading.load(model, several)
        ChainHead.objects.filter(pk=1).update(length=self.keys.event, hash=self.keys.hash)

    @property
    def promises_a_case(self) -> float:
        """How many commitments a case has on average."""
        return sum(pattern.share * len(pattern.promises) for pattern in self.patterns)

    def _places(self, plan: str, cases: int) -> Iterator[Place]:
        """New customers for so many cases of one plan, and then one place after the other."""
        customers = max(1, cases // CASES_A_CUSTOMER)
        made: list[Place] = []
        for begin in range(0, customers, CHUNK):
            made += self._customers(self.founders[plan], min(CHUNK, customers - begin))
        return iter(made[number % len(made)] for number in range(cases))

    @transaction.atomic
    def _customers(self, founder: "_Founder", count: int) -> list[Place]:
        found: dict[type[models.Model], list[Any]] = {model: [] for model in LOADED}
        places: list[Place] = []
        entries: list[search.Entry] = []
        for _ in range(count):
            self.people += 1
            customer = founder.found(self.people, self.at, found, entries)
            places += customer
        if self.findable:
            found[SearchEntry] = [self._entry(entry) for entry in entries]
        for model, rows in found.items():
            if rows:
                loading.load(model, rows)
        step = UNITS_A_CUSTOMER  # the first unit of everybody, then the second …
        return [place for unit in range(step) for place in places[unit::step]]

    def _entry(self, entry: search.Entry) -> list[Any]:
        self.entry += 1
        row = search._row(entry)
        return [self.entry, row.reference, row.kind, row.label, row.detail, row.haystack, row.mark,
                row.tokens, self.now]  # fmt: skip


class _Founder:
    """Makes customers that have what the demo's customer of one plan has."""

    def __init__(self, pattern: Pattern, now: str) -> None:
        case = Case.objects.get(pk=pattern.case[0])
        agreement = case.agreement
        if agreement is None:
            raise AssertionError("a pattern has an agreement")
        self.now, self.unit = now, loading.raw(Unit, "id = %s", [case.unit_id])[0]
        self.agreement = loading.raw(Agreement, "id = %s", [agreement.pk])[0]
        self.binding = loading.raw(Binding, "agreement_id = %s", [agreement.pk])[0]
        self.contacts = loading.raw(AgreementContact, "agreement_id = %s", [agreement.pk])
        self.place, self.kind = agreement.customer.sites.all()[0].place, agreement.customer.kind
        self.model = case.unit.model  # type: ignore[union-attr]
        self.title = agreement.title

    def found(
        self, number: int, at: datetime, rows: dict[type[models.Model], list[Any]],
        entries: list[search.Entry],
    ) -> list[Place]:  # fmt: skip
        """One customer with a site, a project, units and an agreement, all with derived keys."""
        pk = FIRST + number
        name, person = self._names(number)
        code, project = f"K{number:07d}", f"XM-{number:07d}"
        phone = f"1{3 + number % 7}{number * 7919 % 10**9:09d}"
        address = f"{CITIES[number % 16]}市{WORDS[number // 16 % 16]}路{number % 997}号"
        rows[Organisation].append([pk, 1, self.kind, code, name, phone, address, "normal"])
        rows[Site].append([pk, 1, pk, name, address, self.place, phone])
        rows[Project].append([pk, 1, project, self.title, pk, pk, None, None])
        entries.append(
            search.Entry(f"organisation/{pk}", name, at, address, [name], [phone, code], owner=pk)
        )
        entries.append(
            search.Entry(f"site/{pk}", name, at, address, [name], [phone], [self.place], owner=pk)
        )
        entries.append(
            search.Entry(
                f"project/{pk}", self.title, at, project, [self.title], [project], owner=pk
            )
        )
        self._agree(number, pk, rows)
        units = [pk * UNITS_A_CUSTOMER + place for place in range(UNITS_A_CUSTOMER)]
        places = []
        for unit in units:
            numbers = self._install(unit, pk, at, rows, entries)
            known = " ".join(finding.tokens_of(name, person, phone, numbers))
            places.append(Place(pk, pk, unit, pk, pk, name, person, phone, numbers, known))
        return places

    def _agree(self, number: int, pk: int, rows: dict[type[models.Model], list[Any]]) -> None:
        changed = {"id": pk, "number": f"HT-{number:07d}", "customer_id": pk}
        rows[Agreement].append(_with(Agreement, self.agreement, changed))
        rows[Binding].append(_with(Binding, self.binding, {"id": pk, "agreement_id": pk}))
        rows[Cover].append(
            _with(
                Cover,
                [None] * len(loading.columns(Cover)),
                {"id": pk, "agreement_id": pk, "project_id": pk},
            )
        )
        for place, contact in enumerate(self.contacts):
            changed = {"id": pk * 4 + place, "agreement_id": pk}
            rows[AgreementContact].append(_with(AgreementContact, contact, changed))

    def _install(
        self, pk: int, owner: int, at: datetime, rows: dict[type[models.Model], list[Any]],
        entries: list[search.Entry],
    ) -> tuple[str, str]:  # fmt: skip
        serial = f"{self.model.code.replace('-', '')}-{pk % 13 + 14}-{pk * 7907 % 10**7:07d}"
        card = f"BX{pk:07d}"
        changed = {
            "id": pk, "serial": serial, "customer_id": owner, "site_id": owner,
            "project_id": owner, "code": f"u{pk:015d}", "card_number": card,
        }  # fmt: skip
        row = _with(Unit, self.unit, changed)
        rows[Unit].append(row)
        dealer = dict(zip(loading.columns(Unit), row, strict=True))["dealer_id"]
        entries.append(
            search.Entry(
                f"unit/{pk}", f"{self.model.name} {serial}", at, self.model.code,
                numbers=[serial, card], texts=[self.model.brand], owner=owner,
                dealers=[dealer] if dealer else [],
            )
        )  # fmt: skip
        return serial, card

    def _names(self, number: int) -> tuple[str, str]:
        person = SURNAMES[number % 30] + GIVEN[number // 30 % 30] + GIVEN[number // 900 % 30]
        if self.kind == OrganisationKind.HOUSEHOLD:
            return person, person
        word = WORDS[number // 16 % 16] + WORDS[number // 256 % 16]
        return f"{CITIES[number % 16]}{word}{TRADES[number // 4096 % 10]}公司", person


FIRST = 1000  # the demo's own keys are below


def _with(model: type[models.Model], row: Sequence[Any], changes: dict[str, Any]) -> list[Any]:
    names = loading.columns(model)
    return [changes.get(name, value) for name, value in zip(names, row, strict=True)]


def _keys() -> Keys:
    head = ChainHead.objects.get(pk=1)
    last = [_last(model) for model in (Commitment, Consequence, Alert)]
    return Keys(_last(Case), head.length, last[0], last[1], last[2], head.hash)


def _last(model: type[models.Model]) -> int:
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({key}) FROM {table}")  # noqa: S608  # our own words
        return int(cursor.fetchone()[0] or 0)
