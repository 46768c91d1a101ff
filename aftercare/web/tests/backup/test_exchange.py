"""All restored files take their place, or none, wherever it was cut off."""

from pathlib import Path

import pytest

from aftercare.web.backup.exchange import Exchange, undo_unfinished


def content(data: Path) -> dict[str, str]:
    return {
        str(path.relative_to(data)): path.read_text() for path in data.rglob("*") if path.is_file()
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "database").write_text("old")
    (data / "files" / "photo").write_text("old photo")
    return data


def steps(data: Path, new: Path) -> list[object]:
    """The steps of one exchange, to be cut off after any of them."""
    (new / "files").mkdir(parents=True)
    (new / "database").write_text("new")
    (new / "files" / "other").write_text("new photo")
    (new / "extra").write_text("new extra")
    exchange = Exchange(data, [data / "database", data / "files", data / "extra"])
    return [
        exchange.begin,
        lambda: exchange.put(new / "database", data / "database"),
        lambda: exchange.put(new / "extra", data / "extra"),
        lambda: exchange.put(new / "files", data / "files"),
        exchange.keep,
    ]


@pytest.mark.parametrize("done", range(5))
def test_cut_off_after_any_step_nothing_has_changed(done: int, data: Path, tmp_path: Path) -> None:
    before = content(data)
    for step in steps(data, tmp_path / "new")[:done]:
        step()  # type: ignore[operator]
    assert undo_unfinished(data) is (done > 0)
    assert content(data) == before


def test_kept_all_is_new_and_nothing_is_left_to_undo(data: Path, tmp_path: Path) -> None:
    for step in steps(data, tmp_path / "new"):
        step()  # type: ignore[operator]
    expected = {"database": "new", "files/other": "new photo", "extra": "new extra"}
    assert content(data) == expected
    assert undo_unfinished(data) is False
    assert content(data) == expected
