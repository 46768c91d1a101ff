"""Whether a file may be kept, and what of it: the size, the true kind, archives, images."""

import io
import zipfile
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aftercare.documents import pictures, rules
from aftercare.documents.rules import Kind
from aftercare.kit.errors import Refusal

OFFICE = {"word/document.xml": rules.DOCX, "xl/workbook.xml": rules.XLSX}
TAIL = 2048


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its safe name, its kind, and the content to store."""

    name: str
    kind: Kind
    file: IO[bytes]
    size: int
    width: int | None = None
    height: int | None = None
    small: bytes = b""


def check(file: IO[bytes], name: str, *, keep_metadata: bool = False) -> Checked:
    """Look at a file from its first to its last byte as far as its kind asks; `Refusal` if it may
    not be kept, which says why and what to do."""
    size = file.seek(0, io.SEEK_END)
    _check_size(name, size)
    file.seek(0)
    kind = _true_kind(file, name)
    if rules.contradicts(name, kind):
        raise _refused(
            _("%(name)s is not what its name says: it contains %(kind)s."),
            name, kind=kind.endings[0].upper(),
        )  # fmt: skip
    safe = rules.safe_name(name, kind)
    if not kind.picture:
        file.seek(0)
        return Checked(safe, kind, file, size)
    picture = _picture(file, name, kind, keep_metadata)
    return Checked(
        safe, kind, io.BytesIO(picture.content), len(picture.content),
        picture.width, picture.height, picture.small,
    )  # fmt: skip


def _check_size(name: str, size: int) -> None:
    limit = settings.FILE_LIMIT_BYTES
    if size > limit:
        raise _refused(
            _("%(name)s is too large: at most %(limit)s MB."), name, limit=limit // 1024 // 1024
        )
    if size == 0:
        raise _refused(_("%(name)s is empty."), name)


def _true_kind(file: IO[bytes], name: str) -> Kind:
    kind = rules.kind_of(file.read(rules.HEAD))
    if kind is rules.ZIP:
        kind = _office(file, name)
    if kind is rules.PDF and b"%%EOF" not in _tail(file):
        raise _refused(_("%(name)s is damaged: its end is missing. Send it again."), name)
    if kind is None:
        raise _refused(
            _("%(name)s cannot be kept. Possible are photographs (JPEG, PNG, WebP), PDF, MP4 "
              "videos, Word and Excel documents, and plain text."), name,
        )  # fmt: skip
    return kind


def _office(file: IO[bytes], name: str) -> Kind | None:
    """The document an archive is; archives of anything else, with macros, or that swell, are
    not kept."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _refused(_("%(name)s is damaged. Send it again."), name) from error
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > rules.MOST_UNPACKED:
        raise _refused(_("%(name)s becomes far too large when it is opened."), name)
    if any(one.endswith("vbaProject.bin") for one in names):
        raise _refused(_("%(name)s contains macros. Send it as PDF."), name)
    return next((kind for entry, kind in OFFICE.items() if entry in names), None)


def _picture(file: IO[bytes], name: str, kind: Kind, keep_metadata: bool) -> pictures.Picture:
    try:
        return pictures.look_into(file, kind, keep_metadata=keep_metadata)
    except pictures.TooManyPixels as error:
        raise _refused(
            _("%(name)s has too many pixels: at most %(limit)s million. Make it smaller."),
            name, limit=rules.MOST_PIXELS // 1_000_000,
        ) from error  # fmt: skip
    except pictures.NoPicture as error:
        raise _refused(
            _("%(name)s is damaged, or is no photograph. Take it again."), name
        ) from error


def _tail(file: IO[bytes]) -> bytes:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - TAIL))
    return file.read()


def _refused(sentence: object, name: str, **parts: object) -> Refusal:
    shown = name.replace("\\", "/").rpartition("/")[2][:60]
    return Refusal(sentence % {"name": shown, **parts}, field="files", code="bad-file")  # type: ignore[operator]
