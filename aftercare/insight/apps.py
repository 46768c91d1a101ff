"""Django's name for this folder."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "aftercare.insight"
