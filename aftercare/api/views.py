"""The document for programs, the documentation for people, and a person's own tokens."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aftercare.api import actions, queries, reference, schema
from aftercare.api.forms import TokenForm
from aftercare.api.meanings import CODES
from aftercare.api.scopes import SCOPES
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document in the reader's language; it holds no data of anybody."""
    return http.answer(schema.document(get_language() or "zh-hans"))


def docs(request: HttpRequest) -> HttpResponse:
    """The same document as a page."""
    document = schema.document(get_language() or "zh-hans")
    return render(
        request,
        "api/docs.html",
        {
            "document": document,
            "areas": reference.areas(document),
            "codes": [
                {"code": code, "status": status, "title": title, "meaning": meaning}
                for code, (status, title, meaning) in CODES.items()
            ],
        },
    )


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """A person's own tokens; a new one is shown on the answer to its form, and never again."""
    person, at = _self(request), timezone.now()
    form = TokenForm(request.POST or None)
    made = _made(form, person) if form.is_valid() else None
    rows = [
        {"token": one, "live": one.is_live(at), "scopes": [SCOPES.get(s, s) for s in one.scopes]}
        for one in queries.tokens_of(person)
    ]
    return render(
        request,
        "api/tokens.html",
        {"form": TokenForm() if made else form, "made": made, "rows": rows},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@login_required
@require_POST
def revoke(request: HttpRequest, id: int) -> HttpResponse:
    """End one of one's own tokens at once."""
    person = _self(request)
    token = get_object_or_404(queries.tokens_of(person), pk=id)
    actions.revoke_token(token, by=person, at=timezone.now())
    return redirect("tokens:tokens")


def _made(form: TokenForm, person: Person) -> actions.Made | None:
    at = timezone.now()
    try:
        return actions.make_token(
            person,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(at),
            by=person,
            at=at,
        )
    except Refusal as refusal:
        form.add_error(
            refusal.field if refusal.field in form.fields else None, str(refusal.message)
        )
        return None


def _self(request: HttpRequest) -> Person:
    return get_object_or_404(Person, pk=request.user.pk)
