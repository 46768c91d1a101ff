"""The disk: a content lies under its hash, whole or not at all, and is written once.

files/3f/a2/3fa2…         the content         files/3f/a2/3fa2….small    its small picture
files/letters/3f/a2/…     what another folder keeps on a shelf of its own
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import Refusal

CHUNK = 1024 * 1024
SMALL = ".small"
COMING, LEAVING = ".coming-", ".leaving-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotStored(Refusal):
    """The disk took nothing; what was sent is not kept, not even a part of it."""

    status = 507
    code = "storage-full"


def not_stored(error: OSError) -> NotStored:
    """What to tell the person about a fault of the disk."""
    if error.errno in _FULL:
        return NotStored(
            _("The disk is full, so the file was not kept. Tell the administrator; "
              "nothing else was changed.")
        )  # fmt: skip
    return NotStored(
        _("The file could not be kept because the disk does not answer as it should. Try again.")
    )


def place_of(sha256: str, *, small: bool = False, shelf: str = "") -> Path:
    """Where a content lies. shelf: of a folder that keeps account of its contents itself."""
    name = f"{sha256}{SMALL if small else ''}"
    return Path(settings.MEDIA_ROOT) / shelf / sha256[:2] / sha256[2:4] / name


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of a file, read from its beginning and set back to it."""
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def keep(file: IO[bytes], sha256: str, *, small: bytes = b"", shelf: str = "") -> bool:
    """Store a content and its small picture; False when it was there. `NotStored` when it failed.

    It is on the disk for good before this returns.
    """
    target = place_of(sha256, shelf=shelf)
    try:
        if small and not place_of(sha256, small=True).exists():
            _write(place_of(sha256, small=True), iter([small]))
        if _is_there(target):
            return False
        file.seek(0)
        _write(target, iter(lambda: file.read(CHUNK), b""))
    except OSError as error:
        raise not_stored(error) from error
    return True


def drop(sha256: str) -> None:
    """Take a content away that nothing refers to."""
    for small in (False, True):
        with suppress(OSError):
            place_of(sha256, small=small).unlink(missing_ok=True)


def strays(directory: str, before: datetime) -> Iterator[tuple[str, Path]]:
    """Contents below `files/<directory>` that nobody has sent since `before`: hash and place.

    What an upload left unfinished when its process was killed is taken away at once.
    """
    for place in sorted((Path(settings.MEDIA_ROOT) / directory).glob("??/*")):
        with suppress(FileNotFoundError):
            if place.stat().st_mtime >= before.timestamp() or place.suffix == SMALL:
                continue
            if place.name.startswith((COMING, LEAVING)):
                place.unlink()
            else:
                yield place.name, place


def drop_stray(place: Path, before: datetime) -> bool:
    """Take away a content no row names; False when somebody sends it again at this moment.

    It first loses its name, so that whoever sends it now writes it anew; who had found it there
    before that has marked it as young, and it gets its name back.
    """
    leaving = place.with_name(f"{LEAVING}{place.name}")
    place.rename(leaving)
    if leaving.stat().st_mtime >= before.timestamp():
        leaving.rename(place)
        return False
    place.with_name(f"{place.name}{SMALL}").unlink(missing_ok=True)
    leaving.unlink()
    return True


def _is_there(target: Path) -> bool:
    """Whether a content is on the disk already; if so, it is young again."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def _write(target: Path, chunks: Iterable[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=COMING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _settle(directory: Path) -> None:
    """The name in the directory must survive a power cut as the content does."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
