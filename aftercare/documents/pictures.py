"""Looking into images: real ones only, not too many pixels, and without where they were taken."""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageOps

from aftercare.documents.rules import JPEG, MOST_PIXELS, PNG, WEBP, Kind

FORMATS = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}
SMALL = (360, 360)
QUALITY = 90
# What Pillow raises over damaged and hostile images, depending on where in the file it stumbles.
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError,
          struct.error, zlib.error)  # fmt: skip


class NoPicture(ValueError):
    """It looks like an image but cannot be read as one."""


class TooManyPixels(ValueError):
    """An image that is small as a file and enormous as a picture."""


@dataclass(frozen=True)
class Picture:
    """An image as it will be kept."""

    content: bytes
    width: int
    height: int
    small: bytes  # WebP, to be shown in lists


def look_into(file: IO[bytes], kind: Kind, *, keep_metadata: bool) -> Picture:
    """Read an image to its last pixel; `NoPicture` or `TooManyPixels` when that must not be.

    Unless `keep_metadata`, it is written again without place, camera and owner, turned upright,
    because what says how to turn it goes with the rest.
    """
    _check(file, kind)
    try:
        image = Image.open(file, formats=list(FORMATS))
        image.load()
        upright = ImageOps.exif_transpose(image)
        content = _original(file) if keep_metadata else _written(upright, kind)
        return Picture(content, upright.width, upright.height, _small(upright))
    except (*DAMAGE, Image.DecompressionBombError) as error:
        raise NoPicture from error


def _check(file: IO[bytes], kind: Kind) -> None:
    try:
        file.seek(0)
        image = Image.open(file, formats=list(FORMATS))
        if image.width * image.height > MOST_PIXELS:
            raise TooManyPixels
        if FORMATS.get(image.format or "") != kind:
            raise NoPicture
        image.verify()
        file.seek(0)
    except (TooManyPixels, NoPicture):
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except DAMAGE as error:
        raise NoPicture from error


def _original(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _written(image: Image.Image, kind: Kind) -> bytes:
    target = io.BytesIO()
    if kind is JPEG:
        _plain(image).save(target, "JPEG", quality=QUALITY, optimize=True)
    elif kind is PNG:
        clean = image.copy()
        clean.info = {}
        clean.save(target, "PNG")
    else:
        image.save(target, "WEBP", quality=QUALITY, exif=b"", xmp=b"")
    return target.getvalue()


def _small(image: Image.Image) -> bytes:
    small, target = _plain(image), io.BytesIO()
    small.thumbnail(SMALL)
    small.save(target, "WEBP", quality=75)
    return target.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """Red, green and blue only; what can be seen through becomes white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    plain = image.convert("RGB")
    return plain.copy() if plain is image else plain
