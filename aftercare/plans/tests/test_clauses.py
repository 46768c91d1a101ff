"""The clause catalogue on its pages and through the API."""

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import capfirst

from aftercare.kit.events import SYSTEM
from aftercare.people.tests.test_pages import signed_in
from aftercare.plans import actions as plans
from aftercare.plans.catalogue import AREAS, of_plan, proofs
from aftercare.plans.models import PlanVersion
from aftercare.web.demo.cast import Cast
from aftercare.web.environment import ROOT
from tests.plugins.api import Api

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
P04 = ROOT / "plans" / "p04-supply-chain.yaml"
BUILT_IN = sorted((ROOT / "plans").glob("p*.yaml"))
LABEL = re.compile(r'<a href="/plans/[\w-]+/\d+#([\w.-]+)">')


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A full run that proved two clauses."""
    file = tmp_path / "clauses.json"
    monkeypatch.setattr(proofs, "FILE", file)
    proven = {"P04-09": ["tests/stories/test_p04.py::test_fast"], "P01-04": ["x"]}
    file.write_text(json.dumps({"ran_at": "2026-03-02T01:00:00+00:00", "proven": proven}))
    return file


def load(file: Path) -> PlanVersion:
    return plans.load_plan(file.read_text(encoding="utf-8"), name=file.name, by=SYSTEM, at=NOW)


def page_of(cast: Cast, address: str, who: str = "author", language: str = "en") -> str:
    answer = signed_in(cast, who, language).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def line_of(page: str, id: str) -> str:
    return page.split(f'<tr id="{id}">')[1].split("</tr>", maxsplit=1)[0]


def test_each_clause_stands_with_what_carries_it_and_what_proves_it(cast: Cast) -> None:
    version = load(P04)
    page = page_of(cast, "/clauses/P04")
    fast = line_of(page, "P04-09")
    assert "Customer problems get a fast response" in fast
    assert "tests/stories/test_p04.py::test_fast" in fast
    assert "not proven" not in fast
    assert "not proven" in line_of(page, "P04-01")
    assert "1 of 13 proven" in page
    plan = page_of(cast, f"/plans/{version.plan}/{version.number}")
    anchors = LABEL.findall(page)
    assert len(anchors) >= 13
    assert [one for one in anchors if f'id="{one}"' not in plan] == []
    assert 'href="/clauses/P04#P04-09"' in plan
    assert "客户一提出问题，就快速响应。" in page_of(cast, "/clauses/P04", language="zh-hans")


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_every_clause_of_a_built_in_plan_leads_to_its_part(cast: Cast, file: Path) -> None:
    version = load(file)
    page = page_of(cast, f"/clauses/{version.catalogue}")
    plan = page_of(cast, f"/plans/{version.plan}/{version.number}")
    for clause in of_plan(version.catalogue):
        anchors = LABEL.findall(line_of(page, clause.id))
        assert anchors, clause.id
        assert [one for one in anchors if f'id="{one}"' not in plan] == []


def test_filters_leave_an_area_or_what_is_not_proven(cast: Cast) -> None:
    assert page_of(cast, "/clauses/P04?proven=yes").count("<tr id=") == 1
    assert page_of(cast, "/clauses/P04?proven=no").count("<tr id=") == 12
    assert page_of(cast, "/clauses/P04?area=supplier-procurement").count("<tr id=") == 4
    none = page_of(cast, "/clauses/P04?area=sla-response&proven=no")
    assert "No clause fits these filters" in none


def test_all_plans_and_areas_stand_with_their_counts(cast: Cast) -> None:
    load(P04)
    page = html.unescape(page_of(cast, "/clauses", who="inspector"))
    row = page.split('href="/clauses/P04"')[1].split("</tr>")[0]
    assert re.findall(r'class="num">(\d+)<', row) == ["1", "13"]
    assert "/plans/" in row
    assert "not loaded" in page.split('href="/clauses/P05"')[1].split("</tr>")[0]
    assert all(capfirst(words.en) in page for words in AREAS.values())


def test_without_a_full_run_nothing_counts_as_proven(cast: Cast, record: Path) -> None:
    record.unlink()
    page = page_of(cast, "/clauses/P04")
    assert "0 of 13 proven" in page
    assert "No full run of the tests is recorded" in page


@pytest.mark.parametrize("who", ["author", "manager", "inspector", "quality"])
def test_who_works_with_clauses_finds_them_in_the_menu(cast: Cast, who: str) -> None:
    assert 'href="/clauses"' in page_of(cast, "/clauses", who)


@pytest.mark.parametrize("who", ["agent", "technician", "dealer", "customer"])
def test_nobody_else_is_let_in(cast: Cast, who: str) -> None:
    client = signed_in(cast, who)
    assert [client.get(one).status_code for one in ("/clauses", "/clauses/P04")] == [403, 403]
    assert 'href="/clauses"' not in client.get("/").content.decode()


def test_there_is_no_sixteenth_plan(cast: Cast) -> None:
    assert signed_in(cast, "author").get("/clauses/P16").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_plans(cast: Cast) -> None:
    load(P04)
    client = signed_in(cast, "author")
    client.get("/clauses")

    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/clauses")
        return len(asked)

    few = counted()
    for file in BUILT_IN:
        load(file)
    assert counted() == few


def test_a_program_reads_all_of_them_page_by_page(api: Api) -> None:
    load(P04)
    items: list[dict[str, Any]] = []
    address = "/clauses?catalogue=P04&limit=5"
    while address:
        answer = api.get(address, by="author")
        items += answer["items"]
        cursor = answer["next"]
        address = f"/clauses?catalogue=P04&limit=5&cursor={cursor}" if cursor else ""
    assert [one["id"] for one in items] == [one.id for one in of_plan("P04")]
    fast = next(one for one in items if one["id"] == "P04-09")
    assert fast["proven"]
    assert fast["rule"] == "客户一提出问题，就快速响应。"
    assert {one["plan"] for one in fast["carried_by"]} == {"supply-chain"}
    assert not items[0]["proven"]
    assert len(api.get("/clauses?area=sla-response&limit=200", by="author")["items"]) == 28
    assert api.get("/clauses?cursor=P99-01", by="author", status=400)["code"] == "bad-cursor"
    api.get("/clauses", by="agent", status=403)
