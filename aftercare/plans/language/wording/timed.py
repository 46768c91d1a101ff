"""Promises and schedules in words."""

from collections.abc import Sequence

from aftercare.kit.durations import Duration
from aftercare.plans.language.document import Consequences, Promise, Schedule, Step
from aftercare.plans.language.phrases import REST
from aftercare.plans.language.tables import dimension
from aftercare.plans.language.vocabulary import OFFERS, SCHEDULE_KINDS, WAITING
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.rows import PromiseRow, ScheduleRow, Time
from aftercare.plans.language.wording.speech import Speech

__all__ = ["promise_row", "schedule_row"]


def promise_row(speech: Speech, key: str) -> PromiseRow:
    """One promise of the plan, in words."""
    promise = speech.plan.promises[key]
    start, end = _start(speech, promise), speech.deed(promise.until)
    times = _times(speech, key, promise)
    parts = _Parts(speech, promise, ("promises", key))
    title = speech.say(promise.title) if promise.title else end
    text = [
        _promised(speech, promise, start, end, times) + parts.applies(),
        speech.groups([*parts.counted(), parts.paused(promise.pause_while)]),
        parts.late(),
        parts.kept_by(),
        parts.promised_to(),
    ]
    return PromiseRow(
        key=key,
        title=title,
        clauses=tuple(promise.clauses),
        note=speech.note(promise.note),
        text=speech.sentences(text),
        start=start,
        end=end,
        times=tuple(times),
        calendar=parts.calendar(),
        reading=parts.reading(),
        conditions=tuple(speech.conditions(promise.when)),
        pauses=tuple(speech.look_up(WAITING, reason) for reason in promise.pause_while),
        warnings=tuple(speech.warning(text) for text in promise.warn_at),
        consequences=tuple(parts.consequences()),
        who=parts.who(),
        to=parts.to(),
        service=speech.service(promise.when),
    )


def _start(speech: Speech, promise: Promise) -> str:
    if promise.from_:
        return speech.event(promise.from_)
    before = speech.plan.promises.get(promise.chained or "")
    title = speech.say(before.title) if before and before.title else (promise.chained or "")
    return speech.pick(f"兑现{speech.quoted(title)}", f"the keeping of {speech.quoted(title)}")


def _times(speech: Speech, key: str, promise: Promise) -> list[Time]:
    path = ("promises", key, "within")
    if isinstance(promise.within, Duration):
        return [_time(speech, "", _inside(speech, promise.within), *path)]
    if isinstance(promise.within, dict):
        fact = dimension(speech.plan, promise.within) or ""
        return [
            _time(speech, _place(speech, fact, name), _inside(speech, length), *path, name)
            for name, length in promise.within.items()
        ]
    if promise.by:
        return [_time(speech, "", _by(speech, promise, promise.by), "promises", key, "by")]
    return [_time(speech, "", _agreed(speech, promise), "promises", key, "ahead")]


def _inside(speech: Speech, length: Duration) -> str:
    said = speech.length(length)
    return speech.pick(f"{said}内", f"within {said}")


def _since(speech: Speech, length: Duration, start: str) -> str:
    """A start as Chinese says it: days, months and years run from a day."""
    return f"{start}之日" if speech.zh and not length.runs_on_the_clock else start


def _time(speech: Speech, place: str, text: str, *path: str | int) -> Time:
    return Time(place, speech.labelled(text, *path), speech.plan.is_default(*path))


def _place(speech: Speech, fact: str, name: str) -> str:
    if name == REST:
        return speech.pick("其他", "otherwise")
    return speech.value(fact, name)


def _agreed(speech: Speech, promise: Promise) -> str:
    if promise.ahead:
        ahead = speech.length(promise.ahead)
        return speech.pick(f"约定时间前至少{ahead}", f"at least {ahead} before the agreed time")
    return speech.pick("按约定时间", "at the agreed time")


def _by(speech: Speech, promise: Promise, by: str) -> str:
    if by in speech.plan.dates:
        dates = speech.plan.dates[by].dates
        days = [
            speech.labelled(speech.day(day), "dates", by, "dates", index)
            for index, day in enumerate(dates)
        ]
        zh, en = speech.both(days), speech.either(days)
        return speech.pick(f"{zh}中最近的一个截止日前", f"by the next {en}")
    season = speech.plan.seasons.get(by)
    title = speech.say(season.title) if season else by
    if promise.nth > 1:
        nth, name = _ordinal(promise.nth), title.lower()
        return speech.pick(f"第{promise.nth}个{title}结束前", f"by the end of the {nth} {name}")
    return speech.pick(f"{title}结束前", f"by the end of the {title.lower()}")


def _ordinal(number: int) -> str:
    return lexicon.ORDINALS[number] if number < len(lexicon.ORDINALS) else f"{number}th"


def _promised(speech: Speech, promise: Promise, start: str, end: str, times: Sequence[Time]) -> str:
    if isinstance(promise.within, Duration):
        start, time = _since(speech, promise.within, start), times[0].text
        return speech.pick(f"自{start}起{time}{end}", f"{time} of {start}, {end}")
    if isinstance(promise.within, dict):
        zh = "、".join(f"{time.place}{time.text}" for time in times)
        en = "; ".join(f"{time.place}: {time.text}" for time in times)
        return speech.pick(f"自{start}起，{zh}{end}", f"after {start}, {end} in time ({en})")
    time = times[0].text
    joint = "在" if promise.by or promise.ahead else ""
    return speech.pick(f"{start}后，{joint}{time}{end}", f"after {start}, {end} {time}")


class _Parts:
    """What promises and schedules have in common, in words."""

    def __init__(self, speech: Speech, clocked: Promise | Schedule, path: tuple[str, str]) -> None:
        self.speech = speech
        self.clocked = clocked
        self.path = path

    def applies(self) -> str:
        """The conditions, in brackets."""
        said = self.speech.clauses(self.speech.besides(self.clocked.when))
        return self.speech.pick(f"（适用于：{said}）", f" ({said})") if said else ""

    def calendar(self) -> str:
        """The name of the calendar that counts."""
        name = self.clocked.calendar or self.speech.plan.calendar
        calendar = self.speech.plan.calendars.get(name)
        title = self.speech.say(calendar.title) if calendar and calendar.title else name
        if calendar and calendar.title is None and calendar.open == "24x7":
            title = self.speech.pick("全天候", "around the clock")
        path = (*self.path, "calendar") if self.clocked.calendar else ("calendar",)
        return self.speech.labelled(title, *path)

    def reading(self) -> str:
        """What happens to a last day on a day off; empty when the plan does not say."""
        if self.clocked.reading is None:
            return ""
        return self.speech.say(lexicon.READINGS[self.clocked.reading])

    def counted(self) -> list[str]:
        """The calendar, when it is not open always, and the reading of the last day."""
        name = self.clocked.calendar or self.speech.plan.calendar
        calendar = self.speech.plan.calendars.get(name)
        title = self.speech.quoted(self.calendar())
        limited = calendar is not None and calendar.open != "24x7"
        counted = self.speech.pick(f"按{title}计时", f"time counts by the calendar {title}")
        return [counted if limited else "", self.reading()]

    def paused(self, reasons: Sequence[str]) -> str:
        """When the clock stands still."""
        if not reasons:
            return ""
        listed = self.speech.both(self.speech.look_up(WAITING, reason) for reason in reasons)
        return self.speech.pick(f"{listed}期间不计时", f"these times do not count: {listed}")

    def consequences(self) -> list[str]:
        """What happens when it is late, one text each."""
        return consequences(self.speech, self.clocked.if_late)

    def late(self) -> str:
        """The consequences as one sentence."""
        listed = self.speech.groups(self.consequences())
        return self.speech.pick(f"逾期的，{listed}", f"if late: {listed}") if listed else ""

    def who(self) -> str:
        """The role that keeps it."""
        role = self.speech.role(self.clocked.who) if self.clocked.who else ""
        return self.speech.labelled(role, *self.path, "who") if role else ""

    def to(self) -> str:
        """To whom it is promised, unless that is the customer."""
        party = self.clocked.to
        return "" if party == "customer" else self.speech.look_up(lexicon.PARTIES, party)

    def promised_to(self) -> str:
        """The same as a sentence."""
        to = self.to()
        return self.speech.pick(f"承诺对象：{to}", f"promised to {to}") if to else ""

    def kept_by(self) -> str:
        """The role as a sentence."""
        who = self.who()
        return self.speech.pick(f"由{who}负责", f"kept by the {who}") if who else ""


def consequences(speech: Speech, listed: Consequences) -> list[str]:
    """Late actions in words: `通知服务经理`, `2小时后报告公司领导`."""
    said = []
    for consequence in listed:
        if isinstance(consequence, Step):
            after = speech.length(consequence.after)
            actions = speech.both(speech.action(text) for text in consequence.do)
            said.append(speech.pick(f"再过{after}，{actions}", f"{after} later, {actions}"))
        else:
            said.append(speech.action(consequence))
    return said


def schedule_row(speech: Speech, key: str) -> ScheduleRow:
    """One schedule of the plan, in words."""
    schedule = speech.plan.schedules[key]
    parts = _Parts(speech, schedule, ("schedules", key))
    kind = speech.look_up(SCHEDULE_KINDS, schedule.kind)
    rhythm, during = _rhythm(speech, key, schedule), _during(speech, key, schedule)
    components = [speech.value("component", name) for name in schedule.component]
    task = speech.say(schedule.task) if schedule.task else ""
    price = speech.price(schedule.price) if schedule.price else ""
    about = speech.both(components)
    text = [
        speech.clauses([during, rhythm, price]) + parts.applies(),
        _otherwise(speech, schedule),
        speech.pick(f"对象：{about}", f"about: {about}") if about else "",
        speech.pick(f"内容：{task}", f"what is done: {task}") if task else "",
        speech.groups(parts.counted()),
        parts.late(),
        parts.kept_by(),
        parts.promised_to(),
    ]
    return ScheduleRow(
        key=key,
        title=speech.say(schedule.title) if schedule.title else kind,
        clauses=tuple(schedule.clauses),
        note=speech.note(schedule.note),
        text=speech.sentences(text),
        kind=kind,
        rhythm=rhythm,
        end=speech.deed(schedule.until),
        during=during,
        components=tuple(components),
        task=task,
        price=price,
        conditions=tuple(speech.conditions(schedule.when)),
        warnings=tuple(speech.warning(text) for text in schedule.warn_at),
        consequences=tuple(parts.consequences()),
        who=parts.who(),
        to=parts.to(),
        is_default=speech.plan.is_default("schedules", key),
        service=speech.service(schedule.when),
    )


def _rhythm(speech: Speech, key: str, schedule: Schedule) -> str:
    occasion = speech.look_up(lexicon.OCCASIONS, schedule.kind)
    if schedule.each or schedule.before:
        return _seasonal(speech, key, schedule, occasion)
    start = speech.event(schedule.from_) if schedule.from_ else ""
    if schedule.every:
        every = speech.labelled(speech.period(schedule.every), "schedules", key, "every")
        said = speech.pick(
            f"自{start}之日起每{every}{occasion}",
            f"{occasion} every {every}, counted from {start}",
        )
    else:
        length = speech.length(schedule.once) if schedule.once else ""
        once = speech.labelled(length, "schedules", key, "once")
        said = speech.pick(
            f"自{start}之日起{once}后{occasion}", f"{occasion} once, {once} after {start}"
        )
    return speech.clauses([said, _first(speech, key, schedule)])


def _first(speech: Speech, key: str, schedule: Schedule) -> str:
    if schedule.first_within is None:
        return ""
    path = ("schedules", key, "first_within")
    first = speech.labelled(speech.length(schedule.first_within), *path)
    return speech.pick(f"首次不晚于{first}", f"the first within {first}")


def _otherwise(speech: Speech, schedule: Schedule) -> str:
    if not schedule.from_otherwise:
        return ""
    events = speech.either(speech.event(kind) for kind in schedule.from_otherwise)
    return speech.pick(
        f"无此记录的，自{events}起算", f"where that is not on record it counts from {events}"
    )


def _seasonal(speech: Speech, key: str, schedule: Schedule, occasion: str) -> str:
    name = schedule.each or schedule.before or ""
    season = speech.plan.seasons.get(name)
    title = speech.say(season.title) if season else name
    start = speech.event(schedule.from_) if schedule.from_ else ""
    since, on = (f"自{start}起", f", from {start} on") if start else ("", "")
    if schedule.each:
        en = f"{occasion} each year, in the {title.lower()}"
        return speech.pick(f"{since}每年{title}{occasion}", en + on)
    lead = speech.length(schedule.by) if schedule.by else ""
    by = speech.labelled(lead, "schedules", key, "by")
    en = f"{occasion} each year, {by} before the {title.lower()}"
    return speech.pick(f"{since}每年{title}开始前{by}{occasion}", en + on)


def _during(speech: Speech, key: str, schedule: Schedule) -> str:
    if isinstance(schedule.during, Duration):
        length = speech.labelled(speech.length(schedule.during), "schedules", key, "during")
        return speech.pick(f"持续{length}", f"for {length}")
    return speech.say(lexicon.PHASES[schedule.during])


def offers(speech: Speech, words: Sequence[str]) -> list[str]:
    """Offers in words."""
    return [speech.look_up(OFFERS, word) for word in words]
