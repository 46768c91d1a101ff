"""Every form of every page sent with rubbish: it is refused in words, never an error of ours."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse

from aftercare.people.tests.test_pages import signed_in
from aftercare.web.demo.cast import PASSWORD, Cast
from tests.test_every_page.table import pages

# By kind of field, what nobody means: (the last moment there is, the first, signs and lengths).
RUBBISH: tuple[tuple[type[forms.Field], tuple[str, ...]], ...] = (
    (forms.DateTimeField, ("9999-12-31T23:59", "0001-01-01T00:00", "2026-02-30T25:61")),
    (forms.DateField, ("9999-12-31", "0001-01-01", "2026-02-30")),
    (forms.IntegerField, ("9" * 40, "-1", "１")),
    (forms.DecimalField, ("1e999", "-0", "NaN")),
    (forms.UUIDField, ("0" * 32, "x", "")),
    (forms.ModelChoiceField, ("9" * 30, "\0", "-1")),
    (forms.BooleanField, ("on", "", "\0")),
    (forms.ChoiceField, ("", "\0", "x" * 500)),
    (forms.Field, ("\0", "好" * 20_000, "<b>\r\n\r\nBcc: x@example.com")),
)

# Days at which a calculation with them may end, in forms that are filled in rightly otherwise.
DAYS = ("9999-12-31", "2199-12-31", "1970-01-01", "0001-01-01")


@pytest.mark.timeout(600)
def test_every_form_withstands_rubbish(world: Cast) -> None:
    clients: dict[str, Client] = {}
    asked, failed = 0, []
    for name, ways in pages(world).items():
        for page in ways:
            if page.who not in clients:
                clients[page.who] = signed_in(world, page.who) if page.who else Client()
                clients[page.who].post("/sign-in/again", {"password": PASSWORD})
            browser = clients[page.who]
            address = reverse(name, kwargs=page.words) + (page.query and f"?{page.query}")
            shown = {form.__class__: form for form in _forms(browser.get(address))}
            for form in shown.values():
                ways_to_say = [
                    *({key: _rubbish(one, turn) for key, one in form.fields.items()}
                      for turn in range(3)),
                    *({key: _plausible(form, key, one, day) for key, one in form.fields.items()}
                      for day in DAYS),
                ]  # fmt: skip
                for turn, given in enumerate(ways_to_say):
                    asked += 1
                    said = {form.add_prefix(key): value for key, value in given.items()}
                    try:
                        with transaction.atomic():
                            browser.post(address, said)
                            transaction.set_rollback(True)
                    except Exception as error:  # noqa: BLE001  # whatever it is, it is ours
                        failed.append(f"{page.who} {address} {turn}: {error!r}"[:300])
    assert failed == []
    assert asked > 200


def _forms(answer: Any) -> Iterator[forms.Form]:
    """The forms a page shows."""
    shown = answer.context
    for context in shown if isinstance(shown, list) else [shown] if shown else []:
        found = {id(one): one for one in context.flatten().values()}
        yield from (one for one in found.values() if isinstance(one, forms.Form))


def _rubbish(field: forms.Field, turn: int) -> str:
    return next(words[turn] for kind, words in RUBBISH if isinstance(field, kind))


def _plausible(form: forms.Form, name: str, field: forms.Field, day: str) -> str:
    """What somebody might fill in, but for the day."""
    if isinstance(field, forms.DateTimeField):
        return f"{day}T12:00"
    if isinstance(field, forms.DateField):
        return day
    if isinstance(field, forms.ChoiceField):  # one of the rows too
        offered: Any = field.choices
        known = [str(key) for key, words in offered if key and not isinstance(words, list)]
        return known[0] if known else ""
    if isinstance(field, forms.UUIDField):
        return str(uuid.uuid4())
    before = form.get_initial_for_field(field, name)
    return str(before) if before not in (None, "") else "1"
