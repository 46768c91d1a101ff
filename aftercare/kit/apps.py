"""Django's name for this folder."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "aftercare.kit"
