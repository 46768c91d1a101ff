"""Calendars, zones, severities, seasons, dates, services and blanks in words."""

import re

from aftercare.kit.durations import parse_duration
from aftercare.plans.language import opening
from aftercare.plans.language.document import Calendar, Season, SeasonSpan
from aftercare.plans.language.vocabulary import EVENTS, ROLES
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.rows import Row
from aftercare.plans.language.wording.speech import Speech

__all__ = [
    "blank_row", "calendar_row", "dates_row", "season_row", "service_row", "severity_row",
    "words_row", "zone_row",
]  # fmt: skip


def service_row(speech: Speech, key: str) -> Row:
    """One line of business, in words."""
    service = speech.plan.services[key]
    return Row(key, speech.say(service.title), (), "", "")


def words_row(speech: Speech, section: str, key: str) -> Row:
    """One component or fault of the plan, in words."""
    return Row(key, speech.say(getattr(speech.plan, section)[key]), (), "", "")


def calendar_row(speech: Speech, key: str) -> Row:
    """One calendar, in words."""
    calendar = speech.plan.calendars[key]
    title = speech.say(calendar.title) if calendar.title else key
    parts = [_week(speech, calendar), _holidays(speech, calendar), *_exceptions(speech, calendar)]
    return Row(key, title, tuple(calendar.clauses), "", speech.sentence(speech.groups(parts)))


def _week(speech: Speech, calendar: Calendar) -> str:
    if calendar.open == "24x7":
        return speech.pick("每天24小时", "24 hours a day, every day")
    opened = [
        speech.pick(f"{_days(speech, days)}{hours}", f"{_days(speech, days)} {hours}")
        for days, spans in calendar.open.items()
        if (hours := speech.both(_span(speech, span) for span in spans))
    ]
    return speech.clauses(opened)


def _days(speech: Speech, text: str) -> str:
    try:
        days = opening.weekdays(text)
    except ValueError:
        return text
    first, last = (lexicon.WEEKDAYS[opening.WEEKDAYS[day]] for day in (days[0], days[-1]))
    if first == last:
        return speech.say(first)
    return speech.pick(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def _span(speech: Speech, span: str) -> str:
    opens, _, closes = span.partition("-")
    if span == "00:00-24:00":
        return speech.pick("全天", "all day")
    night = opening_night(span)
    until = speech.pick("次日", "the next day ") if night else ""
    return speech.pick(f"{opens}至{until}{closes}", f"{opens} to {until}{closes}".strip())


def opening_night(span: str) -> bool:
    """True when the hours end on the next day."""
    try:
        return opening.hours(span).closes > opening.MINUTES_PER_DAY
    except ValueError:
        return False


def _holidays(speech: Speech, calendar: Calendar) -> str:
    if calendar.holidays is None:
        return ""
    makeup = speech.both(_span(speech, span) for span in calendar.makeup or [])
    closed = speech.pick("法定休假日除外", "closed on statutory days off")
    opened = speech.pick(
        f"调休上班日{makeup or '照常'}", f"make-up working days {makeup or 'as usual'}"
    )
    return speech.clauses([closed, opened])


def _exceptions(speech: Speech, calendar: Calendar) -> list[str]:
    closed = speech.pick("休息", "closed")
    return [
        f"{day} {speech.both(_span(speech, span) for span in spans) or closed}"
        for day, spans in calendar.exceptions.items()
    ]


def zone_row(speech: Speech, key: str) -> Row:
    """One zone, in words."""
    zone = speech.plan.zones[key]
    rest = speech.pick("其余地区", "everywhere else")
    places = speech.pick("、", ", ").join(zone.places) or rest
    return Row(key, speech.say(zone.title), tuple(zone.clauses), "", speech.sentence(places))


def severity_row(speech: Speech, key: str) -> Row:
    """One fault level, in words."""
    severity = speech.plan.severities[key]
    means = speech.sentence(speech.say(severity.means))
    return Row(key, speech.say(severity.title), tuple(severity.clauses), "", means)


def season_row(speech: Speech, key: str) -> Row:
    """One season, in words."""
    season = speech.plan.seasons[key]
    spans = [_season_span(speech, key, season, index) for index in range(len(season.spans))]
    text = speech.sentence(speech.groups(spans))
    return Row(key, speech.say(season.title), tuple(season.clauses), "", text)


def _season_span(speech: Speech, key: str, season: Season, index: int) -> str:
    span: SeasonSpan = season.spans[index]
    path = ("seasons", key, "spans", index)
    begins = speech.labelled(speech.day(span.begins), *path, "begins")
    ends = speech.labelled(speech.day(span.ends), *path, "ends")
    year = str(span.year) + speech.pick("年", "") if span.year else ""
    where = speech.pick("、", ", ").join(span.places)
    return speech.clauses([where, year, speech.pick(f"{begins}至{ends}", f"{begins} to {ends}")])


def dates_row(speech: Speech, key: str) -> Row:
    """One set of dates, in words."""
    dates = speech.plan.dates[key]
    days = [
        speech.labelled(speech.day(day), "dates", key, "dates", index)
        for index, day in enumerate(dates.dates)
    ]
    text = speech.sentence(
        speech.pick(f"每年{speech.both(days)}", f"each year {speech.both(days)}")
    )
    return Row(key, speech.say(dates.title), tuple(dates.clauses), "", text)


def blank_row(speech: Speech, key: str) -> Row:
    """One value the source left open, in words."""
    blank = speech.plan.blanks[key]
    title = speech.say(blank.means) if blank.means else key
    unset = speech.pick("未填写", "not set")
    return Row(key, title, (), "", blank_value(speech, blank.value) if blank.value else unset)


def blank_value(speech: Speech, value: str) -> str:
    """A default as it reads: a length, a day, a role, an event, a calendar, or the text itself."""
    if re.fullmatch(r"\d\d-\d\d", value):
        return speech.day(value)
    if value in ROLES:
        return speech.role(value)
    if value in EVENTS:
        return speech.event(value)
    calendar = speech.plan.calendars.get(value)
    if calendar and calendar.title:
        return speech.say(calendar.title)
    try:
        return speech.length(parse_duration(value))
    except ValueError:
        return value
