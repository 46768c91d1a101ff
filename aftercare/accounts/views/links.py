"""Letters with a link: asking for one, following it, choosing a password."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aftercare.accounts import actions, queries, throttles
from aftercare.accounts.forms import ChosenPasswordForm, RecoveryForm
from aftercare.kit import forms as kit
from aftercare.kit import limits

LINK = "account-link"


@never_cache
def recover(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether or not anybody is known by this name."""
    form = RecoveryForm(request.POST or None)
    status = HTTPStatus.OK
    if form.is_valid():
        name, at = form.cleaned_data["name"], timezone.now()
        try:
            with transaction.atomic():
                limits.spend(throttles.RECOVERY_ADDRESS, limits.address_of(request), at=at)
                limits.spend(throttles.RECOVERY_NAME, name, at=at)
                actions.ask_recovery(name, at=at)
        except limits.TooMany as refusal:
            form.add_error(None, str(refusal.message))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return redirect("accounts:recover-sent")
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "accounts/recover.html", {"form": form}, status=status)


def recover_sent(request: HttpRequest) -> HttpResponse:
    """What to do next, without saying whether a letter was sent."""
    return render(request, "accounts/recover_sent.html")


@never_cache
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Follow a link: the secret moves into the session and the address is left at once.

    Looking uses nothing up, since mail programs look at links before people do.
    """
    letter = queries.letter_by_secret(secret)
    if letter is None or not letter.is_open(timezone.now()):
        try:
            limits.spend(throttles.LINK, limits.address_of(request))
        except limits.TooMany as refusal:
            return _unseen(_ended(request, str(refusal.message), HTTPStatus.TOO_MANY_REQUESTS))
        return _unseen(_ended(request))
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[LINK] = letter.secret_hash
    return _unseen(redirect("accounts:choose-password"))


@never_cache
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose a password; then one signs in with it like everybody else."""
    found = queries.letter_by_hash(request.session.get(LINK, ""))
    if found is None or not found.is_open(timezone.now()):
        return _unseen(_ended(request))
    form = ChosenPasswordForm(request.POST or None)
    if form.is_valid():
        done = kit.carried_out(
            form,
            lambda: actions.choose_password(
                found, password=form.cleaned_data["password"], at=timezone.now()
            ),
        )
        if done is not None:
            del request.session[LINK]
            messages.success(request, _("Your password is set. Sign in with it now."))
            return _unseen(redirect("sign-in"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "person": found.person, "purpose": found.purpose}
    return _unseen(render(request, "accounts/choose_password.html", context, status=status))


def _ended(
    request: HttpRequest, why: str = "", status: HTTPStatus = HTTPStatus.NOT_FOUND
) -> HttpResponse:
    return render(request, "accounts/link_ended.html", {"why": why}, status=status)


def _unseen(answer: HttpResponse) -> HttpResponse:
    """No other page learns the address, and no search engine keeps it."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
