"""Searching: the same answers on SQLite and PostgreSQL, and nothing of what is gone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from aftercare.kit import search
from aftercare.kit.models import SearchEntry
from aftercare.kit.search import EVERYTHING, Entry, Scope

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KINDS = ("organisation", "unit", "site", "case")
pytestmark = pytest.mark.django_db

ENTRIES = (
    Entry("organisation/1", "重庆长安汽车股份有限公司", AT, detail="重庆市江北区建新东路 260 号",
          owner=1, dealers=[7], names=["重庆长安汽车股份有限公司"],
          numbers=["023-6759 1234", "K1001"]),
    Entry("organisation/2", "单田芳", AT, detail="北京市朝阳区建国路88号院2号楼",
          names=["单田芳"], numbers=["+86 138-0013-8000"], owner=2, dealers=[8]),
    Entry("unit/3", "离心式冷水机组 SN-2024/00017", AT, numbers=["SN-2024/00017"], owner=1,
          dealers=[7]),
    Entry("unit/4", "Excavator A", AT, numbers=["A"], texts=["L/H BUCKET CYL LEAKING."], owner=2),
    Entry("case/5", "压缩机漏油，Ｅ3 报警", AT, owner=2, dealers=[8]),
)  # fmt: skip


@pytest.fixture(autouse=True)
def indexed() -> None:
    search.index(*ENTRIES)


def found(text: str, scope: Scope = EVERYTHING, **more: object) -> list[str]:
    hits = search.search(text, scope=scope, kinds=KINDS, **more)  # type: ignore[arg-type]
    return [hit.reference for hit in hits]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("长安", ["organisation/1"]),
        ("重", ["organisation/1"]),
        ("cqca", ["organisation/1"]),
        ("caqc", ["organisation/1"]),
        ("changan", ["organisation/1"]),
        ("chongqingchangan", ["organisation/1"]),
        ("shantian", ["organisation/2"]),
        ("STF", ["organisation/2"]),
        ("dtf", ["organisation/2"]),
        ("13800138000", ["organisation/2"]),
        ("0138", ["organisation/2"]),
        ("138 8000", ["organisation/2"]),
        ("+8613800138000", ["organisation/2"]),
        ("建国路88", ["organisation/2"]),
        ("88号院", ["organisation/2"]),
        ("67591234", ["organisation/1"]),
        ("6759-1234", ["organisation/1"]),
        ("sn2024", ["unit/3"]),
        ("2024/0001", ["unit/3"]),
        ("00017", ["unit/3"]),
        ("sn-2024", ["unit/3"]),
        ("冷水机组 017", ["unit/3"]),
        ("buck", ["unit/4"]),
        ("bucket cyl", ["unit/4"]),
        ("l/h", ["unit/4"]),
        ("excavator a", ["unit/4"]),
        ("漏油", ["case/5"]),
        ("e3", ["case/5"]),
        ("机漏", ["case/5"]),
        ("建", ["organisation/2", "organisation/1"]),
        ("油漏", []),
        ("漏机", []),
        ("138001", ["organisation/2"]),
        ("138013", []),
        ("hangan", []),
        ("ucket", []),
        ("'; DROP TABLE kit_searchentry; --", []),
        ('"漏油"', ["case/5"]),
        ("漏油 OR 长安", []),
        ("%", []),
        ("", []),
        ("。", []),
    ],
)
def test_a_text_finds_what_holds_it(text: str, references: list[str]) -> None:
    assert found(text) == references


def test_a_whole_name_or_number_comes_first() -> None:
    search.index(
        Entry("organisation/9", "单田芳茶馆", AT, names=["单田芳茶馆"]),
        Entry("organisation/10", "老单田芳", AT, names=["老单田芳"]),
    )
    hits = search.search("单田芳", kinds=KINDS, scope=EVERYTHING)
    assert [(hit.reference, hit.exact) for hit in hits] == [
        ("organisation/2", True),
        ("organisation/10", False),
        ("organisation/9", False),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [("长安", "name"), ("建新东路", "text"), ("023675", "number"), ("cqca", "sound"),
     ("长安 12345", "")],
)  # fmt: skip
def test_a_hit_says_where_the_text_was_found(text: str, why: str) -> None:
    hits = search.search(text, kinds=("organisation",), scope=EVERYTHING)
    assert [hit.why for hit in hits] == ([why] if why else [])


@pytest.mark.parametrize(
    ("scope", "references"),
    [
        (EVERYTHING, ["organisation/2", "organisation/1"]),
        (Scope(owner=1), ["organisation/1"]),
        (Scope(owner=2), ["organisation/2"]),
        (Scope(owner=12), []),
        (Scope(dealer=7), ["organisation/1"]),
        (Scope(dealer=8), ["organisation/2"]),
        (Scope(references=frozenset({"organisation/2", "unit/3"})), ["organisation/2"]),
        (Scope(), []),
    ],
)
def test_nobody_finds_what_is_not_theirs(scope: Scope, references: list[str]) -> None:
    assert found("建", scope) == references


def test_kinds_are_kept_apart() -> None:
    assert [hit.reference for hit in search.search("2", kinds=("site",), scope=EVERYTHING)] == []
    hits = search.search("sn2024", kinds=("unit",), scope=EVERYTHING)
    assert [(hit.kind, hit.key) for hit in hits] == [("unit", 3)]


def test_removed_text_is_found_no_more() -> None:
    search.index(Entry("case/5", "压缩机异响", AT, owner=2))
    assert (found("漏油"), found("异响")) == ([], ["case/5"])
    search.forget("case/5", "organisation/2")
    assert (found("异响"), found("13800138000"), found("压缩机")) == ([], [], [])
    assert SearchEntry.objects.count() == 3


def test_what_changed_is_the_newest_and_what_did_not_stays() -> None:
    before = found("建")
    search.index(ENTRIES[1])
    assert found("建") == before
    search.index(Entry("organisation/1", "重庆长安", AT, detail="建新西路"))
    assert found("建") == ["organisation/1", "organisation/2"]


def test_a_label_may_change_without_its_tokens() -> None:
    search.index(
        Entry(
            "unit/4", "excavator A", AT, numbers=["A"], texts=["L/H BUCKET CYL LEAKING."], owner=2
        )
    )
    hits = search.search("excavator", kinds=("unit",), scope=EVERYTHING)
    assert [hit.label for hit in hits] == ["excavator A"]


def test_pages_go_on_where_the_last_ended() -> None:
    search.index(*(Entry(f"case/{n}", f"水泵漏水 {n}", AT) for n in range(100, 150)))
    seen: list[str] = []
    before = None
    while True:
        hits = search.search("漏水", kinds=("case",), scope=EVERYTHING, limit=20, before=before)
        if not hits:
            break
        seen += [hit.reference for hit in hits]
        before = hits[-1].place
    assert seen == [f"case/{n}" for n in range(149, 99, -1)]


def test_scattered_pieces_are_not_a_hit_and_do_not_hide_one() -> None:
    search.index(Entry("case/50", "漏油检查", AT))
    search.index(*(Entry(f"case/{n}", "油检漏油查漏检", AT) for n in range(100, 400)))
    assert found("漏油检", limit=3) == ["case/50"]


def test_rebuilding_gives_the_order_of_time() -> None:
    later = Entry("case/77", "漏油在后", AT + timedelta(days=1))
    assert search.rebuild([ENTRIES[4]], [later]) == 2
    assert found("漏油") == ["case/77", "case/5"]
    assert found("长安") == []


def test_the_same_thing_indexed_twice_at_once_is_there_once() -> None:
    row = SearchEntry.objects.defer("tokens").get(reference="case/5")
    search.index(Entry("case/5", "压缩机异响", AT), Entry("case/5", "压缩机很响", AT))
    assert SearchEntry.objects.filter(reference="case/5").count() == 1
    assert row.label != SearchEntry.objects.get(reference="case/5").label


def test_the_index_and_its_table_never_part() -> None:
    search.index(Entry("case/5", "压缩机异响", AT))
    search.forget("unit/3")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # PostgreSQL keeps an index of its own accord
            check = (
                "INSERT INTO kit_searchindex(kit_searchindex, rank) VALUES ('integrity-check', 1)"
            )
            cursor.execute(check)
        cursor.execute("SELECT count(*) FROM kit_searchentry")
        assert cursor.fetchone() == (4,)


def test_the_newest_by_key_come_first_and_the_others_when_those_are_too_few() -> None:
    old, new = [1, 40_000, 2], [160_002, 120_000]  # in the order in which they were indexed
    for key in (*new, *old):
        search.index(Entry(f"case/{key}", f"{key} 堵塞", AT))

    def keys(text: str, limit: int, newest: int | None = 160_002) -> list[int]:
        hits = search.search(text, kinds=("case",), scope=EVERYTHING, limit=limit, newest=newest)
        return [hit.key for hit in hits]

    assert keys("堵塞", 2) == [120_000, 160_002]
    assert keys("堵塞", 4) == [120_000, 160_002, 2, 40_000]
    assert keys("40000", 4) == [40_000]
    assert keys("堵塞", 9, None) == [2, 40_000, 1, 120_000, 160_002]
