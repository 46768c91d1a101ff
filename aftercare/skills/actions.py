"""Everything that changes skills and certificates, and telling of their end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import ProductModel
from aftercare.documents import actions as documents
from aftercare.documents.models import Attachment
from aftercare.kit import days, events, records, states
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM, Actor, Happened
from aftercare.people.models import Person
from aftercare.people.rights import require
from aftercare.people.roles import Power, Role
from aftercare.plans.language.vocabulary import VALUES
from aftercare.promises import actions as promises
from aftercare.skills import queries
from aftercare.skills.models import Certificate, Reminder, Skill
from aftercare.skills.rules import Told

SKILL_FIELDS = frozenset({
    "code", "title_zh", "title_en", "needs_certificate", "for_everything", "product_classes",
    "product_models", "causes", "retired",
})  # fmt: skip
# The history tells that these changed and not to what: it cannot be erased.
SILENT = frozenset({"number", "issuer"})
DAYS = frozenset({"issued_on", "valid_from", "valid_until"})
YEARS = range(1950, 2200)
KEEPERS = _("Certificates are kept by those who keep people, and by a dealer for its own people.")


@dataclass(frozen=True)
class Scan:
    """A picture or PDF of the paper, as it was sent."""

    file: IO[bytes]
    name: str


@transaction.atomic
def add_skill(*, fields: Mapping[str, Any], by: Actor, at: datetime) -> Skill:
    """Name one more skill; fields: of `SKILL_FIELDS`."""
    require(by, Power.KEEP_PEOPLE)
    records.known(fields, SKILL_FIELDS)
    skill = Skill(**fields)
    _check_skill(skill)
    data = {"code": skill.code, "title": skill.title_zh}
    return records.add(skill, kind="skill", by=by, at=at, data=data)


@transaction.atomic
def change_skill(
    skill: Skill,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Skill:
    """Another name, or for something else; certificates stay as they are."""
    require(by, Power.KEEP_PEOPLE)
    records.known(changes, SKILL_FIELDS)
    records.change(
        skill, changes, kind="skill", by=by, at=at, revision=revision,
        fits=lambda: _check_skill(skill),
    )  # fmt: skip
    return skill


@transaction.atomic
def add_certificate(
    person: Person,
    skill: Skill,
    *,
    valid_from: date,
    valid_until: date | None = None,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    scan: Scan | None = None,
    by: Actor,
    at: datetime,
) -> Certificate:
    """Enter a certificate of somebody. valid_until: its last valid day; without, it has no end.

    Refused for people who do not work for us or a dealer, and for what is entered already.
    """
    _check_keeper(by, person)
    if person.organisation.kind not in queries.OURS:
        raise Refusal(
            _("Only people who work for us or for a dealer have certificates."), field="person"
        )
    certificate = Certificate(
        person=person, skill=skill, number=number.strip(), issuer=issuer.strip(),
        issued_on=issued_on, valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    return _add(certificate, scan, by=by, at=at)


@transaction.atomic
def renew_certificate(
    certificate: Certificate,
    *,
    valid_from: date,
    valid_until: date | None = None,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    scan: Scan | None = None,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Certificate:
    """Enter the certificate that comes after one: same person, same skill, a later end.

    The old one stays for what was done under it. Refused when the new one does not end later.
    """
    _check_keeper(by, certificate.person)
    states.expect(certificate, revision)
    before = certificate.valid_until
    if before is None and certificate.withdrawn_on is None:
        raise Refusal(_("This certificate has no end; there is nothing to renew."))
    if valid_until is not None and before is not None and valid_until <= before:
        raise Refusal(
            _("The new certificate must end later than %(day)s.") % {"day": before},
            field="valid_until",
        )
    new = Certificate(
        person=certificate.person, skill=certificate.skill, number=number.strip(),
        issuer=issuer.strip(), issued_on=issued_on, valid_from=valid_from,
        valid_until=valid_until, renews=certificate,
    )  # fmt: skip
    made = _add(new, scan, by=by, at=at)
    data = {**_told(made), "by": made.reference}
    events.record(
        Happened("certificate.renewed", certificate.reference, at, by, data=data), recorded_at=at
    )
    return made


@transaction.atomic
def change_certificate(
    certificate: Certificate,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Certificate:
    """Put right what was entered wrong. Another end is warned of anew."""
    _check_keeper(by, certificate.person)
    records.known(changes, SILENT | DAYS)
    states.expect(certificate, revision)
    _check_stays(certificate)
    dates = {name: value for name, value in changes.items() if name in DAYS}
    words = {name: value.strip() for name, value in changes.items() if name in SILENT}
    records.change(
        certificate, dates, kind="certificate", by=by, at=at,
        fits=lambda: _check_days(certificate, at),
    )  # fmt: skip
    records.change(certificate, words, kind="certificate", by=by, at=at, silent=True)
    return certificate


@transaction.atomic
def withdraw_certificate(
    certificate: Certificate, *, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> Certificate:
    """From today on the certificate does not hold any more. The reason stays erasable, so it is
    not told to the history."""
    _check_keeper(by, certificate.person)
    states.expect(certificate, revision)
    _check_stays(certificate)
    if not reason.strip():
        raise Refusal(_("Give the reason; it stays in the record."), field="reason")
    today = days.today(at)
    changes = {"withdrawn_on": today, "withdrawn_reason": reason.strip()}
    states.write(certificate, changes=changes, expected={"withdrawn_on": None})
    data = {**_told(certificate), "on": today.isoformat()}
    events.record(
        Happened("certificate.withdrawn", certificate.reference, at, by, data=data), recorded_at=at
    )
    told = [one for one in queries.told_of(certificate) if one != by]
    promises.tell(told, subject=certificate.reference, kind="certificate.withdrawn", at=at)
    return certificate


def attach_scan(certificate: Certificate, scan: Scan, *, by: Actor, at: datetime) -> Attachment:
    """Keep a scan of the paper, checked as every file; its name says nothing of the person."""
    _check_keeper(by, certificate.person)
    name = f"{certificate.skill.code}{PurePath(scan.name).suffix}"
    try:
        return documents.attach_file(scan.file, name, subject=certificate.reference, by=by, at=at)
    except Refusal as refused:
        refused.field = "scans"
        raise


def remind(at: datetime) -> int:
    """Tell of every certificate that ends soon or has ended; each once. How many were told.

    What was told stands in a row of its own, so a worker that is killed or a clock that jumps
    neither repeats nor swallows anything.
    """
    return sum(_remind(one, end, what, at) for one, end, what in queries.to_remind(at))


@transaction.atomic
def _remind(certificate: Certificate, end: date, what: Told, at: datetime) -> bool:
    events.take_turn()
    row, new = Reminder.objects.get_or_create(
        certificate=certificate, what=what.value, valid_until=end, defaults={"at": at}
    )
    if not new:
        return False
    events.record(
        Happened(row.what, certificate.reference, at, SYSTEM, data=_told(certificate)),
        recorded_at=at,
    )
    people = queries.told_of(certificate)
    promises.tell(people, subject=certificate.reference, kind=row.what, at=at)
    return True


def _add(certificate: Certificate, scan: Scan | None, *, by: Actor, at: datetime) -> Certificate:
    if certificate.skill.retired:
        raise Refusal(_("Nobody is asked for this skill any more."), field="skill")
    _check_days(certificate, at)
    records.add(certificate, kind="certificate", by=by, at=at, data=_told(certificate))
    if scan is not None:
        attach_scan(certificate, scan, by=by, at=at)
    return certificate


def _told(certificate: Certificate) -> dict[str, str]:
    end = certificate.valid_until
    return {
        "person": certificate.person.reference, "skill": certificate.skill.code,
        "valid_from": certificate.valid_from.isoformat(),
        "valid_until": end.isoformat() if end else "",
    }  # fmt: skip


def may_keep(by: Actor, person: Person) -> bool:
    """Whether somebody keeps the certificates of a person."""
    if not isinstance(by, Person) or by.may(Power.KEEP_PEOPLE):
        return True
    return by.role == Role.DEALER and by.organisation_id == person.organisation_id


def _check_keeper(by: Actor, person: Person) -> None:
    if not may_keep(by, person):
        raise NotAllowed(KEEPERS)


def _check_stays(certificate: Certificate) -> None:
    if certificate.withdrawn_on is not None:
        raise Refusal(_("This certificate is withdrawn."), code="wrong-state")


def _check_days(certificate: Certificate, at: datetime) -> None:
    for name in sorted(DAYS):
        day = getattr(certificate, name)
        if day is not None and day.year not in YEARS:
            raise Refusal(_("Write a day between 1950 and 2199."), field=name)
    end, issued = certificate.valid_until, certificate.issued_on
    if end is not None and end < certificate.valid_from:
        raise Refusal(_("The end lies before the beginning."), field="valid_until")
    if issued is not None and issued > days.today(at):
        raise Refusal(_("This day lies in the future."), field="issued_on")


def _check_skill(skill: Skill) -> None:
    unknown = [one for one in skill.causes if one not in VALUES["cause"]]
    if unknown:
        raise Refusal(
            _("There is no cause %(names)s.") % {"names": ", ".join(unknown)}, field="causes"
        )
    known = ProductModel.objects.filter(code__in=skill.product_models)
    missing = sorted(set(skill.product_models) - set(known.values_list("code", flat=True)))
    if missing:
        raise Refusal(
            _("There is no model %(names)s.") % {"names": ", ".join(missing)},
            field="product_models",
        )
