"""Answering with a file. The folder that owns the subject asks who may see it."""

from django.http import FileResponse, Http404

from aftercare.documents import storage
from aftercare.documents.models import Attachment

_BARRED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def deliver(attachment: Attachment, *, small: bool = False, save: bool = False) -> FileResponse:
    """The content or its small picture, so that a browser runs nothing in it.

    save: always as a download; otherwise pictures and PDF are shown. 404 when the content is gone.
    """
    try:
        file = storage.place_of(attachment.sha256, small=small).open("rb")
    except OSError as error:
        raise Http404 from error
    kind = "image/webp" if small else attachment.media_type
    if kind == "text/plain":
        kind = "text/plain; charset=utf-8"
    answer = FileResponse(
        file,
        as_attachment=not small and (save or not attachment.kind.shown),
        filename=attachment.name,
        content_type=kind,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _BARRED
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
