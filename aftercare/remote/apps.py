"""Django's name for this folder."""

from django.apps import AppConfig


class RemoteConfig(AppConfig):
    name = "aftercare.remote"
