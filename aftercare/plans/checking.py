"""How every door checks a plan: against the catalogue, the law and the flows that run.

The law and the flows live in folders above this one; the settings name them.
"""

from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check_text
from aftercare.plans.language.faults import Fault, Severity
from aftercare.plans.language.reading import Reading
from aftercare.plans.language.tree import LARGEST_BYTES


def checked(text: str | bytes, name: str) -> Reading:
    """Everything that is wrong with a text; `name` is what to call it in the faults."""
    floors = import_string(settings.PLAN_FLOORS)()
    emitted = frozenset().union(*(import_string(one)() for one in settings.EMITTED_EVENTS))
    return check_text(text, name, clauses(), floors, emitted=emitted)


def checked_file(file: Path) -> Reading:
    """The same of a file; one that cannot be read has that one mistake. Never raises."""
    code = _unreadable(file)
    if code:
        params = {"folder": str(file)} if code == "a_folder" else {}
        return Reading(None, [Fault(Severity.ERROR, 1, 1, code, params, file=str(file))])
    try:
        with file.open("rb") as opened:
            return checked(opened.read(LARGEST_BYTES + 1), file.name)
    except OSError:
        return Reading(None, [Fault(Severity.ERROR, 1, 1, "not_readable", file=str(file))])


def _unreadable(file: Path) -> str:
    try:
        if file.is_dir():
            return "a_folder"
        return "" if file.is_file() else "no_file"
    except OSError:  # too long a name, a folder that may not be looked into
        return "not_readable"
