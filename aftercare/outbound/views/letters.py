"""The letters there are, each as its reader would get it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from aftercare.outbound.catalogue import Letter, letters
from aftercare.outbound.models import Channel, Kind
from aftercare.outbound.views.access import reader
from aftercare.outbound.writing import Unwritable, Written, filled


@dataclass(frozen=True)
class Row:
    """A letter as the list shows it."""

    letter: Letter

    @property
    def kind(self) -> str:
        """What it is to whoever gets it."""
        return str(Kind(self.letter.kind).label)

    @property
    def is_off(self) -> bool:
        """Whether this installation does not send it by itself."""
        return self.letter.name in settings.LETTERS_OFF


@dataclass(frozen=True)
class Preview:
    """A letter in one language, filled in with examples."""

    code: str
    language: str
    written: Written | None
    fault: str = ""


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every letter that may be sent."""
    reader(request)
    rows = [Row(one) for one in letters().values() if one.plain is None]
    return render(request, "outbound/letters.html", {"rows": rows})


@login_required
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One letter in both languages, filled in with examples."""
    reader(request)
    letter = letters().get(name)
    if letter is None:
        raise Http404
    ways = [way for way in Channel if letter.goes_by(way)]
    previews = [
        _preview(letter, way, code, f"{words} · {way.label}")
        for way in ways
        for code, words in settings.LANGUAGES
    ]
    context = {"row": Row(letter), "previews": previews,
               "takes": [*letter.takes, *letter.all_made]}  # fmt: skip
    return render(request, "outbound/letter.html", context)


def _preview(letter: Letter, way: str, code: str, language: str) -> Preview:
    try:
        return Preview(code, language, filled(letter, code, letter.examples(code), way))
    except Unwritable as fault:
        return Preview(code, language, None, str(fault))
