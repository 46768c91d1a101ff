"""Django's name for this folder."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "aftercare.promises"
