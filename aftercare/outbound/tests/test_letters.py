"""Every letter there is, in both languages: filled in wholly, and seen by people before it goes."""

import re

import pytest
from django.test import Client

from aftercare.outbound.catalogue import letters
from aftercare.outbound.models import Channel
from aftercare.outbound.permitting import TO_CUSTOMERS
from aftercare.outbound.writing import filled
from aftercare.web.demo.cast import Cast

LANGUAGES = ("zh-hans", "en")
SHORT = sorted(name for name, one in letters().items() if one.goes_by(Channel.SMS))
NAMES = sorted(name for name, one in letters().items() if one.plain is None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_says_all_it_is_given_and_asks_for_nothing_else(
    name: str, language: str
) -> None:
    letter = letters()[name]
    source = letter.source(language)
    for value in (*letter.takes, *letter.all_made):
        assert re.search(rf"\b{value}\b", source), value
    written = filled(letter, language, letter.examples(language))
    assert written.subject
    assert written.text.strip()
    assert "{{" not in written.subject + written.text
    assert "\n\n\n" not in written.text
    if language == "en":
        assert re.findall("[一-鿿]", written.subject + written.text) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHORT)
def test_a_short_message_is_one_line_and_asks_for_nothing_it_is_not_given(
    name: str, language: str
) -> None:
    letter = letters()[name]
    written = filled(letter, language, letter.examples(language), Channel.SMS)
    assert "\n" not in written.text
    assert "{{" not in written.text
    assert 0 < len(written.text) < 300
    if language == "en":
        assert re.findall("[一-鿿]", written.text) == []


def test_what_goes_to_customers_by_itself_goes_as_a_short_message_too() -> None:
    """And of what goes to our own people only that an incident convenes them."""
    wanted = {name for name in NAMES if letters()[name].kind in TO_CUSTOMERS} - {"letter"}
    assert set(SHORT) == wanted | {"incident-convened"}


@pytest.mark.parametrize("name", NAMES)
def test_what_people_write_cannot_change_the_letter(name: str) -> None:
    """Neither as HTML, nor as a template, nor as a second line of the subject."""
    letter = letters()[name]
    evil = "<b>&</b> {{ secret }}\nBcc: x@example.com"
    values = {one: evil for one in letter.takes if one != "promises"}
    written = filled(letter, "en", {**letter.examples("en"), **values})
    assert "\n" not in written.subject
    assert "&amp;" not in written.text
    assert "<b>&</b> {{ secret }}" in written.subject + written.text


@pytest.mark.django_db
def test_a_letter_is_seen_in_both_languages_before_it_goes(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast["agent"])
    listed = browser.get("/outbox/letters").content.decode()
    assert "致客户：服务单已受理" in listed
    shown = browser.get("/outbox/letters/case-registered").content.decode()
    assert "服务单 C20260305-0001 已受理" in shown
    assert "Case C20260305-0001 is registered" in shown
    assert browser.get("/outbox/letters/no-such-letter").status_code == 404
