"""What every operation has in common, before and after its own few lines.

`entrance` stands at each address: language, methods, and every error as a problem.
`guarded` stands at each operation: who asks, how often, with which scope, with what, only once.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation as NinjaOperation

from aftercare.api import callers, limits, once, places, problems, reading, uploads
from aftercare.api.errors import BadFields, BadRequest, NotAllowedHere
from aftercare.kit import http
from aftercare.kit.errors import NotAllowed
from aftercare.people.middleware import zone_of
from aftercare.people.models import Person
from aftercare.people.roles import Power

View = Callable[..., HttpResponse]
VARIES = ("Accept-Language", "Authorization", "Cookie")
UNCHANGED = 304
METHOD_NOT_ALLOWED = 405


def entrance(view: View) -> View:
    """Speak the caller's language, and turn whatever goes wrong into a problem."""

    @csrf_exempt  # a session is checked by `callers`, where the refusal can be a problem
    @wraps(view)
    def enter(request: HttpRequest, *words: Any, **path: Any) -> HttpResponse:
        with translation.override(_asked_language(request) or settings.LANGUAGE_CODE):
            try:
                response = _entered(view, request, *words, **path)
            except Exception as error:  # noqa: BLE001  # the last place where it can be told
                response = problems.of(request, error).response(request)
            return _finished(request, response)

    return enter


def guarded(run: View) -> View:
    """Let a request through to its operation, or refuse it."""
    operation: NinjaOperation = run.__self__  # type: ignore[attr-defined]
    declared: http.Operation = operation.view_func.operation  # type: ignore[attr-defined]
    parameters = _names(operation, "query")
    fields = _names(operation, "form", "file")

    @wraps(run)
    def inside(request: Any, **path: Any) -> HttpResponse:
        caller = callers.recognise(request)
        request.user = caller.person
        _speak_to(request, caller.person)
        limits.spend(caller.reference, caller.per_minute, at=timezone.now())
        caller.require(declared.scope)
        _check_power(caller.person, declared)
        _check_parameters(request, parameters)
        if declared.method == "GET":
            return run(request, **path)
        request.content = (
            _form(request, fields) if declared.upload else reading.body_of(request)
        )  # fmt: skip
        request.if_match = _if_match(request, declared)
        key = once.key_of(request) if declared.method == "POST" else ""
        digest = once.digest_of(request, request.content) if key else ""
        return once.answer(
            caller.reference, key, digest, lambda: run(request, **path),
            shown_once=declared.shown_once,
        )  # fmt: skip

    return inside


def _entered(view: View, request: HttpRequest, *words: Any, **path: Any) -> HttpResponse:
    asks_head = request.method == "HEAD"
    if asks_head:
        request.method = "GET"
    response = view(request, *words, **path)
    if response.status_code == METHOD_NOT_ALLOWED:
        raise NotAllowedHere(", ".join(sorted(response["Allow"].split(", "))))
    if asks_head:
        request.method = "HEAD"
        response.content = b""
    return response


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Language", translation.get_language() or "")
    fresh = "private, no-cache" if "ETag" in response else "no-store"
    response.headers.setdefault("Cache-Control", fresh)
    patch_vary_headers(response, VARIES)
    if response.status_code == UNCHANGED:
        del response["Content-Type"]
    return response


def _asked_language(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return ""


def _speak_to(request: HttpRequest, person: Person) -> None:
    """Who did not ask for a language is answered in their own; times follow their zone."""
    if person.language in dict(settings.LANGUAGES) and not _asked_language(request):
        translation.activate(person.language)
    timezone.activate(zone_of(person))


def _check_power(person: Person, declared: http.Operation) -> None:
    """Before the body is looked at, so that nobody learns from refusals what exists."""
    if declared.power and not person.may(declared.power):
        text = _("You may not do this: %(what)s.")
        raise NotAllowed(text % {"what": Power(declared.power).label})


def _form(request: HttpRequest, known: Iterable[str]) -> dict[str, Any]:
    """What a form with a file says; its fields are those of the operation."""
    content = uploads.form_of(request)
    wrong = [places.unknown_field(name) for name in content if name not in known]
    if wrong:
        raise BadFields(wrong)
    return content


def _names(operation: NinjaOperation, *sources: str) -> frozenset[str]:
    """The names of what an operation takes from its address, or from a form."""
    models = [one for one in operation.models if one.__ninja_param_source__ in sources]
    known = (getattr(one, "__ninja_flatten_map__", one.model_fields) for one in models)
    return frozenset(name for names in known for name in names)


def _check_parameters(request: HttpRequest, known: Iterable[str]) -> None:
    wrong = [places.unknown_parameter(name) for name in request.GET if name not in known]
    wrong += [places.unfit_parameter(name) for name in request.GET if _is_unfit(request, name)]
    if wrong:
        raise BadFields(wrong)


def _is_unfit(request: HttpRequest, name: str) -> bool:
    values = request.GET.getlist(name)
    return len(values) > 1 or "\x00" in values[0]


def _if_match(request: HttpRequest, declared: http.Operation) -> str:
    given = request.headers.get("If-Match", "").strip()
    if declared.needs_match and not given:
        text = _("Send the ETag you looked at as If-Match; `*` if any revision will do.")
        raise BadRequest(428, "match-missing", text, field="If-Match")
    if given.count(",") > 0:
        raise BadRequest(400, "bad-request", _("Send one ETag in If-Match."), field="If-Match")
    return given or "*"
