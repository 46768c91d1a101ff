"""`aftercare demo`: the demo data and who may sign in to it."""

import typer
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.kit.errors import Refusal
from aftercare.people.models import Person

HELP = _("Load the demo data, or show its sign-ins.")
app = typer.Typer()


@app.command(help=_("Load the demo data into an empty installation; otherwise change nothing."))
def load() -> None:
    """Load once."""
    if load_once():
        print(_("The demo is loaded."))
    else:
        print(_("There is data already; nothing was changed."))


@app.command("sign-ins", help=_("Show who may sign in to the demo."))
def show_sign_ins() -> None:
    """Print name and password of each person of the demo."""
    print(*sign_ins(), sep="\n")


def load_once() -> bool:
    """Fill an empty installation; False when somebody is there already."""
    if settings.PRODUCTION:
        raise Refusal(_("The demo is not loaded in production. Start without --demo."))
    from aftercare.web.demo import loading

    if loading.demo_is_loaded():
        return False
    loading.load_demo(timezone.now())
    return True


def sign_ins() -> list[str]:
    """A line with name, password and role for each person of the demo that is here."""
    from aftercare.web.demo import cast

    people = Person.objects.filter(username__in=cast.PEOPLE).order_by("pk")
    return [
        f"  {person.username:<12} {cast.PASSWORD:<6} {person.name} · {person.get_role_display()}"
        for person in people
        if person.is_active and person.username
    ]
