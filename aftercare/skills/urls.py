"""Addresses of skills and certificates."""

from django.urls import path

from aftercare.skills import views

app_name = "skills"

urlpatterns = [
    path("", views.certificates, name="certificates"),
    path("add", views.add_certificate, name="add"),
    path("kinds", views.skills, name="skills"),
    path("kinds/add", views.add_skill, name="add-skill"),
    path("kinds/<int:pk>/change", views.change_skill, name="change-skill"),
    path("people/<int:pk>", views.of_person, name="of-person"),
    path("<int:pk>", views.certificate, name="certificate"),
    path("<int:pk>/change", views.change_certificate, name="change"),
    path("<int:pk>/renew", views.renew_certificate, name="renew"),
    path("<int:pk>/withdraw", views.withdraw_certificate, name="withdraw"),
    path("<int:pk>/scans/add", views.add_scan, name="add-scan"),
    path("<int:pk>/scans/<int:key>", views.scan, name="scan"),
]
