"""`aftercare clauses`: which clauses of the catalogue are proven by a test, and which are not."""

import json
from collections import Counter
from datetime import datetime
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.plans.catalogue import clauses as catalogue
from aftercare.plans.catalogue.clauses import Clause
from aftercare.plans.reading import language
from aftercare.web.environment import ROOT

HELP = _(
    "Which clauses of the plans are proven by a test that goes through a page, the API or a "
    "command, and passed in the last full run of script/test.\n\n"
    "aftercare clauses --plan P01 --unproven"
)
OUTCOME = ROOT / "var" / "clauses.json"


def run(
    plan: Annotated[str, typer.Option("--plan", help=_("Only this plan, such as P01."))] = "",
    area: Annotated[str, typer.Option("--area", help=_("Only this area."))] = "",
    unproven: Annotated[bool, typer.Option("--unproven", help=_("List those not proven."))] = False,
    proven: Annotated[
        bool, typer.Option("--proven", help=_("List the proven ones and their tests."))
    ] = False,
) -> None:
    """Print counts by plan and area, and the lists asked for."""
    outcome = _outcome()
    chosen = [one for one in catalogue().values() if _fits(one, plan, area)]
    if not chosen:
        raise typer.BadParameter(_("No clause of the catalogue fits."))
    _print_table(
        _("Plan"), Counter(one.id[:3] for one in chosen), _proven(chosen, outcome, plan=True)
    )
    print()
    _print_table(
        _("Area of work"), Counter(one.area for one in chosen), _proven(chosen, outcome, plan=False)
    )
    for one in chosen:
        if unproven and one.id not in outcome:
            print(f"{one.id}  {one.area}  {one.said(language())}")
        if proven and one.id in outcome:
            print(f"{one.id}  {', '.join(outcome[one.id])}")


def _outcome() -> dict[str, list[str]]:
    """Clause to the tests that proved it, in the last run of everything."""
    try:
        run = json.loads(OUTCOME.read_text(encoding="utf-8"))
        proven: dict[str, list[str]] = run["proven"]
        ran_at = datetime.fromisoformat(run["ran_at"])
    except (OSError, ValueError, KeyError, TypeError):
        print(_("No full run of script/test is recorded here, so nothing counts as proven yet."))
        print(_("Run script/test without arguments, then ask again."))
        return {}
    shown = timezone.localtime(ran_at).strftime("%Y-%m-%d %H:%M")
    print(_("By the full run of script/test of %(moment)s.") % {"moment": shown})
    return proven


def _fits(one: Clause, plan: str, area: str) -> bool:
    return one.id.startswith(plan) and area in ("", one.area)


def _proven(chosen: list[Clause], outcome: dict[str, list[str]], *, plan: bool) -> Counter[str]:
    return Counter(one.id[:3] if plan else one.area for one in chosen if one.id in outcome)


def _print_table(title: str, total: Counter[str], proven: Counter[str]) -> None:
    width = max(len(name) for name in (*total, title)) + 2
    print(f"{title:<{width}}{_('proven'):>8}{_('all'):>6}")
    for name, count in sorted(total.items()):
        print(f"{name:<{width}}{proven[name]:>8}{count:>6}")
    print(f"{'':<{width}}{proven.total():>8}{total.total():>6}")
