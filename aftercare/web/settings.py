"""Django settings; every choice a company makes comes from `environment`."""

from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from aftercare.accounts.passwords import AROUND
from aftercare.accounts.rules import SHORTEST
from aftercare.web import environment as env
from aftercare.web import logging as logs

PRODUCTION = env.choice("AFTERCARE_MODE", *env.MODES) == "production"
DEBUG = env.flag("AFTERCARE_DEBUG")
SECRET_KEY = env.text("AFTERCARE_SECRET_KEY")
ALLOWED_HOSTS = env.listed("AFTERCARE_HOSTS")
DATA = env.data_directory()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "django_structlog",
    "csp",
    "aftercare.kit",
    "aftercare.people",
    "aftercare.accounts",  # before allauth, whose pages it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "aftercare.catalog",
    "aftercare.plans",
    "aftercare.coverage",
    "aftercare.imports",
    "aftercare.promises",
    "aftercare.outbound",
    "aftercare.satisfaction",
    "aftercare.documents",
    "aftercare.skills",
    "aftercare.desk",
    "aftercare.remote",
    "aftercare.patches",
    "aftercare.complaints",
    "aftercare.emergency",
    "aftercare.phone",
    "aftercare.mail",
    "aftercare.duty",
    "aftercare.chat",
    "aftercare.portal",
    "aftercare.api",
    "aftercare.insight",
    "aftercare.push",
    "aftercare.worker",
    "aftercare.web",
]

MIDDLEWARE = [
    "aftercare.web.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aftercare.people.middleware.PersonalSettings",
    "aftercare.people.middleware.KeptNowhere",
    "aftercare.accounts.middleware.SessionsSeen",
    "allauth.account.middleware.AccountMiddleware",
    "aftercare.kit.middleware.Addresses",
    "aftercare.kit.middleware.Refusals",
]

ROOT_URLCONF = "aftercare.web.urls"
WSGI_APPLICATION = "aftercare.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "aftercare" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "aftercare.web.navigation.frame",
            ],
            "builtins": [
                "aftercare.kit.templatetags.looks",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

# One writer at a time on SQLite: a transaction takes the write lock when it begins, so a
# conditional update behaves as on PostgreSQL.
_SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(DATA / "aftercare.sqlite3"),
    # Kept open: the last one to close copies the whole log into the file and waits for the disk.
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
        ),
    },
}


def _database(url: str) -> dict[str, Any]:
    if not url:
        return _SQLITE
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None))
    if "postgresql" in settings["ENGINE"]:
        settings["OPTIONS"] = {
            **settings.get("OPTIONS", {}), "server_side_binding": True, "prepare_threshold": 1
        }  # fmt: skip
    elif "sqlite" in settings["ENGINE"]:
        settings["OPTIONS"] = {**_SQLITE["OPTIONS"], **settings.get("OPTIONS", {})}
    return settings


DATABASES: dict[str, Any] = {"default": _database(env.text("AFTERCARE_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
CSRF_FAILURE_VIEW = "aftercare.web.views.csrf_failure"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
# After NIST SP 800-63B: length and a blocklist, no kinds of characters, no expiry.
_DJANGO = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": SHORTEST}},
    {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
    {
        "NAME": f"{_DJANGO}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": AROUND},
    },
    {"NAME": "aftercare.accounts.passwords.HardToGuess"},
]

# The account library; what it may decide is in accounts/adapters.py.
ACCOUNT_ADAPTER = "aftercare.accounts.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # ours hold over all processes: accounts/throttles.py
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {"reauthenticate": "aftercare.accounts.forms.PasswordAgainForm"}
MFA_ADAPTER = "aftercare.accounts.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for telephones whose clock is off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "aftercare.accounts.forms.SecondStepForm",
    "reauthenticate": "aftercare.accounts.forms.CodeAgainForm",
    "activate_totp": "aftercare.accounts.forms.SetUpCodesForm",
    "add_webauthn": "aftercare.accounts.forms.AddPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "aftercare.accounts.adapters.Company"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = True  # the page checks where the click came from
SOCIALACCOUNT_PROVIDERS = env.company_sign_in()
COMPANY_SIGN_IN = env.text("AFTERCARE_OIDC_NAME") if SOCIALACCOUNT_PROVIDERS else ""

USE_I18N = True
USE_TZ = True
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_CODE = env.choice("AFTERCARE_LANGUAGE", "zh-hans", "en")
TIME_ZONE = env.text("AFTERCARE_TIME_ZONE")
LOCALE_PATHS = [env.ROOT / "aftercare" / "web" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static" if PRODUCTION else None
STATICFILES_DIRS = [env.ROOT / "aftercare" / "web" / "static"]
MEDIA_ROOT = DATA / "files"
# Production serves what `collectstatic` gathered under names that change with the content; to try
# it out, the files are served as they lie in the tree.
WHITENOISE_USE_FINDERS = not PRODUCTION
_STATIC_FILES = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_FILES},
}
FILE_LIMIT_BYTES = env.number("AFTERCARE_FILE_LIMIT") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["aftercare.documents.uploading.Upload"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.number("AFTERCARE_PROXIES", least=0)
HTTPS = env.flag("AFTERCARE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [env.text("AFTERCARE_ADDRESS")]

# The stream of news is a server of its own; without an address it is on the host of the page.
_SCHEME = "https" if HTTPS else "http"
_NAMES = [f"[{host}]" if ":" in host else host for host in ALLOWED_HOSTS if "*" not in host]
ADDRESS = env.text("AFTERCARE_ADDRESS").rstrip("/")
PUSH_ADDRESS = env.text("AFTERCARE_PUSH_ADDRESS").rstrip("/") or f":{env.push_listen()[1]}"
PUSH_ORIGINS = (
    [f"{_SCHEME}://{name}{PUSH_ADDRESS}" for name in _NAMES]
    if PUSH_ADDRESS.startswith(":")
    else [PUSH_ADDRESS]
)
PAGE_ORIGINS = [ADDRESS, *(f"{_SCHEME}://{name}:{env.listen()[1]}" for name in _NAMES)]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF, *PUSH_ORIGINS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_FROM = DEFAULT_FROM_EMAIL = env.text("AFTERCARE_MAIL_FROM")
globals().update(env.mail())  # EMAIL_HOST and its fellows
# What sends each channel; see outbound/adapters. A channel that is not here is not set up.
_SMS, SMS_ADDRESS = env.sms()
SMS_TOKEN = env.text("AFTERCARE_SMS_TOKEN")
_WECHAT, WECHAT_ADDRESS = env.wechat()
WECHAT_TOKEN = env.text("AFTERCARE_WECHAT_TOKEN")
SENDING = {
    "email": "aftercare.outbound.adapters.mail.Mail",
    "sms": _SMS,
    "wechat": _WECHAT,
    "webhook": "aftercare.outbound.adapters.webhook.Webhooks",
}
WEBHOOKS_INSIDE = env.listed("AFTERCARE_WEBHOOKS_INSIDE")
# Which modules list letters; see outbound/catalogue.py.
LETTERS = [
    "aftercare.outbound.own", "aftercare.desk.letters", "aftercare.remote.letters",
    "aftercare.complaints.letters", "aftercare.emergency.letters", "aftercare.patches.letters",
]  # fmt: skip
# Who is asked what is kept from a person; see people/queries.py.
KEPT_FROM = ["aftercare.complaints.queries.references_about"]
LETTERS_OFF = env.listed("AFTERCARE_LETTERS_OFF")
QUIET_HOURS = env.quiet_hours()
# How long whoever is convened to an incident has to answer, in minutes.
EMERGENCY_ANSWER_MINUTES = env.number("AFTERCARE_EMERGENCY_ANSWER")

LOGGING = logs.configuration(env.choice("AFTERCARE_LOG", "text", "json"))
LOGGING_CONFIG = "aftercare.web.logging.configure"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # an address is personal; the request id is enough

# Who reacts to an event inside its own transaction; see worker/reactions.py.
EVENTS_AT_ONCE = "aftercare.worker.reactions.at_once"

# What a plan is checked against; see plans/checking.py.
PLAN_FLOORS = "aftercare.coverage.floors.minimums.minimums"
EMITTED_EVENTS = [
    "aftercare.desk.states.emitted",
    "aftercare.complaints.states.emitted",
    "aftercare.emergency.states.emitted",
]

# Who keeps something about a person, those above first; see people/personal.py.
PERSONAL_DATA = [
    f"aftercare.{folder}.personal"
    for folder in (
        "api",
        "chat",
        "mail",
        "complaints",
        "desk",
        "skills",
        "outbound",
        "plans",
        "accounts",
        "people",
    )
]

# What a technician meets at work, and may therefore see; see people/queries.py.
SEEN_AT_WORK = "aftercare.desk.queries.seen_at_work"
