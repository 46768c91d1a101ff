"""The list of cases, its file, the register, and alerts."""

import csv
import io
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from aftercare.desk.models import Case
from aftercare.desk.tests.conftest import SignIn, Stand, statements
from aftercare.desk.tests.stage import Stage, hour
from aftercare.promises.models import Alert
from aftercare.worker import run


def listed(browser: Client, **filters: str) -> list[str]:
    answer = browser.get("/cases", filters)
    assert answer.status_code == 200
    return re.findall(r'data-row href="/cases/([^"]+)"', answer.content.decode())


@pytest.fixture
def cases(stage: Stage, stand: Stand) -> list[Case]:
    """Three cases of two customers, the second solved."""
    first, other = stage.unit("p10"), stage.unit("p07", customer="customer2", service="doors")
    made = [
        stage.case(first, at=0, symptom="门锁卡死", reporter_name="王建军"),
        stage.case(other, at=0.1, symptom="闭门器漏油", source="letter"),
        stage.case(first, at=0.2, symptom="门框变形", kind="complaint"),
    ]
    stage.move(made[1], "solve", at=0.5, data={"solution": "更换密封圈"})
    stand(1)
    return made


def test_the_newest_come_first(sign_in: SignIn, cases: list[Case]) -> None:
    assert listed(sign_in("agent")) == [case.number for case in reversed(cases)]


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ({"state": "open"}, [2, 0]),
        ({"state": "solved"}, [1]),
        ({"source": "letter"}, [1]),
        ({"kind": "complaint"}, [2]),
        ({"plan": "project-doors"}, [2, 0]),
        ({"since": "2026-11-17"}, []),
        ({"since": "2026-11-16", "until": "2026-11-16"}, [2, 1, 0]),
        ({"q": "门锁"}, [0]),
        ({"q": "王建军"}, [0]),
        ({"q": "密封圈"}, [1]),
        ({"q": "门", "kind": "complaint"}, [2]),
        ({"q": "查无此事"}, []),
    ],
)
def test_filters_and_words_narrow_the_list(
    sign_in: SignIn, cases: list[Case], filters: dict[str, str], places: list[int]
) -> None:
    assert listed(sign_in("agent"), **filters) == [cases[place].number for place in places]


def test_a_whole_number_leads_to_its_case(sign_in: SignIn, cases: list[Case]) -> None:
    answer = sign_in("agent").get("/cases", {"q": cases[0].number.lower()})
    assert answer.headers["Location"] == f"/cases/{cases[0].number}"
    assert listed(sign_in("technician"), q=cases[0].number) == []


@pytest.mark.parametrize(("username", "seen"), [("finance", 3), ("technician", 0), ("dealer", 0)])
def test_everybody_sees_their_own(
    sign_in: SignIn, cases: list[Case], username: str, seen: int
) -> None:
    browser = sign_in(username)
    assert len(listed(browser)) == len(listed(browser, q="门")) == seen


def test_three_cases_take_the_same_queries_as_one(stage: Stage, sign_in: SignIn) -> None:
    browser, unit = sign_in("agent"), stage.unit("p01")
    stage.case(unit)
    listed(browser)
    with statements() as one:
        listed(browser)
    stage.case(unit)
    stage.case(unit)
    with statements() as three:
        assert len(listed(browser)) == 3
    assert len(three) == len(one) <= 15


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_holds_what_the_filters_show(
    stage: Stage, sign_in: SignIn, cases: list[Case]
) -> None:
    answer = sign_in("agent").get("/cases.csv", {"state": "open"})
    head, *rows = rows_of(answer)
    assert head[0] == "编号"
    assert [row[0] for row in rows] == [cases[2].number, cases[0].number]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_spreadsheet_calculates_nothing_a_customer_wrote(stage: Stage, sign_in: SignIn) -> None:
    stage.case(stage.unit("p10"), symptom="=HYPERLINK(1)", reporter_name="@x")
    row = rows_of(sign_in("agent").get("/cases.csv"))[1]
    assert [cell for cell in row if cell[:1] in set("=@+-")] == []
    assert "'=HYPERLINK(1)" in row


def test_the_file_ends_at_its_limit(
    sign_in: SignIn, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aftercare.desk.views.listing.MOST_EXPORTED", 2)
    assert len(rows_of(sign_in("agent").get("/cases.csv"))) == 3


@pytest.mark.clause("P03-19")
def test_calls_letters_and_visitors_stand_in_one_register(stage: Stage, sign_in: SignIn) -> None:
    unit = stage.unit("p03")
    for place, source in enumerate(("phone", "letter", "walk-in")):
        stage.case(unit, at=place / 10, source=source, symptom=f"来源 {source}")
    page = sign_in("agent").get("/register", {"on": "2026-11-16"}).content.decode()
    assert [page.index(words) for words in ("来源 phone", "来源 letter", "来源 walk-in")] == sorted(
        page.index(words) for words in ("来源 phone", "来源 letter", "来源 walk-in")
    )
    assert page.count("林晓</td>") == 3
    letters = sign_in("agent").get("/register", {"on": "2026-11-16", "source": "letter"})
    assert "来源 phone" not in letters.content.decode()
    none = sign_in("agent").get("/register", {"on": "2026-11-15"}).content.decode()
    assert "这一天没有登记" in none


@pytest.fixture
def told(stage: Stage, stand: Stand) -> Case:
    """A case whose promises have warned and are late."""
    case = stage.case(stage.unit("p01"), facts={"needs": "visit"},
                      responsible=stage.cast["technician"])  # fmt: skip
    run.run_until_idle(hour(5))
    stand(5)
    return case


def test_the_bell_counts_what_is_new_until_it_is_read(sign_in: SignIn, told: Case) -> None:
    browser = sign_in("technician")
    unread = Alert.objects.filter(person__username="technician").count()
    assert unread > 0
    assert f'aria-hidden="true">{unread}<' in browser.get("/alerts/bell").content.decode()
    page = browser.get("/alerts").content.decode()
    assert told.number in page
    alert = Alert.objects.filter(
        person__username="technician", commitment__subject=told.reference
    ).earliest("id")
    opened = browser.post(f"/alerts/{alert.pk}/open")
    assert opened.headers["Location"] == f"/cases/{told.number}"
    assert f'aria-hidden="true">{unread - 1}<' in browser.get("/alerts/bell").content.decode()
    browser.post("/alerts/read")
    assert "bell-count" not in browser.get("/alerts/bell").content.decode()


def test_nobody_reads_the_alerts_of_others(sign_in: SignIn, told: Case) -> None:
    alert = Alert.objects.filter(person__username="technician")[0]
    assert sign_in("agent").post(f"/alerts/{alert.pk}/open").status_code == 404
    sign_in("finance").post("/alerts/read")
    assert not Alert.objects.filter(read_at__isnull=False).exists()
    assert told.number not in sign_in("finance").get("/alerts").content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_without_alerts_the_page_says_so(sign_in: SignIn, language: str) -> None:
    page = sign_in("agent", language).get("/alerts").content.decode()
    assert ("没有提醒" if language == "zh-hans" else "No alerts") in page


def test_more_alerts_take_the_same_queries(stage: Stage, sign_in: SignIn, told: Case) -> None:
    browser = sign_in("manager")
    browser.get("/alerts")
    with statements() as few:
        browser.get("/alerts")
    assert told.unit is not None
    stage.case(told.unit, at=5, facts={"needs": "visit"})
    run.run_until_idle(hour(11))
    with statements() as many:
        browser.get("/alerts")
    assert len(many) == len(few) <= 10


@pytest.mark.parametrize(
    ("username", "address", "leads"),
    [
        ("agent", "/board", "/intake"),
        ("agent", "/board?lane=late&what=case", "?lane=late"),
        ("finance", "/board", ""),
        ("agent", "/cases", "/intake"),
        ("agent", "/cases?state=closed", "/cases"),
        ("finance", "/cases", ""),
        ("agent", "/register", "/intake"),
        ("finance", "/register", ""),
        ("agent", "/search?q=zzzz", "/intake"),
        ("finance", "/search?q=zzzz", ""),
    ],
)
def test_an_empty_list_leads_on_whom_it_may(
    sign_in: SignIn, username: str, address: str, leads: str
) -> None:
    page = sign_in(username).get(address).content.decode()
    empty = page.partition('class="empty-state"')[2].partition("</div>")[0]
    assert empty
    assert re.findall(r'href="([^"#]*)"', empty) == ([leads] if leads else [])


def test_the_file_is_in_the_language_and_zone_of_its_reader(stage: Stage, sign_in: SignIn) -> None:
    reader = stage.cast["agent"]
    reader.language, reader.time_zone = "en", "America/New_York"
    reader.save()
    case = stage.case(stage.unit("p10"), at=0, symptom="门锁卡死")
    head, row = rows_of(sign_in("agent").get("/cases.csv"))[:2]
    there = case.reported_at.astimezone(ZoneInfo("America/New_York"))
    assert head[0].lstrip("\ufeff") == "Number"
    assert row[1] == f"{there:%Y-%m-%d %H:%M}"
