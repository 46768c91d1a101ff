"""A body that is a form with files, read as strictly as one of JSON.

Files go to the disk while they come in, so that a large one takes no memory; what may be kept of
them is decided by the action, as for the pages.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from aftercare.api.errors import BadRequest
from aftercare.documents import storage
from aftercare.documents.uploading import BESIDES, DiskFull

MEDIA = "multipart/form-data"


def form_of(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form and the marks of its files; `BadRequest` when it is none.

    The marks are the size and the hash of the content, so that the same file sent again under the
    same key is known to be the same.
    """
    _check_head(request)
    try:
        fields, files = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFilesSent) as error:
        raise _too_large() from error
    except DiskFull as error:
        cause = error.__cause__
        raise storage.not_stored(cause if isinstance(cause, OSError) else OSError()) from error
    except (MultiPartParserError, UnreadablePostError, ValueError) as error:
        raise BadRequest(400, "bad-request", _("The request ended too early.")) from error
    twice = [name for one in (fields, files) for name in one if len(one.getlist(name)) > 1]
    if twice or set(fields) & set(files) or any("\0" in str(value) for value in fields.values()):
        raise BadRequest(400, "bad-request", _("Send each field of the form once."))
    marks = {name: _mark(files[name]) for name in files}
    return {**fields.dict(), **marks}


def _mark(file: Any) -> list[Any]:
    return [file.name, file.size, storage.digest(file)]


def _check_head(request: HttpRequest) -> None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise BadRequest(400, "bad-request", _("The request ended too early.")) from error
    if length > settings.FILE_LIMIT_BYTES + BESIDES:
        raise _too_large()
    plain = request.headers.get("Content-Encoding", "identity") == "identity"
    if request.content_type != MEDIA or not plain:
        raise BadRequest(415, "not-multipart", _("Send the file as multipart/form-data."))


def _too_large() -> BadRequest:
    text = _("The file is too large: at most %(limit)s MB.")
    return BadRequest(413, "too-large", text % {"limit": settings.FILE_LIMIT_BYTES // 1024 // 1024})
