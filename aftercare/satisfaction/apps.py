"""Django's name for this folder."""

from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "aftercare.satisfaction"
