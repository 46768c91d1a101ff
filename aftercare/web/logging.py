"""Structured logs: one line per happening, text for people or JSON for a collector.

Every line of a request carries its `request_id`. No line carries personal data or a token: query
strings are cut, and what looks like a telephone number, a mail address or a token is masked,
whoever wrote the line.
"""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

Line = MutableMapping[str, Any]
OWN = {"request_id", "correlation_id", "timestamp", "level", "logger"}  # written by us, safe
MASKS = (
    (re.compile(r"(?<=\S)\?\S*"), ""),  # query strings
    (
        re.compile(
            r"/(follow|u|account/link|ask/open|complaint|authorise|stop)/(?!act/|files/)[^\s/'\"]+"
        ),
        r"/\1/[token]",
    ),  # private links, unit codes
    (re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)"), "[phone]"),
    (re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"), "[phone]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}"), "[token]"),
    (re.compile(r"(postgres(?:ql)?|smtps?)://\S+"), r"\1://[address]"),
    (re.compile(r"DETAIL:.*"), "DETAIL: [values]"),  # PostgreSQL quotes the row
)


def without_secrets(_logger: Any, _method: str, line: Line) -> Line:
    """Mask personal data and tokens in every text of a line."""
    for name, value in line.items():
        if name not in OWN and isinstance(value, str):
            line[name] = masked(value)
    return line


def masked(text: str) -> str:
    """The text without query strings, telephone numbers, mail addresses, tokens and row values."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configuration(style: str) -> dict[str, Any]:
    """The logging dictionary for `text` or `json`, written to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_secrets,
                    _renderer(style),
                ],
            }
        },
        "handlers": {
            "lines": {"class": "logging.StreamHandler", "formatter": "lines"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {
            # Its own lines repeat what the request lines say; the server errors stay.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["nowhere"], "propagate": False},
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            "_granian": {"level": "WARNING", "propagate": True},
            "granian.access": {"handlers": ["nowhere"], "propagate": False},
        },
    }


def configure(dictionary: dict[str, Any]) -> None:
    """Put a logging dictionary, and structlog in front of it, into force."""
    logging.config.dictConfig(dictionary)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _renderer(style: str) -> Any:
    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
