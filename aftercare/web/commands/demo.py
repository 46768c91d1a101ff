"""`aftercare demo`: the demo data and who may sign in to it."""

import typer
from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.people.models import Organisation, OrganisationKind, Person
from aftercare.people.roles import Role

HELP = _("Load the demo data, or show its sign-ins.")
PASSWORD = "demo"  # noqa: S105  # shown on the screen; refused outside the demo mode
app = typer.Typer()


@app.command(help=_("Load the demo data into an empty installation; otherwise change nothing."))
def load() -> None:
    """Create the demo's organisation and persons once."""
    if load_once():
        print(_("The demo is loaded."))
    else:
        print(_("There is data already; nothing was changed."))


@app.command("sign-ins", help=_("Show who may sign in to the demo."))
def show_sign_ins() -> None:
    """Print name and password of each person of the demo."""
    for username, password, role in sign_ins():
        print(f"  {username:<16} {password:<8} {role}")


def load_once() -> bool:
    """Fill an empty installation; False when somebody is there already."""
    if Person.objects.exists():
        return False
    with transaction.atomic():
        company = Organisation.objects.create(
            kind=OrganisationKind.COMPANY, code="demo", name="示范服务公司"
        )
        for role in Role:
            person = Person(
                username=role.value, name=str(role.label), role=role, organisation=company
            )
            person.set_password(PASSWORD)
            person.save()
    return True


def sign_ins() -> list[tuple[str, str, str]]:
    """(name, password, role) of the demo's persons that still have the demo's password."""
    people = Person.objects.filter(organisation__code="demo", username__isnull=False)
    return [
        (person.username or "", PASSWORD, str(person.get_role_display()))
        for person in people.order_by("pk")
    ]
