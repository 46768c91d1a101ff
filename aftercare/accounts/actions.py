"""Everything that changes how somebody comes in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.accounts import hiding, personal, queries
from aftercare.accounts.models import Letter, LetterState, Notice, Purpose
from aftercare.kit import events, links
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM, Actor
from aftercare.people import actions as people
from aftercare.people.models import Department, Organisation, Person
from aftercare.people.rights import require
from aftercare.people.roles import Power

GOOD_FOR = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RECOVERY: timedelta(hours=1),
    Purpose.NOTICE: timedelta(days=3),
}
# What the history calls each change of how somebody proves who they are.
TOLD = {
    Notice.CODES_ON: "person.codes-set-up", Notice.CODES_OFF: "person.codes-removed",
    Notice.PASSKEY_ON: "person.passkey-added", Notice.PASSKEY_OFF: "person.passkey-removed",
    Notice.RECOVERY_CODES: "person.recovery-codes-made",
    Notice.FACTORS_RESET: "person.factors-reset", Notice.COMPANY: "person.company-linked",
}  # fmt: skip


@dataclass(frozen=True)
class Invitation:
    """Whom to let in, as what, and where."""

    name: str
    email: str
    role: str
    organisation: Organisation
    username: str = ""
    phone: str = ""
    department: Department | None = None
    superior: Person | None = None


@transaction.atomic
def invite_person(invitation: Invitation, *, by: Actor, at: datetime) -> Person:
    """Add somebody who chooses their own password by a link sent to them.

    Without a `username` they sign in with their mail address. `Refusal` without an address, and
    for whatever `people.add_person` refuses.
    """
    require(by, Power.KEEP_PEOPLE)
    if not invitation.email.strip():
        raise Refusal(_("Give the mail address the invitation is sent to."), field="email")
    person = people.add_person(
        name=invitation.name, role=invitation.role, organisation=invitation.organisation,
        department=invitation.department, superior=invitation.superior, phone=invitation.phone,
        email=invitation.email, username=invitation.username or invitation.email, invited=True,
        by=by, at=at,
    )  # fmt: skip
    _write(person, Purpose.INVITATION, at=at)
    _record("person.invited", person, by, at)
    return person


@transaction.atomic
def invite_contact(
    person: Person, *, email: str, username: str = "", by: Actor, at: datetime
) -> Person:
    """Give an account to somebody who is known already, such as the contact of a customer.

    They keep role, organisation and everything that names them. `Refusal` when they have an
    account, and without a mail address.
    """
    require(by, Power.KEEP_PEOPLE)
    if person.username:
        raise Refusal(_("This person has an account already."))
    if not email.strip():
        raise Refusal(_("Give the mail address the invitation is sent to."), field="email")
    changes = {"email": email.strip(), "username": username.strip() or email.strip()}
    people.change_person(person, changes=changes, by=by, at=at)
    _check_reachable(person)
    _write(person, Purpose.INVITATION, at=at)
    _record("person.invited", person, by, at)
    return person


@transaction.atomic
def invite_again(person: Person, *, by: Actor, at: datetime) -> Letter:
    """Send a new link to somebody who has not chosen a password; older links end."""
    require(by, Power.KEEP_PEOPLE)
    _check_reachable(person)
    if person.has_usable_password():
        raise Refusal(_("This person has a password already and can ask for a new one."))
    events.take_turn()
    letter = _write(person, Purpose.INVITATION, at=at)
    _record("person.invited", person, by, at)
    return letter


@transaction.atomic
def ask_recovery(written: str, *, at: datetime) -> list[Letter]:
    """Send a link for a new password to whoever this name or mail address belongs to.

    Nothing tells the asker whether it belongs to anybody. The password stays as it is until the
    link is used.
    """
    letters = []
    for person in queries.people_to_recover(written):
        letters.append(_write(person, Purpose.RECOVERY, at=at))
        _record("person.recovery-asked", person, SYSTEM, at)
    return letters


@transaction.atomic
def choose_password(letter: Letter, *, password: str, at: datetime) -> Person:
    """Set the password by a letter's link, which is used up by it; every session ends,
    and the event `person.password-changed` has a notice written.

    `Refusal` when the link was used, is too old or the account is closed, and for a password that
    is too easy to guess: then the link stays good.
    """
    person = letter.person
    events.take_turn()
    unused = Letter.objects.filter(pk=letter.pk, used_at=None, expires_at__gt=at)
    if not person.is_active or not unused.update(used_at=at):
        raise Refusal(
            _("This link was used already or is too old. Ask for a new one."), code="link-ended"
        )
    people.change_password(person, password=password, by=person, at=at)
    _end_links(person, at)
    return person


@transaction.atomic
def tell(person: Person, notice: Notice, *, by: Actor, at: datetime) -> None:
    """Record that a way to prove who somebody is has changed, and write to them about it."""
    if notice in TOLD:
        _record(TOLD[notice], person, by, at)
    if person.email:
        _write(person, Purpose.NOTICE, at=at, notice=notice)


@transaction.atomic
def reset_factors(person: Person, *, by: Actor, at: datetime) -> None:
    """Take away every second factor of somebody who lost them; sessions end, the password stays."""
    require(by, Power.KEEP_PEOPLE)
    _refuse_self(person, by, _("Change your own second factors under “Sign-in and security”."))
    events.take_turn()
    Authenticator.objects.filter(user=person).delete()
    people.end_sessions(person, by=by, at=at)
    tell(person, Notice.FACTORS_RESET, by=by, at=at)


@transaction.atomic
def end_session(session: UserSession, *, by: Person, at: datetime) -> None:
    """End one session of one's own."""
    session.end()
    _record("person.session-ended", by, by, at)


@transaction.atomic
def shut_out(person: Person, *, at: datetime) -> None:
    """What follows when an account is closed: its sessions are forgotten, links open nothing."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    _end_links(person, at)


@transaction.atomic
def link_company(person: Person, *, by: Actor, at: datetime) -> None:
    """Record that somebody now comes in by the company's own sign-in."""
    tell(person, Notice.COMPANY, by=by, at=at)


@transaction.atomic
def unlink_company(person: Person, *, by: Actor, at: datetime) -> None:
    """Forget the link to the company's sign-in; it may be made again by signing in there."""
    require(by, Power.KEEP_PEOPLE)
    if SocialAccount.objects.filter(user=person).delete()[0]:
        _record("person.company-unlinked", person, by, at)


@transaction.atomic
def mask_person(person: Person, *, by: Actor, at: datetime) -> Person:
    """Make somebody unrecognisable in every record that is not itself the proof of something.

    `Refusal` while their account is open or a case of theirs runs. It cannot be taken back. The
    event chain keeps who did what, since changing it would unmake the proof (PIPL art. 19, 47).
    """
    require(by, Power.KEEP_PEOPLE)
    _refuse_self(person, by, _("Somebody else must do this for you."))
    if person.username and person.is_active:
        raise Refusal(_("Close the account first."))
    for module in personal.everywhere():
        module.mask(person, at)
    _record("person.masked", person, by, at)
    return person


def try_letters_again(letters: Iterable[Letter], *, by: Actor, at: datetime) -> int:
    """Let letters that did not get through be sent once more; how many will be."""
    require(by, Power.KEEP_PEOPLE)
    keys = [letter.pk for letter in letters]
    unsent = Letter.objects.filter(pk__in=keys, expires_at__gt=at).exclude(state=LetterState.SENT)
    return unsent.update(state=LetterState.QUEUED, next_at=at, attempts=0, trouble="")


def _write(person: Person, purpose: Purpose, *, at: datetime, notice: str = "") -> Letter:
    """Queue a letter. A new invitation ends the older ones; for a new password it does not, or
    whoever asks in somebody's name could keep their link from ever opening."""
    if purpose == Purpose.INVITATION:
        _end_links(person, at)
    nonce = hiding.new_nonce()
    return Letter.objects.create(
        person=person, purpose=purpose, notice=notice, nonce=nonce,
        secret_hash=links.hashed(hiding.secret_of(nonce)), made_at=at, next_at=at,
        expires_at=at + GOOD_FOR[purpose],
    )  # fmt: skip


def _end_links(person: Person, at: datetime) -> None:
    links = Letter.objects.filter(person=person, used_at=None, expires_at__gt=at)
    links.exclude(purpose=Purpose.NOTICE).update(expires_at=at)


def _check_reachable(person: Person) -> None:
    if not person.is_active:
        raise Refusal(_("This account is closed. Open it first."))
    if not person.email:
        raise Refusal(_("There is no mail address on record for this person."), field="email")


def _refuse_self(person: Person, by: Actor, why: object) -> None:
    if isinstance(by, Person) and by.pk == person.pk:
        raise Refusal(str(why))


def _record(kind: str, person: Person, by: Actor, at: datetime) -> None:
    events.record(events.Happened(kind, person.reference, at, by))
