"""Django's name for this folder."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "aftercare.coverage"
