"""Settings come from one table; the documents are that table; a slip is refused, not guessed."""

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from aftercare.web import checks
from aftercare.web import environment as env

SOURCES = env.ROOT / "aftercare"


@pytest.mark.parametrize(("language", "name"), [("en", "settings.md"), ("zh", "settings.zh.md")])
def test_the_document_is_the_table(language: str, name: str) -> None:
    document = (env.ROOT / "docs" / name).read_text(encoding="utf-8")
    assert env.table(language) in document


def test_every_variable_that_is_read_is_in_the_table() -> None:
    read = {
        name
        for path in SOURCES.rglob("*.py")
        if "tests" not in path.parts
        for name in re.findall(r'"(AFTERCARE_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert read == set(env.DEFAULTS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AFTERCARE_MODE", "prod"),
        ("AFTERCARE_DEBUG", "maybe"),
        ("AFTERCARE_WEB_THREADS", "two"),
        ("AFTERCARE_WEB_THREADS", "0"),
        ("AFTERCARE_WEB_THREADS", "²"),
        ("AFTERCARE_LISTEN", "8000"),
        ("AFTERCARE_MAIL_URL", "smtp//mail"),
    ],
)
def test_a_slip_is_named_in_both_languages(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    read = {
        "AFTERCARE_MODE": lambda: env.choice(name, *env.MODES),
        "AFTERCARE_DEBUG": lambda: env.flag(name),
        "AFTERCARE_WEB_THREADS": lambda: env.number(name),
        "AFTERCARE_LISTEN": env.listen,
        "AFTERCARE_MAIL_URL": env.mail,
    }[name]
    with pytest.raises(env.BadSetting, match=rf"^{name}: 不能用.* / cannot use"):
        read()


@pytest.mark.parametrize(
    ("given", "listen"),
    [("", ("127.0.0.1", 8000)), ("0.0.0.0:80", ("0.0.0.0", 80)), ("[::]:8000", ("::", 8000))],  # noqa: S104
)
def test_listening(given: str, listen: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_LISTEN", given)
    assert env.listen() == listen


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "smtp://u%40x:p%2Fw@mail.example.com:587",
            ("mail.example.com", 587, "u@x", "p/w", False, True),
        ),
        ("smtps://mail.example.com", ("mail.example.com", 465, "", "", True, False)),
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
    ],
)
def test_mail_addresses(
    address: str, expected: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERCARE_MAIL_URL", address)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(env.mail()[f"EMAIL_{name}"] for name in names) == expected


def test_a_mail_password_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_MAIL_URL", "http://u:secret@mail")
    with pytest.raises(env.BadSetting) as refused:
        env.mail()
    assert "secret" not in str(refused.value)


GOOD_KEY = "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("key", "debug", "hosts", "named"),
    [
        (GOOD_KEY, False, "service.example.com", []),
        (GOOD_KEY, False, ".example.com,other.example.com", []),
        (env.DEMO_SECRET_KEY, False, "a.example.com", ["AFTERCARE_SECRET_KEY is the demo's"]),
        (GOOD_KEY[:49], False, "a.example.com", ["AFTERCARE_SECRET_KEY is too short"]),
        ("ab" * 40, False, "a.example.com", ["AFTERCARE_SECRET_KEY is too short or too simple"]),
        (GOOD_KEY, True, "a.example.com", ["AFTERCARE_DEBUG is on"]),
        (GOOD_KEY, False, "", ["AFTERCARE_HOSTS is not set"]),
        (GOOD_KEY, False, "*", ["AFTERCARE_HOSTS contains *"]),
        (GOOD_KEY, False, "a.example.com,*", ["AFTERCARE_HOSTS contains *"]),
        (
            env.DEMO_SECRET_KEY,
            True,
            "*",
            ["AFTERCARE_SECRET", "AFTERCARE_DEBUG", "AFTERCARE_HOSTS"],
        ),
    ],
)
def test_production_refuses(
    key: str, debug: bool, hosts: str, named: list[str],
    settings: Settings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("AFTERCARE_HOSTS", hosts)
    settings.PRODUCTION, settings.SECRET_KEY, settings.DEBUG = True, key, debug
    settings.ALLOWED_HOSTS = env.listed("AFTERCARE_HOSTS")
    refusals = checks.refusals()
    assert [en.startswith(name) for (_zh, en), name in zip(refusals, named, strict=True)] == [
        True for _name in named
    ]
    assert len(checks.production_settings(None)) == len(named)


def test_the_demo_starts_with_its_defaults(settings: Settings) -> None:
    settings.PRODUCTION = False
    assert checks.refusals() == []


def test_the_data_directory_starts_at_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AFTERCARE_DATA", raising=False)
    assert env.data_directory() == Path(env.ROOT) / "var"
