"""The application as a WSGI callable. In production it does not exist with unsafe settings."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.web.settings")
application = get_wsgi_application()

from aftercare.web import checks  # noqa: E402  # needs the settings

checks.refuse_unsafe()

# What is here now stays until the end: looking through it again and again cost a tenth of the
# time of a request, and the slowest answers waited for it.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
