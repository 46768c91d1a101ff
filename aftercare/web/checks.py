"""What production must not start with, each with what to do about it, in both languages."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from aftercare.web import environment as env

SHORTEST_KEY = 50
NEW_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(64))"'


def refusals() -> list[tuple[str, str]]:
    """(zh, en) for each setting that makes production refuse; empty when it may start."""
    if not settings.PRODUCTION:
        return []
    return [*_key(), *_debug(), *_hosts()]


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured, in both languages, when production must not start."""
    found = refusals()
    if found:
        lines = [line for zh, en in found for line in (f"  - {zh}", f"    {en}")]
        raise ImproperlyConfigured(
            "\n".join(["设置不安全，拒绝启动 / Unsafe settings, not starting:", *lines])
        )


@checks.register(checks.Tags.security, deploy=True)
def production_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.Error]:
    """The same refusals for `manage.py check --deploy`."""
    return [
        checks.Error(f"{zh} / {en}", id=f"aftercare.E{number:03}")
        for number, (zh, en) in enumerate(refusals(), start=1)
    ]


def _key() -> list[tuple[str, str]]:
    key = settings.SECRET_KEY
    advice_zh, advice_en = f"用 {NEW_KEY} 生成一个", f"make one with {NEW_KEY}"
    if key == env.DEMO_SECRET_KEY:
        return [
            (
                f"AFTERCARE_SECRET_KEY 还是试用密钥；{advice_zh}",
                f"AFTERCARE_SECRET_KEY is the demo's key; {advice_en}",
            )
        ]
    if len(key) < SHORTEST_KEY or len(set(key)) < 10:
        return [
            (
                f"AFTERCARE_SECRET_KEY 太短或太简单（至少 {SHORTEST_KEY} 个字符）；{advice_zh}",
                f"AFTERCARE_SECRET_KEY is too short or too simple (at least {SHORTEST_KEY} "
                f"characters); {advice_en}",
            )
        ]
    return []


def _debug() -> list[tuple[str, str]]:
    if not settings.DEBUG:
        return []
    return [
        (
            "AFTERCARE_DEBUG 开着，错误页会泄露数据；请去掉它或设为 off",
            "AFTERCARE_DEBUG is on, and error pages would show data; remove it or set it to off",
        )
    ]


def _hosts() -> list[tuple[str, str]]:
    if not env.given("AFTERCARE_HOSTS"):
        return [
            (
                "没有设 AFTERCARE_HOSTS；写出用户访问的主机名，如 service.example.com",
                "AFTERCARE_HOSTS is not set; give the host names people use, such as "
                "service.example.com",
            )
        ]
    if any(host in {"*", "."} or host.startswith("*") for host in settings.ALLOWED_HOSTS):
        return [
            (
                "AFTERCARE_HOSTS 含 *，任何主机名都会被接受；请逐个写出主机名",
                "AFTERCARE_HOSTS contains *, which accepts any host; name each host",
            )
        ]
    return []
