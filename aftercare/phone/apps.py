"""Django's name for this folder."""

from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "aftercare.phone"
