"""Reading an archive with suspicion: what we did not write ourselves is refused."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aftercare.kit.errors import Refusal
from aftercare.web.backup import archive
from aftercare.web.backup.archive import Manifest

MANIFEST = Manifest("0.1.0", "2026-11-22T01:00:00+00:00", "sqlite", ["kit.0001"], {"t": 1}, 5, "ab")


def silent(_bytes: int) -> None:
    """No progress bar."""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A sound archive with a database and one file."""
    (tmp_path / "db").write_bytes(b"database" * 1000)
    (tmp_path / "photo").write_bytes(b"photo")
    target = tmp_path / "sound.tar.gz"
    with archive.new_file(target) as file:
        archive.write(
            file,
            MANIFEST,
            [("database.sqlite3", tmp_path / "db"), ("files/照片.jpg", tmp_path / "photo")],
            silent,
        )
    return target


def repacked(source: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]) -> Path:
    """The archive with its members changed."""
    with tarfile.open(source) as tar:
        members = [(entry, _content(tar, entry)) for entry in tar]
    change(members)
    target = source.with_name("changed.tar.gz")
    with tarfile.open(target, "w:gz") as tar:
        for entry, content in members:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return target


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(entry)
    assert stream is not None
    return stream.read()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, link
    return entry


def test_what_was_written_is_read_back(written: Path, tmp_path: Path) -> None:
    manifest = archive.unpack(written, tmp_path / "out", silent)
    assert (manifest.rows, manifest.events, manifest.head) == ({"t": 1}, 5, "ab")
    assert (tmp_path / "out/database.sqlite3").read_bytes() == b"database" * 1000
    assert (tmp_path / "out/files/照片.jpg").read_bytes() == b"photo"


def test_only_its_owner_may_read_a_backup(written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "entry",
    [
        member("../evil"),
        member("files/../../evil"),
        member("/tmp/evil"),  # noqa: S108
        member("files/./evil"),
        member("evil"),
        member("files"),
        member("files/link", tarfile.SYMTYPE, "/etc/passwd"),
        member("files/hard", tarfile.LNKTYPE, "database.sqlite3"),
        member("files/pipe", tarfile.FIFOTYPE),
        member("files/照片.jpg"),
        member("manifest.json", tarfile.SYMTYPE, "/etc/passwd"),
    ],
    ids=lambda entry: entry.name + entry.type.decode(),
)
def test_a_member_we_would_not_write_is_refused(
    entry: tarfile.TarInfo, written: Path, tmp_path: Path
) -> None:
    bad = repacked(written, lambda members: members.insert(1, (entry, b"")))
    out = tmp_path / "deep" / "out"
    before = {path for path in tmp_path.rglob("*") if out not in path.parents}
    with pytest.raises(Refusal) as refused:
        archive.unpack(bad, out, silent)
    assert refused.value.code == "damaged"
    after = {path for path in tmp_path.rglob("*") if out not in path.parents}
    assert after - before <= {out, out.parent}


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _text(path: Path) -> None:
    path.write_text("not an archive")


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [_flip, _cut, _text, _nothing])
def test_a_harmed_file_is_refused(
    harm: Callable[[Path], None], written: Path, tmp_path: Path
) -> None:
    harm(written)
    with pytest.raises(Refusal) as refused:
        archive.unpack(written, tmp_path / "out", silent)
    assert refused.value.code == "damaged"


def test_every_cut_is_refused(written: Path, tmp_path: Path) -> None:
    whole = written.read_bytes()
    for length in range(0, len(whole), 7):
        written.write_bytes(whole[:length])
        with pytest.raises(Refusal):
            archive.unpack(written, tmp_path / f"out{length}", silent)


@pytest.mark.parametrize("gone", [0, 1, 2], ids=["database", "file", "manifest"])
def test_a_missing_member_is_refused(gone: int, written: Path, tmp_path: Path) -> None:
    bad = repacked(written, lambda members: members.__delitem__(gone))
    with pytest.raises(Refusal):
        archive.unpack(bad, tmp_path / "out", silent)


def test_a_changed_member_is_named(written: Path, tmp_path: Path) -> None:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        members[1] = (members[1][0], b"other")

    with pytest.raises(Refusal) as refused:
        archive.unpack(repacked(written, change), tmp_path / "out", silent)
    assert "files/照片.jpg" in str(refused.value.message)


def test_an_unfinished_file_never_gets_its_name(tmp_path: Path) -> None:
    target = tmp_path / "half.tar.gz"
    with pytest.raises(OSError, match="full"), archive.new_file(target) as file:
        file.write(b"half")
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []
