"""Every page with markup in all that people have written: it is shown, never obeyed.

Whatever has a Chinese character in it is somebody's words (codes, numbers and addresses of ours
have none), so markup is put into all of that, in columns and in the data of events.
"""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, TextField
from django.urls import reverse

from aftercare.kit.writing import write_back
from aftercare.people.tests.test_pages import signed_in
from aftercare.plans.models import PlanVersion
from aftercare.web.demo.cast import PASSWORD, Cast
from tests.test_every_page.table import pages

MARKUP = "\"'><x9 onload=x>"
CHINESE = re.compile(r"[一-鿿]")


@pytest.mark.looks
@pytest.mark.timeout(600)
def test_what_people_write_is_never_markup(world: Cast) -> None:
    table = pages(world)
    poison()
    clients = {}
    obeyed, shown = [], 0
    for name, ways in table.items():
        for page in ways:
            if not page.who:
                continue
            if page.who not in clients:
                clients[page.who] = signed_in(world, page.who)
                clients[page.who].post("/sign-in/again", {"password": PASSWORD})
            address = reverse(name, kwargs=page.words) + (page.query and f"?{page.query}")
            answer: Any = clients[page.who].get(address, follow=True)
            if "html" not in answer.headers["Content-Type"]:
                continue
            text = answer.getvalue()
            shown += b"&lt;x9" in text
            if b"<x9" in text:
                obeyed.append(f"{page.who}: {address}")
    assert obeyed == []
    assert shown > len(table) / 3


def poison() -> None:
    """Put markup into everything that somebody wrote."""
    for model in apps.get_models():
        fields = [one for one in model._meta.concrete_fields if _is_words(model, one)]
        changed = [row for row in model._default_manager.all() if _poison_row(row, fields)]
        write_back(changed, [one.name for one in fields])


def _is_words(model: type[Model], field: Any) -> bool:
    return (
        isinstance(field, CharField | TextField | JSONField)
        and not field.choices
        and not (model is PlanVersion and field.name == "text")
    )


def _poison_row(row: Model, fields: "list[Field[Any, Any]]") -> bool:
    changed = False
    for one in fields:
        before = getattr(row, one.attname)
        after = _poisoned(before, one.max_length)
        changed = changed or after != before
        setattr(row, one.attname, after)
    return changed


def _poisoned(value: Any, longest: int | None = None) -> Any:
    if isinstance(value, str) and CHINESE.search(value):
        return value[: longest and longest - len(MARKUP)] + MARKUP
    if isinstance(value, list):
        return [_poisoned(one) for one in value]
    if isinstance(value, dict):
        return {key: _poisoned(one) for key, one in value.items()}
    return value
