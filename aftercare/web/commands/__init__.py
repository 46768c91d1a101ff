"""The `aftercare` command line.

Each module here is a command by its own name: it has `HELP`, and either `app`, a typer application
with sub-commands, or `run`, a single command. Modules are read after the language is chosen, so
their texts are written with plain `gettext`.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from aftercare.web.commands import _frame as frame
from aftercare.web.commands import _wording as wording

ORDER = [
    "serve", "worker", "plan", "promises", "events", "clauses", "accounts", "tokens", "import",
    "export", "demo", "backup", "restore", "migrate", "settings",
]  # fmt: skip


class InOrder(TyperGroup):
    """Lists commands and groups alike in the order of a working day."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: (_place(name), name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.web.settings")
    sys.exit(frame.guarded(lambda: _run(words), debug="--debug" in words))


def application() -> typer.Typer:
    """The command with all its sub-commands."""
    app: typer.Typer = importlib.import_module(f"{__name__}._root").app
    app.info.cls = InOrder
    for name in _names():
        module = importlib.import_module(f"{__name__}.{name}")
        shown = name.rstrip("_")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=shown, help=module.HELP, no_args_is_help=True)
        else:
            app.command(shown, help=module.HELP)(module.run)
    return app


def _run(words: list[str]) -> int:
    language = frame.language_of(words)
    frame.set_up(language)
    command = get_command(application())
    wording.help_options(command, language)
    code = command.main(args=words, prog_name="aftercare", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _names() -> list[str]:
    return [found.name for found in pkgutil.iter_modules(__path__) if found.name[0] != "_"]


def _place(name: str) -> int:
    shown = name.rstrip("_")
    return ORDER.index(shown) if shown in ORDER else len(ORDER)
