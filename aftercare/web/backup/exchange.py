"""Putting restored files in the place of the present ones: all of them, or none.

The present ones are moved aside first, and what was done is written down before it is done; an
exchange that was cut off, even by a power cut, is undone at the next start.
"""

import shutil
from pathlib import Path

import orjson

ASIDE = ".before-restore"
DONE = ".replaced"


class Exchange:
    """An exchange within one data directory; used by one restore, then kept or undone."""

    def __init__(self, data: Path, places: list[Path]) -> None:
        self.data, self.places = data, places
        self.aside = data / ASIDE

    def begin(self) -> None:
        """Write down which places are to be exchanged, and which of them are empty now."""
        self.aside.mkdir(parents=True)
        plan = {str(place): place.exists() for place in self.places}
        (self.aside / "plan.json").write_bytes(orjson.dumps(plan))

    def put(self, new: Path, place: Path) -> None:
        """Move the present one aside and the new one, if there is one, into its place."""
        if place.exists():
            place.rename(self.aside / _label(place))
        if new.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(new, place)

    def keep(self) -> None:
        """From here on the new ones count; what was moved aside is removed."""
        done = self.data / DONE
        shutil.rmtree(done, ignore_errors=True)
        self.aside.rename(done)
        shutil.rmtree(done, ignore_errors=True)


def undo_unfinished(data: Path) -> bool:
    """Move back what an unfinished exchange moved aside; True when there was one."""
    shutil.rmtree(data / DONE, ignore_errors=True)
    aside = data / ASIDE
    if not aside.exists():
        return False
    plan = aside / "plan.json"
    for name, was_there in (orjson.loads(plan.read_bytes()) if plan.exists() else {}).items():
        _undo(Path(name), aside / _label(Path(name)), was_there=was_there)
    shutil.rmtree(aside)
    return True


def _undo(place: Path, old: Path, *, was_there: bool) -> None:
    if old.exists():
        _remove(place)
        old.rename(place)
    elif not was_there:
        _remove(place)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _label(place: Path) -> str:
    return place.name
