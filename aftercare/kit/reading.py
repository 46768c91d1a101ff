"""Lengths of time and moments as a person reads them, in the language and zone in force."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.translation import get_language, gettext, gettext_noop, ngettext, pgettext

from aftercare.kit.durations import Duration, Unit

DAY = 86_400
# Largest unit first; the words stay untranslated here so that a page can hand them to its script.
CLOCK_PARTS = (
    (DAY, gettext_noop("%(n)s d")),
    (3600, gettext_noop("%(n)s h")),
    (60, gettext_noop("%(n)s min")),
    (1, gettext_noop("%(n)s s")),
)

_NEAR = {-1: gettext_noop("yesterday"), 0: gettext_noop("today"), 1: gettext_noop("tomorrow")}
_FORMATS = {
    "zh-hans": ("n月j日 H:i", "Y年n月j日 H:i", "n月j日", "Y年n月j日"),
    "en": ("j M H:i", "j M Y H:i", "j M", "j M Y"),
}


def length_words(length: timedelta | Duration, *, parts: int = 2) -> str:
    """`2 h 30 min` or `3 working days`; a timedelta shows its `parts` largest units, cut off."""
    if isinstance(length, Duration):
        return _duration_words(length)
    left, words = abs(int(length.total_seconds())), []
    for seconds, word in CLOCK_PARTS:
        amount, left = divmod(left, seconds)
        if amount:
            words.append(gettext(word) % {"n": amount})
        elif words:
            break
        if len(words) == parts:
            break
    return " ".join(words) or gettext("%(n)s s") % {"n": 0}


def _duration_words(duration: Duration) -> str:
    n = duration.amount
    words = {
        Unit.SECOND: ngettext("%(n)s second", "%(n)s seconds", n),
        Unit.MINUTE: ngettext("%(n)s minute", "%(n)s minutes", n),
        Unit.HOUR: ngettext("%(n)s hour", "%(n)s hours", n),
        Unit.DAY: ngettext("%(n)s day", "%(n)s days", n),
        Unit.WORKING_DAY: ngettext("%(n)s working day", "%(n)s working days", n),
        Unit.WEEK: ngettext("%(n)s week", "%(n)s weeks", n),
        Unit.MONTH: ngettext("%(n)s month", "%(n)s months", n),
        Unit.YEAR: ngettext("%(n)s year", "%(n)s years", n),
    }
    return words[duration.unit] % {"n": n}


def left_words(left: timedelta) -> str:
    """`25 min left`; `3 d 4 h over` when nothing is left and more."""
    word = pgettext("clock", "%(time)s left")
    if left <= timedelta():
        word = pgettext("clock", "%(time)s over")
    return word % {"time": length_words(left)}


def moment_words(at: datetime, now: datetime) -> str:
    """`today 16:00`, `24 Nov 16:00`, with the year when it is another; in the reader's zone."""
    zone = timezone.get_current_timezone()
    return local_words(at.astimezone(zone), now.astimezone(zone).date())


def local_words(local: datetime, today: date) -> str:
    """`moment_words` of a moment that is in the reader's zone already."""
    near = _NEAR.get((local.date() - today).days)
    if near:
        return f"{gettext(near)} {local.hour:02}:{local.minute:02}"
    short, long, _short_day, _long_day = _formats()
    return dateformat(local, short if local.year == today.year else long)


def day_words(on: date, today: date) -> str:
    """`24 Nov`, with the year when it is another."""
    _short, _long, short_day, long_day = _formats()
    return dateformat(on, short_day if on.year == today.year else long_day)


def exact_words(local: datetime) -> str:
    """To the second with the zone it is in: `2026-11-22 16:00:00 CST (UTC+08:00)`."""
    name, written = local.tzname() or "", local.isoformat(" ", "seconds")
    shown = f"{name} " if name and name[0] not in "+-" else ""
    return f"{written[:19]} {shown}(UTC{written[19:]})"


def machine(at: datetime) -> str:
    """The form for `datetime` attributes: UTC, to the second."""
    return f"{at.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def _formats() -> tuple[str, str, str, str]:
    return _FORMATS.get(get_language() or "", _FORMATS["en"])
