"""Addresses of persons and organisations."""

from django.urls import path

from aftercare.people import views

app_name = "people"

urlpatterns = [
    path("profile", views.profile, name="profile"),
    path("profile/password", views.password, name="password"),
]
