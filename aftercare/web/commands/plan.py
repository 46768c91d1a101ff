"""`aftercare plan`: check plan files, read them aloud, load them."""

from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.kit.events import SYSTEM
from aftercare.plans import actions, checking, queries
from aftercare.plans.language.reading import Reading
from aftercare.plans.language.wording import explain as told

HELP = _(
    "Service plans: check them, read them aloud, load them.\n\n"
    "aftercare plan check plans/*.yaml\n\n"
    "aftercare plan explain plans/p09-solar-water-heaters.yaml --lang zh\n\n"
    "aftercare plan load my-plan.yaml"
)
app = typer.Typer()
Files = Annotated[list[Path], typer.Argument(help=_("Plan files, written in YAML."))]


@app.command(
    help=_(
        "Say every mistake of each file with line, column and the nearest known word. Ends with "
        "code 1 when there is one; warnings alone end with 0."
    )
)
def check(
    files: Files,
    quiet: Annotated[bool, typer.Option("--quiet", help=_("Leave out warnings."))] = False,
) -> None:
    """Check files and print what is wrong."""
    good = [_report(checking.checked_file(file), quiet=quiet) for file in files]
    if all(good):
        print(_("%(count)d plans, no mistakes.") % {"count": len(good)})
    raise typer.Exit(0 if all(good) else 1)


@app.command(help=_("Print a plan as the text of a tender, with clauses and labelled defaults."))
def explain(
    file: Annotated[Path, typer.Argument(help=_("A plan file."))],
    lang: Annotated[str, typer.Option("--lang", help=_("zh or en"))] = "",
) -> None:
    """Print one plan in words."""
    reading = checking.checked_file(file)
    _report(reading, quiet=True)
    if reading.plan is None:
        raise typer.Exit(1)
    print(told(reading.plan, _language(lang)))


@app.command(
    help=_(
        "Load plans as new versions, all or none. A text that is known is not loaded twice; a "
        "version that is loaded never changes."
    )
)
def load(files: Files) -> None:
    """Load files in one transaction."""
    good = [_report(checking.checked_file(file)) for file in files]
    if not all(good):
        print(_("Nothing was loaded."))
        raise typer.Exit(1)
    with transaction.atomic():
        for file in files:
            version = actions.load_plan(
                file.read_text(encoding="utf-8"), name=file.name, by=SYSTEM, at=timezone.now()
            )
            print(_("Loaded: %(version)s") % {"version": version})


@app.command(name="list", help=_("The newest version of every plan that is loaded."))
def list_() -> None:
    """Print one line for each plan."""
    title = f"title_{_language('')}"
    for version in queries.newest_versions():
        print(f"{version.catalogue}  {version.plan}  v{version.number}  {getattr(version, title)}")


def _report(reading: Reading, *, quiet: bool = False) -> bool:
    for fault in reading.faults:
        if fault.is_error or not quiet:
            typer.echo(fault.located(_language("")), err=True)
    return reading.plan is not None


def _language(chosen: str) -> str:
    return "zh" if (chosen or get_language() or "zh").startswith("zh") else "en"
