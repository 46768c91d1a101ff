"""Django's name for this folder."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "aftercare.api"
