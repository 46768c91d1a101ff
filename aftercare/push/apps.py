"""Django's name for this folder."""

from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "aftercare.push"
