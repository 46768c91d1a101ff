"""Django's name for this folder."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "aftercare.mail"
