"""What kind of file something is, by its content; and names that harm nobody."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

HEAD = 4096  # so many bytes of the beginning tell the kind
LONGEST_NAME = 120
MOST_PIXELS = 50_000_000  # about what the largest telephone camera takes
MOST_UNPACKED = 300 * 1024 * 1024  # of an office document, which is a zip archive


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept; `endings` are the ways its name may end, the usual first."""

    media_type: str
    endings: tuple[str, ...]
    picture: bool = False
    shown: bool = False  # a browser may show it in the page instead of saving it


_OFFICE = "application/vnd.openxmlformats-officedocument."
JPEG = Kind("image/jpeg", ("jpg", "jpeg"), picture=True, shown=True)
PNG = Kind("image/png", ("png",), picture=True, shown=True)
WEBP = Kind("image/webp", ("webp",), picture=True, shown=True)
PDF = Kind("application/pdf", ("pdf",), shown=True)
MP4 = Kind("video/mp4", ("mp4", "m4v"))
DOCX = Kind(f"{_OFFICE}wordprocessingml.document", ("docx",))
XLSX = Kind(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))
TEXT = Kind("text/plain", ("txt", "log", "csv", "md"))
ZIP = Kind("application/zip", ("zip",))  # kept only when it turns out to be an office document
KINDS = {kind.media_type: kind for kind in (JPEG, PNG, WEBP, PDF, MP4, DOCX, XLSX, TEXT)}
ENDINGS = {ending: kind for kind in KINDS.values() for ending in kind.endings}
ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS)

_VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ",
                 b"mmp4", b"MSNV", b"3gp4", b"3gp5", b"3gp6"}  # fmt: skip


def _is_text(head: bytes) -> bool:
    """Readable characters without control codes; the last character may be cut off."""
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return bool(head)
    return False


_SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (PDF, lambda head: head.startswith(b"%PDF-")),
    (MP4, lambda head: head[4:8] == b"ftyp" and head[8:12] in _VIDEO_BRANDS),
    (ZIP, lambda head: head.startswith(b"PK\x03\x04")),
    (TEXT, _is_text),
)


def kind_of(head: bytes) -> Kind | None:
    """The kind the first bytes belong to; None for anything that may not be kept."""
    return next((kind for kind, fits in _SIGNS if fits(head)), None)


def contradicts(name: str, kind: Kind) -> bool:
    """Whether the name claims to be another kind than the content is."""
    claimed = ENDINGS.get(_ending(name))
    return claimed is not None and claimed != kind


def safe_name(name: str, kind: Kind) -> str:
    """The name without path, control and direction marks, ending as its kind does."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    plain = "".join(one for one in plain if unicodedata.category(one)[0] not in "CZ" or one == " ")
    plain = re.sub(r'[<>:"|?*;%]', "", plain).strip(" .")
    if _ending(plain) not in kind.endings:
        plain = f"{plain or 'file'}.{kind.endings[0]}"
    ending = PurePosixPath(plain).suffix
    return plain[: LONGEST_NAME - len(ending)].removesuffix(ending).rstrip(" .") + ending


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix.lstrip(".")
