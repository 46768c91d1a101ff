"""How patches and offers look, and their history in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.desk import happenings, history
from aftercare.desk.speech import Voice
from aftercare.kit.models import Event
from aftercare.kit.parts import Entry

PATCH_LOOKS: Mapping[str, tuple[str, str]] = {
    "draft": ("idle", "pencil"), "published": ("good", "send"), "withdrawn": ("bad", "ban"),
}  # fmt: skip
OFFER_LOOKS: Mapping[str, tuple[str, str]] = {
    "offered": ("warn", "hourglass"), "accepted": ("calm", "calendar-due"),
    "declined": ("idle", "ban"), "applied": ("good", "circle-check"),
}  # fmt: skip
LOOKS: Mapping[str, tuple[str, str]] = {
    "patch.published": ("send", "good"), "patch.withdrawn": ("ban", "bad"),
    "patch.offered": ("users", "calm"), "offer.accepted": ("calendar-due", "calm"),
    "offer.declined": ("ban", "idle"), "offer.applied": ("circle-check", "good"),
    "offer.undone": ("rotate", "warn"),
}  # fmt: skip


def entries(events: Iterable[Event], *, theirs: bool = False) -> list[Entry]:
    """The events as lines of a timeline, the newest first; `theirs`: the customer reads, to whom
    our people have no names."""
    return [_entry(one, theirs) for one in events]


def _entry(event: Event, theirs: bool) -> Entry:
    icon, tone = LOOKS.get(event.kind) or happenings.LOOKS.get(event.kind, happenings.PLAIN)
    voice, tell = Voice(None), TELLING.get(event.kind)
    return Entry(
        at=event.occurred_at, title=history.title(event.kind, voice),
        text=tell(event.data) if tell else history.details(event, voice),
        by="" if theirs else history.who_acted(event), icon=icon, tone=tone,
    )  # fmt: skip


def _said(data: Mapping[str, Any], text: str) -> str:
    who = data.get("said_by", "")
    said = _("said by %(name)s") % {"name": who}
    return f"{text} · {said}" if who else text


def _offered(data: Mapping[str, Any]) -> str:
    count = len(data.get("units", ()))
    return ngettext("for %(n)s unit", "for %(n)s units", count) % {"n": count}


TELLING: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "patch.written": lambda data: f"{data.get('number', '')} {data.get('title', '')}",
    "patch.changed": lambda data: f"{data.get('number', '')} {data.get('title', '')}",
    "patch.published": lambda _data: "",
    "patch.withdrawn": lambda data: str(data.get("reason", "")),
    "patch.offered": _offered,
    "offer.accepted": lambda data: _said(
        data, _("planned for %(day)s") % {"day": data.get("planned_on", "")}
    ),
    "offer.declined": lambda data: _said(data, str(data.get("reason", ""))),
    "offer.applied": lambda data: " · ".join(
        str(data.get(name, "")) for name in ("on", "done_by", "result")
    ),
    "offer.undone": lambda data: str(data.get("reason", "")),
}
