"""Addresses of reports."""

from django.urls import path

from aftercare.insight import views

app_name = "insight"
urlpatterns = [path("promises", views.promises_today, name="promises")]
