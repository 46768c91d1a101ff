"""A plan as a reader meets it: numbered chapters of lines, in the order of a tender."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aftercare.plans.language.document import Plan
from aftercare.plans.language.vocabulary import FLOORS, Word
from aftercare.plans.language.wording import granted, ordered, paid, setting, timed
from aftercare.plans.language.wording.rows import (
    ApprovalRow,
    ChargeRow,
    ExclusionRow,
    PromiseRow,
    RecordRow,
    RemedyRow,
    Row,
    ScheduleRow,
    TermRow,
)
from aftercare.plans.language.wording.speech import Speech


@dataclass(frozen=True)
class Chapter:
    """A numbered chapter; `key` names the sections of the plan it shows."""

    key: str
    title: str
    lead: str
    rows: tuple[Row, ...]


TITLES: dict[str, tuple[Word, Word]] = {
    "services": (Word("业务范围", "Lines of business"), Word("", "")),
    "hours": (Word("服务时间", "Hours and seasons"), Word("", "")),
    "zones": (
        Word("服务区域", "Zones"),
        Word("以最具体的地区为准。", "The most specific place counts."),
    ),
    "severities": (Word("故障级别", "Fault levels"), Word("", "")),
    "promises": (Word("时限承诺", "Promised times"), Word("", "")),
    "schedules": (Word("定期服务", "Recurring services"), Word("", "")),
    "warranty": (Word("保修", "Warranty"), Word("", "")),
    "after_expiry": (Word("保修期满后", "After the warranty"), Word("", "")),
    "exclusions": (Word("不予保修的情形", "What the warranty does not cover"), Word("", "")),
    "advice_only": (Word("只提供建议的情形", "Advice only"), Word("", "")),
    "remedies": (Word("补救措施", "Remedies"), Word("", "")),
    "fees": (
        Word("收费", "Charges"),
        Word(
            "各项费用依次适用以下规则，以先符合者为准。",
            "The first rule that fits decides each line.",
        ),
    ),
    "approvals": (Word("审批", "Approvals"), Word("", "")),
    "gates": (Word("先后次序", "What comes first"), Word("", "")),
    "satisfaction": (Word("满意度", "Satisfaction"), Word("", "")),
    "records": (Word("档案保存", "Records"), Word("", "")),
    "floors": (
        Word("同时适用的法律规定", "Law that also applies"),
        Word("以对客户最有利的规定为准。", "What is best for the customer counts."),
    ),
    "contacts": (Word("联系人", "Contacts"), Word("", "")),
    "assignees": (Word("维修责任人", "Who is responsible"), Word("", "")),
    "duties": (Word("其他承诺", "Further duties"), Word("", "")),
    "blanks": (
        Word("默认值", "Defaults"),
        Word(
            "以下数值原文未定，暂取默认值，可在签约前修改。",
            "The source leaves these values open; they hold until the parties agree on others.",
        ),
    ),
}


def chapters(plan: Plan, language: str) -> list[Chapter]:
    """The chapters of a plan that have something to say, in the order of `TITLES`."""
    speech = Speech(plan, language)
    found = {key: tuple(rows(speech)) for key, rows in ROWS.items()}
    return [
        Chapter(key, speech.say(title), _lead(speech, key, lead), found[key])
        for key, (title, lead) in TITLES.items()
        if found[key] or (key == "fees" and _lead(speech, key, lead) and plan.fees.paying.clauses)
    ]


def _lead(speech: Speech, key: str, lead: Word) -> str:
    said = speech.say(lead)
    if key != "fees":
        return said
    manner = paid.paying_text(speech, speech.plan.fees.paying)
    clauses = bracketed(speech, speech.plan.fees.paying.clauses) if manner else ""
    return speech.pick("", " ").join(part for part in (said, manner + clauses) if part)


def bracketed(speech: Speech, clauses: Iterable[str]) -> str:
    """Clause ids in brackets: `〔P01-05、P01-19〕`, ` [P01-05, P01-19]`."""
    listed = speech.pick("、", ", ").join(clauses)
    return speech.pick(f"〔{listed}〕", f" [{listed}]") if listed else ""


def _services(speech: Speech) -> list[Row]:
    return [setting.service_row(speech, key) for key in speech.plan.services]


def _hours(speech: Speech) -> list[Row]:
    plan = speech.plan
    timed_by = [promise.calendar for promise in plan.promises.values()]
    timed_by += [schedule.calendar for schedule in plan.schedules.values()]
    used = {plan.calendar, *timed_by}
    told = {key for key, calendar in plan.calendars.items() if calendar.title or calendar.clauses}
    return [
        *(setting.calendar_row(speech, key) for key in plan.calendars if key in used & told),
        *(setting.season_row(speech, key) for key in plan.seasons),
        *(setting.dates_row(speech, key) for key in plan.dates),
    ]


def promise_rows(plan: Plan, language: str) -> list[PromiseRow]:
    """The promises of a plan, one row each."""
    speech = Speech(plan, language)
    return [timed.promise_row(speech, key) for key in plan.promises]


def schedule_rows(plan: Plan, language: str) -> list[ScheduleRow]:
    """The recurring promises of a plan, one row each."""
    speech = Speech(plan, language)
    return [timed.schedule_row(speech, key) for key in plan.schedules]


def term_rows(plan: Plan, language: str) -> list[TermRow]:
    """The warranty terms of a plan, one row each."""
    speech = Speech(plan, language)
    return [granted.term_row(speech, index) for index in range(len(plan.warranty))]


def after_expiry_rows(plan: Plan, language: str) -> list[TermRow]:
    """What is still served after the warranty, one row each."""
    speech = Speech(plan, language)
    return [granted.after_expiry_row(speech, index) for index in range(len(plan.after_expiry))]


def exclusion_rows(plan: Plan, language: str) -> list[ExclusionRow]:
    """What is not covered, then what gets advice only, one row each."""
    speech = Speech(plan, language)
    return [
        granted.exclusion_row(speech, exclusion)
        for exclusion in (*plan.exclusions, *plan.advice_only)
    ]


def remedy_rows(plan: Plan, language: str) -> list[RemedyRow]:
    """The choices a customer gets, one row each."""
    speech = Speech(plan, language)
    return [granted.remedy_row(speech, index) for index in range(len(plan.remedies))]


def charge_rows(plan: Plan, language: str) -> list[ChargeRow]:
    """The charges in the order in which they are tried, one row each."""
    speech = Speech(plan, language)
    return [paid.charge_row(speech, index) for index in range(len(plan.fees.charges))]


def approval_rows(plan: Plan, language: str) -> list[ApprovalRow]:
    """The flows of signatures, one row each."""
    speech = Speech(plan, language)
    return [ordered.approval_row(speech, k, a) for k, a in plan.approvals.items()]


def record_rows(plan: Plan, language: str) -> list[RecordRow]:
    """The rules about keeping records, one row each."""
    speech = Speech(plan, language)
    return [ordered.record_row(speech, index) for index in range(len(plan.records))]


def _charges(speech: Speech) -> list[Row]:
    return [paid.charge_row(speech, index) for index in range(len(speech.plan.fees.charges))]


def _sources(speech: Speech) -> list[Row]:
    count = len(speech.plan.fees.price_sources)
    return [paid.price_source_row(speech, index) for index in range(count)]


ROWS: dict[str, Callable[[Speech], Iterable[Row]]] = {
    "services": _services,
    "hours": _hours,
    "zones": lambda s: [setting.zone_row(s, key) for key in s.plan.zones],
    "severities": lambda s: [setting.severity_row(s, key) for key in s.plan.severities],
    "promises": lambda s: [timed.promise_row(s, key) for key in s.plan.promises],
    "schedules": lambda s: [timed.schedule_row(s, key) for key in s.plan.schedules],
    "warranty": lambda s: [granted.term_row(s, i) for i in range(len(s.plan.warranty))],
    "after_expiry": lambda s: [
        granted.after_expiry_row(s, i) for i in range(len(s.plan.after_expiry))
    ],
    "exclusions": lambda s: [granted.exclusion_row(s, e) for e in s.plan.exclusions],
    "advice_only": lambda s: [granted.exclusion_row(s, e) for e in s.plan.advice_only],
    "remedies": lambda s: [granted.remedy_row(s, i) for i in range(len(s.plan.remedies))],
    "fees": lambda s: [*_charges(s), *_sources(s)],
    "approvals": lambda s: [ordered.approval_row(s, k, a) for k, a in s.plan.approvals.items()],
    "gates": lambda s: [ordered.gate_row(s, k, g) for k, g in s.plan.gates.items()],
    "satisfaction": lambda s: [
        ordered.satisfaction_row(s, i) for i in range(len(s.plan.satisfaction))
    ],
    "records": lambda s: [ordered.record_row(s, i) for i in range(len(s.plan.records))],
    "floors": lambda s: [Row(f, s.look_up(FLOORS, f), (), "", "") for f in s.plan.floors],
    "contacts": lambda s: [ordered.contact_row(s, c) for c in s.plan.contacts],
    "assignees": lambda s: [ordered.assignee_row(s, a) for a in s.plan.assignees],
    "duties": lambda s: [ordered.duty_row(s, d) for d in s.plan.duties],
    "blanks": lambda s: [setting.blank_row(s, key) for key in s.plan.blanks],
}

# The rows of each section as the plan lists its entries.
ENTRY_ROWS: dict[str, Callable[[Speech], Iterable[Row]]] = {
    **{key: rows for key, rows in ROWS.items() if key not in ("hours", "fees", "floors")},
    "calendars": lambda s: [setting.calendar_row(s, key) for key in s.plan.calendars],
    "seasons": lambda s: [setting.season_row(s, key) for key in s.plan.seasons],
    "dates": lambda s: [setting.dates_row(s, key) for key in s.plan.dates],
    "components": lambda s: [setting.words_row(s, "components", k) for k in s.plan.components],
    "faults": lambda s: [setting.words_row(s, "faults", k) for k in s.plan.faults],
    "charges": _charges,
    "price_sources": _sources,
}
