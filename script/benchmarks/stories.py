"""The cases that the benchmarks multiply: each made by the product's own actions, as people do.

A story is told on a unit of the demo, at a moment. What the database then holds of it (case,
events, commitments, steps taken, alerts) is the pattern for any number of cases like it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice

from django.db import transaction

from aftercare.catalog.models import Unit
from aftercare.desk import actions as desk
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Role
from aftercare.skills import actions as skills
from aftercare.skills.models import Skill
from aftercare.skills.queries import today
from aftercare.web.demo.loading import load_demo
from aftercare.worker.run import run_until_idle

HISTORY = timedelta(days=1000)  # so long the company has been working with this
STAFF, DEALERS = 16, 20
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建华玲鹏"
# Serial number of the demo's unit, what is wrong with it, and what is known about that.
REPORTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("CH300-26-001", "冷水机组报警停机，大堂无冷气", {"needs": "visit"}),
    ("PM5-26-01", "报表打不开，提示错误代码", {"severity": "3"}),
    ("SW20-26-5566", "水箱漏水", {"component": "tank", "cause": "product", "needs": "visit"}),
    ("HIS3-26-01", "门诊收费界面无法保存", {"difficulty": "general"}),
    ("CH300-26-002", "循环泵异响并漏水", {"needs": "visit", "cause": "product"}),
    ("PC7-26-1001", "小票打印机不出纸", {}),
    ("4LZ6-26-0088", "割台升降无力", {"cause": "product", "component": "main-parts"}),
    ("FM90-26-A01", "防火门闭门器失效", {}),
)


@dataclass(frozen=True)
class Story:
    """One case to be multiplied, and which share of all cases is like it."""

    case: int
    share: float


@dataclass(frozen=True)
class Company:
    """Who works here; the demo's people and more of them."""

    agents: list[Person]
    technicians: list[Person]
    dealers: list[Organisation]


Told = Callable[["Teller"], None]


class Teller:
    """Lets one case happen: each step so many hours after the report."""

    def __init__(self, company: Company, number: int, at: datetime) -> None:
        self.number, self.at = number, at.replace(microsecond=0)
        self.agent = company.agents[number % len(company.agents)]
        self.technician = company.technicians[number % len(company.technicians)]
        self.dealer = company.dealers[number % len(company.dealers)]
        serial, symptom, facts = REPORTS[number % len(REPORTS)]
        unit = Unit.objects.select_related(
            "customer", "site", "project__site", "model", "dealer"
        ).get(serial=serial)
        report = desk.Report(
            customer=unit.customer, unit=unit, symptom=symptom, reporter_name="张伟",
            reporter_phone="13600000001", facts=facts,
        )  # fmt: skip
        self.case = desk.register_case(report, by=self.agent, at=self.at).case

    def later(self, hours: float) -> datetime:
        return self.at + timedelta(hours=hours)

    def move(self, verb: str, hours: float, **data: str) -> None:
        desk.move_case(self.case, verb, by=self.agent, at=self.later(hours), data=data)

    def assign(self, hours: float) -> None:
        desk.assign_case(self.case, to=self.technician, by=self.agent, at=self.later(hours))

    def hand_over(self, hours: float) -> None:
        desk.forward_case(self.case, to=self.dealer, by=self.agent, at=self.later(hours))

    def end(self, hours: float) -> None:
        self.move("solve", hours, solution="更换密封圈，试机正常")
        self.move("confirm", hours + 0.5)
        self.move("close", hours + 1)


def by_phone(told: Teller) -> None:
    """Answered, solved and closed on the phone."""
    told.move("answer", 0.2)
    told.end(1.5)


def by_visit(told: Teller) -> None:
    """Solved on the spot."""
    told.assign(0.4)
    told.move("arrange", 0.5)
    desk.record_on_case(told.case, "visit.arrived", by=told.technician, at=told.later(3))
    told.end(5)


def by_dealer(told: Teller) -> None:
    """Solved by a dealer."""
    told.hand_over(0.2)
    told.move("arrange", 2)
    told.end(20)


def after_waiting(told: Teller) -> None:
    """The customer let us wait."""
    told.move("answer", 0.2)
    told.move("wait", 1, reason="customer")
    told.move("resume", 20)
    told.end(23)


def too_late(told: Teller) -> None:
    """Solved days too late."""
    told.assign(6)
    told.end(90)


def registered(_told: Teller) -> None:
    """Nobody has answered yet."""


def answered(told: Teller) -> None:
    """Answered, and nothing else."""
    told.assign(0.05)
    told.move("answer", 0.06)


def arranged(told: Teller) -> None:
    """Somebody is to go there."""
    told.assign(0.05)
    told.move("arrange", 0.07)


def waiting(told: Teller) -> None:
    """Waiting for the customer."""
    told.move("answer", 0.05)
    told.move("wait", 0.07, reason="customer")


def with_dealer(told: Teller) -> None:
    """Handed to a dealer."""
    told.hand_over(0.05)


ENDED: tuple[Told, ...] = (
    by_phone,
    by_visit,
    by_phone,
    by_dealer,
    by_phone,
    after_waiting,
    too_late,
)
OPEN: tuple[Told, ...] = (answered, arranged, waiting, with_dealer, registered)


@transaction.atomic
def tell_a_life(now: datetime, *, quick: bool) -> list[Story]:
    """A thousand days of a company: most cases are closed, one in twenty-five is open.

    Ended cases lie evenly over the time; those of the last two days have patterns of their own,
    so that much is promised, kept and late today.
    """
    company = found_company(now)
    old, recent, still = (36, 8, 20) if quick else (280, 24, 100)
    days = HISTORY.days
    stories = _tell(company, ENDED, islice(_ages(days, 4, old), old), now, 0.958)
    stories += _tell(company, ENDED[:1], islice(_ages(2, 0.15, recent), recent), now, 2 / days)
    stories += _tell(company, OPEN, islice(_open_ages(still), still), now, 0.04)
    run_until_idle(now)
    return stories


@transaction.atomic
def tell_open(now: datetime, *, quick: bool) -> tuple[list[Story], Story]:
    """Open cases about which nothing is to be done at `now`, each with the same share; and one
    about which something is."""
    company = found_company(now)
    ages = (timedelta(minutes=6 + number) for number in range(16 if quick else 40))
    stories = _tell(company, (registered, answered), ages, now, 1.0)
    run_until_idle(now)
    due = _tell(company, (registered,), iter([timedelta(hours=2)]), now, 1.0)
    return stories, due[0]


def found_company(now: datetime) -> Company:
    """The demo, more people who handle cases, and more dealers."""
    cast = load_demo(now)
    own = cast.organisations["own"]
    names = (
        s + a + b for s, a, b in zip(cycle(SURNAMES), cycle(GIVEN), cycle(GIVEN[7:]), strict=False)
    )
    people = [
        Person.objects.create(
            username=f"staff{number}", name=next(names), organisation=own,
            role=(Role.AGENT, Role.TECHNICIAN)[number % 2],
        )
        for number in range(STAFF)
    ]  # fmt: skip
    dealers = [
        Organisation.objects.create(
            kind=OrganisationKind.DEALER, code=f"D9{number:03d}", name=f"{next(names)}服务站"
        )
        for number in range(DEALERS)
    ]
    _certify(people[1::2], now)
    return Company(people[::2], people[1::2], dealers)


def _certify(technicians: list[Person], now: datetime) -> None:
    """Let everybody have had every certificate all the time."""
    begins = today(now - HISTORY) - timedelta(days=1)
    for skill in Skill.objects.filter(needs_certificate=True):
        for one in technicians:
            skills.add_certificate(one, skill, valid_from=begins, by=SYSTEM, at=now)


def _tell(
    company: Company, ways: tuple[Told, ...], ages: Iterator[timedelta], now: datetime, share: float
) -> list[Story]:
    told = []
    for number, age in enumerate(ages):
        one = Teller(company, number, now - age)
        ways[number % len(ways)](one)
        told.append(one.case.pk)
    return [Story(case, share / len(told)) for case in told]


def _ages(days: float, least: float, count: int) -> Iterator[timedelta]:
    """Evenly from `days` ago until `least` days ago, at all hours of the day."""
    step = (days - least) / count
    return (timedelta(days=days - step * number, minutes=7 * number) for number in range(count))


def _open_ages(count: int) -> Iterator[timedelta]:
    """From ten minutes to a few weeks, most of them young."""
    return (timedelta(minutes=10 * 1.09 ** (number * 85 / count)) for number in range(count))
