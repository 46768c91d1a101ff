"""Saying that one wants no more of something: by the link in a notice, or through the desk."""

from http import HTTPStatus

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from aftercare.kit import forms as kit
from aftercare.outbound import actions, queries, stopping
from aftercare.outbound.catalogue import letters
from aftercare.outbound.forms import OptOutForm
from aftercare.outbound.models import Kind, Message
from aftercare.outbound.views.access import keeps, reader
from aftercare.people.models import Organisation, Person


class Receiver:
    """Whoever has the link of a notice in hand."""

    name = "客户"
    reference = "receiver"


@csrf_exempt  # the signed link itself says who may; mail programs post it by themselves (RFC 8058)
def stop(request: HttpRequest, sign: str) -> HttpResponse:
    """Say whether one wants no more notices; only sending the form changes something."""
    message = stopping.message_of(sign)
    if message is None or not message.to:
        return render(request, "outbound/stop.html", {"gone": True}, status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        actions.opt_out(
            kind=_kind_of(message), address=message.to, customer=message.customer, by=Receiver(),
            at=timezone.now(),
        )  # fmt: skip
    return render(request, "outbound/stop.html", {"done": request.method == "POST"})


@login_required
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """What a customer does not want to be sent; sent, it adds one."""
    person = reader(request)
    customer = get_object_or_404(queries.customers_visible_to(person), pk=pk)
    form = OptOutForm(request.POST or None)
    if form.is_valid() and kit.carried_out(form, lambda: _said(form, customer, person)):
        toasts.success(request, _("Saved."))
        return redirect("outbound:wishes", pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "customer": customer, "form": form if keeps(person) else None,
        "rows": queries.opt_outs_of(customer),
        "back": reverse("people:organisation", args=[pk]),
    }  # fmt: skip
    return render(request, "outbound/wishes.html", context, status=status)


@login_required
@require_POST
def allow(request: HttpRequest, pk: int) -> HttpResponse:
    """They want such messages again."""
    person = reader(request)
    said = get_object_or_404(queries.opt_outs_visible_to(person), pk=pk)
    customer = said.customer_id
    actions.allow(said, by=person, at=timezone.now())
    toasts.success(request, _("Saved."))
    return redirect("outbound:wishes", customer) if customer else redirect("outbound:messages")


def _said(form: OptOutForm, customer: Organisation, by: Person) -> bool:
    given = form.cleaned_data
    actions.opt_out(
        kind=given["kind"], address=given["address"], customer=customer, by=by, at=timezone.now()
    )
    return True


def _kind_of(message: Message) -> str:
    known = letters().get(message.template)
    return known.kind if known is not None else Kind.NOTICE
