"""Logs are structured, carry the request's id, and carry nobody's data."""

import json
import logging
import uuid

import pytest
import structlog

from aftercare.web import logging as logs


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("GET /cases/?q=13812345678&page=2", "GET /cases/"),
        ("call 13812345678 back", "call [phone] back"),
        ("call +86 13812345678 back", "call [phone] back"),
        ("call 010-12345678 back", "call [phone] back"),
        ("mail wang.li@example.com.cn", "mail [mail]"),
        ("GET /c/Zk3vX9aQ2mN8bT5rW1yL0pD4", "GET /c/[token]"),
        ("POST /stop/12.short", "POST /stop/[token]"),
        ("postgres://u:secret@db/aftercare failed", "postgres://[address] failed"),
        ("smtp://u:p@mail:587", "smtp://[address]"),
        (
            "duplicate key\nDETAIL:  Key (phone)=(1) already exists.",
            "duplicate key\nDETAIL: [values]",
        ),
        ("GET /cases/C20261122-0007/", "GET /cases/C20261122-0007/"),
        ("commitment 1234567890123 late", "commitment 1234567890123 late"),
        ("django.core.handlers.exception.convert_exception_to_response", None),
    ],
)
def test_what_is_private_is_masked(written: str, logged: str | None) -> None:
    assert logs.masked(written) == (written if logged is None else logged)


def line(record: logging.LogRecord) -> dict[str, object]:
    """A record as the JSON handler writes it."""
    formatter = logs.configuration("json")["formatters"]["lines"]
    processor = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    written: dict[str, object] = json.loads(processor.format(record))
    return written


def test_any_library_s_line_is_json_with_the_request_s_id_and_masked() -> None:
    request_id = str(uuid.uuid4())
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        try:
            raise ValueError("no such customer: 13812345678")
        except ValueError as fault:
            record = logging.LogRecord(
                "other.library", logging.ERROR, "x.py", 1, "failed for %s", ("13812345678",),
                (type(fault), fault, fault.__traceback__),
            )  # fmt: skip
        written = line(record)
    assert {name: written[name] for name in ("event", "level", "logger", "request_id")} == {
        "event": "failed for [phone]",
        "level": "error",
        "logger": "other.library",
        "request_id": request_id,
    }
    assert "13812345678" not in json.dumps(written)
    assert str(written["exception"]).endswith("ValueError: no such customer: [phone]")
