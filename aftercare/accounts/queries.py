"""Accounts, letters, factors and sessions."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from aftercare.accounts.models import Letter, LetterState, Purpose
from aftercare.kit import links
from aftercare.people.models import OrganisationKind, Person

MOST_OF_ONE_ADDRESS = 5  # a household shares a mailbox, a hundred accounts do not
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def accounts() -> QuerySet[Person]:
    """Everybody who has a name to sign in with, with what an administrator wants to see."""
    has_factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    invited = Letter.objects.filter(person=OuterRef("pk"), purpose=Purpose.INVITATION, used_at=None)
    return (
        Person.objects.filter(username__isnull=False)
        .exclude(username="")
        .select_related("organisation", "department")
        .annotate(has_factor=Exists(has_factor), is_invited=Exists(invited))
    )


def letters_of(person: Person) -> QuerySet[Letter]:
    """The letters to a person, the newest first."""
    return Letter.objects.filter(person=person).order_by("-made_at", "-pk")


def letters_to_send(at: datetime, limit: int) -> list[Letter]:
    """What is due to be sent, in the order of its making."""
    due = Letter.objects.filter(state=LetterState.QUEUED, next_at__lte=at)
    return list(due.select_related("person").order_by("next_at", "pk")[:limit])


def letters_stuck(person: Person) -> bool:
    """Whether some letter to a person did not get through."""
    stuck = Q(state=LetterState.FAILED) | Q(state=LetterState.QUEUED, attempts__gt=0)
    return Letter.objects.filter(stuck, person=person).exists()


def letter_by_secret(secret: str) -> Letter | None:
    """The letter whose link somebody holds; None when there is none."""
    return letter_by_hash(links.hashed(secret)) if secret else None


def letter_by_hash(secret_hash: str) -> Letter | None:
    """Likewise, by what a session remembers of the secret."""
    found = Letter.objects.filter(secret_hash=secret_hash)
    return found.exclude(purpose=Purpose.NOTICE).select_related("person").first()


def people_to_recover(written: str) -> list[Person]:
    """Who may mean themselves by a sign-in name or a mail address; only those who have both."""
    text = written.strip()
    if not text:
        return []
    people = Person.objects.filter(Q(username=text) | Q(email__iexact=text), is_active=True)
    usable = people.filter(username__isnull=False).exclude(username="").exclude(email="")
    return list(usable.order_by("pk")[:MOST_OF_ONE_ADDRESS])


def person_at_company(emails: list[str]) -> Person | None:
    """Our colleague with one of these addresses, which the company's sign-in has verified; None
    when there is none, or more than one."""
    wanted = Q()
    for email in emails:
        wanted |= Q(email__iexact=email)
    if not wanted:
        return None
    ours = Person.objects.filter(
        wanted, organisation__kind=OrganisationKind.COMPANY, username__isnull=False
    )
    found = list(ours.exclude(username="")[:2])
    return found[0] if len(found) == 1 else None


def sessions_of(person: Person) -> list[UserSession]:
    """The sessions that are still good, the newest first; dead ones are forgotten on the way."""
    live = UserSession.objects.purge_and_list(person)
    return sorted(live, key=lambda one: one.created_at, reverse=True)


def factors_of(person: Person) -> Mapping[str, int]:
    """How many second factors of each kind a person has."""
    rows = Authenticator.objects.filter(user=person).values("type").annotate(many=Count("pk"))
    return {row["type"]: row["many"] for row in rows}


def passkeys_of(person: Person) -> list[Authenticator]:
    """The passkeys of a person, the oldest first."""
    kind = Authenticator.Type.WEBAUTHN
    return list(Authenticator.objects.filter(user=person, type=kind).order_by("pk"))
