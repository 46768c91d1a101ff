"""`aftercare promises`: explain one commitment, or derive them all again."""

from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.desk.freezing import changed_verdicts
from aftercare.promises import explaining
from aftercare.promises.models import Commitment
from aftercare.promises.replay import Difference, Replayed
from aftercare.promises.replay import replay as differences
from aftercare.web.commands import _progress as progress

HELP = _(
    "Commitments: explain one, or derive all of them again from the events.\n\n"
    "aftercare promises explain 17\n\naftercare promises replay"
)
app = typer.Typer()


@app.command(help=_("Take one commitment apart: clause, start, every stretch counted, outcome."))
def explain(
    id: Annotated[int, typer.Argument(help=_("The number of the commitment."))],
    lang: Annotated[str, typer.Option("--lang", help=_("zh or en"))] = "",
) -> None:
    """Print the explanation of one commitment."""
    row = Commitment.objects.select_related("agreement", "plan_version").filter(pk=id).first()
    if row is None:
        raise typer.BadParameter(_("There is no commitment with this number."))
    language = "zh" if (lang or get_language() or "zh").startswith("zh") else "en"
    print(explaining.text_of(explaining.explain(row), language))


@app.command(
    help=_(
        "Derive every commitment again from the events and say what differs from the rows, and "
        "compare each coverage verdict with what was decided. There should be nothing; a "
        "difference ends with code 1."
    )
)
def replay(
    subject: Annotated[
        str, typer.Option("--subject", help=_("Only this one, such as case/12."))
    ] = "",
) -> None:
    """Replay and report."""
    walked = Replayed()
    found = 0
    total = Commitment.objects.count()
    with progress.bar(total, _("Replaying")) as advance:
        before = 0
        for difference in differences(timezone.now(), subject=subject, progress=walked):
            found += difference.kind != "waiting"
            typer.echo(_told(difference), err=True)
            advance(walked.commitments - before)
            before = walked.commitments
        advance(walked.commitments - before)
    for case in () if subject else changed_verdicts():
        found += 1
        typer.echo(
            _("case/%(key)d: its coverage is not what was decided.") % {"key": case.pk}, err=True
        )
    print(
        _("%(commitments)d commitments of %(subjects)d subjects derived again; %(found)d differ.")
        % {"commitments": walked.commitments, "subjects": walked.subjects, "found": found}
    )
    raise typer.Exit(1 if found else 0)


def _told(one: Difference) -> str:
    kinds = {
        "missing": _("is missing"),
        "extra": _("follows from no event"),
        "changed": _("differs"),
        "waiting": _("is waiting for the worker"),
    }
    told = f"{one.subject} {one.key} {kinds[one.kind]}"
    if one.kind == "changed":
        told += f": {one.field} = {one.stored} ≠ {one.derived}"
    return told
