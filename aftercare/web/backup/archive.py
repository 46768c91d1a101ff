"""The archive: written so that a half-written one is never taken for whole, read with suspicion."""

import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _

from aftercare.kit.errors import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
BLOCK = 1024 * 1024
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Member:
    """One file of the archive; `size` in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: enough to know, after a restore, that all of it is there."""

    version: str
    made_at: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    events: int
    head: str
    format: int = FORMAT
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def database(self) -> str:
        """The member that is the database."""
        return DATABASES[self.engine]


def damaged(detail: str) -> Refusal:
    """The refusal of an archive that is not what it should be."""
    return Refusal(
        _("This backup is damaged or not one of ours: %(detail)s. Nothing was changed.")
        % {"detail": detail},
        code="damaged",
    )


@contextmanager
def new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name only when it is whole and on the disk; only we may read it."""
    part = target.with_name(target.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write(
    file: IO[bytes], manifest: Manifest, members: Iterable[tuple[str, Path]], progress: Progress
) -> Manifest:
    """Write members, then the manifest with their hashes; returns the manifest as written."""
    found: dict[str, Member] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as tar:
        for name, path in members:
            found[name] = _add(tar, name, path, progress)
        whole = Manifest(**{**_plain(manifest), "members": found})
        content = orjson.dumps(asdict(whole), option=orjson.OPT_INDENT_2)
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        tar.addfile(entry, io.BytesIO(content))
    return whole


def unpack(source: Path, target: Path, progress: Progress) -> Manifest:
    """Unpack into an empty directory and compare every byte with the manifest; Refusal if not so.

    Only plain files with a name we could have written are taken; links, devices, absolute names
    and names that climb out of the directory are refused.
    """
    found: dict[str, Member] = {}
    content = b""
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            for entry in tar:
                if entry.name == MANIFEST and entry.isreg():
                    content = _stream(tar, entry).read()
                else:
                    found[entry.name] = _take(tar, entry, target, found, progress)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno and not isinstance(fault, EOFError):
            raise
        raise damaged(str(fault)) from fault
    manifest = _manifest(content)
    if manifest.members != found:
        wrong = sorted(
            name
            for name in manifest.members.keys() | found.keys()
            if manifest.members.get(name) != found.get(name)
        )
        raise damaged(_("these do not match the manifest: ") + ", ".join(wrong[:5]))
    return manifest


def _add(tar: tarfile.TarFile, name: str, path: Path, progress: Progress) -> Member:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = status.st_size, status.st_mtime, 0o600
        counted = _Counted(file, progress)
        tar.addfile(entry, counted)
    return Member(status.st_size, counted.digest.hexdigest())


def _take(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path, found: Any, progress: Progress
) -> Member:
    if not entry.isreg() or not _is_ours(entry.name) or entry.name in found:
        raise damaged(_("it contains %(name)r") % {"name": entry.name})
    path = target / entry.name
    path.parent.mkdir(parents=True, exist_ok=True)
    counted = _Counted(_stream(tar, entry), progress)
    with path.open("wb") as out:
        shutil.copyfileobj(counted, out, BLOCK)
    return Member(entry.size, counted.digest.hexdigest())


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    safe = not path.is_absolute() and ".." not in path.parts and str(path) == name
    return safe and (name in DATABASES.values() or (path.parts[0] == FILES and len(path.parts) > 1))


def _stream(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    stream = tar.extractfile(entry)
    if stream is None:
        raise damaged(entry.name)
    return stream


def _manifest(content: bytes) -> Manifest:
    try:
        plain = orjson.loads(content)
        plain["members"] = {name: Member(**one) for name, one in plain["members"].items()}
        manifest = Manifest(**plain)
    except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError) as fault:
        raise damaged(_("it has no manifest, so it was not finished")) from fault
    if manifest.format != FORMAT or manifest.engine not in DATABASES:
        raise damaged(_("its format is unknown here"))
    return manifest


def _plain(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}


class _Counted(io.RawIOBase):
    """Reads through, hashing what passes and telling how much."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self.file, self.progress, self.digest = file, progress, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        self.progress(len(block))
        return block
