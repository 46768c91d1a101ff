"""Django's name for this folder."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "aftercare.worker"
