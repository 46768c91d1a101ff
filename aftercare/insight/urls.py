"""Addresses of reports."""

from django.urls import path

from aftercare.insight import unit_life, views

app_name = "insight"
urlpatterns = [
    path("promises", views.promises_today, name="promises"),
    path("units/<int:pk>", unit_life.unit_life, name="unit-life"),
]
