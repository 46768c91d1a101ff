"""Django's name for this folder."""

from django.apps import AppConfig


class PatchesConfig(AppConfig):
    name = "aftercare.patches"
