"""`aftercare tokens`: access for programs."""

from datetime import timedelta
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.api import actions
from aftercare.api.models import PER_MINUTE, Token
from aftercare.api.scopes import SCOPES
from aftercare.kit.events import SYSTEM
from aftercare.people.models import Person

HELP = _(
    "Access for programs: make, list and revoke the tokens of the JSON API.\n\n"
    "aftercare tokens create admin --name ERP --scope read:cases --scope write:cases --days 90\n\n"
    "aftercare tokens list\n\naftercare tokens revoke h7k2m9pq"
)
app = typer.Typer()


@app.command(
    help=_(
        "Make a token and print it, once. A program with it may do what the person may, within "
        "the scopes. Without --scope it gets all scopes for reading."
    )
)
def create(
    username: Annotated[str, typer.Argument(help=_("The person it acts as."))],
    name: Annotated[str, typer.Option("--name", help=_("What uses it."))],
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help=_("A scope, such as read:cases; may be repeated.")),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help=_("Good for so long."))] = 90,
    per_minute: Annotated[
        int, typer.Option("--per-minute", min=1, help=_("Requests it may send in a minute."))
    ] = PER_MINUTE,
) -> None:
    """Make a token for somebody."""
    at = timezone.now()
    reading = [known for known in SCOPES if known.startswith("read:")]
    made = actions.make_token(
        _person(username), name=name, scopes=scope or reading, per_minute=per_minute,
        expires_at=at + timedelta(days=days), by=SYSTEM, at=at,
    )  # fmt: skip
    print(made.secret)


@app.command("list", help=_("Print every token that still opens something."))
def list_(
    username: Annotated[str, typer.Argument(help=_("Only of this person."))] = "",
) -> None:
    """Print the tokens that are good, one on each line."""
    at = timezone.now()
    rows = Token.objects.filter(revoked_at=None, expires_at__gt=at).select_related("person")
    if username:
        rows = rows.filter(person=_person(username))
    for token in rows.order_by("expires_at"):
        used = f"{token.last_used_at:%Y-%m-%d}" if token.last_used_at else _("never used")
        end, whose = f"{token.expires_at:%Y-%m-%d}", token.person.username or token.person.name
        print(f"{token.prefix}  {whose}  {token.name}  {end}  {used}  {' '.join(token.scopes)}")


@app.command(help=_("End a token at once."))
def revoke(
    prefix: Annotated[str, typer.Argument(help=_("The part between the underscores: ac_…_"))],
) -> None:
    """End one token."""
    token = Token.objects.filter(prefix=prefix).select_related("person").first()
    if token is None:
        raise typer.BadParameter(_("There is no token with this prefix."))
    actions.revoke_token(token, by=SYSTEM, at=timezone.now())
    print(_("Revoked: %(name)s of %(person)s.") % {"name": token.name, "person": token.person.name})


def _person(username: str) -> Person:
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise typer.BadParameter(_("There is nobody with this sign-in name."))
    return person
