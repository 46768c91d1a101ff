"""Skills and certificates in the JSON API."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query

from aftercare.kit import days, http
from aftercare.kit.errors import Refusal
from aftercare.people.roles import Power
from aftercare.skills import actions, queries, rules
from aftercare.skills.api.shapes import (
    CertificateChanges,
    CertificateFilters,
    CertificateShape,
    NewCertificate,
    NewSkill,
    PaperFields,
    SkillFields,
    SkillShape,
    Withdrawal,
    certificate_item,
    skill_item,
)
from aftercare.skills.models import Certificate, Skill

skills = http.Area(
    "skills", _("skills"), _("What must be known for which case, and who has a certificate.")
)
MAKING: Any = {"status": 201, "tagged": True, "new": True}


@skills.get("/skills", _("List skills"), returns=http.Listed[SkillShape])
def list_skills(request: http.Request, query: Query[http.Paging]) -> HttpResponse:
    """What must be known, by code."""
    rows = queries.skills_visible_to(request.user)
    return http.page(request, rows, query, order=("code", "id"), item=skill_item)


@skills.get("/skills/{id}", _("Show a skill"), returns=SkillShape, tagged=True)
def show_skill(request: http.Request, id: http.Key) -> HttpResponse:
    """One skill."""
    return _skill_answer(request, _skill(request, id))


@skills.post("/skills", _("Add a skill"), returns=SkillShape, power=Power.KEEP_PEOPLE, **MAKING)
def add_skill(request: http.Request, body: NewSkill) -> HttpResponse:
    """Name what must be known, and which products and causes it is for."""
    made = actions.add_skill(fields=body.model_dump(), by=request.user, at=timezone.now())
    return http.created(
        request, skill_item(made), location=f"/api/v1/skills/{made.pk}", revision=made.revision
    )


@skills.patch(
    "/skills/{id}", _("Change a skill"), returns=SkillShape, tagged=True, power=Power.KEEP_PEOPLE
)
def change_skill(request: http.Request, id: http.Key, body: SkillFields) -> HttpResponse:
    """Another name, or for something else; what is left out stays."""
    found = _skill(request, id)
    actions.change_skill(
        found, changes=body.model_dump(exclude_unset=True), by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _skill_answer(request, found)


@skills.get("/certificates", _("List certificates"), returns=http.Listed[CertificateShape])
def list_certificates(request: http.Request, query: Query[CertificateFilters]) -> HttpResponse:
    """Those the person may see, the newest first."""
    today = days.today(timezone.now())
    rows = queries.certificates_visible_to(request.user)
    rows = queries.standing_as(rows, query.state or "", today)
    wanted = {"person": query.person, "skill": query.skill}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return http.page(request, rows, query, order=("-id",), item=lambda one: _item(one, today))


@skills.get("/certificates/{id}", _("Show a certificate"), returns=CertificateShape, tagged=True)
def show_certificate(request: http.Request, id: http.Key) -> HttpResponse:
    """One certificate, with how it stands today."""
    return _answer(request, _certificate(request, id))


@skills.post("/certificates", _("Add a certificate"), returns=CertificateShape, **MAKING)
def add_certificate(request: http.Request, body: NewCertificate) -> HttpResponse:
    """Enter a certificate of somebody; dealers enter those of their own people."""
    made = actions.add_certificate(
        http.chosen(queries.people_kept_by(request.user), "person", pk=body.person),
        http.chosen(queries.skills_visible_to(request.user), "skill", pk=body.skill),
        **body.model_dump(exclude={"person", "skill"}), by=request.user, at=timezone.now(),
    )  # fmt: skip
    return _made(request, made)


@skills.patch(
    "/certificates/{id}", _("Change a certificate"), returns=CertificateShape, tagged=True
)
def change_certificate(
    request: http.Request, id: http.Key, body: CertificateChanges
) -> HttpResponse:
    """Put right what was entered wrong; another end is warned of anew."""
    found = _certificate(request, id)
    changes = body.model_dump(exclude_unset=True)
    if changes.get("valid_from", "") is None:
        raise Refusal(_("Something is missing: please fill in this field."), field="valid_from")
    actions.change_certificate(
        found, changes=changes, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, found)


@skills.post(
    "/certificates/{id}/renew", _("Renew a certificate"), returns=CertificateShape, status=201,
    tagged=True,
)  # fmt: skip
def renew_certificate(request: http.Request, id: http.Key, body: PaperFields) -> HttpResponse:
    """Enter the one that comes after it; the old one stays for what was done under it."""
    made = actions.renew_certificate(
        _certificate(request, id), **body.model_dump(), by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _made(request, made)


@skills.post(
    "/certificates/{id}/withdraw", _("Withdraw a certificate"), returns=CertificateShape,
    tagged=True,
)  # fmt: skip
def withdraw_certificate(request: http.Request, id: http.Key, body: Withdrawal) -> HttpResponse:
    """From today on it does not hold any more."""
    found = _certificate(request, id)
    actions.withdraw_certificate(
        found, reason=body.reason, by=request.user, at=timezone.now(),
        revision=http.expected(request),
    )  # fmt: skip
    return _answer(request, found)


def _item(one: Certificate, today: Any) -> dict[str, Any]:
    return certificate_item(one, rules.standing([one.paper], today))


def _answer(request: http.Request, one: Certificate) -> HttpResponse:
    item = _item(one, days.today(timezone.now()))
    return http.single(request, item, revision=one.revision)


def _made(request: http.Request, one: Certificate) -> HttpResponse:
    item = _item(one, days.today(timezone.now()))
    location = f"/api/v1/certificates/{one.pk}"
    return http.created(request, item, location=location, revision=one.revision)


def _skill_answer(request: http.Request, one: Skill) -> HttpResponse:
    return http.single(request, skill_item(one), revision=one.revision)


def _skill(request: http.Request, key: int) -> Skill:
    return http.found(queries.skills_visible_to(request.user), pk=key)


def _certificate(request: http.Request, key: int) -> Certificate:
    return http.found(queries.certificates_visible_to(request.user), pk=key)
