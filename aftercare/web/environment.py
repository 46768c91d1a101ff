"""Settings from environment variables: one table, read once, each with its meaning.

`docs/settings.md` and `docs/settings.zh.md` are this table for people, printed by
`aftercare settings --markdown`; a test compares them.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from aftercare.outbound import rules

ROOT = Path(__file__).resolve().parents[2]
DEMO_SECRET_KEY = "demo-only-never-in-production-" + "0" * 32
MODES = ("demo", "production")


class BadSetting(ValueError):
    """A variable has a value that cannot be used; the message names both, in both languages."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its default for trying out, and what it decides."""

    name: str
    default: str
    en: str
    zh: str
    secret: bool = False


VARIABLES = (
    Variable(
        "AFTERCARE_MODE", "demo",
        "demo or production; production refuses to start with unsafe settings",
        "demo（试用）或 production（正式）；正式模式下，设置不安全就拒绝启动",
    ),
    Variable(
        "AFTERCARE_DEBUG", "off",
        "on shows error details on the page; refused in production",
        "on 时页面显示错误细节；正式模式下拒绝",
    ),
    Variable(
        "AFTERCARE_SECRET_KEY", DEMO_SECRET_KEY,
        "signs sessions and private links; at least 50 characters, secret, kept for good",
        "为会话和私密链接签名；至少 50 个字符，须保密，不再更换",
        secret=True,
    ),
    Variable(
        "AFTERCARE_HOSTS", "127.0.0.1,localhost",
        "host names served, separated by commas; must be given in production, without *",
        "对外服务的主机名，用逗号分隔；正式模式下必须给出，不得用 *",
    ),
    Variable(
        "AFTERCARE_LISTEN", "127.0.0.1:8000",
        "the interface and port the web server listens on",
        "网页服务监听的网卡地址和端口",
    ),
    Variable(
        "AFTERCARE_ADDRESS", "http://127.0.0.1:8000",
        "the address people use; in private links and QR codes",
        "用户访问的网址；写入私密链接和二维码",
    ),
    Variable(
        "AFTERCARE_PUSH_LISTEN", "",
        "interface and port of the stream that tells open pages what happens; "
        "empty: the port after the web server's",
        "向打开的页面推送变化的服务所监听的网卡地址和端口；留空则用网页端口的下一个",
    ),
    Variable(
        "AFTERCARE_PUSH_ADDRESS", "",
        "the address under which browsers reach that stream at /push, such as the address people "
        "use when a proxy hands /push on; empty: the same host, that port",
        "浏览器访问该推送服务（/push）的网址，例如由代理转发 /push 时的用户网址；"
        "留空则为同一主机的上述端口",
    ),
    Variable(
        "AFTERCARE_HTTPS", "off",
        "on when people come by HTTPS: cookies only over HTTPS, redirect, HSTS",
        "用户经 HTTPS 访问时设为 on：Cookie 只走 HTTPS、自动跳转、HSTS",
    ),
    Variable(
        "AFTERCARE_PROXIES", "0",
        "how many proxies stand in front; so many X-Forwarded-For entries are believed",
        "前面有几层代理；只相信这么多层的 X-Forwarded-For",
    ),
    Variable(
        "AFTERCARE_DATABASE_URL", "",
        "postgres://user:password@host/name; empty: a SQLite file in the data directory",
        "postgres://用户:密码@主机/库名；留空则用数据目录里的 SQLite 文件",
        secret=True,
    ),
    Variable(
        "AFTERCARE_DATA", "var",
        "directory of the SQLite file and the uploaded files",
        "SQLite 文件和上传文件所在的目录",
    ),
    Variable(
        "AFTERCARE_FILE_LIMIT", "20",
        "largest upload in megabytes",
        "单个上传文件的上限（MB）",
    ),
    Variable(
        "AFTERCARE_TIME_ZONE", "Asia/Shanghai",
        "zone of the company; people may choose their own",
        "公司所在时区；个人可另选",
    ),
    Variable(
        "AFTERCARE_LANGUAGE", "zh-hans",
        "zh-hans or en; people may choose their own",
        "zh-hans（中文）或 en（英文）；个人可另选",
    ),
    Variable(
        "AFTERCARE_MAIL_URL", "file",
        "smtp://user:password@host:port (STARTTLS), smtps:// (TLS), or file: .eml files in "
        "the data directory, under sent/mail",
        "smtp://用户:密码@主机:端口（STARTTLS）、smtps://（TLS），或 file："
        "写入数据目录 sent/mail 下的 .eml 文件",
        secret=True,
    ),
    Variable(
        "AFTERCARE_MAIL_FROM", "aftercare@example.com",
        "sender of mail",
        "邮件的发件人",
    ),
    Variable(
        "AFTERCARE_SMS_URL", "off",
        "https:// address of a gateway that takes short messages as JSON by POST (id, to, text); "
        "file: .json files in the data directory, under sent/sms; off: none",
        "短信网关的 https:// 地址，以 POST 接收 JSON（id、to、text）；"
        "file：写入数据目录 sent/sms 下的 .json 文件；off：不发短信",
    ),
    Variable(
        "AFTERCARE_SMS_TOKEN", "",
        "sent to that gateway as a bearer token",
        "发给短信网关的 Bearer 令牌",
        secret=True,
    ),
    Variable(
        "AFTERCARE_WECHAT_URL", "off",
        "https:// address of a gateway that takes messages for WeChat and WeCom as JSON by POST "
        "(id, to, text); file: .json files in the data directory, under sent/wechat; off: none",
        "微信、企业微信网关的 https:// 地址，以 POST 接收 JSON（id、to、text）；"
        "file：写入数据目录 sent/wechat 下的 .json 文件；off：不发微信",
    ),
    Variable(
        "AFTERCARE_WECHAT_TOKEN", "",
        "sent to that gateway as a bearer token",
        "发给微信网关的 Bearer 令牌",
        secret=True,
    ),
    Variable(
        "AFTERCARE_QUIET_HOURS", "22:00-07:00",
        "hours in which customers are not written to, in their own zone; what they wait for and "
        "what is urgent goes out all the same; off: none",
        "不打扰客户的时段，按客户所在时区；对方正在等待的和紧急的照发；off 表示不设",
    ),
    Variable(
        "AFTERCARE_LETTERS_OFF", "",
        "names of letters that are not sent by themselves, separated by commas, such as "
        "promise-late; the outbox lists them all",
        "不自动发送的信件名称，用逗号分隔，如 promise-late；全部名称见发件箱",
    ),
    Variable(
        "AFTERCARE_EMERGENCY_ANSWER", "15",
        "minutes in which whoever is convened to an incident answers; then the head is told",
        "突发事件中被召集者须在多少分钟内确认到位，超时即告知组长",
    ),
    Variable(
        "AFTERCARE_WEBHOOKS_INSIDE", "",
        "names of machines inside the own network that webhooks may go to, separated by commas; "
        "empty: only to the open Internet, by HTTPS",
        "允许接收事件推送（webhook）的内网主机名，用逗号分隔；留空则只经 HTTPS 发往公网",
    ),
    Variable(
        "AFTERCARE_OIDC_ADDRESS", "",
        "issuer of the company's single sign-on (OpenID Connect), such as "
        "https://login.example.com/realms/company; empty: none",
        "公司单点登录（OpenID Connect）的签发者地址，如 https://login.example.com/realms/company；留空则不用",
    ),
    Variable(
        "AFTERCARE_OIDC_CLIENT", "",
        "name of this installation there; its redirect address is /sign-in/company/callback",
        "本系统在单点登录处的客户端名称；回调地址为 /sign-in/company/callback",
    ),
    Variable(
        "AFTERCARE_OIDC_SECRET", "",
        "its secret there",
        "本系统在单点登录处的客户端密钥",
        secret=True,
    ),
    Variable(
        "AFTERCARE_OIDC_NAME", "SSO",
        "what the button on the sign-in page calls it",
        "登录页按钮上的名称",
    ),
    Variable(
        "AFTERCARE_WEB_WORKERS", "1",
        "web processes; always 1 with SQLite",
        "网页进程数；用 SQLite 时恒为 1",
    ),
    Variable(
        "AFTERCARE_WEB_THREADS", "2",
        "threads of each web process; more than 2 makes some answers wait",
        "每个网页进程的线程数；多于 2 反而会让部分请求变慢",
    ),
    Variable(
        "AFTERCARE_WORKERS", "1",
        "worker processes that act on time",
        "按时执行任务的后台进程数",
    ),
    Variable(
        "AFTERCARE_LOG", "text",
        "text for people, or json for a log collector",
        "text（给人看）或 json（给日志系统）",
    ),
)  # fmt: skip
DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def given(name: str) -> str:
    """The value of a variable as it is set; empty when it is not."""
    return os.environ.get(name, "").strip()


def text(name: str) -> str:
    """The value of a variable, or its default."""
    return given(name) or DEFAULTS[name]


def choice(name: str, *allowed: str) -> str:
    """One of the allowed words; BadSetting otherwise, since a slip must not choose silently."""
    value = text(name).lower()
    if value not in allowed:
        raise _bad(name, " / ".join(allowed))
    return value


def flag(name: str) -> bool:
    """True for on, true, yes and 1; BadSetting for what is neither that nor its opposite."""
    value = text(name).lower()
    if value not in {"on", "true", "yes", "1", "off", "false", "no", "0"}:
        raise _bad(name, "on / off")
    return value in {"on", "true", "yes", "1"}


def number(name: str, *, least: int = 1) -> int:
    """A whole number, at least `least`; BadSetting that names the variable when it is none."""
    value = text(name)
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise _bad(name, f"{least}, {least + 1}, {least + 2} …")
    return int(value)


def listed(name: str) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def listen() -> tuple[str, int]:
    """Interface and port of the web server."""
    return _place("AFTERCARE_LISTEN")


def _place(name: str) -> tuple[str, int]:
    host, _colon, port = text(name).rpartition(":")
    if not (port.isascii() and port.isdigit() and host):
        raise _bad(name, "127.0.0.1:8000")
    return host.strip("[]"), int(port)


def push_listen() -> tuple[str, int]:
    """Interface and port of the stream of news."""
    if not given("AFTERCARE_PUSH_LISTEN"):
        host, port = listen()
        return host, port + 1
    return _place("AFTERCARE_PUSH_LISTEN")


def data_directory() -> Path:
    """Where the database file and the uploads live; relative paths start at the project."""
    return (ROOT / text("AFTERCARE_DATA")).resolve()


def mail() -> dict[str, Any]:
    """Django's mail settings."""
    address = text("AFTERCARE_MAIL_URL")
    if address == "file":
        return {
            "EMAIL_BACKEND": "aftercare.outbound.adapters.files.MailFiles",
        }
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise _bad("AFTERCARE_MAIL_URL", "file / smtp:// / smtps://", show=False)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.port != 25,
        "EMAIL_TIMEOUT": 20,
    }


def sms() -> tuple[str, str]:
    """What sends short messages, and to which address; empty when nothing does."""
    return _gateway("AFTERCARE_SMS_URL", "aftercare.outbound.adapters.sms", "SmsFiles")


def wechat() -> tuple[str, str]:
    """What sends by WeChat, and to which address; empty when nothing does."""
    return _gateway("AFTERCARE_WECHAT_URL", "aftercare.outbound.adapters.wechat", "WeChatFiles")


def _gateway(variable: str, module: str, files: str) -> tuple[str, str]:
    address = text(variable)
    if address in ("off", "file"):
        return (f"{module}.{files}" if address == "file" else ""), ""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _bad(variable, "off / file / https://…", show=False)
    return f"{module}.Gateway", address


def quiet_hours() -> str:
    """Hours such as `22:00-07:00`, or `off`; BadSetting for anything else."""
    value = text("AFTERCARE_QUIET_HOURS").lower()
    try:
        rules.quiet_hours(value)
    except ValueError:
        raise _bad("AFTERCARE_QUIET_HOURS", "22:00-07:00 / off") from None
    return value


def company_sign_in() -> dict[str, Any]:
    """The company's single sign-on, as allauth wants it; nothing when there is none."""
    address = text("AFTERCARE_OIDC_ADDRESS").rstrip("/")
    if not address:
        return {}
    parts = urlsplit(address)
    here = parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
        raise _bad("AFTERCARE_OIDC_ADDRESS", "https://login.example.com/…")
    client = text("AFTERCARE_OIDC_CLIENT")
    if not client:
        raise _bad("AFTERCARE_OIDC_CLIENT", "aftercare")
    app = {
        "provider_id": "company", "name": text("AFTERCARE_OIDC_NAME"), "client_id": client,
        "secret": text("AFTERCARE_OIDC_SECRET"), "settings": {"server_url": address},
    }  # fmt: skip
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def table(language: str) -> str:
    """The variables as a Markdown table, in `zh` or `en`."""
    heads = {"zh": ("变量", "默认值", "作用"), "en": ("variable", "default", "decides")}[language]
    rows = [
        (f"`{one.name}`", _shown_default(one, language), getattr(one, language))
        for one in VARIABLES
    ]
    lines = [heads, ("---",) * 3, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _shown_default(variable: Variable, language: str) -> str:
    if variable.default == DEMO_SECRET_KEY:
        return {"zh": "（仅供试用）", "en": "(for trying out only)"}[language]
    return f"`{variable.default}`" if variable.default else ""


def _bad(name: str, expected: str, *, show: bool = True) -> BadSetting:
    value = f" {text(name)!r}" if show else ""
    return BadSetting(
        f"{name}: 不能用{value}，应为 {expected} / cannot use{value}, give {expected}"
    )
