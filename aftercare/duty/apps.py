"""Django's name for this folder."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "aftercare.duty"
