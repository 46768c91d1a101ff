"""The stream of news as an ASGI callable. In production it does not exist with unsafe settings."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.web.settings")
django.setup()

from aftercare.push.stream import server as application  # noqa: E402  # needs the settings
from aftercare.web import checks  # noqa: E402

__all__ = ["application"]
checks.refuse_unsafe()
