"""A file without a row goes, a day after it came; one with a row, or that comes again, stays."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from aftercare.documents import storage
from aftercare.documents.actions import attach_file
from aftercare.documents.jobs import EVERY, forget_strays
from aftercare.kit.events import SYSTEM

AT = datetime(2026, 11, 20, tzinfo=UTC)
CONTENT = b"left by a process that was killed"


def stray(content: bytes = CONTENT, *, age: timedelta = timedelta(days=2)) -> Path:
    sha256 = hashlib.sha256(content).hexdigest()
    assert storage.keep(io.BytesIO(content), sha256)
    return aged(storage.place_of(sha256), age)


def aged(place: Path, age: timedelta) -> Path:
    moment = (AT - age).timestamp()
    os.utime(place, (moment, moment))
    return place


def round_of_all() -> int:
    """What goes in the time in which each directory is looked at once."""
    return sum(forget_strays(AT + EVERY * step) for step in range(256))


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_an_old_file_without_a_row_goes(db: None) -> None:
    place = stray()
    place.with_name(f"{place.name}{storage.SMALL}").write_bytes(b"small")
    half = place.with_name(f"{storage.COMING}half")
    half.write_bytes(b"x")
    aged(half, timedelta(days=2))
    assert round_of_all() == 1
    assert files() == []


def test_a_young_one_and_one_with_a_row_stay(db: None) -> None:
    young = stray(b"young", age=timedelta(hours=3))
    paper = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    kept = attach_file(paper, "a.pdf", subject="case/1", by=SYSTEM, at=AT)
    place = aged(storage.place_of(kept.sha256), timedelta(days=90))
    assert round_of_all() == 0
    assert sorted(files()) == sorted([young, place])


def test_one_that_is_sent_again_at_this_moment_stays(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = stray()
    sha256, rename = place.name, Path.rename

    def sent_before(self: Path, target: Any) -> Path:
        """Whoever looked just before finds the file there, and makes it young."""
        if self == place:
            assert storage.keep(io.BytesIO(CONTENT), sha256) is False
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", sent_before)
    assert round_of_all() == 0
    assert files() == [place]
