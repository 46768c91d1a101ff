"""The difference between two plans, for a page: what changed, and which way it binds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from aftercare.kit.durations import parse_duration
from aftercare.plans.language.comparing import Change, Kind, compare, names
from aftercare.plans.language.document import Plan, Rate, Step, Words
from aftercare.plans.language.phrases import REST
from aftercare.plans.language.strictness import Effect
from aftercare.plans.language.tables import ORDER
from aftercare.plans.language.vocabulary import OFFERS, SCHEDULE_KINDS, WAITING, Word
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.chapters import ENTRY_ROWS
from aftercare.plans.language.wording.fields import FIELDS, SECTIONS
from aftercare.plans.language.wording.rows import Row
from aftercare.plans.language.wording.setting import blank_value
from aftercare.plans.language.wording.speech import Speech
from aftercare.plans.language.wording.timed import consequences

EFFECTS = {
    Effect.STRICTER: Word("更严格", "stricter"),
    Effect.LOOSER: Word("更宽松", "looser"),
}


@dataclass(frozen=True)
class ChangeRow:
    """One difference in words.

    section, title: of the entry that changed. field: its part, empty for the whole entry.
    old, new: in words, empty where there is none. effect: empty when it cannot be said.
    text: all of it as one sentence.
    """

    change: Change
    section: str
    title: str
    field: str
    old: str
    new: str
    effect: str
    text: str


def difference(old: Plan, new: Plan, language: str) -> list[ChangeRow]:
    """What changed between two plans, in words, in the order of the plan."""
    return [_row(change, old, new, language) for change in compare(old, new)]


class Place(NamedTuple):
    """The entry a change is about, and the part of it."""

    section: str
    name: str
    rest: tuple[str, ...]


def _place(path: tuple[str, ...]) -> Place:
    inner = path[1:] if path[0] == "fees" else path
    return Place(inner[0], inner[1] if len(inner) > 1 else "", inner[2:])


def _row(change: Change, old: Plan, new: Plan, language: str) -> ChangeRow:
    before, after = Speech(old, language), Speech(new, language)
    place = _place(change.path)
    rows = _rows(after, place.section).get(place.name) or _rows(before, place.section).get(
        place.name
    )
    title = rows.title if rows else ""
    was, becomes = _said(before, place, change.old), _said(after, place, change.new)
    section, field = after.look_up(SECTIONS, place.section), _field(after, place)
    effect = after.say(EFFECTS[change.effect]) if change.effect else ""
    subject = _subject(after, section, title, field)
    text = _text(after, change.kind, subject, was, becomes, effect)
    return ChangeRow(change, section, title, field, was, becomes, effect, text)


def _subject(speech: Speech, section: str, title: str, field: str) -> str:
    named = section + (speech.pick("", " ") + speech.quoted(title) if title else "")
    return speech.clauses([named, field])


def _text(speech: Speech, kind: Kind, subject: str, old: str, new: str, effect: str) -> str:
    if kind is Kind.ADDED:
        said = speech.pick(f"新增{subject}：{new}", f"added: {subject}: {new}")
    elif kind is Kind.REMOVED:
        said = speech.pick(f"删去{subject}：{old}", f"removed: {subject}: {old}")
    else:
        was, becomes = speech.quoted(old), speech.quoted(new)
        said = speech.pick(
            f"{subject}：由{was}改为{becomes}", f"{subject}: from {was} to {becomes}"
        )
    said = said.rstrip("。.：: ")
    return speech.sentence(said + speech.pick(f"（{effect}）", f" ({effect})") if effect else said)


def _rows(speech: Speech, section: str) -> dict[str, Row]:
    """The rows of a section by the names that paths use."""
    if section not in ENTRY_ROWS:
        return {}
    rows = ENTRY_ROWS[section](speech)
    owner = speech.plan.fees if section in ("charges", "price_sources") else speech.plan
    entries = getattr(owner, section)
    if isinstance(entries, list):
        entries = names([entry.model_dump(by_alias=True) for entry in entries])
    return dict(zip(entries, rows, strict=True))


def _field(speech: Speech, place: Place) -> str:
    """The part of the entry: its field, and the value a line of a table stands for."""
    if not place.rest:
        return ""
    first, *further = place.rest
    name = speech.look_up(FIELDS, first)
    if first == "within" and further:
        value = _value_of_table(speech, further[0])
        return name + speech.pick(f"（{value}）", f" ({value})")
    return " ".join([name, *(speech.look_up(FIELDS, part) for part in further)])


def _value_of_table(speech: Speech, name: str) -> str:
    if name == REST:
        return speech.pick("其他", "otherwise")
    return next((said for f in ORDER if (said := speech.value(f, name)) != name), name)


def _said(speech: Speech, place: Place, value: Any) -> str:
    """A value in words: a whole entry by its sentences, a field by its kind."""
    if value is None:
        return ""
    if not place.rest:
        row = _rows(speech, place.section).get(place.name)
        return (row.text or row.title) if row else _plain(speech, value)
    field = "within" if place.rest[0] == "within" else place.rest[-1]
    return SAYINGS[field](speech, value) if field in SAYINGS else _plain(speech, value)


def _plain(speech: Speech, value: Any) -> str:
    """Any value as it can be read without knowing what it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return speech.pick("是", "yes") if value else speech.pick("否", "no")
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return str(value["zh"] if speech.zh else value["en"])
        said = [(speech.look_up(FIELDS, k), _plain(speech, v)) for k, v in value.items()]
        return speech.groups(f"{name} {text}" for name, text in said if text)
    if isinstance(value, list):
        return speech.pick("、", ", ").join(_plain(speech, item) for item in value)
    return str(value)


def _length(speech: Speech, value: Any) -> str:
    if isinstance(value, dict):
        lines = [f"{_value_of_table(speech, k)} {_length(speech, v)}" for k, v in value.items()]
        return speech.clauses(lines)
    try:
        return speech.length(parse_duration(str(value)))
    except ValueError:
        known = {**lexicon.LENGTHS, **lexicon.PHASES, "agreed": Word("按约定时间", "as agreed")}
        return speech.look_up(known, str(value))


def _each(say: Callable[[Speech, str], str]) -> Callable[[Speech, Any], str]:
    def listed(speech: Speech, value: Any) -> str:
        words: Iterable[Any] = value if isinstance(value, list) else [value]
        return speech.pick("、", ", ").join(say(speech, str(word)) for word in words)

    return listed


def _conditions(speech: Speech, value: Any) -> str:
    return speech.clauses(speech.conditions(value)) or speech.pick("全部情形", "all cases")


def _late(speech: Speech, value: Any) -> str:
    steps = [Step.model_validate(v) if isinstance(v, dict) else v for v in value]
    return speech.groups(consequences(speech, steps))


def _then(speech: Speech, value: Any) -> str:
    if isinstance(value, list):
        return speech.both(speech.action(text) for text in value)
    return speech.look_up(lexicon.OUTCOMES, str(value))


def _price(speech: Speech, value: Any) -> str:
    if isinstance(value, list):  # the lines of business that a warranty term covers
        return speech.both(speech.value("service", name) for name in value)
    return speech.price(Rate.model_validate(value) if isinstance(value, dict) else str(value))


def _calendar(speech: Speech, name: str) -> str:
    calendar = speech.plan.calendars.get(name)
    return speech.say(calendar.title) if calendar and isinstance(calendar.title, Words) else name


LENGTHS = ("within", "ahead", "every", "once", "first_within", "length", "keep", "during")
EVENTS = ("from", "starts", "missing_papers", "from_otherwise", "starts_otherwise", "needs")
PRICES = ("parts", "labour", "travel", "service", "freight", "training", "price")
SAYINGS: dict[str, Callable[[Speech, Any], str]] = {
    **dict.fromkeys(LENGTHS, _length),
    **dict.fromkeys(EVENTS, _each(lambda speech, word: speech.event(word))),
    **dict.fromkeys(PRICES, _price),
    "until": _each(lambda speech, word: speech.deed([word])),
    "when": _conditions,
    "if_late": _late,
    "pause_while": _each(lambda speech, word: speech.look_up(WAITING, word)),
    "warn_at": _each(lambda speech, word: speech.warning(word)),
    "who": _each(lambda speech, word: speech.role(word)),
    "to": _each(lambda speech, word: speech.look_up(lexicon.PARTIES, word)),
    "calendar": _each(_calendar),
    "reading": _each(lambda speech, word: speech.look_up(lexicon.READINGS, word)),
    "remedies": _each(lambda speech, word: speech.look_up(OFFERS, word)),
    "offer": _each(lambda speech, word: speech.look_up(OFFERS, word)),
    "cause": _each(lambda speech, word: speech.value("cause", word)),
    "component": _each(lambda speech, word: speech.value("component", word)),
    "kind": _each(lambda speech, word: speech.look_up(SCHEDULE_KINDS, word)),
    "payer": _each(lambda speech, word: speech.look_up(lexicon.PAYERS, word)),
    "settle": _each(lambda speech, word: speech.look_up(lexicon.SETTLING, word)),
    "then": _then,
    "value": _each(blank_value),
    "begins": _each(lambda speech, word: speech.day(word)),
    "ends": _each(lambda speech, word: speech.day(word)),
    "dates": _each(lambda speech, word: speech.day(word)),
}
