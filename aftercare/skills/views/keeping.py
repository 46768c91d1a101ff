"""Keeping skills and certificates."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.kit import forms as kit
from aftercare.kit import references
from aftercare.kit.errors import NotAllowed
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power
from aftercare.skills import actions, queries
from aftercare.skills.forms import (
    CertificateForm,
    ChangeForm,
    PaperForm,
    ScanForm,
    SkillForm,
    WithdrawForm,
)
from aftercare.skills.models import Certificate, Skill


@login_required
def add_skill(request: HttpRequest) -> HttpResponse:
    """One more skill."""
    me = person_of(request)
    require(me, Power.KEEP_PEOPLE)
    form = SkillForm(request.POST or None)
    return kit.page(
        request, form, title=_("Add a skill"), back=reverse("skills:skills"),
        act=lambda: actions.add_skill(fields=form.cleaned_data, by=me, at=timezone.now()),
        done=lambda _made: reverse("skills:skills"),
    )  # fmt: skip


@login_required
def change_skill(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, or for something else."""
    me = person_of(request)
    require(me, Power.KEEP_PEOPLE)
    skill = get_object_or_404(Skill, pk=pk)
    return kit.change_page(
        request, SkillForm(request.POST or None, skill=skill), skill,
        change=actions.change_skill, by=me, done=lambda _made: reverse("skills:skills"),
        back=reverse("skills:skills"),
    )  # fmt: skip


@login_required
def add_certificate(request: HttpRequest) -> HttpResponse:
    """A certificate of somebody; `person` names who."""
    me = person_of(request)
    if not queries.keeps(me):
        raise NotAllowed(actions.KEEPERS)
    asked = references.number(request.GET.get("person", ""))
    person = queries.people_kept_by(me).filter(pk=asked).first() if asked is not None else None
    form = CertificateForm(request.POST or None, request.FILES or None, by=me, person=person)
    back = reverse("skills:of-person", args=[person.pk]) if person else _list()
    return kit.page(
        request, form, title=_("Add a certificate"), back=back,
        act=lambda: actions.add_certificate(**form.said(), by=me, at=timezone.now()),
        done=_address,
    )  # fmt: skip


@login_required
def renew_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate that comes after one."""
    found = _kept(request, pk)
    initial = {"issuer": found.issuer, "number": found.number}
    form = PaperForm(request.POST or None, request.FILES or None, initial=initial)
    return kit.page(
        request, form, title=_("Renew a certificate"), lead=_lead(found), back=_address(found),
        button=_("Enter the new certificate"), record=found,
        act=lambda: actions.renew_certificate(found, **form.said(), **_frame(request)),
        done=_address,
    )  # fmt: skip


@login_required
def change_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was entered wrong."""
    found = _kept(request, pk)
    return kit.change_page(
        request, ChangeForm(request.POST or None, certificate=found), found,
        change=actions.change_certificate, by=person_of(request), lead=_lead(found),
        done=_address, back=_address(found),
    )  # fmt: skip


@login_required
def withdraw_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """From today on it does not hold."""
    found = _kept(request, pk)
    form = WithdrawForm(request.POST or None)
    return kit.page(
        request, form, title=_("Withdraw a certificate"), lead=_lead(found),
        back=_address(found), button=_("Withdraw a certificate"), record=found,
        act=lambda: actions.withdraw_certificate(
            found, reason=form.cleaned_data["reason"], **_frame(request)
        ),
        done=_address,
    )  # fmt: skip


@login_required
def add_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """A scan of the paper; the newest is shown first."""
    found = _kept(request, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    return kit.page(
        request, form, title=_("Add a scan"), lead=_lead(found), back=_address(found),
        act=lambda: actions.attach_scan(
            found, _scan(form), by=person_of(request), at=timezone.now()
        ),
        done=lambda _kept: _address(found),
    )  # fmt: skip


def _kept(request: HttpRequest, pk: int) -> Certificate:
    """The certificate, for who keeps it; 404 for who may not even see it."""
    me = person_of(request)
    found = get_object_or_404(queries.certificates_visible_to(me), pk=pk)
    if not actions.may_keep(me, found.person):
        raise NotAllowed(actions.KEEPERS)
    return found


def _scan(form: ScanForm) -> actions.Scan:
    sent = form.cleaned_data["scans"][0]
    return actions.Scan(sent.file, sent.name or "")


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "by": person_of(request), "at": timezone.now(), "revision": kit.revision(request),
    }  # fmt: skip


def _lead(found: Certificate) -> str:
    return f"{found.person} · {found}"


def _list() -> str:
    return reverse("skills:certificates")


def _address(found: Certificate) -> str:
    return reverse("skills:certificate", args=[found.pk])
