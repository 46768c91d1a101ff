"""Django's name for this folder."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "aftercare.imports"
