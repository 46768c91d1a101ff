"""Keeping a file: both the content and its event, or neither."""

import errno
import io
import os
import struct
import uuid
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from PIL import Image

from aftercare.documents import rules, storage
from aftercare.documents.actions import attach_file
from aftercare.documents.models import Attachment
from aftercare.documents.queries import attachments_of
from aftercare.documents.views import deliver
from aftercare.kit.errors import Refusal
from aftercare.kit.events import SYSTEM, System, events_of
from aftercare.kit.models import Event

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
GPS = 0x8825
ORIENTATION = 0x0112
MODEL = 0x0110


def keep(content: bytes, name: str, **more: Any) -> Attachment:
    return attach_file(io.BytesIO(content), name, subject="case/1", by=SYSTEM, at=AT, **more)


def photograph(
    form: str = "JPEG", size: tuple[int, int] = (640, 480), turned: bool = False
) -> bytes:
    """A picture whose left half is red, taken by a camera that knows where it was."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MODEL] = "Camera 7"
    exif[GPS] = {1: "N", 2: (39.0, 58.0, 0.0), 3: "E", 4: (116.0, 18.0, 0.0)}
    if turned:
        exif[ORIENTATION] = 6
    target = io.BytesIO()
    image.save(target, form, exif=exif, quality=95)
    return target.getvalue()


def stored(attachment: Attachment) -> Image.Image:
    image = Image.open(storage.place_of(attachment.sha256))
    image.load()
    return image


def test_a_file_is_kept_with_its_event() -> None:
    attachment = keep("第一行\n第二行".encode(), "现场记录.txt", context="agreement/7", public=True)
    assert (attachment.name, attachment.media_type, attachment.public) == (
        "现场记录.txt", "text/plain", True,
    )  # fmt: skip
    assert storage.place_of(attachment.sha256).read_text() == "第一行\n第二行"
    event = events_of("case/1")[0]
    assert (event.kind, event.context, event.actor_name) == ("file.added", "agreement/7", "系统")
    assert event.data == {
        "attachment": attachment.pk, "name": "现场记录.txt", "kind": "text/plain",
        "size": 19, "sha256": attachment.sha256, "public": True,
    }  # fmt: skip


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_where_it_was_taken(form: str) -> None:
    attachment = keep(photograph(form), f"机房.{form.lower()}")
    image = stored(attachment)
    assert (image.format, image.size) == (form, (640, 480))
    assert dict(image.getexif()) == {}
    assert b"Camera 7" not in storage.place_of(attachment.sha256).read_bytes()


def test_with_consent_a_photograph_is_kept_as_it_came() -> None:
    content = photograph()
    attachment = keep(content, "机房.jpg", keep_metadata=True)
    assert storage.place_of(attachment.sha256).read_bytes() == content


def test_a_turned_photograph_stands_upright_without_its_note() -> None:
    attachment = keep(photograph(turned=True), "机房.jpg")
    image = stored(attachment)
    assert image.size == (attachment.width, attachment.height) == (480, 640)
    red, _green, blue = image.convert("RGB").getpixel((240, 20))  # type: ignore[misc]
    assert (red > 200, blue < 60) == (True, True)  # the red half is on top now


def test_a_small_picture_is_made_for_lists() -> None:
    attachment = keep(photograph(), "机房.jpg")
    small = Image.open(storage.place_of(attachment.sha256, small=True))
    assert (small.format, small.size) == ("WEBP", (360, 270))


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def beset(kind: bytes, data: bytes) -> bytes:
    """A whole PNG with one more part before its pixels."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, "PNG")
    whole = target.getvalue()
    return whole[:33] + chunk(kind, data) + whole[33:]


def bomb() -> bytes:
    """A PNG of 60 000 × 60 000 pixels in a few hundred bytes."""

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def archive(*entries: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for entry in entries:
            file.writestr(entry, "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.pdf", "空.pdf 是空文件。"),
        (b"MZ\x90\x00\x03\x00", "发票.pdf", "发票.pdf 无法保存"),
        (b"<html><script>alert(1)</script>", "照片.jpg", "照片.jpg 名不副实：内容是 TXT。"),
        (photograph("PNG"), "照片.jpg", "照片.jpg 名不副实：内容是 PNG。"),
        (photograph()[:2000], "照片.jpg", "照片.jpg 已损坏"),
        (b"%PDF-1.7 ...", "合同.pdf", "合同.pdf 已损坏"),
        (bomb(), "大图.png", "大图.png 像素过多：最多 50 百万。"),
        (archive("a.exe"), "工具.zip", "工具.zip 无法保存"),
        (archive("word/document.xml", "word/vbaProject.bin"), "表.docx", "表.docx 含有宏"),
    ],
    ids=["empty", "program", "html", "other-kind", "cut-off", "half-pdf", "bomb", "zip", "macros"],
)
def test_what_may_not_be_kept_is_refused_in_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        keep(content, name)
    assert str(refused.value.message).startswith(words)
    assert not Attachment.objects.exists()
    assert not Event.objects.exists()
    assert files() == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (b"zTXt", b"k\0\0" + zlib.compress(b"a" * 80_000_000)),
        (b"iTXt", b"k\0\1\0\0\0" + zlib.compress(b"a" * 80_000_000)),
        (b"iCCP", b"k\0\0" + zlib.compress(b"a" * 80_000_000)),
        (b"pHYs", b"x"), (b"tRNS", b""), (b"IHDR", b""),
        (b"acTL", struct.pack(">II", 5, 0) + b"x"), (b"fcTL", b"x"),
    ],
)  # fmt: skip
def test_a_picture_with_a_hostile_part_is_refused_or_kept_without_it(
    kind: bytes, data: bytes
) -> None:
    try:
        kept = keep(beset(kind, data), "照片.png")
    except Refusal as refused:
        assert str(refused.message).startswith("照片.png 已损坏")  # noqa: PT017  # either is right
        assert files() == []
    else:
        assert kept.size < 1000


def test_an_archive_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_UNPACKED", 3)
    with pytest.raises(Refusal, match="打开后会变得过大"):
        keep(archive("word/document.xml"), "表.docx")


def test_a_file_that_is_too_large_is_refused(settings: Any) -> None:
    settings.FILE_LIMIT_BYTES = 1024 * 1024
    with pytest.raises(Refusal, match="最多 1 MB"):
        keep(b"%PDF-" + b" " * 1024 * 1024 + b"%%EOF", "合同.pdf")
    assert files() == []


@pytest.mark.parametrize(
    ("entry", "name"), [("word/document.xml", "表.docx"), ("xl/workbook.xml", "表.xlsx")]
)
def test_office_documents_are_kept(entry: str, name: str) -> None:
    assert keep(archive("[Content_Types].xml", entry), name).name == name


def test_a_full_disk_keeps_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(storage.NotStored, match="磁盘已满") as refused:
        keep(photograph(), "机房.jpg")
    assert refused.value.status == 507
    assert not Attachment.objects.exists()
    assert not Event.objects.exists()
    assert files() == []


@pytest.mark.django_db(transaction=True)
def test_when_the_event_cannot_be_recorded_no_file_is_left() -> None:
    nobody = System(reference=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        attach_file(io.BytesIO(photograph()), "机房.jpg", subject="case/1", by=nobody, at=AT)
    assert not Attachment.objects.exists()
    assert files() == []


def test_sent_twice_with_the_same_id_it_is_kept_once() -> None:
    id = uuid.uuid4()
    first = keep(photograph(), "机房.jpg", id=id)
    again = keep(photograph(), "机房.jpg", id=id)
    assert again == first
    assert len(events_of("case/1")) == 1


def test_the_same_content_lies_on_the_disk_once() -> None:
    keep(b"one and the same", "a.txt")
    keep(b"one and the same", "b.txt")
    assert len(files()) == 1
    assert [file.name for file in attachments_of("case/1")] == ["b.txt", "a.txt"]


def test_only_public_files_are_for_the_customer() -> None:
    keep(b"for the customer", "a.txt", public=True)
    keep(b"for us", "b.txt")
    assert [file.name for file in attachments_of("case/1", public_only=True)] == ["a.txt"]
    assert list(attachments_of("case/2")) == []


@pytest.mark.parametrize(
    ("name", "content", "save", "shown"),
    [
        ("机房.jpg", photograph(), False, "inline"),
        ("机房.jpg", photograph(), True, "attachment"),
        ("a.txt", b"<script>alert(1)</script>", False, "attachment"),
        ("a.pdf", b"%PDF-1.7 %%EOF", False, "inline"),
    ],
)
def test_a_browser_runs_nothing_in_a_file(
    name: str, content: bytes, save: bool, shown: str
) -> None:
    answer = deliver(keep(content, name), save=save)
    assert answer["Content-Disposition"].partition(";")[0] == shown
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    answer.close()


def test_a_rolled_back_attachment_leaves_no_row() -> None:
    with transaction.atomic():
        keep(b"gone again", "a.txt")
        transaction.set_rollback(True)
    assert not Attachment.objects.exists()


def files() -> list[str]:
    root = Path(django_settings.MEDIA_ROOT)
    return sorted(path.name for path in root.rglob("*") if path.is_file())
