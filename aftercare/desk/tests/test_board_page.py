"""The board: each case once, in its lane, for who may see it, at the same cost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from aftercare.desk import actions, board
from aftercare.desk.models import Case, SavedView
from aftercare.desk.tests.conftest import SignIn, Stand, statements
from aftercare.desk.tests.stage import Stage, hour
from aftercare.kit.pages import Keyset
from aftercare.promises.models import Commitment


def shown(browser: Client, lane: str, **filters: str) -> list[str]:
    answer = browser.get("/board", {"lane": lane, **filters})
    assert answer.status_code == 200
    return re.findall(r'<tr id="row-([^"]+)"', answer.content.decode())


def counts(browser: Client, **filters: str) -> dict[str, str]:
    page = browser.get("/board", filters).content.decode()
    found = re.findall(r'lane=(\w+)[^"]*"[^>]*>[^<]*<span class="tab-count[^"]*">([^<]+)<', page)
    return dict(found)


def case_of(stage: Stage, plan: str = "p10", at: float = 0, **facts: str) -> Case:
    unit = stage.unit(plan, signed=False)
    return stage.case(unit, at=at, facts=facts)


@pytest.fixture
def lanes(stage: Stage, stand: Stand) -> dict[str, Case]:
    """One case in each lane, as of one hour after nine."""
    unit = stage.unit("p01", signed=False)
    late = stage.case(unit, at=0.2, facts={"needs": "visit"})  # answer due 0.7
    soon = stage.case(unit, at=0.9, facts={"needs": "visit"})  # answer due 1.4
    today = stage.case(unit, at=0.1, facts={"needs": "visit"})
    stage.move(today, "answer", at=0.2)  # arrive due 2.1
    actions.record_on_case(today, "visit.arrived", by=stage.cast["technician"], at=hour(0.5))
    waiting = stage.case(unit, at=0.1, facts={"needs": "visit"})
    stage.move(waiting, "answer", at=0.2)
    stage.move(waiting, "wait", at=0.3, data={"reason": "customer-time"})
    week = stage.case(stage.unit("p11", signed=False), at=0.5, kind="objection")
    stage.move(week, "arrange", at=0.6)
    stand(1)
    return {"late": late, "hour": soon, "today": today, "waiting": waiting, "week": week}


@pytest.mark.parametrize("lane", ["late", "hour", "today", "week"])
def test_a_case_stands_once_in_the_lane_of_its_most_urgent_clock(
    sign_in: SignIn, lanes: dict[str, Case], lane: str
) -> None:
    rows = shown(sign_in("agent"), lane, what="case")
    assert rows == [lanes[lane].number]


def test_waiting_cases_and_those_nobody_arranged_have_their_lanes(
    sign_in: SignIn, lanes: dict[str, Case]
) -> None:
    browser = sign_in("agent")
    assert shown(browser, "waiting") == [lanes["waiting"].number]
    unarranged = shown(browser, "unarranged")
    assert unarranged == [lanes[name].number for name in ("today", "late", "hour")]


def test_the_tabs_count_and_stop_counting_at_a_hundred(
    sign_in: SignIn, lanes: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in("agent")
    assert counts(browser, what="case") == {
        "late": "1", "hour": "1", "today": "1", "week": "1", "unarranged": "3", "waiting": "1",
    }  # fmt: skip
    monkeypatch.setattr(board, "MOST_COUNTED", 3)
    assert counts(browser, what="case")["unarranged"] == "99+"


def test_without_a_lane_the_first_with_something_is_shown(
    sign_in: SignIn, lanes: dict[str, Case]
) -> None:
    page = sign_in("agent").get("/board").content.decode()
    assert re.search(r'lane=late[^>]*aria-current="page"', page)


def test_what_else_is_promised_stands_there_too(stage: Stage, sign_in: SignIn) -> None:
    stage.unit("p01")
    due = Commitment.objects.filter(subject__startswith="project/").exclude(due_at=None)
    first = due.order_by("due_at")[0]
    rows = shown(sign_in("manager"), "late", what="other")
    assert (first.due_at or hour(0)) < hour(1)
    assert str(first.pk) in rows


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("plan", "project-software", "building-systems"),
        ("severity", "1", "2"),
        ("kind", "complaint", "fault"),
        ("source", "letter", "phone"),
    ],
)
@pytest.mark.parametrize("lane", ["late", "unarranged"])
def test_filters_narrow_every_lane(
    stage: Stage, sign_in: SignIn, stand: Stand, name: str, value: str, other: str, lane: str
) -> None:
    unit = stage.unit("p14", signed=False)
    stage.unit("p01", signed=False)
    case = stage.case(unit, facts={"severity": "1"}, kind="complaint", source="letter")
    stand(200)
    browser = sign_in("agent")
    assert shown(browser, lane, **{name: value}, what="case") == [case.number]
    assert shown(browser, lane, **{name: other}, what="case") == []


@pytest.mark.parametrize("lane", ["late", "unarranged"])
def test_filters_by_person_dealer_zone_and_customer(
    stage: Stage, sign_in: SignIn, stand: Stand, lane: str
) -> None:
    unit = stage.unit("p07", signed=False, service="hospital-software", customer="customer2")
    case = stage.case(unit)
    dealer = stage.cast["dealer"]
    actions.forward_case(case, to=dealer.organisation, by=stage.cast["agent"], at=hour(0.1))
    actions.assign_case(case, to=dealer, by=stage.cast["agent"], at=hour(0.2))
    stand(300)
    browser = sign_in("agent")
    fitting = {
        "dealer": str(dealer.organisation_id), "person": str(dealer.pk), "zone": "beijing",
    }  # fmt: skip
    assert shown(browser, lane, **fitting) == [case.number]
    nobody = stage.cast.organisations["dealer2"]
    assert shown(browser, lane, dealer=str(nobody.pk)) == []
    assert shown(browser, lane, person=str(stage.cast["agent"].pk)) == []
    assert shown(browser, lane, zone="elsewhere") == []


def test_filters_stay_in_the_address_and_nonsense_counts_as_none(
    sign_in: SignIn, lanes: dict[str, Case]
) -> None:
    browser = sign_in("agent")
    page = browser.get("/board", {"what": "case", "kind": "nonsense", "lane": "nowhere"})
    tabs = page.content.decode().partition('<nav class="tabs"')[2].partition("</nav>")[0]
    links = re.findall(r'href="(\?lane=\w+[^"]*)"', tabs)
    assert {link.partition("&amp;")[2] for link in links} == {"what=case"}


@pytest.mark.parametrize(
    ("username", "seen"),
    [("technician", False), ("technician2", True), ("dealer", False), ("manager", True)],
)
def test_everybody_sees_only_their_own(
    stage: Stage, sign_in: SignIn, stand: Stand, username: str, seen: bool
) -> None:
    unit = stage.unit("p01", signed=False)
    case = stage.case(unit, facts={"needs": "visit"}, responsible=stage.cast["technician2"])
    stand(3)
    for lane in ("late", "unarranged"):
        assert (case.number in shown(sign_in(username), lane)) is seen


@pytest.mark.parametrize("lane", ["late", "unarranged"])
def test_three_rows_take_the_same_queries_as_one(
    stage: Stage, sign_in: SignIn, stand: Stand, lane: str
) -> None:
    browser = sign_in("agent")
    unit = stage.unit("p01", signed=False)
    stage.case(unit, facts={"needs": "visit"})
    stand(3)
    shown(browser, lane)
    with statements() as one:
        assert len(shown(browser, lane)) == 1
    for _more in range(2):
        stage.case(unit, facts={"needs": "visit"})
    with statements() as three:
        assert len(shown(browser, lane)) == 3
    assert len(three) == len(one) <= 20


def test_long_lanes_have_pages(
    stage: Stage, sign_in: SignIn, stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = stage.unit("p01", signed=False)
    numbers = [stage.case(unit, at=n / 100, facts={"needs": "visit"}).number for n in range(5)]
    stand(3)
    monkeypatch.setattr(board, "DUE", Keyset(board.DUE.order, 2, board.DUE.filled))
    browser, address, found = sign_in("agent"), "/board?lane=late", []
    while address:
        page = browser.get(address).content.decode()
        found += re.findall(r'<tr id="row-([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/board{following[1].replace('&amp;', '&')}" if following else ""
    assert found == numbers


def test_the_list_alone_is_fetched_again_and_put_in_place(
    sign_in: SignIn, lanes: dict[str, Case]
) -> None:
    whole = sign_in("agent").get("/board?lane=late").content.decode()
    assert 'hx-get="/board?lane=late" hx-trigger="every 30s" hx-swap="morph:outerHTML"' in whole
    part = sign_in("agent").get("/board?lane=late", headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div id="lane"')


def test_views_are_saved_used_and_removed_by_their_owner(
    stage: Stage, sign_in: SignIn, lanes: dict[str, Case]
) -> None:
    browser = sign_in("agent")
    query = "lane=late&what=case"
    browser.post("/views/board/save", {"name": "超时的单", "query": query})
    browser.post("/views/board/save", {"name": "超时的单", "query": query})
    page = browser.get(f"/board?{query}").content.decode()
    assert re.search(r'href="/board\?lane=late&amp;what=case" aria-current="page">超时的单<', page)
    assert "超时的单" not in sign_in("lead").get("/board").content.decode()
    assert sign_in("lead").post("/views/board/drop", {"name": "超时的单"}).status_code == 404
    assert SavedView.objects.count() == 1
    browser.post("/views/board/drop", {"name": "超时的单"})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("page", "fields", "status"),
    [
        ("board", {"name": " ", "query": ""}, 422),
        ("board", {"name": "x", "query": "a" * 1001}, 422),
        ("nowhere", {"name": "x", "query": ""}, 404),
    ],
)
def test_a_view_without_sense_is_not_saved(
    sign_in: SignIn, page: str, fields: dict[str, Any], status: int
) -> None:
    assert sign_in("agent").post(f"/views/{page}/save", fields).status_code == status
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("username", ["customer", "author"])
def test_the_board_is_for_the_desk(sign_in: SignIn, username: str) -> None:
    assert sign_in(username).get("/board").status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_empty_board_says_so(sign_in: SignIn, language: str) -> None:
    page = sign_in("agent", language).get("/board?lane=late").content.decode()
    assert ("这里没有内容" if language == "zh-hans" else "Nothing here") in page


@pytest.mark.parametrize(("lane", "index"), [("unarranged", "case_unarranged"),
                                             ("waiting", "case_waiting")])  # fmt: skip
def test_a_lane_is_read_from_the_index_that_holds_only_its_cases(
    stage: Stage, lane: str, index: str
) -> None:
    """A million closed cases must not be gone through, nor the open ones sorted."""
    rows: Any = board.lane_rows(stage.cast["agent"], board.LANES[lane], {}, hour(1))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    assert index in rows.order_by("reported_at", "pk").explain()
