"""A test fails when it looks up a text that has no translation.

In Chinese: any text without Chinese in our catalogues, whatever page or message it was for, also
texts that only exist at run time. In English: a text whose source is Chinese. Django's own texts
are Django's affair.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any

import django
import pytest
from asgiref.local import Local
from babel.messages.pofile import read_po
from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

from aftercare.web import translations

CHINESE = re.compile(r"[\u4e00-\u9fff]")
_met: set[str] = set()


def pytest_configure() -> None:
    """Compile what is newer, and let Django read it afresh."""
    translations.compile_all()
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
    trans_real._active = Local()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _watched_catalogues() -> Iterator[None]:
    """Watch every look-up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("gettext", "ngettext"):
            patch.setattr(DjangoTranslation, name, _watching(getattr(DjangoTranslation, name)))
        yield


@pytest.fixture(autouse=True)
def untranslated() -> Iterator[set[str]]:
    """The texts without translation that this test met; any left at its end fails it."""
    _met.clear()
    yield _met
    if _met:
        pytest.fail(f"no translation for: {sorted(_met)}", pytrace=False)


def _watching(look_up: Callable[..., str]) -> Callable[..., str]:
    @wraps(look_up)
    def watched(catalogue: Any, text: str, *more: Any) -> str:
        if _is_missing(catalogue, text):
            _met.add(text)
        return look_up(catalogue, text, *more)

    return watched


def _is_missing(catalogue: Any, text: str) -> bool:
    if catalogue.to_language() == "en":
        return bool(CHINESE.search(text))
    if CHINESE.search(text) or _translated(catalogue, text):
        return False
    return text not in _texts_of_django()


def _translated(catalogue: Any, text: str) -> bool:
    return text in catalogue._catalog or (text, 0) in catalogue._catalog


@cache
def _texts_of_django() -> frozenset[str]:
    root = Path(django.__file__).parent
    folders = ["conf", *(f"contrib/{app}" for app in translations.CONTRIB)]
    found = set()
    for source in (root / folder / "locale/en/LC_MESSAGES/django.po" for folder in folders):
        with source.open("rb") as file:
            for message in read_po(file):
                text = message.id if isinstance(message.id, str) else message.id[0]
                prefix = f"{message.context}{CONTEXT_SEPARATOR}" if message.context else ""
                found.add(prefix + text)
    return frozenset(found)
