"""Files of a case."""

import io

import pytest

from aftercare.desk import actions
from aftercare.desk.tests.stage import Stage, hour, last_event
from aftercare.documents.queries import attachments_of
from aftercare.kit.errors import NotAllowed, Refusal


def test_a_file_is_kept_with_the_case(stage: Stage) -> None:
    case = stage.case(stage.unit("p10"))
    file = io.BytesIO("现场记录".encode())
    kept = actions.add_file(case, file, "记录.txt", by=stage.cast["technician"], at=hour(1))
    event = last_event(case)
    assert list(attachments_of(case.reference)) == [kept]
    assert (event.kind, event.context, kept.public) == (
        "file.added", case.agreement.reference if case.agreement else "", False,
    )  # fmt: skip


def test_what_a_customer_sends_is_public(stage: Stage) -> None:
    case = stage.case(stage.unit("p10"))
    file = io.BytesIO("说明".encode())
    assert actions.add_file(case, file, "a.txt", by=stage.cast["customer"], at=hour(1)).public


def test_who_only_looks_adds_nothing_and_a_program_is_no_file(stage: Stage) -> None:
    case = stage.case(stage.unit("p10"))
    with pytest.raises(NotAllowed):
        actions.add_file(case, io.BytesIO(b"x"), "a.txt", by=stage.cast["finance"], at=hour(1))
    with pytest.raises(Refusal):
        actions.add_file(case, io.BytesIO(b"MZ\0"), "a.txt", by=stage.cast["agent"], at=hour(1))
    assert list(attachments_of(case.reference)) == []
