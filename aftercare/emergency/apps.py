"""Django's name for this folder."""

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "aftercare.emergency"
