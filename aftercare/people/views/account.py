"""Signing in and out, and a person's own page."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.people import actions, queries
from aftercare.people.forms import PasswordForm, ProfileForm, SignInForm
from aftercare.people.models import Person

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600
DEMO_PASSWORD = "demo"  # noqa: S105  # shown on the page, only where one tries things out


class SignIn(LoginView):
    """The only way in; in demo mode with a list of people to be."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cast = None if settings.PRODUCTION else queries.people_who_sign_in()[:24]
        return super().get_context_data(**kwargs, cast=cast, demo_password=DEMO_PASSWORD)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_invalid(form)
        limited = getattr(form, "limited", False)
        answer.status_code = (
            HTTPStatus.TOO_MANY_REQUESTS if limited else HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return answer


class SignOut(LogoutView):
    """Out again; only by POST, so that no picture on another site can do it."""

    http_method_names = ["post"]


@require_POST
def choose(request: HttpRequest, what: str) -> HttpResponse:
    """Remember a language or colours: in a cookie, and the language with the person too."""
    value = request.POST.get("value", "")
    known = {"language": dict(settings.LANGUAGES), "theme": THEMES}
    if what not in known or value not in known[what]:
        raise Http404
    answer = HttpResponseRedirect(_way_back(request))
    cookie = settings.LANGUAGE_COOKIE_NAME if what == "language" else what
    answer.set_cookie(cookie, value, max_age=YEAR, secure=settings.HTTPS, samesite="Lax")
    if what == "language" and request.user.is_authenticated:
        person = _self(request)
        actions.change_preferences(
            person, changes={"language": value}, by=person, at=timezone.now()
        )
    return answer


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """A person's own page: language, zone, how to be reached."""
    person = _self(request)
    form = ProfileForm(request.POST or None, person=person)
    if form.is_valid():
        actions.change_preferences(person, changes=form.cleaned_data, by=person, at=timezone.now())
        with translation.override(person.language or settings.LANGUAGE_CODE):
            messages.success(request, _("Saved."))
        return redirect("people:profile")
    return _profile_page(request, form, PasswordForm(person))


@login_required
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """A new password; this session goes on, all others end."""
    person = _self(request)
    form = PasswordForm(person, request.POST)
    if not form.is_valid():
        return _profile_page(request, ProfileForm(None, person=person), form)
    actions.change_password(
        person, password=form.cleaned_data["new_password1"], by=person, at=timezone.now()
    )
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed."))
    return redirect("people:profile")


def _profile_page(
    request: HttpRequest, form: ProfileForm, password_form: PasswordForm
) -> HttpResponse:
    wrong = form.errors or password_form.errors
    return render(
        request,
        "people/profile.html",
        {"form": form, "password_form": password_form},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
    )


def _self(request: HttpRequest) -> Person:
    return get_object_or_404(Person, pk=request.user.pk)


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
