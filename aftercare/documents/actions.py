"""Everything that changes attachments."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction

from aftercare.documents import checking, storage
from aftercare.documents.checking import Checked
from aftercare.documents.models import Attachment
from aftercare.documents.rules import Kind
from aftercare.kit import events
from aftercare.kit.events import Actor, Happened
from aftercare.kit.models import Event


def attach_file(
    file: IO[bytes],
    name: str,
    *,
    subject: str,
    by: Actor,
    at: datetime,
    context: str = "",
    public: bool = False,
    keep_metadata: bool = False,
    id: uuid.UUID | None = None,
) -> Attachment:
    """Keep a file with a subject and record `file.added` on it: both, or neither.

    subject, context: references such as `case/12` and `agreement/7`. public: shown to the customer.
    keep_metadata: the sender agreed that where and when a photograph was taken is kept. id: of the
    event, made by the sender, so that sending twice has the effect of one.
    Refused: too large, empty, of a kind that is not kept or that its name contradicts, damaged, an
    image of too many pixels; `NotStored` when the disk is full. Then nothing is kept.
    """
    known = _known(id, subject)
    if known is not None:
        return known
    checked = checking.check(file, name, keep_metadata=keep_metadata)
    sha256 = storage.digest(checked.file)
    new = storage.keep(checked.file, sha256, small=checked.small)
    try:
        return _record(checked, sha256, subject, context, by, at, public, id)
    except BaseException:
        if new and not Attachment.objects.filter(sha256=sha256).exists():
            storage.drop(sha256)
        raise


@transaction.atomic
def pass_on(
    attachment: Attachment,
    *,
    subject: str,
    by: Actor,
    at: datetime,
    context: str = "",
    public: bool = False,
    id: uuid.UUID | None = None,
) -> Attachment:
    """Give a file that is kept with one subject to another one as well, such as the photograph of
    a letter to the case it belongs to. Nothing is copied; see `attach_file` for the arguments."""
    known = _known(id, subject)
    if known is not None:
        return known
    checked = _Kept(
        attachment.name, attachment.kind, attachment.size, attachment.width, attachment.height
    )
    return _record(checked, attachment.sha256, subject, context, by, at, public, id)


@dataclass(frozen=True)
class _Kept:
    """What is known of a content that was checked and stored before."""

    name: str
    kind: Kind
    size: int
    width: int | None
    height: int | None


@transaction.atomic
def _record(
    checked: Checked | _Kept,
    sha256: str,
    subject: str,
    context: str,
    by: Actor,
    at: datetime,
    public: bool,
    id: uuid.UUID | None,
) -> Attachment:
    attachment = Attachment.objects.create(
        subject=subject,
        name=checked.name,
        media_type=checked.kind.media_type,
        size=checked.size,
        sha256=sha256,
        width=checked.width,
        height=checked.height,
        public=public,
        uploaded_by=by.reference,
        uploaded_by_name=by.name[:120],
        uploaded_at=at,
    )
    data = {
        "attachment": attachment.pk,
        "name": attachment.name,
        "kind": attachment.media_type,
        "size": attachment.size,
        "sha256": sha256,
        "public": public,
    }
    event = events.record(
        Happened("file.added", subject, at, by, context, data, id), recorded_at=at
    )[0]
    if event.data.get("attachment") != attachment.pk:  # the same form, sent twice at once
        attachment.delete()
        return Attachment.objects.get(pk=event.data["attachment"])
    return attachment


def _known(id: uuid.UUID | None, subject: str) -> Attachment | None:
    if id is None:
        return None
    event = Event.objects.filter(id=id, kind="file.added", subject=subject).first()
    return Attachment.objects.get(pk=event.data["attachment"]) if event else None
