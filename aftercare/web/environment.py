"""Settings from environment variables: one table, read once, each with its meaning.

`docs/settings.md` is this table for people; a test compares the two.
"""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEMO_SECRET_KEY = "demo-only-never-in-production-" + "0" * 32


@dataclass(frozen=True)
class Variable:
    """One environment variable: its default for trying out, and what it decides."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "AFTERCARE_MODE",
        "demo",
        "demo or production; production checks the settings before it starts",
    ),
    Variable("AFTERCARE_DEBUG", "off", "on shows error details; refused in production"),
    Variable(
        "AFTERCARE_SECRET_KEY", DEMO_SECRET_KEY, "signs sessions and private links; long and secret"
    ),
    Variable("AFTERCARE_HOSTS", "127.0.0.1,localhost", "host names served, separated by commas"),
    Variable(
        "AFTERCARE_DATABASE_URL", "", "postgres://user:password@host/name; empty: a SQLite file"
    ),
    Variable("AFTERCARE_DATA", "var", "directory of the SQLite file and the uploaded files"),
    Variable(
        "AFTERCARE_ADDRESS",
        "http://127.0.0.1:8000",
        "the address people use; in private links and QR codes",
    ),
    Variable(
        "AFTERCARE_TIME_ZONE", "Asia/Shanghai", "zone of the company; people may choose their own"
    ),
    Variable("AFTERCARE_LANGUAGE", "zh-hans", "zh-hans or en; people may choose their own"),
    Variable("AFTERCARE_MAIL_URL", "file", "file, or smtp://user:password@host:port"),
    Variable("AFTERCARE_MAIL_FROM", "aftercare@example.com", "sender of mail"),
    Variable("AFTERCARE_WEB_WORKERS", "1", "web processes; 1 with SQLite"),
    Variable("AFTERCARE_WEB_THREADS", "2", "threads of each web process"),
    Variable("AFTERCARE_WORKERS", "1", "worker processes that act on time"),
    Variable("AFTERCARE_HTTPS", "off", "on: cookies only over HTTPS, redirect, HSTS"),
    Variable(
        "AFTERCARE_PROXIES",
        "0",
        "how many proxies stand in front; so many X-Forwarded-For entries are believed",
    ),
    Variable("AFTERCARE_LOG", "text", "text or json"),
    Variable("AFTERCARE_FILE_LIMIT", "20", "largest upload in megabytes"),
)
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def text(name: str) -> str:
    """The value of a variable, or its default."""
    return os.environ.get(name, "").strip() or DEFAULTS[name]


def flag(name: str) -> bool:
    """True for on, true, yes and 1."""
    return text(name).lower() in {"on", "true", "yes", "1"}


def number(name: str) -> int:
    """A whole number; ValueError that names the variable when it is none."""
    value = text(name)
    if not value.isdigit():
        raise ValueError(f"{name} must be a whole number, not {value!r}")
    return int(value)


def listed(name: str) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_directory() -> Path:
    """Where the database file and the uploads live; relative paths start at the project."""
    return (ROOT / text("AFTERCARE_DATA")).resolve()
