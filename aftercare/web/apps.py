"""The application's frame."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "aftercare.web"
