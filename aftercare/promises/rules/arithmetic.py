"""The lines of a sum in words, Chinese and English, for a person with a pencil.

`sentences(counting.explain(...).lines, calendar.zone)` tells how a due moment was counted.
Dates and times are those of the calendar's zone; the end of a day is written 24:00.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Words
from aftercare.promises.rules import instants
from aftercare.promises.rules.steps import Kind, Line

REOPENED = Words(zh="已结束，后重新打开", en="closed, then reopened")
NOTES = {
    "": Words(zh="", en=""),
    "resumed": Words(zh="恢复计时", en="the clock went on again"),
    "weekend": Words(zh="周末", en="weekend"),
    "closed": Words(zh="不开放", en="not open"),
    "exception": Words(zh="日历中的特别安排", en="set apart in the calendar"),
    "make-up": Words(zh="调休上班", en="make-up working day"),
    "holiday": Words(zh="节假日", en="holiday"),
    "new-year": Words(zh="元旦", en="New Year's Day"),
    "spring-festival": Words(zh="春节", en="Spring Festival"),
    "tomb-sweeping": Words(zh="清明节", en="Tomb-Sweeping Day"),
    "labour-day": Words(zh="劳动节", en="Labour Day"),
    "dragon-boat": Words(zh="端午节", en="Dragon Boat Festival"),
    "mid-autumn": Words(zh="中秋节", en="Mid-Autumn Festival"),
    "national-day": Words(zh="国庆节", en="National Day"),
    "victory-day": Words(zh="抗战胜利纪念日", en="Victory Day"),
    "month end": Words(
        zh="该月没有这一天，以月末为准", en="that month has no such day: its last day"
    ),
    "wide": Words(
        zh="最后一日遇实际休息日顺延（民法典第二百零三条，宽口径）",
        en="a last day actually off rolls on (Civil Code Art. 203, wide reading)",
    ),
    "narrow": Words(
        zh="最后一日仅遇法定节假日顺延（民法典第二百零三条，窄口径）",
        en="a last day rolls past statutory holidays only (Civil Code Art. 203, narrow reading)",
    ),
}


def sentences(lines: Iterable[Line], zone: ZoneInfo) -> list[Words]:
    """One sentence for each line."""
    return [SENTENCES[line.kind](line, zone) for line in lines]


def moment(at: datetime, zone: ZoneInfo, *, ending: bool = False) -> str:
    """A moment to the second where it has seconds; ending: midnight is 24:00 of the day before."""
    local = at.astimezone(zone)
    clock = local.strftime("%H:%M:%S" if local.second or local.microsecond else "%H:%M")
    if local.microsecond:
        clock += f".{local.microsecond:06}"
    if ending and clock == "00:00":
        return f"{local.date() - timedelta(days=1)} 24:00"
    return f"{local.date()} {clock}"


def length(micros: int) -> Words:
    """Open time in hours, minutes and seconds; hours are not turned into days."""
    hours, rest = divmod(micros, instants.HOUR)
    minutes, rest = divmod(rest, instants.MINUTE)
    seconds = f"{rest / instants.SECOND:f}".rstrip("0").rstrip(".") if rest else ""
    parts = [(hours, "小时", "h"), (minutes, "分钟", "min"), (seconds, "秒", "s")]
    told = [part for part in parts if part[0]] or [(0, "分钟", "min")]
    return Words(
        zh=" ".join(f"{amount} {zh}" for amount, zh, _ in told),
        en=" ".join(f"{amount} {en}" for amount, _, en in told),
    )


def _dates(line: Line, zone: ZoneInfo) -> Words:
    """The days a line tells about, the last one included."""
    first = line.begin.astimezone(zone).date()
    last = (line.end - instants.MICROSECOND).astimezone(zone).date()
    if first >= last:
        return Words(zh=f"{first}", en=f"{first}")
    return Words(zh=f"{first} 至 {last}", en=f"{first} to {last}")


def _stretch(line: Line, zone: ZoneInfo) -> Words:
    """From when to when; the date of the end only when it is another day."""
    begin, end = moment(line.begin, zone), moment(line.end, zone, ending=True)
    if begin[:10] == end[:10]:
        return Words(zh=f"{begin}-{end[11:]}", en=f"{begin}-{end[11:]}")
    return Words(zh=f"{begin} 至 {end}", en=f"{begin} to {end}")


def _open(line: Line, zone: ZoneInfo) -> Words:
    counted, total = length(line.counted), length(line.total)
    zh, en = f"开放 {counted.zh}，累计 {total.zh}", f"open {counted.en}, {total.en} so far"
    if line.days < 2:
        where, note = _stretch(line, zone), _bracketed(NOTES[line.note])
    elif line.end - line.begin == timedelta(microseconds=line.counted):
        where, note = _stretch(line, zone), Words(zh="", en="")
    else:
        where, note = _dates(line, zone), _days_open(line)
    return Words(zh=f"{where.zh}{note.zh or ' '}{zh}", en=f"{where.en}{note.en}: {en}")


def _days_open(line: Line) -> Words:
    """How many days a line sums up, and how much each of them, or how many it passes over."""
    zh, en = f"{line.days} 天", f"{line.days} days"
    if line.closed:
        zh, en = f"{zh}，另 {line.closed} 天不开放", f"{en} and {line.closed} closed"
    elif line.counted % line.days == 0:
        each = length(line.counted // line.days)
        zh, en = f"{zh}，每天 {each.zh}", f"{en} of {each.en}"
    if line.note:
        zh, en = f"{zh}，{NOTES[line.note].zh}", f"{en}, {NOTES[line.note].en}"
    return _bracketed(Words(zh=zh, en=en))


def _closed(line: Line, zone: ZoneInfo) -> Words:
    where, note = _dates(line, zone), NOTES[line.note or "closed"]
    return Words(zh=f"{where.zh} {note.zh}，不计", en=f"{where.en}: {note.en}, not counted")


def _start_day(line: Line, zone: ZoneInfo) -> Words:
    where = _dates(line, zone)
    return Words(
        zh=f"{where.zh} 当日不计，自次日起算（民法典第二百零一条）",
        en=f"{where.en}: the day itself does not count (Civil Code Art. 201)",
    )


def _days(line: Line, zone: ZoneInfo) -> Words:
    where = _dates(line, zone)
    return Words(zh=f"{where.zh} 共 {line.counted} 日", en=f"{where.en}: {_some(line, 'day')}")


def _working_days(line: Line, zone: ZoneInfo) -> Words:
    where = _dates(line, zone)
    over = Words(zh="", en="")
    if line.closed:
        over = Words(zh=f"，另 {line.closed} 天休息", en=f" and {line.closed} off")
    note = _bracketed(NOTES[line.note])
    return Words(
        zh=f"{where.zh}{note.zh or ' '}{line.counted} 个工作日{over.zh}，累计 {line.total} 个",
        en=f"{where.en}{note.en}: {_some(line, 'working day')}{over.en}, {line.total} so far",
    )


def _months(line: Line, zone: ZoneInfo) -> Words:
    last, note = _last_day(line, zone), NOTES[line.note]
    unit, zh = ("year", "年") if line.kind is Kind.YEARS else ("month", "个月")
    why = Words(zh=f"{note.zh}；" if note.zh else "", en=f"{note.en}; " if note.en else "")
    return Words(
        zh=f"{line.counted} {zh}后的对应日为 {last}（{why.zh}民法典第二百零二条）",
        en=f"the corresponding day after {_some(line, unit)} is {last}"
        f" ({why.en}Civil Code Art. 202)",
    )


def _fixed(line: Line, zone: ZoneInfo) -> Words:
    last = _last_day(line, zone)
    return Words(zh=f"截止日定为 {last}", en=f"the last day is set to {last}")


def _paused(line: Line, zone: ZoneInfo) -> Words:
    where, stood, why = _stretch(line, zone), length(line.counted), _bracketed(_reason(line))
    if not line.counted:
        return Words(
            zh=f"{where.zh} 暂停{why.zh}，不在计时之内，不影响",
            en=f"{where.en}: paused{why.en} while nothing was counted, changes nothing",
        )
    return Words(
        zh=f"{where.zh} 暂停{why.zh}，{stood.zh}不计",
        en=f"{where.en}: paused{why.en}, {stood.en} not counted",
    )


def _pushed(line: Line, zone: ZoneInfo) -> Words:
    stood, last = length(line.counted), _last_day(line, zone)
    if line.note == "resumed":
        return Words(
            zh=f"最后一日不早于恢复计时之日，移至 {last}",
            en=f"the last day is not before the clock went on again: it moves to {last}",
        )
    return Words(
        zh=f"扣除暂停共 {stood.zh}，最后一日移至 {last}",
        en=f"the pauses of {stood.en} move the last day to {last}",
    )


def _rolled(line: Line, zone: ZoneInfo) -> Words:
    where, note = _dates(line, zone), NOTES[line.note or "closed"]
    return Words(zh=f"{where.zh} {note.zh}，顺延", en=f"{where.en}: {note.en}, rolls on")


def _ends(line: Line, zone: ZoneInfo) -> Words:
    at, note = moment(line.end, zone, ending=True), NOTES[line.note]
    if not line.note:
        return Words(zh=f"到期 {at}", en=f"due {at}")
    return Words(zh=f"到期 {at}；{note.zh}", en=f"due {at}; {note.en}")


def _stands(line: Line, zone: ZoneInfo) -> Words:
    since, why = moment(line.begin, zone), _bracketed(_reason(line))
    return Words(
        zh=f"自 {since} 起暂停{why.zh}，尚未恢复，时钟停住",
        en=f"paused since {since}{why.en}: the clock stands still until work resumes",
    )


def _never(line: Line, zone: ZoneInfo) -> Words:
    return Words(
        zh="该日历此后没有足够的开放时间，无法到期",
        en="the calendar does not open long enough: never due",
    )


def _provisional(line: Line, zone: ZoneInfo) -> Words:
    return Words(
        zh=f"{line.note} 年的放假安排尚未公布，结果为暂定",
        en=f"the days off of {line.note} are not yet published: provisional",
    )


SENTENCES: dict[Kind, Callable[[Line, ZoneInfo], Words]] = {
    Kind.OPEN: _open,
    Kind.CLOSED: _closed,
    Kind.START_DAY: _start_day,
    Kind.DAYS: _days,
    Kind.WORKING_DAYS: _working_days,
    Kind.MONTHS: _months,
    Kind.YEARS: _months,
    Kind.FIXED: _fixed,
    Kind.PAUSED: _paused,
    Kind.PUSHED: _pushed,
    Kind.ROLLED: _rolled,
    Kind.ENDS: _ends,
    Kind.STANDS: _stands,
    Kind.NEVER: _never,
    Kind.PROVISIONAL: _provisional,
}


def _last_day(line: Line, zone: ZoneInfo) -> str:
    return str((line.end - instants.MICROSECOND).astimezone(zone).date())


def _reason(line: Line) -> Words:
    """The named reason in words; one that is not of the vocabulary stands as it is."""
    if line.note == "closed":
        return REOPENED
    word = vocabulary.WAITING.get(line.note)
    return Words(zh=word.zh, en=word.en) if word else Words(zh=line.note, en=line.note)


def _bracketed(words: Words) -> Words:
    return Words(zh=f"（{words.zh}）", en=f" ({words.en})") if words.zh else words


def _some(line: Line, unit: str) -> str:
    return f"{line.counted} {unit}{'s' if line.counted != 1 else ''}"
