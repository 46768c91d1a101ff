"""Django's name for this folder."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "aftercare.complaints"
