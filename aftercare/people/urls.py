"""Addresses of persons and organisations."""

from django.urls import path

from aftercare.people import views

app_name = "people"

urlpatterns = [
    path("profile", views.profile, name="profile"),
    path("profile/password", views.password, name="password"),
    path("organisations", views.organisations, name="organisations"),
    path("organisations/add", views.add_organisation, name="add-organisation"),
    path("organisations/options", views.organisation_options, name="organisation-options"),
    path("organisations/<int:pk>", views.organisation, name="organisation"),
    path("organisations/<int:pk>/change", views.change_organisation, name="change-organisation"),
    path("organisations/<int:pk>/departments/add", views.add_department, name="add-department"),
    path("organisations/<int:pk>/people/add", views.add_person, name="add-person"),
    path("people", views.people, name="people"),
    path("people/options", views.person_options, name="person-options"),
    path("people/<int:pk>/change", views.change_person, name="change-person"),
    path("people/<int:pk>/password", views.set_password, name="set-password"),
]
