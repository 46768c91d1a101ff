"""`aftercare accounts`: the first administrator, and help when nobody can sign in."""

from typing import Annotated, Any

import typer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.accounts import actions, jobs, queries
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM
from aftercare.people import actions as people
from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Role, Suspension

HELP = _(
    "Accounts: list them, make the first administrator, invite, close and open, help out.\n\n"
    "aftercare accounts administrator wang --name Wang --email wang@example.com\n\n"
    "aftercare accounts close agent --reason left"
)
app = typer.Typer()
Username = Annotated[str, typer.Argument(help=_("Sign-in name."))]


@app.command("list", help=_("Print every account, one on each line."))
def list_() -> None:
    """Sign-in name, role, organisation, state."""
    rows: Any = queries.accounts().order_by("username")
    for one in rows:
        state = _("open") if one.is_active else pgettext("account", "closed")
        factor = _("second factor") if one.has_factor else ""
        print(f"{one.username}  {one.role}  {one.organisation.code}  {state}  {factor}".rstrip())


@app.command(
    help=_(
        "Invite an administrator. Prints the link to choose the password, for an installation "
        "that cannot send mail yet; the link opens once, within a week."
    )
)
def administrator(
    username: Username,
    name: Annotated[str, typer.Option("--name", help=_("Name of the person."))],
    email: Annotated[str, typer.Option("--email", help=_("Mail address of the person."))],
    organisation: Annotated[
        str, typer.Option("--organisation", help=_("Number of your own company."))
    ] = "OWN",
) -> None:
    """Make somebody who may invite everybody else; the company too, when there is none yet."""
    at = timezone.now()
    with transaction.atomic():
        company = Organisation.objects.filter(code=organisation).first()
        if company is None:
            company = people.add_organisation(
                kind=OrganisationKind.COMPANY, code=organisation, name=organisation, by=SYSTEM,
                at=at,
            )  # fmt: skip
        invitation = actions.Invitation(
            name=name, email=email, role=Role.ADMINISTRATOR, organisation=company,
            username=username,
        )  # fmt: skip
        person = actions.invite_person(invitation, by=SYSTEM, at=at)
    print(jobs.link_of(queries.letters_of(person)[0]))


@app.command(help=_("Print a new link to choose a password, and send it as well."))
def recover(username: Username) -> None:
    """For somebody who cannot get mail; whoever runs this hands the link over."""
    letters = actions.ask_recovery(_person(username).username or "", at=timezone.now())
    if not letters:
        raise Refusal(_("This account is closed, or has no mail address."))
    print(jobs.link_of(letters[0]))


@app.command(help=_("Close an account at once: its sessions and tokens end."))
def close(
    username: Username,
    reason: Annotated[Suspension, typer.Option("--reason", help=_("Why."))] = Suspension.OTHER,
) -> None:
    """Suspend somebody."""
    people.suspend_person(_person(username), reason=reason, by=SYSTEM, at=timezone.now())
    print(_("Closed: %(name)s.") % {"name": username})


@app.command("open", help=_("Open an account again."))
def open_(username: Username) -> None:
    """Let somebody in again."""
    people.resume_person(_person(username), by=SYSTEM, at=timezone.now())
    print(_("Open again: %(name)s.") % {"name": username})


@app.command("reset-factors", help=_("Remove the second factors of somebody who lost them."))
def reset_factors(username: Username) -> None:
    """The password stays; sessions end."""
    actions.reset_factors(_person(username), by=SYSTEM, at=timezone.now())
    print(_("Second factors removed: %(name)s.") % {"name": username})


@app.command(help=_("Make somebody unrecognisable by their number (person/17 is 17)."))
def mask(number: Annotated[int, typer.Argument(help=_("Number of the person."))]) -> None:
    """The records stay; name, telephone and address go for good."""
    person = Person.objects.filter(pk=number).first()
    if person is None:
        raise typer.BadParameter(_("There is nobody with this number."))
    actions.mask_person(person, by=SYSTEM, at=timezone.now())
    print(_("Cannot be recognised any more: person/%(number)d.") % {"number": number})


def _person(username: str) -> Person:
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise typer.BadParameter(_("There is nobody with this sign-in name."))
    return person
