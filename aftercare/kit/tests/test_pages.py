"""Long lists by key: nothing twice, nothing missing, and no cursor breaks a page."""

import base64
import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import orjson
import pytest
from django.db.models.functions import Length
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from aftercare.kit import pages
from aftercare.kit.models import Event
from aftercare.people.models import Organisation, Person

KINDS = ("company", "customer", "dealer")
NAMES = ("安居", "和平", "和平", "明珠", "Zeta")


@pytest.fixture
def organisations(db: None) -> list[Organisation]:
    pairs = itertools.product(KINDS, NAMES)
    return Organisation.objects.bulk_create(
        Organisation(code=f"O{number}", kind=kind, name=name)
        for number, (kind, name) in enumerate(pairs)
    )


def forged(order: str, *values: object, backwards: int = 0) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([backwards, order, values])).decode().rstrip("=")


def codes(rows: "pages.Page[Organisation]") -> list[str]:
    return [row.code for row in rows]


@pytest.mark.parametrize("size", [1, 2, 4, 14, 15, 16])
@pytest.mark.parametrize("order", [("name",), ("-kind",), ("kind", "-name"), ("-name", "-id")])
def test_a_walk_there_and_back_meets_every_row_once(
    organisations: list[Organisation], order: tuple[str, ...], size: int
) -> None:
    keyset, rows = pages.Keyset(order, size), Organisation.objects.all()
    last = "-pk" if order[-1].startswith("-") else "pk"
    expected = [row.code for row in rows.order_by(*order, last)]
    page = keyset.page(rows)
    there = [codes(page)]
    assert page.earlier == ""
    while page.later:
        page = keyset.page(rows, page.later)
        there.append(codes(page))
    back = [codes(page)]
    while page.earlier:
        page = keyset.page(rows, page.earlier)
        back.insert(0, codes(page))
    assert list(itertools.chain(*there)) == expected
    assert back == there


def test_a_row_added_before_the_page_neither_hides_nor_repeats_another(
    organisations: list[Organisation],
) -> None:
    keyset, rows = pages.Keyset(("kind", "code"), 5), Organisation.objects.all()
    first = keyset.page(rows)
    Organisation.objects.create(kind="company", code="A", name="新")
    second = keyset.page(rows, first.later)
    assert codes(first) + codes(second) == [
        one.code for one in rows.exclude(code="A").order_by("kind", "code")[:10]
    ]
    assert codes(keyset.page(rows, second.earlier)) == codes(first)


def test_a_page_is_one_query_however_many_rows(
    organisations: list[Organisation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keyset, rows = pages.Keyset(("name",), 5), Organisation.objects.all()
    later = keyset.page(rows).later
    with django_assert_num_queries(1):
        keyset.page(rows, later)


def test_an_order_through_another_table_and_over_plain_values(
    organisations: list[Organisation],
) -> None:
    Person.objects.bulk_create(
        Person(name=f"P{number}", role="agent", organisation=one)
        for number, one in enumerate(organisations)
    )
    keyset = pages.Keyset(("organisation__name",), 4)
    rows = Person.objects.values("pk", "name", "organisation__name")
    page = keyset.page(rows)
    met = list(page)
    while page.later:
        page = keyset.page(rows, page.later)
        met += page.rows
    assert met == list(rows.order_by("organisation__name", "pk"))


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "!!!",
        "中文",
        "=",
        forged("name,pk", "和平"),
        forged("kind,pk", "和平", 3),
        forged("name,pk", "和平", "three"),
        forged("name,pk", "和平", None),
        forged("name,pk", "a\x00b", 3),
        forged("name,pk", "和" * 121, 3),
        forged("name,pk", "和平", 2**63),
        forged("name,pk", {"t": "2026-01-01T00:00:00"}, 3),
        forged("name,pk", {"x": "1"}, 3),
        forged("name,pk", {"n": "abc"}, 3),
        forged("name,pk", [1], 3),
        base64.urlsafe_b64encode(b"[1").decode(),
        base64.urlsafe_b64encode(b"{}").decode(),
    ],
)
def test_a_cursor_of_another_list_is_an_error_for_the_api_and_the_first_page_for_people(
    organisations: list[Organisation], cursor: str
) -> None:
    keyset, rows = pages.Keyset(("name",), 5), Organisation.objects.all()
    with pytest.raises(pages.BadCursor) as refused:
        keyset.page(rows, cursor)
    assert (refused.value.status, refused.value.code) == (400, "bad-cursor")
    request = RequestFactory().get("/", {"at": cursor})
    assert codes(keyset.shown(rows, request)) == codes(keyset.page(rows))


def test_a_page_that_is_gone_shows_the_first(organisations: list[Organisation]) -> None:
    keyset = pages.Keyset(("name",), 5)
    later = keyset.page(Organisation.objects.all()).later
    few = Organisation.objects.filter(kind="company", name="Zeta")
    request = RequestFactory().get("/", {"at": later})
    assert codes(keyset.shown(few, request)) == codes(keyset.page(few)) == ["O4"]


def test_an_order_by_what_the_query_adds(organisations: list[Organisation]) -> None:
    keyset, rows = (
        pages.Keyset(("-letters",), 4),
        Organisation.objects.annotate(letters=Length("name")),
    )
    page = keyset.page(rows)
    assert [len(row.name) for row in page] == [4, 4, 4, 2]
    assert [len(row.name) for row in keyset.page(rows, page.later)] == [2, 2, 2, 2]
    with pytest.raises(pages.BadCursor):
        keyset.page(rows, forged("-letters,-pk", "four", 3))


def test_an_order_that_may_be_null_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="username may be null"):
        pages.Keyset(("username",)).page(Person.objects.all())


def test_a_column_may_order_when_its_empty_rows_are_left_out(
    organisations: list[Organisation],
) -> None:
    Person.objects.bulk_create(
        Person(name="P", username=username, role="agent", organisation=organisations[0])
        for username in ("b", None, "a", "c", None)
    )
    keyset = pages.Keyset(("username",), 2, filled=("username",))
    rows = Person.objects.filter(username__isnull=False)
    page = keyset.page(rows)
    assert [one.username for one in page] == ["a", "b"]
    assert [one.username for one in keyset.page(rows, page.later)] == ["c"]


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 11, 22, 8, 30, 0, 123456, tzinfo=UTC),
        date(2026, 2, 28),
        Decimal("12.50"),
        UUID(int=7),
        "和平",
        -3,
        True,
    ],
)
def test_a_cursor_keeps_the_type_of_a_value(value: object) -> None:
    packed = orjson.loads(orjson.dumps(pages._packed(value)))
    assert (pages._unpacked(packed), type(pages._unpacked(packed))) == (value, type(value))


def test_moments_order_events_to_the_microsecond(db: None) -> None:
    moment = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    Event.objects.bulk_create(
        Event(sequence=number, kind="k", subject="s", actor="a", actor_name="A",
              occurred_at=moment.replace(microsecond=number), recorded_at=moment)
        for number in range(1, 6)
    )  # fmt: skip
    keyset = pages.Keyset(("-occurred_at",), 2)
    page = keyset.page(Event.objects.all())
    page = keyset.page(Event.objects.all(), page.later)
    assert [event.sequence for event in page] == [3, 2]


FILTERS = (
    pages.Filter("state", "State", choices=[("open", "Open"), ("closed", "Closed")]),
    pages.Filter("since", "Since", "date"),
    pages.Filter("q", "Text", "text"),
    pages.Filter("mine", "Mine", "flag"),
)


def test_filters_take_what_makes_sense_and_keep_it_in_the_address() -> None:
    given = QueryDict("state=open&since=2026-02-28&q=+和平+&mine=on&tab=late&at=xyz&other=1")
    filters = pages.Filters(FILTERS, given, keep=["tab"])
    assert filters.chosen == {"state": "open", "since": "2026-02-28", "q": "和平", "mine": "1"}
    assert filters.on("since") == date(2026, 2, 28)
    assert filters.address(state="", q="a&b") == "?tab=late&since=2026-02-28&q=a%26b&mine=1"
    assert filters.without_all == "?tab=late"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_near_the_ends_of_time_counts_as_not_given(day: str) -> None:
    assert pages.Filters(FILTERS, QueryDict(f"since={day}")).on("since") is None


def test_filters_that_make_no_sense_count_as_not_given() -> None:
    given = QueryDict("state=broken&since=2026-02-30&q=%00&mine=perhaps")
    filters = pages.Filters(FILTERS, given)
    assert filters.chosen == {}
    assert filters.on("since") is None
    assert [one.value for one in filters.shown] == ["", "", "", ""]
