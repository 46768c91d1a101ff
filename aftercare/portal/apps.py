"""Django's name for this folder."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "aftercare.portal"
