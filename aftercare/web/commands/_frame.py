"""What surrounds every command: language, Django, errors as sentences and exit codes.

Exit codes: 0 done, 1 refused or failed, 2 asked wrongly, 130 interrupted.
"""

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import django
import typer
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from typer.exceptions import Abort, Exit, TyperException

from aftercare.kit.errors import Refusal
from aftercare.web import environment as env
from aftercare.web.commands import _wording as wording

LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "zh-cn": "zh-hans", "en": "en"}


def language_of(words: Sequence[str]) -> str:
    """The language of the output: `--lang` wherever it stands, else AFTERCARE_LANGUAGE."""
    given = ""
    for place, word in enumerate(words):
        if word == "--lang":
            given = words[place + 1] if place + 1 < len(words) else ""
        elif word.startswith("--lang="):
            given = word.partition("=")[2]
    return LANGUAGES.get(given.lower()) or LANGUAGES.get(env.text("AFTERCARE_LANGUAGE"), "zh-hans")


def set_up(language: str) -> None:
    """Load Django once, make sure of the data directory, and speak the language."""
    django.setup()
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    translation.activate(language)
    wording.speak(language)


def guarded(work: Callable[[], int], *, debug: bool) -> int:
    """Run; turn what goes wrong into a sentence on standard error, and an exit code."""
    try:
        code = work()
        sys.stdout.flush()  # while a full disk can still be told
        return code
    except Exit as ended:
        return ended.exit_code
    except (Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _drop_output()
        return 0
    except TyperException as asked_wrongly:
        typer.echo(wording.usage_error(asked_wrongly), err=True)
        return asked_wrongly.exit_code
    except Exception as fault:  # noqa: BLE001  # the last place where it can be told
        if debug:
            traceback.print_exc()
        typer.echo(_sentence(fault, debug=debug), err=True)
        _drop_output()
        return 1


def _drop_output() -> None:
    """What cannot be written is written nowhere: Python would try again at its end, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(fault: Exception, *, debug: bool) -> str:
    if isinstance(fault, Refusal):
        return str(fault.message)
    if isinstance(fault, env.BadSetting | ImproperlyConfigured | CommandError):
        return str(fault)
    if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
        return _("The disk is full. Make room, then do it again.")
    if isinstance(fault, DatabaseError):
        return _of_database(str(fault).splitlines()[0])
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename or ''}: {fault.strerror}".lstrip(": ")
    hint = "" if debug else "\n" + _("This should not happen. --debug shows where.")
    return f"{type(fault).__name__}: {fault}{hint}"


def _of_database(fault: str) -> str:
    """What the database says, and what to do about it."""
    if any(word in fault for word in ("is full", "No space left")):
        return _("The disk is full. Make room, then do it again.")
    if "database is locked" in fault:
        return _("Another program is writing to the database. Wait until it is done, try again.")
    told = _("The database did not do it: %(fault)s") % {"fault": fault}
    new = _("If this installation is new, prepare it with: aftercare migrate")
    return f"{told}\n{new}" if "no such" in fault or "does not exist" in fault else told
