"""Letters as they came, on the disk: under the hash of their content, written once."""

import hashlib
import io

from aftercare.documents import storage

SHELF = "letters"


def keep(raw: bytes) -> str:
    """Store a letter; its SHA-256. On the disk for good before this returns; `NotStored` when the
    disk takes nothing."""
    sha256 = hashlib.sha256(raw).hexdigest()
    storage.keep(io.BytesIO(raw), sha256, shelf=SHELF)
    return sha256


def fetch(sha256: str) -> bytes:
    """A letter as it came; `FileNotFoundError` when it is gone."""
    return storage.place_of(sha256, shelf=SHELF).read_bytes()
