"""Addresses of imports."""

from django.urls import path

from aftercare.imports import views

app_name = "imports"

urlpatterns = [
    path("", views.imports, name="imports"),
    path("upload", views.upload, name="upload"),
    path("<int:pk>", views.run, name="run"),
    path("<int:pk>/write", views.write, name="write"),
    path("<int:pk>/mend", views.mend, name="mend"),
    path("empty/<slug:sheet>", views.empty, name="empty"),
]
