"""What a person reads on a page, and what of it is in a language that it should not be in."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

from aftercare.plans.models import PlanVersion

SILENT = {"script", "style", "template", "code", "pre"}
SHOWN = ("title", "placeholder", "aria-label", "alt", "aria-description", "data-text")
# Names and signs that are the same in both languages; places stand as addresses write them.
SAME = set(re.findall(r"\S+", """
    English Aftercare API CSV XLSX JSON YAML OpenAPI Ctrl Esc Enter Alt Shift Tab UTC CST ERP ISO
    TLS STARTTLS IMAP iso BUG Bug bug always office demo script http Asia Shanghai 简体中文 天津市
    河北省
    case closed Standard Webhooks
"""))  # fmt: skip
# A word of our own, such as a role or a state: it is kept in the database, never shown as it is.
CODE = re.compile(r"[a-z][a-z_.-]*")
TIME_ZONE = re.compile(r"UTC[+-]\d\d:\d\d ")


class Reader(HTMLParser):
    """What a person reads on a page or hears of it, but neither scripts nor styles."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped += tag in SILENT
        self.texts += [text for name, text in attrs if name in SHOWN and text]
        kinds = dict(attrs)
        if tag == "input" and kinds.get("type") in {"submit", "button", "reset"}:
            self.texts.append(kinds.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.texts.append(data)


def text_of(response: Any) -> list[str]:
    body = response.getvalue().decode()
    if "html" not in response.headers["Content-Type"]:
        return [body]
    reader = Reader()
    reader.feed(body)
    return reader.texts


def strangers(texts: list[str], foreign: re.Pattern[str], data: "OwnTexts") -> Iterator[str]:
    for text in map(str.strip, texts):
        runs = [one for one in foreign.findall(text) if one not in SAME]
        if not runs or TIME_ZONE.match(text) or text in data:
            continue
        for run in runs:
            if run not in data:
                yield f"{run} in {' '.join(text.split())[:60]}"


class OwnTexts:
    """Everything in the database that is not a text of ours, to be found as it stands.

    Most texts stand on every page, so what was looked for is remembered.
    """

    def __init__(self) -> None:
        models = (one for one in apps.get_models() if one is not PlanVersion)
        self._texts = "\n".join(text for model in models for text in _values(model))
        self._found: dict[str, bool] = {}

    def __contains__(self, text: str) -> bool:
        if text not in self._found:
            self._found[text] = text in self._texts
        return self._found[text]


def _values(model: type[Model]) -> Iterator[str]:
    fields = [
        one.name for one in model._meta.fields if isinstance(one, CharField | TextField | JSONField)
    ]
    own = model._meta.app_label == "catalog"  # a company names its products and components itself
    for row in model._default_manager.values_list(*fields) if fields else ():
        for value in row:
            yield from (text for text in _leaves(value) if own or not CODE.fullmatch(text))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
