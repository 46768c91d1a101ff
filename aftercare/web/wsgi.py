"""The application as a WSGI callable. In production it does not exist with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.web.settings")
application = get_wsgi_application()

from aftercare.web import checks  # noqa: E402  # needs the settings

checks.refuse_unsafe()
