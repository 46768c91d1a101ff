"""What accounts keep about a person, and the way through all folders that keep something."""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aftercare.accounts import queries
from aftercare.accounts.models import Letter
from aftercare.people.models import Person
from aftercare.people.personal import Kept


def everywhere() -> Iterator[Any]:
    """The modules of all folders that keep personal data, those above first."""
    return (import_module(name) for name in settings.PERSONAL_DATA)


def all_kept(person: Person) -> list[Kept]:
    """Everything that is kept about a person, folder by folder."""
    return [one for module in everywhere() for one in module.kept(person) if one.rows]


def kept(person: Person) -> list[Kept]:
    """Letters, sessions and second factors; never their secrets."""
    letters = Letter.objects.filter(person=person).order_by("pk")
    sessions = UserSession.objects.filter(user=person).order_by("pk")
    linked = SocialAccount.objects.filter(user=person).order_by("pk")
    return [
        Kept(_("Mail about the account"), _("to let you in and warn you"), _("three months"),
             list(letters.values("purpose", "notice", "made_at", "state"))),
        Kept(_("Sessions"), _("so that you can end what is not yours"), _("two weeks"),
             list(sessions.values("ip", "user_agent", "created_at", "last_seen_at"))),
        Kept(_("Passkeys"), _("to recognise your devices"), _("until you remove them"),
             [{"name": one.wrap().name, "created_at": one.created_at}
              for one in queries.passkeys_of(person)]),
        Kept(_("Sign-in of the company"), _("to recognise you there"), _("until it is unlinked"),
             list(linked.values("provider", "uid", "date_joined"))),
    ]  # fmt: skip


def mask(person: Person, at: datetime) -> None:
    """None of this is needed for any record."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    Letter.objects.filter(person=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
