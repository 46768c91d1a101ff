"""Small looks that repeat on every page; `docs/looks.md` shows each with an example.

The marks that stand in every row of a list (icon, badge, clock, moment) are put together in
Python, because a template for each would be most of the time a list takes.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from aftercare.kit import clockface, reading
from aftercare.kit.durations import Duration
from aftercare.kit.parts import Chart, Difference, Entry, Option, Step, Tab

register = template.Library()

ICONS = "vendor/icons.svg"
TONE_ICONS = {
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-circle",
    "calm": "info-circle",
    "idle": "circle-dashed",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; silent for screen readers unless it has a `label`."""
    href = f"{static(ICONS)}#{name}"
    if label:
        mark = '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(mark, label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def badge(words: Any, tone: str = "idle", drawing: str = "") -> SafeString:
    """A standing in words, colour and drawing; tones are good, warn, bad, calm, idle."""
    return format_html(
        '<span class="mark tone-{}">{}{}</span>',
        tone, icon(drawing or TONE_ICONS.get(tone, "circle")), words,
    )  # fmt: skip


@register.simple_tag
def clock(
    state: str,
    due_at: datetime | None = None,
    warn_at: datetime | None = None,
    *,
    left: timedelta | None = None,
    ended_at: datetime | None = None,
    provisional: bool = False,
    now: datetime | None = None,
) -> SafeString:
    """The clock of a promise; right without script, and ticking with it.

    `state` is open, paused, kept, late, broken, waived or void; `left` what a paused one still
    has, `ended_at` when it was met. A provisional due moment says that it may still move.
    """
    at = now or timezone.now()
    shown = clockface.standing(state, due_at, at, warn_at)
    face = clockface.FACES[shown]
    return format_html(
        '<span class="clock tone-{}"{}>{}<span class="clock-word">{}</span>{}{}</span>',
        face.tone,
        _ticking(shown, due_at, warn_at),
        icon(face.icon),
        face.word,
        _time_left(clockface.time_words(shown, due_at, at, left=left, ended_at=ended_at)),
        _due(due_at, at, provisional),
    )


def _ticking(shown: str, due_at: datetime | None, warn_at: datetime | None) -> SafeString:
    if due_at is None or shown not in clockface.TICKING:
        return SafeString("")
    warn = format_html(' data-warn="{}"', reading.machine(warn_at)) if warn_at else ""
    return format_html(' data-due="{}"{}', reading.machine(due_at), warn)


def _time_left(words: str) -> SafeString:
    return format_html('<span class="clock-left">{}</span>', words) if words else SafeString("")


def _due(due_at: datetime | None, now: datetime, provisional: bool) -> SafeString:
    if due_at is None:
        return SafeString("")
    guess = format_html(' <span class="clock-guess">{}</span>', clockface.PROVISIONAL)
    return format_html(
        '<span class="clock-due">{}{}</span>', moment(due_at, now=now), guess if provisional else ""
    )


@register.simple_tag
def moment(at: datetime | date | None, *, now: datetime | None = None) -> SafeString:
    """A moment in the reader's zone, or a day; the exact time and zone stand in the title."""
    if at is None:
        return SafeString('<span class="text-secondary">—</span>')
    this = now or timezone.now()
    if not isinstance(at, datetime):
        words = reading.day_words(at, timezone.localtime(this).date())
        return format_html('<time datetime="{0}" title="{0}">{1}</time>', at.isoformat(), words)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        reading.machine(at), reading.exact_words(at), reading.moment_words(at, this),
    )  # fmt: skip


@register.simple_tag
def length(of: timedelta | Duration | None, parts: int = 2) -> str:
    """A length of time in words; a dash when there is none."""
    return "—" if of is None else reading.length_words(of, parts=parts)


@register.simple_tag
def money(amount: Decimal | int | None, currency: str = "¥") -> SafeString:
    """An amount of money with its sign, in figures that stand below each other."""
    if amount is None:
        return SafeString('<span class="text-secondary">—</span>')
    sign = "−" if amount < 0 else ""
    return format_html('<span class="money">{}{}{}</span>', sign, currency, f"{abs(amount):,.2f}")


@register.simple_block_tag(takes_context=True)
def page_head(context: Context, content: str) -> str:
    """Keep the title block of a page, to be shown in the tab and as its heading."""
    context["page_title"] = content.strip()
    context["page_title_text"] = strip_tags(content).strip()
    return ""


@register.simple_block_tag
def card(
    content: str, title: Any = "", icon: str = "", *, id: str = "", flush: bool = False
) -> SafeString:
    """A box with a heading; `flush` lets a table reach its borders."""
    return render_to_string(
        "kit/card.html",
        {"content": content, "title": title, "icon": icon, "id": id, "flush": flush},
    )


@register.simple_block_tag
def table(content: str, caption: Any, *, stack: bool = True) -> SafeString:
    """A table with its caption; on a phone each row becomes a card by `data-label` of its cells."""
    return render_to_string(
        "kit/table.html", {"content": content, "caption": caption, "stack": stack}
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: Any, *, wide: bool = False) -> SafeString:
    """A window over the page, opened by any button with `data-opens="<id>"`."""
    return render_to_string(
        "kit/dialog.html", {"content": content, "id": id, "title": title, "wide": wide}
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of names and values, filled with `fact` tags."""
    return format_html('<dl class="facts">{}</dl>', SafeString(content))


@register.simple_block_tag
def fact(content: str, label: Any) -> SafeString:
    """One name and its value; a dash when the value is empty."""
    return format_html(
        "<div><dt>{}</dt><dd>{}</dd></div>", label, SafeString(content.strip() or "—")
    )


@register.inclusion_tag("kit/empty_state.html")
def empty_state(
    title: Any, hint: Any = "", *, icon: str = "inbox", href: str = "", action: Any = ""
) -> dict[str, Any]:
    """What an empty list says, and what to do next."""
    return {"title": title, "hint": hint, "icon": icon, "href": href, "action": action}


@register.inclusion_tag("kit/stat.html")
def stat(
    label: Any, value: Any, *, tone: str = "idle", icon: str = "", hint: Any = "", href: str = ""
) -> dict[str, Any]:
    """One figure with its name; a link when it leads to its list."""
    return {
        "label": label, "value": value, "tone": tone, "icon": icon, "hint": hint, "href": href,
    }  # fmt: skip


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, *, hide_label: bool = False) -> dict[str, Any]:
    """A form field with label, help, error and the mark of what must be filled in."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "textarea")
    plain = {"select": "form-select", "checkbox": "form-check-input", "radio": "form-check-input"}
    classes = [widget.attrs.get("class", ""), plain.get(kind, "form-control")]
    if bound.errors:
        classes.append("is-invalid")
    widget.attrs["class"] = " ".join(filter(None, classes))
    return {
        "field": bound,
        "widget": bound.as_widget(),
        "single_box": kind == "checkbox" and not bound.use_fieldset,
        "hide_label": hide_label,
    }


@register.inclusion_tag("kit/file_drop.html")
def file_drop(bound: BoundField, *, limit_mb: int = 20) -> dict[str, Any]:
    """A file field that files can also be dropped on; too large ones are named at once."""
    widget = bound.as_widget(attrs={"class": "form-control", "data-limit-mb": str(limit_mb)})
    return {"field": bound, "widget": widget, "limit_mb": limit_mb}


@register.inclusion_tag("kit/combobox.html")
def combobox(
    name: str,
    url: str,
    label: Any,
    *,
    chosen: Option | None = None,
    placeholder: Any = "",
    help: Any = "",
    required: bool = False,
    autofocus: bool = False,
) -> dict[str, Any]:
    """A field that suggests as one types; `url` answers `?q=` with `kit/options.html`.

    The form gets the value of the option taken under `name`; `chosen` is the one taken already.
    """
    return {
        "name": name, "url": url, "label": label, "chosen": chosen, "placeholder": placeholder,
        "help": help, "required": required, "autofocus": autofocus,
    }  # fmt: skip


@register.inclusion_tag("kit/pager.html", takes_context=True)
def pager(context: Context, page: Any, param: str = "at") -> dict[str, Any]:
    """Links to the rows before and after; the filters in the address stay."""
    given = context["request"].GET.copy()
    given.pop(param, None)
    kept = given.urlencode()
    return {"page": page, "param": param, "kept": f"{kept}&" if kept else ""}


@register.inclusion_tag("kit/filter_bar.html")
def filter_bar(filters: Any, target: str = "") -> dict[str, Any]:
    """The filters of a list; with a `target` the list is exchanged without a new page."""
    return {"filters": filters, "target": target}


@register.inclusion_tag("kit/timeline.html")
def timeline(entries: Sequence[Entry]) -> dict[str, Any]:
    """What happened, one line each, in the order given."""
    return {"entries": entries}


@register.inclusion_tag("kit/tabs.html")
def tabs(items: Sequence[Tab], label: Any) -> dict[str, Any]:
    """Several views of one thing as links; `label` names the group."""
    return {"items": items, "label": label}


@register.inclusion_tag("kit/steps.html")
def steps(items: Sequence[Step], label: Any) -> dict[str, Any]:
    """The way of something from station to station, and where it stands."""
    return {"items": items, "label": label}


@register.inclusion_tag("kit/differences.html")
def differences(rows: Sequence[Difference], before: Any, after: Any) -> dict[str, Any]:
    """Two versions beside each other; what changed is said in words too."""
    return {"rows": rows, "before": before, "after": after}


@register.inclusion_tag("kit/chart.html")
def chart(of: Chart, id: str) -> dict[str, Any]:
    """A chart with the same figures as a table below it."""
    return {"chart": of, "drawing_id": f"{id}-drawing"}


@register.inclusion_tag("kit/toasts.html", takes_context=True)
def toasts(context: Context) -> dict[str, Any]:
    """The messages of this answer; in a part of a page they join those already shown."""
    request = context["request"]
    return {
        "messages": context.get("messages", ()), "swap": bool(getattr(request, "htmx", False)),
    }  # fmt: skip


@register.simple_tag
def clock_words() -> dict[str, Any]:
    """What the ticking script needs, for `json_script`."""
    return clockface.script_words()
