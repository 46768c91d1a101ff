"""Files of a case: sent as a form, checked as on the pages."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query, UploadedFile

from aftercare.desk import actions, queries
from aftercare.desk.api.shapes import FileShape, NewFile, cases
from aftercare.desk.models import Case
from aftercare.documents import queries as documents
from aftercare.documents.models import Attachment
from aftercare.kit import http
from aftercare.kit.errors import Refusal
from aftercare.people.models import Person
from aftercare.people.roles import Role


@cases.get("/cases/{number}/files", _("List the files of a case"), returns=http.Listed[FileShape],
           description=_("The newest first; customers see those meant for them."))  # fmt: skip
def list_files(request: http.Request, number: str, query: Query[http.Paging]) -> HttpResponse:
    """The files of a case."""
    rows = _files(_case(request, number), request.user)
    return http.page(request, rows, query, order=("-id",), item=file_item)


@cases.get("/cases/{number}/files/{id}", _("Show a file of a case"), returns=FileShape)
def show_file(request: http.Request, number: str, id: http.Key) -> HttpResponse:
    """What is known of one file."""
    rows = _files(_case(request, number), request.user)
    return http.answer(file_item(http.found(rows, pk=id)))


@cases.post(
    "/cases/{number}/files",
    _("Add a file to a case"),
    description=_(
        "As `multipart/form-data`: photographs, PDF, MP4, Word, Excel, text. Its true kind, its "
        "size and its pixels are checked; place and time of a photograph are taken out unless "
        "`keep_metadata`. What a customer sends is public."
    ),
    returns=FileShape,
    status=201,
    upload=True,
)
def add_file(
    request: http.Request, number: str, about: Form[NewFile], file: File[UploadedFile]
) -> HttpResponse:
    """Keep a file with a case."""
    case = _case(request, number)
    try:
        kept = actions.add_file(
            case, file, file.name or "", by=request.user, at=timezone.now(), public=about.public,
            keep_metadata=about.keep_metadata, id=about.id,
        )  # fmt: skip
    except Refusal as refused:
        refused.field = "file" if refused.code == "bad-file" else refused.field
        raise
    location = f"/api/v1/cases/{case.number}/files/{kept.pk}"
    return http.created(request, file_item(kept), location=location)


def file_item(one: Attachment) -> dict[str, Any]:
    """A file as JSON, without its content."""
    names = ("id", "name", "size", "sha256", "width", "height", "public", "uploaded_at")
    item = {name: getattr(one, name) for name in names}
    return {**item, "kind": one.media_type, "uploaded_by": one.uploaded_by_name}


def _files(case: Case, person: Person) -> Any:
    public_only = person.role == Role.CUSTOMER
    return documents.attachments_of(case.reference, public_only=public_only)


def _case(request: http.Request, number: str) -> Case:
    return http.found(queries.cases_visible_to(request.user), number=number)
