"""The document for programs and the documentation for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from aftercare.api import schema
from aftercare.api.meanings import CODES
from aftercare.kit import http


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document in the reader's language; it holds no data of anybody."""
    return http.answer(schema.document(get_language() or "zh-hans"))


def docs(request: HttpRequest) -> HttpResponse:
    """The same document as a page."""
    return render(request, "api/docs.html", {"codes": CODES})
