"""Django's name for this folder."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "aftercare.catalog"
