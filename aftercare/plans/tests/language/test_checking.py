"""Whether the words of a plan fit together: all mistakes, at their places, and no false ones."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from aftercare.kit.durations import parse_duration
from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check, check_text
from aftercare.plans.language.document import Plan
from aftercare.plans.language.handbook.mistakes import Minimum
from aftercare.plans.tests.language.samples import BUILT_IN, HEAD, mistakes, plan, said
from aftercare.plans.tests.language.strategies import plans

MANY = """\
calendar: offce
calendars:
  office: {zone: Asia/Shangai, open: {mon-fri: ["08:30-12:00"]}}
promises:
  a: {from: case.reportd, until: [case.solved, visit.arrivd], within: 1 h, who: boss}
  b: {chained: c, until: case.answered, within: 1 h, pause_while: weathr, calendar: ofice}
  d: {from: case.reported, until: case.closed, by: cut-offs, when: {severty: 1, cause: [viruss]}}
  e: {from: case.reported, until: case.rated, within: 1 h, if_late: [notfy manager, notify mangr]}
schedules:
  s: {kind: return-vist, each: rainy, until: return_visit.done, component: bolt}
warranty:
  - {name: w, length: 1 year, starts: acceptance.sign, covers: {component: tank}, remedies: repir}
floors: CN-consumers
gates:
  g: {before: case.close, needs: case.confirmed, unless: nobody}
records: [{name: r, keep: 5 years, from: record.closed}]
contacts: [{role: chief}]
approvals:
  o: {steps: [{do: review, by: led}]}
satisfaction: [{of: manger, below: 50%, then: propose replacing manger}]
"""


def test_every_unknown_word_is_told_with_its_place_and_the_nearest_known_one() -> None:
    assert mistakes(MANY) == [
        "p.yaml:4:11: unknown calendar 'offce'; did you mean 'office'?",
        "p.yaml:6:18: unknown time zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'?",
        "p.yaml:8:13: unknown event 'case.reportd'; did you mean 'case.reported'?",
        "p.yaml:8:48: unknown event 'visit.arrivd'; did you mean 'visit.arrived'?",
        "p.yaml:8:81: unknown role 'boss'",
        "p.yaml:9:16: unknown promise 'c'",
        "p.yaml:9:67: unknown waiting reason 'weathr'; did you mean 'weather'?",
        "p.yaml:9:85: unknown calendar 'ofice'; did you mean 'office'?",
        "p.yaml:10:52: unknown set of dates 'cut-offs'",
        "p.yaml:10:69: unknown fact 'severty'; did you mean 'severity'?",
        "p.yaml:10:89: unknown cause 'viruss'; did you mean 'virus'?",
        "p.yaml:11:70: unknown late action 'notfy manager'; did you mean 'notify manager'?",
        "p.yaml:11:85: unknown role 'mangr'; did you mean 'manager'?",
        "p.yaml:13:13: unknown kind of schedule 'return-vist'; did you mean 'return-visit'?",
        "p.yaml:13:32: unknown season 'rainy'",
        "p.yaml:13:76: unknown component 'bolt'",
        "p.yaml:15:39: unknown event 'acceptance.sign'; did you mean 'acceptance.signed'?",
        "p.yaml:15:76: unknown component 'tank'",
        "p.yaml:15:93: unknown offer 'repir'; did you mean 'repair'?",
        "p.yaml:16:9: unknown legal floor 'CN-consumers'; did you mean 'CN-consumer'?",
        "p.yaml:18:15: unknown event 'case.close'; did you mean 'case.closed'?",
        "p.yaml:18:58: unknown approval 'nobody'",
        "p.yaml:19:42: unknown event 'record.closed'; did you mean 'case.closed'?",
        "p.yaml:20:19: unknown role 'chief'",
        "p.yaml:22:32: unknown role 'led'; did you mean 'lead'?",
        "p.yaml:23:21: unknown role 'manger'; did you mean 'manager'?",
        "p.yaml:23:47: unknown role 'manger'; did you mean 'manager'?",
    ]


SETTING = """\
zones:
  city: {title: {zh: 市, en: City}, places: [北京市]}
  rest-of-it: {title: {zh: 其他, en: Rest}}
severities:
  1: {title: {zh: 一, en: One}, means: {zh: 一, en: One}}
  2: {title: {zh: 二, en: Two}, means: {zh: 二, en: Two}}
promises:
"""


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("{city: 2 h, rest-of-it: 4 h}", []),
        ("{city: 2 h, rest: 4 h}", []),
        ("{1: 2 h, 2: 4 h}", []),
        ("{general: 2 h, complex: 3 days}", []),
        ("{city: 2 h}", ["the table has no time for zone 'rest-of-it' and no 'rest'"]),
        ("{1: 2 h}", ["the table has no time for severity '2' and no 'rest'"]),
        (
            "{city: 2 h, 2: 4 h, rest-of-it: 5 h}",
            ["'2' in this table is not of one kind with the other names"],
        ),
        (
            "{nowhere: 2 h}",
            ["'nowhere' in this table is not of one kind with the other names"],
        ),
        ("{rest: 2 h}", ["this table of times is empty"]),
    ],
)
def test_a_table_goes_by_one_fact_and_covers_all_its_values(
    within: str, expected: list[str]
) -> None:
    told = mistakes(
        f"{SETTING}  a: {{from: case.reported, until: case.solved, within: {within}}}\n"
    )
    assert [text.partition(": ")[2] for text in told] == expected


def test_a_table_need_not_cover_what_its_condition_leaves_out() -> None:
    when = "when: {severity: not 2}"
    assert mistakes(
        f"{SETTING}  a: {{from: case.reported, until: case.solved, within: {{1: 2 h}}, {when}}}\n"
    ) == []  # fmt: skip


def two(first: str, second: str) -> str:
    ends = "from: case.reported, until: case.solved"
    return f"promises:\n  one: {{{ends}, {first}}}\n  two: {{{ends}, {second}}}\n"


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [
        ("within: 4 h", "within: 8 h", True),
        ("within: 4 h", "within: 4 h", False),
        ("within: 8 h", "within: 4 h, when: {urgency: urgent}", False),
        ("within: 4 h", "within: 8 h, when: {urgency: urgent}", True),
        ("within: 4 h, when: {urgency: ordinary}", "within: 8 h, when: {urgency: urgent}", False),
        ("within: 4 h, when: {urgency: not urgent}", "within: 8 h, when: {urgency: urgent}", False),
        ("within: 4 h, when: {needs: visit}", "within: 8 h, when: {urgency: urgent}", True),
        ("within: 4 h", "within: agreed", False),
        ("within: {general: 4 h, rest: 8 h}", "within: 8 h, when: {difficulty: complex}", False),
        ("within: {general: 4 h, rest: 8 h}", "within: 9 h, when: {difficulty: complex}", True),
        ("within: 3 days", "within: 3 working days, when: {urgency: urgent}", False),
    ],
)
def test_promises_contradict_unless_the_narrower_is_the_stricter(
    first: str, second: str, contradicts: bool
) -> None:
    told = [text for text in mistakes(two(first, second)) if "contradicts" in text]
    assert bool(told) == contradicts
    assert all(text.startswith("p.yaml:6:8: warning: ") for text in told)


def test_promises_with_another_start_or_end_do_not_contradict() -> None:
    assert mistakes(
        "promises:\n"
        "  one: {from: case.reported, until: case.solved, within: 4 h}\n"
        "  two: {from: case.assigned, until: case.solved, within: 8 h}\n"
        "  three: {from: case.reported, until: case.answered, within: 8 h}\n"
    ) == []  # fmt: skip


def test_a_circle_of_promises_is_told_once() -> None:
    chained = "\n".join(
        f"  {one}: {{chained: {other}, until: case.{end}, within: 1 h}}"
        for one, other, end in (("a", "b", "solved"), ("b", "c", "closed"), ("c", "a", "rated"))
    )
    assert mistakes(f"promises:\n{chained}\n") == [
        "p.yaml:5:16: these promises start each other in a circle: a → b → c → a"
    ]


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ('{mon-fri: ["08:30-12:00", "13:00-17:00"], sat: ["09:00-12:00"]}', []),
        ('{mon-sun: ["00:00-24:00"]}', []),
        ('{mon-fri: ["22:00-06:00"]}', []),
        ('{sun: ["22:00-06:00"], mon: ["06:00-08:00"]}', []),
        (
            '{mon-fri: ["22:00-06:00", "05:00-08:00"]}',
            ["the hours '22:00-06:00' overlap '05:00-08:00'"] * 4,
        ),
        (
            '{sun: ["22:00-06:00"], mon: ["05:00-08:00"]}',
            ["the hours '22:00-06:00' overlap '05:00-08:00'"],
        ),
        ('{fri-mon: ["08:00-09:00"]}', ["'fri-mon' is not a weekday; for example mon-fri, sat"]),
        ('{mon: ["24:00-25:00"]}', ["'24:00-25:00' is not a time of day"]),
        ('{mon: ["08:60-09:00"]}', ["'08:60-09:00' is not a time of day"]),
    ],
)
def test_opening_hours(hours: str, told: list[str]) -> None:
    found = mistakes(f"calendars:\n  office: {{open: {hours}}}\n")
    texts = [text.partition(": ")[2] for text in found]
    assert sorted(set(texts)) == sorted(set(told))


def test_a_calendar_open_on_dates_only_can_be_met() -> None:
    fragment = "calendars:\n  fair: {open: {}, exceptions: {2026-05-01: ['09:00-12:00']}}\n"
    assert mistakes(fragment) == []


@pytest.mark.parametrize(
    ("warning", "within", "fits"),
    [
        ("30 min before", "1 h", True),
        ("60 min before", "1 h", False),
        ("2 h before", "1 h", False),
        ("3 days before", "20 days", True),
        ("1 month before", "20 days", False),
        ("1 working day before", "3 working days", True),
        ("20 days before", "1 month", True),
        ("99%", "1 h", True),
    ],
)
def test_a_warning_comes_inside_its_time(warning: str, within: str, fits: bool) -> None:
    told = mistakes(
        "promises:\n"
        f"  a: {{from: case.reported, until: case.solved, within: {within}, warn_at: {warning}}}\n"
    )
    assert [text.partition(": ")[2] for text in told] == (
        [] if fits else [f"the warning '{warning}' does not fit into the time of {within}"]
    )


@pytest.mark.parametrize("warning", ["0%", "100%", "half", "30 min after", "before"])
def test_a_warning_that_is_none(warning: str) -> None:
    (told,) = mistakes(
        "promises:\n"
        f"  a: {{from: case.reported, until: case.solved, within: 1 h, warn_at: [{warning}]}}\n"
    )
    assert "a warning is written 80% or 30 min before" in told


def test_a_term_below_a_legal_floor_is_told() -> None:
    text = HEAD + (
        "floors: [CN-consumer, CN-construction]\n"
        "components: {tank: {zh: 箱, en: tank}, pipe: {zh: 管, en: pipe}}\n"
        "warranty:\n"
        "  - {name: a, length: 6 months, starts: invoice.issued, covers: {component: pipe}}\n"
        "  - {name: b, length: 2 years, starts: invoice.issued}\n"
        "  - {name: c, length: lifetime, starts: invoice.issued}\n"
    )
    floors = {
        "CN-consumer": [Minimum(parse_duration("1 year"))],
        "CN-construction": [Minimum(parse_duration("5 years"), component="tank")],
        "CN-farm-machinery": [Minimum(parse_duration("70 years"))],
    }
    assert said(check_text(text, "p.yaml", floors=floors)) == [
        "p.yaml:7:23: warning: 6 months is below the legal floor CN-consumer of 1 year. "
        "What the law says.",
        "p.yaml:8:23: warning: 2 years is below the legal floor CN-construction of 5 years. "
        "What the law says.",
    ]


@pytest.mark.parametrize(
    ("head", "covers", "told"),
    [
        ("products: [building]\n", "", True),  # the wider class may hold the narrower
        ("products: building.roof.flat\n", "", True),
        ("products: farm\n", "", False),
        ("", "", False),  # nothing says that it is about buildings
        ("services: {a: {title: {zh: 甲, en: A}, products: building.roof}}\n", "a", True),
        ("services: {a: {title: {zh: 甲, en: A}, products: farm}}\n", "a", False),
    ],
)
def test_a_floor_reaches_the_products_it_is_about(head: str, covers: str, told: bool) -> None:
    service = f", covers: {{service: {covers}}}" if covers else ""
    text = f"{HEAD}{head}floors: CN-construction\nwarranty:\n" + (
        f"  - {{name: a, length: 2 years, starts: acceptance.signed{service}}}\n"
    )
    floors = {
        "CN-construction": [Minimum(parse_duration("5 years"), products=("building.roof",))],
        "CN-farm-machinery": [Minimum(None, products=("farm",))],
    }
    assert ["below" in one for one in said(check_text(text, "p.yaml", floors=floors))] == (
        [True] if told else []
    )


def test_main_parts_with_a_term_of_their_own_are_not_measured_by_that_of_the_whole() -> None:
    text = HEAD + (
        "floors: CN-farm-machinery\ncomponents: {engine: {zh: 发动机, en: engine}}\nwarranty:\n"
        "  - {name: a, length: 1 year, starts: unit.sold}\n"
        "  - {name: b, length: 2 years, starts: unit.sold, covers: {component: engine}}\n"
    )
    floors = {"CN-farm-machinery": [Minimum(parse_duration("2 years"), component="main")]}
    assert said(check_text(text, "p.yaml", floors=floors)) == []


def test_an_unknown_class_of_products_is_told_with_the_nearest_known_one() -> None:
    floors = {"CN-farm-machinery": [Minimum(None, products=("farm.tractor.small",))]}
    told = said(check_text(HEAD + "products: [farm.tracter, farm]\n", "p.yaml", floors=floors))
    assert told == [
        "p.yaml:4:12: unknown class of products 'farm.tracter'; did you mean 'farm.tractor'?"
    ]


def test_clauses_are_known_of_this_plan_and_all_covered() -> None:
    of_p05 = [clause.id for clause in clauses().values() if clause.plan == "P05"]
    listed = [clause for clause in of_p05 if clause != "P05-12"]
    text = HEAD.replace("P01", "P05") + (
        f"duties:\n  - {{area: intake, clauses: [{', '.join(listed)}, P07-45, P05-99]}}\n"
        "  - {area: intak}\n"
    )
    told = said(check_text(text, "p.yaml", clauses()))
    assert told == [
        "p.yaml:3:12: warning: nothing in the plan covers clause P05-12: "
        + clauses()["P05-12"].rule,
        f"p.yaml:5:{30 + 8 * len(listed)}: clause P07-45 belongs to another plan;"
        " this one is P05",
        f"p.yaml:5:{38 + 8 * len(listed)}: unknown clause 'P05-99';"
        " did you mean 'P05-19'?",
        "p.yaml:6:12: unknown area 'intak'; did you mean 'intake'?",
    ]  # fmt: skip


def test_what_could_not_be_read_is_not_called_missing() -> None:
    told = mistakes(
        "zones: {city: {title: {zh: 市}, places: [北京市]}}\n"
        "promises:\n"
        "  a: {from: case.reported, until: case.solved, within: soon}\n"
        "  b: {chained: c, until: case.closed, within: 1 h}\n"
        "  c: {from: case.reported, within: 1 h}\n"
        "warranty: [{name: w}]\n"
        "schedules:\n"
        "  s: {kind: visit, every: ofen, from: agreement.signed, during: warranty,"
        " until: return_visit.done}\n"
    )
    assert [text.split(": ")[1] for text in told] == [
        "'en' is missing",
        "'soon' is not a length of time; for example 30 min, 4 h, 3 working days, 2 years",
        "'until' is missing",
        "'length' is missing",
        "'starts' is missing",
        "'ofen' is not a length of time; for example 30 min, 4 h, 3 working days, 2 years",
    ]


def test_a_plan_made_without_a_text_is_checked_all_the_same() -> None:
    made = plan("promises:\n  a: {from: case.reported, until: case.solved, within: 4 h}\n")
    wrong = made.model_copy(update={"calendar": "office"})
    assert [fault.located("en") for fault in check(wrong)] == [":1:1: unknown calendar 'office'"]


@pytest.mark.parametrize("file", BUILT_IN, ids=lambda file: file.stem)
def test_the_built_in_plans_have_no_mistake_and_cover_their_clauses(file: Path) -> None:
    assert said(check_text(file.read_bytes(), file.name, clauses())) == []


@settings(max_examples=50, deadline=None)
@given(plans())
def test_no_plan_makes_the_check_raise(made: Plan) -> None:
    for fault in check(made, catalogue=clauses()):
        assert fault.text("zh") != fault.text("en")
