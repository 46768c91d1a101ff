"""`aftercare clauses`: which clauses of the catalogue are proven by a test, and which are not."""

import textwrap
from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.cells import cell_len

from aftercare.plans.catalogue import AREAS, clauses, proofs
from aftercare.plans.catalogue.clauses import Clause
from aftercare.plans.catalogue.proofs import Run
from aftercare.plans.reading import language

HELP = _(
    "Which clauses of the plans are proven by a test that goes through a page, the API or a "
    "command, and passed in the last full run of script/test.\n\n"
    "aftercare clauses --plan P01 --unproven"
)
WIDTH = 100
PLACES = {area: place for place, area in enumerate(AREAS)}


def run(
    plan: Annotated[str, typer.Option("--plan", help=_("Only this plan, such as P01."))] = "",
    area: Annotated[
        str, typer.Option("--area", help=_("Only this area, such as sla-response."))
    ] = "",
    unproven: Annotated[
        bool, typer.Option("--unproven", help=_("List those not proven, and what each asks for."))
    ] = False,
    proven: Annotated[
        bool, typer.Option("--proven", help=_("List the proven ones and their tests."))
    ] = False,
) -> None:
    """Print proven and all by plan and by area, those not proven, and the lists asked for."""
    chosen = [one for one in clauses().values() if _fits(one, plan.upper(), area)]
    if not chosen:
        raise typer.BadParameter(_nothing_fits())
    last = proofs.last_run()
    _print_run(last)
    known = last.proven if last else {}
    chosen.sort(key=lambda one: (one.plan, PLACES[one.area]))
    _print_counts(_("Plan"), chosen, known, lambda one: one.plan)
    _print_counts(_("Area of work"), sorted(chosen, key=_place), known, _area)
    if unproven:
        _print_list(_("Not proven"), [one for one in chosen if one.id not in known], _sentence)
    if proven:
        found = [one for one in chosen if one.id in known]
        _print_list(_("Proven"), found, lambda one: known[one.id])


def _fits(one: Clause, plan: str, area: str) -> bool:
    return plan in ("", one.plan) and area in ("", one.area)


def _nothing_fits() -> str:
    plans = sorted({one.plan for one in clauses().values()})
    return _("No clause fits. Plans: %(first)s to %(last)s. Areas: %(areas)s.") % {
        "first": plans[0], "last": plans[-1], "areas": ", ".join(AREAS),
    }  # fmt: skip


def _print_run(last: Run | None) -> None:
    if last is None:
        print(_("No full run of script/test is recorded here, so nothing counts as proven yet."))
        print(_("Run script/test without arguments, then ask again."))
        return
    shown = timezone.localtime(last.ran_at).strftime("%Y-%m-%d %H:%M")
    print(_("By the full run of script/test of %(moment)s.") % {"moment": shown})


def _print_counts(
    title: str, chosen: list[Clause], known: Collection[str], group: Callable[[Clause], str]
) -> None:
    """A line for each group: proven, all, and the ids of the rest when some are proven."""
    groups = [(name, list(some)) for name, some in groupby(chosen, key=group)]
    rows = [(title, _("proven"), _("all"), _("not proven") if known else "")]
    rows += [_counted(name, some, known, listing=bool(known)) for name, some in groups]
    if len(groups) > 1:
        rows.append(_counted(_("Together"), chosen, known, listing=False))
    width = max(cell_len(row[0]) for row in rows) + 2
    print()
    for name, proven, all_, rest in rows:
        counted = f"{_left(name, width)}{_right(proven)}{_right(all_)}"
        lines = textwrap.wrap(rest, max(WIDTH - cell_len(counted) - 2, 24), break_on_hyphens=False)
        margin = "\n" + " " * (cell_len(counted) + 2)
        print("  ".join([counted, margin.join(lines)]).rstrip())


def _counted(
    name: str, some: list[Clause], known: Collection[str], *, listing: bool
) -> tuple[str, str, str, str]:
    rest = sorted(one.id for one in some if one.id not in known)
    told = _("all of them") if len(rest) == len(some) else " ".join(rest)
    return name, str(len(some) - len(rest)), str(len(some)), told if listing else ""


def _print_list(title: str, chosen: list[Clause], told: Callable[[Clause], Iterable[str]]) -> None:
    """Clauses below their plan and area, each with what is told of it."""
    print(f"\n{title}: {len(chosen)}")
    for (plan, area), some in groupby(chosen, key=lambda one: (one.plan, _area(one))):
        print(f"\n{plan} · {area}")
        for one in some:
            print(*(f"  {one.id if not place else ' ' * len(one.id)}  {line}"
                    for place, line in enumerate(told(one))), sep="\n")  # fmt: skip


def _sentence(one: Clause) -> list[str]:
    return [one.said(language())]


def _place(one: Clause) -> int:
    return PLACES[one.area]


def _area(one: Clause) -> str:
    return f"{getattr(AREAS[one.area], language())} ({one.area})"


def _left(words: str, width: int) -> str:
    return words + " " * (width - cell_len(words))


def _right(words: str) -> str:
    return " " * max(8 - cell_len(words), 1) + words
