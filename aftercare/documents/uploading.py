"""Reading what is sent: an upload that is far too large, or that the disk cannot take, is stopped
before it fills anything."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_FILES = 10
BESIDES = 2 * 1024 * 1024  # the other fields of a form


class DiskFull(SuspiciousOperation):
    """The disk took no more while a file was coming in."""


class Upload(TemporaryFileUploadHandler):
    """Files go to a temporary file; `RequestDataTooBig` and `DiskFull` become an error page."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any) -> None:
        if content_length > settings.FILE_LIMIT_BYTES * MOST_FILES + BESIDES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            raise DiskFull from error
